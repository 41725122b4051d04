/* Scalars in JSON: integers of 64 bits as strings, floating ones as short as they can be read back. */
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "schema/proto_wire.h"

static bool add_special(struct buf *out, double value)
{
	if (isfinite(value))
		return false;
	buf_str(out, isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
	return true;
}

static void add_double(struct buf *out, double value)
{
	char text[32];

	if (add_special(out, value))
		return;
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_str(out, text);
}

static void add_float(struct buf *out, float value)
{
	char text[32];

	if (add_special(out, (double)value))
		return;
	for (int digits = 6; digits <= 9; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, (double)value);
		if (strtof(text, NULL) == value)
			break;
	}
	buf_str(out, text);
}

static int64_t zigzag(uint64_t bits)
{
	return (int64_t)(bits >> 1 ^ (0 - (bits & 1)));
}

static void add_enum(struct buf *out, const struct proto_enum *e, uint64_t bits)
{
	const struct proto_enum_value *v = proto_enum_numbered(e, (int32_t)bits);

	if (e->is_null)
		buf_str(out, "null");
	else if (v)
		json_string_add(out, v->name);
	else
		buf_signed(out, (int32_t)bits);
}

static void add_floating(struct buf *out, enum proto_kind kind, uint64_t bits)
{
	uint32_t half = (uint32_t)bits;
	double d;
	float f;

	memcpy(&d, &bits, sizeof(d));
	memcpy(&f, &half, sizeof(f));
	if (kind == KIND_DOUBLE)
		add_double(out, d);
	else
		add_float(out, f);
}

static void add_number(struct buf *out, const struct proto_field *f, uint64_t bits)
{
	switch (f->kind) {
	case KIND_DOUBLE:
	case KIND_FLOAT:
		add_floating(out, f->kind, bits);
		break;
	case KIND_BOOL:
		buf_str(out, bits ? "true" : "false");
		break;
	case KIND_ENUM:
		add_enum(out, f->enumeration, bits);
		break;
	case KIND_INT32:
	case KIND_SFIXED32:
		buf_signed(out, (int32_t)bits);
		break;
	case KIND_SINT32:
		buf_signed(out, (int32_t)zigzag((uint32_t)bits));
		break;
	case KIND_UINT32:
	case KIND_FIXED32:
		buf_decimal(out, (uint32_t)bits);
		break;
	case KIND_SINT64:
		buf_printf(out, "\"%lld\"", (long long)zigzag(bits));
		break;
	case KIND_INT64:
	case KIND_SFIXED64:
		buf_printf(out, "\"%lld\"", (long long)bits);
		break;
	default:
		buf_printf(out, "\"%llu\"", (unsigned long long)bits);
	}
}

/* "Strings must be UTF-8": proto3 refuses others, proto2 lets them pass, and JSON then has U+FFFD. */
static bool add_string(struct proto_reading *r, const struct proto_field *f, struct slice bytes, size_t at)
{
	size_t valid = utf8_valid_prefix(bytes);

	if (valid < bytes.len && f->at.file->syntax == PROTO_3)
		return proto_read_fail(r, at,
				       "the string of field %lld (%.*s) is not UTF-8 from its byte %zu on",
				       (long long)f->number, SLICE_FMT(f->name), valid);
	json_string_add(r->json, bytes);
	return true;
}

bool proto_read_scalar(struct proto_reading *r, const struct proto_field *f, uint64_t bits,
		       struct slice bytes, size_t at)
{
	if (f->kind == KIND_STRING)
		return add_string(r, f, bytes, at);
	if (f->kind == KIND_BYTES) {
		buf_char(r->json, '"');
		base64_add(r->json, bytes);
		buf_char(r->json, '"');
		return true;
	}
	add_number(r->json, f, bits);
	return true;
}

/* Of a value that is not there but must be written: a map's, a wrapper's. */
void proto_default_json(struct proto_reading *r, const struct proto_field *f)
{
	size_t mark = r->n;

	if (f->kind == KIND_ENUM && !f->enumeration->is_null)
		json_string_add(r->json, f->enumeration->values[0].name);
	else if (!proto_kind_is_message(f->kind))
		proto_read_scalar(r, f, 0, SLICE_LIT(""), 0);
	else
		proto_read_message(r, f->message, mark, 0);
}
