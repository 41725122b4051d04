/* Bytes of one schema as JSON of another (Avro 1.11, "Schema Resolution"): fields by name or alias, in the
 * writer's order, those that the reader does not have skipped, those that only it has from their defaults. */
#include "base/text.h"
#include "schema/avro.h"

static bool cannot(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		   const struct avro_step *in)
{
	return avro_bad(r, in, "the writer's %.*s is not what the reader's %.*s can be read from",
			SLICE_FMT(t->name), SLICE_FMT(as->name));
}

/* --- promotions */

static bool number_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		      const struct avro_step *in)
{
	double value;
	int64_t whole;

	if (as->kind == t->kind || as->kind == AVRO_LONG)
		return avro_read_value(r, t, in);
	if (t->kind == AVRO_FLOAT) {
		if (!avro_read_float(r, in, t->kind, &value))
			return false;
	} else {
		if (!avro_read_long(r, in, &whole))
			return false;
		value = (double)whole;
	}
	if (as->kind == AVRO_FLOAT)
		avro_add_float(r->json, (float)value);
	else
		avro_add_double(r->json, value);
	return true;
}

static bool text_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		    const struct avro_step *in)
{
	struct slice text;

	(void)t;
	if (!avro_read_text(r, in, as->kind == AVRO_STRING, &text))
		return false;
	(as->kind == AVRO_STRING ? json_string_add : avro_add_bytes)(r->json, text);
	return true;
}

static bool enum_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		    const struct avro_step *in)
{
	struct slice found = as->default_symbol;
	size_t index;

	if (!avro_read_index(r, in, t, &index))
		return false;
	for (size_t i = 0; i < as->symbols.n; i++)
		if (slice_eq(as->symbols.list[i], t->symbols.list[index]))
			found = as->symbols.list[i];
	if (!found.ptr)
		return avro_bad(
			r, in,
			"the writer's symbol \"%.*s\" is not one of the reader's, which has no default",
			SLICE_FMT(t->symbols.list[index]));
	json_string_add(r->json, found);
	return true;
}

/* --- records */

static bool skip(struct avro_reading *r, const struct avro_field *f, const struct avro_step *step)
{
	size_t before = r->json->len;
	bool ok = avro_read_value(r, f->type, step);

	r->json->len = before;
	return ok;
}

static void add_intro(struct avro_reading *r, const struct avro_field *f, size_t *n)
{
	buf_slice(r->json, slice_from(f->intro, !*n));
	++*n;
}

static bool written_fields(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
			   const struct avro_step *in, size_t *n)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct avro_field *f = &t->fields[i], *mine = avro_readers_field(as, t, f);
		const struct avro_step step = { .up = in, .name = mine ? mine->name : f->name };

		if (!mine) {
			if (!skip(r, f, &step))
				return false;
			continue;
		}
		add_intro(r, mine, n);
		if (!avro_read_as(r, f->type, mine->type, &step))
			return false;
	}
	return true;
}

static bool other_fields(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
			 const struct avro_step *in, size_t *n)
{
	for (size_t i = 0; i < as->n; i++) {
		const struct avro_field *f = &as->fields[i];
		const struct avro_step step = { .up = in, .name = f->name };

		if (avro_field_of(t, f))
			continue;
		if (!f->otherwise)
			return avro_bad(r, &step, "the writer does not have it, and the reader no default");
		add_intro(r, f, n);
		node_write_json(r->json, f->otherwise);
	}
	return true;
}

static bool record_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		      const struct avro_step *in)
{
	size_t n = 0;

	if (!avro_enter(r, in))
		return false;
	buf_char(r->json, '{');
	if (!written_fields(r, t, as, in, &n) || !other_fields(r, t, as, in, &n))
		return false;
	buf_char(r->json, '}');
	r->depth--;
	return true;
}

/* --- unions and containers */

static bool union_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		     const struct avro_step *in)
{
	const struct avro_type *branch = avro_choose(as, t);
	struct avro_step step = { .up = in };

	if (!branch)
		return avro_bad(r, in, "the writer's %.*s is none of the types of the reader's union",
				SLICE_FMT(t->name));
	if (branch->kind == AVRO_NULL)
		return avro_read_value(r, branch, in);
	if (!avro_enter(r, in))
		return false;
	step.name = branch->name;
	buf_str(r->json, "{\"");
	buf_slice(r->json, branch->name);
	buf_str(r->json, "\":");
	if (!avro_read_as(r, t, branch, &step))
		return false;
	buf_char(r->json, '}');
	r->depth--;
	return true;
}

bool avro_read_as(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		  const struct avro_step *in)
{
	size_t index;

	if (t == as)
		return avro_read_value(r, t, in);
	if (t->kind == AVRO_UNION)
		return avro_read_index(r, in, t, &index) && avro_read_as(r, t->branches[index], as, in);
	if (as->kind == AVRO_UNION)
		return union_as(r, t, as, in);
	if (!avro_matches(as, t))
		return cannot(r, t, as, in);
	switch (t->kind) {
	case AVRO_INT:
	case AVRO_LONG:
	case AVRO_FLOAT:
	case AVRO_DOUBLE:
		return number_as(r, t, as, in);
	case AVRO_STRING:
	case AVRO_BYTES:
		return text_as(r, t, as, in);
	case AVRO_ENUM:
		return enum_as(r, t, as, in);
	case AVRO_RECORD:
		return record_as(r, t, as, in);
	case AVRO_ARRAY:
	case AVRO_MAP:
		return avro_read_blocks(r, t, as->branches[0], in, avro_read_as);
	default:
		return avro_read_value(r, t, in);
	}
}
