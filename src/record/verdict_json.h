/* A verdict as JSON, the same wherever it is written: in a recording, by `check`, in a report. */
#ifndef RECORD_VERDICT_JSON_H
#define RECORD_VERDICT_JSON_H

#include "schema/schema.h"

/* {"instance":"/amount","schema":"/properties/amount/maximum","keyword":"maximum","at":"orders.yaml:41:9","text":"…"}
 */
void violation_write(struct buf *out, const struct violation *v);
/* The same with more members between the keyword and its place; each ends with a comma. */
typedef void violation_more(struct buf *out, const struct violation *v, void *context);
void violations_write_with(struct buf *out, const struct violations *list, violation_more *more,
			   void *context);
/* "violations":[...] with "leftOut":N behind it where some were. */
void violations_write(struct buf *out, const struct violations *list);
/* "orders.yaml:41:9"; nothing where the place is not known. */
void loc_write(struct buf *out, struct loc at);

#endif
