/* Reading a regular expression by recursive descent.  A pattern that is not anchored may stand anywhere in
 * the string: its open ends become filler that is used only when the length asks for it. */
#include "generate/pattern.h"

enum { DEEPEST_GROUP = 60, MOST_NODES = 20000, LARGEST_COUNT = 1 << 20 };

struct reader {
	struct arena *a;
	struct slice in;
	size_t at;
	unsigned depth, nodes, groups;
	const char *why;
};

static struct pattern_node *read_choice(struct reader *r);

static void *give_up(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return NULL;
}

static struct pattern_node *node_make(struct reader *r, enum pattern_kind kind)
{
	struct pattern_node *n = arena_new(r->a, struct pattern_node);

	if (++r->nodes > MOST_NODES)
		give_up(r, "it is too long");
	n->kind = kind;
	return n;
}

static void add_part(struct reader *r, struct pattern_node *n, struct pattern_node *part)
{
	n->parts = arena_grow(r->a, n->parts, n->n, &n->room, sizeof(*n->parts));
	n->parts[n->n++] = part;
}

static void add_range(struct reader *r, struct pattern_node *n, uint32_t from, uint32_t to)
{
	n->ranges = arena_grow(r->a, n->ranges, n->n_ranges, &n->range_room, sizeof(*n->ranges));
	n->ranges[n->n_ranges++] = (struct pattern_range){ from, to };
}

static bool at_end(const struct reader *r)
{
	return r->at >= r->in.len;
}

static bool ahead(const struct reader *r, const char *text)
{
	return slice_starts(slice_from(r->in, r->at), slice_str(text));
}

static bool skip(struct reader *r, const char *text)
{
	if (!ahead(r, text))
		return false;
	r->at += strlen(text);
	return true;
}

/* One code point of well-formed UTF-8. */
static uint32_t next_point(struct reader *r)
{
	unsigned char c = (unsigned char)r->in.ptr[r->at++];
	unsigned more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	uint32_t point = more ? c & (0x3fu >> more) : c;

	while (more-- && !at_end(r))
		point = point << 6 | ((unsigned char)r->in.ptr[r->at++] & 0x3f);
	return point;
}

static bool read_hex(struct reader *r, unsigned digits, uint32_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < digits; i++) {
		char c = at_end(r) ? 0 : r->in.ptr[r->at];
		unsigned value;

		if (c >= '0' && c <= '9')
			value = (unsigned)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value = (unsigned)((c | 32) - 'a' + 10);
		else
			return false;
		*out = *out << 4 | value;
		r->at++;
	}
	return true;
}

/* \u0041, \u{1F600}, and pairs of surrogates. */
static uint32_t read_unicode(struct reader *r)
{
	uint32_t point = 0, low;
	size_t before;

	if (skip(r, "{")) {
		uint32_t digit;

		while (!at_end(r) && read_hex(r, 1, &digit) && point <= 0x10ffff)
			point = point << 4 | digit;
		if (!skip(r, "}") || point > 0x10ffff)
			give_up(r, "it has a broken \\u escape");
		return point;
	}
	if (!read_hex(r, 4, &point))
		return 'u';
	before = r->at;
	if (point >= 0xd800 && point < 0xdc00 && skip(r, "\\u") && read_hex(r, 4, &low) && low >= 0xdc00 &&
	    low < 0xe000)
		return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	r->at = before;
	if (point >= 0xd800 && point < 0xe000)
		give_up(r, "it asks for half a surrogate pair");
	return point;
}

/* What follows a backslash and stands for one character. */
static uint32_t read_escaped(struct reader *r)
{
	static const char from[] = "tnrfv0", to[] = "\t\n\r\f\v";
	uint32_t point, hex;
	size_t before;

	if (at_end(r))
		return '\\';
	point = next_point(r);
	before = r->at;
	for (size_t i = 0; i + 1 < sizeof(from); i++)
		if (point == (uint32_t)from[i])
			return (uint32_t)to[i];
	if (point == 'x' && read_hex(r, 2, &hex))
		return hex;
	if (point == 'x')
		r->at = before;
	if (point == 'u')
		return read_unicode(r);
	if (point == 'c' && !at_end(r))
		return next_point(r) & 31;
	return point;
}

