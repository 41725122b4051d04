#include "contract/merge.h"

#include "base/limits.h"
#include "contract/address.h"

/* Schemas that refer to each other over and over are not followed for ever: what was alike for so long is. */
enum { MOST_STEPS = 100000 };

struct merge {
	struct diag *d;
	struct library *left, *right; /* of the earlier and the later contract */
	unsigned steps;
};

/* --- nodes of two documents: the same when what they refer to is the same */

static bool same_node(struct merge *m, struct node *a, struct node *b, unsigned depth);

static bool same_map(struct merge *m, const struct node *a, const struct node *b, unsigned depth)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		struct node *other = node_get_slice(b, a->members[i].key);

		if (!other || !same_node(m, a->members[i].value, other, depth + 1))
			return false;
	}
	return true;
}

static bool same_list(struct merge *m, const struct node *a, const struct node *b, unsigned depth)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!same_node(m, a->items[i], b->items[i], depth + 1))
			return false;
	return true;
}

static bool same_node(struct merge *m, struct node *a, struct node *b, unsigned depth)
{
	if (depth > LIMIT_SCHEMA_DEPTH || m->steps++ > MOST_STEPS)
		return true;
	a = a ? library_resolve(m->left, a) : NULL;
	b = b ? library_resolve(m->right, b) : NULL;
	if (!a || !b)
		return a == b;
	if (a->kind != b->kind)
		return false;
	if (a->kind == NODE_MAP)
		return same_map(m, a, b, depth);
	return a->kind == NODE_LIST ? same_list(m, a, b, depth) : node_equal(a, b);
}

static bool alike(struct merge *m, struct node *a, struct node *b)
{
	m->steps = 0;
	return same_node(m, a, b, 0);
}

/* --- servers */

static struct slice path_of(const struct server *s)
{
	return s->pathname.len && !slice_is(s->pathname, "/") ? s->pathname : SLICE_LIT("");
}

static void compare_servers(struct merge *m, const struct server *a, const struct server *b)
{
	if (slice_eq(a->protocol, b->protocol) && slice_eq(a->host, b->host) && a->port == b->port &&
	    slice_eq(path_of(a), path_of(b)))
		return;
	diag_error(m->d, DIAG_CONTRACT, b->at,
		   "server \"%.*s\" is %.*s://%.*s here, but %.*s://%.*s in %s:%u:%u; the first is played",
		   SLICE_FMT(b->name), SLICE_FMT(b->protocol), SLICE_FMT(b->declared), SLICE_FMT(a->protocol),
		   SLICE_FMT(a->declared), a->at.file, a->at.line, a->at.col);
}

/* --- channels */

static void say_other(struct merge *m, const char *what, struct slice name, const struct channel *ch,
		      struct loc at, struct loc earlier)
{
	diag_error(m->d, DIAG_CONTRACT, at,
		   "%s \"%.*s\" of \"%.*s\" is not as in %s:%u:%u, where the same address is described", what,
		   SLICE_FMT(name), SLICE_FMT(ch->address), earlier.file, earlier.line, earlier.col);
}

static void compare_messages(struct merge *m, const struct channel *a, const struct channel *b)
{
	for (size_t i = 0; i < b->n_messages; i++) {
		const struct message_model *is = b->messages[i], *was = channel_message(a, is->name);

		if (!was || (slice_eq(was->content_type, is->content_type) &&
			     alike(m, was->payload_node, is->payload_node) &&
			     alike(m, was->headers_node, is->headers_node)))
			continue;
		say_other(m, "message", is->name, b, is->at, was->at);
	}
}

static bool same_values(const struct parameter *a, const struct parameter *b)
{
	if (a->n_values != b->n_values)
		return false;
	for (size_t i = 0; i < a->n_values; i++)
		if (!slice_eq(a->values[i], b->values[i]))
			return false;
	return true;
}

/* Their names may differ; what counts is which of the address they are. */
static void compare_parameters(struct merge *m, const struct channel *a, const struct channel *b)
{
	struct slice left = a->address, right = b->address, was, is;

	while (address_next_parameter(&left, &was) && address_next_parameter(&right, &is)) {
		const struct parameter *p = channel_parameter(a, was), *q = channel_parameter(b, is);

		if (p && q && (!same_values(p, q) || !alike(m, p->schema_node, q->schema_node)))
			say_other(m, "parameter", is, b, q->at, p->at);
	}
}

static void compare_bindings(struct merge *m, const struct channel *a, const struct channel *b)
{
	for (size_t i = 0; a->bindings && b->bindings && i < b->bindings->n; i++) {
		struct slice protocol = b->bindings->members[i].key;
		struct node *was = node_get_slice(a->bindings, protocol);

		if (was && !alike(m, was, b->bindings->members[i].value))
			say_other(m, "binding", protocol, b, node_loc(b->bindings->members[i].value),
				  node_loc(was));
	}
}

static void compare(struct contract *a, struct contract *b, struct diag *d)
{
	struct merge m = { .d = d, .left = &a->library, .right = &b->library };

	for (size_t i = 0; i < b->n_servers; i++) {
		const struct server *was = contract_server(a, b->servers[i]->name);

		if (was)
			compare_servers(&m, was, b->servers[i]);
	}
	for (size_t i = 0; i < b->n_channels; i++) {
		const struct channel *ch = b->channels[i], *was = contract_channel_at(a, ch->address);

		if (!was)
			continue;
		compare_messages(&m, was, ch);
		compare_parameters(&m, was, ch);
		compare_bindings(&m, was, ch);
	}
}

unsigned contracts_disagree(struct contract *const *contracts, size_t n, struct diag *d)
{
	unsigned before = d->errors;

	for (size_t k = 1; k < n; k++)
		for (size_t i = 0; i < k; i++)
			compare(contracts[i], contracts[k], d);
	return d->errors - before;
}
