/* Messages: their fields, oneofs, maps, groups, reserved and extension ranges. */
#include "schema/proto_parse.h"

struct proto_kind_word {
	const char *word;
	enum proto_kind kind;
};

static const struct proto_kind_word kinds[] = {
	{"double",	    KIND_DOUBLE	},
	     { "float",	KIND_FLOAT   },
	    { "int32",     KIND_INT32	  },
	{ "int64",	   KIND_INT64   },
	     { "uint32",	 KIND_UINT32  },
	    { "uint64",	KIND_UINT64  },
	{ "sint32",    KIND_SINT32	},
	     { "sint64",	 KIND_SINT64  },
	    { "fixed32",	 KIND_FIXED32 },
	{ "fixed64",   KIND_FIXED64 },
	     { "sfixed32",  KIND_SFIXED32},
	    { "sfixed64",  KIND_SFIXED64},
	{ "bool",	  KIND_BOOL    },
	     { "string",	 KIND_STRING  },
	    { "bytes",     KIND_BYTES	  },
	{ "an enum",   KIND_ENUM    },
	     { "a message", KIND_MESSAGE },
	    { "a group",	 KIND_GROUP   },
};

enum proto_kind proto_kind_of(struct slice word)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].kind <= KIND_BYTES && slice_is(word, kinds[i].word))
			return kinds[i].kind;
	return KIND_NONE;
}

const char *proto_kind_name(enum proto_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].kind == kind)
			return kinds[i].word;
	return "an unknown type";
}

/* --- names in JSON */

/* "Lower camel case": an underscore goes, the letter behind it is a capital. */
static struct slice camel_case(struct arena *a, struct slice name)
{
	char *out = arena_alloc(a, name.len + 1);
	bool capital = false;
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (c == '_') {
			capital = true;
			continue;
		}
		out[n++] = capital && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
		capital = false;
	}
	return slice_of(out, n);
}

static struct slice lower_case(struct arena *a, struct slice name)
{
	char *out = arena_strdup(a, name);

	for (size_t i = 0; i < name.len; i++)
		if (out[i] >= 'A' && out[i] <= 'Z')
			out[i] = (char)(out[i] - 'A' + 'a');
	return slice_of(out, name.len);
}

/* --- options of a field */

static void set_default(struct proto_parser *p, struct proto_field *f, const struct proto_option *o)
{
	struct proto_token at = { .line = o->at.line, .col = o->at.col };

	if (p->file->syntax == PROTO_3)
		parse_error_at(p, &at, "proto3 has no explicit default values");
	if (f->default_text.ptr)
		parse_error_at(p, &at, "\"default\" is there twice");
	f->default_text = o->text.ptr ? o->text : SLICE_LIT("{");
	f->default_is_text = o->kind == TOKEN_TEXT;
	f->default_at = o->value_at;
}

static void take_field_option(struct proto_parser *p, void *owner, const struct proto_option *o)
{
	struct proto_field *f = owner;
	struct proto_token at = { .line = o->value_at.line, .col = o->value_at.col };

	if (slice_is(o->name, "default")) {
		set_default(p, f, o);
	} else if (slice_is(o->name, "packed")) {
		f->packed_said = true;
		f->packed = parse_option_bool(p, o);
	} else if (slice_is(o->name, "json_name")) {
		if (o->kind != TOKEN_TEXT)
			parse_error_at(p, &at, "\"json_name\" must be a string");
		else if (f->is_extension)
			parse_error_at(p, &at, "an extension has no \"json_name\" of its own");
		else if (slice_find(o->text, '\0') < o->text.len)
			parse_error_at(p, &at, "\"json_name\" holds a NUL");
		f->json_name = o->text;
		f->json_name_said = true;
	} else if (slice_is(o->name, "deprecated") || slice_is(o->name, "lazy") ||
		   slice_is(o->name, "unverified_lazy") || slice_is(o->name, "weak")) {
		parse_option_bool(p, o);
	}
}

