#include "api/server_plan.h"

#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "protocol/table.h"

/* A port below this needs a right; without it the mock listens on one that is easy to remember. */
enum { FIRST_FREE_PORT = 1024, LOW_PORT_SHIFT = 8000 };

static unsigned first_unprivileged_port(void)
{
	FILE *f = fopen("/proc/sys/net/ipv4/ip_unprivileged_port_start", "re");
	unsigned port = FIRST_FREE_PORT;

	if (f) {
		if (fscanf(f, "%u", &port) != 1)
			port = FIRST_FREE_PORT;
		fclose(f);
	}
	return port;
}

static bool may_listen_on(uint16_t port)
{
	return !port || geteuid() == 0 || port >= first_unprivileged_port();
}

static struct planned *listener_for(struct plan *p, const struct protocol *protocol, uint16_t declared_port)
{
	for (size_t i = 0; i < p->n_listeners; i++)
		if (p->listeners[i].protocol == protocol && p->listeners[i].declared_port == declared_port)
			return &p->listeners[i];
	return NULL;
}

static bool is_wanted(const struct instance_options *o, struct slice name)
{
	for (size_t i = 0; i < o->n_servers; i++)
		if (slice_eq(o->servers[i], name))
			return true;
	return !o->n_servers;
}

static bool is_played(const struct plan *p, struct slice name)
{
	for (size_t i = 0; i < p->n_played; i++)
		if (slice_eq(p->played[i].name, name))
			return true;
	return false;
}

static const char *url_scheme(const struct protocol *protocol, bool secure)
{
	for (const struct scheme *s = protocol->schemes; s->name; s++)
		if (s->secure == secure)
			return s->name;
	return protocol->name;
}

struct wanted {
	struct slice name;
	const struct protocol *protocol;
	const struct server *server; /* NULL: made up */
	uint16_t port;
	bool secure;
};

static void add(struct plan *p, const struct instance_options *o, const struct wanted *w)
{
	struct planned *l = listener_for(p, w->protocol, w->port);
	struct played *played = &p->played[p->n_played];
	bool secure = w->secure && !o->tls_off;

	if (!l) {
		l = &p->listeners[p->n_listeners++];
		*l = (struct planned){ .protocol = w->protocol,
				       .server = w->server,
				       .label = arena_strdup(&p->arena, w->name),
				       .port = w->port,
				       .declared_port = w->port };
	}
	l->secure |= secure;
	l->plain |= !secure;
	*played = (struct played){ .name = w->name,
				   .protocol = slice_str(w->protocol->name),
				   .stands_in_for = w->server ? w->server->declared : SLICE_NONE,
				   .listener = (size_t)(l - p->listeners) };
	p->secure[p->n_played] = secure;
	p->schemes[p->n_played] = url_scheme(w->protocol, secure);
	p->declared_hosts[p->n_played] =
		w->server && w->server->host.len ? arena_strdup(&p->arena, w->server->host) : NULL;
	p->n_played++;
}

static void add_declared(struct plan *p, const struct instance_options *o, const struct server *s)
{
	const struct scheme *scheme;
	const struct protocol *protocol = protocol_find(s->protocol, &scheme);

	if (!is_wanted(o, s->name) || is_played(p, s->name))
		return;
	if (!protocol) {
		buf_printf(&p->notes, "server %.*s is left out: it speaks %.*s, which is not played yet\n",
			   SLICE_FMT(s->name), SLICE_FMT(s->protocol));
		return;
	}
	add(p, o,
	    &(struct wanted){ .name = s->name,
			      .protocol = protocol,
			      .server = s,
			      .port = s->port ? s->port : scheme->port,
			      .secure = scheme->secure });
}

/* "--protocol mqtt:1884", or what the bindings of a document without servers say. */
static bool add_undeclared(struct plan *p, const struct instance_options *o, struct slice spelt,
			   struct diag *d)
{
	size_t colon = slice_find(spelt, ':');
	struct slice name = slice_first(spelt, colon);
	const struct scheme *scheme;
	const struct protocol *protocol = protocol_find(name, &scheme);
	uint64_t port = 0;

	if (!protocol)
		return diag_error(d, DIAG_USAGE, LOC_NONE, "protocol \"%.*s\" is not played yet; mqtt is",
				  SLICE_FMT(name));
	if (colon < spelt.len && (!number_parse(slice_from(spelt, colon + 1), &port) || port > UINT16_MAX))
		return diag_error(d, DIAG_USAGE, LOC_NONE, "\"%.*s\" is no port; write --protocol mqtt:1883",
				  SLICE_FMT(slice_from(spelt, colon + 1)));
	add(p, o,
	    &(struct wanted){ .name = slice_str(protocol->name),
			      .protocol = protocol,
			      .port = port ? (uint16_t)port : scheme->port,
			      .secure = scheme->secure });
	return true;
}

