/* Declared examples, judged by the schemas that they stand beside. */
#include "contract/loader.h"

#include "base/limits.h"

/* Where in the example a violation stands. */
static struct loc place_in(struct node *example, struct slice instance)
{
	struct node *n = node_at(example, instance);

	return node_loc(n ? n : example);
}

/* 2.x: the reference parser refuses the document.  3.x: it is advice. */
static void say(struct loader *l, struct node *value, const struct violation *v)
{
	struct loc at = place_in(value, v->instance);

	if (l->version & V2)
		diag_error(l->d, DIAG_EXAMPLE, at, "the example breaks its own schema: %.*s",
			   SLICE_FMT(v->text));
	else
		diag_warning(l->d, DIAG_EXAMPLE, at, "the example breaks its own schema: %.*s",
			     SLICE_FMT(v->text));
}

static void judge_value(struct loader *l, const struct described *by, struct node *value,
			const char *root_name)
{
	static const char padding[SCHEMA_PADDING];
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct violations found = { .max = LIMIT_VIOLATIONS, .root_name = root_name };
	size_t length;

	if (!by->schema || !value)
		return;
	node_write_json(&json, value);
	length = json.len;
	buf_add(&json, padding, sizeof(padding));
	if (!json.failed && !schema_explain(by->schema, l->judge, slice_of(json.data, length), &found))
		for (size_t i = 0; i < found.n; i++)
			say(l, value, &found.list[i]);
	violations_release(&found);
}

void examples_check(struct loader *l, struct node *message, const struct described *payload,
		    const struct described *headers)
{
	struct node *examples = node_get(message, "examples");

	if (!l->judge)
		l->judge = judge_new();
	for (size_t i = 0; node_is(examples, NODE_LIST) && i < examples->n; i++) {
		struct node *one = library_resolve(l->library, examples->items[i]);

		judge_value(l, payload, node_get(one, "payload"), "payload");
		judge_value(l, headers, node_get(one, "headers"), "headers");
	}
}
