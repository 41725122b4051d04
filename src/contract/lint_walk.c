/* Finds the objects of a document by a table of ways that lead from one kind to another. */
#include "contract/lint_site.h"

#include "base/limits.h"

enum form { ONE, EACH }; /* EACH: of a map or a list */

#define SCHEMAS (1 << SITE_SCHEMA | 1 << SITE_HEADERS | 1 << SITE_PARAMETER_SCHEMA)
#define SAME	SITE_KINDS

static const struct way {
	unsigned from; /* kinds */
	const char *key;
	enum form form;
	enum site_kind to;
} ways[] = {
	{1 << SITE_CONTRACT,			      "info",		      ONE,  SITE_INFO	     },
	{ 1 << SITE_CONTRACT | 1 << SITE_COMPONENTS,   "servers",		EACH, SITE_SERVER	  },
	{ 1 << SITE_CONTRACT | 1 << SITE_COMPONENTS,   "channels",		 EACH, SITE_CHANNEL	    },
	{ 1 << SITE_CONTRACT | 1 << SITE_COMPONENTS,   "operations",	   EACH, SITE_OPERATION	},
	{ 1 << SITE_CONTRACT,			      "components",	    ONE,	 SITE_COMPONENTS	 },
	{ 1 << SITE_COMPONENTS,			"messages",		    EACH, SITE_MESSAGE	       },
	{ 1 << SITE_COMPONENTS,			"messageTraits",	 EACH, SITE_MESSAGE_TRAIT	  },
	{ 1 << SITE_COMPONENTS | 1 << SITE_CHANNEL,    "parameters",		  EACH, SITE_PARAMETER       },
	{ 1 << SITE_COMPONENTS,			"schemas",		   EACH, SITE_SCHEMA	     },
	{ 1 << SITE_CHANNEL,			     "messages",		 EACH, SITE_MESSAGE	    },
	{ 1 << SITE_CHANNEL,			     "publish",		ONE,  SITE_OPERATION	    },
	{ 1 << SITE_CHANNEL,			     "subscribe",		  ONE,  SITE_OPERATION	      },
	{ 1 << SITE_OPERATION,			       "message",		  ONE,  SITE_MESSAGE	    },
	{ 1 << SITE_MESSAGE,			     "oneOf",		      EACH, SITE_MESSAGE	 },
	{ 1 << SITE_MESSAGE,			     "traits",	       EACH, SITE_MESSAGE_TRAIT	},
	{ 1 << SITE_MESSAGE,			     "payload",		ONE,  SITE_SCHEMA		 },
	{ 1 << SITE_MESSAGE | 1 << SITE_MESSAGE_TRAIT, "headers",		  ONE,  SITE_HEADERS	    },
	{ 1 << SITE_PARAMETER,			       "schema",		 ONE,  SITE_PARAMETER_SCHEMA},
	{ SCHEMAS,				     "properties",		 EACH, SAME		    },
	{ SCHEMAS,				     "patternProperties",	EACH, SAME		   },
	{ SCHEMAS,				     "definitions",	  EACH, SAME		     },
	{ SCHEMAS,				     "allOf",		    EACH, SAME		       },
	{ SCHEMAS,				     "anyOf",		    EACH, SAME		       },
	{ SCHEMAS,				     "oneOf",		    EACH, SAME		       },
	{ SCHEMAS,				     "items",		    ONE,	 SAME		      },
	{ SCHEMAS,				     "items",		    EACH, SAME		       },
	{ SCHEMAS,				     "additionalItems",      ONE,  SAME			},
	{ SCHEMAS,				     "additionalProperties", ONE,	SAME		     },
	{ SCHEMAS,				     "then",		   ONE,	SAME		     },
	{ SCHEMAS,				     "else",		   ONE,	SAME		     },
};

struct walk {
	struct lint *l;
	lint_check *visit;
	unsigned depth;
};

static void visit_site(struct walk *w, struct site s);

static bool seen_before(struct lint *l, const struct site *s)
{
	struct key {
		const struct node *node;
		size_t kind;
	} key = { s->node, s->kind }, *kept;

	if (map_get(&l->seen, slice_of(&key, sizeof(key))))
		return true;
	kept = arena_new(&l->arena, struct key);
	*kept = key;
	map_put(&l->seen, slice_of(kept, sizeof(*kept)), kept);
	return false;
}

static bool is_foreign(struct slice format)
{
	return !schema_format_is_known(format);
}

/* A payload that no JSON Schema describes has no schema sites; one with a format of its own is unwrapped. */
static struct node *schema_root(struct lint *l, const struct site *from, struct node *n)
{
	if (l->version & V2)
		return is_foreign(node_get_text(from->node, "schemaFormat")) ? NULL : n;
	if (!node_get(n, "schema") || from->kind >= SITE_SCHEMA)
		return n;
	return is_foreign(node_get_text(n, "schemaFormat")) ? NULL : lint_get(l, n, "schema");
}

static void go(struct walk *w, const struct site *from, const struct way *way, struct slice name,
	       struct node *n)
{
	enum site_kind kind = way->to == SAME ? from->kind : way->to;

	n = lint_resolve(w->l, n);
	if (kind >= SITE_SCHEMA && from->kind < SITE_SCHEMA && n)
		n = schema_root(w->l, from, n);
	if (node_is(n, NODE_MAP))
		visit_site(w, (struct site){
				      .kind = kind, .as = way->key, .name = name, .node = n, .up = from });
}

static void follow(struct walk *w, const struct site *from, const struct way *way)
{
	struct node *n = node_get(from->node, way->key);

	if (!n)
		return;
	if (way->form == ONE) {
		go(w, from, way, SLICE_NONE, n);
		return;
	}
	n = node_is(n, NODE_MAP) && node_get(n, "$ref") ? lint_resolve(w->l, n) : n;
	for (size_t i = 0; node_is(n, NODE_LIST) && i < n->n; i++)
		go(w, from, way, SLICE_NONE, n->items[i]);
	/* A single schema in `items` is no map of them. */
	for (size_t i = 0; node_is(n, NODE_MAP) && !slice_is(SLICE_LIT("items"), way->key) && i < n->n; i++)
		go(w, from, way, n->members[i].key, n->members[i].value);
}

static void visit_site(struct walk *w, struct site s)
{
	if (w->depth >= LIMIT_DOCUMENT_DEPTH || seen_before(w->l, &s))
		return;
	w->depth++;
	w->visit(w->l, &s);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i].from & 1U << s.kind)
			follow(w, &s, &ways[i]);
	w->depth--;
}

void lint_walk(struct lint *l, lint_check *visit)
{
	struct walk w = { .l = l, .visit = visit };

	visit_site(&w, (struct site){ .kind = SITE_CONTRACT, .node = l->contract->root });
}
