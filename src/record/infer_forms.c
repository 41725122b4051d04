/* Formats that a draft may claim.  hostname and the like are left out: nearly every word is one. */
#include "record/infer_forms.h"

#include "schema/format.h"

/* The first that all texts fit is written. */
static const struct {
	const char *name;
	bool (*matches)(struct slice s);
} formats[] = {
	{"uuid",	  format_uuid     },
	 { "date-time", format_date_time},
	    { "date",      format_date	  },
	{ "ipv4",	  format_ipv4     },
	 { "ipv6",	   format_ipv6     },
	    { "email",     format_email    },
	{ "uri",	 format_uri	    },
};

unsigned forms_all(void)
{
	return (FORM_FIRST_FORMAT << ARRAY_SIZE(formats)) - 1;
}

static bool all_are(struct slice s, unsigned of)
{
	for (size_t i = 0; i < s.len; i++)
		if (!format_is(s.ptr[i], of))
			return false;
	return s.len > 0;
}

/* In the grammar of JSON, since that is how a header is read; what leads with 0 is no number but a code. */
static bool is_integer(struct slice s)
{
	struct slice digits = slice_starts(s, SLICE_LIT("-")) ? slice_from(s, 1) : s;

	return digits.len <= 15 && all_are(digits, CHAR_DIGIT) && (digits.ptr[0] != '0' || s.len == 1);
}

/* "urn:x" and "a:b" are URIs too, yet mostly just text with a colon. */
static bool is_meant_as(size_t format, struct slice s)
{
	return formats[format].matches != format_uri || memmem(s.ptr, s.len, "://", 3);
}

unsigned forms_of(struct slice text, unsigned among)
{
	unsigned forms = 0;

	if (among & FORM_INTEGER && is_integer(text))
		forms |= FORM_INTEGER;
	if (among & FORM_BOOLEAN && (slice_is(text, "true") || slice_is(text, "false")))
		forms |= FORM_BOOLEAN;
	for (size_t i = 0; text.len && i < ARRAY_SIZE(formats); i++)
		if (among & FORM_FIRST_FORMAT << i && formats[i].matches(text) && is_meant_as(i, text))
			forms |= FORM_FIRST_FORMAT << i;
	return forms;
}

const char *forms_format(unsigned forms)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (forms & FORM_FIRST_FORMAT << i)
			return formats[i].name;
	return NULL;
}

static bool has(struct slice s, unsigned of)
{
	for (size_t i = 0; i < s.len; i++)
		if (format_is(s.ptr[i], of))
			return true;
	return false;
}

bool looks_like_id(struct slice level)
{
	if (all_are(level, CHAR_DIGIT) || format_uuid(level))
		return true;
	return level.len >= 8 && all_are(level, CHAR_HEX) && has(level, CHAR_DIGIT);
}

bool looks_numbered(struct slice level)
{
	bool is_version =
		level.len > 1 && (level.ptr[0] | 32) == 'v' && all_are(slice_from(level, 1), CHAR_DIGIT);

	return level.len > 1 && format_is_digit(level.ptr[level.len - 1]) && !is_version;
}
