/* What breaches are called, and which one is meant. */
#include "base/text.h"
#include "generate/invalid_path.h"

bool breach_adds_property(const struct breach *b)
{
	static const char *const keywords[] = { "additionalProperties", "unevaluatedProperties",
						"unevaluatedItems" };

	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (strcmp(b->broken, keywords[i]) == 0)
			return true;
	return false;
}

const char *breach_innermost(const struct breach *b)
{
	return b->cause ? b->cause : b->keyword;
}

/* keyword@/where; a missing property's place is where it would be. */
static void name_add(struct buf *out, const struct breach *b, const char *keyword, struct slice instance,
		     bool innermost)
{
	buf_printf(out, "%s@%s%.*s", keyword, b->in_headers ? "headers" : "", SLICE_FMT(instance));
	if (innermost && b->property.ptr && !breach_adds_property(b))
		json_pointer_add(out, b->property);
}

static const struct step *outermost_choice(const struct step *path)
{
	const struct step *found = NULL;

	for (; path; path = path->up)
		if (step_is_choice(path))
			found = path;
	return found;
}

static void label_add(struct buf *out, const struct breach *b)
{
	name_add(out, b, b->keyword, b->instance, !b->cause);
	if (!b->cause)
		return;
	buf_char(out, ':');
	name_add(out, b, b->cause, b->cause_instance, true);
}

static void put_choice_first(struct generator *g, struct breach *b)
{
	const struct step *choice = outermost_choice(b->path);
	BUF_AUTO struct buf instance = BUF_INIT(0);

	if (!choice)
		return;
	path_instance(&instance, choice->up, NULL);
	b->cause = b->keyword;
	b->cause_instance = b->instance;
	b->keyword = choice->keyword;
	b->instance = arena_copy(&g->arena, buf_view(&instance));
}

/* Two constraints of one keyword in one place (under allOf) get numbers. */
static void tell_apart(struct generator *g, struct map *counts, struct breach *b)
{
	size_t *count = map_get(counts, b->label);

	if (!count) {
		count = arena_new(&g->arena, size_t);
		map_put(counts, b->label, count);
	}
	if (++*count > 1)
		b->label = slice_str(arena_printf(&g->arena, "%.*s#%zu", SLICE_FMT(b->label), *count));
}

void breaches_label(struct generator *g, struct breaches *all)
{
	struct map counts = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		BUF_AUTO struct buf label = BUF_INIT(0);

		put_choice_first(g, &all->list[i]);
		label_add(&label, &all->list[i]);
		all->list[i].label = arena_copy(&g->arena, buf_view(&label));
		tell_apart(g, &counts, &all->list[i]);
	}
	map_release(&counts);
}

/* --- finding one */

static bool is_short_for(const struct breach *b, struct slice text)
{
	size_t colon = slice_find(b->label, ':');

	return slice_is(text, b->keyword) || (b->cause && slice_is(text, b->cause)) ||
	       (b->cause && slice_eq(text, slice_from(b->label, colon + 1)));
}

bool breach_is(const struct breach *b, struct slice text)
{
	return slice_eq(b->label, text) || is_short_for(b, text);
}

enum { MOST_LISTED = 40 };

static void list_labels(struct buf *out, const struct breaches *all, struct slice only)
{
	size_t listed = 0, n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (only.ptr && !is_short_for(&all->list[i], only))
			continue;
		if (n++ < MOST_LISTED)
			buf_printf(out, "%s%.*s", listed++ ? ", " : "", SLICE_FMT(all->list[i].label));
	}
	if (n > listed)
		buf_printf(out, " and %zu more", n - listed);
}

/* The label that was nearly written, or the keyword. */
static struct slice nearest_label(struct generator *g, const struct breaches *all, struct slice label)
{
	struct slice *names = arena_array(&g->arena, struct slice, all->n * 2 + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		names[n++] = all->list[i].label;
		names[n++] = slice_str(breach_innermost(&all->list[i]));
	}
	return nearest_name(label, names, n);
}

static const char *say_unknown(struct generator *g, const struct breaches *all, struct slice label)
{
	struct slice near = nearest_label(g, all, label);
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(&text, "no constraint is labelled \"%.*s\"", SLICE_FMT(label));
	if (near.ptr)
		buf_printf(&text, "; did you mean \"%.*s\"?", SLICE_FMT(near));
	buf_str(&text, all->n ? " There are " : " There are none");
	list_labels(&text, all, SLICE_NONE);
	return arena_strdup(&g->arena, buf_view(&text));
}

static const char *say_several(struct generator *g, const struct breaches *all, struct slice label)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(&text, "\"%.*s\" stands in several places: ", SLICE_FMT(label));
	list_labels(&text, all, label);
	return arena_strdup(&g->arena, buf_view(&text));
}

const struct breach *breach_find(struct generator *g, const struct breaches *all, struct slice label,
				 const char **why)
{
	const struct breach *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (slice_eq(all->list[i].label, label))
			return &all->list[i];
	for (size_t i = 0; i < all->n; i++)
		if (is_short_for(&all->list[i], label)) {
			found = &all->list[i];
			n++;
		}
	if (n == 1)
		return found;
	*why = n ? say_several(g, all, label) : say_unknown(g, all, label);
	return NULL;
}
