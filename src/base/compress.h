/* Compressed bytes, both ways: gzip, zlib ("deflate" as HTTP has it) and zstd.
 *
 * What comes out is bounded before it is allocated, by size and by how many times larger than the input it
 * is: a few bytes from a peer can otherwise ask for gigabytes. */
#ifndef BASE_COMPRESS_H
#define BASE_COMPRESS_H

#include "base/buf.h"

enum compression { COMPRESSION_GZIP, COMPRESSION_ZLIB, COMPRESSION_ZSTD };

/* Decompressors that are kept for the next call.  All zero is a fresh one. */
struct expander {
	void *zlib; /* z_stream, owned; NULL until needed */
	void *zstd; /* ZSTD_DCtx, owned */
};
void expander_release(struct expander *x);

/* Why it failed: the sentence is static. */
struct expand_error {
	const char *text; /* "the compressed data end too early" */
	size_t at;	  /* bytes read until then */
};

/* Appends to `out` all that `bytes` hold, members one behind the other included; at most LIMIT_EXPANDED_RATIO
 * times their length (or LIMIT_EXPANDED_FREE, if that is more), and never past out->max. */
bool expand(struct expander *x, enum compression how, struct slice bytes, struct buf *out,
	    struct expand_error *why);

/* Appends the bytes compressed, the same for the same library; false: out->max, or out of memory. */
bool compress_add(enum compression how, struct slice bytes, struct buf *out);

#endif