/* --- fields */

static enum proto_label read_label(struct proto_parser *p)
{
	static const struct {
		const char *word;
		enum proto_label label;
	} labels[] = {
		{"optional",  LABEL_OPTIONAL},
		{ "required", LABEL_REQUIRED},
		{ "repeated", LABEL_REPEATED}
	};

	for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
		if (parse_take(p, labels[i].word))
			return labels[i].label;
	return LABEL_NONE;
}

static void read_number(struct proto_parser *p, struct proto_field *f)
{
	parse_want(p, "=");
	f->number_at = parse_at(p);
	f->number = parse_number(p, false);
}

static void set_type(struct proto_parser *p, struct proto_field *f)
{
	f->type_at = parse_at(p);
	f->kind = p->now.kind == TOKEN_NAME ? proto_kind_of(p->now.text) : KIND_NONE;
	if (f->kind)
		parse_next(p);
	else
		f->type_name = parse_full_name(p, true).text;
}

/* map<K, V> is a repeated message with the fields key and value ("Backwards compatibility"). */
static struct proto_message *map_entry(struct proto_parser *p, struct proto_message *up,
				       struct proto_field *map)
{
	struct proto_message *entry = arena_new(p->arena, struct proto_message);
	static const struct slice names[] = { SLICE_LIT("key"), SLICE_LIT("value") };

	entry->is_map_entry = true;
	entry->up = up;
	entry->at = map->type_at;
	for (unsigned i = 0; i < 2; i++) {
		struct proto_field *f = arena_new(p->arena, struct proto_field);

		*f = (struct proto_field){ .name = names[i], .json_name = names[i], .number = i + 1 };
		f->has_presence = true;
		set_type(p, f);
		f->at = f->number_at = f->type_at;
		parse_want(p, i ? ">" : ",");
		PROTO_ADD(p->arena, entry->fields, entry->n, entry->room, f);
	}
	return entry;
}

/* OrderLinesEntry for order_lines. */
static struct slice entry_name(struct proto_parser *p, struct slice field)
{
	char *name = arena_printf(p->arena, "_%.*sEntry", SLICE_FMT(field));
	struct slice camel = camel_case(p->arena, slice_str(name));

	return camel;
}

static void read_map(struct proto_parser *p, struct proto_message *up, struct proto_field *f)
{
	struct proto_token at = { .line = f->type_at.line, .col = f->type_at.col };

	if (f->label || f->oneof)
		parse_error_at(p, &at, f->oneof ? "a oneof holds no maps" : "a map has no label");
	if (f->is_extension)
		parse_error_at(p, &at, "an extension cannot be a map");
	f->label = LABEL_REPEATED;
	f->is_map = true;
	f->kind = KIND_MESSAGE;
	parse_want(p, "<");
	f->message = map_entry(p, up, f);
}

static void finish_map(struct proto_parser *p, struct proto_message *up, struct proto_field *f)
{
	struct proto_message *entry = f->message;

	entry->name = entry_name(p, f->name);
	entry->full_name = parse_join(p->arena, p->scope, entry->name);
	if (up)
		PROTO_ADD(p->arena, up->messages, up->n_messages, up->room_messages, entry);
}

/* "optional group Item = 1 { ... }": a field item whose message is Item. */
static void read_group(struct proto_parser *p, struct proto_message *up, struct proto_field *f)
{
	struct proto_name name = { .at = parse_at(p) };

	if (p->file->syntax == PROTO_3)
		parse_error(p, "proto3 has no groups");
	name.text = parse_name(p, "the group's name");
	if (name.text.len && (name.text.ptr[0] < 'A' || name.text.ptr[0] > 'Z'))
		parse_error(p, "a group's name begins with a capital letter");
	f->kind = KIND_GROUP;
	f->at = name.at;
	f->name = lower_case(p->arena, name.text);
	read_number(p, f);
	parse_option_list(p, OPTION_FIELD, take_field_option, f);
	f->message = parse_message_body(p, up, name);
	if (up)
		PROTO_ADD(p->arena, up->messages, up->n_messages, up->room_messages, f->message);
	else
		PROTO_ADD(p->arena, p->file->messages, p->file->n_messages, p->file->room_messages,
			  f->message);
}

