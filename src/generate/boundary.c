/* The edges that a schema has: for each bound three or so, for each kind of value those that software trips
 * over. */
#include "generate/boundary.h"

#include "base/text.h"
#include "generate/decimal.h"
#include "generate/invalid_literal.h"
#include "generate/invalid_path.h"

enum { LONGEST_TEXT = 10000, LONGEST_LIST = 100, DEEPEST_VALUE = 24 };

struct edging {
	struct generator *g;
	struct arena *a; /* of nodes */
	const struct breach *b;
	struct boundaries *out;
};

/* --- leaves: what is asked at the edge */

static struct node *only(struct edging *e, const char *key, struct node *value)
{
	struct node *map = node_new(e->a, NODE_MAP, e->b->schema);

	node_set(e->a, map, slice_str(key), value);
	return map;
}

static struct node *with(struct edging *e, struct node *schema, struct node *demand)
{
	struct node *copy = node_copy(e->a, schema), *old = node_get(schema, "allOf"), *list;

	list = node_is(old, NODE_LIST) ? node_copy(e->a, old) : node_new(e->a, NODE_LIST, schema);
	node_append(e->a, list, demand);
	node_set(e->a, copy, SLICE_LIT("allOf"), list);
	return copy;
}

static struct node *without_bound(struct edging *e)
{
	struct node *copy = node_copy(e->a, e->b->schema);

	node_unset(copy, slice_str(e->b->broken));
	return copy;
}

static struct node *exactly(struct edging *e, struct node *value)
{
	struct node *list = node_new(e->a, NODE_LIST, e->b->schema);

	node_append(e->a, list, value);
	return only(e, "enum", list);
}

static struct node *number_node(struct edging *e, const char *text)
{
	return node_new_number(e->a, slice_str(text), e->b->schema);
}

/* --- entries */

static struct boundary *add(struct edging *e, const char *kind, const char *side, struct node *leaf,
			    const struct breach *breaks)
{
	struct boundaries *out = e->out;
	struct boundary *b;
	BUF_AUTO struct buf place = BUF_INIT(0);

	path_instance(&place, e->b->path, NULL);
	out->list = arena_grow(&e->g->arena, out->list, out->n, &out->room, sizeof(*b));
	b = &out->list[out->n++];
	*b = (struct boundary){
		.kind = kind,
		.side = side,
		.instance = arena_copy(&e->g->arena, buf_view(&place)),
		.at = e->b->at,
		.in_headers = e->b->in_headers,
		.breaks = breaks,
		.path = e->b->path,
		.leaf = leaf,
		.ways = broken_ways_new(e->g),
	};
	b->label = slice_str(arena_printf(&e->g->arena, "%s@%s%.*s:%s", kind, b->in_headers ? "headers" : "",
					  SLICE_FMT(b->instance), side));
	return b;
}

/* --- bounds of numbers */

/* The bound and `by` steps more; false: too many digits. */
static bool step_from(struct edging *e, const struct node *bound, int by, struct buf *out)
{
	struct node *multiple = keyword_value(e->g, e->b->schema, SLICE_LIT("multipleOf"));
	bool whole = !(types_of(node_get(e->b->schema, "type")) & TYPE_FRACTION);
	struct decimal d, step = { .digits = 1, .scale = whole ? 0 : 2 };
	int scale;

	if (!decimal_parse(bound->text, &d) || (multiple && !decimal_parse(multiple->text, &step)))
		return false;
	if (!multiple && d.scale > step.scale)
		step.scale = d.scale;
	scale = d.scale > step.scale ? d.scale : step.scale;
	if (scale > 12 || d.scale < 0)
		return false;
	decimal_add(out,
		    d.digits * wide_power10(scale - d.scale) +
			    by * step.digits * wide_power10(scale - step.scale),
		    scale);
	return true;
}

static void edge_of_number(struct edging *e, const struct node *bound, int by, const char *side, bool outside)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct node *schema = outside ? without_bound(e) : e->b->schema;

	if (step_from(e, bound, by, &text))
		add(e, e->b->broken, side, with(e, schema, exactly(e, number_node(e, buf_cstr(&text)))),
		    outside ? e->b : NULL);
}

static void edges_of_bound(struct edging *e)
{
	struct node *bound = node_get(e->b->schema, e->b->broken);
	bool exclusive = slice_starts(slice_str(e->b->broken), SLICE_LIT("exclusive"));
	bool lower = slice_ends(slice_str(e->b->broken), SLICE_LIT("inimum"));
	int inside = lower ? 1 : -1;

	if (!node_is(bound, NODE_NUMBER))
		return;
	edge_of_number(e, bound, 0, "at", exclusive);
	edge_of_number(e, bound, inside, "inside", false);
	edge_of_number(e, bound, -inside, "outside", true);
}

/* --- counts */

