/* Blocks in a chain, the newest first; a large request gets a block of its own. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"

enum { FIRST_BLOCK = 1024, LARGEST_BLOCK = 256 * 1024, ALIGNMENT = 16 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(ALIGNMENT) char bytes[];
};

static struct arena_block *block_new(size_t size)
{
	struct arena_block *block = memory_new(sizeof(*block) + size);

	block->size = size;
	return block;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	struct arena_block *block = a->blocks;
	size_t want = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	void *out;

	if (want < bytes)
		memory_exhausted();
	a->total_bytes += want;
	if (!block || want > block->size - block->used) {
		size_t size = block ? block->size * 2 : FIRST_BLOCK;

		if (size > LARGEST_BLOCK)
			size = LARGEST_BLOCK;
		if (want > size / 2 && block) {
			/* Its own block, behind the current one, which still has room. */
			struct arena_block *own = block_new(want);

			own->used = want;
			own->next = block->next;
			block->next = own;
			return own->bytes;
		}
		block = block_new(want > size ? want : size);
		block->next = a->blocks;
		a->blocks = block;
	}
	out = block->bytes + block->used;
	block->used += want;
	return out;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
	if (!s.ptr)
		return SLICE_NONE;
	return slice_of(arena_strdup(a, s), s.len);
}

char *arena_strdup(struct arena *a, struct slice s)
{
	char *copy = arena_alloc(a, s.len + 1);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	int n;
	char *out;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	out = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(out, (size_t)n + 1, fmt, again);
	va_end(again);
	return out;
}

void *arena_grow(struct arena *a, void *items, size_t n, size_t *room, size_t size)
{
	void *grown;

	if (n < *room)
		return items;
	*room = *room ? *room * 2 : 4;
	grown = arena_alloc(a, *room * size);
	if (n)
		memcpy(grown, items, n * size);
	return grown;
}

void arena_free(struct arena *a)
{
	struct arena_block *block = a->blocks;

	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	*a = ARENA_INIT;
}

void arena_reset(struct arena *a)
{
	struct arena_block *kept = a->blocks;

	if (!kept || kept->size > LARGEST_BLOCK) {
		arena_free(a);
		return;
	}
	a->blocks = kept->next;
	arena_free(a);
	memset(kept->bytes, 0, kept->used);
	kept->used = 0;
	kept->next = NULL;
	a->blocks = kept;
}
