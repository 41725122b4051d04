/* Compiles a schema: reads every position that it reaches, refuses what has no end, prepares the one pass. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "schema/fast.h"
#include "schema/program.h"

static void program_free(struct schema_program *p)
{
	if (!p)
		return;
	for (struct pattern *pattern = p->patterns; pattern; pattern = pattern->next)
		pattern_release(pattern);
	for (size_t i = 0; i < p->positions.n_entries; i++) {
		struct schema *s = p->positions.entries[i].value;

		if (s->map)
			map_release(&s->map->by_name);
	}
	map_release(&p->positions);
	map_release(&p->places);
	map_release(&p->documents);
	map_release(&p->resources);
	map_release(&p->anchors);
	map_release(&p->scopes);
	map_release(&p->fasts);
	free(p->pending);
	free(p->fast_pending);
	arena_free(&p->arena);
	free(p);
}

static void programs_free(void *compiled)
{
	struct schema_programs *all = compiled;

	for (size_t i = 0; i < SCHEMA_DIALECTS; i++)
		for (size_t k = 0; k < PROGRAMS_EACH; k++)
			program_free(all->list[i][k]);
	free(all);
}

static struct schema_program *program_of(struct library *l, const struct schema_options *options)
{
	static const struct schema_options usual = { .formats_assert = true };
	struct schema_programs *all = l->compiled;
	struct schema_program **p;

	if (!options)
		options = &usual;
	if (!all) {
		all = l->compiled = NEW(struct schema_programs);
		l->release_compiled = programs_free;
	}
	p = &all->list[options->dialect][options->formats_assert + 2 * options->content_asserts];
	if (!*p)
		*p = NEW(struct schema_program);
	(*p)->library = l;
	(*p)->options = *options;
	return *p;
}

bool program_refuse(struct schema_program *p, struct schema *s, struct loc at, const char *fmt, ...)
{
	char text[LIMIT_FINDING_BYTES];
	va_list ap;

	s->state = SCHEMA_BROKEN;
	if (!p->library->diag)
		return false;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return diag_error(p->library->diag, DIAG_SCHEMA, at, "%s", text);
}

struct schema *program_position(struct schema_program *p, struct node *node, struct resource *in,
				const struct scope *scope)
{
	struct {
		struct node *node;
		const struct scope *scope;
	} key = { node, NULL };
	struct schema *s;

	in = program_place(p, node, in);
	key.scope = scope_enter(p, scope, in);
	s = map_get(&p->positions, slice_of(&key, sizeof(key)));
	if (s)
		return s;
	_Static_assert(offsetof(struct schema, scope) == sizeof(s->node), "the key stands in the schema");
	s = arena_new(&p->arena, struct schema);
	s->node = node;
	s->scope = key.scope;
	s->in = in;
	s->types = TYPE_ALL;
	map_put(&p->positions, slice_of(s, sizeof(key)), s);
	if (p->options.lazily && !node_is(node, NODE_BOOL)) {
		s->unread = p;
		return s;
	}
	p->pending = memory_grow(p->pending, p->n_pending, &p->room_pending, sizeof(*p->pending));
	p->pending[p->n_pending++] = s;
	return s;
}

struct schema *program_child(struct schema_program *p, const struct schema *s, struct node *node)
{
	return program_position(p, node, s->in, s->scope);
}

static void read_position(struct schema_program *p, struct schema *s)
{
	if (node_is(s->node, NODE_BOOL)) {
		s->anything = s->node->truth;
		s->never = !s->node->truth;
	} else if (node_is(s->node, NODE_MAP)) {
		program_read(p, s);
	} else {
		program_refuse(p, s, node_loc(s->node), "a schema must be an object or a boolean, not %s",
			       node_kind_name(s->node));
	}
}

static void read_pending(struct schema_program *p)
{
	while (p->n_pending)
		read_position(p, p->pending[--p->n_pending]);
}

void program_read_late(struct schema *s)
{
	struct schema_program *p = s->unread;

	s->unread = NULL;
	read_position(p, s);
	read_pending(p);
}

static void visit_branches(const struct branches *b, schema_visitor *visit, void *context)
{
	for (size_t i = 0; i < b->n; i++)
		visit(context, b->list[i]);
}

static void visit_one(struct schema *s, schema_visitor *visit, void *context)
{
	if (s)
		visit(context, s);
}

static void visit_same_value(const struct schema *s, schema_visitor *visit, void *context)
{
	visit_one(s->ref, visit, context);
	if (s->logic) {
		visit_branches(&s->logic->all, visit, context);
		visit_branches(&s->logic->any, visit, context);
		visit_branches(&s->logic->one, visit, context);
		visit_one(s->logic->not, visit, context);
		visit_one(s->logic->when, visit, context);
		visit_one(s->logic->then, visit, context);
		visit_one(s->logic->otherwise, visit, context);
		visit_one(s->logic->dynamic, visit, context);
	}
	for (size_t i = 0; s->map && i < s->map->n_dependencies; i++)
		visit_one(s->map->dependencies[i].schema, visit, context);
}

static void visit_inner(const struct schema *s, schema_visitor *visit, void *context)
{
	const struct map_rules *map = s->map;

	for (size_t i = 0; s->list && i < s->list->n_items; i++)
		visit(context, s->list->items[i]);
	if (s->list) {
		visit_one(s->list->rest, visit, context);
		visit_one(s->list->contains, visit, context);
	}
	for (size_t i = 0; map && i < map->n_properties; i++)
		visit(context, map->properties[i].schema);
	for (size_t i = 0; map && i < map->n_patterns; i++)
		visit(context, map->patterns[i].schema);
	if (map) {
		visit_one(map->additional, visit, context);
		visit_one(map->names, visit, context);
	}
	if (s->text && s->text->embedded)
		visit_one(s->text->embedded->schema, visit, context);
	if (s->logic) {
		visit_one(s->logic->unevaluated_items, visit, context);
		visit_one(s->logic->unevaluated_properties, visit, context);
	}
}

void schema_children(const struct schema *s, bool same_value, schema_visitor *visit, void *context)
{
	visit_same_value(s, visit, context);
	if (!same_value)
		visit_inner(s, visit, context);
}

/* --- everything that a root reaches */

