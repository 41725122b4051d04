/* The only names for the heap.  Exhaustion ends the process with a message: what a peer can ask for is
 * bounded first, so it happens only when the machine is truly out. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Zeroed; freed with free(). */
void *memory_new(size_t bytes) __attribute__((malloc, returns_nonnull));
/* As realloc; the new part is not zeroed. */
void *memory_resize(void *old, size_t bytes) __attribute__((returns_nonnull));
_Noreturn void memory_exhausted(void);

/* An owned copy of a C string; freed with free(). */
char *memory_copy(const char *s) __attribute__((malloc, returns_nonnull));

#define NEW(type) ((type *)memory_new(sizeof(type)))

/* Our own mistake, not the user's and not a peer's: says where and aborts. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Makes room for one more in a heap array: `items` holds `n`, `*room` fit. */
void *memory_grow(void *items, size_t n, size_t *room, size_t size);

#endif
