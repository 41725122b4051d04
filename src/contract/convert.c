#include "contract/convert.h"

#include "contract/convert_parts.h"
#include "contract/official.h"

/* --- small things */

void convert_put(struct converter *cv, struct node *map, struct slice key, struct node *value,
		 const struct member *from)
{
	node_set(cv->a, map, key, value);
	for (size_t i = map->n; i-- > 0;)
		if (slice_eq(map->members[i].key, key)) {
			map->members[i].line = from ? from->line : 0;
			map->members[i].col = from ? from->col : 0;
			return;
		}
}

struct node *convert_map(struct converter *cv, const struct node *at)
{
	return node_new(cv->a, NODE_MAP, at);
}

struct node *convert_text(struct converter *cv, struct slice text)
{
	return node_new_text(cv->a, text, NULL);
}

struct slice convert_free_key(struct converter *cv, const struct node *map, struct slice name)
{
	struct slice tried = name;

	for (unsigned i = 2; node_get_slice(map, tried); i++)
		tried = slice_str(arena_printf(cv->a, "%.*s-%u", SLICE_FMT(name), i));
	return tried;
}

/* --- rules of one line */

static void drop(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	(void)cv, (void)out, (void)n, (void)m;
}

static void set_version(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	(void)n;
	convert_put(cv, out, m->key, convert_text(cv, SLICE_LIT("3.0.0")), m);
}

/* 3.x has no such key: as an extension it is not lost. */
static void set_aside(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	(void)n;
	convert_put(cv, out, slice_str(arena_printf(cv->a, "x-%.*s", SLICE_FMT(m->key))), m->value, m);
}

/* "tags" and "externalDocs" of the document are now those of info. */
static void convert_info(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	static const char *const keys[] = { "tags", "externalDocs" };
	struct node *info = m->value;

	if (node_is(info, NODE_MAP)) {
		info = node_copy(cv->a, info);
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
			const struct member *moved = node_member(n, slice_str(keys[i]));

			if (moved && !node_get(info, keys[i]))
				convert_put(cv, info, moved->key, moved->value, moved);
		}
	}
	convert_put(cv, out, m->key, info, m);
}

/* --- what is converted how; a key that is in no row is kept, and what stands under it converted */

static const struct {
	enum place_kind place;
	const char *key;
	convert_rule *rule;
} rules[] = {
	{PLACE_ROOT,	      "asyncapi",	  set_version		      },
	{ PLACE_ROOT,	      "info",	      convert_info		   },
	{ PLACE_ROOT,	      "tags",	      drop			   },
	{ PLACE_ROOT,	      "externalDocs", drop			   },
	{ PLACE_ROOT,	      "channels",	  convert_channels	   },
	{ PLACE_COMPONENTS,	    "channels",	convert_component_channels},
	{ PLACE_COMPONENTS,	    "messages",	convert_component_messages},
	{ PLACE_SERVER,		"url",	       convert_url		   },
	{ PLACE_SERVER,		"variables",    convert_variables	       },
	{ PLACE_SERVER,		"security",	    convert_requirements	 },
	{ PLACE_CHANNEL,	 "publish",	    convert_operation	      },
	{ PLACE_CHANNEL,	 "subscribe",    convert_operation		},
	{ PLACE_CHANNEL,	 "servers",	    convert_channel_servers   },
	{ PLACE_CHANNEL,	 "deprecated",   set_aside		 },
	{ PLACE_PARAMETER,	   "schema",	     convert_parameter_schema  },
	{ PLACE_OPERATION,	   "operationId",  drop		       },
	{ PLACE_OPERATION,	   "message",      convert_operation_messages},
	{ PLACE_OPERATION,	   "security",     convert_requirements	    },
	{ PLACE_OPERATION_TRAIT, "operationId",	drop			     },
	{ PLACE_OPERATION_TRAIT, "security",     convert_requirements	  },
	{ PLACE_MESSAGE,	 "messageId",    drop			   },
	{ PLACE_MESSAGE,	 "schemaFormat", drop		      },
	{ PLACE_MESSAGE,	 "payload",	    convert_payload	    },
	{ PLACE_MESSAGE_TRAIT,   "messageId",    drop			 },
	{ PLACE_MESSAGE_TRAIT,   "schemaFormat", drop			    },
	{ PLACE_SECURITY,	  "flows",	   convert_flows		 },
};