/* Classes by letter and by Unicode property.  Of a large one the part that we write with. */
static const struct {
	const char *name;
	bool negated;
	struct pattern_range ranges[4];
} classes[] = {
	{"d",  false, { { '0', '9' } }					  },
	{ "D", true,  { { '0', '9' } }					  },
	{ "w", false, { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' }, { '_', '_' } }},
	{ "W", true,  { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' }, { '_', '_' } }},
	{ "s", false, { { ' ', ' ' } }					  },
	{ "S", true,  { { ' ', ' ' }, { '\t', '\r' } }			      },
};

static const struct {
	const char *name;
	struct pattern_range ranges[3];
} properties[] = {
	{"L",		 { { 'a', 'z' }, { 'A', 'Z' } }	      },
	{ "Letter",	    { { 'a', 'z' }, { 'A', 'Z' } }		   },
	{ "Alphabetic",	{ { 'a', 'z' }, { 'A', 'Z' } }	       },
	{ "Alpha",		   { { 'a', 'z' }, { 'A', 'Z' } }		  },
	{ "Lu",		{ { 'A', 'Z' } }				 },
	{ "Uppercase_Letter", { { 'A', 'Z' } }			       },
	{ "Uppercase",	       { { 'A', 'Z' } }				},
	{ "Ll",		{ { 'a', 'z' } }				 },
	{ "Lowercase_Letter", { { 'a', 'z' } }			       },
	{ "Lowercase",	       { { 'a', 'z' } }				},
	{ "N",		{ { '0', '9' } }				},
	{ "Number",	    { { '0', '9' } }			     },
	{ "Nd",		{ { '0', '9' } }				 },
	{ "Decimal_Number",   { { '0', '9' } }			     },
	{ "digit",		   { { '0', '9' } }			    },
	{ "P",		{ { '!', '#' }, { '%', '*' }, { ',', '/' } }},
	{ "Punctuation",	 { { '!', '#' }, { '%', '*' }, { ',', '/' } }},
	{ "S",		{ { '$', '$' }, { '+', '+' }, { '<', '>' } }},
	{ "Z",		{ { ' ', ' ' } }				},
	{ "Zs",		{ { ' ', ' ' } }				 },
	{ "White_Space",	 { { ' ', ' ' } }				  },
	{ "ASCII",		   { { ' ', '~' } }			    },
	{ "Any",		 { { ' ', '~' } }				  },
	{ "Script=Latin",	  { { 'a', 'z' }, { 'A', 'Z' } }		 },
	{ "sc=Latin",	      { { 'a', 'z' }, { 'A', 'Z' } }		     },
	{ "Script=Greek",	  { { 0x3b1, 0x3c9 }, { 0x391, 0x3a1 } }	 },
	{ "Script=Cyrillic",  { { 0x430, 0x44f }, { 0x410, 0x42f } }	    },
	{ "Script=Han",	{ { 0x4e00, 0x4fff } }		       },
	{ "Script=Hiragana",  { { 0x3041, 0x3096 } }			    },
	{ "Emoji",		   { { 0x1f600, 0x1f64f } }		    },
};

static struct slice property_name(struct reader *r)
{
	struct slice rest = slice_from(r->in, r->at), name;
	size_t length;

	if (!skip(r, "{"))
		return slice_of(rest.ptr, rest.len ? (r->at++, 1) : 0);
	rest = slice_from(rest, 1);
	length = slice_find(rest, '}');
	name = slice_first(rest, length);
	r->at += length + 1;
	if (length == rest.len)
		give_up(r, "it has a broken \\p escape");
	if (slice_starts(name, SLICE_LIT("General_Category=")))
		return slice_from(name, 17);
	if (slice_starts(name, SLICE_LIT("gc=")))
		return slice_from(name, 3);
	return name;
}

static void read_property(struct reader *r, struct pattern_node *set)
{
	struct slice name = property_name(r);

	for (size_t i = 0; i < ARRAY_SIZE(properties); i++) {
		if (!slice_is(name, properties[i].name))
			continue;
		for (size_t k = 0; k < 3 && properties[i].ranges[k].to; k++)
			add_range(r, set, properties[i].ranges[k].from, properties[i].ranges[k].to);
		return;
	}
	give_up(r, "it names a Unicode property that we cannot write");
}

static void add_outside(struct reader *r, struct pattern_node *set, const struct pattern_node *of,
			uint32_t from, uint32_t to)
{
	for (uint32_t c = from; c <= to; c++) {
		bool inside = false;

		for (size_t i = 0; i < of->n_ranges; i++)
			inside = inside || (c >= of->ranges[i].from && c <= of->ranges[i].to);
		if (!inside)
			add_range(r, set, c, c);
	}
}

/* The complement within what we write: printable ASCII, and only if that has none, Latin letters beyond it.
 */
static void add_complement(struct reader *r, struct pattern_node *set, const struct pattern_node *of)
{
	size_t before = set->n_ranges;

	add_outside(r, set, of, ' ', '~');
	if (set->n_ranges == before)
		add_outside(r, set, of, 0xc0, 0x17f);
}

/* After a backslash: a class of characters; false (nothing read): it is none. */
static bool read_class(struct reader *r, struct pattern_node *set)
{
	char c = at_end(r) ? 0 : r->in.ptr[r->at];
	struct pattern_node whole = { .kind = PATTERN_SET };

	if (c == 'p' || c == 'P') {
		r->at++;
		read_property(r, c == 'p' ? set : &whole);
		if (c == 'P')
			add_complement(r, set, &whole);
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		struct pattern_node *to = classes[i].negated ? &whole : set;

		if (c != classes[i].name[0])
			continue;
		r->at++;
		for (size_t k = 0; k < 4 && classes[i].ranges[k].to; k++)
			add_range(r, to, classes[i].ranges[k].from, classes[i].ranges[k].to);
		if (classes[i].negated)
			add_complement(r, set, &whole);
		return true;
	}
	return false;
}

static uint32_t read_set_member(struct reader *r)
{
	if (skip(r, "\\b"))
		return '\b';
	return skip(r, "\\") ? read_escaped(r) : next_point(r);
}

static struct pattern_node *read_set(struct reader *r)
{
	struct pattern_node *set = node_make(r, PATTERN_SET), *out = set;
	bool negated = skip(r, "^");

	while (!at_end(r) && !ahead(r, "]") && !r->why) {
		uint32_t from, to;
		size_t before = r->at;

		if (skip(r, "\\") && read_class(r, set))
			continue;
		r->at = before;
		from = to = read_set_member(r);
		before = r->at;
		if (skip(r, "-") && !at_end(r) && !ahead(r, "]") && !ahead(r, "\\d") && !ahead(r, "\\w") &&
		    !ahead(r, "\\s"))
			to = read_set_member(r);
		else
			r->at = before;
		if (to < from)
			return give_up(r, "it has a range that runs backwards");
		add_range(r, set, from, to);
	}
	if (!skip(r, "]"))
		return give_up(r, "it has a \"[\" without an end");
	if (negated) {
		out = node_make(r, PATTERN_SET);
		add_complement(r, out, set);
	}
	if (!out->n_ranges)
		return give_up(r, "it has a class that no character fits");
	return out;
}

static struct pattern_node *one_point(struct reader *r, uint32_t point)
{
	struct pattern_node *set = node_make(r, PATTERN_SET);

	add_range(r, set, point, point);
	return set;
}

static struct pattern_node *read_lookaround(struct reader *r)
{
	if (!read_choice(r) || !skip(r, ")"))
		return give_up(r, "it has a \"(\" without an end");
	return node_make(r, PATTERN_EMPTY);
}

static struct pattern_node *read_group(struct reader *r)
{
	struct pattern_node *group, *inner;

	if (skip(r, "?=") || skip(r, "?!") || skip(r, "?<=") || skip(r, "?<!"))
		return read_lookaround(r);
	if (skip(r, "?:")) {
		group = read_choice(r);
		return group && skip(r, ")") ? group : give_up(r, "it has a \"(\" without an end");
	}
	if (skip(r, "?<"))
		r->at += slice_find(slice_from(r->in, r->at), '>') + 1;
	else if (ahead(r, "?"))
		return give_up(r, "it has a group of a kind that we do not know");
	if (r->at > r->in.len)
		return give_up(r, "it has a group name without an end");
	group = node_make(r, PATTERN_GROUP);
	group->group = ++r->groups;
	inner = read_choice(r);
	if (!inner || !skip(r, ")"))
		return give_up(r, "it has a \"(\" without an end");
	add_part(r, group, inner);
	return group;
}

static struct pattern_node *read_escape(struct reader *r)
{
	struct pattern_node *n;
	char c = at_end(r) ? 0 : r->in.ptr[r->at];

	if (c == 'b' || c == 'B' || c == 'A' || c == 'Z' || c == 'z') {
		r->at++;
		return node_make(r, PATTERN_EMPTY);
	}
	if (c >= '1' && c <= '9') {
		n = node_make(r, PATTERN_BACK);
		while (!at_end(r) && r->in.ptr[r->at] >= '0' && r->in.ptr[r->at] <= '9' && n->group < 1000)
			n->group = n->group * 10 + (unsigned)(r->in.ptr[r->at++] - '0');
		return n;
	}
	if (c == 'k')
		return give_up(r, "it refers back to a named group");
	n = node_make(r, PATTERN_SET);
	if (!read_class(r, n))
		add_range(r, n, read_escaped(r), 0);
	if (n->n_ranges == 1 && !n->ranges[0].to)
		n->ranges[0].to = n->ranges[0].from;
	return n;
}

static struct pattern_node *read_dot(struct reader *r)
{
	struct pattern_node *set = node_make(r, PATTERN_SET);

	add_range(r, set, 'a', 'z');
	add_range(r, set, 'A', 'Z');
	add_range(r, set, '0', '9');
	add_range(r, set, '!', '!');
	return set;
}

static struct pattern_node *read_atom(struct reader *r)
{
	if (skip(r, "("))
		return read_group(r);
	if (skip(r, "["))
		return read_set(r);
	if (skip(r, "\\"))
		return read_escape(r);
	if (skip(r, "."))
		return read_dot(r);
	if (skip(r, "^") || skip(r, "$"))
		return node_make(r, PATTERN_EMPTY);
	if (ahead(r, "*") || ahead(r, "+") || ahead(r, "?"))
		return give_up(r, "it repeats nothing");
	return one_point(r, next_point(r));
}

static bool read_count(struct reader *r, unsigned *out)
{
	size_t before = r->at;

	*out = 0;
	while (!at_end(r) && r->in.ptr[r->at] >= '0' && r->in.ptr[r->at] <= '9') {
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

	if (skip(r, "{") && read_count(r, least)) {
		*most = *least;
		if (skip(r, ",") && !read_count(r, most))
			*most = PATTERN_ENDLESS;
		if (skip(r, "}")) {
			if (*most < *least)
				give_up(r, "it repeats from more to less");
			return true;
		}
	}
	r->at = before;
	return false;
}

static bool read_quantifier(struct reader *r, unsigned *least, unsigned *most)
{
	*least = ahead(r, "+");
	*most = ahead(r, "?") ? 1 : PATTERN_ENDLESS;
	if (skip(r, "*") || skip(r, "+") || skip(r, "?") || read_braces(r, least, most)) {
		skip(r, "?"); /* lazy or not makes no difference to what matches */
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
	repeat = node_make(r, PATTERN_REPEAT);
	repeat->least = least;
	repeat->most = most;
	add_part(r, repeat, atom);
	return repeat;
}

static struct pattern_node *read_sequence(struct reader *r)
{
	struct pattern_node *sequence = node_make(r, PATTERN_SEQUENCE);

	while (!at_end(r) && !ahead(r, "|") && !ahead(r, ")") && !r->why) {
		struct pattern_node *part = read_repeated(r);

		if (!part)
			return NULL;
		add_part(r, sequence, part);
	}
	return r->why ? NULL : sequence;
}

static struct pattern_node *filler(struct reader *r)
{
	struct pattern_node *repeat = node_make(r, PATTERN_REPEAT), *set = node_make(r, PATTERN_SET);

	add_range(r, set, 'a', 'z');
	repeat->most = PATTERN_ENDLESS;
	add_part(r, repeat, set);
	return repeat;
}

/* The alternatives of the whole pattern are open at an end that no anchor closes. */
static struct pattern_node *open_ends(struct reader *r, struct pattern_node *part, bool from_start,
				      bool to_end)
{
	struct pattern_node *open;

	if (from_start && to_end)
		return part;
	open = node_make(r, PATTERN_SEQUENCE);
	if (!from_start && to_end)
		add_part(r, open, filler(r));
	add_part(r, open, part);
	if (!to_end)
		add_part(r, open, filler(r));
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
	struct pattern_node *choice = node_make(r, PATTERN_CHOICE);

	if (++r->depth > DEEPEST_GROUP)
		return give_up(r, "its groups nest too deeply");
	do {
		size_t from = r->at;
		bool from_start = ahead(r, "^");
		struct pattern_node *part = read_sequence(r);

		if (!part)
			return NULL;
		if (r->depth == 1)
			part = open_ends(r, part, from_start, ends_anchored(r, from));
		add_part(r, choice, part);
	} while (skip(r, "|"));
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
	struct reader r = { .a = a, .in = text };

	*out = (struct pattern){ .text = text, .root = read_choice(&r) };
	if (out->root && !at_end(&r))
		out->root = give_up(&r, "it has a \")\" without a beginning");
	if (r.why)
		out->root = NULL;
	out->why = r.why;
	out->n_groups = r.groups;
	if (out->root)
		measure(out->root);
}
