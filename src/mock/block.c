#include "mock/block.h"

#include "base/text.h"

static bool parse_name(struct slice s, const char *const *names, size_t n, int *out)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(s, names[i])) {
			*out = (int)i;
			return true;
		}
	return false;
}

static const char *const policies[] = { "accept", "reject", "dead-letter" };
static const char *const unknowns[] = { "report", "relay", "refuse" };
static const char *const roles[] = { "auto", "application", "counterpart" };

bool policy_parse(struct slice s, enum policy *out)
{
	int i;

	if (!parse_name(s, policies, ARRAY_SIZE(policies), &i))
		return false;
	*out = (enum policy)i;
	return true;
}

bool unknown_parse(struct slice s, enum unknown *out)
{
	int i;

	if (!parse_name(s, unknowns, ARRAY_SIZE(unknowns), &i))
		return false;
	*out = (enum unknown)i;
	return true;
}

bool role_parse(struct slice s, enum role *out)
{
	int i;

	if (!parse_name(s, roles, ARRAY_SIZE(roles), &i))
		return false;
	*out = (enum role)i;
	return true;
}

const char *role_name(enum role r)
{
	return roles[r];
}

static bool read_policy(struct mock_block *b, const struct node *v, struct arena *a, struct diag *d)
{
	(void)a;
	b->has_policy = true;
	return policy_parse(node_text(v), &b->policy) ||
	       diag_error(d, DIAG_SCENARIO, node_loc(v), "policy is accept, reject or dead-letter");
}

static bool read_unknown(struct mock_block *b, const struct node *v, struct arena *a, struct diag *d)
{
	(void)a;
	b->has_unknown = true;
	return unknown_parse(node_text(v), &b->unknown) ||
	       diag_error(d, DIAG_SCENARIO, node_loc(v), "unknown is report, relay or refuse");
}

static bool read_interval(const struct node *v, int64_t *us, struct diag *d)
{
	if (duration_parse(node_text(v), us) && *us > 0)
		return true;
	return diag_error(d, DIAG_SCENARIO, node_loc(v),
			  "an interval is a duration with a unit, such as 100ms or 2s");
}

static bool read_generate(struct mock_block *b, const struct node *v, struct arena *a, struct diag *d)
{
	b->has_generate = true;
	if (node_is(v, NODE_BOOL) && !v->truth)
		return true;
	if (!node_is(v, NODE_MAP))
		return read_interval(v, &b->every_us, d);
	b->intervals = arena_array(a, struct mock_interval, v->n);
	for (size_t i = 0; i < v->n; i++) {
		b->intervals[i].channel = v->members[i].key;
		if (!read_interval(v->members[i].value, &b->intervals[i].every_us, d))
			return false;
	}
	b->n_intervals = v->n;
	return true;
}

/* Keys of the language whose part is not there yet have no reader. */
static const struct {
	const char *name;
	bool (*read)(struct mock_block *b, const struct node *v, struct arena *a, struct diag *d);
} keys[] = {
	{"policy",	    read_policy	},
	   { "unknown",	read_unknown },
	{ "generate",    read_generate},
	{ "servers",     NULL	  },
	   { "faults",      NULL	    },
	{ "auth",	  NULL	       },
	{ "credentials", NULL	      },
	   { "reactions",	  NULL	       },
};

static bool read_key(struct mock_block *out, const struct member *m, struct arena *a, struct diag *d)
{
	struct slice names[ARRAY_SIZE(keys)], near;
	struct loc at = node_loc(m->value);

	at.line = m->line ? m->line : at.line;
	at.col = m->line ? m->col : at.col;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		names[i] = slice_str(keys[i].name);
		if (!slice_eq(names[i], m->key))
			continue;
		if (!keys[i].read)
			return diag_error(d, DIAG_UNSUPPORTED, at,
					  "\"%s\" in a mock block is not supported yet", keys[i].name);
		return keys[i].read(out, m->value, a, d);
	}
	near = nearest_name(m->key, names, ARRAY_SIZE(keys));
	return diag_error(d, DIAG_UNKNOWN_KEY, at, "a mock block has no \"%.*s\"%s%.*s%s", SLICE_FMT(m->key),
			  near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
}

bool mock_block_read(struct mock_block *out, const struct node *block, struct arena *a, struct diag *d)
{
	bool ok = true;

	*out = (struct mock_block){ .at = (struct node *)(uintptr_t)block };
	if (!block)
		return true;
	if (!node_is(block, NODE_MAP))
		return diag_error(d, DIAG_SCENARIO, node_loc(block), "a mock block is an object, not %s",
				  node_kind_name(block));
	for (size_t i = 0; i < block->n; i++)
		ok &= read_key(out, &block->members[i], a, d);
	return ok;
}

static bool is_channel(struct slice name, struct contract *const *contracts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (contract_channel(contracts[i], name))
			return true;
	return false;
}

static struct slice nearest_channel(struct slice name, const struct contract *c, struct arena *a)
{
	struct slice *names = arena_array(a, struct slice, c->n_channels);

	for (size_t i = 0; i < c->n_channels; i++)
		names[i] = c->channels[i]->name;
	return nearest_name(name, names, c->n_channels);
}

bool mock_block_check(const struct mock_block *b, struct contract *const *contracts, size_t n, struct diag *d)
{
	const struct node *generate = node_get(b->at, "generate");
	bool ok = true;

	for (size_t i = 0; i < b->n_intervals && n; i++) {
		struct slice name = b->intervals[i].channel, near;
		const struct member *m = node_member(generate, name);
		struct arena a = ARENA_INIT;

		if (is_channel(name, contracts, n))
			continue;
		near = nearest_channel(name, contracts[0], &a);
		ok = diag_error(d, DIAG_UNKNOWN_NAME,
				(struct loc){ node_loc(generate).file, m->line, m->col },
				"channel \"%.*s\" is not in %s%s%.*s%s", SLICE_FMT(name), contracts[0]->file,
				near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
		arena_free(&a);
	}
	return ok;
}
