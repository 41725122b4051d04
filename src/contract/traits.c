/* Traits, merged into what they are applied to by JSON Merge Patch (RFC 7386).
 *
 * 2.x: "MUST be merged into the message object ... in the same order they are defined": a trait replaces what
 * the object says.  3.x, "Traits Merge Mechanism": a later trait replaces an earlier one, and what the object
 * says itself always wins. */
#include "contract/loader.h"

/* Objects that refer to themselves would merge for ever, and a few that refer to one another nearly so. */
enum { MOST_MERGED_MEMBERS = 1000000, DEEPEST_MERGE = 64 };

static struct node *merge(struct loader *l, struct node *target, struct node *patch);

static bool may_merge(struct loader *l, const struct node *target, const struct node *patch)
{
	l->merged_members += target->n + patch->n;
	if (l->merged_members <= MOST_MERGED_MEMBERS && l->merge_depth < DEEPEST_MERGE)
		return true;
	if (!l->merge_failed)
		diag_error(l->d, DIAG_LIMIT, node_loc(patch),
			   "traits merge too much: in a circle, deeper than %d or more than %d values",
			   DEEPEST_MERGE, MOST_MERGED_MEMBERS);
	l->merge_failed = true;
	return false;
}

static void merge_member(struct loader *l, struct node *into, const struct member *m)
{
	struct node *old = node_get_slice(into, m->key);

	if (node_is(m->value, NODE_NULL))
		node_unset(into, m->key);
	else
		node_set(l->a, into, m->key, old ? merge(l, old, m->value) : m->value);
}

/* `patch` over `target`; neither is changed.  A $ref on either side is followed only where both are objects.
 */
static struct node *merge(struct loader *l, struct node *target, struct node *patch)
{
	struct node *t, *p, *out;

	if (!node_is(patch, NODE_MAP) || !node_is(target, NODE_MAP))
		return patch;
	t = library_resolve(l->library, target);
	p = library_resolve(l->library, patch);
	if (t == p || !node_is(p, NODE_MAP) || !node_is(t, NODE_MAP) || !may_merge(l, t, p))
		return patch;
	out = node_copy(l->a, t);
	l->merge_depth++;
	for (size_t i = 0; i < p->n && !l->merge_failed; i++)
		merge_member(l, out, &p->members[i]);
	l->merge_depth--;
	return out;
}

static void apply(struct loader *l, struct node *into, const struct node *from)
{
	for (size_t i = 0; i < from->n; i++)
		if (!slice_is(from->members[i].key, "traits"))
			merge_member(l, into, &from->members[i]);
}

static void apply_all(struct loader *l, struct node *into, const struct node *traits)
{
	for (size_t i = 0; i < traits->n; i++) {
		struct node *trait = library_resolve(l->library, traits->items[i]);

		if (node_is(trait, NODE_MAP))
			apply(l, into, trait);
	}
}

static struct node *apply_by_version(struct loader *l, struct node *n, const struct node *traits)
{
	struct node *out;

	if (l->version & V2) {
		out = node_copy(l->a, n);
		node_unset(out, SLICE_LIT("traits"));
		apply_all(l, out, traits);
		return out;
	}
	out = node_new(l->a, NODE_MAP, n);
	apply_all(l, out, traits);
	apply(l, out, n);
	return out;
}

struct merged {
	struct node *from, *to;
};

struct node *traits_apply(struct loader *l, struct node *n)
{
	struct node *traits = node_get(n, "traits");
	struct merged *kept;

	if (!node_is(traits, NODE_LIST) || traits->n == 0)
		return n;
	kept = map_get(&l->merged, node_key(&n));
	if (kept)
		return kept->to;
	kept = arena_new(l->a, struct merged);
	*kept = (struct merged){ n, apply_by_version(l, n, traits) };
	map_put(&l->merged, node_key(&kept->from), kept);
	return kept->to;
}
