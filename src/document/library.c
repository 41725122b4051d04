/* Loads files once each and decides which reader a text is for. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "document/build.h"
#include "document/json.h"
#include "document/library.h"
#include "document/yaml.h"

void library_init(struct library *l, struct diag *d)
{
	uint64_t seed = random_seed();

	*l = (struct library){ .diag = d, .by_path.seed = seed, .said.seed = seed };
}

void library_forget_compiled(struct library *l)
{
	if (l->release_compiled)
		l->release_compiled(l->compiled);
	l->release_compiled = NULL;
	l->compiled = NULL;
}

void library_release(struct library *l)
{
	library_forget_compiled(l);
	for (size_t i = 0; i < l->by_path.n_entries; i++) {
		struct document *doc = l->by_path.entries[i].value;
		struct arena last = doc->arena; /* the document stands in its own arena */

		arena_free(&doc->tree);
		arena_free(&last);
	}
	map_release(&l->by_path);
	map_release(&l->said);
	arena_free(&l->arena);
	free(l->root_dir);
	*l = (struct library){ 0 };
}

/* --- from bytes to trees */

static bool read_json(struct build *b, struct document *doc)
{
	struct json_error error;

	doc->root = json_read(b, doc->source, &error);
	doc->is_json = true;
	if (doc->root)
		return true;
	if (error.code == DIAG_LIMIT)
		return build_say_limit(b, error.at, false);
	return diag_error(b->diag, error.code, build_loc(b, error.at), "%s", error.why);
}

static bool read_yaml(struct build *b, struct document *doc)
{
	struct node **roots;
	size_t n;

	doc->is_json = false;
	if (!yaml_read(b, doc->source, &roots, &n))
		return false;
	doc->root = roots[0];
	doc->more = roots + 1;
	doc->n_more = n - 1;
	return true;
}

static bool read_plain_text(struct build *b, struct document *doc)
{
	doc->is_json = false;
	doc->root = build_node(b, NODE_TEXT, (struct place){ 1, 1 });
	doc->root->text = doc->source;
	return true;
}

typedef bool read_text(struct build *b, struct document *doc);

/* Reads with one reader, what it says collected in `said`. */
static bool attempt(struct library *l, struct document *doc, read_text *read, struct diag *said)
{
	struct build b = {
		.arena = &doc->tree,
		.in = doc,
		.diag = said,
		.file = doc->file,
		.n_nodes = l->n_nodes,
	};
	bool ok = read(&b, doc);

	if (ok)
		l->n_nodes = b.n_nodes;
	else
		arena_free(&doc->tree);
	build_release(&b);
	return ok;
}

static void say_again(struct diag *d, const struct diag *said)
{
	for (size_t i = 0; i < said->n; i++) {
		const struct finding *f = &said->findings[i];

		if (f->severity == SEVERITY_WARNING)
			diag_warning(d, f->code, f->at, "%s", f->text);
		else
			diag_error(d, f->code, f->at, "%s", f->text);
	}
	d->left_out += said->left_out;
	d->errors += said->left_out;
}

/* A reader that fails says so last, and where it gave up. */
static bool got_further(const struct diag *a, const struct diag *b)
{
	struct loc p = a->findings[a->n - 1].at, q = b->findings[b->n - 1].at;

	return p.line != q.line ? p.line > q.line : p.col > q.col;
}

static bool ends_in_json(const char *file)
{
	return slice_ends(slice_str(file), SLICE_LIT(".json"));
}

/* YAML may begin with { or [ too, so what fails as JSON is tried as YAML; when that fails as well, the one
 * that understood more of the text knows better what is wrong. */
static void read_either(struct library *l, struct document *doc)
{
	struct diag json = { .max = LIMIT_FINDINGS }, yaml = { .max = LIMIT_FINDINGS };
	bool ok = attempt(l, doc, read_json, &json);

	if (ok || (json.n && json.findings[json.n - 1].code == DIAG_LIMIT)) {
		say_again(l->diag, &json);
	} else {
		ok = attempt(l, doc, read_yaml, &yaml);
		say_again(l->diag, ok || got_further(&yaml, &json) ? &yaml : &json);
	}
	diag_release(&json);
	diag_release(&yaml);
}

/* Of a language that is neither YAML nor JSON: its whole text is one string. */
static bool is_plain_text(const char *file)
{
	return slice_ends(slice_str(file), SLICE_LIT(".proto"));
}

