/* Bindings: 2.x leaves them open, 3.x does not.  What no version of a protocol's binding knows is kept as an
 * extension, what only an older one knows gets that version. */
#include "contract/convert_parts.h"
#include "contract/official.h"

static const struct {
	enum place_kind place;
	const char *role; /* in the files of official/ */
} roles[] = {
	{PLACE_BINDINGS_SERVER,	 "server"	  },
	{ PLACE_BINDINGS_CHANNEL,	  "channel"  },
	{ PLACE_BINDINGS_OPERATION, "operation"},
	{ PLACE_BINDINGS_MESSAGE,	  "message"  },
};

static bool is_extension(struct slice key)
{
	return slice_starts(key, SLICE_LIT("x-"));
}

static bool knows(const struct node *schema, struct slice key)
{
	return is_extension(key) || node_get_slice(node_get(schema, "properties"), key);
}

static bool knows_all(const struct node *schema, const struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		if (!knows(schema, n->members[i].key))
			return false;
	return true;
}

/* The version that the binding names, else the latest that knows all that is in it, else the latest. */
static const struct member *version_of(const struct node *versions, const struct node *n)
{
	struct slice named = node_get_text(n, "bindingVersion");

	if (named.ptr && !slice_is(named, "latest"))
		return node_member(versions, named);
	for (size_t i = versions->n; i-- > 0;)
		if (knows_all(versions->members[i].value, n))
			return &versions->members[i];
	return &versions->members[versions->n - 1];
}

/* The first versions had texts where schemas are wanted since. */
static struct node *as_schema(struct converter *cv, const struct member *m)
{
	struct node *out = node_new(cv->a, NODE_MAP, NULL), *list = node_new(cv->a, NODE_LIST, NULL);

	node_append(cv->a, list, m->value);
	convert_put(cv, out, SLICE_LIT("type"), convert_text(cv, SLICE_LIT("string")), NULL);
	convert_put(cv, out, SLICE_LIT("enum"), list, NULL);
	return out;
}

static bool wants_schema(struct slice protocol, struct slice key)
{
	return slice_is(protocol, "kafka") &&
	       (slice_is(key, "clientId") || slice_is(key, "groupId") || slice_is(key, "key"));
}

static struct node *convert_one(struct converter *cv, struct node *n, struct slice protocol,
				const struct node *versions)
{
	const struct member *version = version_of(versions, n);
	struct node *out = convert_map(cv, n);

	if (!version)
		return n;
	for (size_t i = 0; i < n->n; i++) {
		const struct member *m = &n->members[i];
		struct slice key = m->key;

		if (!knows(version->value, key))
			key = slice_str(arena_printf(cv->a, "x-%.*s", SLICE_FMT(key)));
		convert_put(cv, out, key,
			    node_is(m->value, NODE_TEXT) && wants_schema(protocol, key) ? as_schema(cv, m)
											: m->value,
			    m);
	}
	if (!node_get(n, "bindingVersion") && version != &versions->members[versions->n - 1])
		convert_put(cv, out, SLICE_LIT("bindingVersion"), convert_text(cv, version->key), NULL);
	return out;
}

struct node *convert_bindings(struct converter *cv, struct node *n, enum place_kind place)
{
	struct node *out = convert_map(cv, n);

	for (size_t i = 0; i < n->n; i++) {
		const struct member *m = &n->members[i];
		struct node *value = m->value, *file = NULL, *versions;
		size_t role = 0;

		while (roles[role].place != place)
			role++;
		if (node_is(value, NODE_MAP) && !node_get(value, "$ref") && !is_extension(m->key))
			file = official_file(&cv->official,
					     arena_printf(cv->a, "bindings/%.*s", SLICE_FMT(m->key)));
		versions = node_get(file, roles[role].role);
		if (versions)
			value = convert_one(cv, value, m->key, versions);
		convert_put(cv, out, m->key, value, m);
	}
	return out;
}
