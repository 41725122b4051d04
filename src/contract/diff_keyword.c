/* Keywords with one value each: a row says which of two values is tighter, and the sentence of each turn. */
#include "contract/diff_compare.h"
#include "schema/number.h"

/* What it does to go from `a` to `b`; neither is NULL. */
typedef unsigned turn(const struct member *a, const struct member *b);

struct keyword {
	const char *name, *also; /* a second name for the same rule, with its own edge */
	unsigned kinds;		 /* of values that it judges */
	turn *turn;
	const char *sign, *sign_also;			/* before the value; "" where it stands alone */
	const char *narrowed, *widened, *gone, *behind; /* sentences: "must now be" VALUE behind */
};

static bool is_number(const struct member *m)
{
	return node_is(m->value, NODE_NUMBER);
}

static int order(const struct member *a, const struct member *b)
{
	struct decimal x = decimal_read(a->value->text), y = decimal_read(b->value->text);

	return decimal_compare(&x, &y);
}

static bool excludes(const struct member *m)
{
	return slice_starts(m->key, SLICE_LIT("exclusive"));
}

static unsigned by_order(int ordered, const struct member *a, const struct member *b)
{
	if (ordered)
		return ordered > 0 ? NARROWS : WIDENS;
	if (excludes(a) == excludes(b))
		return 0;
	return excludes(b) ? NARROWS : WIDENS;
}

static unsigned lower(const struct member *a, const struct member *b)
{
	return is_number(a) && is_number(b) ? by_order(order(b, a), a, b) : 0;
}

static unsigned upper(const struct member *a, const struct member *b)
{
	return is_number(a) && is_number(b) ? by_order(order(a, b), a, b) : 0;
}

static bool divides(const struct decimal *d, const struct decimal *step)
{
	return decimal_is_positive(step) && decimal_can_divide(step) && decimal_is_multiple(d, step);
}

static unsigned steps(const struct member *a, const struct member *b)
{
	struct decimal x, y;

	if (!is_number(a) || !is_number(b) || !order(a, b))
		return 0;
	x = decimal_read(a->value->text);
	y = decimal_read(b->value->text);
	if (divides(&y, &x))
		return NARROWS;
	return divides(&x, &y) ? WIDENS : BOTH_WAYS;
}

/* There is no telling which of two patterns is the tighter one. */
static unsigned other(const struct member *a, const struct member *b)
{
	return node_equal(a->value, b->value) ? 0 : BOTH_WAYS;
}

static unsigned formats(const struct member *a, const struct member *b)
{
	static const struct {
		const char *in, *of; /* every value of the one is one of the other */
	} rows[] = {
		{"int32",	   "int64"	   },
		    { "float",	       "double"	},
		{ "email",	   "idn-email"    },
		    { "hostname",	  "idn-hostname" },
		{ "uri",		 "uri-reference"},
		    { "uri",	     "iri"	   },
		{ "uri",		 "iri-reference"},
		    { "uri-reference", "iri-reference"},
		{ "iri",		 "iri-reference"},
	};
	struct slice x = node_text(a->value), y = node_text(b->value);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (slice_is(x, rows[i].of) && slice_is(y, rows[i].in))
			return NARROWS;
		if (slice_is(x, rows[i].in) && slice_is(y, rows[i].of))
			return WIDENS;
	}
	return other(a, b);
}

static unsigned unique(const struct member *a, const struct member *b)
{
	if (!node_is(a->value, NODE_BOOL) || !node_is(b->value, NODE_BOOL) ||
	    a->value->truth == b->value->truth)
		return 0;
	return b->value->truth ? NARROWS : WIDENS;
}

/* No rule for messages, but worth knowing. */
static unsigned remark(const struct member *a, const struct member *b)
{
	return node_equal(a->value, b->value) ? 0 : CLAIMS << 1;
}

enum { REMARK = CLAIMS << 1 };

