/* The file and its top level. */
#include <stdlib.h>

#include "base/text.h"
#include "document/source.h"
#include "contract/merge.h"
#include "scenario/line_pattern.h"
#include "scenario/path.h"
#include "scenario/reading.h"
#include "scenario/rows.h"

enum { DEFAULT_WITHIN_US = 5000000, DEFAULT_TIMEOUT_US = 60000000 };

static const char *const top_keys[] = { "scenario", "description", "tags",     "skip",	   "contract",
					"role",	    "mock",	   "program",  "programs", "vars",
					"each",	    "seed",	   "within",   "timeout",  "steps",
					"finally",  "violations",  "leftovers" };

void scenario_set_init(struct scenario_set *s, const struct scenario_defaults *defaults)
{
	*s = (struct scenario_set){ 0 };
	if (defaults)
		s->defaults = *defaults;
	library_init(&s->library, NULL);
	s->library.allow_outside = true;
}

void scenario_set_release(struct scenario_set *s)
{
	for (size_t i = 0; i < s->n_patterns; i++)
		line_pattern_release(s->patterns[i]);
	for (size_t i = 0; i < s->contracts.n_entries; i++)
		if (s->contracts.entries[i].key.ptr)
			contract_drop(s->contracts.entries[i].value);
	for (size_t i = 0; i < s->n; i++)
		diag_release(&s->files[i]->diag);
	map_release(&s->contracts);
	library_release(&s->library);
	arena_free(&s->arena);
}

/* --- contracts */

static struct contract *load_contract(struct reading *r, const struct node *n)
{
	const char *path = path_beside(r->arena, n->in ? n->in->file : r->file->path, node_text(n));
	char *real = realpath(path, NULL);
	struct slice key = arena_copy(&r->set->arena, slice_str(real ? real : path));
	struct contract *c = map_get(&r->set->contracts, key);
	unsigned errors = r->diag->errors;

	free(real);
	if (c)
		return c;
	c = contract_load(path, r->diag);
	if (c && r->diag->errors == errors) {
		map_put(&r->set->contracts, key, c);
		return c;
	}
	if (c)
		contract_drop(c);
	diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "the contract %s cannot be used", path);
	return NULL;
}

static bool add_contract(struct reading *r, struct slice name, const struct node *n)
{
	static const char *const names[] = { "file", "role" };
	struct named_contract *c = &r->scenario->contracts[r->scenario->n_contracts];
	const struct node *file = n, *role = NULL;

	if (node_is(n, NODE_MAP)) {
		if (!keys_check(r, n, &KEYS_ALL("a contract", names)))
			return false;
		file = node_get(n, "file");
		role = node_get(n, "role");
	}
	if (!node_is(file, NODE_TEXT))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(file ? file : n),
				  "a contract is the path of a file, or { file: PATH, role: ROLE }");
	c->name = name;
	c->has_role = role != NULL;
	if (role && (!role_parse(node_text(role), &c->role) || c->role == ROLE_AUTO))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(role),
				  "\"role\" is application or counterpart");
	c->contract = load_contract(r, file);
	r->scenario->n_contracts += c->contract != NULL;
	return c->contract != NULL;
}

/* With one another, and with the channels that the mock block names. */
static bool contracts_agree(struct reading *r)
{
	const struct scenario *s = r->scenario;
	struct contract **list = arena_array(r->arena, struct contract *, s->n_contracts + 1);

	for (size_t i = 0; i < s->n_contracts; i++)
		list[i] = s->contracts[i].contract;
	return !contracts_disagree(list, s->n_contracts, r->diag) &&
	       mock_block_check(&s->mock, list, s->n_contracts, r->diag);
}

/* A path, a list of paths, or contracts by name (also under `names`). */
static bool read_contracts(struct reading *r)
{
	struct scenario *s = r->scenario;
	const struct node *n = node_get(s->root, "contract");
	bool ok = true;

	if (!n)
		return diag_error(r->diag, DIAG_SCENARIO, s->at,
				  "a scenario names its contract: contract: orders.yaml");
	if (node_is(n, NODE_MAP) && node_is(node_get(n, "names"), NODE_MAP))
		n = node_get(n, "names");
	s->contracts = arena_array(r->arena, struct named_contract, n->n + 1);
	if (node_is(n, NODE_MAP) && !node_is(node_get(n, "file"), NODE_TEXT)) {
		for (size_t i = 0; i < n->n; i++)
			ok &= add_contract(r, n->members[i].key, n->members[i].value);
	} else if (node_is(n, NODE_LIST)) {
		for (size_t i = 0; i < n->n; i++)
			ok &= add_contract(r, SLICE_LIT(""), n->items[i]);
	} else {
		ok = add_contract(r, SLICE_LIT(""), n);
	}
	return ok && contracts_agree(r) && check_attached(r) &&
	       (s->n_contracts ||
		diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "there is no contract here"));
}

