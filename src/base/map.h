/* A hash map from bytes to a pointer.  Keys are borrowed: they must outlive their entry (mostly they stand
 * in the value itself).  Walk it in insertion order with `entries`. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/slice.h"

struct map_entry {
	struct slice key; /* borrowed; ptr NULL: a removed entry, skip it */
	void *value;
	uint64_t hash;
};

struct map {
	struct map_entry *entries;   /* owned; insertion order, holes where removed */
	uint32_t *slots;	     /* owned; open addressing, index + 1 into entries */
	size_t n_entries;	     /* holes included: the bound for a walk */
	size_t room, n_slots, count; /* count: live ones */
	uint64_t seed;		     /* from random_seed() where a peer chooses the keys */
};

#define MAP_INIT ((struct map){ 0 })

void map_release(struct map *m);
void *map_get(const struct map *m, struct slice key);
/* Adds or replaces; returns the value replaced, or NULL. */
void *map_put(struct map *m, struct slice key, void *value);
/* Returns the value taken out, or NULL. */
void *map_remove(struct map *m, struct slice key);

#endif
