/* Slots hold place + 1 and no hash: keys are short, and comparing them is what a hit costs anyway. */
#include "document/node_index.h"

struct node_index {
	uint64_t seed;
	size_t n_slots; /* a power of two, at most three quarters used */
	uint32_t slots[];
};

struct node_index *node_index_new(struct arena *a, size_t n)
{
	struct node_index *index;
	size_t n_slots = 16;

	while (n_slots * 3 / 4 < n)
		n_slots *= 2;
	index = arena_alloc(a, sizeof(*index) + n_slots * sizeof(index->slots[0]));
	index->n_slots = n_slots;
	/* Its own address, which the writer of a file cannot know, so that no keys can be made to collide. */
	index->seed = (uint64_t)(uintptr_t)index * 0x9e3779b97f4a7c15u;
	return index;
}

bool node_index_is_full(const struct node_index *index, size_t n)
{
	return n >= index->n_slots * 3 / 4;
}

/* The slot of `key`, or the free one where it would go. */
static uint32_t *probe(const struct node *map, struct slice key)
{
	struct node_index *index = map->index;
	size_t mask = index->n_slots - 1;

	for (size_t at = slice_hash(key, index->seed) & mask;; at = (at + 1) & mask)
		if (!index->slots[at] || slice_eq(map->members[index->slots[at] - 1].key, key))
			return &index->slots[at];
}

void node_index_add(struct node *map, size_t place)
{
	*probe(map, map->members[place].key) = (uint32_t)place + 1;
}

const struct member *node_index_find(const struct node *map, struct slice key)
{
	uint32_t slot = *probe(map, key);

	return slot ? &map->members[slot - 1] : NULL;
}

void node_index_refill(struct node *map)
{
	memset(map->index->slots, 0, map->index->n_slots * sizeof(map->index->slots[0]));
	for (size_t i = 0; i < map->n; i++)
		node_index_add(map, i);
}
