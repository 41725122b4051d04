/* The rows' own functions, and what they share when they write JSON. */
#ifndef SCHEMA_CONTENT_WIRE_H
#define SCHEMA_CONTENT_WIRE_H

#include "schema/content.h"

bool cbor_to_json(struct slice bytes, struct buf *json, struct wire_error *why);
bool cbor_from_json(const struct node *value, struct buf *bytes, struct wire_error *why);
bool messagepack_to_json(struct slice bytes, struct buf *json, struct wire_error *why);
bool messagepack_from_json(const struct node *value, struct buf *bytes, struct wire_error *why);
/* Only look at the bytes; nothing is appended. */
bool text_check(struct slice bytes, struct buf *json, struct wire_error *why);
bool xml_check(struct slice bytes, struct buf *json, struct wire_error *why);

/* Sets `why`; false, so that failing is one line.  The text is static. */
bool wire_fail(struct wire_error *why, size_t at, const char *text);

/* The shortest decimal that reads back as the same number of that width, with a point or an exponent;
 * "NaN", "Infinity" and "-Infinity" as strings (as in Protobuf's JSON mapping). */
void json_double_add(struct buf *json, double value);
void json_float_add(struct buf *json, float value);
void json_base64_add(struct buf *json, struct slice bytes);
/* A string behind the one that ends there: the two become one. */
void json_string_join(struct buf *json, size_t second);

/* What a JSON number is best written as. */
enum number_form { NUMBER_UNSIGNED, NUMBER_NEGATIVE, NUMBER_INTEGER, NUMBER_DOUBLE, NUMBER_DECIMAL };
struct number_read {
	enum number_form form; /* INTEGER: of more than 64 bits; DECIMAL: no double has its value */
	uint64_t magnitude;    /* UNSIGNED: the value; NEGATIVE: -1 - value, as CBOR has it */
	double real;	       /* DOUBLE and DECIMAL: the nearest */
};
struct number_read number_read(struct slice text);

#endif
