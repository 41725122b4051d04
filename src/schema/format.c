/* The table of formats, and the small ones. */
#include "base/arena.h"
#include "schema/format.h"
#include "schema/regex.h"

enum {
	IN_ALL = (1 << SCHEMA_DIALECTS) - 1,
	IN_OLD = 1 << DIALECT_DRAFT_04 | 1 << DIALECT_DRAFT_06,
	IN_NEW = IN_ALL & ~IN_OLD,
	IN_API = 1 << DIALECT_OPENAPI_3_0 | 1 << DIALECT_OPENAPI_3_1 | 1 << DIALECT_ASYNCAPI,
};

#define DECIMAL(digits)                                                                                      \
	{                                                                                                    \
		.text = { digits, sizeof(digits) - 1 }                                                       \
	}

static const struct integers int32 = { DECIMAL("-2147483648"), DECIMAL("2147483647") };
static const struct integers int64 = { DECIMAL("-9223372036854775808"), DECIMAL("9223372036854775807") };

#undef DECIMAL

/* Of OpenAPI's (its format registry) float, double, binary and password ask nothing that could be judged. */
static const struct format formats[] = {
	{"date-time",	       "a date and time such as 2026-11-21T10:00:00Z",	       IN_ALL, format_date_time,	 NULL  },
	{ "date",		  "a date such as 2026-11-21",			       IN_ALL, format_date,	    NULL	 },
	{ "time",		  "a time such as 10:00:00Z",			      IN_ALL, format_time,	   NULL	},
	{ "duration",	      "a duration such as P3DT12H",			    IN_ALL, format_duration,	     NULL  },
	{ "email",		   "an email address",				       IN_ALL, format_email,	     NULL  },
	{ "idn-email",	       "an email address",					   IN_ALL, format_idn_email,	     NULL  },
	{ "hostname",	      "a host name",					 IN_NEW, format_hostname,	      NULL  },
	{ "hostname",	      "a host name",					 IN_OLD, format_plain_hostname, NULL	 },
	{ "idn-hostname",	  "a host name",					 IN_ALL, format_idn_hostname,   NULL  },
	{ "ipv4",		  "an IPv4 address such as 192.0.2.1",		       IN_ALL, format_ipv4,	    NULL	 },
	{ "ipv6",		  "an IPv6 address such as 2001:db8::1",		 IN_ALL, format_ipv6,	      NULL  },
	{ "uri",		   "a URI with a scheme such as https://example.com/a",   IN_ALL, format_uri,		  NULL  },
	{ "uri-reference",	   "a URI reference",				      IN_ALL, format_uri_reference,  NULL	 },
	{ "iri",		   "an IRI with a scheme such as https://example.com/a",  IN_ALL, format_iri,		   NULL	},
	{ "iri-reference",	   "an IRI reference",				       IN_ALL, format_iri_reference,  NULL  },
	{ "uri-template",	  "a URI template such as /orders/{id}",		 IN_ALL, format_uri_template,   NULL  },
	{ "json-pointer",	  "a JSON pointer such as /lines/0",		     IN_ALL, format_json_pointer,	  NULL  },
	{ "relative-json-pointer", "a relative JSON pointer such as 1/sku",		    IN_ALL,
	  format_relative_json_pointer,										   NULL  },
	{ "uuid",		  "a UUID such as 123e4567-e89b-12d3-a456-426614174000", IN_ALL, format_uuid,	      NULL  },
	{ "regex",		   "a regular expression (ECMA-262)",		      IN_ALL, format_regex,	    NULL	 },
	{ "byte",		  "base64 text",					 IN_API, format_byte,	      NULL  },
	{ "int32",		   "an integer of 32 bits",				    IN_API, NULL,		  &int32},
	{ "int64",		   "an integer of 64 bits",				    IN_API, NULL,		  &int64},
};

#define D (CHAR_DIGIT | CHAR_HEX | CHAR_ATEXT)
#define X (CHAR_LETTER | CHAR_HEX | CHAR_ATEXT)
#define L (CHAR_LETTER | CHAR_ATEXT)
#define A CHAR_ATEXT

const uint8_t format_chars[256] = {
	['0' ... '9'] = D, ['a' ... 'f'] = X,
	['A' ... 'F'] = X, ['g' ... 'z'] = L,
	['G' ... 'Z'] = L, ['!'] = A,
	['#'] = A,	   ['$'] = A,
	['%'] = A,	   ['&'] = A,
	['\''] = A,	   ['*'] = A,
	['+'] = A,	   ['-'] = A | CHAR_HYPHEN,
	['/'] = A,	   ['='] = A,
	['?'] = A,	   ['^'] = A,
	['_'] = A,	   ['`'] = A,
	['{'] = A,	   ['|'] = A,
	['}'] = A,	   ['~'] = A,
};

#undef D
#undef X
#undef L
#undef A

const struct format *format_find(struct slice name, enum schema_dialect dialect)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (formats[i].dialects >> dialect & 1 && slice_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

bool format_byte(struct slice s)
{
	size_t padding = 0;

	if (s.len % 4)
		return false;
	while (padding < 2 && padding < s.len && s.ptr[s.len - 1 - padding] == '=')
		padding++;
	for (size_t i = 0; i < s.len - padding; i++)
		if (!format_is(s.ptr[i], CHAR_LETTER | CHAR_DIGIT) && s.ptr[i] != '+' && s.ptr[i] != '/')
			return false;
	return true;
}

bool format_uuid(struct slice s)
{
	static const uint8_t ends[] = { 8, 13, 18, 23, 36 };
	size_t at = 0;

	if (s.len != 36)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++, at++) {
		unsigned all = CHAR_HEX;

		for (; at < ends[i]; at++)
			all &= format_chars[(unsigned char)s.ptr[at]];
		if (!all || (at < 36 && s.ptr[at] != '-'))
			return false;
	}
	return true;
}

bool format_json_pointer(struct slice s)
{
	if (s.len && s.ptr[0] != '/')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '~' && (i + 1 == s.len || (s.ptr[i + 1] != '0' && s.ptr[i + 1] != '1')))
			return false;
	return true;
}

bool format_relative_json_pointer(struct slice s)
{
	size_t digits = 0;
	struct slice rest;

	while (digits < s.len && format_is_digit(s.ptr[digits]))
		digits++;
	if (!digits || (digits > 1 && s.ptr[0] == '0'))
		return false;
	rest = slice_from(s, digits);
	return slice_is(rest, "#") || format_json_pointer(rest);
}

bool format_regex(struct slice s)
{
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	bool ok = regex_parse(&a, s, &why, &where);

	arena_free(&a);
	return ok;
}
