/* The formats of JSON Schema, each a matcher written from its standard. */
#ifndef SCHEMA_FORMAT_H
#define SCHEMA_FORMAT_H

#include "schema/number.h"
#include "schema/schema.h"

struct integers {
	struct decimal least, most;
};

/* A format asks something of strings (`matches`), or of numbers (`integers`). */
struct format {
	const char *name;
	const char *meaning; /* "a date such as 2026-11-21": what a value must be */
	unsigned dialects;   /* bits by enum schema_dialect */
	bool (*matches)(struct slice s);
	const struct integers *integers;
};

/* What the name means in that dialect.  NULL: an unknown format, which asserts nothing. */
const struct format *format_find(struct slice name, enum schema_dialect dialect);

bool format_date(struct slice s);	    /* RFC 3339 full-date */
bool format_time(struct slice s);	    /* RFC 3339 full-time */
bool format_date_time(struct slice s);	    /* RFC 3339 date-time */
bool format_duration(struct slice s);	    /* RFC 3339 appendix A */
bool format_ipv4(struct slice s);	    /* RFC 2673, 3.2 */
bool format_ipv6(struct slice s);	    /* RFC 4291, 2.2 */
bool format_hostname(struct slice s);	    /* RFC 1123, 2.1; A-labels by RFC 5891 */
bool format_plain_hostname(struct slice s); /* RFC 1123, 2.1, before there were A-labels */
bool format_idn_hostname(struct slice s);   /* RFC 5890, 2.3.2.3 */
bool format_email(struct slice s);	    /* RFC 5321, 4.1.2 */
bool format_idn_email(struct slice s);	    /* RFC 6531 */
bool format_uri(struct slice s);	    /* RFC 3986 */
bool format_uri_reference(struct slice s);
bool format_iri(struct slice s); /* RFC 3987 */
bool format_iri_reference(struct slice s);
bool format_uri_template(struct slice s);	   /* RFC 6570 */
bool format_json_pointer(struct slice s);	   /* RFC 6901 */
bool format_relative_json_pointer(struct slice s); /* draft-handrews-relative-json-pointer-01 */
bool format_uuid(struct slice s);		   /* RFC 4122 */
bool format_regex(struct slice s);		   /* ECMA-262 */
bool format_byte(struct slice s);		   /* RFC 4648, 4 */

/* What an ASCII character may be part of, by table: one look instead of many comparisons. */
enum { CHAR_DIGIT = 1, CHAR_LETTER = 2, CHAR_HEX = 4, CHAR_ATEXT = 8, CHAR_HYPHEN = 16 };
extern const uint8_t format_chars[256];

static inline bool format_is(char c, unsigned of)
{
	return format_chars[(unsigned char)c] & of;
}

static inline bool format_is_digit(char c)
{
	return format_is(c, CHAR_DIGIT);
}

static inline bool format_is_letter(char c)
{
	return format_is(c, CHAR_LETTER);
}

static inline bool format_is_hex(char c)
{
	return format_is(c, CHAR_HEX);
}

#endif
