/* Packets written as text. */
#include "wire.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/mqtt/packet.h"

/* clang-format off */
static const struct {
	const char *name;
	uint8_t first;
} names[] = {
	{ "CONNECT", 0x10 },
	{ "CONNACK", 0x20 },
	{ "PUBLISH", 0x30 },
	{ "PUBLISH1", 0x32 },
	{ "PUBLISH2", 0x34 },
	{ "PUBACK", 0x40 },
	{ "PUBREC", 0x50 },
	{ "PUBREL", 0x62 },
	{ "PUBCOMP", 0x70 },
	{ "SUBSCRIBE", 0x82 },
	{ "SUBACK", 0x90 },
	{ "UNSUBSCRIBE", 0xa2 },
	{ "UNSUBACK", 0xb0 },
	{ "PINGREQ", 0xc0 },
	{ "PINGRESP", 0xd0 },
	{ "DISCONNECT", 0xe0 },
	{ "AUTH", 0xf0 },
};
/* clang-format on */

struct reader {
	struct slice all, rest;
};

static _Noreturn void mistake(const struct reader *r, const char *what)
{
	fprintf(stderr, "%s at \"%.*s\" in \"%.*s\"\n", what, SLICE_FMT(r->rest), SLICE_FMT(r->all));
	abort();
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_hex_pair(struct slice s)
{
	return s.len >= 2 && hex_digit(s.ptr[0]) >= 0 && hex_digit(s.ptr[1]) >= 0;
}

static uint8_t hex_pair(struct reader *r)
{
	uint8_t byte;

	if (!is_hex_pair(r->rest))
		mistake(r, "no hex");
	byte = (uint8_t)(hex_digit(r->rest.ptr[0]) << 4 | hex_digit(r->rest.ptr[1]));
	r->rest = slice_from(r->rest, 2);
	return byte;
}

static void quoted(struct reader *r, char end, struct buf *out)
{
	r->rest = slice_from(r->rest, 1);
	while (r->rest.len && r->rest.ptr[0] != end) {
		char c = r->rest.ptr[0];

		r->rest = slice_from(r->rest, 1);
		buf_char(out, c == '\\' ? (char)hex_pair(r) : c);
	}
	if (!r->rest.len)
		mistake(r, "no end");
	r->rest = slice_from(r->rest, 1);
}

static void text(struct reader *r, struct buf *out)
{
	BUF_AUTO struct buf inner = BUF_INIT(0);

	quoted(r, '\'', &inner);
	buf_u16(out, (uint16_t)inner.len);
	buf_slice(out, buf_view(&inner));
}

static void repeated(struct reader *r, struct buf *out)
{
	char *end;
	unsigned long n = strtoul(r->rest.ptr + 1, &end, 10);
	uint8_t byte;

	r->rest = slice_from(r->rest, (size_t)(end - r->rest.ptr) + 1);
	byte = hex_pair(r);
	for (; n; n--)
		buf_char(out, (char)byte);
}

static void sequence(struct reader *r, char end, struct buf *out);

static void inside(struct reader *r, char end, struct buf *inner)
{
	r->rest = slice_from(r->rest, 1);
	sequence(r, end, inner);
	r->rest = slice_from(r->rest, 1);
}

static void counted(struct reader *r, char end, struct buf *out)
{
	BUF_AUTO struct buf inner = BUF_INIT(0);

	inside(r, end, &inner);
	if (end == ']')
		buf_u16(out, (uint16_t)inner.len);
	else
		mqtt_buf_varint(out, inner.len);
	buf_slice(out, buf_view(&inner));
}

/* True: it was a packet, and is written. */
static bool packet(struct reader *r, struct buf *out)
{
	size_t n = 0;
	struct slice name;

	while (n < r->rest.len && isalnum((unsigned char)r->rest.ptr[n]))
		n++;
	if (!n || n == r->rest.len || r->rest.ptr[n] != '(')
		return false;
	name = slice_first(r->rest, n);
	r->rest = slice_from(r->rest, n);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!slice_is(name, names[i].name))
			continue;
		buf_char(out, (char)names[i].first);
		counted(r, ')', out);
		return true;
	}
	if (n != 2 || !is_hex_pair(name))
		mistake(r, "no such packet");
	buf_char(out, (char)(hex_digit(name.ptr[0]) << 4 | hex_digit(name.ptr[1])));
	counted(r, ')', out);
	return true;
}

static void one(struct reader *r, struct buf *out)
{
	switch (r->rest.ptr[0]) {
	case ' ':
		r->rest = slice_from(r->rest, 1);
		break;
	case '\'':
		text(r, out);
		break;
	case '<':
		quoted(r, '>', out);
		break;
	case '{':
		counted(r, '}', out);
		break;
	case '[':
		counted(r, ']', out);
		break;
	case 'x':
		repeated(r, out);
		break;
	default:
		if (!packet(r, out))
			buf_char(out, (char)hex_pair(r));
	}
}

static void sequence(struct reader *r, char end, struct buf *out)
{
	while (r->rest.len && r->rest.ptr[0] != end)
		one(r, out);
	if (end && !r->rest.len)
		mistake(r, "no end");
}

void mqtt_wire_write(struct buf *out, struct slice all)
{
	struct reader r = { all, all };

	sequence(&r, '\0', out);
}

static void show_bytes(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len && i < 200; i++) {
		if (isprint((unsigned char)s.ptr[i]) && !isdigit((unsigned char)s.ptr[i]))
			buf_printf(out, " %02X'%c'", (uint8_t)s.ptr[i], s.ptr[i]);
		else
			buf_printf(out, " %02X", (uint8_t)s.ptr[i]);
	}
	if (s.len > 200)
		buf_str(out, " ...");
}

static const char *name_of(uint8_t first)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].first >> 4 == first >> 4)
			return names[i].name;
	return "?";
}

void mqtt_wire_show(struct buf *out, struct slice bytes)
{
	struct frame f;

	while (bytes.len) {
		if (mqtt_frame_read(bytes, &f) != FRAME_OK || f.head + f.body > bytes.len) {
			buf_str(out, "  torn:");
			show_bytes(out, bytes);
			return;
		}
		buf_printf(out, "  %s:", name_of((uint8_t)bytes.ptr[0]));
		show_bytes(out, slice_first(bytes, f.head + f.body));
		buf_char(out, '\n');
		bytes = slice_from(bytes, f.head + f.body);
	}
}
