/* Loading a contract: the version decides who reads the rest. */
#include "contract/contract.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/memory.h"
#include "contract/index.h"
#include "contract/loader.h"
#include "contract/official.h"

static const struct {
	const char *text;
	unsigned bit;
} versions[] = {
	{"2.0.0",  V2_0},
	   { "2.1.0", V2_1},
	      { "2.2.0", V2_2},
	 { "2.3.0", V2_3},
	    { "2.4.0", V2_4},
	{ "2.5.0", V2_5},
	   { "2.6.0", V2_6},
	      { "3.0.0", V3_0},
	 { "3.1.0", V3_1},
};

/* A version that we do not know is read as the last one of its line that we do. */
static unsigned nearest_version(struct slice text)
{
	if (slice_starts(text, SLICE_LIT("2.")))
		return V2_6;
	return slice_starts(text, SLICE_LIT("3.")) ? V3_1 : 0;
}

static bool find_version(struct loader *l, const struct node *root)
{
	struct node *n = node_get(root, "asyncapi");

	if (!n)
		return diag_error(l->d, DIAG_VERSION, node_loc(root),
				  "this is no AsyncAPI document: it must have \"asyncapi\", its version");
	if (!node_is(n, NODE_TEXT) && !node_is(n, NODE_NUMBER))
		return diag_error(l->d, DIAG_VERSION, node_loc(n),
				  "\"asyncapi\" must be a version like \"3.0.0\"");
	l->contract->asyncapi = n->text;
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++)
		if (node_is(n, NODE_TEXT) && slice_is(n->text, versions[i].text))
			l->version = versions[i].bit;
	if (l->version)
		return true;
	diag_error(l->d, DIAG_VERSION, node_loc(n),
		   "AsyncAPI \"%.*s\" is not known; 2.0.0 to 2.6.0, 3.0.0 and 3.1.0 are", SLICE_FMT(n->text));
	l->version = nearest_version(n->text);
	return l->version != 0;
}

static void load_header(struct contract *c)
{
	const struct node *info = node_get(c->root, "info");

	c->title = node_get_text(info, "title");
	c->version = node_get_text(info, "version");
	c->default_content_type = node_get_text(c->root, "defaultContentType");
}

static void load_rest(struct loader *l)
{
	struct contract *c = l->contract;
	struct violations official;

	official_find(l, &official);
	c->is_v2 = (l->version & V2) != 0;
	load_header(c);
	document_check(l);
	load_servers(l);
	if (c->is_v2)
		load_v2(l);
	else
		load_v3(l);
	contract_index(c, l->d);
	official_say(l, &official);
}

static struct contract *contract_new(struct diag *d)
{
	struct contract *c = NEW(struct contract);

	c->users = 1;
	library_init(&c->library, d);
	return c;
}

/* Takes over `c`: gives it back loaded, or frees it. */
static struct contract *load_document(struct contract *c, struct document *doc, struct diag *d)
{
	struct loader l = { .contract = c, .a = &c->arena, .library = &c->library, .d = d };
	bool ok = doc && doc->root;

	if (ok && !node_is(doc->root, NODE_MAP))
		ok = diag_error(d, DIAG_VERSION, node_loc(doc->root),
				"this is no AsyncAPI document: it must be an object, not %s",
				node_kind_name(doc->root));
	if (ok) {
		c->file = doc->file;
		c->root = doc->root;
		if (!c->only_checked) /* the library's start takes longer than a small document */
			sha256_hex(doc->source, c->sha256);
		ok = find_version(&l, doc->root);
	}
	if (ok)
		load_rest(&l);
	map_release(&l.schemas);
	map_release(&l.turned);
	map_release(&l.checked);
	map_release(&l.channels);
	map_release(&l.merged);
	map_release(&l.message_ids);
	judge_free(l.judge);
	official_release(&l);
	c->library.diag = NULL;
	c->library.fetcher = NULL;
	if (ok)
		return c;
	contract_drop(c);
	return NULL;
}

static bool allow_dirs(struct contract *c, const struct contract_options *o, struct diag *d)
{
	for (size_t i = 0; i < o->n_dirs; i++) {
		const char *dir = arena_strdup(&d->arena, o->dirs[i]);

		if (!library_allow_dir(&c->library, dir))
			return diag_error(d, DIAG_FILE, (struct loc){ dir, 0, 0 },
					  "there is no such directory, which --allow-dir names");
	}
	return true;
}

struct contract *contract_load_with(const char *file, const struct contract_options *o, struct diag *d)
{
	struct contract *c = contract_new(d);

	c->library.allow_outside = o->allow_outside;
	c->library.fetcher = o->fetcher;
	c->only_checked = o->only_checked;
	c->content_asserts = o->content_asserts;
	if (allow_dirs(c, o, d))
		return load_document(c, library_load(&c->library, file), d);
	contract_drop(c);
	return NULL;
}

struct contract *contract_load(const char *file, struct diag *d)
{
	static const struct contract_options usual;

	return contract_load_with(file, &usual, d);
}

struct contract *contract_load_text(const char *file, struct slice text, struct diag *d)
{
	struct contract *c = contract_new(d);

	return load_document(c, library_load_text(&c->library, file, text), d);
}

void contract_forget_schemas(struct contract *c)
{
	for (size_t i = 0; i < c->n_messages; i++)
		c->messages[i]->payload = c->messages[i]->headers = NULL;
	for (size_t i = 0; i < c->n_channels; i++)
		for (size_t k = 0; k < c->channels[i]->n_parameters; k++)
			c->channels[i]->parameters[k].schema = NULL;
	library_forget_compiled(&c->library);
}

struct contract *contract_use(struct contract *c)
{
	c->users++;
	return c;
}

void contract_drop(struct contract *c)
{
	if (!c || --c->users)
		return;
	map_release(&c->names);
	map_release(&c->literals);
	library_release(&c->library);
	arena_free(&c->arena);
	free(c);
}
