/* Components that nothing leads to. */
#include "contract/lint_rules.h"

#include "base/text.h"

/* The pointers of components that a $ref names, cut to "/components/KIND/NAME". */
struct used {
	struct map pointers;
	struct arena arena;
};

static void used_release(struct used *u)
{
	map_release(&u->pointers);
	arena_free(&u->arena);
}

/* "/components/messages/a" of "/components/messages/a/payload"; absent: no component. */
static struct slice component_of(struct slice pointer)
{
	static const struct slice head = SLICE_LIT("/components/");
	size_t kind, name;

	if (!slice_starts(pointer, head))
		return SLICE_NONE;
	kind = head.len + slice_find(slice_from(pointer, head.len), '/') + 1;
	if (kind >= pointer.len)
		return SLICE_NONE;
	name = slice_find(slice_from(pointer, kind), '/');
	return slice_first(pointer, kind + name);
}

static void use(struct used *u, struct slice pointer)
{
	struct slice component = component_of(pointer);

	if (!component.ptr || map_get(&u->pointers, component))
		return;
	component = arena_copy(&u->arena, component);
	map_put(&u->pointers, component, u);
}

/* What the text names counts, and, where a chain goes on from there or the text is written in another way,
 * what it leads to. */
static void use_reference(struct lint *l, struct used *u, struct node *n)
{
	struct slice ref = node_get_text(n, "$ref");
	size_t hash = slice_find(ref, '#');
	const struct node *to;

	if (!ref.ptr)
		return;
	if (hash == 0)
		use(u, slice_from(ref, 1));
	to = lint_resolve(l, n);
	if (to && to != n && spot_of(&l->spots, to)) {
		BUF_AUTO struct buf pointer = BUF_INIT(4096);

		spot_pointer(&l->spots, spot_of(&l->spots, to), &pointer);
		if (to->in == l->contract->root->in)
			use(u, buf_view(&pointer));
	}
}

static void find_used(struct lint *l, struct used *u)
{
	for (size_t i = 0; i < l->spots.n; i++) {
		const struct spot *spot = &l->spots.list[i];

		if (spot->member && slice_is(spot->member->key, "$ref") && node_is(spot->node, NODE_TEXT)) {
			/* The map that holds it is what stands for another. */
			const struct spot *holder = spot_of(&l->spots, spot->up);

			if (holder)
				use_reference(l, u, (struct node *)holder->node);
		}
	}
}

/* 2.x names its security schemes, and a rule of its own looks at those. */
static bool is_looked_at(const struct lint *l, const struct member *kind)
{
	return node_is(kind->value, NODE_MAP) &&
	       !((l->version & V2) && slice_is(kind->key, "securitySchemes"));
}

static void check_kind(struct lint *l, const struct used *u, const struct member *kind)
{
	for (size_t i = 0; i < kind->value->n; i++) {
		const struct member *m = &kind->value->members[i];
		BUF_AUTO struct buf pointer = BUF_INIT(4096);

		if (slice_starts(m->key, SLICE_LIT("x-")))
			continue;
		buf_str(&pointer, "/components");
		json_pointer_add(&pointer, kind->key);
		json_pointer_add(&pointer, m->key);
		if (!pointer.failed && !map_get(&u->pointers, buf_view(&pointer)))
			lint_say(l, m->value, "nothing refers to \"%.*s\" of components.%.*s",
				 SLICE_FMT(m->key), SLICE_FMT(kind->key));
	}
}

void lint_unused_component(struct lint *l, const struct site *s)
{
	const struct node *components = node_get(s->node, "components");
	struct used u = { 0 };

	if (!node_is(components, NODE_MAP))
		return;
	find_used(l, &u);
	for (size_t i = 0; i < components->n; i++)
		if (is_looked_at(l, &components->members[i]))
			check_kind(l, &u, &components->members[i]);
	used_release(&u);
}

/* --- security schemes of 2.x, by name */

static void use_schemes(struct map *used, const struct node *needs)
{
	for (size_t i = 0; node_is(needs, NODE_LIST) && i < needs->n; i++)
		for (size_t k = 0; node_is(needs->items[i], NODE_MAP) && k < needs->items[i]->n; k++)
			map_put(used, needs->items[i]->members[k].key, used);
}

void lint_unused_security_scheme(struct lint *l, const struct site *s)
{
	const struct node *schemes = node_get(node_get(s->node, "components"), "securitySchemes");
	struct map used = MAP_INIT;

	for (size_t i = 0; i < l->spots.n; i++) {
		const struct spot *spot = &l->spots.list[i];

		if (spot->member && slice_is(spot->member->key, "security"))
			use_schemes(&used, spot->node);
	}
	for (size_t i = 0; node_is(schemes, NODE_MAP) && i < schemes->n; i++)
		if (!map_get(&used, schemes->members[i].key))
			lint_say(l, schemes->members[i].value, "nothing asks for security scheme \"%.*s\"",
				 SLICE_FMT(schemes->members[i].key));
	map_release(&used);
}
