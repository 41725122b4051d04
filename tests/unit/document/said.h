/* What a diag holds, as text: "file:line:col: error: sentence [code]" a line. */
#ifndef TESTS_DOCUMENT_SAID_H
#define TESTS_DOCUMENT_SAID_H

#include "base/buf.h"
#include "base/diag.h"

/* Appends it to `out` and returns that as a string. */
const char *said(const struct diag *d, struct buf *out);

#endif
