/* Reading a regular expression by recursive descent.  A pattern that is not anchored may stand anywhere in
 * the string: its open ends become filler that is used only when the length asks for it. */
#include "generate/pattern_reader.h"

enum { DEEPEST_GROUP = 60, LARGEST_COUNT = 1 << 20 };

static struct pattern_node *read_choice(struct reader *r);

static struct pattern_node *one_point(struct reader *r, uint32_t point)
{
	struct pattern_node *set = reader_node(r, PATTERN_SET);

	reader_range(r, set, point, point);
	return set;
}

static void measure(struct pattern_node *n);

static struct pattern_node *read_lookaround(struct reader *r, bool positive)
{
	struct pattern_node *inner = read_choice(r);

	if (!inner || !reader_skip(r, ")"))
		return reader_give_up(r, "it has a \"(\" without an end");
	r->inexact = true;
	measure(inner);
	if (positive)
		reader_piece(r, inner);
	return reader_node(r, PATTERN_EMPTY);
}

/* "name>" */
static struct slice read_name(struct reader *r)
{
	struct slice rest = slice_from(r->in, r->at), name = slice_first(rest, slice_find(rest, '>'));

	r->at += name.len + 1;
	return name;
}

static struct pattern_node *read_group(struct reader *r)
{
	struct pattern_node *group, *inner;
	struct slice name = SLICE_NONE;

	if (reader_skip(r, "?=") || reader_skip(r, "?<="))
		return read_lookaround(r, true);
	if (reader_skip(r, "?!") || reader_skip(r, "?<!"))
		return read_lookaround(r, false);
	if (reader_skip(r, "?:")) {
		group = read_choice(r);
		return group && reader_skip(r, ")") ? group
						    : reader_give_up(r, "it has a \"(\" without an end");
	}
	if (reader_skip(r, "?<"))
		name = read_name(r);
	else if (reader_is_at(r, "?"))
		return reader_give_up(r, "it has a group of a kind that we do not know");
	if (r->at > r->in.len)
		return reader_give_up(r, "it has a group name without an end");
	group = reader_node(r, PATTERN_GROUP);
	group->group = ++r->groups;
	if (name.ptr && group->group < MOST_NAMES)
		r->names[group->group] = name;
	inner = read_choice(r);
	if (!inner || !reader_skip(r, ")"))
		return reader_give_up(r, "it has a \"(\" without an end");
	reader_part(r, group, inner);
	return group;
}

/* \k<year>.  A group may stand behind what refers to it: then it has matched nothing yet. */
static struct pattern_node *read_named_reference(struct reader *r)
{
	struct pattern_node *n = reader_node(r, PATTERN_BACK);
	struct slice name;

	r->at++;
	r->inexact = true;
	if (!reader_skip(r, "<"))
		return reader_give_up(r, "it has a \\k without a name");
	name = read_name(r);
	for (unsigned i = 1; i < MOST_NAMES; i++)
		if (r->names[i].ptr && slice_eq(r->names[i], name))
			n->group = i;
	return n;
}

static struct pattern_node *read_escape(struct reader *r)
{
	struct pattern_node *n;
	char c = reader_is_done(r) ? 0 : r->in.ptr[r->at];

	if (c == 'b' || c == 'B' || c == 'A' || c == 'Z' || c == 'z') {
		r->at++;
		r->inexact = true;
		return reader_node(r, PATTERN_EMPTY);
	}
	if (c >= '1' && c <= '9') {
		n = reader_node(r, PATTERN_BACK);
		r->inexact = true;
		while (!reader_is_done(r) && r->in.ptr[r->at] >= '0' && r->in.ptr[r->at] <= '9' &&
		       n->group < 1000)
			n->group = n->group * 10 + (unsigned)(r->in.ptr[r->at++] - '0');
		return n;
	}
	if (c == 'k')
		return read_named_reference(r);
	n = reader_node(r, PATTERN_SET);
	if (!reader_class(r, n))
		reader_range(r, n, reader_escaped(r), 0);
	if (n->n_ranges == 1 && !n->ranges[0].to)
		n->ranges[0].to = n->ranges[0].from;
	return n;
}

static struct pattern_node *read_dot(struct reader *r)
{
	struct pattern_node *set = reader_node(r, PATTERN_SET);

