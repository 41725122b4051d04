/* What the parts of the generator share: the generator itself, one attempt at a value, and what is asked of
 * that value.
 *
 * A value is asked for as a list of schemas that must all hold (`wants`): an allOf, a property named by two
 * schemas, a chosen branch all just make the list longer.  shape.c flattens the list, the maker of the type
 * builds the value, and what could not be built by construction is tried, judged and tried again. */
#ifndef GENERATE_MAKING_H
#define GENERATE_MAKING_H

#include "base/map.h"
#include "contract/content.h"
#include "generate/facts.h"
#include "generate/generate.h"
#include "generate/pattern.h"

enum {
	MAKING_SOFT_DEPTH = 6,	  /* below it only what is required */
	MAKING_SOFT_STEPS = 1000, /* so many values make a message long */
	MAKING_HARD_DEPTH = 48,	  /* nothing is made below it */
	MAKING_WORK = 60000,	  /* spent on one request, all attempts: values and eighths of string bytes */
	MAKING_BYTES = 96 << 20,  /* of memory for one request */
	MAKING_ATTEMPTS = 12,	  /* whole messages tried */
	MAKING_LONGEST = 1 << 20, /* a string, in code points */
	MAKING_MOST_ITEMS = 10000, /* items or members of one value */
};

/* Schemas that we make ourselves (negations, single patterns) live in the library's arena: its program knows
 * compiled schemas by their node's address for as long as it lives, so such a node must never give its place
 * to another. */
struct generator {
	const struct contract *contract; /* borrowed */
	struct library *library;	 /* borrowed */
	uint64_t seed;
	struct judge *judge;
	struct schema_options options; /* as the library's schemas were compiled */
	struct arena arena;	       /* what is kept between calls: facts, compiled schemas, patterns */
	struct map facts;	       /* node address to struct facts_entry */
	struct map compiled;	       /* node address to struct compiled */
	struct map patterns;	       /* pattern text to struct known_pattern */
	struct map flats;	       /* node address to struct flat */
	size_t combinations;	       /* of choices whose shape is kept there */
	struct map negations;	       /* node address to struct negations */
	struct map opposites;	       /* node address to struct opposite */
	struct map hints;	       /* a name in its surroundings to struct known_name (hint.h) */
	const struct locale *locale;   /* whose words; never NULL */
	struct map fitting;	       /* model address to struct fitting */
	struct map asked;	       /* node address to what x-understudy asks there (hinted.c) */
	struct map refusals;	       /* what was said by generator_refuse() */
	struct diag *diag;	       /* borrowed, for one request: what is worth a word; NULL: nothing */
	struct map boundaries;	       /* model address to struct known_boundaries */
	struct map breaches;	       /* model or schema address to struct known_breaches */
	struct node *string_schema;    /* {"type": "string"} */
	struct diag silent; /* what references and schemas complain of was said when they were loaded */
	struct arena call;  /* what the last generate() made */
	struct buf payload, headers, key, address, scratch, text, stream;
	struct buf judged; /* the JSON of the payload that drafting.judged is */
};

/* A pattern, ready to be written from and to be matched (by the validator, which knows regular expressions).
 */
struct known_pattern {
	struct pattern pattern;
	struct node *schema;
};
struct known_pattern *generator_pattern(struct generator *g, struct slice text);

/* Where we are, for reasons: a list from the leaf to the root. */
struct place {
	const struct place *up;
	struct slice name; /* absent: an item */
	size_t index;
	const struct known_name **memo; /* keeps what is known of the name; NULL: nobody does */
};

/* Who is spoken of: drawn once per object, so that an e-mail address fits its name. */
struct persona {
	uint32_t first, last, where, company;
};

/* Why a value could not be made; `text` NULL: nothing said yet. */
struct why {
	bool unsure; /* not found, which does not prove that there is none */
	struct loc at;
	const struct node *node; /* that stands there; NULL: none in particular */
	const char *text;	 /* in the attempt's arena */
	const char *path;	 /* "payload.items[0].price" */
};

