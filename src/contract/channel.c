/* Channels: what both versions have in common. */
#include "contract/loader.h"

#include <stdarg.h>

#include "base/limits.h"

void leave_out(struct loader *l, struct slice channel, struct loc at, const char *fmt, ...)
{
	char why[LIMIT_FINDING_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	LIST_ADD(l->a, l->contract, left_out,
		 ((struct left_out){ channel, at, arena_strdup(l->a, slice_str(why)) }));
}

/* A binding may be a $ref itself: then a map is made in which none is. */
struct node *bindings_load(struct loader *l, struct node *owner)
{
	struct node *n = node_get(owner, "bindings");
	struct node *out;

	n = n ? library_resolve(l->library, n) : NULL;
	if (!node_is(n, NODE_MAP))
		return NULL;
	out = node_new(l->a, NODE_MAP, n);
	for (size_t i = 0; i < n->n; i++) {
		struct node *one = library_resolve(l->library, n->members[i].value);

		if (one)
			node_set(l->a, out, n->members[i].key, one);
	}
	return out;
}

static bool list_servers_v2(struct loader *l, struct channel *ch, const struct node *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct slice name = node_text(list->items[i]);
		struct server *s = contract_server(l->contract, name);

		if (s)
			LIST_ADD(l->a, ch, servers, s);
		else if (name.ptr)
			diag_error(l->d, DIAG_UNKNOWN_NAME, node_loc(list->items[i]),
				   "server \"%.*s\" is not in \"servers\"", SLICE_FMT(name));
	}
	return list->n == 0 || ch->n_servers;
}

static struct server *server_of_node(const struct contract *c, const struct node *n)
{
	for (size_t i = 0; n && i < c->n_servers; i++)
		if (c->servers[i]->node == n)
			return c->servers[i];
	return NULL;
}

static bool list_servers_v3(struct loader *l, struct channel *ch, const struct node *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct node *n = library_resolve(l->library, list->items[i]);
		struct server *s = server_of_node(l->contract, n);

		if (s)
			LIST_ADD(l->a, ch, servers, s);
		else if (n)
			diag_error(l->d, DIAG_UNKNOWN_NAME, node_loc(list->items[i]),
				   "a channel's server must be one of the document's \"servers\"");
	}
	return list->n == 0 || ch->n_servers;
}

/* False: it is limited to servers of which none is known. */
static bool list_servers(struct loader *l, struct channel *ch)
{
	struct node *list = node_get(ch->node, "servers");

	if (!node_is(list, NODE_LIST))
		return true;
	return l->version & V2 ? list_servers_v2(l, ch, list) : list_servers_v3(l, ch, list);
}

/* Braces pair up, and nothing is inside another. */
static bool address_is_sound(struct slice address)
{
	bool inside = false;

	for (size_t i = 0; i < address.len; i++) {
		if ((address.ptr[i] == '{' && inside) || (address.ptr[i] == '}' && !inside))
			return false;
		if (address.ptr[i] == '{' || address.ptr[i] == '}')
			inside = !inside;
	}
	return !inside;
}

/* What the reference parser refuses, though a broker might take it: in 2.x what RFC 6570 keeps out of a URI
 * template, in every version the marks of a query and a fragment. */
static void check_characters(struct loader *l, const struct channel *ch)
{
	static const char never[] = "\"'<>%\\^`|";

	for (size_t i = 0; i < ch->address.len; i++) {
		unsigned char c = (unsigned char)ch->address.ptr[i];
		bool bad = c == '?' || c == '#' || ((l->version & V2) && (c <= ' ' || strchr(never, c)));

		if (!bad)
			continue;
		diag_error(l->d, DIAG_CONTRACT, ch->at,
			   c > ' ' && c < 0x7f
				   ? "address \"%.*s\" has a '%c', which must not stand there"
				   : "address \"%.*s\" has a control character or a space (0x%02x)",
			   SLICE_FMT(ch->address), c);
		return;
	}
}

bool channel_fill_in(struct loader *l, struct channel *ch)
{
	ch->contract = l->contract;
	ch->at = node_loc(ch->node);
	ch->bindings = bindings_load(l, ch->node);
	if (ch->address.ptr && !address_is_sound(ch->address)) {
		leave_out(l, ch->name, ch->at, "its address has a brace without its partner");
		return diag_error(l->d, DIAG_CONTRACT, ch->at,
				  "address \"%.*s\" has a brace without its partner", SLICE_FMT(ch->address));
	}
	check_characters(l, ch);
	parameters_load(l, ch);
	if (list_servers(l, ch))
		return true;
	leave_out(l, ch->name, ch->at, "none of its servers is known");
	return false;
}

void channel_add(struct loader *l, struct channel *ch)
{
	LIST_ADD(l->a, l->contract, channels, ch);
	ch->id = (uint16_t)l->contract->n_channels;
	if (!map_get(&l->channels, node_key(&ch->node)))
		map_put(&l->channels, node_key(&ch->node), ch);
}
