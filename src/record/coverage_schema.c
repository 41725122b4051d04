/* Coverage of schemas: one walk over the schema finds what there is, one over schema and value counts. */
#include "record/coverage_schema.h"

#include "base/text.h"
#include "generate/making.h"

enum { SURVEY_DEPTH = 128 };

/* Where the points of one schema begin in the list; NONE: it has none of that kind. */
enum part { PART_ANY, PART_ONE, PART_IF, PART_ENUM, PART_TYPE, PART_PROPERTIES, PARTS };
enum { NONE = SIZE_MAX };

struct site {
	const struct node *node; /* the key's bytes stand here */
	size_t first[PARTS];
};

/* Where we are: the name for people, the pointer for programs. */
struct spot {
	struct slice name, place;
	unsigned depth;
};

static void survey(struct schema_survey *s, struct node *schema, struct spot at);

/* --- what there is */

static struct covered *point(struct schema_survey *s, enum covered_kind kind, struct loc at,
			     const struct spot *spot)
{
	struct covered *c = coverage_point(s->out, kind, s->message, at);

	c->place = spot->place;
	return c;
}

static struct slice text(struct schema_survey *s, struct buf *b)
{
	return arena_copy(s->out->a, buf_view(b));
}

static struct spot member_spot(struct schema_survey *s, struct spot at, struct slice name)
{
	BUF_AUTO struct buf named = BUF_INIT(0), place = BUF_INIT(0);

	buf_printf(&named, "%.*s.%.*s", SLICE_FMT(at.name), SLICE_FMT(name));
	buf_slice(&place, at.place);
	json_pointer_add(&place, name);
	return (struct spot){ .name = text(s, &named), .place = text(s, &place), .depth = at.depth + 1 };
}

static struct spot item_spot(struct schema_survey *s, struct spot at, const char *index)
{
	BUF_AUTO struct buf named = BUF_INIT(0), place = BUF_INIT(0);

	buf_printf(&named, "%.*s[%s]", SLICE_FMT(at.name), index);
	buf_printf(&place, "%.*s/%s", SLICE_FMT(at.place), *index ? index : "-");
	return (struct spot){ .name = text(s, &named), .place = text(s, &place), .depth = at.depth + 1 };
}

/* Its title, or the last part of where it refers to. */
static struct slice branch_title(const struct node *branch)
{
	struct slice title = node_get_text(branch, "title"), ref = node_get_text(branch, "$ref");
	size_t at = ref.len;

	while (at && ref.ptr[at - 1] != '/' && ref.ptr[at - 1] != '#')
		at--;
	return title.len ? title : slice_from(ref, at);
}

static size_t survey_branches(struct schema_survey *s, const struct node *list, const char *keyword,
			      struct spot at)
{
	size_t first = s->out->n;

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++) {
		struct slice title = branch_title(list->items[i]);
		BUF_AUTO struct buf name = BUF_INIT(0);
		struct covered *c = point(s, COVERED_BRANCH, node_loc(list->items[i]), &at);

		buf_printf(&name, "%.*s: branch %zu of %s", SLICE_FMT(at.name), i + 1, keyword);
		if (title.len)
			buf_printf(&name, " (%.*s)", SLICE_FMT(title));
		c->name = text(s, &name);
	}
	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		survey(s, list->items[i], at);
	return list ? first : (size_t)NONE;
}

static size_t survey_if(struct schema_survey *s, const struct facts *f, struct spot at)
{
	static const char *const words[] = { "then (\"if\" holds)", "else (\"if\" does not hold)" };
	struct node *branches[2] = { f->at[KW_THEN], f->at[KW_ELSE] };
	size_t first = s->out->n;

	if (!f->at[KW_IF] || (!branches[0] && !branches[1]))
		return NONE;
	for (size_t i = 0; i < 2; i++) {
		struct node *n = branches[i] ? branches[i] : f->at[KW_IF];
		struct covered *c = point(s, COVERED_BRANCH, node_loc(n), &at);

		c->name = slice_str(arena_printf(s->out->a, "%.*s: %s", SLICE_FMT(at.name), words[i]));
	}
	for (size_t i = 0; i < 2; i++)
		if (branches[i])
			survey(s, branches[i], at);
	return first;
}

static size_t survey_list(struct schema_survey *s, enum covered_kind kind, const struct node *list,
			  struct spot at)
{
	size_t first = s->out->n;

	if (!node_is(list, NODE_LIST) || list->n < 2)
		return NONE;
	for (size_t i = 0; i < list->n; i++) {
		BUF_AUTO struct buf name = BUF_INIT(0), value = BUF_INIT(0);
		struct covered *c = point(s, kind, node_loc(list->items[i]), &at);

		node_write_json(&value, list->items[i]);
		buf_printf(&name, "%.*s is ", SLICE_FMT(at.name));
		buf_slice(&name, kind == COVERED_TYPE ? node_text(list->items[i]) : buf_view(&value));
		c->name = text(s, &name);
	}
	return first;
}

static bool is_required(const struct facts *f, struct slice name)
{
	const struct node *list = f->at[KW_REQUIRED];

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		if (slice_eq(node_text(list->items[i]), name))
			return true;
	return false;
}

