/* Rules about schemas: bounds, contradictions, personal data. */
#include "contract/lint_rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"

static bool has_type(const struct node *schema, const char *name)
{
	const struct node *type = node_get(schema, "type");

	for (size_t i = 0; node_is(type, NODE_LIST) && i < type->n; i++)
		if (slice_is(node_text(type->items[i]), name))
			return true;
	return slice_is(node_text(type), name);
}

/* Formats whose texts are short by themselves. */
static bool format_bounds(struct slice format)
{
	static const char *const bounded[] = { "date",	"date-time", "time",	    "duration",
					       "uuid",	"ipv4",	     "ipv6",	    "hostname",
					       "email", "idn-email", "idn-hostname" };

	for (size_t i = 0; i < ARRAY_SIZE(bounded); i++)
		if (slice_is(format, bounded[i]))
			return true;
	return false;
}

static bool is_fixed(const struct node *schema)
{
	return node_get(schema, "enum") || node_get(schema, "const");
}

/* What to call a schema: the property, or what it is there. */
static struct slice name_of(const struct site *s)
{
	if (s->name.ptr)
		return s->name;
	return s->as ? slice_str(s->as) : SLICE_LIT("the schema");
}

void lint_payload_unbounded(struct lint *l, const struct site *s)
{
	const struct node *n = s->node;

	if (is_fixed(n))
		return;
	if (has_type(n, "string") && !node_get(n, "maxLength") && !node_get(n, "pattern") &&
	    !format_bounds(node_get_text(n, "format")))
		lint_say(l, n, "\"%.*s\" is a text of any length: no \"maxLength\"", SLICE_FMT(name_of(s)));
	if (has_type(n, "array") && !node_get(n, "maxItems"))
		lint_say(l, n, "\"%.*s\" is a list of any length: no \"maxItems\"", SLICE_FMT(name_of(s)));
}

/* --- personal data */

static const struct {
	const char *phrase, *what;
} personal[] = {
	{"email",		   "an e-mail address"       },
	{ "e mail",	    "an e-mail address"	},
	{ "phone",	   "a telephone number"	},
	{ "telephone",       "a telephone number"	    },
	{ "mobile number",   "a telephone number"	},
	{ "birth date",	"a date of birth"	  },
	{ "birthdate",       "a date of birth"	 },
	{ "birthday",	      "a date of birth"		},
	{ "date of birth",   "a date of birth"	     },
	{ "dob",		 "a date of birth"	   },
	{ "ssn",		 "a social security number"},
	{ "social security", "a social security number"},
	{ "passport",	      "a passport number"	  },
	{ "national id",	 "an identity number"      },
	{ "tax id",	    "a tax number"		   },
	{ "first name",	"a person's name"	  },
	{ "firstname",       "a person's name"	 },
	{ "last name",       "a person's name"	 },
	{ "lastname",	      "a person's name"		},
	{ "full name",       "a person's name"	 },
	{ "given name",	"a person's name"	  },
	{ "family name",	 "a person's name"	   },
	{ "surname",	     "a person's name"	       },
	{ "maiden name",	 "a person's name"	   },
	{ "street",	    "where somebody lives"	   },
	{ "postal address",  "where somebody lives"	   },
	{ "home address",	  "where somebody lives"	 },
	{ "iban",		  "a bank account"	   },
	{ "account holder",  "a bank account"	     },
	{ "credit card",	 "a payment card"	  },
	{ "card number",	 "a payment card"	  },
	{ "cvv",		 "a payment card"	  },
	{ "gender",	    "somebody's gender"	},
	{ "nationality",	 "somebody's nationality"  },
	{ "religion",	      "somebody's religion"	    },
	{ "ip address",	"an IP address"		},
};

/* A classification of the schema itself, or of what it is part of. */
static bool is_classified(const struct site *s)
{
	static const char *const keys[] = { "x-classification", "x-pii", "x-data-classification",
					    "x-personal-data", "x-sensitivity" };

	for (; s && s->kind != SITE_CONTRACT && s->kind != SITE_COMPONENTS; s = s->up)
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
			if (node_get(s->node, keys[i]))
				return true;
	return false;
}

void lint_personal_data(struct lint *l, const struct site *s)
{
	struct words w;

	if (!s->name.ptr || strcmp(s->as, "properties") != 0 || has_type(s->node, "boolean"))
		return;
	words_of(&w, s->name);
	for (size_t i = 0; i < ARRAY_SIZE(personal); i++)
		if (words_hold(&w, personal[i].phrase, false)) {
			if (!is_classified(s))
				lint_say(l, s->node,
					 "\"%.*s\" looks like %s and has no classification "
					 "(\"x-classification\")",
					 SLICE_FMT(s->name), personal[i].what);
			return;
		}
}

/* --- contradictions */

