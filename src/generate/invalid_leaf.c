/* Schemas that ask for all that another asks, and break one keyword of it.
 *
 * Each is tried in turn and judged, so a row may be bold: a near miss first (30 February), the mere negation
 * last. */
#include "base/text.h"
#include "generate/decimal.h"
#include "generate/invalid_literal.h"
#include "generate/invalid_path.h"

struct leaf {
	struct generator *g;
	struct arena *a;
	const struct breach *b;
	struct node *value; /* of the broken keyword; NULL for "false" */
	struct node_list *out;
};

typedef void leaf_fn(struct leaf *l);

static struct node *map_new(struct leaf *l)
{
	return node_new(l->a, NODE_MAP, l->b->schema);
}

/* {"KEY": value} */
static struct node *only(struct leaf *l, const char *key, struct node *value)
{
	struct node *map = map_new(l);

	node_set(l->a, map, slice_str(key), value);
	return map;
}

static struct node *not_of(struct leaf *l, struct node *schema)
{
	return only(l, "not", schema);
}

/* {"not": {the keyword as it stands}} */
static struct node *not_keyword(struct leaf *l)
{
	return not_of(l, only(l, l->b->broken, l->value));
}

/* Draft 4: exclusiveMinimum is true, and the bound stands in minimum. */
static bool is_flag(const struct leaf *l)
{
	return node_is(node_get(l->b->schema, l->b->broken), NODE_BOOL) &&
	       strncmp(l->b->broken, "exclusive", 9) == 0;
}

/* The schema without the keyword. */
static struct node *without(struct leaf *l)
{
	struct node *copy = node_copy(l->a, l->b->schema);

	node_unset(copy, slice_str(l->b->broken));
	if (is_flag(l))
		node_unset(copy, slice_str(l->b->broken[9] == 'M' && l->b->broken[10] == 'i' ? "minimum"
											     : "maximum"));
	return copy;
}

static void put(struct leaf *l, struct node *schema)
{
	l->out->list = arena_grow(l->a, l->out->list, l->out->n, &l->out->room, sizeof(schema));
	l->out->list[l->out->n++] = schema;
}

static void demand(struct leaf *l, struct node *schema, struct node *what)
{
	struct node *old = node_get(schema, "allOf"), *list;

	list = node_is(old, NODE_LIST) ? node_copy(l->a, old) : node_new(l->a, NODE_LIST, schema);
	node_append(l->a, list, what);
	node_set(l->a, schema, SLICE_LIT("allOf"), list);
}

/* The schema without the keyword, with two more demands (NULL: none). */
static void way(struct leaf *l, struct node *first, struct node *second)
{
	struct node *schema = without(l);

	if (first)
		demand(l, schema, first);
	if (second)
		demand(l, schema, second);
	put(l, schema);
}

static void negated(struct leaf *l)
{
	struct node_list list = { 0 };

	keyword_negations(l->g, l->b->schema, l->b->broken, &list);
	for (size_t i = 0; i < list.n; i++)
		way(l, list.list[i], NULL);
}

static void negated_and_judged(struct leaf *l)
{
	struct node_list list = { 0 };

	keyword_negations(l->g, l->b->schema, l->b->broken, &list);
	for (size_t i = 0; i < list.n; i++)
		way(l, list.list[i], not_keyword(l));
}

/* --- values */

static const char *type_name(const struct node *value)
{
	static const char *const names[] = {
		[NODE_NULL] = "null",	[NODE_BOOL] = "boolean", [NODE_NUMBER] = "number",
		[NODE_TEXT] = "string", [NODE_LIST] = "array",	 [NODE_MAP] = "object",
	};

	return names[value->kind];
}

static struct node *same_type(struct leaf *l, const struct node *value)
{
	return only(l, "type", node_new_text(l->a, slice_str(type_name(value)), l->b->schema));
}