static convert_rule *rule_of(enum place_kind place, struct slice key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].place == place && slice_is(key, rules[i].key))
			return rules[i].rule;
	return NULL;
}

/* --- traits: in 2.x they replace what the thing says itself, in 3.x they do not */

/* Objects that refer to themselves would merge for ever. */
enum { MOST_MERGED_MEMBERS = 100000, DEEPEST_MERGE = 64 };

static struct node *merge(struct converter *cv, struct node *target, struct node *patch, unsigned depth)
{
	struct node *t = library_resolve(&cv->contract->library, target);
	struct node *p = library_resolve(&cv->contract->library, patch);
	struct node *out;

	if (t == p || !node_is(t, NODE_MAP) || !node_is(p, NODE_MAP) || depth > DEEPEST_MERGE)
		return patch;
	cv->merged += t->n + p->n;
	if (cv->merged > MOST_MERGED_MEMBERS)
		return patch;
	out = node_copy(cv->a, t);
	for (size_t i = 0; i < p->n; i++) {
		struct node *old = node_get_slice(out, p->members[i].key), *value = p->members[i].value;

		if (node_is(value, NODE_NULL))
			node_unset(out, p->members[i].key);
		else
			node_set(cv->a, out, p->members[i].key,
				 old ? merge(cv, old, value, depth + 1) : value);
	}
	return out;
}

/* The thing says itself what its traits made of it. */
static struct node *settle_traits(struct converter *cv, struct node *n)
{
	const struct node *traits = node_get(n, "traits");

	for (size_t i = 0; node_is(traits, NODE_LIST) && i < traits->n; i++) {
		struct node *trait = library_resolve(&cv->contract->library, traits->items[i]);

		for (size_t k = 0; node_is(trait, NODE_MAP) && k < trait->n; k++) {
			struct slice key = trait->members[k].key;
			struct node *own = node_get_slice(n, key);

			/* Examples of both count. */
			if (!own || slice_is(key, "examples"))
				continue;
			n = node_copy(cv->a, n);
			node_set(cv->a, n, key, merge(cv, own, trait->members[k].value, 0));
		}
	}
	return n;
}

/* --- the walk */

static struct node *convert_members(struct converter *cv, const struct node *n, enum place_kind place)
{
	struct node *out = convert_map(cv, n);

	for (size_t i = 0; i < n->n; i++) {
		const struct member *m = &n->members[i];
		convert_rule *rule = rule_of(place, m->key);

		if (rule)
			rule(cv, out, n, m);
		else
			convert_put(cv, out, m->key,
				    convert_value(cv, m->value, place_below(place, m->key, true)), m);
	}
	return out;
}

struct node *convert_value(struct converter *cv, struct node *n, enum place_kind place)
{
	struct node *out;

	if (place == PLACE_DATA || place == PLACE_SCHEMA || place == PLACE_OTHER ||
	    node_get_text(n, "$ref").ptr)
		return n;
	if (place == PLACE_MESSAGE || place == PLACE_OPERATION)
		n = settle_traits(cv, n);
	if (n->kind == NODE_MAP && place >= PLACE_BINDINGS_SERVER && place <= PLACE_BINDINGS_MESSAGE)
		return convert_bindings(cv, n, place);
	if (n->kind == NODE_MAP)
		return convert_members(cv, n, place);
	if (n->kind != NODE_LIST)
		return n;
	out = node_copy(cv->a, n);
	for (size_t i = 0; i < n->n; i++)
		out->items[i] = convert_value(cv, n->items[i], place_below(place, SLICE_NONE, true));
	return out;
}

struct node *convert_to_v3(struct contract *c, struct arena *a)
{
	struct diag silent = { 0 };
	struct converter cv = { .contract = c, .a = a, .official = { .d = &silent } };
	struct node *out;

	cv.operations = node_new(a, NODE_MAP, c->root);
	out = convert_refs(&cv, convert_value(&cv, c->root, PLACE_ROOT));
	map_release(&cv.moves);
	map_release(&cv.placed);
	official_release(&cv.official);
	diag_release(&silent);
	return out;
}
