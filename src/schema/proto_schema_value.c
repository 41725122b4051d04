/* JSON Schemas of single values: one row per scalar kind and per well-known form.
 *
 * Integers come as numbers or as strings, those of 64 bits are strings in canonical form, and strings cannot
 * be bounded by number: their patterns are spelled out digit by digit. */
#include "base/text.h"
#include "schema/proto_schema.h"

struct node *proto_make_map(const struct proto_maker *k)
{
	return proto_node(k->arena, NODE_MAP, k->at);
}

struct node *proto_make_text(const struct proto_maker *k, struct slice text)
{
	struct node *n = proto_node(k->arena, NODE_TEXT, k->at);

	n->text = arena_copy(k->arena, text);
	return n;
}

struct node *proto_make_bool(const struct proto_maker *k, bool truth)
{
	struct node *n = proto_node(k->arena, NODE_BOOL, k->at);

	n->truth = truth;
	return n;
}

static struct node *make_number(const struct proto_maker *k, struct slice text)
{
	struct node *n = proto_node(k->arena, NODE_NUMBER, k->at);

	n->text = arena_copy(k->arena, text);
	return n;
}

void proto_set(const struct proto_maker *k, struct node *map, const char *key, struct node *value)
{
	node_set(k->arena, map, slice_str(key), value);
}

void proto_set_text(const struct proto_maker *k, struct node *map, const char *key, const char *value)
{
	proto_set(k, map, key, proto_make_text(k, slice_str(value)));
}

static struct node *make_list(const struct proto_maker *k)
{
	return proto_node(k->arena, NODE_LIST, k->at);
}

struct node *proto_make_typed(const struct proto_maker *k, const char *type, const char *other)
{
	struct node *schema = proto_make_map(k), *list;

	if (!other) {
		proto_set_text(k, schema, "type", type);
		return schema;
	}
	list = make_list(k);
	node_append(k->arena, list, proto_make_text(k, slice_str(type)));
	node_append(k->arena, list, proto_make_text(k, slice_str(other)));
	proto_set(k, schema, "type", list);
	return schema;
}

static void allow_null(const struct proto_maker *k, struct node *schema)
{
	struct node *type = node_get(schema, "type"), *list = type;

	if (!type)
		return;
	if (type->kind == NODE_TEXT) {
		list = make_list(k);
		node_append(k->arena, list, type);
	}
	node_append(k->arena, list, proto_make_text(k, SLICE_LIT("null")));
	proto_set(k, schema, "type", list);
}

/* --- patterns of bounded integers */

/* 0, or up to as many digits as `most` has, and where it has as many, not more. */
static void add_up_to(struct buf *out, const char *most)
{
	size_t n = strlen(most);

	buf_printf(out, "0|[1-9][0-9]{0,%zu}", n - 2);
	for (size_t i = 0; i < n; i++) {
		char low = i ? '0' : '1', high = (char)(most[i] - 1);

		if (high >= low)
			buf_printf(out, "|%.*s[%c-%c][0-9]{%zu}", (int)i, most, low, high, n - i - 1);
	}
	buf_printf(out, "|%s", most);
}

static void add_integer(struct buf *out, const char *least, const char *most)
{
	if (least[0] == '-') {
		buf_str(out, "-(?:");
		add_up_to(out, least + 1);
		buf_str(out, ")|");
	}
	add_up_to(out, most);
}

/* --- scalars */

#define FLOATING "^(?:NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$"
/* Standard and URL-safe alphabet, with and without padding. */
#define BASE64 "^(?:[-A-Za-z0-9+/_]{4})*(?:[-A-Za-z0-9+/_]{2}(?:==)?|[-A-Za-z0-9+/_]{3}=?)?$"
/* Lifelike ones, where any number of 64 bits would do. */
#define SOME_INTEGER "^[1-9][0-9]{0,6}$"

