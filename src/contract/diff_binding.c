/* Bindings, field by field; a row says which fields are schemas and which do not matter to the other side.
 * Any other field that changes, comes or goes may break both. */
#include "contract/diff_compare.h"

enum { IS_VALUE, IS_SCHEMA, IS_OURS, IS_NOTHING };

static const struct {
	const char *protocol, *field; /* "*": of any protocol */
	int kind;
} rows[] = {
	{"*",      "bindingVersion",	 IS_NOTHING},
	{ "kafka", "key",		  IS_SCHEMA },
	{ "kafka", "groupId",	      IS_SCHEMA },
	{ "kafka", "clientId",	       IS_SCHEMA },
	{ "kafka", "partitions",	 IS_OURS	 },
	{ "kafka", "replicas",	       IS_OURS   },
	{ "kafka", "topicConfiguration", IS_OURS	 },
	{ "ws",	"query",		 IS_SCHEMA },
	{ "ws",	"headers",		   IS_SCHEMA },
	{ "http",  "query",		   IS_SCHEMA },
	{ "http",  "headers",	     IS_SCHEMA },
	{ "mqtt",  "clientId",	      IS_OURS   },
	{ "mqtt",  "keepAlive",	       IS_OURS   },
	{ "mqtt",  "correlationData",    IS_SCHEMA },
};

static int kind_of(struct slice protocol, struct slice field)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if ((rows[i].protocol[0] == '*' || slice_is(protocol, rows[i].protocol)) &&
		    slice_is(field, rows[i].field))
			return rows[i].kind;
	return slice_starts(field, SLICE_LIT("x-")) ? IS_OURS : IS_VALUE;
}

/* One field, of which either side may be NULL. */
static void compare_field(struct comparer *c, struct slice protocol, const struct member *was,
			  const struct member *is)
{
	struct slice name = is ? is->key : was->key;
	struct step root = { .kind = STEP_ROOT,
			     .name = slice_str(arena_printf(&c->keys, "%.*s binding %.*s",
							    SLICE_FMT(protocol), SLICE_FMT(name))) };
	int kind = kind_of(protocol, name);
	struct noted n = { .code = "binding",
			   .effect = kind == IS_OURS ? 0 : BOTH_WAYS,
			   .at = member_loc(is ? is : was),
			   .was_at = was && is ? member_loc(was) : LOC_NONE,
			   .where = &root };

	if (kind == IS_SCHEMA) {
		struct view x = view_of(&c->before->library, was ? was->value : NULL, n.at);
		struct view y = view_of(&c->after->library, is ? is->value : NULL, n.at);

		compare_schemas(c, &x, &y, &root);
		return;
	}
	if (kind == IS_NOTHING || (was && is && same_nodes(c, was->value, is->value)))
		return;
	n.was = was && is ? arena_printf(&c->out->arena, "was %s", shown(c, was->value)) : NULL;
	if (is)
		note(c, n, was ? "is now %s" : "is new: %s", shown(c, is->value));
	else
		note(c, n, "is gone");
}

static void compare_protocol(struct comparer *c, struct slice protocol, struct node *a, struct node *b)
{
	for (size_t i = 0; node_is(b, NODE_MAP) && i < b->n; i++)
		compare_field(c, protocol, node_member(a, b->members[i].key), &b->members[i]);
	for (size_t i = 0; node_is(a, NODE_MAP) && i < a->n; i++)
		if (!node_member(b, a->members[i].key))
			compare_field(c, protocol, &a->members[i], NULL);
}

static void say_protocol(struct comparer *c, const struct member *m, bool is_new, struct loc at)
{
	note(c, (struct noted){ .code = "binding", .effect = is_new ? 0 : BOTH_WAYS, .at = at },
	     is_new ? "has bindings for %s now" : "has no bindings for %s any more", shown_text(c, m->key));
}

void compare_bindings(struct comparer *c, struct node *before, struct node *after, struct loc at,
		      struct loc was_at)
{
	for (size_t i = 0; after && i < after->n; i++) {
		const struct member *is = &after->members[i], *was = node_member(before, is->key);

		if (was)
			compare_protocol(c, is->key, was->value, is->value);
		else
			say_protocol(c, is, true, at);
	}
	for (size_t i = 0; before && i < before->n; i++)
		if (!node_member(after, before->members[i].key))
			say_protocol(c, &before->members[i], false, was_at);
}