struct reach {
	struct schema_program *program;
	struct schema **list; /* owned */
	size_t n, room;
};

static void reach_add(void *context, struct schema *child)
{
	struct reach *r = context;

	if (child->visit == r->program->visit || child->state == SCHEMA_SOUND)
		return;
	child->visit = r->program->visit;
	r->list = memory_grow(r->list, r->n, &r->room, sizeof(*r->list));
	r->list[r->n++] = child;
}

static bool reach_all(struct reach *r, struct schema *root)
{
	bool sound = true;

	r->program->visit++;
	reach_add(r, root);
	for (size_t i = 0; i < r->n; i++) {
		sound &= r->list[i]->state != SCHEMA_BROKEN;
		schema_children(r->list[i], false, reach_add, r);
	}
	return sound;
}

/* --- a schema that comes back to itself on the same value */

struct circle {
	struct schema_program *program;
	struct schema *found;
	unsigned open, done, depth; /* marks in `visit` */
};

enum { CIRCLE_DEPTH = 2000 };

static void circle_visit(void *context, struct schema *s)
{
	struct circle *c = context;

	if (c->found || s->visit == c->done || s->state == SCHEMA_SOUND)
		return;
	if (s->visit == c->open || c->depth == CIRCLE_DEPTH) {
		c->found = s;
		return;
	}
	s->visit = c->open;
	c->depth++;
	schema_children(s, true, circle_visit, c);
	c->depth--;
	s->visit = c->done;
}

static bool has_an_end(struct schema_program *p, const struct reach *r)
{
	struct circle c = { .program = p, .open = p->visit + 1, .done = p->visit + 2 };

	p->visit += 2;
	for (size_t i = 0; i < r->n && !c.found; i++)
		circle_visit(&c, r->list[i]);
	if (!c.found)
		return true;
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i]->visit == c.open)
			r->list[i]->state = SCHEMA_BROKEN; /* on the way to it */
	return program_refuse(
		p, c.found, node_loc(c.found->node),
		"this schema leads back to itself for the same value, so judging would never end");
}

static void look_for_broken(void *context, struct schema *child)
{
	bool *found = context;

	*found |= child->state == SCHEMA_BROKEN;
}

/* What leads to a broken schema is broken too: no later root has to find that out by itself. */
static void spread(const struct reach *r)
{
	for (size_t i = r->n; i-- > 0;) {
		bool found = false;

		schema_children(r->list[i], false, look_for_broken, &found);
		if (found)
			r->list[i]->state = SCHEMA_BROKEN;
	}
}

static bool check(struct schema_program *p, struct schema *root)
{
	struct reach r = { .program = p };
	bool sound = reach_all(&r, root) && has_an_end(p, &r);

	if (!sound)
		spread(&r);

	for (size_t i = 0; sound && i < r.n; i++)
		r.list[i]->state = SCHEMA_SOUND;
	free(r.list);
	return sound;
}

struct schema *schema_compile(struct arena *a, struct library *l, struct node *node,
			      const struct schema_options *options)
{
	struct schema_program *p = program_of(l, options);
	struct schema *root = program_position(p, node, program_enter(p, node), NULL);

	(void)a; /* the program is the library's: positions are shared by all that is compiled with it */
	read_pending(p);
	if (p->too_many_scopes && root->state == SCHEMA_NEW)
		program_refuse(p, root, node_loc(node),
			       "its dynamic anchors can meet in too many ways to be told apart");
	if (p->options.lazily)
		return root;
	if (root->state == SCHEMA_BROKEN || !check(p, root))
		return NULL;
	if (!root->fast && !p->options.slow)
		root->fast = fast_compile(p, root);
	return root;
}

struct node *schema_node(const struct schema *s)
{
	while (s->only_ref) /* no circle: compiling refuses one */
		s = s->ref;
	return s->node;
}
