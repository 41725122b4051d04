/* Reads an ECMA-262 pattern (15th edition, 22.2.1, with the `u` flag) into a tree.  Two things are taken that
 * `u` refuses and that many contracts hold: an escaped ASCII punctuation mark, and a hyphen beside \d or \w
 * in a class. Both can mean only one thing. */
#include <stdlib.h>

#include "base/text.h"
#include "schema/regex.h"
#include "schema/regex_class.h"

static struct regex *parse_alternatives(struct regex_reader *r);

struct regex *regex_new(struct regex_reader *r, enum regex_kind kind)
{
	struct regex *out = arena_new(r->arena, struct regex);

	out->kind = kind;
	return out;
}

struct regex *regex_refuse(struct regex_reader *r, const char *why)
{
	if (!r->why) {
		r->why = why;
		r->where = r->at;
	}
	return NULL;
}

bool regex_take(struct regex_reader *r, const char *word)
{
	if (!slice_starts(slice_from(r->text, r->at), slice_str(word)))
		return false;
	r->at += strlen(word);
	return true;
}

uint32_t regex_next(struct regex_reader *r)
{
	struct slice rest = slice_from(r->text, r->at);
	unsigned char c = (unsigned char)rest.ptr[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t code = c < 0x80 ? c : c & (0x7fu >> n);

	if (n > rest.len)
		n = rest.len;
	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)rest.ptr[i] & 0x3f);
	r->at += n;
	return code;
}

static void add_child(struct regex_reader *r, struct regex *to, struct regex *child)
{
	to->children = arena_grow(r->arena, to->children, to->n_children, &to->room_children,
				  sizeof(struct regex *));
	to->children[to->n_children++] = child;
}

static struct regex *wrap(struct regex_reader *r, enum regex_kind kind, struct regex *child)
{
	struct regex *out;

	if (!child)
		return NULL;
	out = regex_new(r, kind);
	add_child(r, out, child);
	return out;
}

/* The name in <...>, the opening < taken already. */
static bool parse_group_name(struct regex_reader *r, struct slice *name)
{
	size_t start = r->at;

	while (regex_peek(r) != '>' && regex_peek(r) != 0) {
		uint32_t c = regex_next(r);
		bool digit = c >= '0' && c <= '9' && r->at - 1 > start;

		if (!digit && (c | 32) - 'a' > 25 && c != '_')
			return regex_refuse(r, "a group's name may hold ASCII letters, digits and _ only");
	}
	*name = slice_of(r->text.ptr + start, r->at - start);
	return (name->len && name->len <= 32 && regex_take(r, ">")) ||
	       regex_refuse(r, "a group's name is missing, too long or not closed");
}

static const struct group_opening {
	const char *text;
	enum regex_kind kind;
	bool negated, behind, capture, named;
} openings[] = {
	{"(?:",	 REGEX_GROUP, false, false, false, false},
	    { "(?=",  REGEX_LOOK,	 false, false, false, false},
	{ "(?!",	 REGEX_LOOK,  true,  false, false, false},
	    { "(?<=", REGEX_LOOK,  false, true,  false, false},
	{ "(?<!", REGEX_LOOK,  true,  true,  false, false},
	    { "(?<",  REGEX_GROUP, false, false, true,  true },
	{ "(?",	REGEX_EMPTY, false, false, false, false},
	    { "(",	   REGEX_GROUP, false, false, true,  false},
};

static struct regex *parse_group(struct regex_reader *r)
{
	const struct group_opening *o = openings;
	struct slice name = SLICE_NONE;
	size_t at = r->at;
	struct regex *out;

	while (!regex_take(r, o->text))
		o++;
	if (o->kind == REGEX_EMPTY)
		return regex_refuse(r, "an unknown kind of group after (?");
	if (o->named && !parse_group_name(r, &name))
		return NULL;
	r->groups += o->capture;
	if (++r->depth > REGEX_DEPTH)
		return regex_refuse(r, "groups are nested too deep");
	out = wrap(r, o->kind, parse_alternatives(r));
	r->depth--;
	if (!out)
		return NULL;
	if (!regex_take(r, ")"))
		return regex_refuse(r, "a group is not closed");
	out->at = at;
	out->negated = o->negated;
	out->behind = o->behind;
	out->capture = o->capture;
	out->name = name;
	return out;
}

static bool parse_count(struct regex_reader *r, uint32_t *n)
{
	size_t start = r->at;
	uint64_t value = 0;

	for (; regex_peek(r) >= '0' && regex_peek(r) <= '9'; r->at++)
		if (value <= REGEX_FOREVER)
			value = value * 10 + (uint64_t)(regex_peek(r) - '0');
	*n = value < REGEX_FOREVER ? (uint32_t)value : REGEX_FOREVER;
	return r->at > start;
}

