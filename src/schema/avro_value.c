/* Defaults: judged by their types, and brought into the JSON encoding, in which values of unions stand in a
 * wrapper (Avro 1.11, "Complex Types", "default"). */
#include "base/limits.h"
#include "base/text.h"
#include "schema/avro.h"

enum { MOST_DEPTH = 64 };

/* One default that is looked at. */
struct checking {
	struct avro_parsing *p;
	const struct avro_field *field; /* whose default it is */
	unsigned depth;
	bool silent;
};

static struct node *convert(struct checking *c, const struct avro_type *t, struct node *n);

static struct node *wrong(struct checking *c, const struct node *at, const char *must)
{
	BUF_AUTO struct buf got = BUF_INIT(LIMIT_VALUE_BYTES);

	if (c->silent)
		return NULL;
	node_write_json(&got, at);
	avro_refuse(c->p, at, "the default of \"%.*s\" must be %s (got %.*s)", SLICE_FMT(c->field->name),
		    must, SLICE_FMT(got.failed ? slice_str(node_kind_name(at)) : buf_view(&got)));
	return NULL;
}

/* --- scalars */

static struct node *of_null(struct checking *c, const struct avro_type *t, struct node *n)
{
	(void)t;
	return n->kind == NODE_NULL ? n : wrong(c, n, "null");
}

static struct node *of_boolean(struct checking *c, const struct avro_type *t, struct node *n)
{
	(void)t;
	return n->kind == NODE_BOOL ? n : wrong(c, n, "true or false");
}

static struct node *of_int(struct checking *c, const struct avro_type *t, struct node *n)
{
	int64_t value;

	(void)t;
	if (n->kind != NODE_NUMBER || !node_int(n, &value) || value < INT32_MIN || value > INT32_MAX)
		return wrong(c, n, "an int, a whole number of 32 bits");
	return n;
}

static struct node *of_long(struct checking *c, const struct avro_type *t, struct node *n)
{
	int64_t value;

	(void)t;
	return n->kind == NODE_NUMBER && node_int(n, &value)
		       ? n
		       : wrong(c, n, "a long, a whole number of 64 bits");
}

static struct node *of_float(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct slice s = node_text(n);

	(void)t;
	if (n->kind == NODE_NUMBER || slice_is(s, "NaN") || slice_is(s, "Infinity") ||
	    slice_is(s, "-Infinity"))
		return n;
	return wrong(c, n, "a number");
}

static struct node *of_string(struct checking *c, const struct avro_type *t, struct node *n)
{
	(void)t;
	return n->kind == NODE_TEXT ? n : wrong(c, n, "a text");
}

/* Code points U+0000 to U+00FF are at most two bytes, the first of which is 0xc2 or 0xc3. */
static bool is_bytes(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] > 0xc3)
			return false;
	return true;
}

static struct node *of_bytes(struct checking *c, const struct avro_type *t, struct node *n)
{
	if (n->kind != NODE_TEXT || !is_bytes(n->text))
		return wrong(c, n, "a text of bytes, one character from \\u0000 to \\u00FF for each");
	if (t->kind == AVRO_FIXED && utf8_count(n->text) != t->size)
		return wrong(c, n, arena_printf(c->p->a, "a text of exactly %zu bytes", t->size));
	return n;
}

static struct node *of_enum(struct checking *c, const struct avro_type *t, struct node *n)
{
	for (size_t i = 0; i < t->symbols.n; i++)
		if (n->kind == NODE_TEXT && slice_eq(t->symbols.list[i], n->text))
			return n;
	return wrong(c, n, "one of the enum's symbols");
}

/* --- containers */

static struct node *of_array(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct node *out;

	if (n->kind != NODE_LIST)
		return wrong(c, n, "an array");
	out = node_new(c->p->a, NODE_LIST, n);
	for (size_t i = 0; i < n->n; i++) {
		struct node *item = convert(c, t->branches[0], n->items[i]);

		if (!item)
			return NULL;
		node_append(c->p->a, out, item);
	}
	return out;
}

