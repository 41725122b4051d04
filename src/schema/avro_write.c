/* JSON to binary (Avro 1.11, "Binary Encoding"): arrays and maps as one block each. */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/avro.h"

struct writing {
	struct buf *out;
	struct wire_error *why;
	unsigned depth;
};

static bool write_value(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in);

__attribute__((format(printf, 3, 4))) static bool bad(struct writing *w, const struct avro_step *in,
						      const char *fmt, ...)
{
	BUF_AUTO struct buf instance = BUF_INIT(LIMIT_FINDING_BYTES), text = BUF_INIT(LIMIT_FINDING_BYTES);
	va_list ap;

	avro_steps_add(&instance, in);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	w->why->at = 0;
	w->why->instance = arena_copy(w->why->arena, buf_view(&instance));
	w->why->text = arena_strdup(w->why->arena, buf_view(&text));
	return false;
}

static bool expected(struct writing *w, const struct avro_step *in, const char *what, const struct node *got)
{
	return bad(w, in, "%s was expected, not %s", what, node_kind_name(got));
}

static void add_long(struct buf *out, int64_t value)
{
	uint64_t raw = (uint64_t)value << 1 ^ -(uint64_t)(value < 0);

	while (raw > 0x7f) {
		buf_char(out, (char)(0x80 | (raw & 0x7f)));
		raw >>= 7;
	}
	buf_char(out, (char)raw);
}

/* --- scalars */

static bool value_null(struct writing *w, const struct avro_type *t, const struct node *n,
		       const struct avro_step *in)
{
	(void)t;
	return n->kind == NODE_NULL || expected(w, in, "null", n);
}

static bool value_boolean(struct writing *w, const struct avro_type *t, const struct node *n,
			  const struct avro_step *in)
{
	(void)t;
	if (n->kind != NODE_BOOL)
		return expected(w, in, "a boolean", n);
	buf_char(w->out, n->truth ? 1 : 0);
	return true;
}

static bool value_int(struct writing *w, const struct avro_type *t, const struct node *n,
		      const struct avro_step *in)
{
	bool is_int = t->kind == AVRO_INT;
	int64_t value;

	if (n->kind != NODE_NUMBER)
		return expected(w, in, is_int ? "an int" : "a long", n);
	if (!node_int(n, &value) || (is_int && (value < INT32_MIN || value > INT32_MAX)))
		return bad(w, in, "%.*s is no whole number of %d bits", SLICE_FMT(slice_first(n->text, 80)),
			   is_int ? 32 : 64);
	add_long(w->out, value);
	return true;
}

/* A number's text, or what JSON has no number for. */
static bool double_of(const struct node *n, double *value)
{
	static const struct {
		const char *text;
		double value;
	} others[] = {
		{"NaN",	 (double)NAN	     },
		{ "Infinity",  (double)INFINITY },
		{ "-Infinity", (double)-INFINITY},
	};

	for (size_t i = 0; n->kind == NODE_TEXT && i < ARRAY_SIZE(others); i++)
		if (slice_is(n->text, others[i].text)) {
			*value = others[i].value;
			return true;
		}
	if (n->kind != NODE_NUMBER)
		return false;
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_slice(&text, n->text);
	*value = strtod(buf_cstr(&text), NULL);
	return true;
}

static void add_float(struct buf *out, enum avro_kind kind, double value)
{
	size_t size = kind == AVRO_FLOAT ? 4 : 8;
	uint64_t bits = 0;

	if (kind == AVRO_FLOAT) {
		float half = (float)value;
		uint32_t low;

		memcpy(&low, &half, sizeof(low));
		bits = low;
	} else {
		memcpy(&bits, &value, sizeof(bits));
	}
	for (size_t i = 0; i < size; i++)
		buf_char(out, (char)(bits >> (8 * i)));
}

static bool value_float(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in)
{
	double value;

	if (!double_of(n, &value))
		return expected(w, in, "a number", n);
	if (n->kind == NODE_NUMBER && !(t->kind == AVRO_FLOAT ? isfinite((float)value) : isfinite(value)))
		return bad(w, in, "%.*s is too large for a %s", SLICE_FMT(slice_first(n->text, 80)),
			   avro_kind_names[t->kind]);
	add_float(w->out, t->kind, value);
	return true;
}

/* --- texts */

static bool value_string(struct writing *w, const struct avro_type *t, const struct node *n,
			 const struct avro_step *in)
{
	(void)t;
	if (n->kind != NODE_TEXT)
		return expected(w, in, "a text", n);
	add_long(w->out, (int64_t)n->text.len);
	buf_slice(w->out, n->text);
	return true;
}