/* What a request may still spend: a short schema can ask for a lot. */
struct budget {
	size_t work, most_bytes; /* most_bytes: of the arena */
};

/* One attempt at one value. */
struct making {
	struct generator *g;
	struct arena *arena;
	struct random random;
	uint64_t position;
	int64_t wall_us;
	unsigned attempt;	    /* 0 first; later ones leave out what is optional */
	unsigned depth;		    /* of nesting */
	size_t steps;		    /* values tried so far */
	struct budget *budget;	    /* of the request, borrowed */
	uint64_t occurrence;	    /* choices made so far: spreads them over positions */
	uint64_t nudge;		    /* added to each choice: another item of a set */
	uint64_t digits;	    /* which combination of choices this try takes */
	uint64_t choices;	    /* how many combinations the level has */
	struct record *record;	    /* where choices are written down (flat.c); NULL: nowhere */
	const struct node *written; /* whose JSON the generator's scratch holds; NULL: another's */
	const struct place *place;  /* borrowed from the callers' stacks */
	struct persona persona;
	struct slice force;		/* pointer to a property that must be there; absent: none */
	const struct known_name *known; /* what the value's name says, looked up before; NULL: not yet */
	struct slice known_for;
	size_t doubts;	    /* failures so far that prove nothing; 0 when all fails: there is no value */
	bool again;	    /* not the first try of its level */
	struct slice topic; /* what the whole speaks of, a message's name; absent: nobody said */
	unsigned look;	    /* which try at a text this is: 0 as people write it, later in other forms */
	uint64_t longest;   /* that the text may be, in code points */
	bool asked;	    /* the look is one that a hint asks for ... */
	bool refused;	    /* ... and could not be kept to */
	struct why why;
};

/* Schemas that must all hold. */
struct wants {
	struct node **list; /* in the attempt's arena */
	size_t n, room;
	struct flat *flat; /* of a list that is kept; NULL: not there yet */
};
/* The list stays as it is, for as long as the generator lives. */
void wants_keep(struct making *m, struct wants *w);
void wants_add(struct making *m, struct wants *w, struct node *schema);

/* What the makers have found out about a shape that comes again and again; each its maker's own. */
struct plans {
	struct string_plan *string;
	struct number_plan *number;
	struct object_plan *object;
	struct list_plan *list;
	uint8_t *fitting; /* beside the constants of an enum: 0 not asked yet, 1 it fits all else, 2 not */
	bool object_tried;
};

/* The same flattened: references, allOf and chosen branches followed. */
struct shape {
	struct facts **list; /* in the attempt's arena */
	size_t n, room;
	uint16_t *owners; /* beside the list: the innermost `unevaluated` schema that it stands in, as a place
			     in the list + 1; 0: none */
	size_t owners_room;
	bool negated;	  /* one of them was chosen to break another schema, perhaps too narrowly */
	bool unevaluated; /* one of them has unevaluatedItems or unevaluatedProperties */
	unsigned types, speaks_of;
	const struct hints *hints; /* of the first schema that has some; NULL: none */
	struct node *never;	   /* the false schema that forbids any value; NULL: none */
	bool never_negated;	   /* ... it is the negation of this one that forbids */
	bool risky;		   /* the value must be judged, it is not right by construction */
	struct plans *plans;	   /* NULL: made for this one value */
};

