/* One sentence per keyword.  They are read by people who did not write the schema: they name the thing, say
 * what must be, and what was found. */
#include "base/text.h"
#include "schema/sentence.h"

enum { SHOWN_BYTES = 80, SHOWN_CONSTANT_BYTES = 40 };

static bool is_plain_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!format_is_letter(s.ptr[i]) && s.ptr[i] != '_' && s.ptr[i] != '$' &&
		    !(i && format_is_digit(s.ptr[i])))
			return false;
	return s.len;
}

void sentence_member(struct buf *out, struct slice name)
{
	if (is_plain_name(name)) {
		buf_char(out, '.');
		buf_slice(out, name);
		return;
	}
	buf_char(out, '[');
	json_string_add(out, name);
	buf_char(out, ']');
}

/* The child of the container at `in` that holds `at`; its position in *index. */
static uint32_t child_towards(const struct tape *t, uint32_t in, uint32_t at, size_t *index)
{
	uint32_t step = t->tokens[in].type == TYPE_MAP, child = in + 1 + step;

	for (*index = 0; t->tokens[child].next <= at; ++*index)
		child = t->tokens[child].next + step;
	return child;
}

void sentence_path(struct buf *out, const struct tape *t, uint32_t at, const char *root)
{
	uint32_t in = 0;
	size_t index;

	buf_str(out, root);
	while (in != at) {
		uint32_t child = child_towards(t, in, at, &index);

		if (child > at) { /* a key */
			BUF_AUTO struct buf name = BUF_INIT(0);

			json_string_add(&name, token_text(t, at));
			buf_str(&name, " in ");
			buf_slice(&name, buf_view(out));
			buf_reset(out);
			buf_str(out, "the name ");
			buf_slice(out, buf_view(&name));
			return;
		}
		if (t->tokens[in].type == TYPE_MAP)
			sentence_member(out, token_text(t, child - 1));
		else
			buf_printf(out, "[%zu]", index);
		in = child;
	}
}

void token_pointer(struct buf *out, const struct tape *t, uint32_t at)
{
	uint32_t in = 0;
	size_t index;

	while (in != at) {
		uint32_t child = child_towards(t, in, at, &index);

		if (child > at)
			return;
		if (t->tokens[in].type == TYPE_MAP)
			json_pointer_add(out, token_text(t, child - 1));
		else
			buf_printf(out, "/%zu", index);
		in = child;
	}
}

void sentence_types(struct buf *out, unsigned mask)
{
	static const struct {
		unsigned mask;
		const char *name;
	} names[] = {
		{TYPE_TEXT,     "a string"	},
		    { TYPE_NUMBER,  "a number"  },
		 { TYPE_INTEGER, "an integer"},
		{ TYPE_BOOL,    "a boolean" },
		    { TYPE_MAP,	"an object" },
		 { TYPE_LIST,    "an array"	 },
		{ TYPE_NULL,    "null"	    },
	};
	size_t left = 0, said = 0;

	if (mask & TYPE_NUMBER)
		mask &= ~(unsigned)TYPE_INTEGER;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		left += (mask & names[i].mask) != 0;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(mask & names[i].mask))
			continue;
		if (said++)
			buf_str(out, said == left ? " or " : ", ");
		buf_str(out, names[i].name);
	}
}

void sentence_got(struct buf *out, const struct tape *t, uint32_t at)
{
	BUF_AUTO struct buf value = BUF_INIT(0);
	unsigned type = t->tokens[at].type;

	if (type == TYPE_MAP || type == TYPE_LIST) {
		buf_str(out, type == TYPE_MAP ? " (got an object)" : " (got an array)");
		return;
	}
	tape_write(&value, t, at, SHOWN_BYTES);
	buf_printf(out, " (got %.*s)", SLICE_FMT(buf_view(&value)));
}

/* The keyword's value as the document has it. */
static const struct node *keyword_value(const struct failure *f)
{
	return node_get(f->schema->node, f->keyword);
}

static void add_constant(struct buf *out, const struct node *n)
{
	BUF_AUTO struct buf value = BUF_INIT(0);

	node_write_json(&value, n);
	buf_slice(out, slice_first(buf_view(&value), SHOWN_CONSTANT_BYTES));
	if (value.len > SHOWN_CONSTANT_BYTES)
		buf_str(out, "...");
}

static void say_false(struct buf *out, struct walk *w, const struct failure *f)
{
	(void)w;
	(void)f;
	buf_str(out, " is not allowed");
}

