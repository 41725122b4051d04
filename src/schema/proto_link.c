/* Names: every full name once, and what each name in a source means, from the innermost scope outwards as in
 * C++ ("Packages and name resolution"). */
#include <stdlib.h>

#include "base/text.h"
#include "schema/proto_parse.h"

enum { MOST_NAMES = 1000 };

/* --- every name once */

static void say_twice(struct proto_pool *p, const struct proto_symbol *s, const struct proto_symbol *old)
{
	if (old->is_package)
		proto_error(p, s->at, "\"%.*s\" is a package already", SLICE_FMT(s->full_name));
	else
		proto_error(p, s->at, "\"%.*s\" is defined already, in line %u%s%.*s",
			    SLICE_FMT(s->full_name), old->at.line, old->file == s->file ? "" : " of ",
			    old->file == s->file ? 0 : (int)old->file->name.len, old->file->name.ptr);
}

static void add_symbol(struct proto_pool *p, struct proto_symbol symbol)
{
	struct proto_symbol *s = arena_new(p->arena, struct proto_symbol), *old;

	*s = symbol;
	old = map_get(&p->symbols, s->full_name);
	if (old && !(old->is_package && s->is_package))
		say_twice(p, s, old);
	if (!old)
		map_put(&p->symbols, s->full_name, s);
}

static void add_other(struct proto_pool *p, struct slice scope, struct slice name, struct proto_at at)
{
	add_symbol(p, (struct proto_symbol){ .full_name = parse_join(p->arena, scope, name),
					     .file = at.file,
					     .is_other = true,
					     .at = at });
}

/* "Enum values use C++ scoping rules": they stand beside their enum, not in it. */
static void add_enum(struct proto_pool *p, struct slice scope, struct proto_enum *e)
{
	add_symbol(p, (struct proto_symbol){
			      .full_name = e->full_name, .enumeration = e, .file = e->at.file, .at = e->at });
	for (size_t i = 0; i < e->n; i++)
		add_other(p, scope, e->values[i].name, e->values[i].at);
}

static void add_message(struct proto_pool *p, struct proto_message *m)
{
	add_symbol(p, (struct proto_symbol){
			      .full_name = m->full_name, .message = m, .file = m->at.file, .at = m->at });
	PROTO_ADD(p->arena, p->by_name, p->n_by_name, p->room_by_name, m);
	for (size_t i = 0; i < m->n; i++)
		add_other(p, m->full_name, m->fields[i]->name, m->fields[i]->at);
	for (size_t i = 0; i < m->n_oneofs; i++)
		add_other(p, m->full_name, m->oneofs[i]->name, m->oneofs[i]->at);
	for (size_t i = 0; i < m->n_messages; i++)
		add_message(p, m->messages[i]);
	for (size_t i = 0; i < m->n_enums; i++)
		add_enum(p, m->full_name, m->enums[i]);
}

static void add_packages(struct proto_pool *p, struct proto_file *f)
{
	struct proto_at at = { f, 1, 1 };

	for (size_t i = 1; i <= f->package.len; i++)
		if (i == f->package.len || f->package.ptr[i] == '.')
			add_symbol(p, (struct proto_symbol){ .full_name = slice_first(f->package, i),
							     .file = f,
							     .is_package = true,
							     .at = at });
}

static void add_file(struct proto_pool *p, struct proto_file *f)
{
	add_packages(p, f);
	for (size_t i = 0; i < f->n_messages; i++)
		add_message(p, f->messages[i]);
	for (size_t i = 0; i < f->n_enums; i++)
		add_enum(p, f->package, f->enums[i]);
	for (size_t i = 0; i < f->n_extends; i++)
		for (size_t k = 0; k < f->extends[i].n; k++)
			add_other(p, f->extends[i].scope, f->extends[i].fields[k]->name,
				  f->extends[i].fields[k]->at);
}

/* --- what a name means */

/* An import brings the names of that file, and of those that it imports publicly. */
static bool brings(struct proto_file *f, const struct proto_file *wanted)
{
	if (f == wanted)
		return true;
	if (f->mark == f->pool->mark)
		return false;
	f->mark = f->pool->mark;
	for (size_t i = 0; i < f->n_imports; i++)
		if (f->imports[i].is_public && brings(f->imports[i].file, wanted))
			return true;
	return false;
}

static bool sees(const struct proto_file *f, const struct proto_file *wanted)
{
	f->pool->mark++;
	if (f == wanted)
		return true;
	for (size_t i = 0; i < f->n_imports; i++)
		if (brings(f->imports[i].file, wanted))
			return true;
	return false;
}

static bool is_type(const struct proto_symbol *s)
{
	return s && (s->message || s->enumeration);
}

static struct proto_symbol *symbol_at(struct proto_pool *p, struct slice scope, struct slice name)
{
	struct arena a = ARENA_INIT;
	struct proto_symbol *s = map_get(&p->symbols, parse_join(&a, scope, name));

	arena_free(&a);
	return s;
}

/* The first part of the name decides in which scope it is looked for; only what holds names, or is itself the
 * type, counts there. */
static struct proto_symbol *look_up(struct proto_pool *p, struct slice scope, struct slice name)
{
	size_t dot = slice_find(name, '.');