static void read_document(struct library *l, struct document *doc)
{
	struct slice start;

	if (!source_check(&doc->source, doc->file, l->diag))
		return;
	start = slice_trim(slice_first(doc->source, 4096));
	if (is_plain_text(doc->file))
		attempt(l, doc, read_plain_text, l->diag);
	else if (ends_in_json(doc->file))
		attempt(l, doc, read_json, l->diag);
	else if (start.len && (start.ptr[0] == '{' || start.ptr[0] == '['))
		read_either(l, doc);
	else
		attempt(l, doc, read_yaml, l->diag);
}

/* --- documents by name */

struct document *library_find(struct library *l, const char *key)
{
	return map_get(&l->by_path, slice_str(key));
}

/* Takes over `a`, which holds the text already, and lives in it. */
static struct document *add(struct library *l, struct arena a, const char *key, const char *file,
			    struct slice text)
{
	struct document *doc = arena_new(&a, struct document);
	const char *own_key;

	doc->file = arena_strdup(&a, slice_str(file));
	own_key = arena_strdup(&a, slice_str(key));
	doc->source = text;
	doc->arena = a;
	map_put(&l->by_path, slice_str(own_key), doc);
	if (!l->root_dir)
		l->root_dir = project_dir(file);
	read_document(l, doc);
	return doc;
}

static bool has_room(const struct library *l, struct source_error *error)
{
	if (l->by_path.count < LIMIT_DOCUMENT_FILES)
		return true;
	error->code = DIAG_LIMIT;
	snprintf(error->why, sizeof(error->why), "is one file too many: at most %d belong together",
		 LIMIT_DOCUMENT_FILES);
	return false;
}

struct document *library_open(struct library *l, const char *path, const char *file, bool by_user,
			      struct source_error *error)
{
	struct document *doc = library_find(l, path);
	struct arena a = ARENA_INIT;
	bool is_stdin = strcmp(path, "-") == 0;
	struct slice text;

	if (doc)
		return doc;
	if (has_room(l, error) && source_read(&a, is_stdin ? NULL : path, by_user, &text, error))
		return add(l, a, path, file, text);
	arena_free(&a);
	return NULL;
}

struct document *library_load(struct library *l, const char *file)
{
	bool is_stdin = strcmp(file, "-") == 0;
	char *real = is_stdin ? NULL : realpath(file, NULL);
	struct source_error error;
	struct document *doc;

	doc = library_open(l, real ? real : file, is_stdin ? "<stdin>" : file, true, &error);
	if (!doc)
		diag_error(l->diag, error.code, (struct loc){ is_stdin ? "<stdin>" : file, 0, 0 },
			   "the file %s", error.why);
	free(real);
	return doc;
}

struct document *library_add_remote(struct library *l, const char *url, struct slice bytes,
				    struct source_error *error)
{
	struct arena a = ARENA_INIT;
	struct slice text;

	if (has_room(l, error) && source_copy(&a, bytes, &text, error))
		return add(l, a, url, url, text);
	arena_free(&a);
	return NULL;
}

struct document *library_load_text(struct library *l, const char *file, struct slice bytes)
{
	struct document *doc = library_find(l, file);
	struct arena a = ARENA_INIT;
	struct source_error error;
	struct slice text;

	if (doc)
		return doc;
	if (has_room(l, &error) && source_copy(&a, bytes, &text, &error))
		return add(l, a, file, file, text);
	arena_free(&a);
	diag_error(l->diag, error.code, (struct loc){ file, 0, 0 }, "the text %s", error.why);
	return NULL;
}

struct node *yaml_parse(struct arena *a, struct slice bytes, struct diag *d, const char *file)
{
	struct document *doc = arena_new(a, struct document);
	struct build b = { .arena = a, .in = doc, .diag = d };
	struct source_error error;
	struct node **roots;
	size_t n;
	bool ok;

	doc->file = b.file = arena_strdup(a, slice_str(file ? file : "<text>"));
	if (!source_copy(a, bytes, &doc->source, &error)) {
		diag_error(d, error.code, (struct loc){ doc->file, 0, 0 }, "the text %s", error.why);
		return NULL;
	}
	ok = source_check(&doc->source, doc->file, d) && yaml_read(&b, doc->source, &roots, &n);
	build_release(&b);
	if (!ok)
		return NULL;
	if (n > 1) {
		diag_error(d, DIAG_SYNTAX, node_loc(roots[1]), "a second document is not expected here");
		return NULL;
	}
	doc->root = roots[0];
	return doc->root;
}