/* `role` of the scenario, or the one of its contracts. */
static bool read_role(struct reading *r)
{
	struct scenario *s = r->scenario;
	const struct node *n = node_get(s->root, "role");

	s->role = ROLE_AUTO;
	for (size_t i = 0; i < s->n_contracts; i++) {
		const struct named_contract *c = &s->contracts[i];

		if (!c->has_role)
			continue;
		if (r->side_known && c->role != s->role)
			return diag_error(r->diag, DIAG_UNSUPPORTED, s->at,
					  "contracts with different roles are not supported yet");
		s->role = c->role;
		r->side_known = true;
		r->side_at = node_loc(node_get(s->root, "contract"));
	}
	if (!n)
		return true;
	if (!role_parse(node_text(n), &s->role) || s->role == ROLE_AUTO)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "\"role\" is application or counterpart");
	r->side_known = true;
	r->side_at = node_loc(n);
	return true;
}

/* --- plain keys */

static bool read_tags(struct reading *r)
{
	struct scenario *s = r->scenario;
	const struct node *n = node_get(s->root, "tags");
	bool ok = true;

	if (!n)
		return true;
	if (!node_is(n, NODE_LIST))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"tags\" is a list of words");
	s->tags = arena_array(r->arena, struct slice, n->n + 1);
	for (size_t i = 0; i < n->n; i++)
		ok &= scalar_text(n->items[i], &s->tags[s->n_tags++]);
	return ok || diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"tags\" is a list of words");
}

static bool read_vars(struct reading *r)
{
	struct scenario *s = r->scenario;
	struct node *n = node_get(s->root, "vars");

	if (n && !node_is(n, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"vars\" is an object, not %s",
				  node_kind_name(n));
	s->vars = n ? node_copy(r->arena, n) : node_new(r->arena, NODE_MAP, s->root);
	for (size_t i = 0; i < r->set->defaults.n_set; i++) {
		struct slice one = r->set->defaults.set[i];
		size_t equals = slice_find(one, '=');

		node_set(r->arena, s->vars, slice_first(one, equals),
			 cell_value(r->arena, slice_from(one, equals + 1), s->root));
	}
	return true;
}

static bool read_seed(struct reading *r)
{
	struct scenario *s = r->scenario;
	const struct node *n = node_get(s->root, "seed");

	s->has_seed = n != NULL;
	return !n || (node_is(n, NODE_NUMBER) && number_parse(n->text, &s->seed)) ||
	       diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"seed\" is a whole number, such as 42");
}

static bool read_choice(struct reading *r, const char *key, const char *yes, const char *no, bool *out)
{
	const struct node *n = node_get(r->scenario->root, key);

	*out = slice_is(node_text(n), yes);
	return !n || *out || slice_is(node_text(n), no) ||
	       diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"%s\" is %s or %s", key, yes, no);
}

static bool read_title(struct reading *r)
{
	struct scenario *s = r->scenario;
	struct node *title = node_get(s->root, "scenario");

	if (!title)
		return diag_error(r->diag, DIAG_SCENARIO, s->at,
				  "a scenario begins with its title: scenario: What it shows");
	return key_text(r, s->root, "scenario", &s->title) &&
	       (s->title.len || diag_error(r->diag, DIAG_SCENARIO, node_loc(title), "the title is empty"));
}

static bool read_plain(struct reading *r)
{
	struct scenario *s = r->scenario;
	struct slice ignored;

	s->within_us = DEFAULT_WITHIN_US;
	s->timeout_us = DEFAULT_TIMEOUT_US;
	return ALL(read_title(r), key_text(r, s->root, "description", &ignored),
		   key_text(r, s->root, "skip", &s->skip), key_duration(r, s->root, "within", &s->within_us),
		   key_duration(r, s->root, "timeout", &s->timeout_us), read_tags(r), read_seed(r),
		   read_choice(r, "violations", "report", "fail", &s->violations_report),
		   read_choice(r, "leftovers", "fail", "report", &s->leftovers_fail));
}

