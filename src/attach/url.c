#include "attach/url.h"

#include "base/text.h"

enum { PORT_PLAIN = 1883, PORT_TLS = 8883, MOST_URL_BYTES = 4096 };

static const struct {
	const char *scheme;
	bool secure;
} schemes[] = {
	{"mqtt://",   false},
	{ "tcp://",   false},
	{ "mqtts://", true },
	{ "ssl://",   true },
};

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* Percent-decoded, NUL-terminated; NULL: a bad escape, or a NUL. */
static const char *decoded(struct arena *a, struct slice text)
{
	char *out = arena_alloc(a, text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '%') {
			int high = i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
			int low = i + 2 < text.len ? hex_digit(text.ptr[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (!c)
			return NULL;
		out[n++] = c;
	}
	out[n] = '\0';
	return out;
}

static bool set_flag(bool *to, const char *value)
{
	*to = !strcmp(value, "true") || !strcmp(value, "1");
	return *to || !strcmp(value, "false") || !strcmp(value, "0");
}

static bool set_number(unsigned *to, const char *value, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(value, names[i])) {
			*to = (unsigned)i;
			return true;
		}
	return false;
}

static bool set_parameter(struct attach_url *u, struct slice name, const char *value)
{
	static const char *const versions[] = { [4] = "3.1.1", [5] = "5" }, *const qos[] = { "0", "1", "2" };
	const struct {
		const char *name, **to;
	} texts[] = {
		{"clientId", &u->client_id},
		{ "ca",	&u->ca       },
		{ "cert",	  &u->cert	   },
		{ "key",	 &u->key	 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (slice_is(name, texts[i].name)) {
			*texts[i].to = value;
			return true;
		}
	if (slice_is(name, "insecure"))
		return set_flag(&u->insecure, value);
	if (slice_is(name, "version"))
		return set_number(&u->version, value, versions + 4, 2) && (u->version += 4);
	return slice_is(name, "qos") && set_number(&u->qos, value, qos, ARRAY_SIZE(qos));
}

static const char *read_parameters(struct attach_url *u, struct slice query, struct arena *a)
{
	struct slice one;

	while (query.len && slice_split(&query, '&', &one)) {
		size_t equals = slice_find(one, '=');
		const char *value = decoded(a, slice_from(one, equals + 1));

		if (!value || !set_parameter(u, slice_first(one, equals), value))
			return "its parameters are clientId, ca, cert, key, insecure=true, version=5|3.1.1 "
			       "and "
			       "qos=0|1|2";
	}
	return u->cert && !u->key ? "cert wants key beside it" : NULL;
}

static const char *read_credentials(struct attach_url *u, struct slice text, struct arena *a)
{
	size_t colon = slice_find(text, ':');

	u->user = decoded(a, slice_first(text, colon));
	if (colon < text.len)
		u->password = decoded(a, slice_from(text, colon + 1));
	return !u->user || (colon < text.len && !u->password) ? "a % in it is no escape" : NULL;
}

/* host, host:port, [::1]:port */
static const char *read_host(struct attach_url *u, struct slice text, struct arena *a)
{
	bool v6 = text.len && text.ptr[0] == '[';
	size_t close = v6 ? slice_find(text, ']') : 0;
	struct slice rest = v6 ? slice_from(text, close + 1) : text;
	size_t colon = slice_find(rest, ':');
	struct slice host = v6 ? slice_from(slice_first(text, close), 1) : slice_first(text, colon);
	uint64_t port = u->secure ? PORT_TLS : PORT_PLAIN;

	if (!host.len || (v6 && (colon || close == text.len)))
		return "it names no host";
	if (colon < rest.len &&
	    (!number_parse(slice_from(rest, colon + 1), &port) || !port || port > UINT16_MAX))
		return "its port is no port";
	u->host = decoded(a, host);
	u->port = (uint16_t)port;
	return u->host ? NULL : "it names no host";
}

static struct slice without_scheme(struct slice text, bool *secure)
{
	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
		if (slice_starts(text, slice_str(schemes[i].scheme))) {
			*secure = schemes[i].secure;
			return slice_from(text, strlen(schemes[i].scheme));
		}
	return SLICE_NONE;
}

static const char *parse(struct attach_url *u, struct slice text, struct arena *a)
{
	struct slice rest = without_scheme(text, &u->secure), authority;
	size_t query, at = 0;
	const char *why = NULL;

	if (!rest.ptr || text.len > MOST_URL_BYTES)
		return "it begins with mqtt:// or mqtts://";
	query = slice_find(rest, '?');
	authority = slice_first(rest, query);
	if (authority.len && authority.ptr[authority.len - 1] == '/')
		authority.len--;
	for (at = authority.len; at && authority.ptr[at - 1] != '@'; at--)
		;
	if (at)
		why = read_credentials(u, slice_first(authority, at - 1), a);
	if (!why)
		why = read_host(u, slice_from(authority, at), a);
	if (!why)
		why = read_parameters(u, slice_from(rest, query + 1), a);
	return why;
}

bool attach_url_parse(struct attach_url *out, struct slice text, struct arena *a, struct diag *d)
{
	const char *why;

	*out = (struct attach_url){ .qos = 1 };
	why = parse(out, text, a);
	if (why)
		return diag_error(
			d, DIAG_USAGE, LOC_NONE,
			"--attach takes SERVER=mqtt://[user:password@]host[:port], and this is none: %s",
			why);
	out->shown = arena_printf(a, strchr(out->host, ':') ? "%s://[%s]:%u" : "%s://%s:%u",
				  out->secure ? "mqtts" : "mqtt", out->host, out->port);
	return true;
}
