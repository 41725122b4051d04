/* The program under test, commands, and what is waited for. */
#include "base/text.h"
#include "scenario/line_pattern.h"
#include "scenario/reading.h"

bool read_command(struct reading *r, struct node *argv, struct node *env, struct command_step *out)
{
	bool ok = node_is(argv, NODE_TEXT) ? argv->text.len > 0 : node_is(argv, NODE_LIST) && argv->n;
	struct slice text;

	for (size_t i = 0; ok && argv->kind == NODE_LIST && i < argv->n; i++)
		ok = scalar_text(argv->items[i], &text);
	if (!ok)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(argv),
				  "\"run\" is a list, [node, app.js], or a line for the shell");
	if (env && !node_is(env, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(env), "\"env\" is an object, not %s",
				  node_kind_name(env));
	*out = (struct command_step){ .argv = argv, .env = env };
	return ALL(check_expressions(r, argv), check_expressions(r, env));
}

static const struct {
	const char *name;
	enum wait_kind kind;
} kinds[] = {
	{"subscribed",	WAIT_SUBSCRIBED	},
	{ "connected",    WAIT_CONNECTED   },
	{ "disconnected", WAIT_DISCONNECTED},
	{ "output",	    WAIT_OUTPUT	},
	{ "exited",	    WAIT_EXITED	},
};

static const char *const wait_forms =
	"subscribed: CHANNEL, connected: CLIENT, disconnected: CLIENT, output: REGEX, exited: true, or a "
	"duration such as 2s";

static bool compile_pattern(struct reading *r, const struct node *n, struct wait *out)
{
	const char *why;
	size_t where;
	struct scenario_set *s = r->set;

	out->pattern = node_text(n);
	if (!out->pattern.len)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"output\" is a regular expression");
	out->compiled = line_pattern_new(r->arena, out->pattern, &why, &where);
	if (!out->compiled)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "\"%.*s\" is no regular expression: %s (at character %zu)",
				  SLICE_FMT(out->pattern), why, where + 1);
	s->patterns =
		arena_grow(&s->arena, s->patterns, s->n_patterns, &s->room_patterns, sizeof(*s->patterns));
	s->patterns[s->n_patterns++] = out->compiled;
	return true;
}

static bool find_program(struct reading *r, const struct node *map, struct wait *out)
{
	const struct node *n = node_get(map, "program");

	out->program = -1;
	for (size_t i = 0; n && i < r->scenario->n_programs; i++)
		if (slice_eq(r->scenario->programs[i].name, node_text(n)))
			out->program = (int)i;
	if (!n || out->program >= 0)
		return true;
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n), "no program is named \"%.*s\"",
			  SLICE_FMT(node_text(n)));
}

static bool needs_program(struct reading *r, struct loc at, const char *what)
{
	return r->scenario->n_programs ||
	       diag_error(r->diag, DIAG_SCENARIO, at,
			  "\"%s\" waits for a program, and this scenario starts none", what);
}

static bool wait_for_exit(struct reading *r, const struct node *n, struct loc at, struct wait *out)
{
	int64_t status = 0;

	if (!needs_program(r, at, "exited"))
		return false;
	if (n && !(node_is(n, NODE_BOOL) && n->truth) && !node_is(n, NODE_NULL) &&
	    (!node_int(n, &status) || status < 0 || status > 255))
		return diag_error(r->diag, DIAG_SCENARIO, at,
				  "\"exited\" is true (with status 0), or the status");
	out->exit_status = (int)status;
	for (size_t i = 0; i < r->scenario->n_programs; i++)
		r->scenario->programs[i].may_end |= out->program < 0 || out->program == (int)i;
	return true;
}

/* `subscribed: CHANNEL` reads as `channel: CHANNEL` does elsewhere. */
static bool wait_for_subscription(struct reading *r, struct node *map, struct node *value, struct wait *out)
{
	struct node *as_where = node_new(r->arena, NODE_MAP, map);
	struct node *params = node_get(map, "params"), *contract = node_get(map, "contract");

	if (node_is(value, NODE_BOOL) && value->truth)
		return true;
	node_set(r->arena, as_where, SLICE_LIT("channel"), value);
	if (params)
		node_set(r->arena, as_where, SLICE_LIT("params"), params);
	if (contract)
		node_set(r->arena, as_where, SLICE_LIT("contract"), contract);
	return read_where(r, as_where, &out->where) && check_param_values(r, &out->where);
}

static bool client_of(struct reading *r, struct node *n, struct wait *out)
{
	if (node_is(n, NODE_BOOL) && n->truth)
		return true;
	if (!node_is(n, NODE_TEXT) && !node_is(n, NODE_NUMBER))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "a client's name, or true for any, is expected");
	out->client = n;
	return check_expressions(r, n);
}