static void check_label(struct proto_parser *p, const struct proto_field *f, const struct proto_token *at)
{
	if (f->oneof && f->label)
		parse_error_at(p, at, "a field of a oneof has no label");
	else if (f->label == LABEL_REQUIRED && p->file->syntax == PROTO_3)
		parse_error_at(p, at, "proto3 has no required fields");
	else if (!f->label && !f->oneof && !f->is_map && p->file->syntax == PROTO_2)
		parse_error_at(p, at,
			       "\"required\", \"optional\" or \"repeated\" is missing: this is proto2");
}

struct proto_field *parse_field(struct proto_parser *p, struct proto_message *up, struct proto_oneof *in,
				bool is_extension)
{
	struct proto_field *f = arena_new(p->arena, struct proto_field);
	struct proto_token first = p->now;
	struct slice json;

	f->oneof = in;
	f->is_extension = is_extension;
	f->type_at = parse_at(p);
	f->label = read_label(p);
	if (parse_is(p, "group")) {
		parse_next(p);
		check_label(p, f, &first);
		read_group(p, up, f);
	} else {
		f->type_at = parse_at(p);
		set_type(p, f);
		if (slice_is(f->type_name, "map") && parse_is(p, "<"))
			read_map(p, up, f);
		check_label(p, f, &first);
		f->at = parse_at(p);
		f->name = parse_name(p, "the field's name");
		read_number(p, f);
		parse_option_list(p, OPTION_FIELD, take_field_option, f);
		parse_want(p, ";");
		if (f->is_map)
			finish_map(p, up, f);
	}
	json = is_extension ? slice_str(arena_printf(p->arena, "[%.*s]",
						     SLICE_FMT(parse_join(p->arena, p->scope, f->name))))
			    : camel_case(p->arena, f->name);
	if (!f->json_name_said)
		f->json_name = json;
	/* Singular fields without a label have no presence in proto3, but for messages. */
	f->has_presence = f->label != LABEL_REPEATED && (f->label || f->oneof || p->file->syntax == PROTO_2);
	return f;
}

/* --- the rest of a message */

static void read_oneof(struct proto_parser *p, struct proto_message *m)
{
	struct proto_oneof *one = arena_new(p->arena, struct proto_oneof);

	one->at = parse_at(p);
	one->name = parse_name(p, "the oneof's name");
	parse_want(p, "{");
	while (!p->failed && !parse_take(p, "}")) {
		struct proto_field *f;

		if (parse_take(p, ";"))
			continue;
		if (parse_take(p, "option")) {
			parse_option_statement(p, OPTION_ONEOF, NULL, NULL);
			continue;
		}
		f = parse_field(p, m, one, false);
		PROTO_ADD(p->arena, one->fields, one->n, one->room, f);
		PROTO_ADD(p->arena, m->fields, m->n, m->room, f);
	}
	if (!one->n && !p->failed)
		proto_error(p->pool, one->at, "the oneof \"%.*s\" has no field", SLICE_FMT(one->name));
	PROTO_ADD(p->arena, m->oneofs, m->n_oneofs, m->room_oneofs, one);
}

static void add_range(struct proto_parser *p, struct proto_ranges *to, int64_t last)
{
	struct proto_range r = { .at = parse_at(p) };

	if (to->n == PROTO_MOST_RANGES)
		parse_error(p, "more than %d ranges", PROTO_MOST_RANGES);
	r.from = r.to = parse_number(p, last == INT32_MAX);
	if (parse_take(p, "to"))
		r.to = parse_take(p, "max") ? last : parse_number(p, last == INT32_MAX);
	if (!p->failed && r.to < r.from)
		proto_error(p->pool, r.at, "the range ends before it begins");
	PROTO_ADD(p->arena, to->list, to->n, to->room, r);
}