/* Each character is a byte. */
static bool value_bytes(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in)
{
	const unsigned char *s = (const unsigned char *)n->text.ptr;
	size_t length;

	if (n->kind != NODE_TEXT)
		return expected(w, in, "bytes as text", n);
	length = utf8_count(n->text);
	if (t->kind == AVRO_FIXED && length != t->size)
		return bad(w, in, "%zu bytes where a fixed of %zu was expected", length, t->size);
	if (t->kind == AVRO_BYTES)
		add_long(w->out, (int64_t)length);
	for (size_t i = 0; i < n->text.len; i++) {
		if (s[i] > 0xc3)
			return bad(w, in, "a character beyond \\u00FF is no byte");
		if (s[i] < 0x80)
			buf_char(w->out, (char)s[i]);
		else if (i + 1 < n->text.len) {
			buf_char(w->out, (char)((s[i] & 3) << 6 | (s[i + 1] & 0x3f)));
			i++;
		}
	}
	return true;
}

static bool value_enum(struct writing *w, const struct avro_type *t, const struct node *n,
		       const struct avro_step *in)
{
	for (size_t i = 0; n->kind == NODE_TEXT && i < t->symbols.n; i++)
		if (slice_eq(t->symbols.list[i], n->text)) {
			add_long(w->out, (int64_t)i);
			return true;
		}
	return bad(w, in, "it is no symbol of %.*s", SLICE_FMT(t->name));
}

/* --- containers */

static bool value_record(struct writing *w, const struct avro_type *t, const struct node *n,
			 const struct avro_step *in)
{
	if (n->kind != NODE_MAP)
		return expected(w, in, "an object", n);
	for (size_t i = 0; i < t->n; i++) {
		const struct avro_field *f = &t->fields[i];
		const struct avro_step step = { .up = in, .name = f->name };
		const struct node *value = node_get_slice(n, f->name);

		if (!value && !f->otherwise)
			return bad(w, &step, "it is missing, and has no default");
		if (!write_value(w, f->type, value ? value : f->otherwise, &step))
			return false;
	}
	return true;
}

static bool value_array(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in)
{
	if (n->kind != NODE_LIST)
		return expected(w, in, "an array", n);
	if (n->n)
		add_long(w->out, (int64_t)n->n);
	for (size_t i = 0; i < n->n; i++) {
		const struct avro_step step = { .up = in, .index = i };

		if (!write_value(w, t->branches[0], n->items[i], &step))
			return false;
	}
	add_long(w->out, 0);
	return true;
}

static bool value_map(struct writing *w, const struct avro_type *t, const struct node *n,
		      const struct avro_step *in)
{
	if (n->kind != NODE_MAP)
		return expected(w, in, "an object", n);
	if (n->n)
		add_long(w->out, (int64_t)n->n);
	for (size_t i = 0; i < n->n; i++) {
		const struct avro_step step = { .up = in, .name = n->members[i].key };

		add_long(w->out, (int64_t)n->members[i].key.len);
		buf_slice(w->out, n->members[i].key);
		if (!write_value(w, t->branches[0], n->members[i].value, &step))
			return false;
	}
	add_long(w->out, 0);
	return true;
}

/* Null stands plain, anything else in an object that names its type. */
static bool value_union(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in)
{
	bool is_wrapper = n->kind == NODE_MAP && n->n == 1;
	struct slice name = n->kind == NODE_NULL ? SLICE_LIT("null")
			    : is_wrapper	 ? n->members[0].key
						 : SLICE_NONE;
	struct avro_step step = { .up = in, .name = name };

	for (size_t i = 0; name.ptr && i < t->n; i++) {
		if (!slice_eq(t->branches[i]->name, name) ||
		    (t->branches[i]->kind == AVRO_NULL) != (n->kind == NODE_NULL))
			continue;
		add_long(w->out, (int64_t)i);
		return n->kind == NODE_NULL || write_value(w, t->branches[i], n->members[0].value, &step);
	}
	return bad(w, in, "it names no type of the union");
}

static bool write_value(struct writing *w, const struct avro_type *t, const struct node *n,
			const struct avro_step *in)
{
	static bool (*const by_kind[AVRO_KINDS])(struct writing * w, const struct avro_type *t,
						 const struct node *n, const struct avro_step *in) = {
		[AVRO_NULL] = value_null,   [AVRO_BOOLEAN] = value_boolean, [AVRO_INT] = value_int,
		[AVRO_LONG] = value_int,    [AVRO_FLOAT] = value_float,	    [AVRO_DOUBLE] = value_float,
		[AVRO_BYTES] = value_bytes, [AVRO_STRING] = value_string,   [AVRO_RECORD] = value_record,
		[AVRO_ENUM] = value_enum,   [AVRO_ARRAY] = value_array,	    [AVRO_MAP] = value_map,
		[AVRO_UNION] = value_union, [AVRO_FIXED] = value_bytes,
	};
	bool ok;

	if (w->depth == 2 * LIMIT_DOCUMENT_DEPTH)
		return bad(w, in, "it is nested too deep");
	w->depth++;
	ok = by_kind[t->kind](w, t, n, in);
	w->depth--;
	return ok;
}

bool avro_write_value(struct buf *out, const struct avro_type *t, const struct node *value,
		      struct wire_error *why)
{
	struct writing w = { .out = out, .why = why };

	return write_value(&w, t, value, NULL) && (!out->failed || bad(&w, NULL, "it is too long"));
}