/* {n}, {n,} or {n,m}, the brace taken already. */
static bool parse_braces(struct regex_reader *r, uint32_t *min, uint32_t *max)
{
	if (!parse_count(r, min))
		return regex_refuse(r, "{ must begin a count such as {3} or {1,5}; write \\{ for the brace");
	*max = *min;
	if (regex_take(r, ",") && !parse_count(r, max))
		*max = REGEX_FOREVER;
	if (!regex_take(r, "}"))
		return regex_refuse(r, "a count in braces is not closed");
	return *min <= *max || regex_refuse(r, "a count in braces runs backwards");
}

static struct regex *parse_quantifier(struct regex_reader *r, struct regex *atom)
{
	uint32_t min = 0, max = REGEX_FOREVER;
	struct regex *out;

	if (!atom)
		return NULL;
	if (regex_take(r, "+"))
		min = 1;
	else if (regex_take(r, "?"))
		max = 1;
	else if (regex_take(r, "{")) {
		if (!parse_braces(r, &min, &max))
			return NULL;
	} else if (!regex_take(r, "*"))
		return atom;
	if (atom->kind == REGEX_START || atom->kind == REGEX_END || atom->kind == REGEX_WORD_EDGE ||
	    atom->kind == REGEX_LOOK)
		return regex_refuse(r, "there is nothing to repeat before this");
	out = wrap(r, REGEX_REPEAT, atom);
	out->min = min;
	out->max = max;
	out->lazy = regex_take(r, "?");
	return out;
}

static struct regex *parse_backreference(struct regex_reader *r)
{
	struct regex *out = regex_new(r, REGEX_BACKREF);

	if (regex_take(r, "k")) {
		if (!regex_take(r, "<"))
			return regex_refuse(r, "\\k must be followed by a group's name: \\k<name>");
		return parse_group_name(r, &out->name) ? out : NULL;
	}
	parse_count(r, &out->number);
	if (out->number > r->most_backref)
		r->most_backref = out->number;
	return out;
}

static struct regex *parse_escape(struct regex_reader *r)
{
	struct regex *out;
	int c = regex_peek(r);

	if (c == 'k' || (c >= '1' && c <= '9'))
		return parse_backreference(r);
	if (c == 'b' || c == 'B') {
		out = regex_new(r, REGEX_WORD_EDGE);
		out->negated = c == 'B';
		r->at++;
		return out;
	}
	out = regex_new(r, REGEX_SET);
	return regex_escaped_set(r, out, false) ? out : NULL;
}

static struct regex *parse_atom(struct regex_reader *r)
{
	struct regex *out;
	int c = regex_peek(r);

	if (c == '(')
		return parse_group(r);
	if (regex_take(r, "^"))
		return regex_new(r, REGEX_START);
	if (regex_take(r, "$"))
		return regex_new(r, REGEX_END);
	if (regex_take(r, "["))
		return regex_class(r);
	if (regex_take(r, "\\"))
		return parse_escape(r);
	if (c == '*' || c == '+' || c == '?' || c == '{')
		return regex_refuse(r, "there is nothing to repeat before this");
	if (c == ']' || c == '}')
		return regex_refuse(
			r, "a bracket or brace closes nothing; write \\] or \\} for the sign itself");
	out = regex_new(r, REGEX_SET);
	if (regex_take(r, ".")) {
		regex_add_class(r, out, '.');
	} else {
		uint32_t code = regex_next(r);

		regex_add_range(r, out, code, code);
	}
	return out;
}

static struct regex *parse_sequence(struct regex_reader *r)
{
	struct regex *out = regex_new(r, REGEX_SEQ);

	while (r->at < r->text.len && regex_peek(r) != '|' && regex_peek(r) != ')') {
		struct regex *term = parse_quantifier(r, parse_atom(r));

		if (!term)
			return NULL;
		add_child(r, out, term);
	}
	return out;
}

static struct regex *parse_alternatives(struct regex_reader *r)
{
	struct regex *first = parse_sequence(r), *out;

	if (!first || regex_peek(r) != '|')
		return first;
	out = wrap(r, REGEX_ALT, first);
	while (regex_take(r, "|")) {
		struct regex *next = parse_sequence(r);

		if (!next)
			return NULL;
		add_child(r, out, next);
	}
	return out;
}

struct regex *regex_parse(struct arena *a, struct slice text, const char **why, size_t *where)
{
	struct regex_reader r = { .arena = a, .text = text };
	struct regex *out = parse_alternatives(&r);

	if (out && r.at < text.len)
		out = regex_refuse(&r, "a ) closes nothing; write \\) for the sign itself");
	if (out && r.most_backref > r.groups)
		out = regex_refuse(&r, "a backreference names a group that is not there");
	*why = r.why;
	*where = r.where;
	return out;
}
