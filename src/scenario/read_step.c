/* Steps: one verb each, a row per verb. */
#include "base/text.h"
#include "scenario/reading.h"

static const char *const later_verbs[] = { "request", "reply",	"call",	    "start", "stop", "restart",
					   "replay",  "repeat", "parallel", "use",   "clear" };

static bool read_as(struct reading *r, const struct node *map, struct slice *as)
{
	return key_text(r, map, "as", as);
}

static bool check_without(struct reading *r, const struct node *list)
{
	bool ok = true;

	if (!list)
		return true;
	if (!node_is(list, NODE_LIST))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(list),
				  "\"without\" is a list of JSON pointers, such as [/coupon]");
	for (size_t i = 0; i < list->n; i++) {
		struct slice pointer = node_text(list->items[i]);

		if (!pointer.len || pointer.ptr[0] != '/')
			ok = diag_error(r->diag, DIAG_SCENARIO, node_loc(list->items[i]),
					"\"without\" holds JSON pointers into the payload, such as /coupon");
	}
	return ok;
}

/* What the message is made of: generated and merged, raw bytes, or a captured message again. */
static bool check_source(struct reading *r, const struct node *map, const struct send *s)
{
	static const char *const not_with_again[] = { "channel", "operation", "message", "payload",
						      "headers", "key",	      "params",	 "without",
						      "raw",	 "exact",     "server" };
	static const char *const not_with_raw[] = { "payload", "without", "exact" };
	const char *const *others = s->again.ptr ? not_with_again : not_with_raw;
	size_t n = s->again.ptr ? ARRAY_SIZE(not_with_again) : ARRAY_SIZE(not_with_raw);

	for (size_t i = 0; (s->again.ptr || s->raw) && i < n; i++)
		if (node_get(map, others[i]))
			return diag_error(r->diag, DIAG_SCENARIO, node_loc(node_get(map, others[i])),
					  "\"%s\" makes no sense beside \"%s\"", others[i],
					  s->again.ptr ? "again" : "raw");
	if (s->again.ptr && !known_has(r, s->again))
		return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(node_get(map, "again")),
				  "no earlier step has \"as: %.*s\"", SLICE_FMT(s->again));
	if (s->again.ptr || s->where.channel)
		return true;
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(map),
			  "a send says where to: channel, operation, or again: NAME");
}

static bool check_encoding(struct reading *r, const struct node *map, struct send *s)
{
	const struct node *n = node_get(map, "encoding");
	BUF_AUTO struct buf bytes = BUF_INIT(0);

	s->base64 = slice_is(node_text(n), "base64");
	if (s->base64 && node_is(s->raw, NODE_TEXT) && !has_expression(s->raw->text) &&
	    !base64_decode(s->raw->text, &bytes))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(s->raw), "\"raw\" is not base64");
	return !n || s->base64 || slice_is(node_text(n), "text") ||
	       diag_error(r->diag, DIAG_SCENARIO, node_loc(n), "\"encoding\" is text or base64");
}

static bool check_receivers(struct reading *r, const struct send *s)
{
	int64_t n;

	return !s->receivers || (node_int(s->receivers, &n) && !n) ||
	       needs_mock(r, SLICE_NONE, node_loc(s->receivers), "does not tell who has subscribed");
}

static bool check_target(struct reading *r, const struct node *map, const struct send *s)
{
	const struct node *n = node_get(map, "channel");
	const struct channel *ch = s->where.channel;

	if (ch && !ch->address.ptr && !s->where.address.ptr)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n ? n : map),
				  "channel \"%.*s\" has no address to send to: only a request gives it one",
				  SLICE_FMT(ch->name));
	return s->invalid || check_param_values(r, &s->where);
}

/* What comes from one server of a mock is seen on all: the name has to be one that the channel is on, no
 * more. */
static bool check_narrowing(struct reading *r, const struct node *map, const struct send *s)
{
	const struct member *client = node_member(map, SLICE_LIT("client"));
	const struct channel *ch = s->where.channel;
	struct slice server = SLICE_NONE;

	if (client)
		return diag_error(
			r->diag, DIAG_UNSUPPORTED, key_loc(map, client),
			"\"client\" of a send is not supported yet: a message goes to everybody who is "
			"subscribed, not to one of them");
	if (!read_server(r, map, &server))
		return false;
	for (size_t i = 0; server.ptr && ch && i < ch->n_servers; i++)
		if (slice_eq(ch->servers[i]->name, server))
			return true;
	return !server.ptr || !ch || !ch->n_servers ||
	       diag_error(r->diag, DIAG_SCENARIO, node_loc(node_get(map, "server")),
			  "channel \"%.*s\" is not on server \"%.*s\"", SLICE_FMT(ch->name),
			  SLICE_FMT(server));
}

