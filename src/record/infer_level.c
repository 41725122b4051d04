#include "record/infer_level.h"

#include "base/limits.h"
#include "record/infer_forms.h"

static struct level *level_new(struct levels *all, struct slice text)
{
	struct level *l;

	if (all->n == LIMIT_INFER_LEVELS)
		return NULL;
	all->n++;
	l = arena_new(all->sketches->arena, struct level);
	l->text = arena_copy(all->sketches->arena, text);
	return l;
}

static void keep_value(struct levels *all, struct level *l, struct slice value)
{
	l->has_ids |= looks_like_id(value) || looks_numbered(value);
	for (size_t i = 0; i < l->n_values; i++)
		if (slice_eq(l->values[i], value))
			return;
	if (l->n_values == LEVEL_VALUES)
		l->is_enum = false;
	else
		l->values[l->n_values++] = arena_copy(all->sketches->arena, value);
}

static struct level *find_child(const struct level *l, struct slice text)
{
	for (size_t i = 0; i < l->n_children; i++)
		if (l->children[i] && slice_eq(l->children[i]->text, text))
			return l->children[i];
	return NULL;
}

static void add_child(struct levels *all, struct level *l, struct level *child)
{
	l->children = arena_grow(all->sketches->arena, l->children, l->n_children, &l->room, sizeof(child));
	l->children[l->n_children++] = child;
}

static bool is_gone(const struct level *l, struct slice name)
{
	for (size_t i = 0; i < l->n_gone; i++)
		if (slice_eq(l->gone[i], name))
			return true;
	return false;
}

static void add_gone(struct levels *all, struct level *l, struct slice name)
{
	if (is_gone(l, name))
		return;
	l->gone = arena_grow(all->sketches->arena, l->gone, l->n_gone, &l->gone_room, sizeof(name));
	l->gone[l->n_gone++] = name;
}

/* --- joining */

static void join(struct levels *all, struct level *l, struct level *from);
static void make_varying(struct levels *all, struct level *l, size_t i);

static void join_traffic(struct levels *all, struct level *l, struct level *from)
{
	if (l->traffic && from->traffic)
		traffic_merge(all->sketches, l->traffic, from->traffic);
	else if (from->traffic)
		l->traffic = from->traffic;
}

static void join_varying(struct levels *all, struct level *l, struct level *from)
{
	if (!from)
		return;
	if (!l->varying) {
		l->varying = from;
		return;
	}
	l->varying->is_enum &= from->is_enum;
	for (size_t i = 0; i < from->n_values; i++)
		keep_value(all, l->varying, from->values[i]);
	join(all, l->varying, from);
}

static void join(struct levels *all, struct level *l, struct level *from)
{
	join_traffic(all, l, from);
	join_varying(all, l, from->varying);
	l->has_too_many |= from->has_too_many;
	for (size_t i = 0; i < from->n_children; i++) {
		struct level *child = from->children[i], *same = child ? find_child(l, child->text) : NULL;

		if (same)
			join(all, same, child);
		else if (child)
			add_child(all, l, child);
	}
	for (size_t i = 0; i < from->n_gone; i++)
		add_gone(all, l, from->gone[i]);
	/* A name is a channel's own or a value, not both: its messages would be in two places. */
	for (size_t i = 0; i < l->n_children; i++)
		if (l->children[i] && is_gone(l, l->children[i]->text))
			make_varying(all, l, i);
}

/* The child at `i` is one more value of what varies. */
static void make_varying(struct levels *all, struct level *l, size_t i)
{
	struct level *child = l->children[i];

	if (!l->varying)
		l->varying = arena_new(all->sketches->arena, struct level);
	keep_value(all, l->varying, child->text);
	l->children[i] = NULL;
	add_gone(all, l, child->text);
	join(all, l->varying, child);
}

/* --- finding */

/* Braces cannot stand in the text of an address: to AsyncAPI they are a parameter. */
static bool varies(struct slice text)
{
	return looks_like_id(text) || slice_find(text, '{') < text.len || slice_find(text, '}') < text.len;
}

static bool join_like(struct levels *all, struct level *l, bool is_root);

static struct level *find_varying(struct levels *all, struct level *l, struct slice text)
{
	if (!l->varying)
		l->varying = level_new(all, SLICE_NONE);
	if (l->varying)
		keep_value(all, l->varying, text);
	return l->varying;
}

static struct level *find_or_add(struct levels *all, struct level *l, struct slice text)
{
	struct level *child;

	if (varies(text))
		return find_varying(all, l, text);
	child = find_child(l, text);
	if (child)
		return child;
	if (l->n_children >= LEVEL_CHILDREN && !l->has_too_many) {
		l->has_too_many = true;
		join_like(all, l, true);
	}
	if (l->has_too_many && text.len)
		return find_varying(all, l, text);
	child = level_new(all, text);
	if (child)
		add_child(all, l, child);
	return child;
}

