#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/memory.h"

void buf_release(struct buf *b)
{
	free(b->data);
	*b = BUF_INIT(b->max);
}

char *buf_reserve(struct buf *b, size_t n)
{
	size_t cap;

	if (b->failed || n > SIZE_MAX / 4 || (b->max && n > b->max - b->len)) {
		b->failed = true;
		return NULL;
	}
	if (n <= b->cap - b->len && b->data)
		return b->data + b->len;
	cap = b->cap ? b->cap : 64;
	while (cap < b->len + n)
		cap *= 2;
	b->data = memory_resize(b->data, cap);
	b->cap = cap;
	return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *to = buf_reserve(b, n);

	if (!to || !n)
		return;
	memcpy(to, bytes, n);
	b->len += n;
}

void buf_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.ptr, s.len);
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_u16(struct buf *b, uint16_t v)
{
	const char bytes[2] = { (char)(v >> 8), (char)v };

	buf_add(b, bytes, sizeof(bytes));
}

void buf_u32(struct buf *b, uint32_t v)
{
	const char bytes[4] = { (char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v };

	buf_add(b, bytes, sizeof(bytes));
}

void buf_decimal(struct buf *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, digits + at, sizeof(digits) - at);
}

void buf_signed(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_char(b, '-');
	buf_decimal(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	size_t room = b->data && !b->failed ? b->cap - b->len : 0;
	va_list again;
	int n;
	char *to;

	va_copy(again, ap);
	n = vsnprintf(room ? b->data + b->len : NULL, room, fmt, ap);
	to = n < 0 ? NULL : buf_reserve(b, (size_t)n + 1);
	if (to) {
		if ((size_t)n >= room)
			vsnprintf(to, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void buf_consume(struct buf *b, size_t n)
{
	if (n > b->len)
		BUG("buf_consume(%zu) of %zu", n, b->len);
	if (n && b->len - n)
		memmove(b->data, b->data + n, b->len - n);
	b->len -= n;
}

const char *buf_cstr(struct buf *b)
{
	if (b->len == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 64;
		b->data = memory_resize(b->data, b->cap);
	}
	b->data[b->len] = '\0';
	return b->data;
}

struct slice cursor_bytes(struct cursor *c, size_t n)
{
	struct slice out = SLICE_NONE;

	if (c->bad || n > c->in.len - c->at) {
		c->bad = true;
		return out;
	}
	out = slice_of(c->in.ptr + c->at, n);
	c->at += n;
	return out;
}

uint8_t cursor_u8(struct cursor *c)
{
	struct slice s = cursor_bytes(c, 1);

	return s.ptr ? (uint8_t)s.ptr[0] : 0;
}

uint16_t cursor_u16(struct cursor *c)
{
	struct slice s = cursor_bytes(c, 2);
	const unsigned char *p = (const unsigned char *)s.ptr;

	return (uint16_t)(p ? p[0] << 8 | p[1] : 0);
}

uint32_t cursor_u32(struct cursor *c)
{
	struct slice s = cursor_bytes(c, 4);
	const unsigned char *p = (const unsigned char *)s.ptr;

	return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3] : 0;
}
