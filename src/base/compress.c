/* zlib and zstd behind one interface.  Both are fed the whole input and asked for output in bounded steps. */
#include "base/compress.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/limits.h"
#include "base/memory.h"

enum {
	STEP_LEAST = 4096,
	STEP_MOST = 1 << 20,
	WINDOW_LOG = 23, /* of zstd: 8 MiB, what every decoder must be ready for (RFC 8878, 3.1.1.1.2) */
	GZIP_WINDOW = 15 + 16, /* zlib's way to say "with gzip's header" */
	ZLIB_WINDOW = 15,
};

static const char too_large[] = "it expands to more than is allowed";
static const char too_short[] = "the compressed data end too early";

void expander_release(struct expander *x)
{
	if (x->zlib)
		inflateEnd(x->zlib);
	free(x->zlib);
	ZSTD_freeDCtx(x->zstd);
	*x = (struct expander){ 0 };
}

static bool fail(struct expand_error *why, const char *text, size_t at)
{
	*why = (struct expand_error){ text, at };
	return false;
}

/* How much `out` may hold in the end. */
static size_t most_of(struct slice bytes, const struct buf *out)
{
	size_t most =
		bytes.len > SIZE_MAX / LIMIT_EXPANDED_RATIO ? SIZE_MAX : bytes.len * LIMIT_EXPANDED_RATIO;

	if (most < LIMIT_EXPANDED_FREE)
		most = LIMIT_EXPANDED_FREE;
	if (out->max && most > out->max - out->len)
		return out->max;
	return out->len + most;
}

/* Room for the next step: as much again as there is, within bounds.  0: no more is allowed. */
static size_t step_of(struct buf *out, size_t most)
{
	size_t step = out->len < STEP_LEAST ? STEP_LEAST : out->len > STEP_MOST ? STEP_MOST : out->len;

	if (step > most - out->len)
		step = most - out->len;
	return step && buf_reserve(out, step) ? step : 0;
}

/* --- zlib */

static z_stream *zlib_ready(struct expander *x, enum compression how)
{
	int window = how == COMPRESSION_GZIP ? GZIP_WINDOW : ZLIB_WINDOW;

	if (x->zlib)
		return inflateReset2(x->zlib, window) == Z_OK ? x->zlib : NULL;
	x->zlib = NEW(z_stream);
	if (inflateInit2((z_stream *)x->zlib, window) == Z_OK)
		return x->zlib;
	free(x->zlib);
	return x->zlib = NULL;
}

/* One step; the result is zlib's. */
static int inflate_some(z_stream *z, struct buf *out, size_t step)
{
	int status;

	z->next_out = (Bytef *)out->data + out->len;
	z->avail_out = (uInt)step;
	status = inflate(z, Z_NO_FLUSH);
	out->len += step - z->avail_out;
	return status;
}

static bool expand_zlib(struct expander *x, enum compression how, struct slice bytes, struct buf *out,
			struct expand_error *why)
{
	z_stream *z = zlib_ready(x, how);
	size_t most = most_of(bytes, out);

	if (!z || bytes.len > UINT_MAX)
		return fail(why, too_large, 0);
	z->next_in = (Bytef *)(uintptr_t)bytes.ptr;
	z->avail_in = (uInt)bytes.len;
	for (;;) {
		size_t step = step_of(out, most);
		int status = step ? inflate_some(z, out, step) : Z_MEM_ERROR;
		size_t at = bytes.len - z->avail_in;

		if (status == Z_MEM_ERROR)
			return fail(why, too_large, at);
		if (status == Z_BUF_ERROR || (status == Z_OK && !z->avail_in && z->avail_out))
			return fail(why, too_short, at);
		if (status != Z_OK && status != Z_STREAM_END)
			return fail(why, "the compressed data are damaged", at);
		if (status == Z_STREAM_END && !z->avail_in)
			return true;
		if (status == Z_STREAM_END && (how != COMPRESSION_GZIP || inflateReset(z) != Z_OK))
			return fail(why, "something follows the compressed data", at);
	}
}

/* --- zstd */

static bool zstd_ready(struct expander *x)
{
	if (!x->zstd)
		x->zstd = ZSTD_createDCtx();
	return x->zstd && !ZSTD_isError(ZSTD_DCtx_reset(x->zstd, ZSTD_reset_session_and_parameters)) &&
	       !ZSTD_isError(ZSTD_DCtx_setParameter(x->zstd, ZSTD_d_windowLogMax, WINDOW_LOG));
}

static bool expand_zstd(struct expander *x, struct slice bytes, struct buf *out, struct expand_error *why)
{
	ZSTD_inBuffer in = { bytes.ptr, bytes.len, 0 };
	size_t most = most_of(bytes, out), left = 1;

	if (!zstd_ready(x))
		return fail(why, too_large, 0);
	while (left || in.pos < in.size) {
		size_t step = step_of(out, most);
		ZSTD_outBuffer to = { out->data + out->len, step, 0 };
		size_t before = in.pos;

		if (!step)
			return fail(why, too_large, in.pos);
		left = ZSTD_decompressStream(x->zstd, &to, &in);
		out->len += to.pos;
		if (ZSTD_isError(left))
			return fail(why, "the compressed data are damaged", in.pos);
		if (left && in.pos == in.size && in.pos == before && !to.pos)
			return fail(why, too_short, in.pos);
	}
	return true;
}

bool expand(struct expander *x, enum compression how, struct slice bytes, struct buf *out,
	    struct expand_error *why)
{
	if (!bytes.len)
		return fail(why, too_short, 0);
	return how == COMPRESSION_ZSTD ? expand_zstd(x, bytes, out, why)
				       : expand_zlib(x, how, bytes, out, why);
}

/* --- the other way */

static bool compress_zlib(enum compression how, struct slice bytes, struct buf *out)
{
	z_stream z = { 0 };
	int window = how == COMPRESSION_GZIP ? GZIP_WINDOW : ZLIB_WINDOW, status;
	size_t most;

	if (bytes.len > UINT_MAX ||
	    deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	most = deflateBound(&z, bytes.len);
	z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
	z.avail_in = (uInt)bytes.len;
	z.next_out = (Bytef *)buf_reserve(out, most);
	z.avail_out = (uInt)most;
	status = z.next_out ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
	if (status == Z_STREAM_END)
		out->len += z.total_out;
	deflateEnd(&z);
	return status == Z_STREAM_END;
}

bool compress_add(enum compression how, struct slice bytes, struct buf *out)
{
	size_t most = ZSTD_compressBound(bytes.len), n;
	char *to;

	if (how != COMPRESSION_ZSTD)
		return compress_zlib(how, bytes, out);
	to = buf_reserve(out, most);
	n = to ? ZSTD_compress(to, most, bytes.ptr, bytes.len, ZSTD_CLEVEL_DEFAULT) : 0;
	if (!to || ZSTD_isError(n))
		return false;
	out->len += n;
	return true;
}
