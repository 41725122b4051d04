/* Open addressing over indices into a dense array, so that a walk is in insertion order. */
#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"

static const char hole; /* key.ptr NULL means a hole; an absent key is stored under this address */

void map_release(struct map *m)
{
	free(m->entries);
	free(m->slots);
	*m = (struct map){ .seed = m->seed };
}

static struct slice stored_key(struct slice key)
{
	return key.ptr ? key : slice_of(&hole, 0);
}

/* The slot that holds `key`, or the free one where it would go. */
static size_t probe(const struct map *m, struct slice key, uint64_t hash)
{
	size_t at = hash & (m->n_slots - 1);

	for (;; at = (at + 1) & (m->n_slots - 1)) {
		const struct map_entry *e;

		if (!m->slots[at])
			return at;
		e = &m->entries[m->slots[at] - 1];
		if (e->key.ptr && e->hash == hash && slice_eq(e->key, key))
			return at;
	}
}

/* Drops the holes and spreads what is left over `n_slots`. */
static void rebuild(struct map *m, size_t n_slots)
{
	size_t kept = 0;

	free(m->slots);
	m->slots = memory_new(n_slots * sizeof(*m->slots));
	m->n_slots = n_slots;
	for (size_t i = 0; i < m->n_entries; i++)
		if (m->entries[i].key.ptr)
			m->entries[kept++] = m->entries[i];
	m->n_entries = kept;
	for (size_t i = 0; i < kept; i++) {
		size_t at = m->entries[i].hash & (n_slots - 1);

		while (m->slots[at])
			at = (at + 1) & (n_slots - 1);
		m->slots[at] = (uint32_t)i + 1;
	}
}

void *map_get(const struct map *m, struct slice key)
{
	size_t at;

	if (!m->count)
		return NULL;
	key = stored_key(key);
	at = probe(m, key, slice_hash(key, m->seed));
	return m->slots[at] ? m->entries[m->slots[at] - 1].value : NULL;
}

void *map_put(struct map *m, struct slice key, void *value)
{
	uint64_t hash;
	size_t at;
	void *old;

	key = stored_key(key);
	hash = slice_hash(key, m->seed);
	if ((m->n_entries + 1) * 4 > m->n_slots * 3)
		rebuild(m, m->count * 2 + 2 > m->n_slots ? (m->n_slots ? m->n_slots * 2 : 8) : m->n_slots);
	at = probe(m, key, hash);
	if (m->slots[at]) {
		struct map_entry *e = &m->entries[m->slots[at] - 1];

		old = e->value;
		e->key = key;
		e->value = value;
		return old;
	}
	m->entries = memory_grow(m->entries, m->n_entries, &m->room, sizeof(*m->entries));
	m->entries[m->n_entries] = (struct map_entry){ key, value, hash };
	m->slots[at] = (uint32_t)++m->n_entries;
	m->count++;
	return NULL;
}

void *map_remove(struct map *m, struct slice key)
{
	struct map_entry *e;
	size_t at;
	void *value;

	if (!m->count)
		return NULL;
	key = stored_key(key);
	at = probe(m, key, slice_hash(key, m->seed));
	if (!m->slots[at])
		return NULL;
	e = &m->entries[m->slots[at] - 1];
	value = e->value;
	*e = (struct map_entry){ 0 }; /* the slot still points here: a tombstone that probe() walks past */
	m->count--;
	if (!m->count)
		rebuild(m, m->n_slots);
	return value;
}
