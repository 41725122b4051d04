/* A path (`placed.payload.items[0].sku`, `x.headers["trace-id"]`) or a function of one. */
#include "scenario/expression.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"
#include "scenario/function.h"

struct node expression_any = { .kind = NODE_NULL };

enum { MOST_NAMES_SHOWN = 12 };

struct reader {
	struct scope *scope;
	struct slice in; /* between ${ and } */
	size_t at;
};

static struct node *fail(struct scope *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static struct node *fail(struct scope *s, const char *fmt, ...)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	s->why = arena_strdup(s->arena, buf_view(&b));
	return NULL;
}

bool has_expression(struct slice text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.ptr[i] == '$' && text.ptr[i + 1] == '{')
			return true;
	return false;
}

struct slice value_text(struct arena *a, const struct node *n)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (node_is(n, NODE_TEXT))
		return n->text;
	node_write_json(&b, n);
	return arena_copy(a, buf_view(&b));
}

static bool is_name_char(char c, bool first)
{
	return isalpha((unsigned char)c) || c == '_' || (!first && (isdigit((unsigned char)c) || c == '-'));
}

static struct slice read_name(struct reader *r)
{
	size_t from = r->at;

	while (r->at < r->in.len && is_name_char(r->in.ptr[r->at], r->at == from))
		r->at++;
	return slice_of(r->in.ptr + from, r->at - from);
}

static void skip_space(struct reader *r)
{
	while (r->at < r->in.len && r->in.ptr[r->at] == ' ')
		r->at++;
}

static bool take(struct reader *r, char c)
{
	if (r->at >= r->in.len || r->in.ptr[r->at] != c)
		return false;
	r->at++;
	return true;
}

/* "it has orderId, amount, currency": what a user looks for when a name is wrong. */
static void list_names(struct buf *b, const struct node *map)
{
	for (size_t i = 0; i < map->n && i < MOST_NAMES_SHOWN; i++)
		buf_printf(b, "%s%.*s", i ? ", " : "", SLICE_FMT(map->members[i].key));
	if (map->n > MOST_NAMES_SHOWN)
		buf_printf(b, " and %zu more", map->n - MOST_NAMES_SHOWN);
	if (!map->n)
		buf_str(b, "nothing");
}

static struct slice near_key(struct scope *s, const struct node *map, struct slice name)
{
	struct slice *names = arena_array(s->arena, struct slice, map->n + 1);

	for (size_t i = 0; i < map->n; i++)
		names[i] = map->members[i].key;
	return nearest_name(name, names, map->n);
}

static struct node *no_member(struct reader *r, const struct node *map, struct slice path, struct slice name)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct slice near = near_key(r->scope, map, name);

	if (path.len)
		buf_printf(&b, "%.*s has no \"%.*s\"", SLICE_FMT(path), SLICE_FMT(name));
	else
		buf_printf(&b, "there is no \"%.*s\"", SLICE_FMT(name));
	if (near.ptr) {
		buf_printf(&b, "; did you mean \"%.*s\"?", SLICE_FMT(near));
	} else {
		buf_str(&b, path.len ? "; it has " : "; there are ");
		list_names(&b, map);
	}
	return fail(r->scope, "${%.*s}: %s", SLICE_FMT(r->in), buf_cstr(&b));
}

static struct node *member_of(struct reader *r, struct node *n, struct slice path, struct slice name)
{
	const struct member *m;

	if (n == &expression_any)
		return n;
	m = node_member(n, name);
	if (m)
		return m->value;
	if (!node_is(n, NODE_MAP))
		return fail(r->scope, "${%.*s}: %.*s is %s, which has no \"%.*s\"", SLICE_FMT(r->in),
			    SLICE_FMT(path), node_kind_name(n), SLICE_FMT(name));
	return no_member(r, n, path, name);
}

static struct node *item_of(struct reader *r, struct node *n, struct slice path, uint64_t i)
{
	if (n == &expression_any)
		return n;
	if (!node_is(n, NODE_LIST))
		return fail(r->scope, "${%.*s}: %.*s is %s, not an array", SLICE_FMT(r->in), SLICE_FMT(path),
			    node_kind_name(n));
	if (i >= n->n)
		return fail(r->scope, "${%.*s}: %.*s has %zu item%s", SLICE_FMT(r->in), SLICE_FMT(path), n->n,
			    n->n == 1 ? "" : "s");
	return n->items[i];
}

static struct node *syntax(struct reader *r)
{
	return fail(r->scope,
		    "${%.*s} cannot be read; it is a name, as in ${placed.payload.items[0].sku}, or "
		    "a function, as in ${uuid()}",
		    SLICE_FMT(r->in));
}

/* "..." or '...', without escapes. */
static bool read_quoted(struct reader *r, struct slice *text)
{
	char quote = r->at < r->in.len ? r->in.ptr[r->at] : 0;
	size_t n;

	if (quote != '"' && quote != '\'')
		return false;
	n = slice_find(slice_from(r->in, r->at + 1), quote);
	*text = slice_of(r->in.ptr + r->at + 1, n);
	r->at += n + 1;
	return take(r, quote);
}

