/* What the files of the comparison share. */
#ifndef CONTRACT_DIFF_COMPARE_H
#define CONTRACT_DIFF_COMPARE_H

#include "contract/diff.h"

/* What a change does to the set of messages. */
enum {
	NARROWS = 1, /* producers: what they could send is refused */
	WIDENS = 2,  /* consumers: what they do not know comes */
	LOSES = 4,   /* consumers: what they knew comes no more; registries do not mind */
	CLAIMS = 8,  /* what had no meaning in an open object has one now; only registries mind */
	BOTH_WAYS = NARROWS | WIDENS,
};

enum { WE_SEND = 1, WE_RECEIVE = 2, WE_BOTH = 3 };

enum {
	LIMIT_CHANGES = 10000,
	LIMIT_DIFF_STEPS = 500000, /* pairs of schemas looked at, of one pair of messages */
	LIMIT_DIFF_DEPTH = 100,
	VIEW_PARTS = 48,
	MOST_BRANCHES = 64,
};

/* The way into a message, innermost first; on the stack. */
struct step {
	const struct step *up;
	enum {
		STEP_ROOT,
		STEP_PROPERTY,
		STEP_PATTERN,
		STEP_OTHERS,
		STEP_NAMES,
		STEP_ITEM,
		STEP_POSITION
	} kind;
	struct slice name; /* of the root ("payload"), property or pattern */
	size_t position;
};

struct comparer {
	struct diff *out;
	struct contract *before, *after;
	unsigned directions; /* of what is compared now */
	struct slice channel, message, subject;
	struct map seen;    /* pairs of views that are under way, or were found alike */
	struct arena pairs; /* the keys of `seen` */
	struct arena keys;  /* what else lives as long as the comparison */
	unsigned silent, depth;
	size_t found, silent_from, steps;
	bool cut;      /* a limit was met */
	bool harmless; /* what is noted breaks nobody, whatever its effect elsewhere */
};

struct noted {
	const char *code;
	unsigned effect;
	struct loc at, was_at;
	const char *was;	  /* in the arena of `out`, or static */
	const struct step *where; /* NULL: the subject as a whole */
};

/* Keeps one change: subject, way and the sentence's end. */
void note(struct comparer *c, struct noted n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same at a place of the payload; "*" in the pointer is any item. */
void note_in_payload(struct comparer *c, struct noted n, struct slice pointer, const char *text);
/* A value as JSON, cut when long. */
const char *shown(struct comparer *c, const struct node *n);
const char *shown_text(struct comparer *c, struct slice s);

struct loc member_loc(const struct member *m);

/* --- a schema with its allOf and $ref brought together (diff_view.c) */

enum {
	KIND_NULL = 1,
	KIND_BOOL = 2,
	KIND_INTEGER = 4,
	KIND_FRACTION = 8,
	KIND_TEXT = 16,
	KIND_LIST = 32,
	KIND_MAP = 64,
	KIND_NUMBER = KIND_INTEGER | KIND_FRACTION,
	KIND_ANY = 127,
};

struct view {
	struct library *library;
	struct node *parts[VIEW_PARTS]; /* maps; all of them count */
	size_t n;
	bool never; /* the schema `false` is one of them */
	bool cut;   /* there were more */
	struct loc at;
};

struct view view_new(struct library *l, struct loc at);
void view_add(struct view *v, struct node *schema);
struct view view_of(struct library *l, struct node *schema, struct loc at);
/* The first part's member of that name; NULL. */
const struct member *view_member(const struct view *v, const char *key);
/* All that the parts say of one key of one map keyword ("properties").  False: nothing. */
bool view_child(const struct view *v, const char *keyword, struct slice name, struct view *out);
/* The same of a keyword that is one schema ("additionalProperties"). */
bool view_keyword(const struct view *v, const char *keyword, struct view *out);
bool view_requires(const struct view *v, struct slice name, struct loc *at);
bool view_is_closed(const struct view *v);
unsigned view_kinds(const struct view *v); /* KIND_ bits that `type` allows */

/* --- comparing (each file its part) */

void compare_schemas(struct comparer *c, const struct view *a, const struct view *b,
		     const struct step *where);
/* The same, silently. */
bool same_schemas(struct comparer *c, const struct view *a, const struct view *b);
/* What a pair was found to be holds within one comparison only, since a circle is taken for alike. */
void forget_pairs(struct comparer *c);
/* Whole values through $ref, annotations aside. */
bool same_nodes(struct comparer *c, struct node *a, struct node *b);

/* False: no type in common, nothing else is worth saying. */
bool compare_types(struct comparer *c, const struct view *a, const struct view *b, const struct step *where);
void compare_values(struct comparer *c, const struct view *a, const struct view *b, const struct step *where);
void compare_keywords(struct comparer *c, const struct view *a, const struct view *b,
		      const struct step *where);
void compare_objects(struct comparer *c, const struct view *a, const struct view *b,
		     const struct step *where);
void compare_lists(struct comparer *c, const struct view *a, const struct view *b, const struct step *where);
/* True: the choice was all that there is to compare. */
bool compare_choices(struct comparer *c, const struct view *a, const struct view *b,
		     const struct step *where);

void compare_servers(struct comparer *c);
void compare_security(struct comparer *c, struct node *before, struct node *after, struct loc at,
		      struct loc was_at);
void compare_channels(struct comparer *c, struct channel *a, struct channel *b);
void compare_parameters(struct comparer *c, const struct channel *a, const struct channel *b);
void compare_operations(struct comparer *c, struct channel *a, struct channel *b);
/* False: the schemas are not both Avro, or their readers and writers have nothing against each other; then
 * c->harmless says the latter. */
bool compare_avro(struct comparer *c, const struct message_model *a, const struct message_model *b);
/* False: the schemas are not both Protobuf. */
bool compare_protobuf(struct comparer *c, const struct message_model *a, const struct message_model *b);
void compare_messages(struct comparer *c, struct channel *a, struct channel *b);
void compare_bindings(struct comparer *c, struct node *before, struct node *after, struct loc at,
		      struct loc was_at);

/* Address, else name. */
struct slice channel_shown(const struct channel *ch);
/* The channel of `c` that is `ch`: by address, by its form, by name; NULL. */
struct channel *channel_counterpart(const struct channel *ch, const struct contract *c);
/* What the application does on a channel, or with a message of it: WE_ bits; without operations both. */
unsigned channel_directions(const struct channel *ch);
unsigned message_directions(const struct message_model *m);
/* The same, but none for a message that no operation of its channel uses. */
unsigned message_uses(const struct message_model *m);

#endif
