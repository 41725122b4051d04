/* Character classes and escapes of ECMA-262 patterns. */
#include "schema/regex_class.h"

void regex_add_range(struct regex_reader *r, struct regex *set, uint32_t from, uint32_t to)
{
	set->ranges = arena_grow(r->arena, set->ranges, set->n_ranges, &set->room_ranges,
				 sizeof(struct regex_range));
	set->ranges[set->n_ranges++] = (struct regex_range){ from, to };
}

/* Ascending, so that the gaps between are the negation. */
static const struct regex_range line_ends[] = {
	{'\n',	'\n'  },
	{ '\r',	'\r'  },
	{ 0x2028, 0x2029}
};
static const struct regex_range digits[] = {
	{'0', '9'}
};
static const struct regex_range words[] = {
	{'0',  '9'},
	      { 'A', 'Z'},
	    { '_', '_'},
	  { 'a', 'z'}
};
static const struct regex_range spaces[] = {
	{9,	     13	},
	    { 32,	  32    },
	{ 0xa0,	0xa0  },
	    { 0x1680, 0x1680},
	{ 0x2000, 0x200a},
	{ 0x2028, 0x2029},
	    { 0x202f, 0x202f},
	{ 0x205f, 0x205f},
	    { 0x3000, 0x3000},
	{ 0xfeff, 0xfeff},
};

static const struct {
	int name;
	const struct regex_range *ranges;
	size_t n;
	bool negated;
} classes[] = {
	{'d',  digits,    ARRAY_SIZE(digits),	   false},
	 { 'D', digits,	ARRAY_SIZE(digits),    true },
	{ 'w', words,     ARRAY_SIZE(words),	 false},
	 { 'W', words,     ARRAY_SIZE(words),	  true },
	{ 's', spaces,    ARRAY_SIZE(spaces),	   false},
	 { 'S', spaces,	ARRAY_SIZE(spaces),    true },
	{ '.', line_ends, ARRAY_SIZE(line_ends), true },
};

static void add_gaps(struct regex_reader *r, struct regex *set, const struct regex_range *ranges, size_t n)
{
	uint32_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if (ranges[i].from > from)
			regex_add_range(r, set, from, ranges[i].from - 1);
		from = ranges[i].to + 1;
	}
	regex_add_range(r, set, from, REGEX_LAST);
}

void regex_add_class(struct regex_reader *r, struct regex *set, int which)
{
	size_t c = 0;

	while (classes[c].name != which)
		c++;
	if (classes[c].negated) {
		add_gaps(r, set, classes[c].ranges, classes[c].n);
		return;
	}
	for (size_t i = 0; i < classes[c].n; i++)
		regex_add_range(r, set, classes[c].ranges[i].from, classes[c].ranges[i].to);
}

/* General categories by their long names (Unicode's PropertyValueAliases). */
static const struct {
	const char *name, *brief;
} categories[] = {
	{"Cased_Letter",		  "L&"},
	{ "Close_Punctuation",     "Pe"},
	{ "Connector_Punctuation", "Pc"},
	{ "Control",		     "Cc"},
	{ "cntrl",		   "Cc"},
	{ "Currency_Symbol",	     "Sc"},
	{ "Dash_Punctuation",      "Pd"},
	{ "Decimal_Number",	    "Nd"},
	{ "digit",		   "Nd"},
	{ "Enclosing_Mark",	    "Me"},
	{ "Final_Punctuation",     "Pf"},
	{ "Format",		    "Cf"},
	{ "Initial_Punctuation",	 "Pi"},
	{ "LC",		    "L&"},
	{ "Letter",		    "L" },
	{ "Letter_Number",	   "Nl"},
	{ "Line_Separator",	    "Zl"},
	{ "Lowercase_Letter",      "Ll"},
	{ "Mark",		  "M" },
	{ "Combining_Mark",	    "M" },
	{ "Math_Symbol",		 "Sm"},
	{ "Modifier_Letter",	     "Lm"},
	{ "Modifier_Symbol",	     "Sk"},
	{ "Nonspacing_Mark",	     "Mn"},
	{ "Number",		    "N" },
	{ "Open_Punctuation",      "Ps"},
	{ "Other",		   "C" },
	{ "Other_Letter",	  "Lo"},
	{ "Other_Number",	  "No"},
	{ "Other_Punctuation",     "Po"},
	{ "Other_Symbol",	  "So"},
	{ "Paragraph_Separator",	 "Zp"},
	{ "Private_Use",		 "Co"},
	{ "Punctuation",		 "P" },
	{ "punct",		   "P" },
	{ "Separator",	       "Z" },
	{ "Space_Separator",	     "Zs"},
	{ "Spacing_Mark",	  "Mc"},
	{ "Surrogate",	       "Cs"},
	{ "Symbol",		    "S" },
	{ "Titlecase_Letter",      "Lt"},
	{ "Unassigned",		"Cn"},
	{ "Uppercase_Letter",      "Lu"},
};