static struct node *read_index(struct reader *r, struct node *n, struct slice path)
{
	struct slice key;
	uint64_t i;
	size_t close;

	if (read_quoted(r, &key))
		return take(r, ']') ? member_of(r, n, path, key) : syntax(r);
	close = slice_find(slice_from(r->in, r->at), ']');
	if (!number_parse(slice_first(slice_from(r->in, r->at), close), &i))
		return syntax(r);
	r->at += close;
	return take(r, ']') ? item_of(r, n, path, i) : syntax(r);
}

/* env is not in the tree: its names are the environment's. */
static struct node *read_env(struct reader *r)
{
	struct slice name = take(r, '.') ? read_name(r) : SLICE_NONE;
	const char *value = name.len ? getenv(arena_strdup(r->scope->arena, name)) : NULL;

	if (!name.len)
		return syntax(r);
	if (!value)
		return fail(r->scope, "${%.*s}: the environment has no %.*s", SLICE_FMT(r->in),
			    SLICE_FMT(name));
	return node_new_text(r->scope->arena, slice_str(value), NULL);
}

static struct node *read_value(struct reader *r);

static struct node *read_call(struct reader *r, struct slice name)
{
	struct call call = { .scope = r->scope, .name = name };
	size_t from = r->at;

	call.raw = slice_of(r->in.ptr + from, slice_find(slice_from(r->in, from), ')'));
	if (function_takes_value(name)) {
		skip_space(r);
		call.value = read_value(r);
		if (!call.value)
			return NULL;
	} else {
		r->at = from + call.raw.len;
	}
	skip_space(r);
	if (!take(r, ')'))
		return syntax(r);
	return function_call(&call);
}

static struct node *read_value(struct reader *r)
{
	size_t from = r->at;
	struct slice name, quoted;
	struct node *n;

	if (read_quoted(r, &quoted))
		return node_new_text(r->scope->arena, quoted, NULL);
	name = read_name(r);
	if (!name.len)
		return syntax(r);
	if (take(r, '('))
		return read_call(r, name);
	if (slice_is(name, "env"))
		return read_env(r);
	n = member_of(r, r->scope->root, SLICE_NONE, name);
	while (n && r->at < r->in.len) {
		struct slice path = slice_of(r->in.ptr + from, r->at - from);

		if (take(r, '.')) {
			name = read_name(r);
			n = name.len ? member_of(r, n, path, name) : syntax(r);
		} else if (take(r, '[')) {
			n = read_index(r, n, path);
		} else {
			break;
		}
	}
	return n;
}

static struct node *evaluate(struct scope *s, struct slice in)
{
	struct reader r = { .scope = s, .in = slice_trim(in) };
	struct node *n = read_value(&r);

	if (n && r.at < r.in.len)
		return syntax(&r);
	return n;
}

/* Where the `}` of the expression that begins at `from` stands; quotes may hide one. */
static size_t find_close(struct slice text, size_t from)
{
	char quote = 0;

	for (size_t i = from; i < text.len; i++) {
		char c = text.ptr[i];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '}')
			return i;
	}
	return text.len;
}

static bool is_at(struct slice text, size_t i, const char *what)
{
	return slice_starts(slice_from(text, i), slice_str(what));
}

/* Text with expressions among it. */
static struct node *interpolate(struct scope *s, struct slice text, const struct node *at)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < text.len;) {
		struct node *value;
		size_t close;

		if (is_at(text, i, "$${")) {
			buf_str(&out, "${");
			i += 3;
			continue;
		}
		if (!is_at(text, i, "${")) {
			buf_char(&out, text.ptr[i++]);
			continue;
		}
		close = find_close(text, i + 2);
		if (close == text.len)
			return fail(s, "\"%.*s\": the ${ has no }", SLICE_FMT(text));
		value = evaluate(s, slice_of(text.ptr + i + 2, close - i - 2));
		if (!value)
			return NULL;
		buf_slice(&out, value_text(s->arena, value));
		i = close + 1;
	}
	return node_new_text(s->arena, buf_view(&out), at);
}

struct node *expression_text(struct scope *s, struct slice text, const struct node *at)
{
	if (is_at(text, 0, "${") && find_close(text, 2) == text.len - 1)
		return evaluate(s, slice_of(text.ptr + 2, text.len - 3));
	return interpolate(s, text, at);
}

static struct node *evaluate_children(struct scope *s, struct node *n)
{
	struct node *copy = node_copy(s->arena, n);

	for (size_t i = 0; i < n->n; i++) {
		struct node **child = n->kind == NODE_LIST ? &copy->items[i] : &copy->members[i].value;

		*child = expression_tree(s, *child);
		if (!*child)
			return NULL;
	}
	return copy;
}

struct node *expression_tree(struct scope *s, struct node *n)
{
	struct node *out;

	if (!n || (n->kind != NODE_TEXT && n->kind != NODE_LIST && n->kind != NODE_MAP))
		return n;
	if (n->kind != NODE_TEXT)
		return evaluate_children(s, n);
	if (!has_expression(n->text))
		return n;
	out = expression_text(s, n->text, n);
	if (!out && !s->at.file)
		s->at = node_loc(n);
	return out;
}
