/* Equality, hashes and the look of values on the tape. */
#include "base/text.h"
#include "schema/tape.h"

static bool is_number(unsigned type)
{
	return type & TYPE_ANY_NUMBER;
}

uint32_t tape_member(const struct tape *t, uint32_t map, struct slice key)
{
	for (uint32_t k = map + 1; k < t->tokens[map].next; k = t->tokens[k + 1].next)
		if (slice_eq(token_text(t, k), key))
			return k + 1;
	return 0;
}

static bool maps_equal(const struct tape *t, uint32_t a, uint32_t b)
{
	for (uint32_t k = a + 1; k < t->tokens[a].next; k = t->tokens[k + 1].next) {
		uint32_t other = tape_member(t, b, token_text(t, k));

		if (!other || !tape_equal(t, k + 1, other))
			return false;
	}
	return true;
}

static bool lists_equal(const struct tape *t, uint32_t a, uint32_t b)
{
	uint32_t x = a + 1, y = b + 1;

	for (; x < t->tokens[a].next; x = t->tokens[x].next, y = t->tokens[y].next)
		if (!tape_equal(t, x, y))
			return false;
	return true;
}

bool tape_equal(const struct tape *t, uint32_t a, uint32_t b)
{
	const struct token *x = &t->tokens[a], *y = &t->tokens[b];

	if (is_number(x->type) && is_number(y->type)) {
		struct decimal left = token_number(t, a), right = token_number(t, b);

		return decimal_compare(&left, &right) == 0;
	}
	if (x->type != y->type)
		return false;
	if (x->type == TYPE_TEXT)
		return slice_eq(token_text(t, a), token_text(t, b));
	if (x->type == TYPE_BOOL)
		return x->flags == y->flags;
	if (x->type == TYPE_NULL || x->n != y->n)
		return x->type == TYPE_NULL;
	return x->type == TYPE_MAP ? maps_equal(t, a, b) : lists_equal(t, a, b);
}

static bool map_equals_node(const struct tape *t, uint32_t at, const struct node *n)
{
	if (t->tokens[at].n != n->n)
		return false;
	for (size_t i = 0; i < n->n; i++) {
		uint32_t value = tape_member(t, at, n->members[i].key);

		if (!value || !tape_equals_node(t, value, n->members[i].value))
			return false;
	}
	return true;
}

static bool list_equals_node(const struct tape *t, uint32_t at, const struct node *n)
{
	uint32_t item = at + 1;

	if (t->tokens[at].n != n->n)
		return false;
	for (size_t i = 0; i < n->n; i++, item = t->tokens[item].next)
		if (!tape_equals_node(t, item, n->items[i]))
			return false;
	return true;
}

bool tape_equals_node(const struct tape *t, uint32_t at, const struct node *n)
{
	const struct token *k = &t->tokens[at];

	switch (n->kind) {
	case NODE_NULL:
		return k->type == TYPE_NULL;
	case NODE_BOOL:
		return k->type == TYPE_BOOL && !!(k->flags & TOKEN_TRUE) == n->truth;
	case NODE_NUMBER:
		if (is_number(k->type)) {
			struct decimal a = token_number(t, at), b = decimal_read(n->text);

			return decimal_compare(&a, &b) == 0;
		}
		return false;
	case NODE_TEXT:
		return k->type == TYPE_TEXT && slice_eq(token_text(t, at), n->text);
	case NODE_LIST:
		return k->type == TYPE_LIST && list_equals_node(t, at, n);
	case NODE_MAP:
		return k->type == TYPE_MAP && map_equals_node(t, at, n);
	}
	return false;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0xff51afd7ed558ccdu;
	return h ^ h >> 32;
}

uint64_t tape_hash(const struct tape *t, uint32_t at)
{
	const struct token *k = &t->tokens[at];
	uint64_t h = k->type;

	if (is_number(k->type)) {
		struct decimal d = token_number(t, at);

		return mix(TYPE_NUMBER, decimal_hash(&d));
	}
	if (k->type == TYPE_TEXT)
		return mix(h, slice_hash(token_text(t, at), t->seed));
	if (k->type == TYPE_LIST)
		for (uint32_t i = at + 1; i < k->next; i = t->tokens[i].next)
			h = mix(h, tape_hash(t, i));
	if (k->type == TYPE_MAP) /* a sum: the order does not count */
		for (uint32_t i = at + 1; i < k->next; i = t->tokens[i + 1].next)
			h += mix(tape_hash(t, i), tape_hash(t, i + 1));
	return mix(h, k->flags & TOKEN_TRUE);
}

/* Cuts at a whole code point; false when it did. */
static bool cut(struct buf *out, size_t most)
{
	if (out->len <= most)
		return true;
	out->len = most > 3 ? most - 3 : 0;
	while (out->len && ((unsigned char)out->data[out->len] & 0xc0) == 0x80)
		out->len--;
	buf_str(out, "...");
	return false;
}

static bool write_value(struct buf *out, const struct tape *t, uint32_t at, size_t most);

static bool write_children(struct buf *out, const struct tape *t, uint32_t at, size_t most)
{
	const struct token *k = &t->tokens[at];
	bool map = k->type == TYPE_MAP;

	buf_char(out, map ? '{' : '[');
	for (uint32_t i = at + 1; i < k->next; i = t->tokens[i].next) {
		if (i > at + 1)
			buf_char(out, ',');
		if (map) {
			json_string_add(out, slice_first(token_text(t, i++), most + 4));
			buf_char(out, ':');
		}
		if (!write_value(out, t, i, most))
			return false;
	}
	buf_char(out, map ? '}' : ']');
	return cut(out, most);
}

/* False: cut short, nothing may follow. */
static bool write_value(struct buf *out, const struct tape *t, uint32_t at, size_t most)
{
	const struct token *k = &t->tokens[at];

	if (k->type == TYPE_LIST || k->type == TYPE_MAP)
		return write_children(out, t, at, most);
	if (k->type == TYPE_TEXT)
		json_string_add(out, slice_first(token_text(t, at), most + 4));
	else
		buf_slice(out, token_text(t, at));
	return cut(out, most);
}

void tape_write(struct buf *out, const struct tape *t, uint32_t at, size_t most)
{
	write_value(out, t, at, most);
}
