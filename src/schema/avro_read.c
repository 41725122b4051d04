/* Binary to JSON (Avro 1.11, "Binary Encoding").  Nothing is allocated for a message but what the caller's
 * buffer grows by; every length is checked against the bytes that are there before it is used. */
#include "base/limits.h"
#include "base/text.h"
#include "schema/avro.h"

/* Items of arrays of null need no bytes, so their number is bounded by this. */
enum { FREE_VALUES = 1 << 16 };

struct avro_reading avro_reading_of(struct slice bytes, struct buf *json, struct wire_error *why)
{
	const uint8_t *at = (const uint8_t *)(bytes.ptr ? bytes.ptr : "");

	return (struct avro_reading){
		.at = at,
		.start = at,
		.end = at + bytes.len,
		.json = json,
		.json_from = json->len,
		.why = why,
		.free_values = FREE_VALUES,
	};
}

static size_t left(const struct avro_reading *r)
{
	return (size_t)(r->end - r->at);
}

/* --- saying what is wrong */

void avro_steps_add(struct buf *out, const struct avro_step *in)
{
	if (!in)
		return;
	avro_steps_add(out, in->up);
	if (in->name.ptr)
		json_pointer_add(out, in->name);
	else
		buf_printf(out, "/%zu", in->index);
}

bool avro_bad(struct avro_reading *r, const struct avro_step *in, const char *fmt, ...)
{
	BUF_AUTO struct buf instance = BUF_INIT(LIMIT_FINDING_BYTES), text = BUF_INIT(LIMIT_FINDING_BYTES);
	va_list ap;

	r->why->at = (size_t)(r->at - r->start);
	if (r->quiet)
		return false;
	avro_steps_add(&instance, in);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	r->why->instance = arena_copy(r->why->arena, buf_view(&instance));
	r->why->text = arena_strdup(r->why->arena, buf_view(&text));
	return false;
}

bool avro_ended(struct avro_reading *r)
{
	size_t n = left(r);

	if (r->json->failed)
		return avro_bad(r, NULL, "its JSON is larger than is allowed");
	return !n || avro_bad(r, NULL, "%zu byte%s left over behind the value", n, n == 1 ? " is" : "s are");
}

bool avro_enter(struct avro_reading *r, const struct avro_step *in)
{
	if (r->depth == LIMIT_DOCUMENT_DEPTH)
		return avro_bad(r, in, "it is nested deeper than %d", LIMIT_DOCUMENT_DEPTH);
	if (r->json->failed || r->json->len - r->json_from > LIMIT_MESSAGE_BYTES)
		return avro_bad(r, in, "its JSON is larger than is allowed");
	r->depth++;
	return true;
}

/* --- numbers */

/* Zig-zag and variable length: 7 bits a byte, least significant first. */
static bool read_varint(struct avro_reading *r, const struct avro_step *in, unsigned most, const char *what,
			uint64_t *out)
{
	uint64_t raw = 0;
	size_t n = left(r);

	for (unsigned i = 0; i < most; i++) {
		uint8_t byte;

		if (i == n)
			return avro_bad(r, in, "the bytes end within %s", what);
		byte = r->at[i];
		raw |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte & 0x80)
			continue;
		if (i == 9 && byte > 1)
			return avro_bad(r, in, "%s of more than 64 bits", what);
		r->at += i + 1;
		*out = raw >> 1 ^ -(raw & 1);
		return true;
	}
	return avro_bad(r, in, "%s of more than %u bytes", what, most);
}

bool avro_read_long(struct avro_reading *r, const struct avro_step *in, int64_t *out)
{
	uint64_t value;

	if (!read_varint(r, in, 10, "a long", &value))
		return false;
	*out = (int64_t)value;
	return true;
}

static bool read_int(struct avro_reading *r, const struct avro_step *in, int64_t *out)
{
	const uint8_t *from = r->at;
	uint64_t value;

	if (!read_varint(r, in, 5, "an int", &value))
		return false;
	*out = (int64_t)value;
	if (*out >= INT32_MIN && *out <= INT32_MAX)
		return true;
	r->at = from;
	return avro_bad(r, in, "an int of more than 32 bits");
}

bool avro_read_float(struct avro_reading *r, const struct avro_step *in, enum avro_kind kind, double *out)
{
	size_t size = kind == AVRO_FLOAT ? 4 : 8;
	uint64_t bits = 0;

	if (left(r) < size)
		return avro_bad(r, in, "the bytes end within a %s", avro_kind_names[kind]);
	for (size_t i = 0; i < size; i++)
		bits |= (uint64_t)r->at[i] << (8 * i);
	r->at += size;
	if (kind == AVRO_FLOAT) {
		uint32_t half = (uint32_t)bits;
		float value;

		memcpy(&value, &half, sizeof(value));
		*out = (double)value;
	} else {
		memcpy(out, &bits, sizeof(*out));
	}
	return true;
}