static bool read_kind(struct reading *r, struct node *map, struct node *value, struct loc at,
		      struct wait *out)
{
	switch (out->kind) {
	case WAIT_SUBSCRIBED:
		return wait_for_subscription(r, map, value, out);
	case WAIT_CONNECTED:
	case WAIT_DISCONNECTED:
		return client_of(r, value, out);
	case WAIT_OUTPUT:
		return needs_program(r, at, "output") && compile_pattern(r, value, out);
	case WAIT_EXITED:
		return wait_for_exit(r, value, at, out);
	case WAIT_TIME:
		break;
	}
	return true;
}

static bool read_wait_map(struct reading *r, struct node *map, const char *what, struct wait *out)
{
	static const char *const names[] = { "subscribed", "connected", "disconnected", "output",
					     "exited",	   "server",	"client",	"params",
					     "contract",   "program",	"within",	"as" };
	static const char *const later[] = { "http", "lag" };
	struct node *found = NULL, *client = node_get(map, "client");

	if (!keys_check(r, map, &KEYS(what, names, later)))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct node *value = node_get(map, kinds[i].name);

		if (value && found)
			return diag_error(r->diag, DIAG_SCENARIO, node_loc(value), "%s is for one thing",
					  what);
		if (value)
			out->kind = kinds[i].kind;
		found = value ? value : found;
	}
	if (!found)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(map), "%s is %s", what, wait_forms);
	if (client && !client_of(r, client, out))
		return false;
	return ALL(read_server(r, map, &out->server), key_duration(r, map, "within", &out->within_us)) &&
	       find_program(r, map, out) && read_kind(r, map, found, node_loc(found), out);
}

static bool read_wait_any(struct reading *r, struct node *value, const char *what, struct wait *out)
{
	struct slice text = SLICE_NONE;

	*out = (struct wait){ .program = -1, .within_us = -1 };
	if (node_is(value, NODE_MAP))
		return read_wait_map(r, value, what, out);
	if (scalar_text(value, &text) && duration_parse(text, &out->us))
		return true;
	if (slice_is(text, "exited")) {
		out->kind = WAIT_EXITED;
		return wait_for_exit(r, NULL, node_loc(value), out);
	}
	if (slice_is(text, "connected")) {
		out->kind = WAIT_CONNECTED;
		return true;
	}
	if (slice_is(text, "disconnected")) {
		out->kind = WAIT_DISCONNECTED;
		return true;
	}
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(value), "%s is %s", what, wait_forms);
}

static bool is_of_sessions(const struct wait *w)
{
	return w->kind == WAIT_SUBSCRIBED || w->kind == WAIT_CONNECTED || w->kind == WAIT_DISCONNECTED;
}

bool read_wait(struct reading *r, struct node *value, const char *what, struct wait *out)
{
	return read_wait_any(r, value, what, out) &&
	       (!is_of_sessions(out) ||
		needs_mock(r, out->server, node_loc(value),
			   "does not tell who is connected or subscribed; wait for output"));
}

static bool read_program(struct reading *r, const struct node *map, struct slice name, struct program *out)
{
	static const char *const names[] = { "run", "env", "ready" };
	struct node *ready = node_get(map, "ready"), *argv = node_get(map, "run");

	out->name = name;
	out->at = node_loc(map);
	if (!keys_check(r, map, &KEYS_ALL("a program", names)))
		return false;
	if (!argv)
		return diag_error(r->diag, DIAG_SCENARIO, out->at,
				  "a program says what to run: run: [node, app.js]");
	if (ready) {
		out->ready = arena_new(r->arena, struct wait);
		if (!read_wait(r, ready, "ready", out->ready))
			return false;
		if (out->ready->kind == WAIT_OUTPUT && out->ready->program < 0)
			out->ready->program = (int)(out - r->scenario->programs);
	}
	return read_command(r, argv, node_get(map, "env"), &out->command);
}

bool read_programs(struct reading *r)
{
	struct scenario *s = r->scenario;
	struct node *one = node_get(s->root, "program"), *several = node_get(s->root, "programs");
	bool ok = true;

	if (one && several)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(several),
				  "\"program\" is one, \"programs\" are several by name; use one of the two");
	if (several && !node_is(several, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(several),
				  "\"programs\" is an object of programs by name, not %s",
				  node_kind_name(several));
	s->n_programs = several ? several->n : one ? 1 : 0;
	s->programs = arena_array(r->arena, struct program, s->n_programs + 1);
	for (size_t i = 0; several && i < several->n; i++)
		s->programs[i].name = several->members[i].key;
	for (size_t i = 0; several && i < several->n; i++)
		ok &= read_program(r, several->members[i].value, several->members[i].key, &s->programs[i]);
	return one ? read_program(r, one, SLICE_LIT("program"), &s->programs[0]) : ok;
}