	reader_range(r, set, 'a', 'z');
	reader_range(r, set, 'A', 'Z');
	reader_range(r, set, '0', '9');
	reader_range(r, set, '!', '!');
	return set;
}

static struct pattern_node *read_anchor(struct reader *r)
{
	bool at_start = r->at == 0 && reader_is_at(r, "^");
	bool at_end = r->at + 1 == r->in.len && reader_is_at(r, "$");

	r->inexact = r->inexact || (!at_start && !at_end);
	r->at++;
	return reader_node(r, PATTERN_EMPTY);
}

static struct pattern_node *read_atom(struct reader *r)
{
	if (reader_skip(r, "("))
		return read_group(r);
	if (reader_skip(r, "["))
		return reader_set(r);
	if (reader_skip(r, "\\"))
		return read_escape(r);
	if (reader_skip(r, "."))
		return read_dot(r);
	if (reader_is_at(r, "^") || reader_is_at(r, "$"))
		return read_anchor(r);
	if (reader_is_at(r, "*") || reader_is_at(r, "+") || reader_is_at(r, "?"))
		return reader_give_up(r, "it repeats nothing");
	return one_point(r, reader_point(r));
}

static bool read_count(struct reader *r, unsigned *out)
{
	size_t before = r->at;

	*out = 0;
	while (!reader_is_done(r) && r->in.ptr[r->at] >= '0' && r->in.ptr[r->at] <= '9') {
		*out = *out * 10 + (unsigned)(r->in.ptr[r->at++] - '0');
		if (*out > LARGEST_COUNT)
			*out = LARGEST_COUNT;
	}
	return r->at > before;
}

/* {n}, {n,}, {n,m}; a brace that is none of these stands for itself. */
static bool read_braces(struct reader *r, unsigned *least, unsigned *most)
{
	size_t before = r->at;

	if (reader_skip(r, "{") && read_count(r, least)) {
		*most = *least;
		if (reader_skip(r, ",") && !read_count(r, most))
			*most = PATTERN_ENDLESS;
		if (reader_skip(r, "}")) {
			if (*most < *least)
				reader_give_up(r, "it repeats from more to less");
			return true;
		}
	}
	r->at = before;
	return false;
}

static bool read_quantifier(struct reader *r, unsigned *least, unsigned *most)
{
	*least = reader_is_at(r, "+");
	*most = reader_is_at(r, "?") ? 1 : PATTERN_ENDLESS;
	if (reader_skip(r, "*") || reader_skip(r, "+") || reader_skip(r, "?") ||
	    read_braces(r, least, most)) {
		reader_skip(r, "?"); /* lazy or not makes no difference to what matches */
		return true;
	}
	return false;
}

static struct pattern_node *read_repeated(struct reader *r)
{
	struct pattern_node *atom = read_atom(r), *repeat;
	unsigned least, most;

	if (!atom || !read_quantifier(r, &least, &most))
		return atom;
	repeat = reader_node(r, PATTERN_REPEAT);
	repeat->least = least;
	repeat->most = most;
	reader_part(r, repeat, atom);
	return repeat;
}

static bool is_literal(const struct pattern_node *n)
{
	return n->kind == PATTERN_SET && n->n_ranges == 1 && n->ranges[0].from == n->ranges[0].to;
}

/* "com" of [a-z]+\.com is a piece of its own. */
static void add_runs(struct reader *r, const struct pattern_node *sequence)
{
	for (size_t i = 0, k; i < sequence->n; i = k + 1) {
		struct pattern_node *run;

		for (k = i; k < sequence->n && is_literal(sequence->parts[k]); k++)
			;
		if (k - i < 2)
			continue;
		run = reader_node(r, PATTERN_SEQUENCE);
		for (size_t at = i; at < k; at++)
			reader_part(r, run, sequence->parts[at]);
		run->shortest = run->longest = (unsigned)(k - i);
		reader_piece(r, run);
	}
}

static struct pattern_node *read_sequence(struct reader *r)
{
	struct pattern_node *sequence = reader_node(r, PATTERN_SEQUENCE);

	while (!reader_is_done(r) && !reader_is_at(r, "|") && !reader_is_at(r, ")") && !r->why) {
		struct pattern_node *part = read_repeated(r);

		if (!part)
			return NULL;
		reader_part(r, sequence, part);
		if (part->kind == PATTERN_SET || part->kind == PATTERN_REPEAT)
			reader_piece(r, part->kind == PATTERN_SET ? part : part->parts[0]);
	}
	add_runs(r, sequence);
	return r->why ? NULL : sequence;
}