/* A schema made of another language says itself what must be, in that language's words. */
static bool say_expected(struct buf *out, struct walk *w, const struct failure *f)
{
	struct slice words = node_get_text(node_get(f->schema->node, "x-understudy-made"), "expected");

	if (!words.len)
		return false;
	buf_printf(out, " must be %.*s", SLICE_FMT(words));
	sentence_got(out, w->tape, f->at);
	return true;
}

static void say_type(struct buf *out, struct walk *w, const struct failure *f)
{
	if (say_expected(out, w, f))
		return;
	buf_str(out, " must be ");
	sentence_types(out, f->schema->types);
	if (f->schema->types & TYPE_INTEGER && w->tape->tokens[f->at].type == TYPE_WHOLE)
		buf_str(out, ", written without fraction or exponent");
	sentence_got(out, w->tape, f->at);
}

static void say_enum(struct buf *out, struct walk *w, const struct failure *f)
{
	const struct node *values = f->schema->values;
	size_t shown = values->n <= SENTENCE_CONSTANTS ? values->n : SENTENCE_CONSTANTS;

	buf_str(out, values->n > 1 ? " must be one of "
		     : values->n   ? " must be "
				   : " has no value that is allowed");
	for (size_t i = 0; i < shown; i++) {
		if (i)
			buf_str(out, ", ");
		add_constant(out, values->items[i]);
	}
	if (shown < values->n)
		buf_printf(out, " and %zu more", values->n - shown);
	sentence_got(out, w->tape, f->at);
}

static void say_const(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " must be ");
	add_constant(out, f->schema->constant);
	sentence_got(out, w->tape, f->at);
}

static void say_bound(struct buf *out, struct walk *w, const struct failure *f)
{
	static const struct {
		const char *keyword, *words;
		size_t bound;
	} bounds[] = {
		{"minimum",	     ">= ",	    offsetof(struct number_rules, minimum)	   },
		{ "maximum",	     "<= ",	    offsetof(struct number_rules, maximum)	   },
		{ "exclusiveMinimum", "> ",		    offsetof(struct number_rules, exclusive_minimum)},
		{ "exclusiveMaximum", "< ",		    offsetof(struct number_rules, exclusive_maximum)},
		{ "multipleOf",	"a multiple of ", offsetof(struct number_rules, multiple_of)	     },
	};

	buf_str(out, " must be ");
	for (size_t i = 0; i < ARRAY_SIZE(bounds); i++)
		if (strcmp(bounds[i].keyword, f->keyword) == 0) {
			const void *bound = (const char *)f->schema->number + bounds[i].bound;

			buf_str(out, bounds[i].words);
			buf_slice(out, ((const struct bound *)bound)->value.text);
		}
	sentence_got(out, w->tape, f->at);
}

/* "must have at least 1 item (got 0)" */
static void say_count(struct buf *out, struct walk *w, const struct failure *f)
{
	static const struct {
		const char *what, *one, *many;
	} things[] = {
		{"Length",	    "character", "characters"},
		{ "Items",	   "item",	   "items"	   },
		{ "Properties", "property",  "properties"},
	};
	int64_t limit = 0;
	size_t thing = 0;

	(void)w;
	while (strcmp(f->keyword + 3, things[thing].what) != 0)
		thing++;
	node_int(keyword_value(f), &limit);
	buf_printf(out, " must have at %s %lld %s (got %zu)", f->keyword[1] == 'i' ? "least" : "most",
		   (long long)limit, limit == 1 ? things[thing].one : things[thing].many, f->count);
}

static void say_pattern(struct buf *out, struct walk *w, const struct failure *f)
{
	if (say_expected(out, w, f))
		return;
	buf_printf(out, " must match the pattern %.*s", SLICE_FMT(keyword_value(f)->text));
	sentence_got(out, w->tape, f->at);
}

static void say_format(struct buf *out, struct walk *w, const struct failure *f)
{
	const struct schema *s = f->schema;
	const struct format *format =
		w->tape->tokens[f->at].type == TYPE_TEXT ? s->text->format : s->number->format;

	buf_printf(out, " must be %s", format->meaning);
	sentence_got(out, w->tape, f->at);
}

static void say_encoding(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_printf(out, " must be text in %.*s", SLICE_FMT(keyword_value(f)->text));
	sentence_got(out, w->tape, f->at);
}

static void say_media_type(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_printf(out, " must hold %.*s", SLICE_FMT(keyword_value(f)->text));
	sentence_got(out, w->tape, f->at);
}

static void say_content(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " must hold what fits the schema under \"contentSchema\"");
	sentence_got(out, w->tape, f->at);
}