static const struct scalar {
	enum proto_kind kind;
	const char *type, *other; /* the canonical one first */
	const char *least, *most; /* integers: the pattern comes from them */
	const char *pattern;
	const char *made; /* canonical strings: pattern, or encoding if it begins with a letter */
} scalars[] = {
	{KIND_DOUBLE,    "number",	 "string",  "-1.7976931348623157e308", "1.7976931348623157e308", FLOATING,
	  NULL													     },
	{ KIND_FLOAT,    "number",	"string",  "-3.4028235e38",	   "3.4028235e38",	   FLOATING, NULL	  },
	{ KIND_INT32,    "integer", "string",  "-2147483648",		  "2147483647",		NULL,     NULL	   },
	{ KIND_SINT32,   "integer", "string",  "-2147483648",		   "2147483647",		 NULL,     NULL	    },
	{ KIND_SFIXED32, "integer", "string",  "-2147483648",	     "2147483647",		   NULL,	 NULL	      },
	{ KIND_UINT32,   "integer", "string",  "0",			 "4294967295",	       NULL,     NULL	  },
	{ KIND_FIXED32,	"integer", "string",  "0",			  "4294967295",		NULL,     NULL	   },
	{ KIND_INT64,    "string",	"integer", "-9223372036854775808",	   "9223372036854775807",	  NULL,
	  SOME_INTEGER												     },
	{ KIND_SINT64,   "string",	 "integer", "-9223372036854775808",    "9223372036854775807",	   NULL,
	  SOME_INTEGER												     },
	{ KIND_SFIXED64, "string",  "integer", "-9223372036854775808",    "9223372036854775807",    NULL,
	  SOME_INTEGER												     },
	{ KIND_UINT64,   "string",	 "integer", "0",			 "18446744073709551615",	 NULL,     SOME_INTEGER},
	{ KIND_FIXED64,	"string",  "integer", "0",			  "18446744073709551615",	  NULL,	SOME_INTEGER},
	{ KIND_BOOL,     "boolean", NULL,      NULL,			    NULL,			  NULL,	NULL	     },
	{ KIND_STRING,   "string",	 NULL,      NULL,			     NULL,			   NULL,	 NULL	      },
	{ KIND_BYTES,    "string",	NULL,      NULL,			    NULL,			  BASE64,	  "base64"	   },
};

static const struct scalar *scalar_of(enum proto_kind kind)
{
	size_t i = 0;

	while (scalars[i].kind != kind)
		i++;
	return &scalars[i];
}

/* What a sentence calls it instead of the pattern or the types: "int32 (-2147483648 to 2147483647)". */
static void expect(const struct proto_maker *k, struct node *schema, const char *what, const char *least,
		   const char *most)
{
	struct node *hint = proto_make_map(k);

	proto_set_text(k, hint, "expected",
		       least ? arena_printf(k->arena, "of type %s (%s to %s)", what, least, most)
			     : arena_printf(k->arena, "of type %s", what));
	proto_set(k, schema, "x-understudy-made", hint);
}

static void set_pattern(const struct proto_maker *k, struct node *schema, const struct scalar *s)
{
	BUF_AUTO struct buf pattern = BUF_INIT(0);

	if (s->pattern) {
		buf_str(&pattern, s->pattern);
	} else if (s->least) {
		buf_str(&pattern, "^(?:");
		add_integer(&pattern, s->least, s->most);
		buf_str(&pattern, ")$");
	}
	if (pattern.len)
		proto_set(k, schema, "pattern", proto_make_text(k, buf_view(&pattern)));
	if (pattern.len)
		expect(k, schema, proto_kind_name(s->kind), s->least, s->most);
}

static void set_bounds(const struct proto_maker *k, struct node *schema, const struct scalar *s)
{
	if (!s->least)
		return;
	proto_set(k, schema, "minimum", make_number(k, slice_str(s->least)));
	proto_set(k, schema, "maximum", make_number(k, slice_str(s->most)));
}

/* As ProtoJSON writers have it. */
static struct node *canonical_scalar(const struct proto_maker *k, const struct scalar *s)
{
	struct node *schema = proto_make_typed(k, s->type, NULL);

	if (!s->made)
		set_bounds(k, schema, s);
	else if (s->made[0] == '^')
		proto_set_text(k, schema, "pattern", s->made);
	else
		proto_set_text(k, schema, "contentEncoding", s->made);
	return schema;
}

struct node *proto_scalar_schema(const struct proto_maker *k, enum proto_kind kind, bool nullable)
{
	const struct scalar *s = scalar_of(kind);
	struct node *schema = proto_make_typed(k, s->type, s->other);

	set_bounds(k, schema, s);
	set_pattern(k, schema, s);
	if (nullable)
		allow_null(k, schema);
	if (s->other || s->made || nullable)
		proto_set(k, schema, PROTO_CANONICAL, canonical_scalar(k, s));
	return schema;
}

/* "The JSON object's keys are strings": what the key's kind would be, as a string. */
struct node *proto_key_schema(const struct proto_maker *k, enum proto_kind kind)
{
	struct node *schema = proto_make_map(k), *canonical = proto_make_map(k);

