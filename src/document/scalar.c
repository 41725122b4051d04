/* The texts of numbers are brought into JSON's grammar: +12, 007, .5, 1. and 0x1F become 12, 7, 0.5, 1.0
 * and 31. */
#include "document/scalar.h"

/* clang-format off */
static const struct {
	struct slice text;
	enum node_kind kind;
	bool truth;
} words[] = {
	{ SLICE_LIT(""), NODE_NULL, false },
	{ SLICE_LIT("~"), NODE_NULL, false },
	{ SLICE_LIT("null"), NODE_NULL, false },
	{ SLICE_LIT("Null"), NODE_NULL, false },
	{ SLICE_LIT("NULL"), NODE_NULL, false },
	{ SLICE_LIT("true"), NODE_BOOL, true },
	{ SLICE_LIT("True"), NODE_BOOL, true },
	{ SLICE_LIT("TRUE"), NODE_BOOL, true },
	{ SLICE_LIT("false"), NODE_BOOL, false },
	{ SLICE_LIT("False"), NODE_BOOL, false },
	{ SLICE_LIT("FALSE"), NODE_BOOL, false },
};
/* clang-format on */

enum { LONGEST_WORD = 5 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits at the front, cut off. */
static struct slice take_digits(struct slice *s)
{
	size_t n = 0;
	struct slice digits;

	while (n < s->len && is_digit(s->ptr[n]))
		n++;
	digits = slice_first(*s, n);
	*s = slice_from(*s, n);
	return digits;
}

static bool take(struct slice *s, const char *any)
{
	if (!s->len || !s->ptr[0] || !strchr(any, s->ptr[0]))
		return false;
	*s = slice_from(*s, 1);
	return true;
}

struct decimal {
	bool negative, has_point;
	struct slice whole, fraction, exponent; /* exponent with its e; empty: none */
};

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool decimal_parse(struct slice s, struct decimal *d)
{
	*d = (struct decimal){ .negative = s.len && s.ptr[0] == '-' };
	take(&s, "+-");
	d->whole = take_digits(&s);
	d->has_point = take(&s, ".");
	if (d->has_point)
		d->fraction = take_digits(&s);
	if (!d->whole.len && !d->fraction.len)
		return false;
	d->exponent = s;
	if (!take(&s, "eE"))
		return s.len == 0;
	take(&s, "+-");
	return take_digits(&s).len && !s.len;
}

/* Most numbers are written as JSON writes them already. */
static bool decimal_is_json(struct slice s, struct decimal d)
{
	return s.ptr[0] != '+' && d.whole.len && (d.whole.len == 1 || d.whole.ptr[0] != '0') &&
	       (d.fraction.len || !d.has_point);
}

static struct slice decimal_text(struct arena *a, struct decimal d)
{
	while (d.whole.len > 1 && d.whole.ptr[0] == '0')
		d.whole = slice_from(d.whole, 1);
	if (!d.whole.len)
		d.whole = SLICE_LIT("0");
	if (d.has_point && !d.fraction.len)
		d.fraction = SLICE_LIT("0");
	return slice_str(arena_printf(a, "%s%.*s%s%.*s%.*s", d.negative ? "-" : "", SLICE_FMT(d.whole),
				      d.has_point ? "." : "", SLICE_FMT(d.fraction), SLICE_FMT(d.exponent)));
}

/* 0o17 and 0x1F; the core schema gives them no sign. */
static bool radix_parse(struct slice s, uint64_t *value)
{
	unsigned base = s.len > 2 && s.ptr[0] == '0' ? (s.ptr[1] == 'o' ? 8 : s.ptr[1] == 'x' ? 16 : 0) : 0;

	*value = 0;
	for (size_t i = 2; base && i < s.len; i++) {
		char low = (char)(s.ptr[i] | 0x20);
		unsigned digit = is_digit(s.ptr[i])	    ? (unsigned)(s.ptr[i] - '0')
				 : low >= 'a' && low <= 'f' ? (unsigned)(low - 'a' + 10)
							    : 16;

		if (digit >= base || *value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return base != 0;
}

static bool type_word(struct node *n)
{
	if (n->text.len > LONGEST_WORD)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (slice_eq(n->text, words[i].text)) {
			n->kind = words[i].kind;
			n->truth = words[i].truth;
			n->text = SLICE_NONE;
			return true;
		}
	return false;
}

void scalar_type(struct build *b, struct node *n)
{
	struct decimal d;
	uint64_t value;

	if (type_word(n) || !(is_digit(n->text.ptr[0]) || strchr("+-.", n->text.ptr[0])))
		return;
	if (radix_parse(n->text, &value))
		n->text = slice_str(arena_printf(b->arena, "%llu", (unsigned long long)value));
	else if (!decimal_parse(n->text, &d))
		return;
	else if (!decimal_is_json(n->text, d))
		n->text = decimal_text(b->arena, d);
	n->kind = NODE_NUMBER;
}
