/* Names and namespaces (Avro 1.11, "Names" and "Aliases"). */
#include "schema/avro.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool avro_is_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_letter(s.ptr[i]) && !(i && s.ptr[i] >= '0' && s.ptr[i] <= '9'))
			return false;
	return s.len;
}

static bool is_dotted(struct slice s)
{
	struct slice part;

	while (slice_split(&s, '.', &part))
		if (!avro_is_name(part))
			return false;
	return true;
}

struct slice avro_short_name(struct slice full)
{
	size_t at = full.len;

	while (at && full.ptr[at - 1] != '.')
		at--;
	return slice_from(full, at);
}

static struct slice space_of(struct slice full)
{
	struct slice last = avro_short_name(full);

	return last.len < full.len ? slice_first(full, full.len - last.len - 1) : SLICE_LIT("");
}

struct slice avro_full_name(struct arena *a, struct slice name, struct slice space)
{
	if (!space.len || slice_find(name, '.') < name.len)
		return name;
	return slice_str(arena_printf(a, "%.*s.%.*s", SLICE_FMT(space), SLICE_FMT(name)));
}

bool avro_read_aliases(struct avro_parsing *p, struct node *n, struct slice space, bool dotted,
		       struct avro_names *out)
{
	struct node *list = node_get(n, "aliases");

	if (!list)
		return true;
	if (!node_is(list, NODE_LIST))
		return avro_refuse(p, list, "\"aliases\" must be a list of names, not %s",
				   node_kind_name(list));
	out->list = arena_array(p->a, struct slice, list->n + 1);
	for (size_t i = 0; i < list->n; i++) {
		struct slice name = node_text(list->items[i]);

		if (!(dotted ? is_dotted(name) : avro_is_name(name)) || !name.len)
			return avro_refuse(p, list->items[i],
					   "an alias must be a name of letters, digits and _ (got %s)",
					   name.ptr ? arena_printf(p->a, "\"%.*s\"", SLICE_FMT(name))
						    : node_kind_name(list->items[i]));
		out->list[out->n++] = avro_full_name(p->a, name, space);
	}
	return true;
}

static bool read_space(struct avro_parsing *p, struct node *n, struct slice *space)
{
	struct node *given = node_get(n, "namespace");

	if (!given)
		return true;
	if (!node_is(given, NODE_TEXT))
		return avro_refuse(p, given, "\"namespace\" must be a text, not %s", node_kind_name(given));
	if (given->text.len && !is_dotted(given->text))
		return avro_refuse(p, given,
				   "the namespace \"%.*s\" must be names of letters, digits and _ with dots "
				   "between them",
				   SLICE_FMT(given->text));
	*space = given->text;
	return true;
}

static bool define(struct avro_parsing *p, const struct node *at, struct avro_type *t)
{
	struct avro_type *other = map_get(&p->named, t->name);

	if (other)
		return avro_refuse(p, at,
				   "\"%.*s\" is defined twice, first in line %u; give this one another name, "
				   "or refer to the first by its name",
				   SLICE_FMT(t->name), other->node->line);
	map_put(&p->named, t->name, t);
	return true;
}

bool avro_read_name(struct avro_parsing *p, struct node *n, struct slice *space, struct avro_type *out)
{
	struct node *name = node_get(n, "name");
	const char *kind = avro_kind_names[out->kind];

	if (!node_is(name, NODE_TEXT))
		return avro_refuse(p, name ? name : n, "%s %s must have a \"name\"%s%s",
				   out->kind == AVRO_ENUM ? "an" : "a", kind, name ? ", a text, not " : "",
				   name ? node_kind_name(name) : "");
	if (!is_dotted(name->text))
		return avro_refuse(p, name,
				   "the name \"%.*s\" must be letters, digits and _, not begin with "
				   "a digit%s",
				   SLICE_FMT(name->text),
				   slice_find(name->text, '-') < name->text.len ? "; write _ for -" : "");
	if (avro_kind_named(avro_short_name(name->text)) < AVRO_RECORD)
		return avro_refuse(p, name, "\"%.*s\" is the name of a primitive type: take another",
				   SLICE_FMT(avro_short_name(name->text)));
	if (slice_find(name->text, '.') < name->text.len)
		*space = space_of(name->text); /* "If the name contains dots, [...] namespace is ignored" */
	else if (!read_space(p, n, space))
		return false;
	out->name = avro_full_name(p->a, name->text, *space);
	return define(p, name, out) && avro_read_aliases(p, n, *space, true, &out->aliases);
}