/* --- texts */

bool avro_read_text(struct avro_reading *r, const struct avro_step *in, bool utf8, struct slice *out)
{
	const uint8_t *from = r->at;
	size_t good, there;
	int64_t n;

	if (!avro_read_long(r, in, &n))
		return false;
	there = left(r);
	if (n < 0 || (uint64_t)n > there) {
		r->at = from;
		return n < 0 ? avro_bad(r, in, "a negative length (%lld)", (long long)n)
			     : avro_bad(r, in, "a length of %lld bytes where %zu byte%s left", (long long)n,
					there, there == 1 ? " is" : "s are");
	}
	*out = slice_of(r->at, (size_t)n);
	good = utf8 ? utf8_valid_prefix(*out) : out->len;
	r->at += good;
	return good == out->len || avro_bad(r, in, "a string that is not UTF-8");
}

static void add_byte(struct buf *json, uint8_t byte)
{
	static const char hex[] = "0123456789abcdef";

	if (byte >= 0x80) {
		buf_char(json, (char)(0xc0 | byte >> 6));
		buf_char(json, (char)(0x80 | (byte & 0x3f)));
	} else if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f) {
		const char escape[6] = { '\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15] };

		buf_add(json, escape, sizeof(escape));
	} else {
		buf_char(json, (char)byte);
	}
}

void avro_add_bytes(struct buf *json, struct slice bytes)
{
	buf_char(json, '"');
	for (size_t i = 0; i < bytes.len; i++)
		add_byte(json, (uint8_t)bytes.ptr[i]);
	buf_char(json, '"');
}

/* --- each kind */

static bool value_null(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	(void)t, (void)in;
	buf_str(r->json, "null");
	return true;
}

static bool value_boolean(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	(void)t;
	if (!left(r))
		return avro_bad(r, in, "the bytes end where a boolean should be");
	if (*r->at > 1)
		return avro_bad(r, in, "a boolean must be 0 or 1 (got %u)", *r->at);
	buf_str(r->json, *r->at++ ? "true" : "false");
	return true;
}

static bool value_int(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	int64_t value;

	if (!(t->kind == AVRO_INT ? read_int : avro_read_long)(r, in, &value))
		return false;
	buf_signed(r->json, value);
	return true;
}

static bool value_float(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	double value;

	if (!avro_read_float(r, in, t->kind, &value))
		return false;
	if (t->kind == AVRO_FLOAT)
		avro_add_float(r->json, (float)value);
	else
		avro_add_double(r->json, value);
	return true;
}

static bool value_text(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	struct slice text;

	if (!avro_read_text(r, in, t->kind == AVRO_STRING, &text))
		return false;
	(t->kind == AVRO_STRING ? json_string_add : avro_add_bytes)(r->json, text);
	return true;
}

static bool value_fixed(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	if (left(r) < t->size)
		return avro_bad(r, in, "the bytes end within a fixed of %zu: %zu are left", t->size, left(r));
	avro_add_bytes(r->json, slice_of(r->at, t->size));
	r->at += t->size;
	return true;
}

bool avro_read_index(struct avro_reading *r, const struct avro_step *in, const struct avro_type *t,
		     size_t *out)
{
	size_t n = t->kind == AVRO_ENUM ? t->symbols.n : t->n;
	const uint8_t *from = r->at;
	int64_t index;

	if (!avro_read_long(r, in, &index))
		return false;
	*out = (size_t)index;
	if (index >= 0 && (uint64_t)index < n)
		return true;
	r->at = from;
	return avro_bad(r, in, "%s %lld where there are %zu", t->kind == AVRO_ENUM ? "symbol" : "branch",
			(long long)index, n);
}

static bool value_enum(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	size_t index;

	if (!avro_read_index(r, in, t, &index))
		return false;
	buf_char(r->json, '"');
	buf_slice(r->json, t->symbols.list[index]);
	buf_char(r->json, '"');
	return true;
}

static bool value_record(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	if (!avro_enter(r, in))
		return false;
	buf_char(r->json, '{');
	for (size_t i = 0; i < t->n; i++) {
		const struct avro_field *f = &t->fields[i];
		const struct avro_step step = { .up = in, .name = f->name };

		buf_slice(r->json, slice_from(f->intro, !i));
		if (!avro_read_value(r, f->type, &step))
			return false;
	}
	buf_char(r->json, '}');
	r->depth--;
	return true;
}