static const char brief_categories[] = " C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe "
				       "Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs ";

static struct slice listed(const char *names, struct slice name)
{
	for (const char *at = names; (at = strchr(at, ' ')) && at[1]; at++)
		if (slice_eq(slice_of(at + 1, strcspn(at + 1, " ")), name))
			return name;
	return SLICE_NONE;
}

static struct slice category(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(categories); i++)
		if (slice_is(name, categories[i].name))
			return slice_str(categories[i].brief);
	return listed(brief_categories, name);
}

/* ECMA-262, 22.2.1.1, table 67; PCRE2 takes these names, and others that ECMA-262 does not have. */
static const char binary_properties[] =
	" ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Bidi_Control Bidi_C Bidi_Mirrored Bidi_M "
	"Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM "
	"Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT "
	"Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji "
	"Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres "
	"Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit "
	"Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic "
	"Ideo "
	"Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar "
	"Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator "
	"RI "
	"Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase "
	"Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS ";

static struct slice binary_property(struct slice name)
{
	/* The same by another name, since no text holds surrogates that might be assigned or not. */
	return slice_is(name, "Assigned") ? SLICE_LIT("^Cn") : listed(binary_properties, name);
}

/* What stands in \p{...}, as PCRE2 writes it; absent: no such thing. */
static struct slice property(struct regex_reader *r, struct slice text)
{
	struct slice name = text, value, found;

	if (!slice_split(&name, '=', &value) || !name.ptr || slice_find(text, '=') == text.len) {
		found = category(text);
		return found.ptr ? found : binary_property(text);
	}
	if (slice_is(value, "General_Category") || slice_is(value, "gc"))
		return category(name);
	if (slice_is(value, "Script") || slice_is(value, "sc"))
		return slice_str(arena_printf(r->arena, "sc:%.*s", SLICE_FMT(name)));
	if (slice_is(value, "Script_Extensions") || slice_is(value, "scx"))
		return slice_str(arena_printf(r->arena, "scx:%.*s", SLICE_FMT(name)));
	return SLICE_NONE;
}

