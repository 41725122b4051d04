/* Sentences about what should not be there, or names nothing: each says which name was meant. */
#include "base/text.h"
#include "schema/sentence.h"

/* Names of properties that could have been meant: those that are not there already. */
struct candidates {
	const struct walk *walk;
	uint32_t map;
	struct arena arena;
	struct slice *names;
	size_t n, room;
	unsigned looks; /* at schemas, against a limit */
	bool deep;	/* also of what is judged on the same value */
};

enum { CANDIDATE_LOOKS = 200 };

static void add_candidates(void *context, struct schema *s)
{
	struct candidates *c = context;

	for (size_t i = 0; s->map && i < s->map->n_properties; i++) {
		const struct property *p = &s->map->properties[i];

		if (p->schema->never || tape_member(c->walk->tape, c->map, p->name))
			continue;
		c->names = arena_grow(&c->arena, c->names, c->n, &c->room, sizeof(*c->names));
		c->names[c->n++] = p->name;
	}
	if (c->deep && ++c->looks < CANDIDATE_LOOKS)
		schema_children(s, true, add_candidates, c);
}

static void add_meant(struct buf *out, struct slice near)
{
	if (!near.ptr)
		return;
	buf_str(out, "; did you mean ");
	json_string_add(out, near);
	buf_char(out, '?');
}

static void add_meant_property(struct buf *out, const struct walk *w, const struct failure *f, bool deep)
{
	struct candidates c = { .walk = w, .map = (uint32_t)f->count, .deep = deep };

	add_candidates(&c, (struct schema *)f->schema);
	add_meant(out, nearest_name(f->name, c.names, c.n));
	arena_free(&c.arena);
}

void sentence_additional(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " must not have the property ");
	json_string_add(out, f->name);
	add_meant_property(out, w, f, false);
}

void sentence_unevaluated_property(struct buf *out, struct walk *w, const struct failure *f)
{
	buf_str(out, " must not have the property ");
	json_string_add(out, f->name);
	buf_str(out, ", of which nothing in its schema speaks");
	add_meant_property(out, w, f, true);
}

void sentence_unevaluated_item(struct buf *out, struct walk *w, const struct failure *f)
{
	(void)w;
	(void)f;
	buf_str(out, " is not allowed: nothing in the schema of its array speaks of it");
}

static void add_meant_branch(struct buf *out, const struct choice *c, struct slice found)
{
	struct arena a = ARENA_INIT;
	struct slice *names = arena_array(&a, struct slice, c->n_names);

	for (size_t i = 0; i < c->n_names; i++)
		names[i] = c->names[i].name;
	add_meant(out, nearest_name(found, names, c->n_names));
	arena_free(&a);
}

/* The value names no branch, or is not there at all. */
void sentence_discriminator(struct buf *out, struct walk *w, const struct failure *f)
{
	const struct choice *c = f->schema->logic->choice;
	size_t shown = c->n_names < SENTENCE_CONSTANTS ? c->n_names : SENTENCE_CONSTANTS;

	if (!f->count) {
		buf_printf(out, " is required: it tells which branch of \"%s\" is meant", c->keyword);
		return;
	}
	buf_str(out, c->n_names > 1 ? " must be one of " : " must be ");
	for (size_t i = 0; i < shown; i++) {
		buf_str(out, i ? ", " : "");
		json_string_add(out, c->names[i].name);
	}
	if (shown < c->n_names)
		buf_printf(out, " and %zu more", c->n_names - shown);
	sentence_got(out, w->tape, f->at);
	if (w->tape->tokens[f->at].type == TYPE_TEXT)
		add_meant_branch(out, c, token_text(w->tape, f->at));
}
