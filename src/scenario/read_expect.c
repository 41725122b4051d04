/* expect: one expectation, or a list of them. */
#include "base/text.h"
#include "scenario/reading.h"

static const char *const sessions[] = { [SESSION_CONNECTED] = "connected",
					[SESSION_REFUSED] = "refused",
					[SESSION_SUBSCRIBED] = "subscribed",
					[SESSION_DISCONNECTED] = "disconnected" };

static bool read_session(struct reading *r, const struct node *map, enum session_event *out)
{
	const struct node *n = node_get(map, "session");

	if (!n)
		return true;
	for (int i = SESSION_CONNECTED; i <= SESSION_DISCONNECTED; i++)
		if (slice_is(node_text(n), sessions[i])) {
			*out = (enum session_event)i;
			return true;
		}
	return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
			  "\"session\" is connected, refused, subscribed or disconnected");
}

/* What a violation may be named by: a schema's keyword, or what else breaks a contract. */
static bool check_keyword(struct reading *r, const struct node *n)
{
	static const char *const others[] = { "additionalItems", "false",     "json",	   "duplicate-key",
					      "address",	 "parameter", "direction", "content-type",
					      "header",		 "limit" };
	struct slice names[64], near;
	size_t count = 0;

	if (!n || (node_is(n, NODE_TEXT) && has_expression(n->text)))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		names[count++] = slice_str(others[i]);
	for (size_t i = 0; count < ARRAY_SIZE(names) && schema_keyword(i).ptr; i++)
		names[count++] = schema_keyword(i);
	for (size_t i = 0; i < count; i++)
		if (slice_eq(names[i], node_text(n)))
			return true;
	near = nearest_name(node_text(n), names, count);
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n),
			  "no violation has the keyword \"%.*s\"%s%.*s%s", SLICE_FMT(node_text(n)),
			  near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
}

static bool read_violation(struct reading *r, const struct node *map, struct expectation *e)
{
	static const char *const names[] = { "keyword", "instance" };
	const struct node *n = node_get(map, "violation");

	if (!n)
		return true;
	if (node_is(n, NODE_BOOL) && n->truth) {
		e->violation = true;
		return true;
	}
	e->violation = true;
	if (!node_is(n, NODE_MAP))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "\"violation\" is true, or an object with keyword and instance");
	return keys_check(r, n, &KEYS_ALL("violation", names)) && key_value(r, n, "keyword", &e->keyword) &&
	       key_value(r, n, "instance", &e->instance) && check_keyword(r, e->keyword);
}

static bool is_number(const struct node *n, int64_t value)
{
	int64_t v;

	return node_int(n, &v) && v == value;
}

/* A whole number, or { min, max }; silence and a maximum are only true of a time. */
static bool read_count(struct reading *r, const struct node *map, struct expectation *e)
{
	static const char *const names[] = { "min", "max" };
	struct node *n = node_get(map, "count"), *min = NULL, *max = NULL;
	int64_t least, most;

	if (!n)
		return true;
	if (!node_is(n, NODE_MAP)) {
		if (!key_count(r, map, "count", 0, &e->count))
			return false;
	} else {
		e->count = n;
		if (!keys_check(r, n, &KEYS_ALL("count", names)) || !key_count(r, n, "min", 0, &min) ||
		    !key_count(r, n, "max", 0, &max))
			return false;
	}
	if (node_int(min, &least) && node_int(max, &most) && least > most)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(min),
				  "no count is at least %lld and at most %lld", (long long)least,
				  (long long)most);
	if (e->for_us < 0 && (max || is_number(n, 0)))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(n),
				  "%s needs \"for\": how long it must hold, such as for: 2s",
				  max ? "\"max\"" : "count: 0");
	return true;
}

static bool read_after(struct reading *r, const struct node *map, struct expectation *e)
{
	const struct node *n = node_get(map, "after");

	if (!key_text(r, map, "after", &e->after))
		return false;
	e->after_now = slice_is(e->after, "now");
	if (!n || e->after_now || known_has(r, e->after))
		return true;
	return diag_error(r->diag, DIAG_UNKNOWN_NAME, node_loc(n), "no earlier step has \"as: %.*s\"",
			  SLICE_FMT(e->after));
}

