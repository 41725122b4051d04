/* Memory that dies all at once: what a document, a contract or a run owns. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena_block;

/* All zero is an empty arena.  Nothing in it is freed alone. */
struct arena {
	struct arena_block *blocks;
	size_t total_bytes; /* handed out so far */
};

#define ARENA_INIT ((struct arena){ 0 })

/* Zeroed and aligned for any type; never NULL (exhaustion ends the process). */
void *arena_alloc(struct arena *a, size_t bytes) __attribute__((malloc, returns_nonnull));

#define arena_new(a, type)	((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

/* A copy, NUL-terminated behind its end; absent stays absent. */
struct slice arena_copy(struct arena *a, struct slice s);
char *arena_strdup(struct arena *a, struct slice s);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Grows a list kept in an arena by doubling: `*items` holds `n` of `size` bytes each, with room for
 * `*room`; the old array stays in the arena until it dies. */
void *arena_grow(struct arena *a, void *items, size_t n, size_t *room, size_t size);

void arena_free(struct arena *a);
/* Empties it, but keeps a block for what comes next. */
void arena_reset(struct arena *a);

#endif
