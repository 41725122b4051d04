/* Verdicts as output units: flag and basic; the tree of "detailed" is verdict_tree.c's. */
#include "contract/verdict_output.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "contract/verdict_unit.h"

static const char *const names[VERDICT_FORMS] = {
	[VERDICT_FLAG] = "flag",
	[VERDICT_BASIC] = "basic",
	[VERDICT_DETAILED] = "detailed",
};

bool verdict_form_named(struct slice name, enum verdict_form *out)
{
	for (unsigned i = 0; i < VERDICT_FORMS; i++)
		if (slice_is(name, names[i])) {
			*out = (enum verdict_form)i;
			return true;
		}
	return false;
}

struct verdict_output *verdict_output_new(const struct contract *c, struct judge *j)
{
	struct verdict_output *o = NEW(struct verdict_output);

	o->contract = c;
	o->judge = j;
	return o;
}

void verdict_output_free(struct verdict_output *o)
{
	if (!o)
		return;
	if (o->has_spots)
		spots_release(&o->spots);
	arena_free(&o->arena);
	arena_free(&o->schemas);
	free(o);
}

bool verdict_output_constraint(struct verdict_output *o, struct buf *out, const struct violation *v)
{
	const struct spot *spot = spot_of_violation(o, v);
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_VALUE_BYTES);

	if (!spot)
		return false;
	node_write_json(&json, spot->node);
	if (!json.failed)
		buf_slice(out, buf_view(&json));
	return !json.failed;
}

static void text_member(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, ",\"%s\":", name);
	json_string_add(out, value);
}

void unit_write(struct buf *out, const struct verdict_unit *u)
{
	buf_str(out, "\"valid\":false");
	text_member(out, "keywordLocation", u->keyword);
	if (u->absolute.ptr)
		text_member(out, "absoluteKeywordLocation", u->absolute);
	text_member(out, "instanceLocation", u->instance);
	if (u->in_headers)
		buf_str(out, ",\"in\":\"headers\"");
}

static void write_flat(struct buf *out, const struct verdict_unit *units, size_t n, bool *first)
{
	for (size_t i = 0; i < n; i++) {
		buf_str(out, *first ? "{" : ",{");
		*first = false;
		unit_write(out, &units[i]);
		text_member(out, "error", units[i].error);
		buf_char(out, '}');
		write_flat(out, units[i].branches, units[i].n, first);
	}
}

void verdict_output_write(struct verdict_output *o, struct buf *out, enum verdict_form form,
			  const struct violations *v, struct node *payload)
{
	struct verdict_units list = { 0 };
	bool first = true;

	buf_printf(out, "\"valid\":%s", v->n ? "false" : "true");
	if (form == VERDICT_FLAG)
		return;
	buf_str(out, ",\"keywordLocation\":\"\",\"instanceLocation\":\"\"");
	if (!v->n)
		return;
	units_collect(o, v, payload, &list);
	buf_str(out, ",\"errors\":");
	if (form == VERDICT_DETAILED) {
		units_write_tree(o, out, list.list, list.n);
	} else {
		buf_char(out, '[');
		write_flat(out, list.list, list.n, &first);
		buf_char(out, ']');
	}
	arena_free(&o->arena);
}