static void edge_of_count(struct edging *e, int64_t count, const char *least, const char *most,
			  const char *side, bool outside)
{
	const char *text = arena_printf(e->a, "%lld", (long long)count);
	struct node *demand = only(e, least, number_node(e, text));

	if (count < 0 || count > MAKING_MOST_ITEMS)
		return;
	node_set(e->a, demand, slice_str(most), number_node(e, text));
	add(e, e->b->broken, side, with(e, outside ? without_bound(e) : e->b->schema, demand),
	    outside ? e->b : NULL);
}

static void edges_of_count(struct edging *e)
{
	static const char *const pairs[][2] = {
		{"minLength",      "maxLength"	   },
		{ "minItems",      "maxItems"	 },
		{ "minProperties", "maxProperties"},
	};
	bool lower = e->b->broken[1] == 'i';
	int inside = lower ? 1 : -1;
	int64_t count;

	if (!node_int(node_get(e->b->schema, e->b->broken), &count))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		if (strcmp(pairs[i][!lower], e->b->broken) != 0)
			continue;
		edge_of_count(e, count, pairs[i][0], pairs[i][1], "at", false);
		edge_of_count(e, count + inside, pairs[i][0], pairs[i][1], "inside", false);
		edge_of_count(e, count - inside, pairs[i][0], pairs[i][1], "outside", true);
	}
}

/* --- values that software trips over, as far as the schema lets them be */

struct odd {
	unsigned type;
	const char *format; /* NULL: of values without one */
	const char *kind, *side, *json;
};

/* clang-format off */
static const struct odd odds[] = {
	{ TYPE_STRING, NULL, "empty", "text", "\"\"" },
	{ TYPE_ARRAY, NULL, "empty", "array", "[]" },
	{ TYPE_OBJECT, NULL, "empty", "object", "{}" },
	{ TYPE_STRING, NULL, "unicode", "combining", "\"e\\u0301\\u0323 a\\u030a\"" },
	{ TYPE_STRING, NULL, "unicode", "astral", "\"\\ud83d\\ude80 \\ud835\\udd4f\"" },
	{ TYPE_STRING, NULL, "unicode", "joined", "\"\\ud83d\\udc69\\u200d\\ud83d\\udcbb\"" },
	{ TYPE_STRING, NULL, "unicode", "right-to-left", "\"\\u05e9\\u05dc\\u05d5\\u05dd \\u202eabc\"" },
	{ TYPE_STRING, NULL, "unicode", "nul", "\"a\\u0000b\"" },
	{ TYPE_STRING, NULL, "unicode", "byte-order-mark", "\"\\ufeffa\"" },
	{ TYPE_STRING, NULL, "unicode", "quotes", "\"'\\\"`\\\\\"" },
	{ TYPE_STRING, NULL, "unicode", "spaces", "\" \\u00a0\\u2003\\t\\r\\n \"" },
	{ TYPE_STRING, NULL, "unicode", "last", "\"\\udbff\\udffd\\uffff\"" },
	{ TYPE_STRING, NULL, "text", "looks-like-null", "\"null\"" },
	{ TYPE_STRING, NULL, "text", "looks-like-a-number", "\"007\"" },
	{ TYPE_STRING, "date", "date", "leap-day", "\"2024-02-29\"" },
	{ TYPE_STRING, "date", "date", "first", "\"0001-01-01\"" },
	{ TYPE_STRING, "date", "date", "last", "\"9999-12-31\"" },
	{ TYPE_STRING, "date-time", "date-time", "leap-day", "\"2024-02-29T23:59:59Z\"" },
	{ TYPE_STRING, "date-time", "date-time", "leap-second", "\"2016-12-31T23:59:60Z\"" },
	{ TYPE_STRING, "date-time", "date-time", "offset", "\"2026-11-21T00:00:00+14:00\"" },
	{ TYPE_STRING, "date-time", "date-time", "fraction", "\"2026-11-21T00:00:00.123456789Z\"" },
	{ TYPE_STRING, "date-time", "date-time", "epoch", "\"1970-01-01T00:00:00Z\"" },
	{ TYPE_STRING, "date-time", "date-time", "behind-32-bits", "\"2038-01-19T03:14:08Z\"" },
	{ TYPE_STRING, "date-time", "date-time", "last", "\"9999-12-31T23:59:59Z\"" },
	{ TYPE_STRING, "time", "time", "midnight", "\"00:00:00Z\"" },
	{ TYPE_STRING, "time", "time", "leap-second", "\"23:59:60Z\"" },
	{ TYPE_STRING, "uuid", "uuid", "nil", "\"00000000-0000-0000-0000-000000000000\"" },
	{ TYPE_STRING, "uuid", "uuid", "upper-case", "\"7F0C9CBB-4FD6-4D18-A0C9-0F4AB3BBD4C1\"" },
	{ TYPES_NUMBER, NULL, "number", "zero", "0" },
	{ TYPES_NUMBER, NULL, "number", "beyond-32-bits", "2147483648" },
	{ TYPES_NUMBER, NULL, "number", "beyond-double", "9007199254740993" },
	{ TYPE_FRACTION, NULL, "number", "tenth", "0.1" },
	{ TYPE_FRACTION, NULL, "number", "tiny", "1e-9" },
};
/* clang-format on */

