/* One event as a line of a recording (docs/recording.md says what each key means). */
#ifndef RECORD_LINE_H
#define RECORD_LINE_H

#include "broker/broker.h"

/* Appends the line with its newline.  `j` tells JSON payloads from text. */
void recording_line(struct buf *out, const struct broker *b, struct judge *j, const struct event *e);

/* The first line: version, start, seed, contracts. */
void recording_header(struct buf *out, const struct broker *b, uint64_t seed);

/* Appends `"payload":…`, `"text":…` or `"base64":…` for a payload, with `,"decoded":…` behind where its
 * content is another than JSON and could be read; nothing when it is absent.  `m` is the message that it is,
 * or comes nearest to; NULL: none. */
void payload_member(struct buf *out, struct judge *j, const struct message_model *m,
		    const struct judged *what);

/* {"name":"value",...} of packed headers. */
void headers_object(struct buf *out, struct slice packed);

#endif
