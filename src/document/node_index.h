/* Finds a member by its key in large maps: open addressing over the places in `members`, all in an arena. */
#ifndef DOCUMENT_NODE_INDEX_H
#define DOCUMENT_NODE_INDEX_H

#include "document/node.h"

/* Maps of at most this many members are searched one by one. */
enum { NODE_INDEX_FROM = 8 };

/* Room for `n` members; empty. */
struct node_index *node_index_new(struct arena *a, size_t n);
bool node_index_is_full(const struct node_index *index, size_t n);
/* Adds map->members[place], whose key is not there yet. */
void node_index_add(struct node *map, size_t place);
const struct member *node_index_find(const struct node *map, struct slice key);
/* Adds all members anew, after places have moved. */
void node_index_refill(struct node *map);

#endif
