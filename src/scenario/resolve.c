/* Names of channels, operations, messages and servers, against the scenario's contracts; and the side that a
 * step puts us on. */
#include "base/text.h"
#include "mock/outgoing.h"
#include "scenario/reading.h"

static const char *base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/* "orders.yaml", or "orders.yaml and fleet.yaml": where we looked. */
static const char *looked_in(const struct reading *r, const struct contract *only)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (only)
		return base_name(only->file);
	for (size_t i = 0; i < r->scenario->n_contracts; i++)
		buf_printf(&b, "%s%s", i ? " or " : "", base_name(r->scenario->contracts[i].contract->file));
	return arena_strdup(r->arena, buf_view(&b));
}

static const char *suggest(struct reading *r, struct slice wrong, const struct slice *names, size_t n)
{
	struct slice near = nearest_name(wrong, names, n);

	return near.ptr ? arena_printf(r->arena, "; did you mean \"%.*s\"?", SLICE_FMT(near)) : "";
}

/* A name list that grows as the contracts are walked. */
struct names {
	struct slice *list;
	size_t n, room;
};

static void names_add(struct reading *r, struct names *names, struct slice one)
{
	if (!one.ptr)
		return;
	names->list = arena_grow(r->arena, names->list, names->n, &names->room, sizeof(*names->list));
	names->list[names->n++] = one;
}

static bool find_contract(struct reading *r, const struct node *map, struct where *out)
{
	const struct node *n = node_get(map, "contract");
	struct names names = { 0 };

	if (!n)
		return true;
	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct named_contract *c = &r->scenario->contracts[i];

		if (c->name.len && slice_eq(c->name, node_text(n))) {
			out->contract = c->contract;
			return true;
		}
		names_add(r, &names, c->name);
	}
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n), "no contract is named \"%.*s\"%s",
			  SLICE_FMT(node_text(n)), suggest(r, node_text(n), names.list, names.n));
}

static bool is_searched(const struct where *w, const struct contract *c)
{
	return !w->contract || w->contract == c;
}

/* A concrete address is cut as the templates of its contract are. */
static char separator_of(const struct contract *c)
{
	for (size_t i = 0; i < c->n_channels; i++)
		if (slice_find(c->channels[i]->address, '/') < c->channels[i]->address.len)
			return '/';
	return '.';
}

/* By id or address; then by a concrete address that a template takes. */
static struct channel *channel_in(struct reading *r, const struct contract *c, struct slice name,
				  struct where *out)
{
	struct channel *ch = contract_channel(c, name);
	struct address_match match;

	if (!ch && contract_match(c, name, separator_of(c), &match)) {
		ch = (struct channel *)(uintptr_t)match.channel;
		out->address = name;
		out->params = node_new(r->arena, NODE_MAP, NULL);
		for (size_t i = 0; i < match.n; i++)
			node_set(r->arena, out->params, match.names[i],
				 node_new_text(r->arena, match.values[i], NULL));
	}
	return ch;
}

static bool no_channel(struct reading *r, struct loc at, struct slice name, const struct where *w)
{
	struct names names = { 0 };

	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;

		for (size_t k = 0; is_searched(w, c) && k < c->n_channels; k++) {
			names_add(r, &names, c->channels[k]->name);
			names_add(r, &names, c->channels[k]->address);
		}
	}
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, at, "channel \"%.*s\" is not in %s%s", SLICE_FMT(name),
			  looked_in(r, w->contract), suggest(r, name, names.list, names.n));
}

static bool find_channel(struct reading *r, const struct node *map, struct where *out)
{
	const struct node *n = node_get(map, "channel");
	struct slice name = SLICE_NONE;
	struct loc at = node_loc(n);

	if (!n)
		return true;
	if (!scalar_text(n, &name))
		return diag_error(r->diag, DIAG_SCENARIO, at, "\"channel\" is text, not %s",
				  node_kind_name(n));
	if (has_expression(name))
		return diag_error(r->diag, DIAG_SCENARIO, at,
				  "a channel is named by its id or address; what changes goes into params");
	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;
		struct channel *ch = is_searched(out, c) ? channel_in(r, c, name, out) : NULL;

		if (ch && out->channel)
			return diag_error(
				r->diag, DIAG_UNKNOWN_NAME, at,
				"channel \"%.*s\" is in %s and in %s; say which with contract: NAME",
				SLICE_FMT(name), base_name(out->channel->contract->file), base_name(c->file));
		if (ch)
			out->channel = ch;
	}
	return out->channel || no_channel(r, at, name, out);
}

static bool find_operation(struct reading *r, const struct node *map, struct where *out)
{
	const struct node *n = node_get(map, "operation");
	struct names names = { 0 };

	if (!n)
		return true;
	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;

		if (!is_searched(out, c))
			continue;
		if (!out->operation)
			out->operation = contract_operation(c, node_text(n));
		for (size_t k = 0; k < c->n_operations; k++)
			names_add(r, &names, c->operations[k]->name);
	}
	if (!out->operation)
		return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n),
				  "operation \"%.*s\" is not in %s%s", SLICE_FMT(node_text(n)),
				  looked_in(r, out->contract), suggest(r, node_text(n), names.list, names.n));
	if (out->channel && out->channel != out->operation->channel)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "operation \"%.*s\" is on channel \"%.*s\"",
				  SLICE_FMT(out->operation->name), SLICE_FMT(out->operation->channel->name));
	out->channel = out->operation->channel;
	return true;
}

static struct message_model *message_in(struct reading *r, const struct channel *ch, struct slice name,
					struct names *names)
{
	for (size_t i = 0; i < ch->n_messages; i++)
		names_add(r, names, ch->messages[i]->name);
	return channel_message(ch, name);
}