/* Which of several messages is meant must be said. */
static bool choose_model(struct reading *r, const struct node *map, struct send *s)
{
	const struct channel *ch = s->where.channel;
	const struct operation *op = s->where.operation;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (!ch || s->where.model || s->raw || s->exact)
		return true;
	if (op && op->n_messages == 1)
		s->where.model = op->messages[0];
	else if (ch->n_messages == 1)
		s->where.model = ch->messages[0];
	if (s->where.model || (!ch->n_messages && s->payload))
		return true;
	if (!ch->n_messages)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(map),
				  "channel \"%.*s\" has no messages to make one from; give a payload or raw",
				  SLICE_FMT(ch->name));
	for (size_t i = 0; i < ch->n_messages; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "", SLICE_FMT(ch->messages[i]->name));
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(map),
			  "channel \"%.*s\" has several messages; say which with message: %s",
			  SLICE_FMT(ch->name), buf_cstr(&b));
}

static bool read_send(struct reading *r, struct node *map, struct step *step)
{
	static const char *const names[] = { "channel",	  "operation", "contract", "message", "payload",
					     "headers",	  "key",       "params",   "without", "exact",
					     "raw",	  "encoding",  "again",	   "times",   "every",
					     "receivers", "invalid",   "within",   "server",  "client",
					     "as" };
	struct send *s = &step->send;
	bool ok;

	if (!keys_check(r, map, &KEYS_ALL("send", names)) || !read_where(r, map, &s->where))
		return false;
	ok = ALL(key_value(r, map, "payload", &s->payload), key_value(r, map, "headers", &s->headers),
		 key_value(r, map, "key", &s->key), key_value(r, map, "raw", &s->raw),
		 key_value(r, map, "without", &s->without), key_bool(r, map, "exact", &s->exact),
		 key_count(r, map, "times", 0, &s->times), key_duration(r, map, "every", &s->every_us),
		 key_count(r, map, "receivers", 0, &s->receivers), read_invalid(r, map, s),
		 key_text(r, map, "again", &s->again), key_duration(r, map, "within", &step->within_us),
		 read_as(r, map, &step->as), check_encoding(r, map, s), check_without(r, s->without));
	if (ok && s->headers && !node_is(s->headers, NODE_MAP) && !node_is(s->headers, NODE_TEXT))
		ok = diag_error(r->diag, DIAG_SCENARIO, node_loc(s->headers), "headers is an object, not %s",
				node_kind_name(s->headers));
	if (ok && s->exact && !s->payload)
		ok = diag_error(r->diag, DIAG_SCENARIO, node_loc(map),
				"exact generates nothing, so it wants a payload");
	return ok && check_source(r, map, s) && check_receivers(r, s) && check_narrowing(r, map, s) &&
	       check_target(r, map, s) && choose_model(r, map, s) && check_label(r, map, s) &&
	       take_side(r, &s->where, true, step->at);
}

static bool step_expect(struct reading *r, struct node *value, struct step *step)
{
	return read_expect(r, value, step->expect.ordered, &step->expect);
}

/* Of a wait or a fault it may stand in the verb or beside it. */
static bool read_inner_as(struct reading *r, const struct node *map, struct step *step)
{
	const struct node *n = node_get(map, "as");

	if (n && step->as.ptr)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "\"as\" stands beside the verb already");
	return read_as(r, map, &step->as);
}

static bool step_wait(struct reading *r, struct node *value, struct step *step)
{
	if (node_is(value, NODE_MAP) && !read_inner_as(r, value, step))
		return false;
	return read_wait(r, value, "wait", &step->wait);
}

static bool step_fault(struct reading *r, struct node *map, struct step *step)
{
	static const char *const names[] = { "disconnect", "times", "for", "as" };
	static const char *const later[] = { "refuse",	 "half-open", "drip",  "cut",  "corrupt",
					     "withhold", "delay",     "close", "drop", "duplicate",
					     "reorder",	 "rebalance", "error" };
	static const char *const inner_names[] = { "server", "client" };
	struct fault_step *f = &step->fault;
	struct node *inner;

	f->for_us = -1;
	if (!keys_check(r, map, &KEYS("fault", names, later)))
		return false;
	inner = node_get(map, "disconnect");
	if (!inner)
		return diag_error(
			r->diag, DIAG_SCENARIO, node_loc(map),
			"a fault names what goes wrong: disconnect: { server: NAME, client: NAME }");
	if (node_is(inner, NODE_NULL) || (node_is(inner, NODE_BOOL) && inner->truth))
		inner = node_new(r->arena, NODE_MAP, inner);
	return ALL(keys_check(r, inner, &KEYS_ALL("disconnect", inner_names)),
		   read_server(r, inner, &f->server),
		   needs_mock(r, f->server, node_loc(map), "cannot be made to misbehave"),
		   key_value(r, inner, "client", &f->client), key_count(r, map, "times", 1, &f->times),
		   key_duration(r, map, "for", &f->for_us), read_inner_as(r, map, step));
}

static bool step_run(struct reading *r, struct node *value, struct step *step)
{
	return read_command(r, value, NULL, &step->command);
}

