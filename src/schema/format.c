/* The table of formats, and the small ones. */
#include "base/arena.h"
#include "schema/format.h"
#include "schema/regex.h"

static const struct format formats[] = {
	{"date-time",	       "a date and time such as 2026-11-21T10:00:00Z",	       format_date_time		},
	{ "date",		  "a date such as 2026-11-21",			       format_date		   },
	{ "time",		  "a time such as 10:00:00Z",			      format_time		  },
	{ "duration",	      "a duration such as P3DT12H",			    format_duration		    },
	{ "email",		   "an email address",				       format_email		    },
	{ "idn-email",	       "an email address",					   format_idn_email	    },
	{ "hostname",	      "a host name",					 format_hostname	     },
	{ "idn-hostname",	  "a host name",					 format_idn_hostname	     },
	{ "ipv4",		  "an IPv4 address such as 192.0.2.1",		       format_ipv4		   },
	{ "ipv6",		  "an IPv6 address such as 2001:db8::1",		 format_ipv6		     },
	{ "uri",		   "a URI with a scheme such as https://example.com/a",   format_uri			 },
	{ "uri-reference",	   "a URI reference",				      format_uri_reference	   },
	{ "iri",		   "an IRI with a scheme such as https://example.com/a",  format_iri		  },
	{ "iri-reference",	   "an IRI reference",				       format_iri_reference	    },
	{ "uri-template",	  "a URI template such as /orders/{id}",		 format_uri_template	     },
	{ "json-pointer",	  "a JSON pointer such as /lines/0",		     format_json_pointer	 },
	{ "relative-json-pointer", "a relative JSON pointer such as 1/sku",		    format_relative_json_pointer},
	{ "uuid",		  "a UUID such as 123e4567-e89b-12d3-a456-426614174000", format_uuid		     },
	{ "regex",		   "a regular expression (ECMA-262)",		      format_regex		   },
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

const struct format *format_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (slice_is(name, formats[i].name))
			return &formats[i];
	return NULL;
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
