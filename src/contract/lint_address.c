/* Rules about addresses among one another, and about the values of their parameters. */
#include "contract/lint_rules.h"

#include "contract/address.h"

/* Pairs looked at, and of those compared, at most: a document of thousands of templates is not worth more. */
enum { MOST_PAIRS = 20000000, MOST_COMPARED = 200000 };

/* What parts the levels of an address, by its looks. */
static char separator_of(struct slice address)
{
	return slice_find(address, '/') < address.len ? '/' : '.';
}

/* Cuts one level off the front; a separator inside braces is none. */
static bool next_level(struct slice *rest, char separator, struct slice *level)
{
	bool inside = false;
	size_t i = 0;

	if (!rest->ptr)
		return false;
	for (; i < rest->len; i++) {
		char c = rest->ptr[i];

		if (c == '{' || c == '}')
			inside = c == '{';
		else if (c == separator && !inside)
			break;
	}
	*level = slice_first(*rest, i);
	*rest = i < rest->len ? slice_from(*rest, i + 1) : SLICE_NONE;
	return true;
}

/* A level, and what it may be: its literal ends around the parameters, and the values of a lone one. */
struct level {
	struct slice text, head, tail;
	bool is_literal;
	const struct parameter *lone; /* with an enum; NULL: none */
};

static struct level level_of(const struct channel *ch, struct slice text)
{
	size_t open = slice_find(text, '{'), close = text.len;
	struct level out = { .text = text, .head = slice_first(text, open), .is_literal = open == text.len };

	while (close > 0 && text.ptr[close - 1] != '}')
		close--;
	out.tail = out.is_literal ? text : slice_from(text, close);
	if (!out.is_literal && open == 0 && close == text.len && slice_find(text, '}') + 1 == text.len)
		out.lone = channel_parameter(ch, slice_of(text.ptr + 1, text.len - 2));
	if (out.lone && !out.lone->n_values)
		out.lone = NULL;
	return out;
}

static bool value_fits(struct slice value, const struct level *of)
{
	if (of->is_literal)
		return slice_eq(value, of->text);
	for (size_t i = 0; of->lone && i < of->lone->n_values; i++)
		if (slice_eq(value, of->lone->values[i]))
			return true;
	return !of->lone && value.len > of->head.len + of->tail.len && slice_starts(value, of->head) &&
	       slice_ends(value, of->tail);
}

static bool some_value_fits(const struct level *from, const struct level *of)
{
	for (size_t i = 0; i < from->lone->n_values; i++)
		if (value_fits(from->lone->values[i], of))
			return true;
	return false;
}

/* Is there a text that is both?  Between two open levels only their ends are compared. */
static bool levels_overlap(const struct level *a, const struct level *b)
{
	if (a->is_literal)
		return value_fits(a->text, b);
	if (b->is_literal)
		return value_fits(b->text, a);
	if (a->lone || b->lone)
		return a->lone ? some_value_fits(a, b) : some_value_fits(b, a);
	return (slice_starts(a->head, b->head) || slice_starts(b->head, a->head)) &&
	       (slice_ends(a->tail, b->tail) || slice_ends(b->tail, a->tail));
}

static bool addresses_overlap(const struct channel *a, const struct channel *b)
{
	char separator = separator_of(a->address);
	struct slice left = a->address, right = b->address, one, other;

	while (next_level(&left, separator, &one)) {
		struct level x = level_of(a, one), y;

		if (!next_level(&right, separator, &other))
			return false;
		y = level_of(b, other);
		if (!levels_overlap(&x, &y))
			return false;
	}
	return right.ptr == NULL;
}

/* The same but for what the parameters are called and may be. */
static bool addresses_collide(const struct channel *a, const struct channel *b)
{
	struct slice left = a->address, right = b->address, name;
	bool more;

	do {
		if (!slice_eq(slice_first(left, slice_find(left, '{')),
			      slice_first(right, slice_find(right, '{'))))
			return false;
		more = address_next_parameter(&left, &name);
		if (more != address_next_parameter(&right, &name))
			return false;
	} while (more);
	return true;
}

