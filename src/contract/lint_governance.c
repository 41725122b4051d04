/* A project's own rules: read from its settings, judged by the schema engine. */
#include "contract/lint_governance.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/lint_select.h"
#include "document/known_keys.h"

/* --- reading */

static const char *const keys[] = { "id", "severity", "message", "select", "schema" };

static bool read_id(struct arena *a, const struct node *n, struct governance *g, struct diag *d)
{
	struct slice id = node_get_text(n, "id");
	struct lint_row row;

	if (!id.len)
		return diag_error(d, DIAG_USAGE, node_loc(n), "a governance rule must have an \"id\"");
	g->id = arena_strdup(a, id);
	for (size_t i = 0; lint_row(i, &row); i++)
		if (slice_is(id, row.id))
			return diag_error(d, DIAG_USAGE, node_loc(node_get(n, "id")),
					  "\"%s\" is a rule of ours: choose another id", g->id);
	return true;
}

static bool read_severity(const struct node *n, struct governance *g, struct diag *d)
{
	const struct node *severity = node_get(n, "severity");

	g->severity = SEVERITY_ERROR;
	for (int i = SEVERITY_ERROR; severity && i <= SEVERITY_HINT; i++)
		if (slice_is(node_text(severity), severity_name((enum severity)i))) {
			g->severity = (enum severity)i;
			return true;
		}
	return !severity ||
	       diag_error(d, DIAG_USAGE, node_loc(severity), "\"severity\" is error, warning or hint");
}

static bool read_select(struct arena *a, const struct node *n, struct governance *g, struct diag *d)
{
	const struct node *select = node_get(n, "select");
	const char *why;
	size_t where;

	if (!node_is(select, NODE_TEXT))
		return diag_error(d, DIAG_USAGE, node_loc(select ? select : n),
				  "a governance rule must have \"select\", such as \"$.channels.*\"");
	g->select = select_parse(a, select->text, &why, &where);
	return g->select ||
	       diag_error(d, DIAG_USAGE, node_loc(select), "\"%.*s\" is no selector: %s at byte %zu",
			  SLICE_FMT(select->text), why, where + 1);
}

static bool read_schema(struct arena *a, struct library *l, const struct node *n, struct governance *g,
			struct diag *d)
{
	static const struct schema_options options = { .dialect = DIALECT_DRAFT_07, .formats_assert = true };
	struct node *schema = node_get(n, "schema");

	if (!schema)
		return diag_error(d, DIAG_USAGE, node_loc(n), "a governance rule must have a \"schema\"");
	g->schema = schema_compile(a, l, schema, &options);
	return g->schema != NULL;
}

static bool read_one(struct arena *a, struct library *l, const struct node *n, struct governance *g,
		     struct diag *d)
{
	struct slice message = node_get_text(n, "message");
	bool ok = true;

	if (!node_is(n, NODE_MAP))
		return diag_error(d, DIAG_USAGE, node_loc(n), "a governance rule is an object, not %s",
				  node_kind_name(n));
	g->message = message.len ? arena_strdup(a, message) : NULL;
	/* Every mistake is said, not only the first. */
	ok &= node_keys_known(n, "a governance rule", keys, ARRAY_SIZE(keys), d);
	ok &= read_id(a, n, g, d);
	ok &= read_severity(n, g, d);
	ok &= read_select(a, n, g, d);
	ok &= read_schema(a, l, n, g, d);
	return ok;
}

bool governance_read(struct arena *a, struct library *l, const struct node *list, struct governance **out,
		     struct diag *d)
{
	bool ok = true;

	if (!list)
		return true;
	if (!node_is(list, NODE_LIST))
		return diag_error(d, DIAG_USAGE, node_loc(list),
				  "\"governance\" must be a list of rules, not %s", node_kind_name(list));
	for (size_t i = 0; i < list->n; i++) {
		*out = arena_new(a, struct governance);
		ok &= read_one(a, l, list->items[i], *out, d);
		out = &(*out)->next;
	}
	return ok;
}

/* --- judging */

struct governing {
	struct lint *l;
	const struct governance *rule;
	struct judge *judge;
};

static void say(struct governing *g, struct node *n, const struct violation *v)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES - 1);
	const struct node *exact = node_at(n, v->instance);

	if (g->rule->message)
		buf_printf(&text, "%s (%.*s)", g->rule->message, SLICE_FMT(v->text));
	else
		buf_slice(&text, v->text);
	lint_say_as(g->l, g->rule->id, g->rule->severity, exact ? exact : n, buf_cstr(&text));
}

/* What the node is called in sentences: its key. */
static const char *name_of(struct lint *l, const struct node *n)
{
	const struct spot *spot = spot_of(&l->spots, n);

	return spot && spot->member ? arena_strdup(&l->arena, spot->member->key) : "it";
}

static void judge_node(void *context, struct node *n)
{
	static const char padding[SCHEMA_PADDING];
	struct governing *g = context;
	struct violations found = { .max = LIMIT_VIOLATIONS, .root_name = name_of(g->l, n) };
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_MESSAGE_BYTES);
	size_t length;

	node_write_json(&json, n);
	length = json.len;
	buf_add(&json, padding, sizeof(padding));
	if (!json.failed && !schema_explain(g->rule->schema, g->judge, slice_of(json.data, length), &found))
		for (size_t i = 0; i < found.n; i++)
			say(g, n, &found.list[i]);
	violations_release(&found);
}

void lint_govern(struct lint *l)
{
	struct governing g = { .l = l };

	for (g.rule = l->settings->governance; g.rule; g.rule = g.rule->next) {
		if (!g.judge)
			g.judge = judge_new();
		select_each(g.rule->select, &l->contract->library, l->contract->root, judge_node, &g);
	}
	judge_free(g.judge);
}