static void say_once(struct lint *l, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void say_once(struct lint *l, const struct node *at, const char *fmt, ...)
{
	const struct node **kept;
	char text[LIMIT_FINDING_BYTES];
	va_list ap;

	if (map_get(&l->said, slice_of(&at, sizeof(at))))
		return;
	kept = arena_new(&l->arena, const struct node *);
	*kept = at;
	map_put(&l->said, slice_of(kept, sizeof(*kept)), kept);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	lint_say(l, at, "%s", text);
}

static bool number_of(const struct node *n, double *out)
{
	char text[64];

	if (!node_is(n, NODE_NUMBER) || n->text.len >= sizeof(text))
		return false;
	memcpy(text, n->text.ptr, n->text.len);
	text[n->text.len] = '\0';
	*out = strtod(text, NULL);
	return true;
}

static void check_bounds(struct lint *l, const struct node *n)
{
	static const struct {
		const char *least, *most, *what;
		bool or_equal; /* contradicts already where both are the same */
	} pairs[] = {
		{"minimum",	     "maximum",		"number", false},
		{ "exclusiveMinimum", "exclusiveMaximum", "number", true },
		{ "exclusiveMinimum", "maximum",		 "number", true },
		{ "minimum",	     "exclusiveMaximum", "number", true },
		{ "minLength",	       "maxLength",	    "string", false},
		{ "minItems",	      "maxItems",	  "array",  false},
		{ "minProperties",	   "maxProperties",    "object", false},
	};
	double least, most;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		const struct node *low = node_get(n, pairs[i].least), *high = node_get(n, pairs[i].most);

		if (number_of(low, &least) && number_of(high, &most) &&
		    (least > most || (pairs[i].or_equal && least >= most)))
			say_once(l, low, "no %s satisfies \"%s\": %.*s with \"%s\": %.*s", pairs[i].what,
				 pairs[i].least, SLICE_FMT(low->text), pairs[i].most, SLICE_FMT(high->text));
	}
}

static bool is_composed(const struct site *s)
{
	static const char *const keys[] = { "allOf", "anyOf", "oneOf", "if", "not", "patternProperties" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (node_get(s->node, keys[i]))
			return true;
	return false;
}

/* Is it a branch, whose properties may be described beside it? */
static bool is_branch(const struct site *s)
{
	static const char *const keys[] = { "allOf", "anyOf", "oneOf", "then", "else" };

	for (size_t i = 0; s->as && i < ARRAY_SIZE(keys); i++)
		if (!strcmp(s->as, keys[i]))
			return true;
	return false;
}

static bool is_closed(const struct node *n)
{
	const struct node *more = node_get(n, "additionalProperties");

	return node_is(more, NODE_BOOL) && !more->truth;
}

typedef void required_visit(struct lint *l, const struct node *name);

static void each_undescribed(struct lint *l, const struct site *s, required_visit *visit)
{
	const struct node *required = node_get(s->node, "required"),
			  *properties = node_get(s->node, "properties");

	for (size_t i = 0; node_is(required, NODE_LIST) && i < required->n; i++)
		if (node_is(required->items[i], NODE_TEXT) &&
		    !node_get_slice(properties, required->items[i]->text))
			visit(l, required->items[i]);
}

static void say_impossible(struct lint *l, const struct node *name)
{
	say_once(l, name, "\"%.*s\" is required, but \"additionalProperties\": false forbids it",
		 SLICE_FMT(name->text));
}

/* The dialect of the message that the schema was found in. */
static enum schema_dialect dialect_of(const struct lint *l, const struct site *s)
{
	enum schema_dialect dialect = DIALECT_ASYNCAPI;

	while (s && s->kind != SITE_MESSAGE)
		s = s->up;
	if (s)
		schema_dialect_of_format(
			node_get_text(l->version & V2 ? s->node : node_get(s->node, "payload"),
				      "schemaFormat"),
			&dialect);
	return dialect;
}

/* A schema that is impossible makes all those impossible that need it: the reason is said once. */
static void prove(struct lint *l, const struct site *s)
{
	struct lint_prover *prover = l->settings->prover;
	struct arena a = ARENA_INIT;
	const struct node *at;
	const char *text;

	/* A component may be meant for OpenAPI, where this adds null. */
	if (prover && !node_get(s->node, "nullable") &&
	    prover->is_impossible(prover, s->node, dialect_of(l, s), &a, &at, &text))
		say_once(l, at ? at : s->node, "no value satisfies this schema: %s", text);
	arena_free(&a);
}

void lint_schema_contradiction(struct lint *l, const struct site *s)
{
	prove(l, s);
	check_bounds(l, s->node);
	if (is_closed(s->node) && !node_get(s->node, "patternProperties"))
		each_undescribed(l, s, say_impossible);
}

static void say_undescribed(struct lint *l, const struct node *name)
{
	lint_say(l, name, "\"%.*s\" is required, but not in \"properties\"", SLICE_FMT(name->text));
}

void lint_schema_required(struct lint *l, const struct site *s)
{
	if (node_get(s->node, "properties") && !is_closed(s->node) && !is_composed(s) && !is_branch(s))
		each_undescribed(l, s, say_undescribed);
}
