/* The list of reasons: kept in its own arena, up to its maximum. */
#include "schema/schema.h"

void violations_release(struct violations *v)
{
	arena_free(&v->arena);
	v->list = NULL;
	v->n = v->room = v->left_out = v->n_runners_up = 0;
	v->told_by = SLICE_NONE;
	v->runners_up = NULL;
}

void violations_add(struct violations *v, const struct violation *one)
{
	struct violation *kept;

	if (v->max && v->n >= v->max) {
		v->left_out++;
		return;
	}
	v->list = arena_grow(&v->arena, v->list, v->n, &v->room, sizeof(*v->list));
	kept = &v->list[v->n++];
	*kept = *one;
	kept->instance = arena_copy(&v->arena, one->instance);
	kept->schema = arena_copy(&v->arena, one->schema);
	kept->value = arena_copy(&v->arena, one->value);
	kept->text = arena_copy(&v->arena, one->text);
}
