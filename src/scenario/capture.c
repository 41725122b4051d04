/* What `as` keeps, for ${...}, `after` and `again`. */
#include "scenario/internal.h"

static struct captured *add(struct run *r, struct slice name, uint64_t seq)
{
	struct captured *c = (struct captured *)(uintptr_t)captured_find(r, name);

	if (!c) {
		r->captured = arena_grow(&r->arena, r->captured, r->n_captured, &r->room_captured,
					 sizeof(*r->captured));
		c = &r->captured[r->n_captured++];
	}
	*c = (struct captured){ .name = name, .seq = seq };
	return c;
}

void capture_entries(struct run *r, struct slice name, struct entry *const *entries, size_t n, bool is_list)
{
	struct captured *c;
	struct node *list = node_new(&r->arena, NODE_LIST, NULL);

	if (!name.ptr)
		return;
	c = add(r, name, n ? entries[n - 1]->seq : ledger_last_seq(r));
	c->entries = arena_array(&r->arena, struct entry *, n + 1);
	c->n = n;
	c->is_list = is_list;
	for (size_t i = 0; i < n; i++) {
		c->entries[i] = entries[i];
		node_append(&r->arena, list, entry_capture(&r->ledger, entries[i]));
	}
	node_set(&r->arena, r->scope.root, name, is_list || !n ? list : list->items[0]);
}

void capture_moment(struct run *r, struct slice name, struct node *value)
{
	if (!name.ptr)
		return;
	add(r, name, ledger_last_seq(r));
	node_set(&r->arena, r->scope.root, name, value ? value : node_new(&r->arena, NODE_MAP, NULL));
}

const struct captured *captured_find(const struct run *r, struct slice name)
{
	for (size_t i = 0; i < r->n_captured; i++)
		if (slice_eq(r->captured[i].name, name))
			return &r->captured[i];
	return NULL;
}

struct entry *ledger_find(const struct run *r, uint64_t seq)
{
	for (size_t i = r->ledger.n; i-- > 0;)
		if (r->ledger.list[i]->seq == seq && r->ledger.list[i]->kind == EVENT_ARRIVAL)
			return r->ledger.list[i];
	return NULL;
}

uint64_t ledger_last_seq(const struct run *r)
{
	uint64_t last = 0;

	for (size_t i = r->ledger.n, seen = 0; i-- > 0 && seen < 8; seen++)
		if (r->ledger.list[i]->seq > last)
			last = r->ledger.list[i]->seq;
	return last;
}