static struct pattern_node *filler(struct reader *r)
{
	struct pattern_node *repeat = reader_node(r, PATTERN_REPEAT), *set = reader_node(r, PATTERN_SET);

	reader_range(r, set, 'a', 'z');
	repeat->most = PATTERN_ENDLESS;
	reader_part(r, repeat, set);
	return repeat;
}

/* The alternatives of the whole pattern are open at an end that no anchor closes. */
static struct pattern_node *open_ends(struct reader *r, struct pattern_node *part, bool from_start,
				      bool to_end)
{
	struct pattern_node *open;

	if (from_start && to_end)
		return part;
	open = reader_node(r, PATTERN_SEQUENCE);
	if (!from_start && to_end)
		reader_part(r, open, filler(r));
	reader_part(r, open, part);
	if (!to_end)
		reader_part(r, open, filler(r));
	return open;
}

static bool ends_anchored(const struct reader *r, size_t from)
{
	size_t slashes = 0;

	if (r->at <= from || r->in.ptr[r->at - 1] != '$')
		return false;
	for (size_t i = r->at - 1; i > from && r->in.ptr[i - 1] == '\\'; i--)
		slashes++;
	return slashes % 2 == 0;
}

static struct pattern_node *read_choice(struct reader *r)
{
	struct pattern_node *choice = reader_node(r, PATTERN_CHOICE);

	if (++r->depth > DEEPEST_GROUP)
		return reader_give_up(r, "its groups nest too deeply");
	do {
		size_t from = r->at;
		bool from_start = reader_is_at(r, "^");
		struct pattern_node *part = read_sequence(r);

		if (!part)
			return NULL;
		if (r->depth == 1)
			part = open_ends(r, part, from_start, ends_anchored(r, from));
		reader_part(r, choice, part);
	} while (reader_skip(r, "|"));
	r->depth--;
	return choice->n == 1 ? choice->parts[0] : choice;
}

static unsigned plus(unsigned a, unsigned b)
{
	return a + b < PATTERN_ENDLESS ? a + b : PATTERN_ENDLESS;
}

static unsigned times(unsigned a, unsigned b)
{
	uint64_t product = (uint64_t)a * b;

	return product < PATTERN_ENDLESS ? (unsigned)product : PATTERN_ENDLESS;
}

/* Lengths from the leaves up; depth is bounded by the reader's. */
static void measure(struct pattern_node *n)
{
	for (size_t i = 0; i < n->n; i++)
		measure(n->parts[i]);
	n->shortest = n->longest = 0;
	if (n->kind == PATTERN_SET)
		n->shortest = n->longest = 1;
	if (n->kind == PATTERN_BACK)
		n->longest = PATTERN_ENDLESS;
	if (n->kind == PATTERN_CHOICE)
		n->shortest = PATTERN_ENDLESS;
	for (size_t i = 0; i < n->n; i++) {
		const struct pattern_node *part = n->parts[i];

		if (n->kind == PATTERN_CHOICE) {
			n->shortest = part->shortest < n->shortest ? part->shortest : n->shortest;
			n->longest = part->longest > n->longest ? part->longest : n->longest;
		} else {
			n->shortest = plus(n->shortest, part->shortest);
			n->longest = plus(n->longest, part->longest);
		}
	}
	if (n->kind == PATTERN_REPEAT) {
		n->shortest = times(n->shortest, n->least);
		n->longest = times(n->longest, n->most);
	}
}

void pattern_read(struct arena *a, struct slice text, struct pattern *out)
{
	struct reader r = { .a = a, .in = text, .out = out };

	*out = (struct pattern){ .text = text };
	out->root = read_choice(&r);
	if (out->root && !reader_is_done(&r))
		out->root = reader_give_up(&r, "it has a \")\" without a beginning");
	if (r.why)
		out->root = NULL;
	out->why = r.why;
	out->n_groups = r.groups;
	if (!out->root)
		return;
	measure(out->root);
	out->exact = !r.inexact;
	out->anchored = text.len && text.ptr[0] == '^' && out->root->kind != PATTERN_CHOICE;
}
