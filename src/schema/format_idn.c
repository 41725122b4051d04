/* International host names: RFC 5891 (labels), RFC 5892 appendix A (rules of context), RFC 5893 (two
 * directions).
 *
 * Which code points are legal at all is told by blocks and the exceptions of RFC 5892, 2.6, not by Unicode's
 * whole derived table: a rare sign inside a legal block passes. */
#include "schema/format.h"
#include "schema/format_idn.h"

struct range {
	uint32_t from, to;
};

static bool is_in(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

#define IS_IN(c, ranges) is_in(c, ranges, ARRAY_SIZE(ranges))

static const struct range disallowed[] = {
	{0x80,	0xb6  },
	    { 0xb8,   0xde	 },
	{ 0xf7,	0xf7  },
	    { 0x640,  0x640 },
	{ 0x7fa,	 0x7fa },
	{ 0x1100, 0x11ff},
	    { 0x2000, 0x200b},
	{ 0x200e, 0x2c2f},
	    { 0x2e00, 0x2e7f},
	{ 0x3000, 0x3004},
	{ 0x3008, 0x3029},
	    { 0x302e, 0x3036},
	{ 0x303b, 0x303f},
	    { 0x3200, 0x33ff},
	{ 0xd800, 0xf8ff},
	{ 0xfe00, 0xfe0f},
	    { 0xff00, 0xffff},
};
static const struct range marks[] = {
	{0x300,	 0x36f },
	    { 0x483,  0x489 },
	{ 0x591,	 0x5bd },
	    { 0x610,  0x61a },
	{ 0x64b,	 0x65f },
	{ 0x670,	 0x670 },
	    { 0x6d6,  0x6dc },
	{ 0x900,	 0x903 },
	    { 0x93a,  0x93c },
	{ 0x93e,	 0x94f },
	{ 0x981,	 0x983 },
	    { 0x9be,  0x9cd },
	{ 0xa01,	 0xa03 },
	    { 0xa81,  0xa83 },
	{ 0xb01,	 0xb03 },
	{ 0xc00,	 0xc04 },
	    { 0xc81,  0xc83 },
	{ 0xd00,	 0xd03 },
	    { 0xe31,  0xe31 },
	{ 0xe34,	 0xe3a },
	{ 0xe47,	 0xe4e },
	    { 0x1ab0, 0x1aff},
	{ 0x1dc0, 0x1dff},
	    { 0x20d0, 0x20ff},
	{ 0x302a, 0x302f},
	{ 0x3099, 0x309a},
	    { 0xfe20, 0xfe2f},
};
static const struct range viramas[] = {
	{0x94d,	 0x94d },
	  { 0x9cd,  0x9cd },
	    { 0xa4d,  0xa4d },
	      { 0xacd,  0xacd },
	  { 0xb4d,  0xb4d },
	{ 0xbcd,	 0xbcd },
	  { 0xc4d,  0xc4d },
	    { 0xccd,  0xccd },
	      { 0xd3b,  0xd3c },
	  { 0xd4d,  0xd4d },
	{ 0xdca,	 0xdca },
	  { 0xe3a,  0xe3a },
	    { 0xf84,  0xf84 },
	      { 0x1039, 0x103a},
};
static const struct range greek[] = {
	{0x370,	 0x3ff },
	  { 0x1f00, 0x1fff}
};
static const struct range hebrew[] = {
	{0x591, 0x5f2}
};
static const struct range kana_or_han[] = {
	{0x3005,  0x3007},
	    { 0x3041, 0x309f},
	{ 0x30a1, 0x30fa},
	    { 0x30fc, 0x30ff},
	{ 0x3400, 0x9fff},
};
static const struct range right_to_left[] = {
	{0x5be,	 0x5be  },
	    { 0x5d0,   0x5f4  },
	{ 0x608,	 0x608  },
	      { 0x61b,   0x64a  },
	    { 0x66d,   0x66f  },
	{ 0x671,	 0x6d5  },
	    { 0x6e5,   0x6e6  },
	{ 0x6ee,	 0x6ef  },
	      { 0x6fa,   0x7ea  },
	    { 0x800,   0x8c9  },
	{ 0xfb1d,  0xfdfc },
	    { 0xfe70,  0xfefc },
	{ 0x10800, 0x10fff},
	      { 0x1e800, 0x1efff},
};
static const struct range arabic_digits[] = {
	{0x660, 0x669}
};
static const struct range extended_digits[] = {
	{0x6f0, 0x6f9}
};
/* Arabic letters that join on both sides, roughly: those that join only to the right are left out. */
static const struct range joining[] = {
	{0x626,	 0x626},
	  { 0x628, 0x628},
	    { 0x62a, 0x62e},
	      { 0x633, 0x63f},
	{ 0x641, 0x647},
	  { 0x649, 0x64a},
	    { 0x678, 0x687},
	      { 0x69a, 0x6bf},
};
static const struct range joined_to[] = {
	{0x620,	 0x63f},
	  { 0x641, 0x64a},
	    { 0x671, 0x6d3}
};

/* --- rules of context, RFC 5892, appendix A */

static uint32_t code_at(const struct label *l, size_t i)
{
	return i < l->n ? l->code[i] : 0; /* i - 1 of the first wraps past the end */
}

static bool has(const struct label *l, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < l->n; i++)
		if (is_in(l->code[i], ranges, n))
			return true;
	return false;
}

#define HAS(label, ranges) has(label, ranges, ARRAY_SIZE(ranges))

