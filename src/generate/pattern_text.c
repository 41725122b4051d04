/* The characters of a pattern: literal ones and escapes. */
#include "generate/pattern_reader.h"

void *reader_give_up(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return NULL;
}

struct pattern_node *reader_node(struct reader *r, enum pattern_kind kind)
{
	struct pattern_node *n = arena_new(r->a, struct pattern_node);

	enum { MOST_NODES = 20000 };

	if (++r->nodes > MOST_NODES)
		reader_give_up(r, "it is too long");
	n->kind = kind;
	return n;
}

void reader_part(struct reader *r, struct pattern_node *n, struct pattern_node *part)
{
	n->parts = arena_grow(r->a, n->parts, n->n, &n->room, sizeof(*n->parts));
	n->parts[n->n++] = part;
}

void reader_piece(struct reader *r, struct pattern_node *piece)
{
	enum { MOST_PIECES = 200 };
	struct pattern *p = r->out;

	if (p->n_pieces == MOST_PIECES)
		return;
	p->pieces = arena_grow(r->a, p->pieces, p->n_pieces, &p->pieces_room, sizeof(struct pattern_node *));
	p->pieces[p->n_pieces++] = piece;
}

void reader_range(struct reader *r, struct pattern_node *n, uint32_t from, uint32_t to)
{
	n->ranges = arena_grow(r->a, n->ranges, n->n_ranges, &n->range_room, sizeof(*n->ranges));
	n->ranges[n->n_ranges++] = (struct pattern_range){ from, to };
}

bool reader_is_done(const struct reader *r)
{
	return r->at >= r->in.len;
}

bool reader_is_at(const struct reader *r, const char *text)
{
	return slice_starts(slice_from(r->in, r->at), slice_str(text));
}

bool reader_skip(struct reader *r, const char *text)
{
	if (!reader_is_at(r, text))
		return false;
	r->at += strlen(text);
	return true;
}

/* One code point of well-formed UTF-8. */
uint32_t reader_point(struct reader *r)
{
	unsigned char c = (unsigned char)r->in.ptr[r->at++];
	unsigned more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	uint32_t point = more ? c & (0x3fu >> more) : c;

	while (more-- && !reader_is_done(r))
		point = point << 6 | ((unsigned char)r->in.ptr[r->at++] & 0x3f);
	return point;
}

static bool read_hex(struct reader *r, unsigned digits, uint32_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < digits; i++) {
		char c = reader_is_done(r) ? 0 : r->in.ptr[r->at];
		unsigned value;

		if (c >= '0' && c <= '9')
			value = (unsigned)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value = (unsigned)((c | 32) - 'a' + 10);
		else
			return false;
		*out = *out << 4 | value;
		r->at++;
	}
	return true;
}

/* \u0041, \u{1F600}, and pairs of surrogates. */
static uint32_t read_unicode(struct reader *r)
{
	uint32_t point = 0, low;
	size_t before;

	if (reader_skip(r, "{")) {
		uint32_t digit;

		while (!reader_is_done(r) && read_hex(r, 1, &digit) && point <= 0x10ffff)
			point = point << 4 | digit;
		if (!reader_skip(r, "}") || point > 0x10ffff)
			reader_give_up(r, "it has a broken \\u escape");
		return point;
	}
	if (!read_hex(r, 4, &point))
		return 'u';
	before = r->at;
	if (point >= 0xd800 && point < 0xdc00 && reader_skip(r, "\\u") && read_hex(r, 4, &low) &&
	    low >= 0xdc00 && low < 0xe000)
		return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	r->at = before;
	if (point >= 0xd800 && point < 0xe000)
		reader_give_up(r, "it asks for half a surrogate pair");
	return point;
}

/* What follows a backslash and stands for one character. */
uint32_t reader_escaped(struct reader *r)
{
	static const char from[] = "tnrfv0", to[] = "\t\n\r\f\v";
	uint32_t point, hex;
	size_t before;

	if (reader_is_done(r))
		return '\\';
	point = reader_point(r);
	before = r->at;
	for (size_t i = 0; i + 1 < sizeof(from); i++)
		if (point == (uint32_t)from[i])
			return (uint32_t)to[i];
	if (point == 'x' && read_hex(r, 2, &hex))
		return hex;
	if (point == 'x')
		r->at = before;
	if (point == 'u')
		return read_unicode(r);
	if (point == 'c' && !reader_is_done(r))
		return reader_point(r) & 31;
	return point;
}
