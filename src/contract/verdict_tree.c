/* The "detailed" form: units under the schema that they stand in; a node with one child is that child. */
#include "base/text.h"
#include "contract/verdict_unit.h"

/* How many bytes of two pointers are the same tokens. */
static size_t common(struct slice a, struct slice b)
{
	size_t i = 0, same = 0;

	for (; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
		if (i && a.ptr[i] == '/')
			same = i;
	return (i == a.len || a.ptr[i] == '/') && (i == b.len || b.ptr[i] == '/') ? i : same;
}

static size_t common_keyword(const struct verdict_unit *units, size_t n)
{
	size_t len = units[0].keyword.len;

	for (size_t i = 1; i < n; i++)
		len = common(slice_first(units[0].keyword, len), units[i].keyword);
	return len;
}

static struct slice common_instance(const struct verdict_unit *units, size_t n)
{
	struct slice instance = units[0].instance;

	for (size_t i = 1; i < n; i++)
		instance = slice_first(instance, common(instance, units[i].instance));
	return instance;
}

static size_t count_tokens(struct slice pointer)
{
	size_t n = 0;

	for (size_t i = 0; i < pointer.len; i++)
		n += pointer.ptr[i] == '/';
	return n;
}

static bool has_reference(struct slice tail)
{
	struct slice token;

	while (slice_split(&tail, '/', &token))
		if (slice_is(token, "$ref") || slice_is(token, "$dynamicRef") ||
		    slice_is(token, "$recursiveRef"))
			return true;
	return false;
}

/* Of the schema at `len` bytes of the way: that of a unit below it, shortened by what comes after. */
static struct slice absolute_of(const struct verdict_unit *units, size_t n, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		struct slice tail = slice_from(units[i].keyword, len), absolute = units[i].absolute;
		size_t steps = count_tokens(tail);

		if (!absolute.ptr || has_reference(tail))
			continue;
		while (absolute.len && steps)
			steps -= absolute.ptr[--absolute.len] == '/';
		return absolute;
	}
	return SLICE_NONE;
}

static void write_group(struct buf *out, struct verdict_unit *units, size_t n);

/* The token of the way behind `from` bytes, its slash included. */
static struct slice next_token(struct slice keyword, size_t from)
{
	struct slice rest = slice_from(keyword, from);

	return rest.len ? slice_first(rest, 1 + slice_find(slice_from(rest, 1), '/')) : rest;
}

/* Those of one next token stand together; they are moved to the front, in their order. */
static size_t gather(struct verdict_unit *units, size_t n, size_t from)
{
	struct slice token = next_token(units[0].keyword, from);
	size_t together = 1;

	for (size_t i = 1; token.len && i < n; i++) {
		struct verdict_unit moved = units[i];

		if (moved.in_headers != units[0].in_headers ||
		    !slice_eq(next_token(moved.keyword, from), token))
			continue;
		memmove(&units[together + 1], &units[together], (i - together) * sizeof(*units));
		units[together++] = moved;
	}
	return together;
}

static void write_children(struct buf *out, struct verdict_unit *units, size_t n, size_t from)
{
	buf_char(out, '[');
	for (size_t i = 0; i < n;) {
		size_t together = gather(units + i, n - i, from);

		if (i)
			buf_char(out, ',');
		write_group(out, units + i, together);
		i += together;
	}
	buf_char(out, ']');
}

static void write_leaf(struct buf *out, struct verdict_unit *u)
{
	unit_write(out, u);
	buf_str(out, ",\"error\":");
	json_string_add(out, u->error);
	if (u->n) {
		buf_str(out, ",\"errors\":");
		write_children(out, u->branches, u->n, u->keyword.len);
	}
}

static void write_group(struct buf *out, struct verdict_unit *units, size_t n)
{
	size_t len = common_keyword(units, n);

	buf_char(out, '{');
	if (n == 1) {
		write_leaf(out, units);
	} else {
		struct verdict_unit whole = { .keyword = slice_first(units[0].keyword, len),
					      .absolute = absolute_of(units, n, len),
					      .instance = common_instance(units, n),
					      .in_headers = units[0].in_headers };

		unit_write(out, &whole);
		buf_str(out, ",\"errors\":");
		write_children(out, units, n, len);
	}
	buf_char(out, '}');
}

void units_write_tree(struct verdict_output *o, struct buf *out, const struct verdict_unit *units, size_t n)
{
	struct verdict_unit *sorted = arena_array(&o->arena, struct verdict_unit, n);

	memcpy(sorted, units, n * sizeof(*units));
	write_children(out, sorted, n, 0);
}
