/* The JSON Schema of a schema's JSON encoding (Avro 1.11, "JSON Encoding").  Each node stands where the Avro
 * type stood.  Records, enums and fixed that are referred to more than once stand under "definitions", which
 * is how types refer to themselves. */
#include "base/text.h"
#include "schema/avro.h"
#include "schema/made.h"

/* Two documents of one name: the original and what stands for it. */
struct twin {
	const struct document *original;
	struct document *made;
	struct twin *next;
};

struct describing {
	struct arena *a;
	struct twin *twins;
	struct node *root; /* {"definitions": ...}, shared by the twins */
	struct slice hint; /* the field whose value is inside a wrapper */
};

/* --- nodes */

static const struct document *twin_of(struct describing *d, const struct document *original)
{
	struct twin *t = d->twins;

	while (t && t->original != original)
		t = t->next;
	if (t)
		return t->made;
	t = arena_new(d->a, struct twin);
	*t = (struct twin){ original, made_document(d->a, original), d->twins };
	t->made->root = d->root;
	d->twins = t;
	return t->made;
}

static struct node *new_node(struct describing *d, enum node_kind kind, const struct node *at)
{
	return made_node(d->a, kind, twin_of(d, at->in), at->line, at->col);
}

static struct node *new_text(struct describing *d, struct slice text, const struct node *at)
{
	struct node *n = new_node(d, NODE_TEXT, at);

	n->text = arena_copy(d->a, text);
	return n;
}

static void put(struct describing *d, struct node *map, const char *key, struct node *value)
{
	node_set(d->a, map, slice_str(key), value);
}

static void put_text(struct describing *d, struct node *map, const char *key, struct slice text)
{
	put(d, map, key, new_text(d, text, map));
}

static void put_number(struct describing *d, struct node *map, const char *key, const char *text)
{
	struct node *n = new_node(d, NODE_NUMBER, map);

	n->text = arena_copy(d->a, slice_str(text));
	put(d, map, key, n);
}

static void put_false(struct describing *d, struct node *map, const char *key)
{
	put(d, map, key, new_node(d, NODE_BOOL, map));
}

static void put_list(struct describing *d, struct node *map, const char *key, const char *const *texts,
		     size_t n)
{
	struct node *list = new_node(d, NODE_LIST, map);

	for (size_t i = 0; i < n; i++)
		node_append(d->a, list, new_text(d, slice_str(texts[i]), map));
	put(d, map, key, list);
}

/* What is ours: how a sentence names what must be, and how a value is to look. */
static struct node *hints(struct describing *d, struct node *schema)
{
	struct node *h = node_get(schema, "x-understudy-made");

	if (!h) {
		h = new_node(d, NODE_MAP, schema);
		put(d, schema, "x-understudy-made", h);
	}
	return h;
}

static void put_expected(struct describing *d, struct node *schema, const char *text)
{
	put_text(d, hints(d, schema), "expected", slice_str(text));
}

static struct node *typed(struct describing *d, const struct avro_type *t, const char *type)
{
	struct node *n = new_node(d, NODE_MAP, t->node);

	put_text(d, n, "type", slice_str(type));
	return n;
}

/* --- scalars */

static struct node *describe(struct describing *d, struct avro_type *t);

static struct node *of_null(struct describing *d, struct avro_type *t)
{
	return typed(d, t, "null");
}

static struct node *of_boolean(struct describing *d, struct avro_type *t)
{
	return typed(d, t, "boolean");
}

/* "after midnight": less than a day. */
static const char *latest(enum avro_logical logical)
{
	return logical == AVRO_TIME_MILLIS ? "86399999" : logical == AVRO_TIME_MICROS ? "86399999999" : NULL;
}

static struct node *of_integer(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "integer");
	const char *last = latest(t->logical);
	bool is_int = t->kind == AVRO_INT;

	put_number(d, n, "minimum", last ? "0" : is_int ? "-2147483648" : "-9223372036854775808");
	put_number(d, n, "maximum", last ? last : is_int ? "2147483647" : "9223372036854775807");
	if (t->logical != AVRO_PLAIN)
		put_text(d, hints(d, n), "logical", slice_str(avro_logical_names[t->logical]));
	return n;
}

/* JSON has no word for what is not finite: it is a text, as Java's encoder writes it. */
static struct node *of_float(struct describing *d, struct avro_type *t)
{
	static const char *const types[] = { "number", "string" };
	struct node *n = new_node(d, NODE_MAP, t->node);
	bool is_float = t->kind == AVRO_FLOAT;

	put_list(d, n, "type", types, ARRAY_SIZE(types));
	put_number(d, n, "minimum", is_float ? "-3.4028235e38" : "-1.7976931348623158e308");
	put_number(d, n, "maximum", is_float ? "3.4028235e38" : "1.7976931348623158e308");
	put_text(d, n, "pattern", SLICE_LIT("^(?:NaN|-?Infinity)$"));
	put_expected(d, n, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
	put_text(d, hints(d, n), "type", SLICE_LIT("number"));
	return n;
}

static struct node *of_string(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "string");