static void add_odd(struct edging *e, const struct odd *o, unsigned types, struct slice format)
{
	bool fits = o->format ? slice_is(format, o->format) : !format.ptr;
	struct node *value = fits && (types & o->type) ? json_literal(e->a, o->json) : NULL;

	if (value)
		add(e, o->kind, o->side, with(e, e->b->schema, exactly(e, value)), NULL)->is_optional = true;
}

static void add_longest(struct edging *e, const char *side, const char *keyword, int most)
{
	struct node *demand = only(e, keyword, number_node(e, arena_printf(e->a, "%d", most)));

	add(e, "longest", side, with(e, e->b->schema, demand), NULL)->is_optional = true;
}

static void edges_of_value(struct edging *e)
{
	const struct node *schema = e->b->schema;
	unsigned types = node_get(schema, "type") ? types_of(node_get(schema, "type")) : 0;
	bool fixed = node_get(schema, "enum") || node_get(schema, "const");
	struct slice format = node_get_text(schema, "format");

	for (size_t i = 0; !fixed && i < ARRAY_SIZE(odds); i++)
		add_odd(e, &odds[i], types, format);
	if (!fixed && (types & TYPE_STRING) && !node_get(schema, "maxLength") && !format.ptr)
		add_longest(e, "text", "minLength", LONGEST_TEXT);
	if (!fixed && (types & TYPE_ARRAY) && !node_get(schema, "maxItems"))
		add_longest(e, "array", "minItems", LONGEST_LIST);
}

/* --- deepest */

/* The part of the way that comes back to where it began, again. */
static const struct step *again(struct generator *g, const struct step *upon, const struct step *part,
				const struct step *end)
{
	struct step *copy;

	if (part == end)
		return upon;
	copy = arena_new(&g->arena, struct step);
	*copy = *part;
	copy->up = again(g, upon, part->up, end);
	return copy;
}

static void add_deepest(struct generator *g, const struct step *cycle, struct boundaries *out)
{
	const struct step *begin = cycle, *path = cycle;
	struct breach site = { .schema = cycle->target, .path = cycle, .at = node_loc(cycle->target) };
	struct edging e = { .g = g, .a = &g->library->arena, .b = &site, .out = out };
	unsigned inside = 0;

	while (begin && begin->schema != cycle->target) {
		inside += step_goes_inside(begin);
		begin = begin->up;
	}
	if (!begin)
		return;
	inside += step_goes_inside(begin);
	for (unsigned depth = inside; inside && depth + inside <= DEEPEST_VALUE; depth += inside)
		path = again(g, path, cycle, begin->up);
	site.path = path;
	add(&e, "deepest", "value", cycle->target, NULL)->is_optional = true;
}

/* --- */

static bool is_named(const char *keyword, const char *const *names)
{
	while (*names && strcmp(*names, keyword) != 0)
		names++;
	return *names;
}

static bool goes_by_name(const struct step *path)
{
	for (; path; path = path->up)
		if (path->kind == STEP_NAMES)
			return true;
	return false;
}

static bool is_new_place(const struct breaches *all, size_t i)
{
	const struct breach *b = &all->list[i];

	for (size_t k = i; k-- > 0;)
		if (all->list[k].path == b->path && all->list[k].schema == b->schema)
			return false;
	return true;
}

static void collect(struct generator *g, const struct breaches *all, struct boundaries *out)
{
	static const char *const bounds[] = { "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
					      NULL };
	static const char *const counts[] = { "minLength",     "maxLength",	"minItems", "maxItems",
					      "minProperties", "maxProperties", NULL };

	for (size_t i = 0; i < all->n; i++) {
		struct edging e = { .g = g, .a = &g->library->arena, .b = &all->list[i], .out = out };

		if (!node_is(e.b->schema, NODE_MAP) || goes_by_name(e.b->path))
			continue;
		if (is_new_place(all, i))
			edges_of_value(&e);
		if (is_named(e.b->broken, bounds))
			edges_of_bound(&e);
		if (is_named(e.b->broken, counts))
			edges_of_count(&e);
	}
	if (all->cycle)
		add_deepest(g, all->cycle, out);
}

struct known_boundaries {
	const struct message_model *of; /* the key's bytes stand here */
	struct boundaries all;
};

const struct boundaries *boundaries_of_message(struct generator *g, const struct message_model *m)
{
	struct known_boundaries *known = map_get(&g->boundaries, slice_of(&m, sizeof(m)));

	if (known)
		return &known->all;
	known = arena_new(&g->arena, struct known_boundaries);
	known->of = m;
	map_put(&g->boundaries, slice_of(&known->of, sizeof(known->of)), known);
	collect(g, breaches_of_message(g, m), &known->all);
	return &known->all;
}
