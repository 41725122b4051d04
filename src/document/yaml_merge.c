#include "document/yaml_merge.h"

static void merge_map(struct build *b, struct node *map, const struct node *source)
{
	for (size_t i = 0; i < source->n; i++) {
		const struct member *m = &source->members[i];

		if (node_member(map, m->key))
			continue;
		node_set(b->arena, map, m->key, m->value);
		map->members[map->n - 1].line = m->line;
		map->members[map->n - 1].col = m->col;
	}
}

bool yaml_merge_check(struct build *b, const struct node *source, struct place key)
{
	bool is_list = source->kind == NODE_LIST;
	size_t n = is_list ? source->n : 1;

	for (size_t i = 0; i < n; i++) {
		const struct node *one = is_list ? source->items[i] : source;

		if (one->kind != NODE_MAP)
			return diag_error(b->diag, DIAG_SYNTAX, build_loc(b, key),
					  "'<<' merges an object or a list of objects, not %s",
					  node_kind_name(one));
	}
	return true;
}

void yaml_merge(struct build *b, struct node *map, const struct node *source)
{
	if (source->kind == NODE_MAP)
		merge_map(b, map, source);
	else
		for (size_t i = 0; i < source->n; i++)
			merge_map(b, map, source->items[i]);
}
