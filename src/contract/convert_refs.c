/* Things move: channels and messages get other keys, payloads a level more.  $refs follow them. */
#include "base/text.h"
#include "contract/convert_parts.h"

/* What may stand in a URI's fragment as it is (RFC 3986 §3.5); '/' and '~' are a pointer's own. */
static void add_encoded(struct buf *out, struct slice s)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?";

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] && strchr(plain, s.ptr[i]))
			buf_char(out, s.ptr[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)s.ptr[i]);
	}
}

static unsigned hex(char c)
{
	return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c | 0x20) - 'a' + 10;
}

static struct slice decoded(struct converter *cv, struct slice s)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < s.len; i++) {
		bool is_escape = s.ptr[i] == '%' && s.len - i > 2 && s.ptr[i + 1] && s.ptr[i + 2] &&
				 strchr(digits, s.ptr[i + 1]) && strchr(digits, s.ptr[i + 2]);

		buf_char(&out, is_escape ? (char)(hex(s.ptr[i + 1]) << 4 | hex(s.ptr[i + 2])) : s.ptr[i]);
		i += is_escape ? 2 : 0;
	}
	return arena_copy(cv->a, buf_view(&out));
}

struct slice convert_below(struct converter *cv, struct slice pointer, struct slice token)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	buf_slice(&out, pointer);
	json_pointer_add(&out, token);
	return arena_copy(cv->a, buf_view(&out));
}

struct node *convert_ref(struct converter *cv, struct slice pointer)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct node *out = node_new(cv->a, NODE_MAP, NULL);

	buf_char(&text, '#');
	add_encoded(&text, pointer);
	convert_put(cv, out, SLICE_LIT("$ref"), convert_text(cv, buf_view(&text)), NULL);
	return out;
}

void convert_move(struct converter *cv, struct slice from, struct slice to)
{
	struct move *m = arena_new(cv->a, struct move);

	m->to = to;
	if (!map_get(&cv->moves, from))
		map_put(&cv->moves, from, m);
}

/* The move of the longest pointer that leads to `pointer` or to what it stands in; it is *n bytes long. */
static const struct move *move_of(const struct converter *cv, struct slice pointer, size_t *n)
{
	for (*n = pointer.len; *n; --*n) {
		bool ends = *n == pointer.len || pointer.ptr[*n] == '/';
		const struct move *m = ends ? map_get(&cv->moves, slice_first(pointer, *n)) : NULL;

		if (m)
			return m;
	}
	return NULL;
}

/* A $ref of ours is right already: it stands in no document. */
static struct node *write_anew(struct converter *cv, struct node *n)
{
	struct slice ref = node_get_text(n, "$ref"), pointer;
	const struct move *m = NULL;
	struct node *out = n;
	size_t moved = 0;

	if (slice_starts(ref, SLICE_LIT("#/")) && n->in) {
		pointer = decoded(cv, slice_from(ref, 1));
		m = move_of(cv, pointer, &moved);
	}
	if (!m)
		return n;
	if (!m->to.ptr)
		out = library_resolve(&cv->contract->library, n);
	else
		out = convert_ref(cv, slice_str(arena_printf(cv->a, "%.*s%.*s", SLICE_FMT(m->to),
							     SLICE_FMT(slice_from(pointer, moved)))));
	return out ? out : n;
}

static struct node *walk(struct converter *cv, struct node *n, enum place_kind place)
{
	struct node *out;

	if ((n->kind != NODE_MAP && n->kind != NODE_LIST) || place == PLACE_DATA)
		return n;
	if (node_get_text(n, "$ref").ptr)
		return write_anew(cv, n);
	out = node_copy(cv->a, n);
	for (size_t i = 0; i < n->n; i++) {
		struct slice key = n->kind == NODE_MAP ? n->members[i].key : SLICE_NONE;
		enum place_kind below = place_below(place, key, false);

		if (n->kind == NODE_MAP)
			out->members[i].value = walk(cv, n->members[i].value, below);
		else
			out->items[i] = walk(cv, n->items[i], below);
	}
	return out;
}

struct node *convert_refs(struct converter *cv, struct node *root)
{
	return walk(cv, root, PLACE_ROOT);
}
