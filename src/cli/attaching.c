#include "cli/attaching.h"

#include "base/text.h"

static bool is_port(struct slice value, uint64_t *port)
{
	*port = 0;
	return slice_is(value, "auto") || (number_parse(value, port) && *port && *port <= UINT16_MAX);
}

bool ports_read(struct command_line *cl, struct instance_options *o, struct diag *d)
{
	const struct setting *given = &cl->settings[OPT_PORT];
	struct port_choice *ports = arena_array(&cl->arena, struct port_choice, given->n + 1);

	for (size_t i = 0; i < given->n; i++) {
		struct slice value = given->values[i];
		size_t equals = slice_find(value, '=');
		uint64_t port;

		if (equals < value.len) {
			ports[i].server = slice_first(value, equals);
			value = slice_from(value, equals + 1);
		}
		if (!is_port(value, &port))
			return diag_error(d, DIAG_USAGE, LOC_NONE,
					  "--port is auto, a port number or SERVER=NUMBER, not \"%.*s\"",
					  SLICE_FMT(given->values[i]));
		ports[i].port = (uint16_t)port;
	}
	o->ports = ports;
	o->n_ports = given->n;
	return true;
}

/* A name before the first = that stands before the URL's own :// is the server's. */
static struct slice server_of(struct slice value)
{
	size_t equals = slice_find(value, '='), colon = slice_find(value, ':');

	return equals < colon ? slice_first(value, equals) : SLICE_NONE;
}

bool attach_read(struct command_line *cl, struct instance_options *o, struct diag *d)
{
	const struct setting *given = &cl->settings[OPT_ATTACH];
	struct attach_choice *list = arena_array(&cl->arena, struct attach_choice, given->n + 1);

	for (size_t i = 0; i < given->n; i++) {
		struct slice url = given->values[i];

		list[i].server = server_of(url);
		if (list[i].server.ptr)
			url = slice_from(url, list[i].server.len + 1);
		if (!attach_url_parse(&list[i].url, url, &cl->arena, d))
			return false;
	}
	o->attach = list;
	o->n_attach = given->n;
	return true;
}

static bool no_contract(struct contracts *out, struct command_line *cl, const struct instance_options *o,
			struct diag *d)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_str(&text, "{\"asyncapi\":\"3.0.0\",\"info\":{\"title\":\"No "
		       "contract\",\"version\":\"0\"},\"servers\":{");
	for (size_t i = 0; i < o->n_attach || !i; i++) {
		struct slice name = i < o->n_attach ? o->attach[i].server : SLICE_NONE;

		buf_str(&text, i ? "," : "");
		json_string_add(&text, name.ptr ? name : SLICE_LIT("broker"));
		buf_printf(&text, ":{\"host\":\"localhost:%zu\",\"protocol\":\"mqtt\"}", 1883 + i);
	}
	buf_str(&text, "}}");
	*out = (struct contracts){ .list = arena_array(&cl->arena, struct contract *, 1),
				   .errors = arena_array(&cl->arena, unsigned, 1) };
	out->list[0] = contract_load_text("(no contract)", arena_copy(&cl->arena, buf_view(&text)), d);
	out->n = out->list[0] != NULL;
	return out->n;
}

bool contracts_or_none(struct contracts *out, struct command_line *cl, size_t from,
		       struct instance_options *o, struct diag *d)
{
	bool ok;

	if (cl->n_args > from) {
		ok = contracts_load(out, cl, from, cl->n_args, d);
	} else {
		ok = no_contract(out, cl, o, d);
		o->unknown = UNKNOWN_RELAY;
	}
	o->contracts = out->list;
	o->n_contracts = out->n;
	return ok;
}

int status_not_started(const struct diag *d)
{
	return d->n && d->findings[d->n - 1].code == DIAG_USAGE ? EXIT_USAGE : EXIT_ENVIRONMENT;
}