static bool is_letter(int c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool property_escape(struct regex_reader *r, struct regex *set, bool negated)
{
	size_t start;
	struct slice text, name;

	if (!regex_take(r, "{"))
		return regex_refuse(r, "\\p must be followed by a property in braces: \\p{L}");
	start = r->at;
	for (int c = regex_peek(r); c == '_' || c == '=' || is_letter(c) || is_digit(c); c = regex_peek(r))
		r->at++;
	text = slice_of(r->text.ptr + start, r->at - start);
	name = text.len ? property(r, text) : SLICE_NONE;
	if (!name.ptr || !regex_take(r, "}"))
		return regex_refuse(r, "no such Unicode property");
	set->properties = arena_grow(r->arena, set->properties, set->n_properties, &set->room_properties,
				     sizeof(struct slice));
	set->properties[set->n_properties++] =
		slice_str(arena_printf(r->arena, "\\%c{%.*s}", negated ? 'P' : 'p', SLICE_FMT(name)));
	return true;
}

static bool hex(struct regex_reader *r, int digits_wanted, uint32_t *code)
{
	*code = 0;
	for (int i = 0; i < digits_wanted; i++, r->at++) {
		int c = regex_peek(r);

		if (c >= '0' && c <= '9')
			*code = *code << 4 | (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			*code = *code << 4 | (uint32_t)((c | 32) - 'a' + 10);
		else
			return regex_refuse(r, "hexadecimal digits are missing");
	}
	return true;
}

/* \u{...}, the brace taken already. */
static bool braced_code_point(struct regex_reader *r, uint32_t *code)
{
	uint32_t digit;

	*code = 0;
	do {
		if (!hex(r, 1, &digit))
			return false;
		*code = *code << 4 | digit;
		if (*code > REGEX_LAST)
			return regex_refuse(r, "a code point past 10FFFF");
	} while (!regex_take(r, "}"));
	return true;
}

/* Behind \u; a pair of surrogates is one code point. */
static bool unicode_escape(struct regex_reader *r, uint32_t *code)
{
	size_t before;
	uint32_t low;

	if (regex_take(r, "{"))
		return braced_code_point(r, code);
	if (!hex(r, 4, code))
		return false;
	if (*code >> 10 != 0xd800 >> 10)
		return true;
	before = r->at;
	if (regex_take(r, "\\u") && regex_peek(r) != '{' && hex(r, 4, &low) && low >> 10 == 0xdc00 >> 10)
		*code = 0x10000 + ((*code & 0x3ff) << 10) + (low & 0x3ff);
	else if (!r->why)
		r->at = before;
	return !r->why;
}

/* Any escape that stands for one code point. */
static bool code_point_escape(struct regex_reader *r, bool in_class, uint32_t *code)
{
	static const char names[] = "tnvfr", values[] = "\t\n\v\f\r";
	int c = regex_peek(r);
	const char *known = c ? strchr(names, c) : NULL;

	if (!c)
		return regex_refuse(r, "a backslash ends the pattern");
	r->at++;
	if (known) {
		*code = (uint32_t)values[known - names];
	} else if (c == 'b' && in_class) {
		*code = '\b';
	} else if (c == 'c' && is_letter(regex_peek(r))) {
		*code = (uint32_t)regex_peek(r) & 31;
		r->at++;
	} else if (c == '0' && !is_digit(regex_peek(r))) {
		*code = 0;
	} else if (c == 'x') {
		return hex(r, 2, code);
	} else if (c == 'u') {
		return unicode_escape(r, code);
	} else if (c > 32 && c < 127 && !is_letter(c) && !is_digit(c)) {
		*code = (uint32_t)c;
	} else {
		r->at--;
		return regex_refuse(r, "ECMA-262 knows no such escape");
	}
	return true;
}

bool regex_escaped_set(struct regex_reader *r, struct regex *set, bool in_class)
{
	int c = regex_peek(r);
	uint32_t code = 0;

	if (c && strchr("dDwWsS", c)) {
		r->at++;
		regex_add_class(r, set, c);
		return true;
	}
	if (c == 'p' || c == 'P') {
		r->at++;
		return property_escape(r, set, c == 'P');
	}
	if (!code_point_escape(r, in_class, &code))
		return false;
	regex_add_range(r, set, code, code);
	return true;
}

/* One member of a class: a code point (*single), or more, which may bound no range. */
static bool class_member(struct regex_reader *r, struct regex *set, bool *single, uint32_t *code)
{
	size_t ranges = set->n_ranges, properties = set->n_properties;

	if (regex_take(r, "\\")) {
		bool code_point = !regex_peek(r) || !strchr("dDwWsSpP", regex_peek(r));

		if (!regex_escaped_set(r, set, true))
			return false;
		*single = code_point && set->n_ranges == ranges + 1 && set->n_properties == properties;
		*code = *single ? set->ranges[ranges].from : 0;
		return true;
	}
	*single = true;
	*code = regex_next(r);
	regex_add_range(r, set, *code, *code);
	return true;
}

static bool class_range(struct regex_reader *r, struct regex *set)
{
	bool single, to_single;
	uint32_t from, to;

	if (!class_member(r, set, &single, &from))
		return false;
	if (!single || regex_peek(r) != '-' || r->at + 1 >= r->text.len || r->text.ptr[r->at + 1] == ']')
		return true;
	r->at++;
	if (!class_member(r, set, &to_single, &to))
		return false;
	if (!to_single) { /* [a-\d]: the hyphen stands for itself */
		regex_add_range(r, set, '-', '-');
		return true;
	}
	if (from > to)
		return regex_refuse(r, "a range in a class runs backwards");
	set->n_ranges--; /* from and to become one */
	set->ranges[set->n_ranges - 1].to = to;
	return true;
}

struct regex *regex_class(struct regex_reader *r)
{
	struct regex *out = regex_new(r, REGEX_SET);

	out->negated = regex_take(r, "^");
	while (!regex_take(r, "]")) {
		if (r->at >= r->text.len)
			return regex_refuse(r, "a class is not closed");
		if (!class_range(r, out))
			return NULL;
	}
	return out;
}