static void break_const(struct leaf *l)
{
	if (l->value->kind != NODE_NULL)
		way(l, same_type(l, l->value), not_keyword(l));
	way(l, not_keyword(l), NULL);
}

static void break_enum(struct leaf *l)
{
	if (!node_is(l->value, NODE_LIST))
		return;
	if (l->value->n && l->value->items[0]->kind != NODE_NULL)
		way(l, same_type(l, l->value->items[0]), not_keyword(l));
	way(l, not_keyword(l), NULL);
}

/* Half of the divisor divides what it does not, half of the time. */
static void break_multiple(struct leaf *l)
{
	BUF_AUTO struct buf half = BUF_INIT(0);
	struct decimal d;

	if (decimal_parse(l->value->text, &d) && d.scale < DECIMAL_SCALE) {
		struct node *finer;

		decimal_add(&half, d.digits * 5, d.scale + 1);
		finer = only(l, "multipleOf", node_new_number(l->a, buf_view(&half), l->b->schema));
		way(l, finer, not_keyword(l));
	}
	way(l, only(l, "type", node_new_text(l->a, SLICE_LIT("number"), NULL)), not_keyword(l));
}

/* --- text */

static const char *const near_misses[][2] = {
	{"date-time",	       "[\"2026-02-30T10:00:00Z\",\"2026-11-21T25:00:00Z\",\"2026-11-21 10:00\"]"},
	{ "date",		  "[\"2026-02-30\",\"2026-13-01\",\"21.11.2026\"]"			   },
	{ "time",		  "[\"25:00:00Z\",\"10:61:00Z\",\"10:00\"]"				    },
	{ "duration",	      "[\"P1\",\"1 day\",\"PT\"]"						  },
	{ "email",		   "[\"ada.example.com\",\"ada@\",\"ada lovelace\"]"			     },
	{ "idn-email",	       "[\"ada.example.com\",\"ada@\"]"						},
	{ "hostname",	      "[\"-example.com\",\"exa mple.com\",\"example..com\"]"		     },
	{ "idn-hostname",	  "[\"-example.com\",\"exa mple.com\"]"					},
	{ "ipv4",		  "[\"256.0.2.1\",\"192.0.2\",\"192.0.2.1.5\"]"				},
	{ "ipv6",		  "[\"2001:db8::g\",\"2001:db8\",\"1::2::3\"]"			       },
	{ "uri",		   "[\"example.com/orders\",\"http:// example.com\",\"//example.com\"]"      },
	{ "uri-reference",	   "[\"http://exa mple.com\",\"\\\\\\\\orders\",\"a b\"]"			  },
	{ "iri",		   "[\"example.com/orders\",\"http:// example.com\"]"			    },
	{ "iri-reference",	   "[\"http://exa mple.com\",\"\\\\\\\\orders\",\"a b\"]"			  },
	{ "uri-template",	  "[\"/orders/{id\",\"/orders/id}\"]"					      },
	{ "uuid",
	  "[\"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4cg\",\"7f0c9cbb4fd64d18a0c90f4ab3bbd4c1\",\"7f0c9cbb\"]"	 },
	{ "json-pointer",	  "[\"orders/0\",\"/a~2\",\"#/a\"]"					    },
	{ "relative-json-pointer", "[\"-1/a\",\"/a\",\"a\"]"						     },
	{ "regex",		   "[\"[a-\",\"(\",\"*\"]"						   },
};

/* Formats of numbers: too large for any of them. */
static const char large_numbers[] = "[2147483648,-2147483649,9223372036854775808,-9223372036854775809]";

static void break_format(struct leaf *l)
{
	if (format_judges(l->g, l->b->schema) == FORMAT_JUDGES_NUMBERS)
		way(l, only(l, "enum", json_literal(l->a, large_numbers)), not_keyword(l));
	for (size_t i = 0; i < ARRAY_SIZE(near_misses); i++)
		if (slice_is(node_text(l->value), near_misses[i][0]))
			way(l, only(l, "enum", json_literal(l->a, near_misses[i][1])), not_keyword(l));
	way(l, only(l, "type", node_new_text(l->a, SLICE_LIT("string"), NULL)), not_keyword(l));
}