	if (name.len && name.ptr[0] == '.')
		return map_get(&p->symbols, slice_from(name, 1));
	for (;;) {
		struct proto_symbol *first = symbol_at(p, scope, slice_first(name, dot));
		size_t end = scope.len;

		if (dot == name.len && is_type(first))
			return first;
		if (dot < name.len && first && (first->message || first->is_package)) {
			struct proto_symbol *found = symbol_at(p, scope, name);

			if (found || first->message)
				return found;
		}
		if (!scope.len)
			return NULL;
		while (end && scope.ptr[end - 1] != '.')
			end--;
		scope = slice_first(scope, end ? end - 1 : 0);
	}
}

/* The name's last part among those that there are. */
static struct slice nearest_type(const struct proto_pool *p, struct slice name)
{
	struct slice names[MOST_NAMES], last, rest = name;
	size_t n = 0;

	while (slice_split(&rest, '.', &last))
		;
	for (size_t i = 0; i < p->symbols.n_entries && n < MOST_NAMES; i++) {
		const struct proto_symbol *s = p->symbols.entries[i].value;

		if (is_type(s) && s->file->node)
			names[n++] = s->message ? s->message->name : s->enumeration->name;
	}
	return nearest_name(last, names, n);
}

static struct proto_symbol *type_named(struct proto_pool *p, struct slice scope, struct slice name,
				       struct proto_at at)
{
	struct proto_symbol *s = look_up(p, scope, name);
	struct slice near;

	if (is_type(s) && sees(at.file, s->file))
		return s;
	if (is_type(s)) {
		proto_error(p, at, "\"%.*s\" is in \"%.*s\", which this file does not import",
			    SLICE_FMT(name), SLICE_FMT(s->file->name));
		return NULL;
	}
	near = nearest_type(p, name);
	proto_error(p, at, "there is no type \"%.*s\"%s%.*s%s", SLICE_FMT(name),
		    near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
	return NULL;
}

static void link_field(struct proto_pool *p, struct slice scope, struct proto_field *f)
{
	struct proto_symbol *s;

	if (f->kind || !f->type_name.len)
		return;
	s = type_named(p, scope, f->type_name, f->type_at);
	f->kind = s && s->enumeration ? KIND_ENUM : KIND_MESSAGE;
	f->enumeration = s ? s->enumeration : NULL;
	f->message = s ? s->message : NULL;
	if (s && s->message && s->message->is_map_entry)
		proto_error(p, f->type_at, "\"%.*s\" is what a map makes for itself",
			    SLICE_FMT(f->type_name));
}

static void link_message(struct proto_pool *p, struct proto_message *m)
{
	for (size_t i = 0; i < m->n; i++)
		link_field(p, m->is_map_entry ? m->up->full_name : m->full_name, m->fields[i]);
	for (size_t i = 0; i < m->n_messages; i++)
		link_message(p, m->messages[i]);
}

/* --- extensions */

static bool in_ranges(const struct proto_ranges *r, int64_t number)
{
	for (size_t i = 0; i < r->n; i++)
		if (number >= r->list[i].from && number <= r->list[i].to)
			return true;
	return false;
}

static void extend(struct proto_pool *p, struct proto_extend *e)
{
	struct proto_symbol *s = type_named(p, e->scope, e->extendee.text, e->extendee.at);
	struct proto_message *m = s ? s->message : NULL;

	if (s && !m)
		proto_error(p, e->extendee.at, "\"%.*s\" is no message", SLICE_FMT(e->extendee.text));
	for (size_t i = 0; m && i < e->n; i++) {
		struct proto_field *f = e->fields[i];

		link_field(p, e->scope, f);
		if (f->label == LABEL_REQUIRED)
			proto_error(p, f->at, "an extension cannot be required");
		if (!in_ranges(&m->extensions, f->number))
			proto_error(p, f->number_at, "\"%.*s\" has no %lld among its extensions",
				    SLICE_FMT(m->full_name), (long long)f->number);
		PROTO_ADD(p->arena, m->fields, m->n, m->room, f);
	}
	if (m && e->extendee.at.file->syntax == PROTO_3 &&
	    (s->file->node || !slice_ends(m->full_name, SLICE_LIT("Options"))))
		proto_error(p, e->extendee.at, "proto3 extends nothing but protobuf's own options");
}

/* --- all of it */

static int compare_names(const void *a, const void *b)
{
	return slice_compare((*(struct proto_message *const *)a)->full_name,
			     (*(struct proto_message *const *)b)->full_name);
}

static void check_enums(struct proto_pool *p, struct proto_enum *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		proto_check_enum(p, list[i]);
}

void proto_link(struct proto_pool *p)
{
	for (size_t i = 0; i < p->n_files; i++)
		add_file(p, p->files[i]);
	for (size_t i = 0; i < p->n_files; i++)
		for (size_t k = 0; k < p->files[i]->n_messages; k++)
			link_message(p, p->files[i]->messages[k]);
	for (size_t i = 0; i < p->n_files; i++)
		for (size_t k = 0; k < p->files[i]->n_extends; k++)
			extend(p, &p->files[i]->extends[k]);
	if (p->failed)
		return;
	if (p->n_by_name)
		qsort(p->by_name, p->n_by_name, sizeof(*p->by_name), compare_names);
	for (size_t i = 0; i < p->n_files; i++)
		check_enums(p, p->files[i]->enums, p->files[i]->n_enums);
	for (size_t i = 0; i < p->n_by_name; i++) {
		check_enums(p, p->by_name[i]->enums, p->by_name[i]->n_enums);
		proto_check_message(p, p->by_name[i]);
	}
	proto_set_forms(p);
}
