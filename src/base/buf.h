/* Owned, growing bytes with a ceiling.
 *
 * A write that would pass `max` sets `failed` and is dropped, as is every later one, so a writer looks once
 * at the end.  `data` may move on any write: never keep a pointer into it. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/slice.h"

struct buf {
	char *data;
	size_t len, cap, max; /* max 0: no ceiling but memory's (only for what is ours alone) */
	bool failed;
};

#define BUF_INIT(limit) ((struct buf){ .max = (limit) })

void buf_release(struct buf *b);
#define BUF_AUTO __attribute__((cleanup(buf_release)))

/* Empties it; keeps the memory. */
static inline void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

static inline struct slice buf_view(const struct buf *b)
{
	return slice_of(b->data ? b->data : "", b->len);
}

/* Room for `n` more bytes at the returned place, uncommitted (add to b->len); NULL past the ceiling. */
char *buf_reserve(struct buf *b, size_t n);
static inline void buf_char(struct buf *b, char c)
{
	bool has_room = b->len < b->cap && (!b->max || b->len < b->max) && !b->failed;
	char *to = has_room ? b->data + b->len : buf_reserve(b, 1);

	if (!to)
		return;
	*to = c;
	b->len++;
}
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_slice(struct buf *b, struct slice s);
void buf_str(struct buf *b, const char *s);
void buf_u16(struct buf *b, uint16_t v); /* big endian */
void buf_u32(struct buf *b, uint32_t v); /* big endian */
void buf_decimal(struct buf *b, uint64_t v);
void buf_signed(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
/* Drops the first `n` bytes, moving the rest to the front. */
void buf_consume(struct buf *b, size_t n);
/* NUL-terminates without counting it; "" when empty. */
const char *buf_cstr(struct buf *b);

/* Reads forward over borrowed bytes.  A read past the end yields zero and sets `bad`; the decoder looks at
 * `bad` once, after the last field. */
struct cursor {
	struct slice in;
	size_t at;
	bool bad;
};

#define CURSOR(s) ((struct cursor){ .in = (s) })

struct slice cursor_bytes(struct cursor *c, size_t n);
uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_u16(struct cursor *c);
uint32_t cursor_u32(struct cursor *c);
static inline size_t cursor_left(const struct cursor *c)
{
	return c->in.len - c->at;
}

#endif