static bool read_schema(struct reading *r, const struct node *map, struct expectation *e)
{
	static const struct schema_options options = { .dialect = DIALECT_DRAFT_07, .formats_assert = true };
	struct node *n = node_get(map, "schema");

	if (!n)
		return true;
	r->set->library.diag = r->diag;
	e->schema_node = n;
	e->schema = schema_compile(r->arena, &r->set->library, n, &options);
	return e->schema != NULL;
}

/* Of a session there is no payload, of a message no reason. */
static bool check_kind(struct reading *r, const struct node *map, const struct expectation *e)
{
	static const char *const of_message[] = { "message",   "payload",  "key",    "schema", "exact",
						  "violation", "distinct", "rising", "per" };

	if (e->session) {
		for (size_t i = 0; i < ARRAY_SIZE(of_message); i++)
			if (node_get(map, of_message[i]))
				return diag_error(r->diag, DIAG_SCENARIO,
						  node_loc(node_get(map, of_message[i])),
						  "a session event has no \"%s\"", of_message[i]);
		return !node_get(map, "headers") ||
		       diag_error(r->diag, DIAG_UNSUPPORTED, node_loc(node_get(map, "headers")),
				  "\"headers\" of a session is not supported yet");
	}
	if (node_get(map, "reason"))
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(node_get(map, "reason")),
				  "only a session event has a \"reason\"");
	if (e->per.ptr && !e->distinct.ptr && !e->rising.ptr)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(node_get(map, "per")),
				  "\"per\" goes with distinct or rising");
	return true;
}

/* Expecting nothing, or something wrong, says nothing of who may send there. */
static bool tells_side(const struct expectation *e)
{
	return !e->session && !e->violation && !is_number(e->count, 0);
}

static bool check_teller(struct reading *r, const struct node *map, const struct expectation *e)
{
	if (e->session)
		return needs_mock(r, e->server, node_loc(node_get(map, "session")),
				  "does not tell who is connected or subscribed");
	return !e->client ||
	       needs_mock(r, e->server, node_loc(e->client), "does not tell who has sent a message");
}

static bool read_one(struct reading *r, struct node *map, struct expectation *e)
{
	static const char *const names[] = { "channel", "operation", "contract", "server", "client",
					     "message", "payload",   "headers",	 "key",	   "params",
					     "exact",	"schema",    "count",	 "within", "for",
					     "after",	"violation", "session",	 "reason", "distinct",
					     "rising",	"per",	     "as" };
	static const char *const later[] = { "query", "recording", "ignore" };
	bool ok;

	e->at = node_loc(map);
	e->within_us = e->for_us = -1;
	if (!keys_check(r, map, &KEYS("expect", names, later)) || !read_where(r, map, &e->where))
		return false;
	ok = ALL(key_value(r, map, "payload", &e->payload), key_value(r, map, "headers", &e->headers),
		 key_value(r, map, "key", &e->key), key_value(r, map, "client", &e->client),
		 key_value(r, map, "reason", &e->reason), key_bool(r, map, "exact", &e->exact),
		 key_duration(r, map, "within", &e->within_us), key_duration(r, map, "for", &e->for_us),
		 read_server(r, map, &e->server), read_session(r, map, &e->session),
		 read_violation(r, map, e), read_after(r, map, e),
		 key_pointer(r, map, "distinct", &e->distinct), key_pointer(r, map, "rising", &e->rising),
		 key_pointer(r, map, "per", &e->per), key_text(r, map, "as", &e->as), read_schema(r, map, e));
	ok = ok && read_count(r, map, e) && check_kind(r, map, e) && check_teller(r, map, e);
	if (ok && tells_side(e))
		ok = check_param_values(r, &e->where);
	return ok && (!tells_side(e) || take_side(r, &e->where, false, e->at));
}

bool read_expect(struct reading *r, struct node *value, bool ordered, struct expect *out)
{
	bool is_list = node_is(value, NODE_LIST), ok = true;
	size_t n = is_list ? value->n : 1;

	if (!n)
		return diag_error(r->diag, DIAG_SCENARIO, node_loc(value), "an empty list expects nothing");
	out->ordered = ordered;
	out->list = arena_array(r->arena, struct expectation, n);
	out->n = n;
	for (size_t i = 0; i < n; i++)
		ok &= read_one(r, is_list ? value->items[i] : value, &out->list[i]);
	/* Only once all are read: they do not see one another's messages. */
	for (size_t i = 0; ok && i < n; i++)
		if (out->list[i].as.ptr)
			ok = known_add(r, out->list[i].as, !out->list[i].session && !out->list[i].count,
				       out->list[i].at);
	return ok;
}
