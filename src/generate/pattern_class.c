/* Classes of characters: \d, \p{L}, [a-z], and their complements. */
#include "generate/pattern_reader.h"

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
	{"L",		      { { 'a', 'z' }, { 'A', 'Z' } }		      },
	{ "Letter",		    { { 'a', 'z' }, { 'A', 'Z' } }			   },
	{ "Alphabetic",		{ { 'a', 'z' }, { 'A', 'Z' } }		       },
	{ "Alpha",		   { { 'a', 'z' }, { 'A', 'Z' } }			  },
	{ "Lu",		    { { 'A', 'Z' } }				    },
	{ "Uppercase_Letter",      { { 'A', 'Z' } }				       },
	{ "Uppercase",	       { { 'A', 'Z' } }					},
	{ "Ll",		    { { 'a', 'z' } }				    },
	{ "Lowercase_Letter",      { { 'a', 'z' } }				       },
	{ "Lowercase",	       { { 'a', 'z' } }					},
	{ "N",		     { { '0', '9' } }				    },
	{ "Number",		    { { '0', '9' } }				     },
	{ "Nd",		    { { '0', '9' } }				    },
	{ "Decimal_Number",	    { { '0', '9' } }				     },
	{ "digit",		   { { '0', '9' } }				    },
	{ "P",		     { { '!', '#' }, { '%', '*' }, { ',', '/' } }	    },
	{ "Punctuation",		 { { '!', '#' }, { '%', '*' }, { ',', '/' } }	      },
	{ "S",		     { { '$', '$' }, { '+', '+' }, { '<', '>' } }	    },
	{ "Z",		     { { ' ', ' ' } }				    },
	{ "Zs",		    { { ' ', ' ' } }				    },
	{ "White_Space",		 { { ' ', ' ' } }					  },
	{ "ASCII",		   { { ' ', '~' } }				    },
	{ "Any",		   { { ' ', '~' } }				    },
	{ "Script=Latin",	  { { 'a', 'z' }, { 'A', 'Z' } }			 },
	{ "Script=Greek",	  { { 0x3b1, 0x3c9 }, { 0x391, 0x3a1 } }		 },
	{ "Script=Cyrillic",	     { { 0x430, 0x44f }, { 0x410, 0x42f } }		    },
	{ "Script=Han",		{ { 0x4e00, 0x4fff } }			       },
	{ "Script=Hiragana",	     { { 0x3041, 0x3096 } }				    },
	{ "Script=Katakana",	     { { 0x30a1, 0x30fa } }				    },
	{ "Script=Hangul",	   { { 0xac00, 0xd7a3 } }				  },
	{ "Script=Arabic",	   { { 0x627, 0x63a } }				},
	{ "Script=Hebrew",	   { { 0x5d0, 0x5ea } }				},
	{ "Script=Thai",		 { { 0xe01, 0xe2e } }				      },
	{ "Script=Devanagari",     { { 0x905, 0x939 } }				    },
	{ "Script=Armenian",	     { { 0x561, 0x586 } }				  },
	{ "Script=Georgian",	     { { 0x10d0, 0x10f0 } }				    },
	{ "Script=Common",	   { { '0', '9' } }				    },
	{ "LC",		    { { 'a', 'z' }, { 'A', 'Z' } }		       },
	{ "Cased_Letter",	  { { 'a', 'z' }, { 'A', 'Z' } }			 },
	{ "Lt",		    { { 0x1c5, 0x1c5 }, { 0x1c8, 0x1c8 } }	       },
	{ "Titlecase_Letter",      { { 0x1c5, 0x1c5 }, { 0x1c8, 0x1c8 } }		     },
	{ "Lm",		    { { 0x2b0, 0x2b8 } }				     },
	{ "Modifier_Letter",	     { { 0x2b0, 0x2b8 } }				  },
	{ "Lo",		    { { 0x5d0, 0x5ea } }				     },
	{ "Other_Letter",	  { { 0x5d0, 0x5ea } }				       },
	{ "M",		     { { 0x300, 0x34e } }				    },
	{ "Mark",		  { { 0x300, 0x34e } }				       },
	{ "Mn",		    { { 0x300, 0x34e } }				     },
	{ "Nonspacing_Mark",	     { { 0x300, 0x34e } }				  },
	{ "Nl",		    { { 0x2160, 0x216f } }			       },
	{ "Letter_Number",	   { { 0x2160, 0x216f } }				  },
	{ "No",		    { { 0xb2, 0xb3 }, { 0xbc, 0xbe } }		   },
	{ "Other_Number",	  { { 0xb2, 0xb3 }, { 0xbc, 0xbe } }		     },
	{ "Pc",		    { { '_', '_' } }				    },
	{ "Connector_Punctuation", { { '_', '_' } }				    },
	{ "Pd",		    { { '-', '-' } }				    },
	{ "Dash_Punctuation",      { { '-', '-' } }				       },
	{ "Ps",		    { { '(', '(' }, { '[', '[' }, { '{', '{' } }	     },
	{ "Open_Punctuation",      { { '(', '(' }, { '[', '[' }, { '{', '{' } }	   },
	{ "Pe",		    { { ')', ')' }, { ']', ']' }, { '}', '}' } }	     },
	{ "Close_Punctuation",     { { ')', ')' }, { ']', ']' }, { '}', '}' } }	    },
	{ "Po",		    { { '!', '#' }, { '.', '/' }, { ':', ';' } }	     },
	{ "Other_Punctuation",     { { '!', '#' }, { '.', '/' }, { ':', ';' } }	    },
	{ "Symbol",		    { { '$', '$' }, { '+', '+' }, { '<', '>' } }	 },
	{ "Sc",		    { { '$', '$' }, { 0xa3, 0xa3 }, { 0x20ac, 0x20ac } }},
	{ "Currency_Symbol",	     { { '$', '$' }, { 0xa3, 0xa3 }, { 0x20ac, 0x20ac } }},
	{ "Sm",		    { { '+', '+' }, { '<', '>' } }		       },
	{ "Math_Symbol",		 { { '+', '+' }, { '<', '>' } }			},
	{ "Sk",		    { { '^', '^' } }				    },
	{ "Modifier_Symbol",	     { { '^', '^' } }				      },
	{ "So",		    { { 0x2600, 0x2613 } }			       },
	{ "Other_Symbol",	  { { 0x2600, 0x2613 } }				 },
	{ "Separator",	       { { ' ', ' ' } }					},
	{ "Space_Separator",	     { { ' ', ' ' } }				      },
	{ "punct",		   { { '!', '#' }, { '%', '*' }, { ',', '/' } }	},
	{ "ASCII_Hex_Digit",	     { { '0', '9' }, { 'a', 'f' }, { 'A', 'F' } }	  },
	{ "AHex",		  { { '0', '9' }, { 'a', 'f' }, { 'A', 'F' } }	       },
	{ "Hex_Digit",	       { { '0', '9' }, { 'a', 'f' }, { 'A', 'F' } }	    },
	{ "ID_Start",	      { { 'a', 'z' }, { 'A', 'Z' } }			     },
	{ "IDS",		   { { 'a', 'z' }, { 'A', 'Z' } }			},
	{ "ID_Continue",		 { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' } }	      },
	{ "IDC",		   { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' } }	      },
	{ "XID_Start",	       { { 'a', 'z' }, { 'A', 'Z' } }		      },
	{ "XID_Continue",	  { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' } }	       },
	{ "Lower",		   { { 'a', 'z' } }				    },
	{ "Upper",		   { { 'A', 'Z' } }				    },
	{ "space",		   { { ' ', ' ' } }				    },
	{ "Assigned",	      { { ' ', '~' } }				       },
	{ "Emoji",		   { { 0x1f600, 0x1f64f } }			    },
	{ "Emoji_Presentation",	{ { 0x1f600, 0x1f64f } }				 },
	{ "Extended_Pictographic", { { 0x1f600, 0x1f64f } }			    },
	{ "ExtPict",		     { { 0x1f600, 0x1f64f } }			      },
};

static struct slice property_name(struct reader *r)
{
	struct slice rest = slice_from(r->in, r->at), name;
	size_t length;

	if (!reader_skip(r, "{"))
		return slice_of(rest.ptr, rest.len ? (r->at++, 1) : 0);
	rest = slice_from(rest, 1);
	length = slice_find(rest, '}');
	name = slice_first(rest, length);
	r->at += length + 1;
	if (length == rest.len)
		reader_give_up(r, "it has a broken \\p escape");
	if (slice_starts(name, SLICE_LIT("General_Category=")))
		return slice_from(name, 17);
	if (slice_starts(name, SLICE_LIT("gc=")))
		return slice_from(name, 3);
	return name;
}

/* The table has scripts by one of the names of their property. */
static bool is_property(struct slice name, const char *row)
{
	static const char *const scripts[] = { "sc=", "scx=", "Script_Extensions=" };
	struct slice known = slice_str(row);

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
		if (slice_starts(name, slice_str(scripts[i])) && slice_starts(known, SLICE_LIT("Script=")))
			return slice_eq(slice_from(name, strlen(scripts[i])),
					slice_from(known, strlen("Script=")));
	return slice_eq(name, known);
}

static void read_property(struct reader *r, struct pattern_node *set)
{
	struct slice name = property_name(r);

	for (size_t i = 0; i < ARRAY_SIZE(properties); i++) {
		if (!is_property(name, properties[i].name))
			continue;
		for (size_t k = 0; k < 3 && properties[i].ranges[k].to; k++)
			reader_range(r, set, properties[i].ranges[k].from, properties[i].ranges[k].to);
		return;
	}
	reader_give_up(r, "it names a Unicode property that we cannot write");
}

static void add_outside(struct reader *r, struct pattern_node *set, const struct pattern_node *of,
			uint32_t from, uint32_t to)
{
	for (uint32_t c = from; c <= to; c++) {
		bool inside = false;

		for (size_t i = 0; i < of->n_ranges; i++)
			inside = inside || (c >= of->ranges[i].from && c <= of->ranges[i].to);
		if (!inside)
			reader_range(r, set, c, c);
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
bool reader_class(struct reader *r, struct pattern_node *set)
{
	char c = reader_is_done(r) ? 0 : r->in.ptr[r->at];
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
			reader_range(r, to, classes[i].ranges[k].from, classes[i].ranges[k].to);
		if (classes[i].negated)
			add_complement(r, set, &whole);
		return true;
	}
	return false;
}

static uint32_t read_set_member(struct reader *r)
{
	if (reader_skip(r, "\\b"))
		return '\b';
	return reader_skip(r, "\\") ? reader_escaped(r) : reader_point(r);
}

struct pattern_node *reader_set(struct reader *r)
{
	struct pattern_node *set = reader_node(r, PATTERN_SET), *out = set;
	bool negated = reader_skip(r, "^");

	while (!reader_is_done(r) && !reader_is_at(r, "]") && !r->why) {
		uint32_t from, to;
		size_t before = r->at;

		if (reader_skip(r, "\\") && reader_class(r, set))
			continue;
		r->at = before;
		from = to = read_set_member(r);
		before = r->at;
		if (reader_skip(r, "-") && !reader_is_done(r) && !reader_is_at(r, "]") &&
		    !reader_is_at(r, "\\d") && !reader_is_at(r, "\\w") && !reader_is_at(r, "\\s"))
			to = read_set_member(r);
		else
			r->at = before;
		if (to < from)
			return reader_give_up(r, "it has a range that runs backwards");
		reader_range(r, set, from, to);
	}
	if (!reader_skip(r, "]"))
		return reader_give_up(r, "it has a \"[\" without an end");
	if (negated) {
		out = reader_node(r, PATTERN_SET);
		add_complement(r, out, set);
	}
	if (!out->n_ranges)
		return reader_give_up(r, "it has a class that no character fits");
	return out;
}