/* Keys that may stand beside the verb. */
static const struct {
	const char *name;
	enum verb verb;
	bool (*read)(struct reading *r, struct node *value, struct step *step);
	const char *beside[3]; /* ends with NULL */
} verbs[] = {
	{"send",	  VERB_SEND,   read_send,	{ NULL }		 },
	{ "expect", VERB_EXPECT, step_expect, { "ordered", NULL }	  },
	{ "wait",	  VERB_WAIT,   step_wait,	{ "as", NULL }	       },
	{ "fault",  VERB_FAULT,  step_fault,  { "as", NULL }	  },
	{ "run",	 VERB_RUN,	   step_run,    { "as", "within", NULL }},
};

static bool say_no_verb(struct reading *r, const struct node *map, const struct member *odd)
{
	struct slice names[ARRAY_SIZE(verbs) + ARRAY_SIZE(later_verbs) + 1], near;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		names[n++] = slice_str(verbs[i].name);
	for (size_t i = 0; i < ARRAY_SIZE(later_verbs); i++)
		names[n++] = slice_str(later_verbs[i]);
	if (!odd)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(map),
				  "a step has a verb: send, expect, wait, fault or run");
	near = nearest_name(odd->key, names, n);
	return diag_error(r->diag, DIAG_UNKNOWN_KEY, key_loc(map, odd), "\"%.*s\" is not a verb%s%.*s%s",
			  SLICE_FMT(odd->key),
			  near.ptr ? "; did you mean \"" : "; a step is send, expect, wait, fault or run",
			  SLICE_FMT(near), near.ptr ? "\"?" : "");
}

/* The verb's row, or -1: said. */
static int find_verb(struct reading *r, const struct node *map)
{
	const struct member *odd = NULL;
	int found = -1;

	for (size_t i = 0; i < map->n; i++) {
		const struct member *m = &map->members[i];
		int row = -1;

		for (size_t k = 0; k < ARRAY_SIZE(verbs); k++)
			if (slice_is(m->key, verbs[k].name))
				row = (int)k;
		for (size_t k = 0; k < ARRAY_SIZE(later_verbs); k++)
			if (slice_is(m->key, later_verbs[k])) {
				unsupported(r, key_loc(map, m), later_verbs[k]);
				return -1;
			}
		if (row >= 0 && found >= 0) {
			diag_error(r->diag, DIAG_SCENARIO, key_loc(map, m),
				   "a step has one verb; this one has \"%s\" and \"%s\"", verbs[found].name,
				   verbs[row].name);
			return -1;
		}
		if (row >= 0)
			found = row;
		else if (!slice_is(m->key, "name") && !odd)
			odd = m;
	}
	if (found < 0)
		say_no_verb(r, map, odd);
	return found;
}

static bool check_beside(struct reading *r, const struct node *map, int verb)
{
	const char *names[6] = { "name", verbs[verb].name };
	struct keys keys = { .what = "a step", .names = names, .n = 2 };

	for (const char *const *b = verbs[verb].beside; *b; b++)
		names[keys.n++] = *b;
	for (size_t i = 0; i < map->n; i++) {
		const struct member *m = &map->members[i];
		bool known = false;

		for (size_t k = 0; k < keys.n; k++)
			known |= slice_is(m->key, names[k]);
		/* The usual slip: what belongs to the verb is indented too little. */
		if (!known && node_is(node_get(map, verbs[verb].name), NODE_NULL))
			return diag_error(
				r->diag, DIAG_UNKNOWN_KEY, key_loc(map, m),
				"\"%.*s\" is not a key of a step; indent it further to make it one of %s",
				SLICE_FMT(m->key), verbs[verb].name);
	}
	return keys_check(r, map, &keys);
}

static bool read_step(struct reading *r, struct node *map, struct step *step)
{
	int verb;
	bool ok;

	step->at = node_loc(map);
	step->within_us = -1;
	if (!node_is(map, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, step->at, "a step is an object, not %s",
				  node_kind_name(map));
	verb = find_verb(r, map);
	if (verb < 0 || !check_beside(r, map, verb))
		return false;
	step->verb = verbs[verb].verb;
	ok = ALL(key_text(r, map, "name", &step->name), key_duration(r, map, "within", &step->within_us),
		 read_as(r, map, &step->as));
	if (step->verb == VERB_EXPECT)
		ok &= key_bool(r, map, "ordered", &step->expect.ordered);
	if (!ok || !verbs[verb].read(r, node_get(map, verbs[verb].name), step))
		return false;
	/* `again`, and several times, give lists or what another step gave. */
	return !step->as.ptr ||
	       known_add(r, step->as, step->verb == VERB_SEND && !step->send.times, step->at);
}

bool read_steps(struct reading *r, const struct node *list, const char *what, struct steps *out)
{
	bool ok = true;

	if (!list)
		return true;
	if (!node_is(list, NODE_LIST))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(list), "\"%s\" is a list of steps, not %s",
				  what, node_kind_name(list));
	out->list = arena_array(r->arena, struct step, list->n + 1);
	for (size_t i = 0; i < list->n; i++)
		ok &= read_step(r, list->items[i], &out->list[i]);
	out->n = list->n;
	return ok;
}