#define SHAPE_EACH(s, f)                                                                                     \
	for (size_t f##_i = 0; f##_i < (s)->n; f##_i++)                                                      \
		for (struct facts *f = (s)->list[f##_i]; f; f = NULL)

void shape_add(struct making *m, struct shape *s, struct node *schema);
/* What is asked, flattened; in `own` where it is not kept. */
const struct shape *shape_of(struct making *m, const struct wants *w, struct shape *own);
/* For flat.c: a choice that was made, and that luck had a part in it. */
void record_choice(struct record *r, size_t n, size_t chosen, bool fallback);
void record_luck(struct record *r);
/* As part of the `i`th of the list. */
void shape_add_below(struct making *m, struct shape *s, size_t i, struct node *schema);
/* Does what the `i`th says of members and items count for the `unevaluated` one at `owner`? */
bool shape_is_below(const struct shape *s, size_t i, size_t owner);

/* A schema that forbids what `f` asks by its `choice`th way of being broken; NULL past the last.  Kept. */
struct node *negation(struct generator *g, struct facts *f, size_t choice);
size_t negation_count(struct generator *g, struct facts *f);

/* One of `n` in turn by position, so that all get their chance and pairs of choices mix; counted, so that
 * a level that fails can try the other combinations. */
size_t making_choose(struct making *m, size_t n);
/* The same, but always the first unless that failed. */
size_t making_fallback(struct making *m, size_t n);
bool making_chance(struct making *m, unsigned percent);
int64_t making_between(struct making *m, int64_t low, int64_t high);
/* Takes `work` from the budget; false: it is used up. */
bool making_spend(struct making *m, size_t work);
/* Only what is required from here on. */
bool making_is_lean(const struct making *m);
/* Deep or long enough to come to an end. */
bool making_is_deep(const struct making *m);

/* Notes why (the first reason of an attempt is kept); always NULL.  _fail: there can be no value; _miss: none
 * was found; _clash: there can be none, because of these two keywords of the shape. */
struct node *making_fail(struct making *m, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
struct node *making_miss(struct making *m, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

struct node *making_clash(struct making *m, const struct shape *s, const struct node *one,
			  const struct node *other);
/* "minimum 10 (orders.yaml:12:9)": the keyword of the shape that has this value. */
const char *making_cite(struct making *m, const struct shape *s, const struct node *value);

/* Does the value conform to the schema?  A schema that does not compile forbids nothing here. */
bool making_fits(struct making *m, struct node *schema, const struct node *value);
bool making_fits_all(struct making *m, const struct wants *w, const struct node *value);
struct schema *generator_compiled(struct generator *g, struct node *schema);
struct node *generator_resolve(struct generator *g, struct node *n);
enum schema_dialect generator_dialect(struct generator *g, struct node *n);
/* Fills in where the references that hold beside other keywords lead. */
void generator_references(struct generator *g, struct facts *f);
/* {"not": schema}, made once. */
struct node *generator_not(struct generator *g, struct node *schema);
/* JSON with the padding that the judge wants; the buffer is emptied first. */
void json_padded(struct buf *out, const struct node *value);
void buf_pad(struct buf *out);

/* A value for all of `w`; `name` is that of the property (or of the array, for an item).  NULL: none found.
 */
struct node *make_value(struct making *m, const struct wants *w, struct slice name);

/* One of the types that the shape allows, whatever constants and examples it has. */
struct node *make_typed(struct making *m, const struct shape *s, struct slice name);

/* The makers of one type each. */
struct node *make_number(struct making *m, const struct shape *s, struct slice name, unsigned types);
struct node *make_string(struct making *m, const struct shape *s, struct slice name);
struct node *make_array(struct making *m, const struct shape *s, struct slice name);
struct node *make_object(struct making *m, const struct shape *s, struct slice name);

/* The largest of a lower bound and the smallest of an upper one, with where they stand (NULL: nowhere). */
struct span {
	uint64_t low, high;
	struct node *low_at, *high_at;
};
struct span shape_span(const struct shape *s, enum keyword low, enum keyword high);

/* A string for the patterns of the shape, found by trial, that `accepts` takes; false: none was found. */
typedef bool pattern_accepts(void *context, struct buf *text);
bool pattern_search(struct making *m, const struct shape *shape, const struct span *length,
		    pattern_accepts *accepts, void *context, struct buf *out);

/* What is wanted from the engine as a whole. */
struct request {
	struct node *schema;
	struct schema *compiled; /* NULL: compiled here */
	struct slice stream;	 /* names the random stream, with position and attempt */
	struct slice name;	 /* that of a property, for the look of the value; absent: none */
	const char *root;	 /* what the value is called in reasons: "payload" */
	uint64_t position;
	int64_t wall_us;
	struct slice force; /* pointer to a property that must be there if it can; absent: none */
	struct slice topic; /* what the whole speaks of; absent: nobody said */
};
/* An attempt with the random stream of the request. */
struct making making_start(struct generator *g, const struct request *r, struct arena *a, unsigned attempt);
/* A judged value in `a`, or NULL with the reason in *why (its texts in `a`). */
struct node *generator_make(struct generator *g, const struct request *r, struct arena *a, struct why *why);
/* Is it proven, with little work, that no value satisfies the schema?  The reason in *why. */
bool generator_is_impossible(struct generator *g, struct node *schema, struct arena *a, struct why *why);
/* Says it; always false. */
bool why_report(const struct why *why, struct loc otherwise, struct diag *d);

/* --- one message (generate.c joins these) */

struct drafting {
	struct generator *g;
	const struct message_model *model;
	uint64_t position;
	int64_t wall_us;
	const struct node *params;
	struct node *payload, *headers; /* NULL: none */
	const struct node *judged;	/* the payload whose JSON the generator still has; NULL: none */
	bool from_example;
	const struct answered *request; /* that this answers; NULL: none */
	bool as_given;			/* the headers are as they should be: nothing is added */
	struct diag *diag;
};
/* The rest of a message, of whose parts those that are there already stay as they are. */
bool draft_message(struct drafting *d, struct generated *out);
/* The declared example for the position, or NULL; *left is the position among generated ones. */
struct node *example_at(struct drafting *d, uint64_t *left);
/* Where the content type says CloudEvents: an envelope around the payload if it is only data; and attributes
 * among the headers, where their schema has some. */
void draft_event(struct drafting *d, enum event_form form);
void draft_event_headers(struct drafting *d);
bool draft_address(struct drafting *d, struct buf *out, bool *absent);
void draft_headers(struct drafting *d, struct buf *out);
bool draft_key(struct drafting *d, struct buf *out, bool *absent);
/* A scalar as people write it, without quotes; anything else as JSON. */
void bare_text(struct buf *out, const struct node *value);

/* Text by format name; NULL, false: we know no such format. */
typedef void format_fn(struct making *m, struct slice name, struct buf *out);
format_fn *format_writer(struct slice format);
bool format_add(struct making *m, struct slice format, struct slice name, struct buf *out);

/* Fills a template from left to right: <word>, <domain>, <device>, <file>, <folder>, <extension>, <service>,
 * and numbers <1-254>, <0-99/2> with leading zeros, <1-65535x> in hexadecimal. */
void draw_text(struct making *m, const char *template, struct buf *out);
/* The last `n` digits, up to 16, with leading zeros. */
void draw_hex(struct buf *out, uint64_t value, unsigned n);
/* At least `width` digits, up to 20. */
void draw_decimal(struct buf *out, uint64_t value, unsigned width);

/* A lifelike text for a property name. */
void lifelike_text(struct making *m, struct slice name, struct buf *out);
/* A lifelike range for numbers of that name, in units of 10^-scale; `other`: the next one of the same look (a
 * time in seconds), where the first did not fit.  False: the name says nothing, or no more. */
struct lifelike_range {
	int64_t low, high;
	int scale;
};
bool lifelike_number(struct making *m, struct slice name, unsigned other, struct lifelike_range *out);
/* Is it money, which people write with all its decimals? */
bool lifelike_is_money(struct making *m, struct slice name);
/* Does the name say that it holds a number? */
bool lifelike_is_number(struct making *m, struct slice name);
/* Words in a row, lower case, parted by spaces. */
void lifelike_words(struct making *m, size_t n, struct buf *out);

#endif
