/* Servers: variables filled in, and the host taken apart. */
#include "contract/loader.h"

#include "base/limits.h"
#include "base/text.h"

/* What stands for a variable: its default, else the first of its enum; absent: nothing does. */
static struct slice variable_value(struct loader *l, struct node *variables, struct slice name)
{
	struct node *v = node_get_slice(variables, name);
	struct node *values;
	struct slice text;

	v = v ? library_resolve(l->library, v) : NULL;
	text = node_get_text(v, "default");
	values = node_get(v, "enum");
	if (!text.ptr && node_is(values, NODE_LIST) && values->n)
		text = node_text(values->items[0]);
	return text;
}

static void variable_add(struct loader *l, struct node *variables, struct slice name, struct node *at,
			 struct buf *out)
{
	struct slice value = variable_value(l, variables, name);

	if (name.len == 0)
		diag_error(l->d, DIAG_CONTRACT, node_loc(at), "{} names no server variable");
	else if (!node_get_slice(variables, name))
		diag_error(l->d, DIAG_UNKNOWN_NAME, node_loc(at),
			   "server variable \"%.*s\" is not defined in \"variables\"", SLICE_FMT(name));
	if (value.ptr)
		buf_slice(out, value);
	else
		buf_printf(out, "{%.*s}", SLICE_FMT(name));
}

/* The text of `at` with its variables filled in. */
static struct slice fill_variables(struct loader *l, struct node *variables, struct node *at)
{
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_ADDRESS_BYTES);
	struct slice rest = node_text(at);

	if (!rest.ptr)
		return SLICE_NONE;
	while (rest.len) {
		size_t open = slice_find(rest, '{');
		size_t close = slice_find(slice_from(rest, open), '}');

		buf_slice(&out, slice_first(rest, open));
		rest = slice_from(rest, open);
		if (close >= rest.len) {
			buf_slice(&out, rest);
			break;
		}
		variable_add(l, variables, slice_of(rest.ptr + 1, close - 1), at, &out);
		rest = slice_from(rest, close + 1);
	}
	return arena_copy(l->a, buf_view(&out));
}

static bool is_named_in(struct slice name, struct slice text)
{
	while (text.len) {
		size_t open = slice_find(text, '{');

		text = slice_from(text, open + (open < text.len));
		if (slice_starts(text, name) && text.len > name.len && text.ptr[name.len] == '}')
			return true;
	}
	return false;
}

/* Each variable must be used in one of the two texts. */
static void unused_variables(struct loader *l, struct node *variables, struct slice one, struct slice two)
{
	for (size_t i = 0; node_is(variables, NODE_MAP) && i < variables->n; i++) {
		struct member *m = &variables->members[i];
		struct loc at = { node_loc(m->value).file, m->line, m->col };

		if (!is_named_in(m->key, one) && !is_named_in(m->key, two))
			diag_error(l->d, DIAG_CONTRACT, at, "server variable \"%.*s\" is used nowhere",
				   SLICE_FMT(m->key));
	}
}

/* host, host:port, [v6]:port; of a list the first.  A port that is no number is none. */
static void split_host(struct server *s, struct slice text)
{
	struct slice first = slice_trim(slice_first(text, slice_find(text, ',')));
	size_t bracket = slice_starts(first, SLICE_LIT("[")) ? slice_find(first, ']') : 0;
	struct slice after = slice_from(first, bracket);
	size_t colon = bracket + slice_find(after, ':');
	uint64_t port = 0;

	s->host = slice_first(first, colon);
	if (number_parse(slice_from(first, colon + 1), &port) && port <= UINT16_MAX)
		s->port = (uint16_t)port;
}

/* 2.x: scheme://user@host:port/path, with any of them but the host left out. */
static void split_url(struct server *s, struct slice url)
{
	for (size_t i = 0; i + 2 < url.len; i++)
		if (memcmp(url.ptr + i, "://", 3) == 0) {
			url = slice_from(url, i + 3);
			break;
		}
	s->declared = url;
	s->pathname = slice_from(url, slice_find(url, '/'));
	url = slice_first(url, slice_find(url, '/'));
	if (slice_find(url, '@') < url.len)
		url = slice_from(url, slice_find(url, '@') + 1);
	split_host(s, url);
}

static struct slice lower_case(struct arena *a, struct slice s)
{
	struct slice copy = arena_copy(a, s);

	for (size_t i = 0; i < copy.len; i++)
		if (copy.ptr[i] >= 'A' && copy.ptr[i] <= 'Z')
			((char *)copy.ptr)[i] |= 0x20;
	return copy;
}

static void place_v2(struct loader *l, struct server *s, struct node *n, struct node *variables)
{
	struct node *url = node_get(n, "url");
	struct slice filled = fill_variables(l, variables, url);

	unused_variables(l, variables, node_text(url), SLICE_NONE);
	split_url(s, filled);
}

static void place_v3(struct loader *l, struct server *s, struct node *n, struct node *variables)
{
	struct node *host = node_get(n, "host"), *path = node_get(n, "pathname");
	struct slice filled = fill_variables(l, variables, host);

	s->pathname = fill_variables(l, variables, path);
	if (!s->pathname.ptr)
		s->pathname = SLICE_LIT("");
	unused_variables(l, variables, node_text(host), node_text(path));
	split_host(s, filled);
	s->declared = slice_str(arena_printf(l->a, "%.*s%.*s", SLICE_FMT(filled), SLICE_FMT(s->pathname)));
	if (slice_find(node_text(host), '/') < node_text(host).len)
		diag_warning(l->d, DIAG_CONTRACT, node_loc(host),
			     "\"host\" holds host and port only; the rest belongs to \"pathname\"");
}

static struct server *server_load(struct loader *l, struct slice name, struct node *n)
{
	struct server *s = arena_new(l->a, struct server);
	struct node *variables = node_get(n, "variables");

	variables = variables ? library_resolve(l->library, variables) : NULL;
	*s = (struct server){
		.name = name,
		.node = n,
		.protocol = lower_case(l->a, node_get_text(n, "protocol")),
		.protocol_version = node_get_text(n, "protocolVersion"),
		.bindings = bindings_load(l, n),
		.security = node_get(n, "security"),
		.at = node_loc(n),
	};
	if (l->version & V2)
		place_v2(l, s, n, variables);
	else
		place_v3(l, s, n, variables);
	return s;
}

/* One without protocol or host is left out: that it lacks them is said by the tables. */
void load_servers(struct loader *l)
{
	struct node *servers = node_get(l->contract->root, "servers");

	servers = servers ? library_resolve(l->library, servers) : NULL;
	for (size_t i = 0; node_is(servers, NODE_MAP) && i < servers->n; i++) {
		struct member *m = &servers->members[i];
		struct node *n = library_resolve(l->library, m->value);

		if (node_get_text(n, "protocol").ptr &&
		    node_get_text(n, l->version & V2 ? "url" : "host").ptr)
			LIST_ADD(l->a, l->contract, servers, server_load(l, m->key, n));
	}
}