	if (kind == KIND_BOOL) {
		proto_set_text(k, schema, "pattern", "^(?:true|false)$");
		return schema;
	}
	set_pattern(k, schema, scalar_of(kind));
	if (kind != KIND_STRING) {
		proto_set_text(k, canonical, "pattern", SOME_INTEGER);
		proto_set(k, schema, PROTO_CANONICAL, canonical);
	}
	return schema;
}

/* --- enums */

static bool is_unspecified(const struct proto_enum_value *v)
{
	return !v->number && slice_ends(v->name, SLICE_LIT("UNSPECIFIED"));
}

/* The first name of each number; the "unspecified" zero only where there is no other. */
static struct node *canonical_enum(const struct proto_maker *k, const struct proto_enum *e)
{
	struct node *schema = proto_make_map(k), *names = make_list(k);

	for (size_t i = 0; i < e->n; i++)
		if (proto_enum_numbered(e, e->values[i].number) == &e->values[i] &&
		    (!is_unspecified(&e->values[i]) || e->n == 1))
			node_append(k->arena, names, proto_make_text(k, e->values[i].name));
	proto_set(k, schema, "enum", names);
	return schema;
}

static struct node *null_schema(const struct proto_maker *k)
{
	return proto_make_typed(k, "null", NULL);
}

/* proto3's are open: any number of 32 bits may come. */
static struct node *open_enum(const struct proto_maker *k, struct node *names, bool nullable)
{
	struct node *schema = proto_make_map(k), *any = make_list(k), *named = proto_make_map(k);
	struct node *number = proto_make_typed(k, "integer", NULL);

	proto_set(k, named, "enum", names);
	set_bounds(k, number, scalar_of(KIND_INT32));
	node_append(k->arena, any, named);
	node_append(k->arena, any, number);
	if (nullable)
		node_append(k->arena, any, null_schema(k));
	proto_set(k, schema, "anyOf", any);
	return schema;
}

static struct node *closed_enum(const struct proto_maker *k, const struct proto_enum *e, struct node *names,
				bool nullable)
{
	struct node *schema = proto_make_map(k);
	char number[16];

	for (size_t i = 0; i < e->n; i++) {
		if (proto_enum_numbered(e, e->values[i].number) != &e->values[i])
			continue;
		snprintf(number, sizeof(number), "%d", e->values[i].number);
		node_append(k->arena, names, make_number(k, slice_str(number)));
	}
	if (nullable)
		node_append(k->arena, names, proto_node(k->arena, NODE_NULL, k->at));
	proto_set(k, schema, "enum", names);
	return schema;
}

struct node *proto_enum_schema(const struct proto_maker *k, const struct proto_enum *e, bool nullable)
{
	struct node *names = make_list(k), *schema;

	if (e->is_null)
		return null_schema(k);
	for (size_t i = 0; i < e->n; i++)
		node_append(k->arena, names, proto_make_text(k, e->values[i].name));
	schema = e->at.file->syntax == PROTO_3 ? open_enum(k, names, nullable)
					       : closed_enum(k, e, names, nullable);
	proto_set(k, schema, PROTO_CANONICAL, canonical_enum(k, e));
	return schema;
}

/* --- messages with a form of their own */

#define TIME                                                                                                 \
	"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\\.[0-9]{1,9})?"                 \
	"(?:Z|[-+][0-9]{2}:[0-9]{2})$"
#define PATH "[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z][A-Za-z0-9]*)*"

static struct node *timestamp_schema(const struct proto_maker *k)
{
	struct node *schema = proto_make_typed(k, "string", NULL),
		    *made = proto_make_typed(k, "string", NULL);

	proto_set_text(k, schema, "format", "date-time");
	proto_set_text(k, schema, "pattern", TIME);
	expect(k, schema, "google.protobuf.Timestamp, such as \"2026-11-21T10:00:00Z\"", NULL, NULL);
	proto_set_text(k, made, "format", "date-time");
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

/* At most 315,576,000,000 seconds (10,000 years), with up to nine digits behind the point. */
static struct node *duration_schema(const struct proto_maker *k)
{
	BUF_AUTO struct buf pattern = BUF_INIT(0);
	struct node *schema = proto_make_typed(k, "string", NULL),
		    *made = proto_make_typed(k, "string", NULL);

	buf_str(&pattern, "^-?(?:");
	add_up_to(&pattern, "315576000000");
	buf_str(&pattern, ")(?:\\.[0-9]{1,9})?s$");
	proto_set(k, schema, "pattern", proto_make_text(k, buf_view(&pattern)));
	expect(k, schema, "google.protobuf.Duration, such as \"1.5s\"", NULL, NULL);
	proto_set_text(k, made, "pattern", "^[1-9][0-9]{0,3}(?:\\.[1-9]00)?s$");
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

static struct node *mask_schema(const struct proto_maker *k)
{
	struct node *schema = proto_make_typed(k, "string", NULL),
		    *made = proto_make_typed(k, "string", NULL);

