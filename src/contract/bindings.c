/* Bindings: each protocol's by the official schema of its bindingVersion, the latest when there is none.
 *
 * The schemas of AsyncAPI 2.x leave bindings open, so there they earn warnings only. */
#include "contract/official.h"

static const char *const role_names[] = {
	[BOUND_SERVER] = "server",
	[BOUND_CHANNEL] = "channel",
	[BOUND_OPERATION] = "operation",
	[BOUND_MESSAGE] = "message",
};

/* Known to the specification, and reserved: no version of them has a property yet. */
static const char *const reserved[] = { "amqp1", "mercure", "mqtt5", "redis", "stomp" };

static bool is_reserved(struct slice protocol)
{
	for (size_t i = 0; i < ARRAY_SIZE(reserved); i++)
		if (slice_is(protocol, reserved[i]))
			return true;
	return false;
}

/* `versions` is {"0.1.0": schema, ...} in order, the latest last.  NULL: none to judge by (said). */
static struct node *schema_of_version(struct loader *l, struct node *versions, struct node *n,
				      struct slice protocol, const char *role)
{
	struct node *wanted = node_get(n, "bindingVersion");
	struct node *schema = node_get_slice(versions, node_text(wanted));
	BUF_AUTO struct buf known = BUF_INIT(1024);

	if (schema)
		return schema;
	if (!node_is(wanted, NODE_TEXT) || slice_is(wanted->text, "latest"))
		return versions->members[versions->n - 1].value;
	for (size_t i = 0; i < versions->n; i++)
		buf_printf(&known, "%s%.*s", i ? ", " : "", SLICE_FMT(versions->members[i].key));
	diag_warning(l->d, DIAG_CONTRACT, node_loc(wanted),
		     "version \"%.*s\" of the %.*s %s binding is not known (%s are), so it is not checked",
		     SLICE_FMT(wanted->text), SLICE_FMT(protocol), role, buf_cstr(&known));
	return NULL;
}

static void check_one(struct loader *l, struct slice protocol, struct node *n, const char *role)
{
	const char *file = arena_printf(l->a, "bindings/%.*s", SLICE_FMT(protocol));
	const char *called = arena_printf(l->a, "the %.*s %s binding", SLICE_FMT(protocol), role);
	struct node *root = official_file(l, file);
	struct node *versions = node_get(root, role), *schema;

	if (versions) {
		schema = schema_of_version(l, versions, n, protocol, role);
		if (schema)
			official_judge(l, schema, n, called,
				       l->version & V2 ? SEVERITY_WARNING : SEVERITY_ERROR);
	} else if ((root || is_reserved(protocol)) && node_is(n, NODE_MAP) && n->n &&
		   !(n->n == 1 && node_get(n, "bindingVersion"))) {
		diag_warning(l->d, DIAG_CONTRACT, node_loc(n),
			     "%s has no properties in any version, so nothing honours these", called);
	}
}

void bindings_check(struct loader *l, struct node *n, enum bound_role role)
{
	for (size_t i = 0; i < n->n; i++) {
		struct node *one = library_resolve(l->library, n->members[i].value);

		if (one && !slice_starts(n->members[i].key, SLICE_LIT("x-")))
			check_one(l, n->members[i].key, one, role_names[role]);
	}
}

/* --- schemas in bindings: which of their members are schemas only their protocol knows, so they are compiled
 * when it asks */

/* Their official schema was checked at the load: what is wrong beyond that makes it no schema, without a
 * word. A library only grows: the contract is as immutable as before. */
static struct library *borrow_library(const struct contract *c, struct diag *d)
{
	struct library *l = (struct library *)&c->library;

	l->diag = d;
	return l;
}

struct node *contract_resolve(const struct contract *c, struct node *n)
{
	struct diag unsaid = { 0 };
	struct diag *was = c->library.diag;
	struct library *l = borrow_library(c, &unsaid);
	struct node *to = n ? library_resolve(l, n) : NULL;

	l->diag = was;
	diag_release(&unsaid);
	return to;
}

struct schema *contract_binding_schema(const struct contract *c, struct node *n)
{
	const struct schema_options options = { .formats_assert = true, .slow = c->only_checked };
	struct node *to = contract_resolve(c, n);
	struct diag unsaid = { 0 };
	struct diag *was = c->library.diag;
	struct schema *s = NULL;

	if (node_is(to, NODE_MAP))
		s = schema_compile(&((struct contract *)c)->arena, borrow_library(c, &unsaid), to, &options);
	((struct contract *)c)->library.diag = was;
	diag_release(&unsaid);
	return s;
}