static void break_pattern(struct leaf *l)
{
	static const char odd[] =
		"[\"\",\"?\",\" \",\"-\",\"0\",\"a\",\"A\",\"\\n\",\"\\u0000\",\"\\ud83d\\ude00\","
		"\"a b\",\"aaaaaaaa\",\"00000000\",\"????????\"]";

	way(l, only(l, "type", node_new_text(l->a, SLICE_LIT("string"), NULL)), not_keyword(l));
	way(l, only(l, "enum", json_literal(l->a, odd)), not_keyword(l));
}

/* --- objects */

/* A map of the schema, as a copy that may be changed; an empty one where there is none. */
static struct node *own(struct leaf *l, struct node *schema, const char *key, enum node_kind kind)
{
	struct node *old = node_get(schema, key), *copy;

	copy = old && old->kind == kind ? node_copy(l->a, old) : node_new(l->a, kind, schema);
	node_set(l->a, schema, slice_str(key), copy);
	return copy;
}

static void forbid(struct leaf *l, struct node *schema, struct slice name)
{
	node_set(l->a, own(l, schema, "properties", NODE_MAP), name, node_new(l->a, NODE_BOOL, schema));
}

static void require(struct leaf *l, struct node *schema, struct slice name)
{
	node_append(l->a, own(l, schema, "required", NODE_LIST), node_new_text(l->a, name, schema));
}

static void set_type(struct leaf *l, struct node *schema, const char *type)
{
	demand(l, schema, only(l, "type", node_new_text(l->a, slice_str(type), schema)));
}

static void break_required(struct leaf *l)
{
	struct node *schema = node_copy(l->a, l->b->schema), *names = node_new(l->a, NODE_LIST, schema);

	for (size_t i = 0; i < l->value->n; i++)
		if (!slice_eq(node_text(l->value->items[i]), l->b->property))
			node_append(l->a, names, l->value->items[i]);
	node_set(l->a, schema, slice_str(l->b->broken), names);
	forbid(l, schema, l->b->property);
	set_type(l, schema, "object");
	put(l, schema);
}

static void break_dependency(struct leaf *l)
{
	struct node *schema = node_copy(l->a, l->b->schema), *map, *needs;

	map = own(l, schema, l->b->broken, NODE_MAP);
	needs = node_get_slice(map, l->b->trigger);
	node_unset(map, l->b->trigger);
	for (size_t i = 0; node_is(needs, NODE_LIST) && i < needs->n; i++)
		if (!slice_eq(node_text(needs->items[i]), l->b->property))
			require(l, schema, node_text(needs->items[i]));
	require(l, schema, l->b->trigger);
	forbid(l, schema, l->b->property);
	set_type(l, schema, "object");
	put(l, schema);
}

/* The one too many becomes known, so that the rest may stay forbidden. */
static void break_additional(struct leaf *l)
{
	struct node *schema = node_copy(l->a, l->b->schema), *any;

	any = json_literal(l->a, "{\"type\":[\"string\",\"number\",\"boolean\",\"object\"]}");
	node_set(l->a, own(l, schema, "properties", NODE_MAP), l->b->property, any);
	require(l, schema, l->b->property);
	set_type(l, schema, "object");
	put(l, schema);
}

/* --- arrays */

static void break_additional_items(struct leaf *l)
{
	struct node *schema = node_copy(l->a, l->b->schema), *tuple;
	int64_t least = 0;

	tuple = own(l, schema, tuple_keyword(l->g, l->b->schema), NODE_LIST);
	node_append(l->a, tuple, map_new(l));
	if (!node_int(node_get(schema, "minItems"), &least) || least < (int64_t)tuple->n)
		node_set(l->a, schema, SLICE_LIT("minItems"),
			 node_new_number(l->a, slice_str(arena_printf(l->a, "%zu", tuple->n)), schema));
	set_type(l, schema, "array");
	put(l, schema);
}