static void say_additional_items(struct buf *out, struct walk *w, const struct failure *f)
{
	size_t n = f->schema->list->n_items;

	(void)w;
	buf_printf(out, " must have at most %zu item%s (got %zu)", n, n == 1 ? "" : "s", f->count);
}

static void say_contains(struct buf *out, struct walk *w, const struct failure *f)
{
	(void)w;
	buf_str(out, " must contain an item that fits the schema under \"contains\" (");
	if (f->count == 0)
		buf_str(out, "it is empty)");
	else if (f->count == 1)
		buf_str(out, "its only item does not)");
	else
		buf_printf(out, "none of its %zu items does)", f->count);
}

/* "must contain at most 2 items that fit the schema under "contains" (3 of its 5 do)" */
static void say_contains_count(struct buf *out, struct walk *w, const struct failure *f)
{
	bool least = f->keyword[1] == 'i';
	size_t limit = least ? f->schema->list->min_contains : f->schema->list->max_contains;

	(void)w;
	buf_printf(out, " must contain at %s %zu item%s that fit%s the schema under \"contains\" (",
		   least ? "least" : "most", limit, limit == 1 ? "" : "s", limit == 1 ? "s" : "");
	if (f->count == 0)
		buf_str(out, "it is empty)");
	else
		buf_printf(out, "%zu of its %zu %s)", f->other, f->count, f->other == 1 ? "does" : "do");
}

static void say_unique(struct buf *out, struct walk *w, const struct failure *f)
{
	BUF_AUTO struct buf value = BUF_INIT(0);
	uint32_t item = f->at + 1;

	for (size_t i = 0; i < f->count; i++)
		item = w->tape->tokens[item].next;
	tape_write(&value, w->tape, item, SHOWN_BYTES);
	buf_printf(out, " must not hold the same item twice (items %zu and %zu are both %.*s)", f->count,
		   f->other, SLICE_FMT(buf_view(&value)));
}

static void say_dependency(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " is required when ");
	sentence_path(out, w->tape, f->at, w->out->root_name ? w->out->root_name : "payload");
	sentence_member(out, f->dependency->name);
	buf_str(out, " is present");
}

static void say_required(struct buf *out, struct walk *w, const struct failure *f)
{
	(void)w;
	(void)f;
	buf_str(out, " is required");
}

static void say_not(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " must not fit the schema under \"not\"");
	sentence_got(out, w->tape, f->at);
}

static void say_choice(struct buf *out, struct walk *w, const struct failure *f)
{
	if (sentence_takes_type(w, f) || !say_expected(out, w, f))
		sentence_branches(out, w, f);
}

static const struct {
	const char *keyword;
	void (*say)(struct buf *out, struct walk *w, const struct failure *f);
} sentences[] = {
	{"type",		   say_type			   },
	{ "enum",		  say_enum			   },
	{ "const",		   say_const		     },
	{ "minimum",		     say_bound		       },
	{ "maximum",		     say_bound		       },
	{ "exclusiveMinimum",      say_bound			},
	{ "exclusiveMaximum",      say_bound			},
	{ "multipleOf",		say_bound			  },
	{ "minLength",	       say_count			 },
	{ "maxLength",	       say_count			 },
	{ "minItems",	      say_count			},
	{ "maxItems",	      say_count			},
	{ "minProperties",	   say_count		     },
	{ "maxProperties",	   say_count		     },
	{ "pattern",		     say_pattern			 },
	{ "format",		    say_format		       },
	{ "contentEncoding",	     say_encoding		  },
	{ "contentMediaType",      say_media_type		     },
	{ "contentSchema",	   say_content		       },
	{ "additionalItems",	     say_additional_items	  },
	{ "contains",	      say_contains		   },
	{ "minContains",		 say_contains_count	    },
	{ "maxContains",		 say_contains_count	    },
	{ "items",		   say_additional_items		},
	{ "unevaluatedItems",      sentence_unevaluated_item	},
	{ "unevaluatedProperties", sentence_unevaluated_property},
	{ "discriminator",	   sentence_discriminator	  },
	{ "uniqueItems",		 say_unique		    },
	{ "required",	      say_required		   },
	{ "dependencies",	  say_dependency		 },
	{ "dependentRequired",     say_dependency		      },
	{ "additionalProperties",  sentence_additional	      },
	{ "not",		   say_not			 },
	{ "anyOf",		   say_choice		      },
	{ "oneOf",		   say_choice		      },
};

void sentence_add(struct buf *out, struct walk *w, const struct failure *f)
{
	if (!f->keyword) {
		say_false(out, w, f);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(sentences); i++)
		if (strcmp(sentences[i].keyword, f->keyword) == 0)
			sentences[i].say(out, w, f);
}