static bool may_be_left_out(const struct facts *f, const struct member *p)
{
	return !is_required(f, p->key) && !(node_is(p->value, NODE_BOOL) && !p->value->truth);
}

static size_t survey_properties(struct schema_survey *s, const struct facts *f, struct spot at)
{
	const struct node *map = f->at[KW_PROPERTIES];
	size_t first = s->out->n;

	if (!node_is(map, NODE_MAP))
		return NONE;
	for (size_t i = 0; i < map->n; i++) {
		const struct member *p = &map->members[i];
		struct loc loc = node_loc(map);
		struct spot below = member_spot(s, at, p->key);

		loc.line = p->line;
		loc.col = p->col;
		if (may_be_left_out(f, p))
			point(s, COVERED_PROPERTY, loc, &below)->name = below.name;
	}
	for (size_t i = 0; i < map->n; i++)
		survey(s, map->members[i].value, member_spot(s, at, map->members[i].key));
	return first;
}

static void survey_each(struct schema_survey *s, const struct node *map, struct spot at)
{
	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++)
		survey(s, map->members[i].value, at);
}

static void survey_items(struct schema_survey *s, const struct facts *f, struct spot at)
{
	for (size_t i = 0; f->prefix && i < f->prefix->n; i++)
		survey(s, f->prefix->items[i], item_spot(s, at, arena_printf(s->out->a, "%zu", i)));
	if (f->rest)
		survey(s, f->rest, item_spot(s, at, ""));
	if (f->at[KW_UNEVALUATED_ITEMS])
		survey(s, f->at[KW_UNEVALUATED_ITEMS], item_spot(s, at, ""));
}

static void survey_others(struct schema_survey *s, const struct facts *f, struct spot at)
{
	struct spot any = member_spot(s, at, SLICE_LIT("*"));

	any.place = item_spot(s, at, "").place;
	survey_each(s, f->at[KW_PATTERN_PROPERTIES], any);
	if (f->at[KW_ADDITIONAL_PROPERTIES])
		survey(s, f->at[KW_ADDITIONAL_PROPERTIES], any);
	if (f->at[KW_UNEVALUATED_PROPERTIES])
		survey(s, f->at[KW_UNEVALUATED_PROPERTIES], any);
	survey_each(s, f->at[KW_DEPENDENCIES], at);
	survey_each(s, f->at[KW_DEPENDENT_SCHEMAS], at);
}

static void survey_same(struct schema_survey *s, const struct facts *f, struct spot at)
{
	const struct node *all = f->at[KW_ALL_OF];

	if (f->ref)
		survey(s, f->ref, at);
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		survey(s, all->items[i], at);
}

/* Each schema once: where it is met first gives it its name. */
static void survey(struct schema_survey *s, struct node *schema, struct spot at)
{
	struct facts *f = facts_of(s->g, schema);
	struct site *site;

	if (!f || at.depth > SURVEY_DEPTH || map_get(&s->sites, slice_of(&f->node, sizeof(f->node))))
		return;
	at.depth++;
	site = arena_new(s->out->a, struct site);
	site->node = f->node;
	map_put(&s->sites, slice_of(&site->node, sizeof(site->node)), site);
	site->first[PART_TYPE] =
		f->at[KW_ENUM] ? (size_t)NONE : survey_list(s, COVERED_TYPE, f->at[KW_TYPE], at);
	site->first[PART_ENUM] = survey_list(s, COVERED_VALUE, f->at[KW_ENUM], at);
	survey_same(s, f, at);
	site->first[PART_PROPERTIES] = survey_properties(s, f, at);
	survey_others(s, f, at);
	survey_items(s, f, at);
	site->first[PART_ANY] = survey_branches(s, f->at[KW_ANY_OF], "anyOf", at);
	site->first[PART_ONE] = survey_branches(s, f->at[KW_ONE_OF], "oneOf", at);
	site->first[PART_IF] = survey_if(s, f, at);
}

void survey_schema(struct schema_survey *s, struct node *schema)
{
	if (schema)
		survey(s, schema, (struct spot){ .name = slice_str(s->root), .place = SLICE_LIT("") });
}

/* --- what a value exercises */

struct counting {
	struct schema_survey *s;
	unsigned depth;
};

static void count(struct counting *c, struct node *schema, struct node *value);

static void hit(struct counting *c, size_t first, size_t i)
{
	if (first != NONE)
		c->s->out->list[first + i].n++;
}

static bool fits(struct counting *c, struct node *schema, const struct node *value)
{
	struct schema *compiled = generator_compiled(c->s->g, schema);

	json_padded(&c->s->g->scratch, value);
	return compiled && !c->s->g->scratch.failed &&
	       schema_accepts(compiled, c->s->g->judge, buf_view(&c->s->g->scratch));
}

static void count_branches(struct counting *c, const struct node *list, size_t first, struct node *value)
{
	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++)
		if (fits(c, list->items[i], value)) {
			hit(c, first, i);
			count(c, list->items[i], value);
		}
}

