/* Single keys: known or not, of the right kind or not. */
#include "base/text.h"
#include "scenario/reading.h"

struct loc key_loc(const struct node *map, const struct member *m)
{
	struct loc at = node_loc(m->value);

	/* A map that was put together has members of several files; each value knows its own. */
	if (!at.file)
		at.file = node_loc(map).file;
	if (!m->line)
		return at;
	at.line = m->line;
	at.col = m->col;
	return at;
}

bool unsupported(struct reading *r, struct loc at, const char *what)
{
	return diag_error(r->diag, DIAG_UNSUPPORTED, at, "\"%s\" is not supported yet", what);
}

static bool is_among(const char *const *names, size_t n, struct slice key)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(key, names[i]))
			return true;
	return false;
}

static bool say_unknown(struct reading *r, const struct keys *keys, struct loc at, struct slice key)
{
	struct slice *all = arena_array(r->arena, struct slice, keys->n + keys->n_later + 1), near;

	for (size_t i = 0; i < keys->n; i++)
		all[i] = slice_str(keys->names[i]);
	for (size_t i = 0; i < keys->n_later; i++)
		all[keys->n + i] = slice_str(keys->later[i]);
	near = nearest_name(key, all, keys->n + keys->n_later);
	return diag_error(r->diag, DIAG_UNKNOWN_KEY, at, "\"%.*s\" is not a key of %s%s%.*s%s",
			  SLICE_FMT(key), keys->what, near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
			  near.ptr ? "\"?" : "");
}

bool keys_check(struct reading *r, const struct node *map, const struct keys *keys)
{
	bool ok = true;

	if (!node_is(map, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(map), "%s is an object, not %s",
				  keys->what, node_kind_name(map));
	for (size_t i = 0; i < map->n; i++) {
		const struct member *m = &map->members[i];
		struct loc at = key_loc(map, m);

		if (is_among(keys->names, keys->n, m->key))
			continue;
		if (is_among(keys->later, keys->n_later, m->key))
			ok = unsupported(r, at, arena_strdup(r->arena, m->key));
		else
			ok = say_unknown(r, keys, at, m->key);
	}
	return ok;
}

bool scalar_text(const struct node *n, struct slice *out)
{
	if (node_is(n, NODE_TEXT) || node_is(n, NODE_NUMBER))
		*out = n->text;
	else if (node_is(n, NODE_BOOL))
		*out = n->truth ? SLICE_LIT("true") : SLICE_LIT("false");
	else
		return false;
	return true;
}

bool key_duration(struct reading *r, const struct node *map, const char *key, int64_t *us)
{
	const struct node *n = node_get(map, key);
	struct slice text = SLICE_NONE;

	if (!n || (scalar_text(n, &text) && duration_parse(text, us)))
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
			  "\"%s\" is a duration with a unit, such as 500ms or 5s, not %s%.*s%s", key,
			  text.ptr ? "\"" : node_kind_name(n), SLICE_FMT(text), text.ptr ? "\"" : "");
}

bool key_bool(struct reading *r, const struct node *map, const char *key, bool *out)
{
	const struct node *n = node_get(map, key);

	if (!n)
		return true;
	*out = n->truth;
	return n->kind == NODE_BOOL || diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
						  "\"%s\" is true or false, not %s", key, node_kind_name(n));
}

bool key_text(struct reading *r, const struct node *map, const char *key, struct slice *out)
{
	const struct node *n = node_get(map, key);

	if (!n || scalar_text(n, out))
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"%s\" is text, not %s", key,
			  node_kind_name(n));
}

bool key_pointer(struct reading *r, const struct node *map, const char *key, struct slice *out)
{
	if (!key_text(r, map, key, out))
		return false;
	if (!out->ptr || !out->len || out->ptr[0] == '/')
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(node_get(map, key)),
			  "\"%s\" is a JSON pointer into the payload; write \"/%.*s\"", key, SLICE_FMT(*out));
}

bool check_expressions(struct reading *r, struct node *n)
{
	r->shape.at = LOC_NONE;
	if (!n || expression_tree(&r->shape, n))
		return true;
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, r->shape.at.file ? r->shape.at : node_loc(n), "%s",
			  r->shape.why);
}

bool key_value(struct reading *r, const struct node *map, const char *key, struct node **out)
{
	struct node *n = node_get(map, key);

	if (n)
		*out = n;
	return check_expressions(r, n);
}

bool key_count(struct reading *r, const struct node *map, const char *key, int64_t least, struct node **out)
{
	struct node *n = node_get(map, key);
	int64_t value;

	if (!n)
		return true;
	*out = n;
	if (node_is(n, NODE_TEXT) && has_expression(n->text))
		return check_expressions(r, n);
	if (node_int(n, &value) && value >= least && value <= 1000000000)
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"%s\" is a whole number from %lld on", key,
			  (long long)least);
}