	proto_set_text(k, schema, "pattern", "^(?:" PATH "(?:," PATH ")*)?$");
	expect(k, schema, "google.protobuf.FieldMask, such as \"name,address.city\"", NULL, NULL);
	proto_set_text(k, made, "pattern", "^(?:name|status|description)$");
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

static struct node *require(const struct proto_maker *k, struct node *schema, const char *name)
{
	struct node *list = node_get(schema, "required");

	if (!list)
		list = make_list(k);
	node_append(k->arena, list, proto_make_text(k, slice_str(name)));
	proto_set(k, schema, "required", list);
	return schema;
}

/* {"@type": "…/full.Name"} and the members of that; what is made holds a string. */
static struct node *any_schema(const struct proto_maker *k)
{
	struct node *schema = proto_make_typed(k, "object", NULL),
		    *type = proto_make_typed(k, "string", NULL);
	struct node *properties = proto_make_map(k), *made = proto_make_typed(k, "object", NULL);
	struct node *made_properties = proto_make_map(k), *made_type = proto_make_map(k);

	proto_set_text(k, type, "pattern", "/[A-Za-z_][A-Za-z0-9_.]*$");
	proto_set(k, properties, "@type", type);
	proto_set(k, schema, "properties", properties);
	proto_set_text(k, made_type, "const", "type.googleapis.com/google.protobuf.StringValue");
	proto_set(k, made_properties, "@type", made_type);
	proto_set(k, made_properties, "value", proto_make_typed(k, "string", NULL));
	proto_set(k, made, "properties", made_properties);
	require(k, require(k, made, "@type"), "value");
	proto_set(k, made, "additionalProperties", proto_make_bool(k, false));
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

static struct node *form_schema(const struct proto_maker *k, const struct proto_message *m, bool nullable)
{
	const struct proto_field *value = m->n ? m->fields[0] : NULL;

	switch (m->form) {
	case FORM_TIMESTAMP:
		return timestamp_schema(k);
	case FORM_DURATION:
		return duration_schema(k);
	case FORM_FIELD_MASK:
		return mask_schema(k);
	case FORM_WRAPPER:
		return proto_scalar_schema(k, value->kind, nullable);
	case FORM_STRUCT:
		return proto_make_typed(k, "object", NULL);
	case FORM_LIST:
		return proto_make_typed(k, "array", NULL);
	case FORM_ANY:
		return any_schema(k);
	default:
		return proto_make_map(k);
	}
}

struct node *proto_form_schema(const struct proto_maker *k, const struct proto_message *m, bool nullable)
{
	struct node *schema = form_schema(k, m, nullable), *made;

	if (!nullable || m->form == FORM_WRAPPER || m->form == FORM_VALUE)
		return schema;
	made = node_get(schema, PROTO_CANONICAL);
	if (!made)
		made = node_copy(k->arena, schema);
	allow_null(k, schema);
	proto_set(k, schema, PROTO_CANONICAL, made);
	return schema;
}

/* --- default values */

static struct node *bytes_node(const struct proto_maker *k, struct slice bytes)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	base64_add(&text, bytes);
	return proto_make_text(k, buf_view(&text));
}

static bool is_plain_number(struct slice text)
{
	struct slice digits = slice_from(text, slice_starts(text, SLICE_LIT("-")));

	if (!digits.len || (digits.ptr[0] == '0' && digits.len > 1))
		return false;
	for (size_t i = 0; i < digits.len; i++)
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return false;
	return true;
}

/* Numbers only where they are written as in JSON. */
struct node *proto_default_node(const struct proto_maker *k, const struct proto_field *f)
{
	const struct scalar *s;

	if (!f->default_text.ptr || f->label == LABEL_REPEATED)
		return NULL;
	if (f->kind == KIND_BYTES)
		return bytes_node(k, f->default_text);
	if (f->kind == KIND_STRING || f->kind == KIND_ENUM)
		return proto_make_text(k, f->default_text);
	if (f->kind == KIND_BOOL)
		return proto_make_bool(k, slice_is(f->default_text, "true"));
	if (!is_plain_number(f->default_text))
		return NULL;
	s = scalar_of(f->kind);
	return s->type[0] == 's' ? proto_make_text(k, f->default_text) : make_number(k, f->default_text);
}