void parse_reserved(struct proto_parser *p, struct proto_ranges *ranges, struct proto_names *names,
		    int64_t last)
{
	bool by_name = p->now.kind == TOKEN_TEXT;

	do {
		struct proto_name name = { .at = parse_at(p) };

		if (!by_name) {
			add_range(p, ranges, last);
			continue;
		}
		if (names->n == PROTO_MOST_RANGES)
			parse_error(p, "more than %d names", PROTO_MOST_RANGES);
		name.text = parse_text(p);
		PROTO_ADD(p->arena, names->list, names->n, names->room, name);
	} while (parse_take(p, ","));
	parse_want(p, ";");
}

void parse_extensions(struct proto_parser *p, struct proto_message *m)
{
	if (p->file->syntax == PROTO_3)
		parse_error(p, "proto3 has no extension ranges");
	do
		add_range(p, &m->extensions, PROTO_LAST_NUMBER);
	while (parse_take(p, ","));
	parse_option_list(p, OPTION_RANGE, NULL, NULL);
	parse_want(p, ";");
}

static void read_in_message(struct proto_parser *p, struct proto_message *m)
{
	if (parse_take(p, ";"))
		return;
	if (parse_take(p, "message"))
		PROTO_ADD(p->arena, m->messages, m->n_messages, m->room_messages, parse_message(p, m));
	else if (parse_take(p, "enum"))
		PROTO_ADD(p->arena, m->enums, m->n_enums, m->room_enums, parse_enum(p));
	else if (parse_take(p, "oneof"))
		read_oneof(p, m);
	else if (parse_take(p, "option"))
		parse_option_statement(p, OPTION_MESSAGE, NULL, NULL);
	else if (parse_take(p, "reserved"))
		parse_reserved(p, &m->reserved, &m->reserved_names, PROTO_LAST_NUMBER);
	else if (parse_take(p, "extensions"))
		parse_extensions(p, m);
	else if (parse_take(p, "extend"))
		parse_extend(p, m);
	else
		PROTO_ADD(p->arena, m->fields, m->n, m->room, parse_field(p, m, NULL, false));
}

struct proto_message *parse_message_body(struct proto_parser *p, struct proto_message *up,
					 struct proto_name name)
{
	struct proto_message *m = arena_new(p->arena, struct proto_message);
	struct slice scope = p->scope;

	m->name = name.text;
	m->at = name.at;
	m->up = up;
	m->full_name = p->scope = parse_join(p->arena, scope, name.text);
	if (p->depth++ == PROTO_DEEPEST_SOURCE)
		parse_error(p, "messages in messages more than %d deep", PROTO_DEEPEST_SOURCE);
	parse_want(p, "{");
	while (!p->failed && !parse_take(p, "}"))
		read_in_message(p, m);
	p->depth--;
	p->scope = scope;
	return m;
}

struct proto_message *parse_message(struct proto_parser *p, struct proto_message *up)
{
	struct proto_name name = { .at = parse_at(p) };

	name.text = parse_name(p, "the message's name");
	return parse_message_body(p, up, name);
}

void parse_extend(struct proto_parser *p, struct proto_message *up)
{
	struct proto_extend e = { .scope = p->scope };
	struct proto_file *file = p->file;

	e.extendee = parse_full_name(p, true);
	parse_want(p, "{");
	while (!p->failed && !parse_take(p, "}"))
		if (!parse_take(p, ";"))
			PROTO_ADD(p->arena, e.fields, e.n, e.room, parse_field(p, up, NULL, true));
	PROTO_ADD(p->arena, file->extends, file->n_extends, file->room_extends, e);
}