	if (t->logical == AVRO_UUID)
		put_text(d, n, "format", SLICE_LIT("uuid"));
	return n;
}

/* Months, days, milliseconds, each 32 bits, least significant byte first. */
static void put_durations(struct describing *d, struct node *n)
{
	static const struct slice some[] = {
		SLICE_LIT("\0\0\0\0\1\0\0\0\0\0\0\0"),
		SLICE_LIT("\1\0\0\0\0\0\0\0\0\0\0\0"),
		SLICE_LIT("\0\0\0\0\0\0\0\0\x60\x6d\x1b\0"),
	};
	struct node *list = new_node(d, NODE_LIST, n);

	for (size_t i = 0; i < ARRAY_SIZE(some); i++)
		node_append(d->a, list, new_text(d, some[i], n));
	put(d, n, "examples", list);
}

static void put_decimal(struct describing *d, struct node *n, const struct avro_type *t)
{
	BUF_AUTO struct buf pattern = BUF_INIT(0);

	avro_decimal_pattern(&pattern, t->precision, t->size);
	put_text(d, n, "pattern", buf_view(&pattern));
	put_expected(d, n,
		     arena_printf(d->a, "the bytes of a decimal of at most %lld digit%s%s",
				  (long long)t->precision, t->precision == 1 ? "" : "s",
				  t->size ? arena_printf(d->a, " (%zu bytes)", t->size) : ""));
}

static struct node *of_bytes(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "string");
	char size[24];

	if (t->logical == AVRO_DECIMAL) {
		put_decimal(d, n, t);
		return n;
	}
	put_text(d, n, "pattern", SLICE_LIT("^[\\u0000-\\u00ff]*$"));
	if (t->kind == AVRO_BYTES) {
		put_expected(d, n, "bytes as text, a character from \\u0000 to \\u00FF for each");
		return n;
	}
	snprintf(size, sizeof(size), "%zu", t->size);
	put_number(d, n, "minLength", size);
	put_number(d, n, "maxLength", size);
	put_expected(d, n,
		     arena_printf(d->a, "%zu bytes as text, a character from \\u0000 to \\u00FF for each",
				  t->size));
	if (t->logical == AVRO_DURATION)
		put_durations(d, n);
	return n;
}

static struct node *of_enum(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "string"), *list = new_node(d, NODE_LIST, t->node);

	for (size_t i = 0; i < t->symbols.n; i++)
		node_append(d->a, list, new_text(d, t->symbols.list[i], t->node));
	put(d, n, "enum", list);
	return n;
}

/* --- containers */

static struct node *of_array(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "array");

	put(d, n, "items", describe(d, t->branches[0]));
	return n;
}

static struct node *of_map(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "object");

	put(d, n, "additionalProperties", describe(d, t->branches[0]));
	return n;
}

/* The key of a member stands where the field's name does. */
static void place_key(struct node *map, const struct node *name)
{
	if (!name)
		return;
	map->members[map->n - 1].line = name->line;
	map->members[map->n - 1].col = name->col;
}

static void put_field(struct describing *d, struct node *properties, struct node *required,
		      const struct avro_field *f)
{
	struct slice outer = d->hint;
	struct node *schema, *doc = node_get(f->node, "doc");

	d->hint = f->name;
	schema = describe(d, f->type);
	d->hint = outer;
	if (node_is(doc, NODE_TEXT) && !node_get(schema, "$ref") && !node_get(schema, "description"))
		put_text(d, schema, "description", doc->text);
	node_set(d->a, properties, f->name, schema);
	place_key(properties, node_get(f->node, "name"));
	node_append(d->a, required, new_text(d, f->name, properties));
}

static struct node *of_record(struct describing *d, struct avro_type *t)
{
	struct node *n = typed(d, t, "object");
	struct node *properties = new_node(d, NODE_MAP, t->node), *required = new_node(d, NODE_LIST, t->node);

	if (t->uses > 1) /* before its fields, which may refer to it */
		t->described = n;
	for (size_t i = 0; i < t->n; i++)
		put_field(d, properties, required, &t->fields[i]);
	put(d, n, "properties", properties);
	put(d, n, "required", required);
	put_false(d, n, "additionalProperties");
	return n;
}

/* --- unions */

/* {"string": value} and nothing else. */
static void put_wrapper(struct describing *d, struct node *n, struct avro_type *branch)
{
	struct node *properties = new_node(d, NODE_MAP, n), *value = describe(d, branch);
	const char *const name[] = { arena_strdup(d->a, branch->name) };

	if (d->hint.ptr && branch->kind != AVRO_RECORD && !node_get(value, "$ref"))
		put_text(d, hints(d, value), "name", d->hint);
	node_set(d->a, properties, branch->name, value);
	put(d, n, "properties", properties);
	put_list(d, n, "required", name, 1);
	put_false(d, n, "additionalProperties");
}

