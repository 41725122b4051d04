/* $dynamicRef and $recursiveRef, resolved when compiling: a position is compiled once per dynamic scope in
 * which it is reached, and a scope is no more than the outermost anchor of each name. */
#include <stdlib.h>

#include "schema/program.h"

enum { SCOPES_MOST = 256 };

static struct dynamic_anchor *scope_find(const struct scope *scope, struct slice name)
{
	for (size_t i = 0; scope && i < scope->n; i++)
		if (slice_eq(scope->anchors[i]->name, name))
			return scope->anchors[i];
	return NULL;
}

static int by_address(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t) * (void *const *)a, y = (uintptr_t) * (void *const *)b;

	return (x > y) - (x < y);
}

static const struct scope *scope_of(struct schema_program *p, struct dynamic_anchor **anchors, size_t n)
{
	struct slice key = slice_of(anchors, n * sizeof(*anchors));
	struct scope *known = map_get(&p->scopes, key);

	if (known)
		return known;
	known = arena_new(&p->arena, struct scope);
	*known = (struct scope){ anchors, n };
	map_put(&p->scopes, key, known);
	return known;
}

const struct scope *scope_enter(struct schema_program *p, const struct scope *scope,
				const struct resource *in)
{
	size_t n = scope ? scope->n : 0, room = n;
	struct dynamic_anchor **anchors;

	for (const struct dynamic_anchor *a = in->dynamic; a; a = a->next)
		room += !scope_find(scope, a->name);
	if (room == n)
		return scope;
	p->too_many_scopes |= p->scopes.count >= SCOPES_MOST;
	if (p->too_many_scopes)
		return scope;
	anchors = arena_array(&p->arena, struct dynamic_anchor *, room);
	if (n)
		memcpy(anchors, scope->anchors, n * sizeof(*anchors));
	for (struct dynamic_anchor *a = in->dynamic; a; a = a->next)
		if (!scope_find(scope, a->name))
			anchors[n++] = a;
	qsort(anchors, n, sizeof(*anchors), by_address);
	return scope_of(p, anchors, n);
}

static struct dynamic_anchor *anchor_at(const struct resource *in, const struct node *node, struct slice name)
{
	for (struct dynamic_anchor *a = in->dynamic; a; a = a->next)
		if (a->node == node && slice_eq(a->name, name))
			return a;
	return NULL;
}

/* Core 8.2.3.2: dynamic only where the reference itself leads to a dynamic anchor of that name. */
static struct schema *target_of(struct schema_program *p, const struct schema *s, struct node *node,
				struct resource *in, struct slice name)
{
	struct dynamic_anchor *outermost = anchor_at(in, node, name) ? scope_find(s->scope, name) : NULL;

	return outermost ? program_position(p, outermost->node, outermost->in, s->scope)
			 : program_position(p, node, in, s->scope);
}

struct schema *program_dynamic(struct schema_program *p, struct schema *s, struct slice ref)
{
	struct resource *in;
	struct node *node = program_resolve(p, s, "$dynamicRef", ref, &in);

	return node ? target_of(p, s, node, in, slice_from(ref, slice_find(ref, '#') + 1)) : NULL;
}

struct schema *program_recursive(struct schema_program *p, struct schema *s, struct slice ref)
{
	struct resource *in;
	struct node *node = program_resolve(p, s, "$recursiveRef", ref, &in);

	return node ? target_of(p, s, node, in, SLICE_LIT("$recursiveAnchor")) : NULL;
}