static bool is_declared(const struct instance_options *o, struct slice name)
{
	for (size_t k = 0; k < o->n_contracts; k++)
		if (contract_server(o->contracts[k], name))
			return true;
	return false;
}

static bool check_names(struct plan *p, const struct instance_options *o, struct diag *d)
{
	const struct contract *first = o->contracts[0];
	struct slice *names = arena_array(&p->arena, struct slice, first->n_servers), near;

	for (size_t i = 0; i < first->n_servers; i++)
		names[i] = first->servers[i]->name;
	for (size_t i = 0; i < o->n_servers; i++) {
		if (is_declared(o, o->servers[i]))
			continue;
		near = nearest_name(o->servers[i], names, first->n_servers);
		return diag_error(d, DIAG_USAGE, LOC_NONE, "there is no server \"%.*s\" in %s%s%.*s%s",
				  SLICE_FMT(o->servers[i]), first->file, near.ptr ? "; did you mean \"" : "",
				  SLICE_FMT(near), near.ptr ? "\"?" : "");
	}
	return true;
}

static bool find_servers(struct plan *p, const struct instance_options *o, struct diag *d)
{
	const struct contract *first = o->contracts[0];
	size_t n_declared = 0;

	if (!check_names(p, o, d))
		return false;
	if (o->protocol.ptr && first->n_servers)
		buf_printf(&p->notes,
			   "--protocol: one server of our own stands in place of the %zu that %s declares\n",
			   first->n_servers, first->file);
	if (o->protocol.ptr)
		return add_undeclared(p, o, o->protocol, d);
	for (size_t k = 0; k < o->n_contracts; k++) {
		n_declared += o->contracts[k]->n_servers;
		for (size_t i = 0; i < o->contracts[k]->n_servers; i++)
			add_declared(p, o, o->contracts[k]->servers[i]);
	}
	if (!n_declared) {
		struct slice bound = contract_binding_protocol(first);

		if (bound.ptr)
			return add_undeclared(p, o, bound, d);
		return diag_error(
			d, DIAG_USAGE, (struct loc){ .file = first->file },
			"it declares no server, and no binding tells the protocol; say --protocol mqtt");
	}
	if (!p->n_played)
		return diag_error(d, DIAG_USAGE, (struct loc){ .file = first->file },
				  "none of its servers speaks a protocol that is played yet; say --protocol "
				  "mqtt to play "
				  "its channels over MQTT");
	return true;
}

/* --attach: servers that are not ours to play.  Others on the same port are the same broker. */
static bool choose_attached(struct plan *p, const struct instance_options *o, struct diag *d)
{
	for (size_t i = 0; i < o->n_attach; i++) {
		const struct attach_choice *c = &o->attach[i];
		struct planned *found = !c->server.ptr && p->n_listeners == 1 ? &p->listeners[0] : NULL;

		if (!c->server.ptr && !found)
			return diag_error(d, DIAG_USAGE, LOC_NONE,
					  "the contract has %zu brokers; say which one is attached: --attach "
					  "%s=%s",
					  p->n_listeners, p->listeners[0].label, c->url.shown);
		for (size_t k = 0; k < p->n_played && c->server.ptr; k++)
			if (slice_eq(p->played[k].name, c->server))
				found = &p->listeners[p->played[k].listener];
		if (!found)
			return diag_error(d, DIAG_USAGE, LOC_NONE,
					  "--attach %.*s=%s: no server that is played has this name",
					  SLICE_FMT(c->server), c->url.shown);
		if (strcmp(found->protocol->name, "mqtt") != 0)
			return diag_error(
				d, DIAG_USAGE, LOC_NONE,
				"--attach: server %s speaks %s; only brokers of MQTT can be attached yet",
				found->label, found->protocol->name);
		found->attach = c;
	}
	return true;
}