static bool servers_overlap(const struct channel *a, const struct channel *b)
{
	if (!a->n_servers || !b->n_servers)
		return true;
	for (size_t i = 0; i < a->n_servers; i++)
		for (size_t k = 0; k < b->n_servers; k++)
			if (a->servers[i] == b->servers[k])
				return true;
	return false;
}

static bool is_template(const struct channel *ch)
{
	return slice_find(ch->address, '{') < ch->address.len;
}

/* --- pairs */

/* Enough of an address to tell most pairs apart at a glance. */
struct sketch {
	const struct channel *ch;
	char separator;
	unsigned n;	      /* levels */
	uint32_t literals[8]; /* hashes of the first levels; 0: it holds a parameter */
};

static struct sketch sketch_of(const struct channel *ch)
{
	struct sketch out = { .ch = ch, .separator = separator_of(ch->address) };
	struct slice rest = ch->address, level;

	for (; next_level(&rest, out.separator, &level); out.n++)
		if (out.n < ARRAY_SIZE(out.literals) && slice_find(level, '{') == level.len)
			out.literals[out.n] = (uint32_t)slice_hash(level, 0) | 1;
	return out;
}

/* False: they have no address in common.  Where only one has a '/', the other is one level of it. */
static bool may_overlap(const struct sketch *a, const struct sketch *b)
{
	if (a->n != b->n || (a->separator != b->separator && (a->n > 1 || b->n > 1)))
		return false;
	for (size_t i = 0; i < a->n && i < ARRAY_SIZE(a->literals); i++)
		if (a->literals[i] && b->literals[i] && a->literals[i] != b->literals[i])
			return false;
	return true;
}

typedef void pair_visit(struct lint *l, const struct channel *first, const struct channel *ch);

/* Those with an address, templates or the others, in the order of the document. */
static struct sketch *sketches(struct lint *l, bool templates, size_t *n)
{
	const struct contract *c = l->contract;
	struct sketch *list = arena_array(&l->arena, struct sketch, c->n_channels + 1);

	*n = 0;
	for (size_t i = 0; i < c->n_channels; i++)
		if (c->channels[i]->address.ptr && is_template(c->channels[i]) == templates)
			list[(*n)++] = sketch_of(c->channels[i]);
	return list;
}

/* Every template with every one behind it, or, with `literals`, with every address that is none. */
static void each_pair(struct lint *l, bool literals, pair_visit *visit)
{
	size_t n, n_others, pairs = 0, compared = 0;
	const struct sketch *list = sketches(l, true, &n), *others = list;

	n_others = n;
	if (literals)
		others = sketches(l, false, &n_others);
	for (size_t i = 0; i < n; i++)
		for (size_t k = literals ? 0 : i + 1; k < n_others; k++) {
			if (++pairs > MOST_PAIRS || compared > MOST_COMPARED)
				return;
			if (!may_overlap(&list[i], &others[k]) || !servers_overlap(list[i].ch, others[k].ch))
				continue;
			compared++;
			visit(l, list[i].ch, others[k].ch);
		}
}

static const struct node *place_of(const struct channel *ch)
{
	const struct node *n = node_get(ch->node, "address");

	return n ? n : ch->node;
}

static void say_collision(struct lint *l, const struct channel *first, const struct channel *ch)
{
	if (addresses_collide(first, ch) && addresses_overlap(first, ch))
		lint_say(l, place_of(ch),
			 "address \"%.*s\" is \"%.*s\" of channel \"%.*s\" by another name: nobody can tell "
			 "them apart",
			 SLICE_FMT(ch->address), SLICE_FMT(first->address), SLICE_FMT(first->name));
}

void lint_address_collision(struct lint *l, const struct site *s)
{
	(void)s;
	each_pair(l, false, say_collision);
}

static void say_overlap(struct lint *l, const struct channel *first, const struct channel *ch)
{
	if (!addresses_collide(first, ch) && addresses_overlap(first, ch))
		lint_say(l, place_of(ch),
			 "some addresses fit both \"%.*s\" and \"%.*s\" of channel \"%.*s\": the one with "
			 "the longer "
			 "literal part gets them",
			 SLICE_FMT(ch->address), SLICE_FMT(first->address), SLICE_FMT(first->name));
}