/* Exactly one item more than anybody speaks of. */
static void break_unevaluated_items(struct leaf *l)
{
	uint64_t n = 0;
	struct node *schema = without(l), *count;

	if (!number_parse(l->b->property, &n))
		return;
	count = node_new_number(l->a, slice_str(arena_printf(l->a, "%llu", (unsigned long long)n + 1)),
				schema);
	node_set(l->a, schema, SLICE_LIT("minItems"), count);
	node_set(l->a, schema, SLICE_LIT("maxItems"), count);
	set_type(l, schema, "array");
	put(l, schema);
}

static void break_contains(struct leaf *l)
{
	way(l, only(l, "items", not_of(l, l->value)),
	    only(l, "type", node_new_text(l->a, SLICE_LIT("array"), NULL)));
}

/* As few as one less, as many as one more. */
static void break_contained(struct leaf *l)
{
	bool few = strcmp(l->b->broken, "minContains") == 0;
	struct node *schema = without(l);
	int64_t count;

	if (!node_int(l->value, &count) || count + (few ? -1 : 1) < 0)
		return;
	count += few ? -1 : 1;
	node_set(l->a, schema, slice_str(few ? "maxContains" : "minContains"),
		 node_new_number(l->a, slice_str(arena_printf(l->a, "%lld", (long long)count)), schema));
	if (few)
		node_set(l->a, schema, SLICE_LIT("minContains"),
			 node_new_number(l->a, SLICE_LIT("0"), schema));
	set_type(l, schema, "array");
	put(l, schema);
}

/* --- branches */

/* None holds; or, of a oneOf, two do. */
static void break_one_of(struct leaf *l)
{
	negated(l);
	for (size_t i = 0; node_is(l->value, NODE_LIST) && i + 1 < l->value->n && i < 6; i++)
		way(l, l->value->items[i], l->value->items[i + 1]);
}

static void break_false(struct leaf *l)
{
	put(l, map_new(l));
}

static const struct {
	const char *keyword;
	leaf_fn *break_it;
} rows[] = {
	{"false",		   break_false	       },
	{ "type",		  negated_and_judged     },
	{ "const",		   break_const	       },
	{ "enum",		  break_enum	     },
	{ "minimum",		     negated		     },
	{ "maximum",		     negated		     },
	{ "exclusiveMinimum",      negated		      },
	{ "exclusiveMaximum",      negated		      },
	{ "multipleOf",		break_multiple	       },
	{ "minLength",	       negated		       },
	{ "maxLength",	       negated		       },
	{ "pattern",		     break_pattern	   },
	{ "format",		    break_format		 },
	{ "minItems",	      negated		      },
	{ "maxItems",	      negated		      },
	{ "additionalItems",	     break_additional_items },
	{ "contains",	      break_contains	     },
	{ "minContains",		 break_contained	 },
	{ "maxContains",		 break_contained	 },
	{ "minProperties",	   negated		   },
	{ "maxProperties",	   negated		   },
	{ "required",	      break_required	     },
	{ "dependencies",	  break_dependency	   },
	{ "dependentRequired",     break_dependency	},
	{ "additionalProperties",  break_additional	   },
	{ "unevaluatedProperties", break_additional	    },
	{ "unevaluatedItems",      break_unevaluated_items},
	{ "anyOf",		   negated		   },
	{ "oneOf",		   break_one_of		},
	{ "not",		   negated		 },
};

void broken_schemas(struct generator *g, const struct breach *b, struct node_list *out)
{
	struct leaf l = { .g = g, .a = &g->library->arena, .b = b, .out = out };

	if (b->broken && node_is(b->schema, NODE_MAP))
		l.value = keyword_value(g, b->schema, slice_str(b->broken));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].keyword, b->broken) == 0)
			rows[i].break_it(&l);
}
