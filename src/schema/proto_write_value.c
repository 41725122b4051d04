/* Scalars from JSON: every spelling that ProtoJSON's readers accept, within the range of the kind. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "document/number.h"
#include "schema/proto_wire.h"

/* A whole number and its sign. */
struct whole {
	bool negative;
	uint64_t size;
};

static bool read_digits(struct slice text, struct whole *out)
{
	out->negative = slice_starts(text, SLICE_LIT("-"));
	return number_parse(slice_from(text, out->negative), &out->size);
}

/* 5, "5", 5.0, 5e0. */
static bool read_whole(const struct node *value, struct whole *out)
{
	int64_t whole;

	if (!node_is(value, NODE_NUMBER) && !node_is(value, NODE_TEXT))
		return false;
	if (read_digits(value->text, out))
		return true;
	if (value->kind != NODE_NUMBER || !number_int(value->text, &whole))
		return false;
	out->negative = whole < 0;
	out->size = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
	return true;
}

static const struct range {
	enum proto_kind kind;
	uint64_t below_zero, most; /* how far it goes */
} ranges[] = {
	{KIND_INT32,     (uint64_t)INT32_MAX + 1, INT32_MAX },
	{ KIND_SINT32,   (uint64_t)INT32_MAX + 1, INT32_MAX },
	{ KIND_SFIXED32, (uint64_t)INT32_MAX + 1, INT32_MAX },
	{ KIND_ENUM,     (uint64_t)INT32_MAX + 1, INT32_MAX },
	{ KIND_UINT32,   0,			  UINT32_MAX},
	{ KIND_FIXED32,	0,			   UINT32_MAX},
	{ KIND_INT64,    (uint64_t)INT64_MAX + 1, INT64_MAX },
	{ KIND_SINT64,   (uint64_t)INT64_MAX + 1, INT64_MAX },
	{ KIND_SFIXED64, (uint64_t)INT64_MAX + 1, INT64_MAX },
	{ KIND_UINT64,   0,			  UINT64_MAX},
	{ KIND_FIXED64,	0,			   UINT64_MAX},
};

static bool integer_bits(struct proto_writing *w, enum proto_kind kind, const struct node *value,
			 uint64_t *bits)
{
	const struct range *range = ranges;
	struct whole whole;

	while (range->kind != kind)
		range++;
	if (!read_whole(value, &whole) || whole.size > (whole.negative ? range->below_zero : range->most))
		return proto_write_fail(w, "this is no %s",
					kind == KIND_ENUM ? "value of an enum" : proto_kind_name(kind));
	*bits = whole.negative ? 0 - whole.size : whole.size;
	return true;
}

static bool enum_bits(struct proto_writing *w, const struct proto_enum *e, const struct node *value,
		      uint64_t *bits)
{
	const struct proto_enum_value *v;

	*bits = 0;
	if (e->is_null && node_is(value, NODE_NULL))
		return true;
	if (!node_is(value, NODE_TEXT))
		return integer_bits(w, KIND_ENUM, value, bits);
	v = proto_enum_named(e, value->text);
	if (!v)
		return proto_write_fail(w, "\"%.*s\" is no value of the enum %.*s", SLICE_FMT(value->text),
					SLICE_FMT(e->full_name));
	*bits = (uint64_t)(int64_t)v->number;
	return true;
}

/* A map's key is text, whatever its kind. */
static bool bool_bits(struct proto_writing *w, const struct node *value, uint64_t *bits)
{
	if (node_is(value, NODE_BOOL))
		*bits = value->truth;
	else if (slice_is(node_text(value), "true") || slice_is(node_text(value), "false"))
		*bits = slice_is(value->text, "true");
	else
		return proto_write_fail(w, "%s where true or false belongs", node_kind_name(value));
	return true;
}

static bool special(struct slice text, double *value)
{
	bool negative = slice_starts(text, SLICE_LIT("-"));

	if (slice_is(text, "NaN"))
		*value = NAN;
	else if (slice_is(slice_from(text, negative), "Infinity"))
		*value = negative ? -INFINITY : INFINITY;
	else
		return false;
	return true;
}

static bool is_number_text(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!s.ptr[i] || !strchr("0123456789+-.eE", s.ptr[i]))
			return false;
	return s.len > 0 && s.len < 2000;
}

