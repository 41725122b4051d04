/* Selectors: parsed into steps, then walked step by step. */
#include "contract/lint_select.h"

#include <ctype.h>

#include "base/limits.h"

enum step_kind { STEP_NAME, STEP_INDEX, STEP_ALL };

struct step {
	enum step_kind kind;
	bool deep; /* ".." before it: at any depth */
	struct slice name;
	size_t index;
};

enum { MOST_STEPS = 32, MOST_VISITS = 1 << 22 };

struct select {
	struct step steps[MOST_STEPS];
	size_t n;
};

/* --- parsing */

struct reader {
	struct slice text;
	size_t at;
	const char *why;
};

static char peek(const struct reader *r)
{
	return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool fail(struct reader *r, const char *why)
{
	r->why = why;
	return false;
}

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '$' || (c & 0x80);
}

static bool read_name(struct reader *r, struct step *out)
{
	size_t start = r->at;

	if (peek(r) == '*') {
		r->at++;
		out->kind = STEP_ALL;
		return true;
	}
	while (is_name_byte(peek(r)))
		r->at++;
	out->kind = STEP_NAME;
	out->name = slice_of(r->text.ptr + start, r->at - start);
	return out->name.len || fail(r, "a name or * is expected");
}

static bool read_quoted(struct reader *r, struct step *out)
{
	char quote = peek(r);
	struct slice rest = slice_from(r->text, r->at + 1);
	size_t n = slice_find(rest, quote);

	if (n == rest.len)
		return fail(r, "the quote is not closed");
	out->kind = STEP_NAME;
	out->name = slice_first(rest, n);
	r->at += n + 2;
	return true;
}

static bool read_index(struct reader *r, struct step *out)
{
	size_t start = r->at;

	out->kind = STEP_INDEX;
	for (; isdigit((unsigned char)peek(r)) && r->at - start < 9; r->at++)
		out->index = out->index * 10 + (size_t)(peek(r) - '0');
	return r->at > start || fail(r, "a quoted name, an index or * is expected; there are no filters");
}

static bool read_bracket(struct reader *r, struct step *out)
{
	bool ok;

	r->at++;
	if (peek(r) == '\'' || peek(r) == '"')
		ok = read_quoted(r, out);
	else if (peek(r) == '*')
		ok = read_name(r, out);
	else
		ok = read_index(r, out);
	if (!ok)
		return false;
	if (peek(r) != ']')
		return fail(r, "] is expected");
	r->at++;
	return true;
}

static bool read_step(struct reader *r, struct step *out)
{
	*out = (struct step){ 0 };
	if (peek(r) == '[')
		return read_bracket(r, out);
	if (peek(r) != '.')
		return fail(r, ". or [ is expected");
	r->at++;
	if (peek(r) == '.') {
		r->at++;
		out->deep = true;
		if (peek(r) == '[')
			return read_bracket(r, out);
	}
	return read_name(r, out);
}

static bool read_steps(struct reader *r, struct select *s)
{
	if (peek(r) != '$')
		return fail(r, "a selector begins with $");
	for (r->at = 1; r->at < r->text.len; s->n++) {
		if (s->n == MOST_STEPS)
			return fail(r, "there are too many steps");
		if (!read_step(r, &s->steps[s->n]))
			return false;
	}
	return true;
}

struct select *select_parse(struct arena *a, struct slice text, const char **why, size_t *where)
{
	struct reader r = { .text = arena_copy(a, text) };
	struct select *s = arena_new(a, struct select);

	if (read_steps(&r, s))
		return s;
	*why = r.why;
	*where = r.at;
	return NULL;
}

/* --- walking */

struct walker {
	const struct select *select;
	struct library *library;
	select_visit *visit;
	void *context;
	struct map done; /* node and step */
	struct arena arena;
	size_t visits;
};

static void go(struct walker *w, struct node *n, size_t step, unsigned depth);

static bool first_time(struct walker *w, const struct node *n, size_t step)
{
	struct key {
		const struct node *node;
		size_t step;
	} key = { n, step }, *kept;

	if (map_get(&w->done, slice_of(&key, sizeof(key))) || w->visits++ > MOST_VISITS)
		return false;
	kept = arena_new(&w->arena, struct key);
	*kept = key;
	map_put(&w->done, slice_of(kept, sizeof(*kept)), kept);
	return true;
}

static void each_child(struct walker *w, struct node *n, const struct step *s, size_t next, unsigned depth)
{
	for (size_t i = 0; node_is(n, NODE_MAP) && i < n->n; i++)
		if (s->kind == STEP_ALL || (s->kind == STEP_NAME && slice_eq(n->members[i].key, s->name)))
			go(w, n->members[i].value, next, depth);
	for (size_t i = 0; node_is(n, NODE_LIST) && i < n->n; i++)
		if (s->kind == STEP_ALL || (s->kind == STEP_INDEX && i == s->index))
			go(w, n->items[i], next, depth);
}

static void dive(struct walker *w, struct node *n, size_t step, unsigned depth)
{
	if (depth > LIMIT_DOCUMENT_DEPTH)
		return;
	each_child(w, n, &w->select->steps[step], step + 1, depth + 1);
	for (size_t i = 0; node_is(n, NODE_MAP) && i < n->n; i++)
		if (first_time(w, n->members[i].value, step + MOST_STEPS + 1))
			dive(w, n->members[i].value, step, depth + 1);
	for (size_t i = 0; node_is(n, NODE_LIST) && i < n->n; i++)
		if (first_time(w, n->items[i], step + MOST_STEPS + 1))
			dive(w, n->items[i], step, depth + 1);
}

static void go(struct walker *w, struct node *n, size_t step, unsigned depth)
{
	n = library_resolve(w->library, n);
	if (!n || depth > LIMIT_DOCUMENT_DEPTH || !first_time(w, n, step))
		return;
	if (step == w->select->n)
		w->visit(w->context, n);
	else if (w->select->steps[step].deep)
		dive(w, n, step, depth);
	else
		each_child(w, n, &w->select->steps[step], step + 1, depth + 1);
}

void select_each(const struct select *s, struct library *l, struct node *root, select_visit *visit,
		 void *context)
{
	struct walker w = { .select = s, .library = l, .visit = visit, .context = context };

	go(&w, root, 0, 0);
	map_release(&w.done);
	arena_free(&w.arena);
}