static struct node *of_map(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct node *out;

	if (n->kind != NODE_MAP)
		return wrong(c, n, "an object");
	out = node_new(c->p->a, NODE_MAP, n);
	for (size_t i = 0; i < n->n; i++) {
		struct node *value = convert(c, t->branches[0], n->members[i].value);

		if (!value)
			return NULL;
		node_set(c->p->a, out, n->members[i].key, value);
	}
	return out;
}

static bool knows_fields(const struct avro_type *t, const struct node *n)
{
	for (size_t i = 0; i < n->n; i++) {
		bool found = false;

		for (size_t k = 0; k < t->n; k++)
			found |= slice_eq(t->fields[k].name, n->members[i].key);
		if (!found)
			return false;
	}
	return true;
}

static struct node *of_record(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct node *out;

	if (n->kind != NODE_MAP || !knows_fields(t, n))
		return wrong(c, n,
			     arena_printf(c->p->a, "an object with the fields of %.*s", SLICE_FMT(t->name)));
	out = node_new(c->p->a, NODE_MAP, n);
	for (size_t i = 0; i < t->n; i++) {
		struct avro_field *f = &t->fields[i];
		struct node *given = node_get_slice(n, f->name), *value;

		if (!given && !f->given)
			return wrong(
				c, n,
				arena_printf(c->p->a, "an object that has \"%.*s\"", SLICE_FMT(f->name)));
		value = convert(c, f->type, given ? given : f->given);
		if (!value)
			return NULL;
		node_set(c->p->a, out, f->name, value);
	}
	return out;
}

/* --- unions */

static struct node *wrap(struct checking *c, const struct avro_type *branch, struct node *value)
{
	struct node *out;

	if (!value || branch->kind == AVRO_NULL)
		return value;
	out = node_new(c->p->a, NODE_MAP, value);
	node_set(c->p->a, out, branch->name, value);
	return out;
}

static struct node *of_first(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct checking quiet = *c;
	struct node *value;

	quiet.silent = true;
	value = convert(&quiet, t->branches[0], n);
	if (value || c->silent)
		return wrap(c, t->branches[0], value);
	return wrong(c, n,
		     arena_printf(c->p->a,
				  "%s %.*s, the first type of its union: put the type of "
				  "the default first",
				  t->branches[0]->kind == AVRO_NULL ? "of the type" : "a value of",
				  SLICE_FMT(t->branches[0]->name)));
}

/* Until 1.11 "default values for union fields correspond to the first schema in the union"; from 1.12 on to
 * the first that matches. */
static struct node *of_union(struct checking *c, const struct avro_type *t, struct node *n)
{
	struct checking quiet = *c;

	if (c->p->minor < 12)
		return of_first(c, t, n);
	quiet.silent = true;
	for (size_t i = 0; i < t->n; i++) {
		struct node *value = convert(&quiet, t->branches[i], n);

		if (value)
			return wrap(c, t->branches[i], value);
	}
	return wrong(c, n, "of one of its union's types");
}

static struct node *convert(struct checking *c, const struct avro_type *t, struct node *n)
{
	static struct node *(*const by_kind[AVRO_KINDS])(struct checking * c, const struct avro_type *t,
							 struct node *n) = {
		[AVRO_NULL] = of_null,	 [AVRO_BOOLEAN] = of_boolean, [AVRO_INT] = of_int,
		[AVRO_LONG] = of_long,	 [AVRO_FLOAT] = of_float,     [AVRO_DOUBLE] = of_float,
		[AVRO_BYTES] = of_bytes, [AVRO_STRING] = of_string,   [AVRO_RECORD] = of_record,
		[AVRO_ENUM] = of_enum,	 [AVRO_ARRAY] = of_array,     [AVRO_MAP] = of_map,
		[AVRO_UNION] = of_union, [AVRO_FIXED] = of_bytes,
	};
	struct node *out;

	if (c->depth == MOST_DEPTH)
		return wrong(c, n, "a value that ends: with the defaults of its own fields it does not");
	c->depth++;
	out = by_kind[t->kind](c, t, n);
	c->depth--;
	return out;
}

struct node *avro_default(struct avro_parsing *p, struct avro_field *f)
{
	struct checking c = { .p = p, .field = f };

	f->otherwise = convert(&c, f->type, f->given);
	return f->otherwise;
}