static bool floating_bits(struct proto_writing *w, enum proto_kind kind, const struct node *value,
			  uint64_t *bits)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	double d = 0;
	float f;
	uint32_t half;
	char *end;

	if (!node_is(value, NODE_NUMBER) && !node_is(value, NODE_TEXT))
		return proto_write_fail(w, "%s where a number belongs", node_kind_name(value));
	buf_slice(&text, value->text);
	if (special(value->text, &d)) {
		f = (float)d;
	} else {
		if (!is_number_text(value->text))
			return proto_write_fail(w, "this is no %s", proto_kind_name(kind));
		d = strtod(buf_cstr(&text), &end);
		f = strtof(buf_cstr(&text), NULL);
		if (*end || (kind == KIND_DOUBLE ? isinf(d) : isinf(f)))
			return proto_write_fail(w, "this is no %s", proto_kind_name(kind));
	}
	memcpy(bits, &d, sizeof(d));
	memcpy(&half, &f, sizeof(f));
	if (kind == KIND_FLOAT)
		*bits = half;
	return true;
}

/* --- bytes */

/* Either alphabet, with or without padding. */
static bool base64_any(struct slice text, struct buf *out)
{
	BUF_AUTO struct buf plain = BUF_INIT(0);

	while (slice_ends(text, SLICE_LIT("=")))
		text = slice_first(text, text.len - 1);
	for (size_t i = 0; i < text.len; i++)
		buf_char(&plain, text.ptr[i] == '-' ? '+' : text.ptr[i] == '_' ? '/' : text.ptr[i]);
	/* The unused bits of the last digit need not be 0. */
	if (text.len % 4 == 2 || text.len % 4 == 3) {
		static const char digits[] =
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		const char *last = memchr(digits, plain.data[plain.len - 1], 64);

		if (last)
			plain.data[plain.len - 1] =
				digits[(size_t)(last - digits) & (text.len % 4 == 2 ? 0x30u : 0x3cu)];
	}
	while (plain.len % 4)
		buf_char(&plain, '=');
	return base64_decode(buf_view(&plain), out);
}

static bool write_bytes(struct proto_writing *w, const struct proto_field *f, const struct node *value,
			bool *is_default)
{
	size_t from = w->out->len;

	if (!node_is(value, NODE_TEXT))
		return proto_write_fail(w, "%s where a string belongs", node_kind_name(value));
	if (f->kind == KIND_STRING) {
		buf_slice(w->out, value->text);
	} else {
		BUF_AUTO struct buf bytes = BUF_INIT(0);

		if (!base64_any(value->text, &bytes))
			return proto_write_fail(w, "this is no base64");
		buf_slice(w->out, buf_view(&bytes));
	}
	*is_default = w->out->len == from;
	proto_write_length(w->out, from);
	return true;
}

/* --- on the wire */

static void write_fixed(struct buf *out, uint64_t bits, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		buf_char(out, (char)(bits >> (8 * i)));
}

static void write_bits(struct buf *out, enum proto_kind kind, uint64_t bits)
{
	switch (proto_wire_type_of(kind)) {
	case WIRE_64:
		write_fixed(out, bits, 8);
		break;
	case WIRE_32:
		write_fixed(out, bits, 4);
		break;
	default:
		if (kind == KIND_SINT32)
			bits = (uint32_t)((uint32_t)bits << 1 ^ (0 - (uint32_t)(bits >> 31 & 1)));
		else if (kind == KIND_SINT64)
			bits = bits << 1 ^ (0 - (bits >> 63));
		proto_write_varint(out, bits);
	}
}

bool proto_write_scalar(struct proto_writing *w, const struct proto_field *f, const struct node *value,
			bool *is_default)
{
	uint64_t bits = 0;
	bool ok;

	if (f->kind == KIND_STRING || f->kind == KIND_BYTES)
		return write_bytes(w, f, value, is_default);
	if (f->kind == KIND_ENUM)
		ok = enum_bits(w, f->enumeration, value, &bits);
	else if (f->kind == KIND_BOOL)
		ok = bool_bits(w, value, &bits);
	else if (f->kind == KIND_FLOAT || f->kind == KIND_DOUBLE)
		ok = floating_bits(w, f->kind, value, &bits);
	else
		ok = integer_bits(w, f->kind, value, &bits);
	*is_default = !bits;
	if (ok)
		write_bits(w->out, f->kind, bits);
	return ok;
}
