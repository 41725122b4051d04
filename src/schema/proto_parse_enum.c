/* Enums. */
#include "schema/proto_parse.h"

static void take_option(struct proto_parser *p, void *owner, const struct proto_option *o)
{
	struct proto_enum *e = owner;

	if (slice_is(o->name, "allow_alias"))
		e->allow_alias = parse_option_bool(p, o);
}

static void read_value(struct proto_parser *p, struct proto_enum *e)
{
	struct proto_enum_value v = { .at = parse_at(p) };

	if (e->n == PROTO_MOST_VALUES)
		parse_error(p, "more than %d values in one enum", PROTO_MOST_VALUES);
	v.name = parse_name(p, "the value's name");
	parse_want(p, "=");
	v.number = (int32_t)parse_number(p, true);
	parse_option_list(p, OPTION_VALUE, NULL, NULL);
	parse_want(p, ";");
	PROTO_ADD(p->arena, e->values, e->n, e->room, v);
}

struct proto_enum *parse_enum(struct proto_parser *p)
{
	struct proto_enum *e = arena_new(p->arena, struct proto_enum);

	e->at = parse_at(p);
	e->name = parse_name(p, "the enum's name");
	e->full_name = parse_join(p->arena, p->scope, e->name);
	parse_want(p, "{");
	while (!p->failed && !parse_take(p, "}")) {
		if (parse_take(p, ";"))
			continue;
		if (parse_take(p, "option"))
			parse_option_statement(p, OPTION_ENUM, take_option, e);
		else if (parse_take(p, "reserved"))
			parse_reserved(p, &e->reserved, &e->reserved_names, INT32_MAX);
		else
			read_value(p, e);
	}
	return e;
}
