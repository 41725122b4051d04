/* Servers, by name and then by where they are; security as the alternatives that it offers. */
#include "contract/diff_compare.h"

#include <stdio.h>

static bool same_place(const struct server *a, const struct server *b)
{
	return slice_eq(a->declared, b->declared) && slice_eq(a->protocol, b->protocol);
}

static struct server *counterpart(const struct server *s, const struct contract *c)
{
	struct server *found = contract_server(c, s->name);

	for (size_t i = 0; !found && i < c->n_servers; i++)
		if (same_place(s, c->servers[i]))
			found = c->servers[i];
	return found;
}

/* What a client must know of a server to reach it. */
static const struct {
	const char *code, *what;
	size_t offset;
} fields[] = {
	{"server-host",		 "host",		 offsetof(struct server, host)	       },
	{ "server-path",		 "path",		 offsetof(struct server, pathname)	   },
	{ "server-protocol",	     "protocol",	 offsetof(struct server, protocol)	   },
	{ "server-protocol-version", "protocol version", offsetof(struct server, protocol_version)},
};

static struct slice field(const struct server *s, size_t i)
{
	return *(const struct slice *)(const void *)((const char *)s + fields[i].offset);
}

static void compare_fields(struct comparer *c, const struct server *a, const struct server *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		struct slice was = field(a, i), is = field(b, i);
		bool version = fields[i].offset == offsetof(struct server, protocol_version);

		if (slice_eq(was, is))
			continue;
		note(c,
		     (struct noted){ .code = fields[i].code,
				     .effect = version && (!was.len || !is.len) ? 0 : BOTH_WAYS,
				     .at = b->at,
				     .was_at = a->at,
				     .was = arena_printf(&c->out->arena, "was %s",
							 was.len ? shown_text(c, was) : "not said") },
		     "has another %s: %s", fields[i].what, is.len ? shown_text(c, is) : "not said");
	}
	if (a->port != b->port)
		note(c,
		     (struct noted){ .code = "server-port",
				     .effect = BOTH_WAYS,
				     .at = b->at,
				     .was_at = a->at,
				     .was = a->port ? arena_printf(&c->out->arena, "was %u", a->port)
						    : "was the protocol's own" },
		     b->port ? "has another port: %u" : "has the protocol's own port%.0u", b->port);
}

static unsigned all_directions(const struct contract *c)
{
	unsigned directions = 0;

	for (size_t i = 0; i < c->n_channels; i++)
		directions |= channel_directions(c->channels[i]);
	return directions ? directions : WE_BOTH;
}

void compare_servers(struct comparer *c)
{
	c->directions = all_directions(c->before);
	for (size_t i = 0; i < c->after->n_servers; i++) {
		struct server *b = c->after->servers[i], *a = counterpart(b, c->before);

		c->subject = slice_str(arena_printf(&c->keys, "server %.*s", SLICE_FMT(b->name)));
		if (!a) {
			note(c, (struct noted){ .code = "server-added", .at = b->at }, "is new");
			continue;
		}
		compare_fields(c, a, b);
		compare_security(c, a->security, b->security, b->at, a->at);
		compare_bindings(c, a->bindings, b->bindings, b->at, a->at);
	}
	for (size_t i = 0; i < c->before->n_servers; i++) {
		struct server *a = c->before->servers[i];

		c->subject = slice_str(arena_printf(&c->keys, "server %.*s", SLICE_FMT(a->name)));
		if (!counterpart(a, c->after))
			note(c, (struct noted){ .code = "server-removed", .effect = BOTH_WAYS, .at = a->at },
			     "is gone");
	}
	c->directions = WE_BOTH;
}

/* --- security */

/* 2.x names schemes of the components, 3.x has or refers to them. */
static struct node *scheme(struct contract *c, struct node *item)
{
	struct node *schemes = node_get(node_get(c->root, "components"), "securitySchemes");
	struct node *n = library_resolve(&c->library, item);

	if (c->is_v2 && n && n->kind == NODE_MAP && n->n == 1) {
		struct node *named = node_get_slice(schemes, n->members[0].key);

		return named ? library_resolve(&c->library, named) : n;
	}
	return n;
}

static bool offers(struct comparer *c, struct contract *in, struct node *list, struct node *one, bool swapped)
{
	for (size_t i = 0; i < list->n; i++) {
		struct node *other = scheme(in, list->items[i]);

		if (other && (swapped ? same_nodes(c, other, one) : same_nodes(c, one, other)))
			return true;
	}
	return false;
}

static const char *scheme_shown(struct comparer *c, const struct node *n)
{
	struct slice type = node_get_text(n, "type");

	return type.ptr ? shown_text(c, type) : shown(c, n);
}

void compare_security(struct comparer *c, struct node *before, struct node *after, struct loc at,
		      struct loc was_at)
{
	struct noted n = { .code = "security", .at = at, .was_at = was_at };
	bool had = node_is(before, NODE_LIST) && before->n, has = node_is(after, NODE_LIST) && after->n;

	if (had != has) {
		n.effect = has ? BOTH_WAYS : 0;
		note(c, n, has ? "now asks for credentials" : "no longer asks for credentials");
		return;
	}
	for (size_t i = 0; had && i < before->n; i++) {
		struct node *one = scheme(c->before, before->items[i]);

		n.effect = BOTH_WAYS;
		n.at = node_loc(after);
		n.was_at = node_loc(before->items[i]);
		if (one && !offers(c, c->after, after, one, false))
			note(c, n, "no longer takes credentials of the kind %s as they were",
			     scheme_shown(c, one));
	}
	for (size_t i = 0; has && i < after->n; i++) {
		struct node *one = scheme(c->after, after->items[i]);

		n.effect = 0;
		n.at = node_loc(after->items[i]);
		n.was_at = LOC_NONE;
		if (one && !offers(c, c->before, before, one, true))
			note(c, n, "now takes credentials of the kind %s", scheme_shown(c, one));
	}
}