struct traffic *level_find(struct levels *all, struct level *root, struct slice address, char separator)
{
	struct slice part;
	unsigned depth = 0;

	while (root && slice_split(&address, separator, &part))
		root = depth++ < LEVEL_DEPTH ? find_or_add(all, root, part) : NULL;
	if (root && !root->traffic)
		root->traffic = arena_new(all->sketches->arena, struct traffic);
	return root ? root->traffic : NULL;
}

/* --- which names vary */

static unsigned alike(const struct level *a, const struct level *b, bool strictly);

/* Names below that both have, and whether they carry the same. */
static unsigned alike_below(const struct level *a, const struct level *b, bool strictly)
{
	size_t shared = 0, n = 0, m = 0;

	for (size_t i = 0; i < a->n_children; i++) {
		const struct level *same = a->children[i] ? find_child(b, a->children[i]->text) : NULL;

		n += a->children[i] != NULL;
		if (same && !alike(a->children[i], same, strictly))
			return 0;
		shared += same != NULL;
	}
	for (size_t i = 0; i < b->n_children; i++)
		m += b->children[i] != NULL;
	if (a->varying && b->varying && !n && !m)
		return alike(a->varying, b->varying, strictly);
	return shared && shared * 2 >= (n > m ? n : m) ? 2 : 0;
}

static bool has_below(const struct level *l)
{
	for (size_t i = 0; i < l->n_children; i++)
		if (l->children[i])
			return true;
	return l->varying != NULL;
}

static unsigned alike(const struct level *a, const struct level *b, bool strictly)
{
	unsigned here = 2, below = 2;

	if (has_below(a) != has_below(b) || !a->traffic != !b->traffic)
		return 0;
	if (a->traffic)
		here = traffic_alike(a->traffic, b->traffic, strictly);
	if (has_below(a))
		below = alike_below(a, b, strictly);
	return here < below ? here : below;
}

/* All children like the one at `first`, in `chosen`.  The empty name is no value of a parameter. */
static size_t choose_like(const struct level *l, size_t first, bool strictly, unsigned how, bool *chosen)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n_children; i++) {
		const struct level *child = l->children[i];

		chosen[i] = child && child->text.len &&
			    (i == first || alike(l->children[first], child, strictly) >= how);
		n += chosen[i];
	}
	return n;
}

static struct slice stem(struct slice name)
{
	while (name.len && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9')
		name.len--;
	return name;
}

/* Of those chosen, the words that differ from the first in their number alone. */
static size_t keep_numbered(const struct level *l, size_t first, bool *chosen)
{
	struct slice text = l->children[first]->text;
	size_t n = 0;

	for (size_t i = 0; looks_numbered(text) && i < l->n_children; i++) {
		chosen[i] = chosen[i] && looks_numbered(l->children[i]->text) &&
			    slice_eq(stem(l->children[i]->text), stem(text));
		n += chosen[i];
	}
	return n;
}

static void join_chosen(struct levels *all, struct level *l, const bool *chosen, bool is_enum)
{
	for (size_t i = 0; i < l->n_children; i++)
		if (chosen[i])
			make_varying(all, l, i);
	l->varying->is_enum = is_enum;
}

/* How a group of names is found, the surest first. */
enum { BY_COUNT, BY_NUMBER, AS_ENUM };

static bool choose(const struct level *l, size_t first, int by, bool *chosen)
{
	size_t n = choose_like(l, first, by == AS_ENUM, by == AS_ENUM ? 2 : 1, chosen);

	if (by == BY_NUMBER)
		n = keep_numbered(l, first, chosen);
	return by == BY_COUNT ? n > LEVEL_FEW : n > 1;
}

/* One group of names becomes a parameter: two of the same parent could not be told apart. */
static bool join_like(struct levels *all, struct level *l, bool is_root)
{
	bool *chosen = arena_array(all->sketches->arena, bool, l->n_children + 1);

	for (int by = BY_COUNT; by <= AS_ENUM; by++)
		for (size_t i = 0; i < l->n_children && (by != AS_ENUM || (!is_root && !l->varying)); i++)
			if (l->children[i] && l->children[i]->text.len && choose(l, i, by, chosen)) {
				join_chosen(all, l, chosen, by == AS_ENUM);
				return true;
			}
	return false;
}

/* From below: what varies further down must be joined before two names can be compared. */
static void settle(struct levels *all, struct level *l, bool is_root)
{
	for (size_t i = 0; i < l->n_children; i++)
		if (l->children[i])
			settle(all, l->children[i], false);
	if (l->varying)
		settle(all, l->varying, false);
	if (join_like(all, l, is_root))
		settle(all, l->varying, false); /* what was joined may vary further down */
	if (l->traffic)
		traffic_settle(all->sketches, l->traffic);
}

void level_settle(struct levels *all, struct level *root)
{
	settle(all, root, true);
}
