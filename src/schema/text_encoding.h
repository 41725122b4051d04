/* How bytes are written as text: the values of contentEncoding. */
#ifndef SCHEMA_TEXT_ENCODING_H
#define SCHEMA_TEXT_ENCODING_H

#include "base/buf.h"

struct text_encoding {
	const char *name;
	/* Appends the bytes; false: the text is not so encoded. */
	bool (*decode)(const struct text_encoding *e, struct slice text, struct buf *out);
	const char *digits; /* of RFC 4648 */
	unsigned bits;	    /* that each digit stands for */
	bool must_pad, ignores_case;
};

/* NULL: an encoding that we do not know. */
const struct text_encoding *text_encoding_find(struct slice name);

#endif
