/* Fixed header, variable byte integers, strings, and small packets written. */
#include "protocol/mqtt/packet.h"

#include "base/text.h"

enum frame_state mqtt_frame_read(struct slice in, struct frame *f)
{
	size_t shift = 0;

	*f = (struct frame){ .head = 1 };
	if (!in.len)
		return FRAME_PARTIAL;
	f->type = (uint8_t)in.ptr[0] >> 4;
	f->flags = (uint8_t)in.ptr[0] & 15;
	for (;;) {
		uint8_t byte;

		if (f->head == 5) /* MQTT 5 §1.5.5: four bytes at most */
			return FRAME_BAD;
		if (f->head == in.len)
			return FRAME_PARTIAL;
		byte = (uint8_t)in.ptr[f->head++];
		f->body |= (size_t)(byte & 127) << shift;
		shift += 7;
		if (byte & 128)
			continue;
		f->padded = !byte && f->head > 2;
		return FRAME_OK;
	}
}

uint32_t mqtt_cursor_varint(struct cursor *c)
{
	uint32_t v = 0;

	for (unsigned shift = 0; shift < 28; shift += 7) {
		uint8_t byte = cursor_u8(c);

		v |= (uint32_t)(byte & 127) << shift;
		if (byte & 128)
			continue;
		if (!byte && shift)
			break;
		return v;
	}
	c->bad = true;
	return 0;
}

struct slice mqtt_cursor_binary(struct cursor *c)
{
	return cursor_bytes(c, cursor_u16(c));
}

struct slice mqtt_cursor_text(struct cursor *c)
{
	struct slice s = mqtt_cursor_binary(c);

	if (!c->bad && s.len && (slice_find(s, '\0') < s.len || !utf8_is_valid(s)))
		c->bad = true;
	return s;
}

struct slice mqtt_cursor_rest(struct cursor *c)
{
	return cursor_bytes(c, cursor_left(c));
}

size_t mqtt_varint_bytes(size_t v)
{
	return v < 128 ? 1 : v < 16384 ? 2 : v < 2097152 ? 3 : 4;
}

size_t mqtt_varint_put(char *to, size_t v)
{
	size_t n = 0;

	do {
		to[n++] = (char)((v & 127) | (v > 127 ? 128 : 0));
	} while (v >>= 7);
	return n;
}

void mqtt_buf_varint(struct buf *b, size_t v)
{
	char bytes[10];

	buf_add(b, bytes, mqtt_varint_put(bytes, v));
}

void mqtt_buf_text(struct buf *b, struct slice s)
{
	buf_u16(b, (uint16_t)s.len);
	buf_slice(b, s);
}

void mqtt_property_u16(struct buf *b, enum property id, uint16_t v)
{
	buf_char(b, (char)id);
	buf_u16(b, v);
}

void mqtt_property_u32(struct buf *b, enum property id, uint32_t v)
{
	buf_char(b, (char)id);
	buf_u32(b, v);
}

void mqtt_property_text(struct buf *b, enum property id, struct slice s)
{
	buf_char(b, (char)id);
	mqtt_buf_text(b, s);
}

size_t mqtt_packet_begin(struct buf *b, uint8_t first_byte)
{
	buf_char(b, (char)first_byte);
	return mqtt_block_begin(b);
}

void mqtt_packet_end(struct buf *b, size_t begun)
{
	mqtt_block_end(b, begun);
}

/* One byte is kept free; a longer length moves what follows it. */
size_t mqtt_block_begin(struct buf *b)
{
	buf_char(b, 0);
	return b->len;
}

void mqtt_block_end(struct buf *b, size_t begun)
{
	size_t n, more;

	if (b->failed)
		return;
	n = b->len - begun;
	more = mqtt_varint_bytes(n) - 1;
	if (more && !buf_reserve(b, more))
		return;
	if (more)
		memmove(b->data + begun + more, b->data + begun, n);
	mqtt_varint_put(b->data + begun - 1, n);
	b->len += more;
}