static void count_if(struct counting *c, const struct facts *f, size_t first, struct node *value)
{
	bool holds;
	struct node *then;

	if (first == NONE)
		return;
	holds = fits(c, f->at[KW_IF], value);
	then = f->at[holds ? KW_THEN : KW_ELSE];
	hit(c, first, !holds);
	if (then)
		count(c, then, value);
}

static void count_values(struct counting *c, const struct facts *f, const struct site *site,
			 const struct node *value)
{
	const struct node *values = f->at[KW_ENUM], *types = f->at[KW_TYPE];
	unsigned type = type_of_value(value);

	for (size_t i = 0; site->first[PART_ENUM] != NONE && i < values->n; i++)
		if (node_equal(values->items[i], value))
			hit(c, site->first[PART_ENUM], i);
	for (size_t i = 0; site->first[PART_TYPE] != NONE && i < types->n; i++)
		if (types_of(types->items[i]) & type)
			hit(c, site->first[PART_TYPE], i);
}

static bool name_fits(struct counting *c, struct slice pattern, const struct member *m)
{
	struct known_pattern *known = generator_pattern(c->s->g, pattern);
	struct arena a = ARENA_INIT;
	bool is_match = fits(c, known->schema, node_new_text(&a, m->key, NULL));

	arena_free(&a);
	return is_match;
}

static void count_member(struct counting *c, const struct facts *f, const struct member *m)
{
	struct node *known = node_get_slice(f->at[KW_PROPERTIES], m->key);
	const struct node *patterns = f->at[KW_PATTERN_PROPERTIES];
	bool met = known != NULL;

	if (known)
		count(c, known, m->value);
	for (size_t i = 0; node_is(patterns, NODE_MAP) && i < patterns->n; i++)
		if (name_fits(c, patterns->members[i].key, m)) {
			met = true;
			count(c, patterns->members[i].value, m->value);
		}
	if (!met && f->at[KW_ADDITIONAL_PROPERTIES])
		count(c, f->at[KW_ADDITIONAL_PROPERTIES], m->value);
	else if (!met && f->at[KW_UNEVALUATED_PROPERTIES])
		count(c, f->at[KW_UNEVALUATED_PROPERTIES], m->value);
}

static void count_optional(struct counting *c, const struct facts *f, size_t first, const struct node *value)
{
	const struct node *map = f->at[KW_PROPERTIES];
	size_t nth = 0;

	for (size_t i = 0; first != NONE && i < map->n; i++) {
		if (!may_be_left_out(f, &map->members[i]))
			continue;
		if (node_get_slice(value, map->members[i].key))
			hit(c, first, nth);
		nth++;
	}
}

static void count_dependencies(struct counting *c, const struct node *map, struct node *value)
{
	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++)
		if (node_is(map->members[i].value, NODE_MAP) && node_get_slice(value, map->members[i].key))
			count(c, map->members[i].value, value);
}

static void count_map(struct counting *c, const struct facts *f, const struct site *site, struct node *value)
{
	count_optional(c, f, site->first[PART_PROPERTIES], value);
	for (size_t i = 0; i < value->n; i++)
		count_member(c, f, &value->members[i]);
	count_dependencies(c, f->at[KW_DEPENDENCIES], value);
	count_dependencies(c, f->at[KW_DEPENDENT_SCHEMAS], value);
}

static void count_list(struct counting *c, const struct facts *f, struct node *value)
{
	size_t n_prefix = f->prefix ? f->prefix->n : 0;
	struct node *rest = f->rest ? f->rest : f->at[KW_UNEVALUATED_ITEMS];

	for (size_t i = 0; i < value->n; i++)
		if (i < n_prefix)
			count(c, f->prefix->items[i], value->items[i]);
		else if (rest)
			count(c, rest, value->items[i]);
}

static void count_keywords(struct counting *c, const struct facts *f, const struct site *site,
			   struct node *value)
{
	const struct node *all = f->at[KW_ALL_OF];

	count_values(c, f, site, value);
	if (f->ref)
		count(c, f->ref, value);
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n; i++)
		count(c, all->items[i], value);
	if (node_is(value, NODE_MAP))
		count_map(c, f, site, value);
	if (node_is(value, NODE_LIST))
		count_list(c, f, value);
	count_branches(c, f->at[KW_ANY_OF], site->first[PART_ANY], value);
	count_branches(c, f->at[KW_ONE_OF], site->first[PART_ONE], value);
	count_if(c, f, site->first[PART_IF], value);
}

static void count(struct counting *c, struct node *schema, struct node *value)
{
	struct facts *f = facts_of(c->s->g, schema);
	struct site *site = f ? map_get(&c->s->sites, slice_of(&f->node, sizeof(f->node))) : NULL;

	if (!site || c->depth > SURVEY_DEPTH)
		return;
	c->depth++;
	count_keywords(c, f, site, value);
	c->depth--;
}

void survey_value(struct schema_survey *s, struct node *schema, struct node *value)
{
	struct counting c = { .s = s };

	if (schema)
		count(&c, schema, value);
}

void survey_release(struct schema_survey *s)
{
	map_release(&s->sites);
}
