/* The attributes of CloudEvents 1.0 ("Context Attributes"), one row each. */
#include "contract/cloudevents_rules.h"

#include "schema/format.h"

static bool is_filled(struct slice s)
{
	return s.len > 0;
}

static bool is_version(struct slice s)
{
	return slice_is(s, "1.0");
}

static bool is_reference(struct slice s)
{
	return s.len && format_uri_reference(s);
}

/* RFC 2046: type "/" subtype. */
static bool is_media_type(struct slice s)
{
	struct slice type = media_type_of(s);
	size_t slash = slice_find(type, '/');

	return slash > 0 && slash + 1 < type.len;
}

static const struct event_rule rules[] = {
	{"specversion",	 true,  "\"1.0\"",				  is_version	     },
	{ "id",		true,  "a text that is not empty",		  is_filled	    },
	{ "source",	    true,  "a URI reference that is not empty",	       is_reference    },
	{ "type",		  true,	"a text that is not empty",		    is_filled	      },
	{ "time",		  false, "a timestamp such as 2026-11-21T10:00:00Z", format_date_time},
	{ "datacontenttype", false, "a media type",				    is_media_type	  },
	{ "dataschema",	false, "an absolute URI",			  format_uri	     },
	{ "subject",	     false, "a text that is not empty",			is_filled	  },
};

const struct event_rule *event_rule_at(size_t i)
{
	return i < ARRAY_SIZE(rules) ? &rules[i] : NULL;
}

const struct event_rule *event_rule_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (slice_is(name, rules[i].name))
			return &rules[i];
	return NULL;
}

/* "CloudEvents attribute names MUST consist of lower-case letters or digits". */
bool event_name_is_legal(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((name.ptr[i] < 'a' || name.ptr[i] > 'z') && (name.ptr[i] < '0' || name.ptr[i] > '9'))
			return false;
	return name.len > 0;
}

/* HTTP and most others; Kafka; AMQP's two; MQTT 5 has none. */
static const char *const prefixes[] = { "ce-", "ce_", "cloudEvents:", "cloudEvents_", "" };

struct slice event_prefix_of(struct slice header)
{
	static const struct slice last = SLICE_LIT("specversion");

	if (header.len < last.len || !slice_eq_ignoring_case(slice_from(header, header.len - last.len), last))
		return SLICE_NONE;
	header.len -= last.len;
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (slice_eq_ignoring_case(header, slice_str(prefixes[i])))
			return slice_str(prefixes[i]);
	return SLICE_NONE;
}

bool event_attribute_of(struct slice header, struct slice prefix, struct slice *name)
{
	if (!slice_eq_ignoring_case(slice_first(header, prefix.len), prefix))
		return false;
	*name = slice_from(header, prefix.len);
	return true;
}