static bool value_union(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	const struct avro_type *branch;
	struct avro_step step = { .up = in };
	size_t index;

	if (!avro_read_index(r, in, t, &index))
		return false;
	branch = t->branches[index];
	if (branch->kind == AVRO_NULL)
		return value_null(r, branch, in);
	if (!avro_enter(r, in))
		return false;
	step.name = branch->name;
	buf_str(r->json, "{\"");
	buf_slice(r->json, branch->name);
	buf_str(r->json, "\":");
	if (!avro_read_value(r, branch, &step))
		return false;
	buf_char(r->json, '}');
	r->depth--;
	return true;
}

/* --- blocks */

/* A negative count is followed by the size of the block in bytes; *end is where it ends then, else NULL. */
static bool read_size(struct avro_reading *r, const struct avro_step *in, int64_t count, const uint8_t **end)
{
	const uint8_t *from = r->at;
	int64_t size;
	size_t there;

	*end = NULL;
	if (count >= 0)
		return true;
	if (!avro_read_long(r, in, &size))
		return false;
	there = left(r);
	if (size >= 0 && (uint64_t)size <= there) {
		*end = r->at + size;
		return true;
	}
	r->at = from;
	return avro_bad(r, in, "a block of %lld bytes where %zu are left", (long long)size, there);
}

/* The number of items that follow; 0 ends. */
static bool read_count(struct avro_reading *r, const struct avro_type *item, bool is_map,
		       const struct avro_step *in, uint64_t *count, const uint8_t **end)
{
	size_t least = item->least + is_map, there;
	const uint8_t *from = r->at;
	int64_t n;

	if (!avro_read_long(r, in, &n) || !read_size(r, in, n, end))
		return false;
	*count = n < 0 ? -(uint64_t)n : (uint64_t)n;
	there = left(r);
	if (least ? *count <= there / least : *count <= r->free_values) {
		r->free_values -= least ? 0 : (size_t)*count;
		return true;
	}
	r->at = from;
	return avro_bad(r, in, "a block of %llu items where %zu byte%s left", (unsigned long long)*count,
			there, there == 1 ? " is" : "s are");
}

/* The key of a map's next entry. */
static bool read_key(struct avro_reading *r, struct avro_step *step)
{
	if (!avro_read_text(r, step->up, true, &step->name))
		return false;
	json_string_add(r->json, step->name);
	buf_char(r->json, ':');
	return true;
}

static bool read_items(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		       struct avro_step *step, uint64_t count, avro_item_fn *item)
{
	for (; count; count--, step->index++) {
		if (step->index)
			buf_char(r->json, ',');
		if (t->kind == AVRO_MAP && !read_key(r, step))
			return false;
		if (!item(r, t->branches[0], as, step))
			return false;
	}
	return true;
}

bool avro_read_blocks(struct avro_reading *r, const struct avro_type *t, const struct avro_type *as,
		      const struct avro_step *in, avro_item_fn *item)
{
	bool is_map = t->kind == AVRO_MAP;
	struct avro_step step = { .up = in };
	const uint8_t *end;
	uint64_t count;

	if (!avro_enter(r, in))
		return false;
	buf_char(r->json, is_map ? '{' : '[');
	for (;;) {
		if (!read_count(r, t->branches[0], is_map, in, &count, &end))
			return false;
		if (!count)
			break;
		if (!read_items(r, t, as, &step, count, item))
			return false;
		if (end && r->at != end)
			return avro_bad(r, in, "a block that ends %s its own length says",
					r->at < end ? "before" : "behind where");
	}
	buf_char(r->json, is_map ? '}' : ']');
	r->depth--;
	return true;
}

static bool plain_item(struct avro_reading *r, const struct avro_type *item, const struct avro_type *as,
		       const struct avro_step *in)
{
	(void)as;
	return avro_read_value(r, item, in);
}

static bool value_blocks(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	return avro_read_blocks(r, t, NULL, in, plain_item);
}

bool avro_read_value(struct avro_reading *r, const struct avro_type *t, const struct avro_step *in)
{
	static bool (*const by_kind[AVRO_KINDS])(struct avro_reading * r, const struct avro_type *t,
						 const struct avro_step *in) = {
		[AVRO_NULL] = value_null,   [AVRO_BOOLEAN] = value_boolean, [AVRO_INT] = value_int,
		[AVRO_LONG] = value_int,    [AVRO_FLOAT] = value_float,	    [AVRO_DOUBLE] = value_float,
		[AVRO_BYTES] = value_text,  [AVRO_STRING] = value_text,	    [AVRO_RECORD] = value_record,
		[AVRO_ENUM] = value_enum,   [AVRO_ARRAY] = value_blocks,    [AVRO_MAP] = value_blocks,
		[AVRO_UNION] = value_union, [AVRO_FIXED] = value_fixed,
	};

	return by_kind[t->kind](r, t, in);
}