/* A var may use the row and the vars before it, the title all of them; there is no mock yet. */
static bool check_names(struct reading *r)
{
	const struct node *vars = r->scenario->vars;
	bool ok = true;

	for (size_t i = 0; i < vars->n; i++) {
		ok &= check_expressions(r, vars->members[i].value);
		known_add_var(r, vars->members[i].key);
	}
	return ALL(ok, check_expressions(r, node_get(r->scenario->root, "scenario")));
}

static bool has_steps(struct reading *r)
{
	const struct node *n = node_get(r->scenario->root, "steps");

	return (node_is(n, NODE_LIST) && n->n) || (n && !node_is(n, NODE_LIST)) ||
	       diag_error(r->diag, DIAG_SCENARIO, r->scenario->at, "a scenario has steps");
}

/* Keys that the document lacks come from understudy.yaml. */
static struct node *with_defaults(struct reading *r, struct node *root)
{
	const struct node *block = r->set->defaults.block;
	struct node *merged;

	if (!block)
		return root;
	merged = node_copy(r->arena, root);
	for (size_t i = 0; i < block->n; i++) {
		const struct member *m = &block->members[i];

		if (node_get_slice(root, m->key))
			continue;
		node_set(r->arena, merged, m->key, m->value);
		merged->members[merged->n - 1].line = m->line;
		merged->members[merged->n - 1].col = m->col;
	}
	return merged;
}

static bool read_scenario(struct reading *r, struct node *root)
{
	struct scenario *s = r->scenario;
	bool ok;

	s->file = r->file;
	s->at = node_loc(root);
	if (!node_is(root, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, s->at, "a scenario is an object, not %s",
				  node_kind_name(root));
	s->root = with_defaults(r, root);
	ok = keys_check(r, s->root, &KEYS_ALL("a scenario", top_keys));
	ok &= ALL(read_plain(r), read_rows(r), read_vars(r), has_steps(r));
	ok &= mock_block_read(&s->mock, node_get(s->root, "mock"), r->arena, r->diag);
	/* Nothing after this makes sense without the contract's names. */
	if (!read_contracts(r) || !read_role(r) || !ok)
		return false;
	known_init(r);
	ok = check_names(r);
	known_add_servers(r);
	ok &= read_programs(r);
	ok &= read_steps(r, node_get(s->root, "steps"), "steps", &s->steps);
	return ALL(ok, read_steps(r, node_get(s->root, "finally"), "finally", &s->finally));
}

static void read_all(struct scenario_set *set, struct scenario_file *file, const struct document *doc)
{
	file->list = arena_array(&set->arena, struct scenario, 1 + doc->n_more);
	for (size_t i = 0; i <= doc->n_more; i++) {
		struct reading r = { .set = set,
				     .file = file,
				     .scenario = &file->list[file->n],
				     .arena = &set->arena,
				     .diag = &file->diag };
		struct node *root = i ? doc->more[i - 1] : doc->root;

		/* "---" at the end begins an empty document. */
		if (node_is(root, NODE_NULL) && i)
			continue;
		read_scenario(&r, root);
		file->n++;
	}
}

static struct scenario_file *add_file(struct scenario_set *s, const char *path, FILE *out)
{
	struct scenario_file *f = arena_new(&s->arena, struct scenario_file);

	s->files = arena_grow(&s->arena, s->files, s->n, &s->room, sizeof(*s->files));
	s->files[s->n++] = f;
	f->path = arena_strdup(&s->arena, slice_str(path));
	f->defaults = &s->defaults;
	f->diag.out = out;
	s->library.diag = &f->diag;
	return f;
}

static bool finish(struct scenario_set *s, struct scenario_file *f, const struct document *doc)
{
	if (doc && doc->root)
		read_all(s, f, doc);
	s->library.diag = NULL;
	return !f->diag.errors;
}

bool scenario_set_load(struct scenario_set *s, const char *path, FILE *out)
{
	struct scenario_file *f = add_file(s, path, out);

	return finish(s, f, library_load(&s->library, f->path));
}

bool scenario_set_load_text(struct scenario_set *s, const char *path, struct slice text, FILE *out)
{
	struct scenario_file *f = add_file(s, path, out);

	return finish(s, f, library_load_text(&s->library, f->path, text));
}

/* By its text: a folder may hold any YAML, broken ones too. */
bool is_scenario_file(const char *path)
{
	struct arena a = ARENA_INIT;
	struct source_error error;
	struct slice text, line;
	bool found = false;

	if (source_read(&a, path, false, &text, &error))
		while (!found && slice_split(&text, '\n', &line))
			found = slice_starts(line, SLICE_LIT("scenario:"));
	arena_free(&a);
	return found;
}