/* "null or {"string": ...} in Avro's JSON encoding" */
static const char *union_expected(struct describing *d, const struct avro_type *t)
{
	enum { SHOWN = 6 };
	BUF_AUTO struct buf text = BUF_INIT(0);
	size_t shown = t->n <= SHOWN ? t->n : SHOWN;

	for (size_t i = 0; i < shown; i++) {
		buf_str(&text, !i ? "" : i + 1 == t->n ? " or " : ", ");
		if (t->branches[i]->kind == AVRO_NULL)
			buf_str(&text, "null");
		else
			buf_printf(&text, "{\"%.*s\": ...}", SLICE_FMT(t->branches[i]->name));
	}
	if (shown < t->n)
		buf_printf(&text, " and %zu more", t->n - shown);
	buf_str(&text, " in Avro's JSON encoding");
	return arena_strdup(d->a, buf_view(&text));
}

static struct node *union_branch(struct describing *d, const struct avro_type *t, struct avro_type *branch)
{
	struct node *n = typed(d, t, branch->kind == AVRO_NULL ? "null" : "object");

	put_text(d, n, "title", branch->name);
	if (branch->kind != AVRO_NULL)
		put_wrapper(d, n, branch);
	return n;
}

/* With one type beside null no choice is needed: it judges faster and its sentences are plainer. */
static struct node *of_union(struct describing *d, struct avro_type *t)
{
	static const char *const nullable[] = { "null", "object" };
	struct node *n = new_node(d, NODE_MAP, t->node), *list;
	bool has_null = false;
	struct avro_type *only = NULL;

	for (size_t i = 0; i < t->n; i++) {
		has_null |= t->branches[i]->kind == AVRO_NULL;
		only = t->branches[i]->kind == AVRO_NULL ? only : t->branches[i];
	}
	if (t->n - has_null == 1) {
		put_list(d, n, "type", nullable + !has_null, has_null ? 2 : 1);
		put_wrapper(d, n, only);
	} else {
		list = new_node(d, NODE_LIST, t->node);
		for (size_t i = 0; i < t->n; i++)
			node_append(d->a, list, union_branch(d, t, t->branches[i]));
		put(d, n, "oneOf", list);
	}
	put_expected(d, n, union_expected(d, t));
	return n;
}

/* --- any */

static void put_names(struct describing *d, struct node *n, const struct avro_type *t)
{
	struct node *doc = node_get(t->node, "doc");

	put_text(d, n, "title", avro_short_name(t->name));
	if (node_is(doc, NODE_TEXT))
		put_text(d, n, "description", doc->text);
}

static struct node *refer_to(struct describing *d, const struct avro_type *t)
{
	struct node *n = new_node(d, NODE_MAP, t->node);

	put_text(d, n, "$ref", slice_str(arena_printf(d->a, "#/definitions/%.*s", SLICE_FMT(t->name))));
	return n;
}

static struct node *make(struct describing *d, struct avro_type *t)
{
	static struct node *(*const by_kind[AVRO_KINDS])(struct describing * d, struct avro_type * t) = {
		[AVRO_NULL] = of_null,	  [AVRO_BOOLEAN] = of_boolean, [AVRO_INT] = of_integer,
		[AVRO_LONG] = of_integer, [AVRO_FLOAT] = of_float,     [AVRO_DOUBLE] = of_float,
		[AVRO_BYTES] = of_bytes,  [AVRO_STRING] = of_string,   [AVRO_RECORD] = of_record,
		[AVRO_ENUM] = of_enum,	  [AVRO_ARRAY] = of_array,     [AVRO_MAP] = of_map,
		[AVRO_UNION] = of_union,  [AVRO_FIXED] = of_bytes,
	};
	struct node *n = by_kind[t->kind](d, t);

	if (t->kind == AVRO_RECORD || t->kind == AVRO_ENUM || t->kind == AVRO_FIXED)
		put_names(d, n, t);
	return n;
}

static bool is_shared(const struct avro_type *t)
{
	return t->uses > 1 && (t->kind == AVRO_RECORD || t->kind == AVRO_ENUM || t->kind == AVRO_FIXED);
}

static struct node *describe(struct describing *d, struct avro_type *t)
{
	struct node *n;

	if (!is_shared(t))
		return make(d, t);
	if (!t->described) {
		struct slice outer = d->hint;

		d->hint = SLICE_NONE;
		n = make(d, t);
		d->hint = outer;
		t->described = n;
		node_set(d->a, node_get(d->root, "definitions"), t->name, n);
	}
	return refer_to(d, t);
}

struct node *avro_describe(struct arena *a, const struct avro_schema *s)
{
	struct describing d = { .a = a };

	d.root = node_new(a, NODE_MAP, s->root->node);
	d.root->in = twin_of(&d, s->root->node->in);
	put(&d, d.root, "definitions", new_node(&d, NODE_MAP, s->root->node));
	return describe(&d, s->root);
}
