/* Numbers inside every bound, multiples exactly, of a size that the property's name suggests. */
#include "generate/decimal.h"
#include "generate/hint.h"
#include "generate/making.h"

/* What is asked of a number, all in units of 10^-scale. */
struct range {
	wide low, high, step;
	int scale;
	struct slice logical; /* what it counts; absent: nothing */
	bool has_low, has_high, whole;
	const struct node *low_at, *high_at;
};

static const struct {
	const char *name;
	const char *low, *high;
} number_formats[] = {
	{"int32",   "-2147483648",	  "2147483647"	       },
	{ "uint32", "0",			 "4294967295"	      },
	{ "int64",  "-9223372036854775808", "9223372036854775807" },
	{ "uint64", "0",			 "18446744073709551615"},
	{ "int16",  "-32768",		     "32767"		     },
	{ "uint16", "0",			 "65535"		 },
	{ "int8",	  "-128",		  "127"			},
	{ "uint8",  "0",			"255"		      },
};

static void raise_low(struct range *r, struct slice text, bool exclusive, const struct node *at)
{
	struct decimal d;
	wide low;

	if (!decimal_parse(text, &d) || !(exclusive ? decimal_floor : decimal_ceil)(d, r->scale, &low))
		return;
	low += exclusive;
	if (r->has_low && low <= r->low)
		return;
	r->low = low;
	r->has_low = true;
	r->low_at = at;
}

static void drop_high(struct range *r, struct slice text, bool exclusive, const struct node *at)
{
	struct decimal d;
	wide high;

	if (!decimal_parse(text, &d) || !(exclusive ? decimal_ceil : decimal_floor)(d, r->scale, &high))
		return;
	high -= exclusive;
	if (r->has_high && high >= r->high)
		return;
	r->high = high;
	r->has_high = true;
	r->high_at = at;
}

static void bound_by_format(struct range *r, const struct facts *f)
{
	for (size_t i = 0; i < ARRAY_SIZE(number_formats); i++) {
		if (!slice_is(node_text(f->at[KW_FORMAT]), number_formats[i].name))
			continue;
		raise_low(r, slice_str(number_formats[i].low), false, f->at[KW_FORMAT]);
		drop_high(r, slice_str(number_formats[i].high), false, f->at[KW_FORMAT]);
	}
}