static const struct keyword keywords[] = {
	{"minimum",	     "exclusiveMinimum", KIND_NUMBER,	      lower,   ">= ", "> ", "must now be ",			  "may now be ",
	  "has no minimum any more",																					  ""		},
	{ "maximum",	     "exclusiveMaximum", KIND_NUMBER,	      upper,   "<= ", "< ", "must now be ",			  "may now be ",
	  "has no maximum any more",																					  ""		},
	{ "multipleOf",	NULL,		      KIND_NUMBER,		   steps,	  "",    "",	  "must now be a multiple of ",
	  "may now be a multiple of ",															       "need no longer be a multiple",	       ""		  },
	{ "minLength",	       NULL,		     KIND_TEXT,		lower,   "",	   "",   "must now be at least ",		"may now be as short as ",
	  "has no minimum length any more",																				   " characters long"},
	{ "maxLength",	       NULL,		     KIND_TEXT,		upper,   "",	   "",   "must now be at most ",	       "may now be up to ",
	  "has no maximum length any more",																				   " characters long"},
	{ "pattern",	     NULL,		   KIND_TEXT,		      other,   "",	 "",   "must now match ",			"may now match ",
	  "need no longer match a pattern",																				   ""		       },
	{ "format",	    NULL,		  KIND_TEXT | KIND_NUMBER, formats, "",	"",   "must now have the format ",
	  "may now have the format ",																"has no format any more",		""		   },
	{ "contentEncoding",  NULL,		   KIND_TEXT,		      other,   "",	 "",   "is now encoded as ",		   "is now encoded as ",
	  "is no longer encoded",																					     ""		     },
	{ "contentMediaType", NULL,		    KIND_TEXT,	       other,   "",	  "",   "now holds ",			    "now holds ",
	  "has no media type any more",																				       ""		   },
	{ "minItems",	      NULL,		    KIND_LIST,	       lower,   "",	  "",   "must now have at least ",		 "may now have as few as ",
	  "has no minimum of items any more",																				 " items"	       },
	{ "maxItems",	      NULL,		    KIND_LIST,	       upper,   "",	  "",   "must now have at most ",		"may now have up to ",
	  "has no maximum of items any more",																				 " items"	       },
	{ "uniqueItems",	 NULL,	       KIND_LIST,		  unique,  "",    "",	  "must now have items that differ: ",
	  "may now have items that are alike: ",														     "may now have items that are alike",     ""		 },
	{ "minProperties",	   NULL,		 KIND_MAP,		   lower,	  "",    "",	  "must now have at least ",
	  "may now have as few as ",																 "has no minimum of properties any more", " properties"	    },
	{ "maxProperties",	   NULL,		 KIND_MAP,		   upper,	  "",    "",	  "must now have at most ",	    "may now have up to ",
	  "has no maximum of properties any more",																			    " properties"	 },
	{ "default",	     NULL,		   KIND_ANY,		     remark,  "",	 "",   "now defaults to ",			 "now defaults to ",
	  "has no default any more",																					  ""		},
	{ "deprecated",	NULL,		      KIND_ANY,		remark,	"",    "",
	  "is now marked deprecated: ",												"is now marked deprecated: ", "is no longer marked deprecated",	""		   },
};

static bool asks_nothing(const struct keyword *k, const struct member *m)
{
	int64_t value;

	if (k->turn == unique || slice_is(m->key, "deprecated"))
		return node_is(m->value, NODE_BOOL) && !m->value->truth;
	if (k->turn != lower || k->also)
		return false;
	return node_int(m->value, &value) && value <= 0; /* minLength: 0 */
}

/* The tightest that any part says; NULL: none does. */
static const struct member *tightest(const struct keyword *k, const struct view *v)
{
	const struct member *best = NULL;

	for (size_t i = 0; i < v->n; i++)
		for (int second = 0; second < (k->also ? 2 : 1); second++) {
			const char *name = second ? k->also : k->name;
			const struct member *m = node_member(v->parts[i], slice_str(name));

			if (!m || asks_nothing(k, m) || (k->also && !is_number(m)))
				continue;
			if (!best || k->turn(best, m) == NARROWS)
				best = m;
		}
	return best;
}

static const char *sign_of(const struct keyword *k, const struct member *m)
{
	return excludes(m) ? k->sign_also : k->sign;
}

static void say_turn(struct comparer *c, const struct keyword *k, const struct member *was,
		     const struct member *is, unsigned effect, struct noted n)
{
	if (was && !c->silent)
		n.was = arena_printf(&c->out->arena, "was %s%s", sign_of(k, was), shown(c, was->value));
	n.effect = effect & ~(unsigned)REMARK;
	if (!is)
		note(c, n, "%s", k->gone);
	else
		note(c, n, "%s%s%s%s", effect == WIDENS ? k->widened : k->narrowed, sign_of(k, is),
		     shown(c, is->value), k->behind);
}

void compare_keywords(struct comparer *c, const struct view *a, const struct view *b,
		      const struct step *where)
{
	unsigned kinds = view_kinds(a) & view_kinds(b);

	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++) {
		const struct keyword *k = &keywords[i];
		const struct member *was = tightest(k, a), *is = tightest(k, b);
		unsigned effect;

		if (!(kinds & k->kinds) || (!was && !is))
			continue;
		effect = !was ? NARROWS : !is ? WIDENS : k->turn(was, is);
		if (k->turn == remark)
			effect = !was || !is ? REMARK : effect;
		if (effect)
			say_turn(c, k, was, is, effect,
				 (struct noted){ .code = k->name,
						 .at = is ? member_loc(is) : b->at,
						 .was_at = was ? member_loc(was) : LOC_NONE,
						 .where = where });
	}
}