static bool fits_context(const struct label *l, size_t i)
{
	uint32_t before = code_at(l, i - 1), after = code_at(l, i + 1);

	switch (l->code[i]) {
	case 0xb7: /* A.3 */
		return before == 'l' && after == 'l';
	case 0x375: /* A.4 */
		return IS_IN(after, greek);
	case 0x5f3: /* A.5, A.6 */
	case 0x5f4:
		return IS_IN(before, hebrew);
	case 0x30fb: /* A.7 */
		return HAS(l, kana_or_han);
	case 0x200c: /* A.1 */
		return IS_IN(before, viramas) || (IS_IN(before, joining) && IS_IN(after, joined_to));
	case 0x200d: /* A.2 */
		return IS_IN(before, viramas);
	default:
		return true;
	}
}

/* --- one label */

static bool is_ascii(const struct label *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->code[i] >= 0x80)
			return false;
	return true;
}

static bool is_legal(uint32_t c, bool small_only)
{
	if (c < 0x80)
		return format_is((char)c, CHAR_DIGIT | CHAR_HYPHEN) ||
		       (format_is_letter((char)c) && (!small_only || c >= 'a'));
	return !IS_IN(c, disallowed);
}

static bool is_u_label(const struct label *l)
{
	bool small_only = !is_ascii(l);

	if (!l->n || l->code[0] == '-' || l->code[l->n - 1] == '-' || IS_IN(l->code[0], marks))
		return false;
	if (l->n >= 4 && l->code[2] == '-' && l->code[3] == '-')
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (!is_legal(l->code[i], small_only) || !fits_context(l, i))
			return false;
	return !(HAS(l, arabic_digits) && HAS(l, extended_digits));
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || IS_IN(c, extended_digits);
}

static bool is_right_to_left(const struct label *l)
{
	return HAS(l, right_to_left) || HAS(l, arabic_digits);
}

/* RFC 5893, section 2, for a label of a name that holds right-to-left text. */
static bool keeps_direction(const struct label *l)
{
	bool first_right = IS_IN(l->code[0], right_to_left), european = false;
	size_t last = l->n - 1;

	if (is_digit(l->code[0]) || IS_IN(l->code[0], arabic_digits))
		return false;
	for (size_t i = 0; i < l->n; i++) {
		bool left = format_is_letter((char)l->code[i]) && l->code[i] < 0x80;

		european |= is_digit(l->code[i]);
		if (first_right ? left : IS_IN(l->code[i], right_to_left))
			return false;
	}
	while (last && IS_IN(l->code[last], marks))
		last--;
	if (l->code[last] == '-')
		return false;
	return first_right ? !(european && HAS(l, arabic_digits)) : !HAS(l, arabic_digits);
}

/* Decodes an A-label, and sees that it is the one spelling of what it stands for. */
static bool read_a_label(struct slice s, struct label *out)
{
	char again[LABEL_OCTETS];
	size_t n;

	s = slice_from(s, 4);
	if (!punycode_decode(s, out) || is_ascii(out))
		return false;
	n = punycode_encode(out, again);
	return n == s.len && slice_eq_ignoring_case(slice_of(again, n), s);
}

static bool has_ace_prefix(struct slice s)
{
	return slice_eq_ignoring_case(slice_first(s, 4), SLICE_LIT("xn--"));
}

bool idn_is_a_label(struct slice s)
{
	struct label l;

	return has_ace_prefix(s) && read_a_label(s, &l) && is_u_label(&l) &&
	       (!is_right_to_left(&l) || keeps_direction(&l));
}

/* --- whole names */

static uint32_t next_code(struct slice *s)
{
	unsigned char c = (unsigned char)s->ptr[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t code = n == 1 ? c : c & (0x7fu >> n);

	n = n < s->len ? n : s->len;
	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s->ptr[i] & 0x3f);
	*s = slice_from(*s, n);
	return code;
}

static bool is_dot(uint32_t c)
{
	return c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61;
}

/* The next label as it is written, its bytes in *text; false: too long. */
static bool cut_label(struct slice *rest, struct label *l, struct slice *text, bool *more)
{
	const char *start = rest->ptr;

	l->n = 0;
	*more = false;
	while (rest->len) {
		const char *before = rest->ptr;
		uint32_t c = next_code(rest);

		if (is_dot(c)) {
			*more = true;
			*text = slice_of(start, (size_t)(before - start));
			return true;
		}
		if (l->n == LABEL_OCTETS)
			return false;
		l->code[l->n++] = c;
	}
	*text = slice_of(start, (size_t)(rest->ptr - start));
	return true;
}

/* Reads one label, checks it, and counts the octets that it has in ASCII. */
static bool read_label(struct slice *rest, struct label *l, size_t *octets, bool *more)
{
	char again[LABEL_OCTETS];
	struct slice text;
	size_t n;

	if (!cut_label(rest, l, &text, more))
		return false;
	if (is_ascii(l) && has_ace_prefix(text)) {
		n = text.len;
		if (n > LABEL_OCTETS || !read_a_label(text, l))
			return false;
	} else {
		n = is_ascii(l) ? l->n : 4 + punycode_encode(l, again);
	}
	*octets += n + *more;
	return n <= LABEL_OCTETS && is_u_label(l);
}

bool format_idn_hostname(struct slice s)
{
	bool more = true, right_to_left_name = false, all_keep = true;
	struct label l;
	size_t octets = 0;

	while (more) {
		if (!read_label(&s, &l, &octets, &more))
			return false;
		right_to_left_name |= is_right_to_left(&l);
		all_keep &= keeps_direction(&l);
	}
	return octets <= 253 && (!right_to_left_name || all_keep);
}
