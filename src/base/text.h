/* Small helpers about text: UTF-8, "did you mean", durations, sizes, base64, times of day. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"

/* Well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.  U+0000 is legal. */
bool utf8_is_valid(struct slice s);
/* How many bytes at the front are: all of them, or the offset of the first that is wrong. */
size_t utf8_valid_prefix(struct slice s);
/* Code points in well-formed UTF-8. */
size_t utf8_count(struct slice s);
/* Appends one code point. */
void utf8_add(struct buf *b, uint32_t code_point);

/* The candidate nearest to `wrong` within a third of its length in edits (swaps of neighbours count one),
 * or absent.  `n` candidates. */
struct slice nearest_name(struct slice wrong, const struct slice *candidates, size_t n);
/* The edits between two names, or SIZE_MAX when more than `most`. */
size_t edit_distance(struct slice a, struct slice b, size_t most);

/* "500us" "20ms" "5s" "2m" "1h" "1.5s" to microseconds.  False: not one (a bare number is none). */
bool duration_parse(struct slice s, int64_t *us);
void duration_add(struct buf *b, int64_t us); /* the shortest of the same forms */

/* "2026-11-21T10:00:01.113402Z" and back.  The parser takes any RFC 3339 offset and precision. */
void time_add(struct buf *b, int64_t wall_us);
bool time_parse(struct slice s, int64_t *wall_us);

void base64_add(struct buf *b, struct slice bytes);
/* False on anything but canonical padded base64. */
bool base64_decode(struct slice text, struct buf *out);

/* A JSON string, quoted and escaped.  Bytes that are not UTF-8 become U+FFFD. */
void json_string_add(struct buf *b, struct slice s);
/* One token of a JSON pointer with the / before it: ~ and / inside escaped. */
void json_pointer_add(struct buf *b, struct slice token);

/* A whole non-negative decimal number that fits. */
bool number_parse(struct slice s, uint64_t *value);

/* For a terminal or a log line: control characters and broken UTF-8 become \xNN, cut at `most` bytes
 * with "..." behind. */
void printable_add(struct buf *b, struct slice s, size_t most);

#endif
