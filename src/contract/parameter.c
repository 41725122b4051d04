/* Parameters of an address. */
#include "contract/loader.h"

#include "contract/address.h"

void texts_load(struct loader *l, struct node *list, struct slice **out, size_t *n)
{
	struct {
		struct slice *texts;
		size_t n_texts;
	} found = { 0 };

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++) {
		const struct node *item = list->items[i];

		/* 2.x: a schema's enum may hold numbers and booleans; in an address they are text. */
		if (node_is(item, NODE_TEXT) || node_is(item, NODE_NUMBER))
			LIST_ADD(l->a, &found, texts, item->text);
		else if (node_is(item, NODE_BOOL))
			LIST_ADD(l->a, &found, texts, item->truth ? SLICE_LIT("true") : SLICE_LIT("false"));
	}
	*out = found.texts;
	*n = found.n_texts;
}

static struct slice text_of(const struct node *n)
{
	return node_is(n, NODE_TEXT) || node_is(n, NODE_NUMBER) ? n->text : SLICE_NONE;
}

/* 2.x: enum, default and examples stand in the schema. */
static void fill_from(struct loader *l, struct parameter *p, struct node *n)
{
	texts_load(l, node_get(n, "enum"), &p->values, &p->n_values);
	texts_load(l, node_get(n, "examples"), &p->examples, &p->n_examples);
	p->by_default = text_of(node_get(n, "default"));
	if (!p->n_values && text_of(node_get(n, "const")).ptr) {
		p->values = arena_array(l->a, struct slice, 1);
		p->values[0] = text_of(node_get(n, "const"));
		p->n_values = 1;
	}
}

static void load_one(struct loader *l, struct parameter *p, struct slice name, struct node *n)
{
	struct node *schema = node_get(n, "schema");

	*p = (struct parameter){ .name = name, .location = node_get_text(n, "location"), .at = node_loc(n) };
	if (!(l->version & V2)) {
		fill_from(l, p, n);
		return;
	}
	p->schema_node = schema;
	p->schema = schema ? schema_load(l, schema) : NULL;
	p->reads = schema ? schema_reads(l, schema) : 0;
	fill_from(l, p, schema ? library_resolve(l->library, schema) : NULL);
}

static bool is_listed(const struct channel *ch, struct slice name)
{
	for (size_t i = 0; i < ch->n_parameters; i++)
		if (slice_eq(ch->parameters[i].name, name))
			return true;
	return false;
}

/* The parameters in the order of the address; one that is not described takes anything. */
static void load_used(struct loader *l, struct channel *ch, struct node *described)
{
	struct slice rest = ch->address, name;

	while (address_next_parameter(&rest, &name)) {
		struct node *n = node_get_slice(described, name);
		struct parameter p = { .name = name, .at = ch->at };

		if (!name.len || is_listed(ch, name) || ch->n_parameters == ADDRESS_MAX_PARAMETERS) {
			diag_error(l->d, DIAG_CONTRACT, ch->at,
				   name.len ? "address \"%.*s\" has parameter \"%.*s\" twice, or too many"
					    : "address \"%.*s\" has a parameter without a name%.*s",
				   SLICE_FMT(ch->address), SLICE_FMT(name));
			continue;
		}
		if (!n)
			diag_error(l->d, DIAG_UNKNOWN_NAME, ch->at,
				   "parameter \"%.*s\" of address \"%.*s\" is not in \"parameters\"",
				   SLICE_FMT(name), SLICE_FMT(ch->address));
		n = n ? library_resolve(l->library, n) : NULL;
		if (n)
			load_one(l, &p, name, n);
		ch->has_locations |= p.location.ptr != NULL;
		LIST_ADD(l->a, ch, parameters, p);
	}
}

void parameters_load(struct loader *l, struct channel *ch)
{
	struct node *described = node_get(ch->node, "parameters");

	described = described ? library_resolve(l->library, described) : NULL;
	load_used(l, ch, described);
	for (size_t i = 0; node_is(described, NODE_MAP) && i < described->n; i++) {
		struct member *m = &described->members[i];
		struct loc at = { node_loc(m->value).file, m->line, m->col };

		if (ch->address.ptr && !is_listed(ch, m->key))
			diag_error(l->d, DIAG_CONTRACT, at,
				   "parameter \"%.*s\" does not stand in the address \"%.*s\"",
				   SLICE_FMT(m->key), SLICE_FMT(ch->address));
	}
}
