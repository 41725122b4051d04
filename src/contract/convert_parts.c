/* Servers, security and parameters. */
#include "contract/convert_parts.h"

/* --- servers: scheme://user@host:port/path becomes host and pathname; the scheme is the protocol's */

static size_t find_text(struct slice s, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= s.len; i++)
		if (memcmp(s.ptr + i, text, n) == 0)
			return i;
	return s.len;
}

static void split(struct slice url, struct slice *host, struct slice *path)
{
	size_t scheme = find_text(url, "://");

	url = scheme < url.len ? slice_from(url, scheme + 3) : url;
	*path = slice_from(url, slice_find(url, '/'));
	*host = slice_first(url, slice_find(url, '/'));
	if (slice_find(*host, '@') < host->len)
		*host = slice_from(*host, slice_find(*host, '@') + 1);
}

void convert_url(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct slice host, path;

	(void)n;
	if (!node_is(m->value, NODE_TEXT)) {
		convert_put(cv, out, SLICE_LIT("host"), m->value, m);
		return;
	}
	split(m->value->text, &host, &path);
	convert_put(cv, out, SLICE_LIT("host"), convert_text(cv, host), m);
	if (path.len)
		convert_put(cv, out, SLICE_LIT("pathname"), convert_text(cv, path), NULL);
}

/* One that stood in the scheme is used no more. */
void convert_variables(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct node *kept = m->value;
	struct slice host = SLICE_NONE, path = SLICE_NONE;

	split(node_get_text(n, "url"), &host, &path);
	if (node_is(kept, NODE_MAP) && !node_get(kept, "$ref")) {
		kept = convert_map(cv, m->value);
		for (size_t i = 0; i < m->value->n; i++) {
			const struct member *v = &m->value->members[i];
			const char *used = arena_printf(cv->a, "{%.*s}", SLICE_FMT(v->key));

			if (find_text(host, used) < host.len || find_text(path, used) < path.len)
				convert_put(cv, kept, v->key, v->value, v);
		}
	}
	if (kept->n)
		convert_put(cv, out, m->key, kept, m);
}

/* --- security: {scheme: [scopes]} becomes the scheme itself */

static struct node *with_scopes(struct converter *cv, struct node *scheme, struct node *scopes)
{
	struct node *out = convert_value(cv, scheme, PLACE_SECURITY);

	out = node_copy(cv->a, out);
	convert_put(cv, out, SLICE_LIT("scopes"), scopes, NULL);
	return out;
}

static void add_requirement(struct converter *cv, struct node *list, const struct member *m)
{
	struct slice pointer = convert_below(cv, SLICE_LIT("/components/securitySchemes"), m->key);
	struct node *schemes = node_get(node_get(cv->contract->root, "components"), "securitySchemes");
	struct node *scheme = node_get_slice(schemes, m->key);

	scheme = scheme ? library_resolve(&cv->contract->library, scheme) : NULL;
	if (node_is(scheme, NODE_MAP) && node_is(m->value, NODE_LIST) && m->value->n)
		node_append(cv->a, list, with_scopes(cv, scheme, m->value));
	else
		node_append(cv->a, list, convert_ref(cv, pointer));
}

/* An entry with several names wants all of them; 3.x cannot say that, and lists them. */
void convert_requirements(struct converter *cv, struct node *out, const struct node *n,
			  const struct member *m)
{
	struct node *list = node_new(cv->a, NODE_LIST, NULL);

	(void)n;
	for (size_t i = 0; node_is(m->value, NODE_LIST) && i < m->value->n; i++) {
		const struct node *one = m->value->items[i];

		for (size_t k = 0; node_is(one, NODE_MAP) && k < one->n; k++)
			add_requirement(cv, list, &one->members[k]);
	}
	convert_put(cv, out, m->key, list, m);
}

void convert_flows(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct node *flows = convert_map(cv, m->value);

	(void)n;
	for (size_t i = 0; node_is(m->value, NODE_MAP) && i < m->value->n; i++) {
		const struct member *flow = &m->value->members[i];
		struct node *made = convert_map(cv, flow->value);

		for (size_t k = 0; node_is(flow->value, NODE_MAP) && k < flow->value->n; k++) {
			const struct member *f = &flow->value->members[k];
			bool is_scopes = slice_is(f->key, "scopes");

			convert_put(cv, made, is_scopes ? SLICE_LIT("availableScopes") : f->key, f->value, f);
		}
		convert_put(cv, flows, flow->key, made, flow);
	}
	convert_put(cv, out, m->key, flows, m);
}

/* --- parameters: of a schema, only what can be said of a text is left */

static struct node *as_text(struct converter *cv, struct node *n)
{
	if (node_is(n, NODE_BOOL))
		return convert_text(cv, n->truth ? SLICE_LIT("true") : SLICE_LIT("false"));
	return node_is(n, NODE_NUMBER) ? convert_text(cv, n->text) : node_is(n, NODE_TEXT) ? n : NULL;
}

static void put_texts(struct converter *cv, struct node *out, const struct node *schema, const char *key)
{
	const struct member *m = node_member(schema, slice_str(key));
	struct node *list;

	if (!m || !node_is(m->value, NODE_LIST))
		return;
	list = node_new(cv->a, NODE_LIST, m->value);
	for (size_t i = 0; i < m->value->n; i++)
		if (as_text(cv, m->value->items[i]))
			node_append(cv->a, list, as_text(cv, m->value->items[i]));
	if (list->n)
		convert_put(cv, out, m->key, list, m);
}

void convert_parameter_schema(struct converter *cv, struct node *out, const struct node *n,
			      const struct member *m)
{
	const struct node *schema = library_resolve(&cv->contract->library, m->value);
	const struct member *about = node_member(schema, SLICE_LIT("description"));
	struct node *only = as_text(cv, node_get(schema, "const")), *value, *list;

	put_texts(cv, out, schema, "enum");
	if (only && !node_get(out, "enum")) {
		list = node_new(cv->a, NODE_LIST, NULL);
		node_append(cv->a, list, only);
		convert_put(cv, out, SLICE_LIT("enum"), list, NULL);
	}
	value = as_text(cv, node_get(schema, "default"));
	if (value)
		convert_put(cv, out, SLICE_LIT("default"), value, node_member(schema, SLICE_LIT("default")));
	put_texts(cv, out, schema, "examples");
	if (about && !node_get(n, "description"))
		convert_put(cv, out, about->key, about->value, about);
}
