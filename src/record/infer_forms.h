/* What a text may be besides text: formats of JSON Schema, and how a header says numbers and booleans. */
#ifndef RECORD_INFER_FORMS_H
#define RECORD_INFER_FORMS_H

#include "base/slice.h"

enum { FORM_INTEGER = 1, FORM_BOOLEAN = 2, FORM_FIRST_FORMAT = 4 };

/* All that the text may be, of those in `among`. */
unsigned forms_of(struct slice text, unsigned among);
unsigned forms_all(void);
/* The format to be written for a set; NULL: none. */
const char *forms_format(unsigned forms);

/* Does a level of an address look like an identifier: digits, a UUID, hexadecimal? */
bool looks_like_id(struct slice level);
/* A word with a number behind it: node-7. */
bool looks_numbered(struct slice level);

#endif
