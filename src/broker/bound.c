/* Which protocols have bindings on which channel, and their answers at the gate. */
#include "broker/bound.h"

#include <stdlib.h>

#include "broker/core.h"
#include "contract/judged.h"

static void bind_place(struct channel_place *p, uint8_t number, const struct binding_rules *by)
{
	void *rules = p->n_all ? by->open(p->all, p->n_all) : NULL;
	size_t room = p->n_bound;

	if (!rules)
		return;
	p->bound = memory_grow(p->bound, p->n_bound, &room, sizeof(*p->bound));
	p->bound[p->n_bound++] = (struct bound){ .by = by, .rules = rules, .number = number };
}

void bind_protocol(struct broker *b, uint8_t number)
{
	const struct native_form *form = broker_native_form(b, number);

	if (!form || !form->bindings)
		return;
	for (size_t i = 0; i < b->set->n; i++)
		for (size_t k = 0; k < b->set->list[i]->n_channels; k++)
			bind_place(&b->contracts[i].channels[k], number, form->bindings);
}

void bound_release(struct channel_place *p)
{
	for (size_t i = 0; i < p->n_bound; i++)
		p->bound[i].by->close(p->bound[i].rules);
	free(p->bound);
	p->bound = NULL;
	p->n_bound = 0;
}

void judge_bound(struct broker *b, const struct message *m, const struct message_model *model,
		 struct violations *out)
{
	const struct channel_place *p = m->address->place;

	for (size_t i = 0; i < p->n_bound; i++)
		if (p->bound[i].number == m->native_of)
			p->bound[i].by->judge(p->bound[i].rules, b->judge, b->role, m, model, out);
}

void broker_dress(struct broker *b, struct dressing *d)
{
	const struct channel_place *p = d->m->address->place;

	for (size_t i = 0; i < p->n_bound && !d->m->native_of; i++) {
		d->role = b->role;
		d->number = p->bound[i].number;
		p->bound[i].by->dress(p->bound[i].rules, d);
	}
}

/* --- saying what is wrong */

static struct violation violation_of(const char *keyword, const struct node *at, struct buf *schema)
{
	buf_printf(schema, "/bindings/%s", keyword);
	return (struct violation){
		.keyword = keyword, .instance = SLICE_LIT(""), .schema = buf_view(schema), .at = node_loc(at)
	};
}

void bound_violation(struct violations *out, const char *keyword, const struct node *at, const char *wanted,
		     struct slice got)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES), schema = BUF_INIT(0), value = BUF_INIT(0);
	struct violation v = violation_of(keyword, at, &schema);

	buf_printf(&text, "%s must be %s (got ", keyword, wanted);
	if (got.ptr)
		printable_add(&text, got, 64);
	else
		buf_str(&text, "none");
	buf_char(&text, ')');
	if (got.ptr) {
		json_string_add(&value, slice_first(got, LIMIT_VALUE_BYTES / 8));
		v.value = buf_view(&value);
	}
	v.text = buf_view(&text);
	violations_add(out, &v);
}

enum { READS_ANY = READS_NUMBER | READS_BOOL | READS_NULL };

static bool accepts_as(const struct schema *s, struct judge *j, struct slice text, unsigned reads,
		       struct violations *why)
{
	struct scratch json;
	bool fits;

	scratch_init(&json);
	scratch_typed(&json, text, reads);
	fits = !json.failed && (why ? schema_explain(s, j, scratch_json(&json), why)
				    : schema_accepts(s, j, scratch_json(&json)));
	scratch_release(&json);
	return fits;
}

static void add_reasons(struct violations *out, const struct violations *why, const char *keyword,
			const struct node *at)
{
	for (size_t i = 0; i < why->n; i++) {
		BUF_AUTO struct buf schema = BUF_INIT(0);
		struct violation v = violation_of(keyword, at, &schema);

		buf_slice(&schema, why->list[i].schema);
		v.schema = buf_view(&schema);
		v.instance = why->list[i].instance;
		v.value = why->list[i].value;
		v.text = why->list[i].text;
		if (why->list[i].at.line)
			v.at = why->list[i].at;
		violations_add(out, &v);
	}
}

bool bound_schema_accepts(const struct schema *s, struct judge *j, const char *keyword, const struct node *at,
			  struct slice text, struct violations *out)
{
	struct violations why = { .max = 1, .root_name = keyword };

	if (accepts_as(s, j, text, READS_TEXT, NULL) ||
	    (text_reads_as(text, READS_ANY) && accepts_as(s, j, text, READS_ANY, NULL)))
		return true;
	if (!out)
		return false;
	accepts_as(s, j, text, READS_ANY, &why);
	add_reasons(out, &why, keyword, at);
	violations_release(&why);
	return false;
}
