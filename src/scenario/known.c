/* The names that `${...}` may use, as a tree of what they have. */
#include "scenario/reading.h"

static const char *const message_fields[] = { "payload", "headers",	  "key",     "address",
					      "params",	 "client",	  "server",  "time",
					      "offset",	 "correlationId", "channel", "message" };
static const char *const server_fields[] = { "url", "host", "port", "address", "ca" };

static struct node *any_of(struct reading *r, const char *const *names, size_t n)
{
	struct node *map = node_new(r->arena, NODE_MAP, NULL);

	for (size_t i = 0; i < n; i++)
		node_set(r->arena, map, slice_str(names[i]), &expression_any);
	return map;
}

static struct node *servers_shape(struct reading *r)
{
	struct node *map = node_new(r->arena, NODE_MAP, NULL);

	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;

		for (size_t k = 0; k < c->n_servers; k++)
			node_set(r->arena, map, c->servers[k]->name,
				 any_of(r, server_fields, ARRAY_SIZE(server_fields)));
	}
	return map->n && !r->set->defaults.has_protocol ? map : &expression_any;
}

/* A row may lack a cell that another has. */
static struct node *row_shape(struct reading *r)
{
	struct node *map = node_new(r->arena, NODE_MAP, NULL);

	for (size_t i = 0; i < r->scenario->n_rows; i++)
		for (size_t k = 0; r->scenario->rows[i] && k < r->scenario->rows[i]->n; k++)
			node_set(r->arena, map, r->scenario->rows[i]->members[k].key, &expression_any);
	return map;
}

void known_init(struct reading *r)
{
	struct node *root = node_new(r->arena, NODE_MAP, NULL);

	node_set(r->arena, root, SLICE_LIT("vars"), node_new(r->arena, NODE_MAP, NULL));
	if (r->scenario->each)
		node_set(r->arena, root, SLICE_LIT("row"), row_shape(r));
	r->shape = (struct scope){ .arena = r->arena, .root = root };
}

void known_add_var(struct reading *r, struct slice name)
{
	node_set(r->arena, node_get(r->shape.root, "vars"), name, &expression_any);
}

void known_add_servers(struct reading *r)
{
	static const char *const program_fields[] = { "port" };

	node_set(r->arena, r->shape.root, SLICE_LIT("servers"), servers_shape(r));
	node_set(r->arena, r->shape.root, SLICE_LIT("program"),
		 any_of(r, program_fields, ARRAY_SIZE(program_fields)));
}

bool known_has(const struct reading *r, struct slice name)
{
	return node_get_slice(r->shape.root, name) != NULL;
}

bool known_add(struct reading *r, struct slice name, bool is_message, struct loc at)
{
	static const char *const reserved[] = { "vars", "env", "row", "servers", "program", "now" };

	for (size_t i = 0; i < ARRAY_SIZE(reserved); i++)
		if (slice_is(name, reserved[i]))
			return diag_error(r->diag, DIAG_SCENARIO, at,
					  "\"%s\" means something already; choose another name", reserved[i]);
	for (size_t i = 0; i < name.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", name.ptr[i]))
			return diag_error(r->diag, DIAG_SCENARIO, at,
					  "a name is made of letters, digits, _ and -, not \"%.*s\"",
					  SLICE_FMT(name));
	node_set(r->arena, r->shape.root, name,
		 is_message ? any_of(r, message_fields, ARRAY_SIZE(message_fields)) : &expression_any);
	return true;
}