/* --port: N for the only broker, SERVER=N for one of several, auto for all. */
static bool choose_ports(struct plan *p, const struct instance_options *o, struct diag *d)
{
	for (size_t i = 0; i < o->n_ports; i++) {
		const struct port_choice *c = &o->ports[i];
		bool found = !c->server.ptr;

		if (!c->server.ptr && c->port && p->n_listeners > 1)
			return diag_error(
				d, DIAG_USAGE, LOC_NONE,
				"the contract has %zu brokers on different ports; say which one gets %u: "
				"--port %s=%u",
				p->n_listeners, c->port, p->listeners[0].label, c->port);
		for (size_t k = 0; k < p->n_listeners && !c->server.ptr; k++)
			p->listeners[k].port = c->port;
		for (size_t k = 0; k < p->n_played && c->server.ptr; k++)
			if (slice_eq(p->played[k].name, c->server)) {
				p->listeners[p->played[k].listener].port = c->port;
				found = true;
			}
		if (!found)
			return diag_error(d, DIAG_USAGE, LOC_NONE,
					  "--port %.*s=%u: there is no server \"%.*s\"", SLICE_FMT(c->server),
					  c->port, SLICE_FMT(c->server));
	}
	for (size_t k = 0; k < p->n_listeners; k++) {
		struct planned *l = &p->listeners[k];

		if (l->attach || may_listen_on(l->port))
			continue;
		buf_printf(&p->notes,
			   "port %u (%s) needs a right that we do not have; listening on %u instead\n",
			   l->port, l->label, l->port + LOW_PORT_SHIFT);
		l->port = (uint16_t)(l->port + LOW_PORT_SHIFT);
	}
	return true;
}

bool plan_servers(struct plan *p, const struct instance_options *o, struct diag *d)
{
	size_t room = 1;
	bool ok;

	for (size_t k = 0; k < o->n_contracts; k++)
		room += o->contracts[k]->n_servers;
	p->listeners = arena_array(&p->arena, struct planned, room);
	p->played = arena_array(&p->arena, struct played, room);
	p->declared_hosts = arena_array(&p->arena, const char *, room);
	p->secure = arena_array(&p->arena, bool, room);
	p->schemes = arena_array(&p->arena, const char *, room);
	p->host = !o->host || slice_is(slice_str(o->host), "0.0.0.0") || slice_is(slice_str(o->host), "::")
			  ? "127.0.0.1"
			  : arena_strdup(&p->arena, slice_str(o->host));
	ok = find_servers(p, o, d) && choose_attached(p, o, d) && choose_ports(p, o, d);
	buf_cstr(&p->notes);
	return ok;
}

void plan_set_port(struct plan *p, size_t k, uint16_t port, const char *ca)
{
	bool v6 = slice_find(slice_str(p->host), ':') < strlen(p->host);

	for (size_t i = 0; i < p->n_played; i++) {
		struct played *s = &p->played[i];

		if (s->listener != k)
			continue;
		s->host = slice_str(p->host);
		s->port = port;
		s->address = slice_str(arena_printf(&p->arena, v6 ? "[%s]:%u" : "%s:%u", p->host, port));
		s->url =
			slice_str(arena_printf(&p->arena, "%s://%.*s", p->schemes[i], SLICE_FMT(s->address)));
		s->ca = p->secure[i] ? ca : NULL;
	}
}

void plan_set_attached(struct plan *p, size_t k)
{
	const struct attach_url *u = &p->listeners[k].attach->url;
	struct slice url = slice_str(u->shown);

	for (size_t i = 0; i < p->n_played; i++) {
		struct played *s = &p->played[i];

		if (s->listener != k)
			continue;
		s->attached = true;
		s->host = slice_str(u->host);
		s->port = u->port;
		s->url = url;
		s->address = slice_from(url, slice_find(url, '/') + 2);
		s->ca = u->ca;
	}
}

static const struct played *played_as(const struct plan *p, struct slice name)
{
	for (size_t i = 0; i < p->n_played; i++)
		if (slice_eq(p->played[i].name, name))
			return &p->played[i];
	return NULL;
}

static bool plays_alike(const struct plan *p, const struct played *a, const struct plan *q,
			const struct played *b)
{
	return slice_eq(a->protocol, b->protocol) &&
	       p->listeners[a->listener].declared_port == q->listeners[b->listener].declared_port &&
	       p->secure[a - p->played] == q->secure[b - q->played];
}

void plan_differences(const struct plan *from, const struct plan *to, struct buf *out)
{
	for (size_t i = 0; i < from->n_played; i++) {
		const struct played *was = &from->played[i], *is = played_as(to, was->name);

		if (!is)
			buf_printf(out, "server %.*s is gone: it is played until a restart\n",
				   SLICE_FMT(was->name));
		else if (!plays_alike(from, was, to, is))
			buf_printf(out, "server %.*s is another: it is played as before until a restart\n",
				   SLICE_FMT(was->name));
	}
	for (size_t i = 0; i < to->n_played; i++)
		if (!played_as(from, to->played[i].name))
			buf_printf(out, "server %.*s is new: it is played after a restart\n",
				   SLICE_FMT(to->played[i].name));
}

void plan_release(struct plan *p)
{
	arena_free(&p->arena);
	buf_release(&p->notes);
}
