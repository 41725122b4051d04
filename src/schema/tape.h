/* The tape: a JSON value as a flat array of tokens in scratch memory, for schemas that look back and for
 * telling why a message does not conform. */
#ifndef SCHEMA_TAPE_H
#define SCHEMA_TAPE_H

#include "schema/scan.h"

/* Also bits in a schema's mask of types.  A number is WHOLE when its value is an integer, but it is not
 * written as one: 1.0, 1e3. */
enum {
	TYPE_NULL = 1,
	TYPE_BOOL = 2,
	TYPE_NUMBER = 4,
	TYPE_INTEGER = 8,
	TYPE_TEXT = 16,
	TYPE_LIST = 32,
	TYPE_MAP = 64,
	TYPE_WHOLE = 128,
	TYPE_ANY_NUMBER = TYPE_NUMBER | TYPE_INTEGER | TYPE_WHOLE,
	TYPE_ALL = 255,
};

enum { TOKEN_ESCAPED = 1, TOKEN_TRUE = 2 };

/* A map is followed by its key tokens (TYPE_TEXT), each followed by its value; a list by its items. */
struct token {
	uint32_t at;   /* bytes from the start of the payload; of the scratch when TOKEN_ESCAPED */
	uint32_t n;    /* length of scalars in bytes; members or items */
	uint32_t next; /* index of the token behind this value */
	uint8_t type, flags;
	uint16_t spare;
};

/* A key that came twice in one map. */
struct duplicate {
	uint32_t map, key; /* tokens */
};

enum {
	TAPE_DUPLICATES = 16,	   /* remembered by place; the rest is only counted */
	TAPE_BYTES_MOST = 1 << 30, /* offsets are 32 bits wide */
};

struct tape {
	struct token *tokens; /* owned */
	size_t n, room;
	struct buf texts; /* unescaped strings */
	uint32_t *slots;  /* owned; to find duplicates in large maps */
	size_t n_slots;
	uint64_t seed;	  /* peers choose keys */
	const char *base; /* borrowed: the payload */
	struct duplicate duplicates[TAPE_DUPLICATES];
	size_t n_duplicates;
	const char *why, *where; /* of a failure; static, in the payload */
};

/* TYPE_NUMBER, TYPE_INTEGER or TYPE_WHOLE. */
unsigned number_type_slowly(const struct decimal *d);
static inline uint8_t number_type(const struct decimal *d)
{
	return d->quick && !d->scale ? TYPE_INTEGER : (uint8_t)number_type_slowly(d);
}

void tape_release(struct tape *t);

/* The value that begins at `p`, `depth` levels deep, as a new tape whose offsets count from `base`.  The end
 * behind it, or NULL.  Keys that came twice are no failure here: see n_duplicates. */
const char *tape_read(struct tape *t, const char *base, const char *p, unsigned depth);
/* The same for a whole text, which must hold nothing else. */
bool tape_read_all(struct tape *t, struct slice json);

static inline struct slice token_text(const struct tape *t, uint32_t at)
{
	const struct token *k = &t->tokens[at];

	return slice_of((k->flags & TOKEN_ESCAPED ? t->texts.data : t->base) + k->at, k->n);
}

/* Of a number. */
static inline struct decimal token_number(const struct tape *t, uint32_t at)
{
	return decimal_read(token_text(t, at));
}

/* The value of a member of the map at `map`, or 0 (never a member). */
uint32_t tape_member(const struct tape *t, uint32_t map, struct slice key);

/* By JSON's rules: numbers by value, maps in any order. */
bool tape_equal(const struct tape *t, uint32_t a, uint32_t b);
bool tape_equals_node(const struct tape *t, uint32_t at, const struct node *n);
/* Equal values have equal hashes. */
uint64_t tape_hash(const struct tape *t, uint32_t at);
/* Appends compact JSON, cut at `most` bytes with "..." behind. */
void tape_write(struct buf *out, const struct tape *t, uint32_t at, size_t most);

#endif