static void bound_by(struct range *r, const struct facts *f)
{
	static const struct {
		enum keyword k;
		bool low, exclusive;
	} rows[] = {
		{KW_MINIMUM,	      true,  false},
		{ KW_EXCLUSIVE_MINIMUM, true,  true },
		{ KW_MAXIMUM,	      false, false},
		{ KW_EXCLUSIVE_MAXIMUM, false, true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct node *at = f->at[rows[i].k];

		if (node_is(at, NODE_NUMBER))
			(rows[i].low ? raise_low : drop_high)(r, at->text, rows[i].exclusive, at);
	}
}

/* The step that all multipleOf agree on; false: none that we can count with. */
static bool step_of(struct range *r, const struct shape *s)
{
	r->step = r->whole ? wide_power10(r->scale) : 1;
	SHAPE_EACH(s, f)
	{
		struct node *at = f->at[KW_MULTIPLE_OF];
		struct decimal d;
		wide step;

		if (!node_is(at, NODE_NUMBER) || !decimal_parse(at->text, &d) || d.digits <= 0)
			continue;
		if (!decimal_floor(d, r->scale, &step) || step <= 0)
			return false;
		r->step = wide_lcm(r->step, step);
		if (!r->step)
			return false;
	}
	return true;
}

/* Formats of numbers bound them only as far as the other bounds leave room: no judge need know them. */
static struct range range_at(const struct shape *s, int scale, bool whole)
{
	struct range r = { .scale = scale, .whole = whole }, narrow;

	SHAPE_EACH(s, f)
	{
		bound_by(&r, f);
	}
	narrow = r;
	SHAPE_EACH(s, g)
	{
		bound_by_format(&narrow, g);
	}
	if (narrow.low <= narrow.high)
		r = narrow;
	SHAPE_EACH(s, h)
	{
		if (h->logical.ptr)
			r.logical = h->logical;
	}
	if (!step_of(&r, s))
		r.step = 0;
	return r;
}

/* The first and last multiple of the step inside the bounds; false: there is none. */
static bool inside(const struct range *r, wide low, wide high, wide *first, wide *last)
{
	if (!r->step)
		return false;
	*first = -wide_floor_div(-low, r->step);
	*last = wide_floor_div(high, r->step);
	return *first <= *last;
}

static wide larger(wide a, wide b)
{
	return a > b ? a : b;
}

static wide smaller(wide a, wide b)
{
	return a < b ? a : b;
}

static bool in_units(const struct lifelike_range *hint, const struct range *r, wide *low, wide *high)
{
	return decimal_ceil((struct decimal){ hint->low, hint->scale }, r->scale, low) &&
	       decimal_floor((struct decimal){ hint->high, hint->scale }, r->scale, high);
}

/* A moment in the unit of a logical type, since 1970 or since midnight; false: it counts something else. */
static bool logical_range(struct making *m, const struct range *r, struct slice name, wide *low, wide *high)
{
	static const struct {
		const char *ends; /* of the logical type's name */
		int64_t us;	  /* of one unit; 0: nanoseconds */
		bool in_day;
	} units[] = {
		{"timestamp-millis",  1000,	    false},
		     { "timestamp-micros", 1,	      false},
		{ "timestamp-nanos",  0,		false},
		     { "time-millis",      1000,	    true },
		{ "time-micros",	 1,	    true },
		     { "date",	       86400000000, false},
	};
	wide moment, first, last;

	for (size_t i = 0; r->logical.ptr && i < ARRAY_SIZE(units); i++) {
		if (!slice_ends(r->logical, slice_str(units[i].ends)))
			continue;
		moment = moment_of(m, name);
		if (units[i].in_day)
			moment -= wide_floor_div(moment, 86400000000) * 86400000000;
		*low = *high = units[i].us ? wide_floor_div(moment, units[i].us) : moment * 1000;
		return inside(r, *low, *high, &first, &last);
	}
	return false;
}

/* What the name suggests, inside the bounds; false: it suggests nothing that fits. */
static bool hinted_range(struct making *m, const struct range *r, struct slice name, wide *low, wide *high)
{
	struct lifelike_range hint;
	wide first, last;

	if (logical_range(m, r, name, low, high))
		return true;
	for (unsigned other = 0; lifelike_number(m, name, other, &hint); other++) {
		if (!in_units(&hint, r, low, high))
			continue;
		if (r->has_low)
			*low = larger(*low, r->low);
		if (r->has_high)
			*high = smaller(*high, r->high);
		if (inside(r, *low, *high, &first, &last))
			return true;
	}
	return false;
}

/* What looks usual: the name's own range; all of a narrow range; of a wide one the small positive part, or
 * what is nearest to it. */
static void usual_range(struct making *m, const struct range *r, struct slice name, wide *low, wide *high)
{
	wide unit = wide_power10(r->scale), reach = larger(100 * unit, r->step * 20), start;

	if (hinted_range(m, r, name, low, high))
		return;
	m->refused = m->refused || m->asked;
	*low = r->low;
	*high = r->high;
	if (r->has_low && r->has_high && r->high - r->low <= reach * 1000)
		return;
	start = unit;
	if (r->has_low)
		start = r->low > -unit && r->low < unit ? larger(r->low, 0) : larger(r->low, start);
	if (r->has_high && start + reach > r->high)
		start = r->high >= reach ? smaller(start, r->high - r->step) : r->high - reach;
	if (r->has_low && start < r->low)
		start = r->low;
	*low = start;
	*high = r->has_high ? smaller(start + reach, r->high) : start + reach;
}

static wide pick(struct making *m, wide first, wide last)
{
	wide span = last - first;

	if (span > (wide)INT64_MAX)
		span = (wide)INT64_MAX;
	return first + (wide)random_below(&m->random, (uint64_t)span + 1);
}

/* `fixed`: 12.50, not 12.5. */
static struct node *write_number(struct making *m, wide digits, int scale, bool fixed)
{
	char space[80];
	struct buf text = { .data = space, .cap = sizeof(space), .max = sizeof(space) };
	size_t point;

	decimal_add(&text, digits, scale);
	point = slice_find(buf_view(&text), '.');
	if (fixed && scale && point == text.len)
		buf_char(&text, '.');
	for (size_t i = text.len - point; fixed && i <= (size_t)scale; i++)
		buf_char(&text, '0');
	return node_new_number(m->arena, buf_view(&text), NULL);
}

static int multiples_scale(const struct shape *s)
{
	int scale = 0;

	SHAPE_EACH(s, f)
	{
		struct decimal d;

		if (node_is(f->at[KW_MULTIPLE_OF], NODE_NUMBER) &&
		    decimal_parse(f->at[KW_MULTIPLE_OF]->text, &d) && d.scale > scale)
			scale = d.scale;
	}
	return scale;
}

static const struct node *first_of(const struct shape *s, enum keyword k)
{
	SHAPE_EACH(s, f)
	{
		if (f->at[k])
			return f->at[k];
	}
	return NULL;
}

/* Both bounds are there and leave a gap that this keyword finds nothing in. */
static struct node *say_gap(struct making *m, const struct shape *s, const struct range *r,
			    const struct node *step)
{
	return making_fail(m, step, "%s leaves nothing between %s and %s", making_cite(m, s, step),
			   making_cite(m, s, r->low_at), making_cite(m, s, r->high_at));
}

/* Nothing lies between the bounds.  Without a step there may be something of more digits than we count
 * with. */
static struct node *say_empty(struct making *m, const struct shape *s, int scale, bool whole)
{
	struct range r = range_at(s, scale, whole);
	const struct node *type = first_of(s, KW_TYPE), *multiple = first_of(s, KW_MULTIPLE_OF);

	if (!r.step || !r.has_low || !r.has_high)
		return making_miss(m, s->n ? s->list[0]->node : NULL,
				   "no number was found inside its bounds");
	if (r.low > r.high && node_is(r.low_at, NODE_NUMBER) && node_is(r.high_at, NODE_NUMBER)) {
		wide low, high;
		struct decimal a, b;

		if (decimal_parse(r.low_at->text, &a) && decimal_parse(r.high_at->text, &b) &&
		    decimal_floor(a, DECIMAL_SCALE, &low) && decimal_floor(b, DECIMAL_SCALE, &high) &&
		    low >= high)
			return making_clash(m, s, r.low_at, r.high_at);
	}
	if (multiple && r.low_at && r.high_at)
		return say_gap(m, s, &r, multiple);
	if (whole && type && r.low_at && r.high_at)
		return say_gap(m, s, &r, type);
	return making_miss(m, s->n ? s->list[0]->node : NULL, "no number was found inside its bounds");
}

/* What looks usual; where a step leaves nothing of that, whatever lies between the bounds. */
static bool pick_range(struct making *m, const struct range *r, struct slice name, wide *first, wide *last)
{
	wide low, high;

	if (r->has_low && r->has_high && r->low > r->high)
		return false;
	usual_range(m, r, name, &low, &high);
	if (inside(r, low, high, first, last))
		return true;
	return r->has_low && r->has_high && inside(r, r->low, r->high, first, last);
}

/* The range of a shape that stays, at the scale that was asked for last. */
struct number_plan {
	int least; /* scale of its multiples */
	bool has_range;
	struct range range;
};

static struct number_plan *plan_of(struct making *m, const struct shape *s)
{
	struct number_plan *plan = s->plans ? s->plans->number : NULL;

	if (plan)
		return plan;
	plan = arena_new(s->plans ? &m->g->arena : m->arena, struct number_plan);
	plan->least = multiples_scale(s);
	if (s->plans)
		s->plans->number = plan;
	return plan;
}

static const struct range *planned_range(struct number_plan *plan, const struct shape *s, int scale,
					 bool whole)
{
	if (!plan->has_range || plan->range.scale != scale || plan->range.whole != whole)
		plan->range = range_at(s, scale, whole);
	plan->has_range = true;
	return &plan->range;
}

struct node *make_number(struct making *m, const struct shape *s, struct slice name, unsigned types)
{
	struct number_plan *plan = plan_of(m, s);
	bool whole = !(types & TYPE_FRACTION);
	struct lifelike_range hint;
	int least = plan->least, start = least, scale;

	if (!whole && !least)
		start = lifelike_number(m, name, 0, &hint) ? hint.scale : 2;
	if (start < least)
		start = least;
	for (scale = start; scale <= DECIMAL_SCALE; scale++) {
		const struct range *r = planned_range(plan, s, scale, whole);
		wide first, last;

		if (pick_range(m, r, name, &first, &last)) {
			wide digits = pick(m, first, last) * r->step;

			if (!(types & TYPE_INTEGER) && digits % wide_power10(scale) == 0 && first < last)
				digits += digits / r->step < last ? r->step : -r->step;
			return write_number(m, digits, scale, !whole && lifelike_is_money(m, name));
		}
		if (whole)
			break;
	}
	return say_empty(m, s, whole ? start : DECIMAL_SCALE, whole);
}
