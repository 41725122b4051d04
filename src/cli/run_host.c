#include "cli/run_host.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/instance.h"
#include "base/memory.h"
#include "cli/attaching.h"
#include "mock/block.h"
#include "net/child.h"
#include "protocol/table.h"

enum { PROGRAM_GRACE_US = 3000000 };

struct run_host {
	struct scenario_host calls;
	struct loop *loop;
	const char *host;
	struct slice protocol;
	bool tls_off;
	const struct attach_choice *attach;
	size_t n_attach;
	const bool *stop;
	struct diag *diag;
	int64_t clock_us;
};

struct host_mock {
	struct instance *instance;
	struct host_server *servers;
	size_t n_servers;
};

/* A program is net/'s child, under the name that scenario/ has for it. */
static struct child *child_of(struct host_program *p)
{
	return (struct child *)p;
}

static char separator_of(struct slice protocol)
{
	const struct scheme *scheme;
	const struct protocol *p = protocol_find(protocol, &scheme);

	return p ? p->separator : '/';
}

static void fill_servers(struct host_mock *m)
{
	const struct played *played;

	m->n_servers = instance_played(m->instance, &played);
	m->servers = memory_new((m->n_servers + 1) * sizeof(*m->servers));
	for (size_t i = 0; i < m->n_servers; i++)
		m->servers[i] = (struct host_server){ .name = played[i].name,
						      .protocol = played[i].protocol,
						      .url = played[i].url,
						      .host = played[i].host,
						      .address = played[i].address,
						      .port = played[i].port,
						      .ca = played[i].ca,
						      .separator = separator_of(played[i].protocol) };
}

static struct host_mock *mock_start_on_free_ports(void *arg, const struct host_mock_options *o,
						  struct diag *d)
{
	static const struct port_choice any_port = { .port = 0 };
	struct run_host *h = arg;
	struct instance_options options = { .contracts = o->contracts,
					    .n_contracts = o->n_contracts,
					    .role = o->role,
					    .policy = o->policy,
					    .unknown = o->unknown,
					    .host = h->host,
					    .ports = &any_port,
					    .n_ports = 1,
					    .protocol = h->protocol,
					    .tls_off = h->tls_off,
					    .attach = h->attach,
					    .n_attach = h->n_attach,
					    .stop = h->stop,
					    .warnings = h->diag,
					    .seed = o->seed,
					    .locale = o->locale,
					    .wall_us = h->clock_us,
					    .generate = o->generate,
					    .answer = true,
					    .every_us = o->every_us,
					    .intervals = o->intervals,
					    .n_intervals = o->n_intervals };
	struct instance *i = instance_start(h->loop, &options, d);
	struct host_mock *m;

	if (!i)
		return NULL;
	m = NEW(struct host_mock);
	m->instance = i;
	fill_servers(m);
	return m;
}

static void mock_end(void *arg, struct host_mock *m)
{
	(void)arg;
	instance_stop(m->instance);
	free(m->servers);
	free(m);
}

static struct broker *mock_broker(void *arg, struct host_mock *m)
{
	(void)arg;
	return instance_broker(m->instance);
}

static size_t mock_servers(void *arg, struct host_mock *m, const struct host_server **list)
{
	(void)arg;
	*list = m->servers;
	return m->n_servers;
}

static struct host_program *program_start(void *arg, const struct host_program_options *o, struct diag *d)
{
	struct run_host *h = arg;
	struct child_options options = { .argv = o->argv,
					 .env = o->env,
					 .dir = o->dir,
					 .capture = true,
					 .arg = o->arg,
					 .on_output = o->on_output,
					 .on_exit = o->on_exit };

	return (struct host_program *)child_start(h->loop, &options, d);
}

static void program_stop(void *arg, struct host_program *p)
{
	(void)arg;
	child_stop(child_of(p), PROGRAM_GRACE_US);
}

static void program_free(void *arg, struct host_program *p)
{
	(void)arg;
	child_free(child_of(p));
}

/* Asks the system for one and gives it back at once: as free as a port can be known to be. */
static uint16_t free_port(void *arg)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = fd >= 0 && bind(fd, (struct sockaddr *)&at, size) == 0 &&
		  getsockname(fd, (struct sockaddr *)&at, &size) == 0;

	(void)arg;
	if (fd >= 0)
		close(fd);
	return ok ? ntohs(at.sin_port) : 0;
}

struct run_host *run_host_new(struct loop *l, struct command_line *cl, const bool *stop, struct diag *d)
{
	struct slice tls = option_text(cl, OPT_TLS);
	struct instance_options attach = { 0 };
	struct run_host *h;

	if (tls.ptr && !slice_is(tls, "auto") && !slice_is(tls, "off")) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "--tls is auto or off, not \"%.*s\"", SLICE_FMT(tls));
		return NULL;
	}
	if (!attach_read(cl, &attach, d))
		return NULL;
	h = NEW(struct run_host);
	*h = (struct run_host){
		.calls = {.arg = h,
			   .mock_start = mock_start_on_free_ports,
			   .mock_stop = mock_end,
			   .mock_broker = mock_broker,
			   .mock_servers = mock_servers,
			   .program_start = program_start,
			   .program_stop = program_stop,
			   .program_free = program_free,
			   .free_port = free_port},
		.loop = l,
		.host = option_cstr(cl, OPT_HOST),
		.protocol = option_text(cl, OPT_PROTOCOL),
		.tls_off = slice_is(tls, "off"),
		.attach = attach.attach,
		.n_attach = attach.n_attach,
		.stop = stop,
		.diag = d,
		.clock_us = option_us(cl, OPT_CLOCK, 0)
	};
	return h;
}

void run_host_free(struct run_host *h)
{
	free(h);
}

const struct scenario_host *run_host_calls(const struct run_host *h)
{
	return &h->calls;
}
