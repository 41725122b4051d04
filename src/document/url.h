/* As much of URLs as references between documents need (RFC 3986, section 5.2). */
#ifndef DOCUMENT_URL_H
#define DOCUMENT_URL_H

#include "base/buf.h"

/* Does it begin with http:// or https://? */
bool url_is_http(struct slice text);
/* What `ref`, which has no fragment, means in the document at `base` (without one too). */
void url_join(struct slice base, struct slice ref, struct buf *out);

#endif