static bool find_message(struct reading *r, const struct node *map, struct where *out)
{
	const struct node *n = node_get(map, "message");
	struct slice name = node_text(n);
	struct names names = { 0 };

	if (!n)
		return true;
	if (out->channel)
		out->model = message_in(r, out->channel, name, &names);
	for (size_t i = 0; !out->channel && i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;

		for (size_t k = 0; is_searched(out, c) && k < c->n_channels && !out->model; k++)
			out->model = message_in(r, c->channels[k], name, &names);
	}
	if (out->model)
		return true;
	if (out->channel)
		return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n),
				  "message \"%.*s\" is not one of channel \"%.*s\"%s", SLICE_FMT(name),
				  SLICE_FMT(out->channel->name), suggest(r, name, names.list, names.n));
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n), "message \"%.*s\" is not in %s%s",
			  SLICE_FMT(name), looked_in(r, out->contract),
			  suggest(r, name, names.list, names.n));
}

static bool check_params(struct reading *r, const struct node *map, struct where *out)
{
	struct node *params = node_get(map, "params");
	bool ok = true;

	if (!params)
		return true;
	if (!node_is(params, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(params), "params is an object, not %s",
				  node_kind_name(params));
	for (size_t i = 0; out->channel && i < params->n; i++) {
		struct slice key = params->members[i].key;
		struct names names = { 0 };

		if (channel_parameter(out->channel, key))
			continue;
		for (size_t k = 0; k < out->channel->n_parameters; k++)
			names_add(r, &names, out->channel->parameters[k].name);
		ok = diag_error(r->diag, DIAG_UNKNOWN_NAME, key_loc(params, &params->members[i]),
				"channel \"%.*s\" has no parameter \"%.*s\"%s", SLICE_FMT(out->channel->name),
				SLICE_FMT(key), suggest(r, key, names.list, names.n));
	}
	out->params = params;
	return check_expressions(r, params) && ok;
}

static bool is_allowed(const struct parameter *p, struct slice value)
{
	for (size_t i = 0; i < p->n_values; i++)
		if (slice_eq(p->values[i], value))
			return true;
	return !p->n_values;
}

static bool check_param_value(struct reading *r, const struct parameter *p, const struct node *n)
{
	struct slice value;
	BUF_AUTO struct buf all = BUF_INIT(0);

	if (!scalar_text(n, &value) || has_expression(value) || is_allowed(p, value))
		return true;
	for (size_t i = 0; i < p->n_values; i++)
		buf_printf(&all, "%s%.*s", i ? ", " : "", SLICE_FMT(p->values[i]));
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n),
			  "parameter \"%.*s\" is one of %s, not \"%.*s\"", SLICE_FMT(p->name), buf_cstr(&all),
			  SLICE_FMT(value));
}

bool check_param_values(struct reading *r, const struct where *w)
{
	bool ok = true;

	for (size_t i = 0; w->channel && node_is(w->params, NODE_MAP) && i < w->params->n; i++) {
		const struct member *m = &w->params->members[i];

		ok &= check_param_value(r, channel_parameter(w->channel, m->key), m->value);
	}
	return ok;
}

bool read_where(struct reading *r, const struct node *map, struct where *out)
{
	out->at = node_loc(map);
	return find_contract(r, map, out) && find_channel(r, map, out) && find_operation(r, map, out) &&
	       find_message(r, map, out) && check_params(r, map, out);
}

/* Of a contract's declared servers; where there are none, or --protocol is given, only the run knows. */
bool read_server(struct reading *r, const struct node *map, struct slice *out)
{
	const struct node *n = node_get(map, "server");
	struct names names = { 0 };

	if (!n)
		return true;
	*out = node_text(n);
	for (size_t i = 0; i < r->scenario->n_contracts; i++) {
		const struct contract *c = r->scenario->contracts[i].contract;

		for (size_t k = 0; k < c->n_servers; k++) {
			names_add(r, &names, c->servers[k]->name);
			if (slice_eq(c->servers[k]->name, *out))
				return true;
		}
	}
	if (r->set->defaults.has_protocol || !names.n)
		return true;
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n), "server \"%.*s\" is not in %s%s",
			  SLICE_FMT(*out), looked_in(r, NULL), suggest(r, *out, names.list, names.n));
}

/* Which role lets the mock (or the program) send there?  False: the contract leaves it open. */
static bool role_of(const struct where *w, bool by_mock, enum role *role)
{
	const struct channel *ch = w->channel;
	bool as_application = false, as_counterpart = false;

	if (!ch || !ch->n_operations)
		return false;
	as_application = channel_sender(ch, ROLE_APPLICATION, by_mock) != NULL;
	as_counterpart = channel_sender(ch, ROLE_COUNTERPART, by_mock) != NULL;
	*role = as_application ? ROLE_APPLICATION : ROLE_COUNTERPART;
	return as_application != as_counterpart;
}

bool take_side(struct reading *r, const struct where *w, bool by_mock, struct loc at)
{
	enum role role;

	if (!role_of(w, by_mock, &role))
		return true;
	if (!r->side_known) {
		r->side_known = true;
		r->side_at = at;
		r->scenario->role = role;
		return true;
	}
	if (role == r->scenario->role)
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, at,
			  "by this %s on \"%.*s\" the mock is %s, but line %u makes it %s",
			  by_mock ? "send" : "expect", SLICE_FMT(w->channel->name),
			  role == ROLE_APPLICATION ? "the application" : "the application's counterpart",
			  r->side_at.line,
			  r->scenario->role == ROLE_APPLICATION ? "the application" : "its counterpart");
}