void lint_address_overlap(struct lint *l, const struct site *s)
{
	(void)s;
	each_pair(l, false, say_overlap);
}

static void say_shadow(struct lint *l, const struct channel *template, const struct channel *literal)
{
	if (addresses_overlap(template, literal))
		lint_say(l, place_of(literal),
			 "address \"%.*s\" fits \"%.*s\" of channel \"%.*s\" too: what comes there is of "
			 "this channel",
			 SLICE_FMT(literal->address), SLICE_FMT(template->address),
			 SLICE_FMT(template->name));
}

void lint_address_shadowed(struct lint *l, const struct site *s)
{
	(void)s;
	each_pair(l, true, say_shadow);
}

/* --- parameters */

static const struct node *parameter_place(struct lint *l, const struct channel *ch, const struct parameter *p)
{
	const struct node *n = node_get_slice(lint_get(l, ch->node, "parameters"), p->name);

	return n ? n : ch->node;
}

typedef void parameter_visit(struct lint *l, const struct channel *ch, const struct parameter *p);

static void each_parameter(struct lint *l, parameter_visit *visit)
{
	for (size_t i = 0; i < l->contract->n_channels; i++)
		for (size_t k = 0; k < l->contract->channels[i]->n_parameters; k++)
			visit(l, l->contract->channels[i], &l->contract->channels[i]->parameters[k]);
}

/* A lone parameter of a whole address may hold anything. */
static void check_value(struct lint *l, const struct channel *ch, const struct parameter *p,
			struct slice value)
{
	char separator = separator_of(ch->address);

	if (!value.len)
		lint_say(l, parameter_place(l, ch, p),
			 "parameter \"%.*s\" can never be empty: no address has that", SLICE_FMT(p->name));
	else if (slice_find(ch->address, separator) < ch->address.len &&
		 slice_find(value, separator) < value.len)
		lint_say(l, parameter_place(l, ch, p),
			 "parameter \"%.*s\" can never be \"%.*s\": \"%c\" parts the levels of \"%.*s\"",
			 SLICE_FMT(p->name), SLICE_FMT(value), separator, SLICE_FMT(ch->address));
}

/* 2.x: a parameter is a text in the address, so nothing else fits it. */
static void check_type(struct lint *l, const struct channel *ch, const struct parameter *p)
{
	struct slice type = node_get_text(lint_resolve(l, p->schema_node), "type");

	if (slice_is(type, "object") || slice_is(type, "array"))
		lint_say(l, parameter_place(l, ch, p),
			 "parameter \"%.*s\" is a text in the address, never an %.*s", SLICE_FMT(p->name),
			 SLICE_FMT(type));
}

static void check_values(struct lint *l, const struct channel *ch, const struct parameter *p)
{
	check_type(l, ch, p);
	for (size_t i = 0; i < p->n_values; i++)
		check_value(l, ch, p, p->values[i]);
}

void lint_parameter_unmatchable(struct lint *l, const struct site *s)
{
	(void)s;
	each_parameter(l, check_values);
}

static bool is_allowed(const struct parameter *p, struct slice value)
{
	for (size_t i = 0; i < p->n_values; i++)
		if (slice_eq(p->values[i], value))
			return true;
	return p->n_values == 0;
}

static void check_default(struct lint *l, const struct channel *ch, const struct parameter *p)
{
	if (p->by_default.ptr && !is_allowed(p, p->by_default))
		lint_say(l, parameter_place(l, ch, p),
			 "the default \"%.*s\" of parameter \"%.*s\" is not in its enum",
			 SLICE_FMT(p->by_default), SLICE_FMT(p->name));
	for (size_t i = 0; i < p->n_examples; i++)
		if (!is_allowed(p, p->examples[i]))
			lint_say(l, parameter_place(l, ch, p),
				 "the example \"%.*s\" of parameter \"%.*s\" is not in its enum",
				 SLICE_FMT(p->examples[i]), SLICE_FMT(p->name));
}

void lint_parameter_default(struct lint *l, const struct site *s)
{
	(void)s;
	if (l->version & V3) /* 2.x: the loader judges them by the schema */
		each_parameter(l, check_default);
}
