/* CBOR (RFC 8949) into JSON.
 *
 * libcbor's streaming decoder reads one head at a time and allocates nothing; its tree builder, which
 * allocates what a sender claims, is not used.  What a head means for JSON is said here (docs/content.md has
 * the table). */
#include <cbor.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/content_cbor.h"
#include "schema/content_wire.h"

enum item_kind {
	ITEM_UNSIGNED,
	ITEM_NEGATIVE, /* -1 - number */
	ITEM_BYTES,
	ITEM_BYTES_START,
	ITEM_TEXT,
	ITEM_TEXT_START,
	ITEM_LIST,
	ITEM_LIST_START,
	ITEM_MAP,
	ITEM_MAP_START,
	ITEM_TAG,
	ITEM_SINGLE,
	ITEM_DOUBLE,
	ITEM_BOOL,
	ITEM_NULL,
	ITEM_BREAK,
};

struct item {
	enum item_kind kind;
	uint64_t number; /* value, count or tag */
	double real;
	struct slice bytes;
	size_t at; /* of its first byte */
};

struct reader {
	struct slice in;
	size_t at;
	struct buf *json;
	struct wire_error *why;
	struct item item; /* the last one read */
};

/* --- libcbor's callbacks: each says what was read */

#define ON_NUMBER(name, type, is)                                                                            \
	static void name(void *item, type value)                                                             \
	{                                                                                                    \
		*(struct item *)item = (struct item){ .kind = (is), .number = value };                       \
	}
#define ON_BYTES(name, is)                                                                                   \
	static void name(void *item, cbor_data data, size_t length)                                          \
	{                                                                                                    \
		*(struct item *)item = (struct item){ .kind = (is), .bytes = slice_of(data, length) };       \
	}
#define ON_REAL(name, type, is)                                                                              \
	static void name(void *item, type value)                                                             \
	{                                                                                                    \
		*(struct item *)item = (struct item){ .kind = (is), .real = (double)value };                 \
	}
#define ON_MARK(name, is)                                                                                    \
	static void name(void *item)                                                                         \
	{                                                                                                    \
		*(struct item *)item = (struct item){ .kind = (is) };                                        \
	}

ON_NUMBER(on_uint8, uint8_t, ITEM_UNSIGNED)
ON_NUMBER(on_uint16, uint16_t, ITEM_UNSIGNED)
ON_NUMBER(on_uint32, uint32_t, ITEM_UNSIGNED)
ON_NUMBER(on_uint64, uint64_t, ITEM_UNSIGNED)
ON_NUMBER(on_negint8, uint8_t, ITEM_NEGATIVE)
ON_NUMBER(on_negint16, uint16_t, ITEM_NEGATIVE)
ON_NUMBER(on_negint32, uint32_t, ITEM_NEGATIVE)
ON_NUMBER(on_negint64, uint64_t, ITEM_NEGATIVE)
ON_NUMBER(on_list, size_t, ITEM_LIST)
ON_NUMBER(on_map, size_t, ITEM_MAP)
ON_NUMBER(on_tag, uint64_t, ITEM_TAG)
ON_NUMBER(on_bool, bool, ITEM_BOOL)
ON_BYTES(on_bytes, ITEM_BYTES)
ON_BYTES(on_text, ITEM_TEXT)
ON_REAL(on_single, float, ITEM_SINGLE)
ON_REAL(on_double, double, ITEM_DOUBLE)
ON_MARK(on_bytes_start, ITEM_BYTES_START)
ON_MARK(on_text_start, ITEM_TEXT_START)
ON_MARK(on_list_start, ITEM_LIST_START)
ON_MARK(on_map_start, ITEM_MAP_START)
ON_MARK(on_null, ITEM_NULL)
ON_MARK(on_break, ITEM_BREAK)

static const struct cbor_callbacks callbacks = {
	.uint8 = on_uint8,
	.uint16 = on_uint16,
	.uint32 = on_uint32,
	.uint64 = on_uint64,
	.negint8 = on_negint8,
	.negint16 = on_negint16,
	.negint32 = on_negint32,
	.negint64 = on_negint64,
	.byte_string = on_bytes,
	.byte_string_start = on_bytes_start,
	.string = on_text,
	.string_start = on_text_start,
	.array_start = on_list,
	.indef_array_start = on_list_start,
	.map_start = on_map,
	.indef_map_start = on_map_start,
	.tag = on_tag,
	.float2 = on_single,
	.float4 = on_single,
	.float8 = on_double,
	.boolean = on_bool,
	.null = on_null,
	.undefined = on_null,
	.indef_break = on_break,
};

/* The next head, with its bytes if it is a string. */
static bool next(struct reader *r)
{
	struct cbor_decoder_result got;
	size_t at = r->at;

	if (at == r->in.len)
		return wire_fail(r->why, at, "the data end too early");
	got = cbor_stream_decode((cbor_data)r->in.ptr + at, r->in.len - at, &callbacks, &r->item);
	if (got.status == CBOR_DECODER_NEDATA)
		return wire_fail(r->why, at, "the data end inside the value that begins here");
	if (got.status != CBOR_DECODER_FINISHED || got.read == 0)
		return wire_fail(r->why, at, "no value of JSON begins like this");
	r->item.at = at;
	r->at = at + got.read;
	return true;
}

/* --- strings */

static bool add_text(struct reader *r)
{
	size_t good = utf8_valid_prefix(r->item.bytes);

	if (good < r->item.bytes.len)
		return wire_fail(r->why, r->at - r->item.bytes.len + good, "the text is not UTF-8");
	json_string_add(r->json, r->item.bytes);
	return true;
}

/* Pieces up to the break; RFC 8949, 3.2.3: each of them whole and of the same kind. */
static bool add_text_pieces(struct reader *r)
{
	buf_str(r->json, "\"\"");
	for (;;) {
		size_t second = r->json->len;

		if (!next(r))
			return false;
		if (r->item.kind == ITEM_BREAK)
			return true;
		if (r->item.kind != ITEM_TEXT)
			return wire_fail(r->why, r->item.at, "a piece of text is something else");
		if (!add_text(r))
			return false;
		json_string_join(r->json, second);
	}
}

static bool add_bytes_pieces(struct reader *r)
{
	BUF_AUTO struct buf whole = BUF_INIT(LIMIT_MESSAGE_BYTES);

	for (;;) {
		if (!next(r))
			return false;
		if (r->item.kind == ITEM_BREAK)
			break;
		if (r->item.kind != ITEM_BYTES)
			return wire_fail(r->why, r->item.at, "a piece of bytes is something else");
		buf_slice(&whole, r->item.bytes);
	}
	json_base64_add(r->json, buf_view(&whole));
	return true;
}

/* --- tags whose content has a JSON form of its own; any other leaves it as it is (RFC 8949, 6.1) */

enum {
	TAG_BIGNUM = 2,
	TAG_NEGATIVE_BIGNUM = 3,
	TAG_DECIMAL = 4,
	TAG_BASE64URL = 21,
	TAG_BASE16 = 23,
	TAG_UUID = 37
};

static void add_negative(struct buf *json, uint64_t n)
{
	buf_char(json, '-');
	if (n == UINT64_MAX)
		buf_str(json, "18446744073709551616");
	else
		buf_decimal(json, n + 1);
}

static bool add_bignum(struct reader *r, bool negative)
{
	struct slice bytes = r->item.bytes;

	while (bytes.len && !bytes.ptr[0])
		bytes = slice_from(bytes, 1);
	if (bytes.len > LIMIT_BIGNUM_BYTES)
		return wire_fail(r->why, r->item.at, "an integer of more than 2048 bits");
	bignum_decimal(r->json, bytes, negative);
	return true;
}

static void add_hex(struct buf *json, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		buf_printf(json, "%02x", (unsigned char)bytes.ptr[i]);
}

static bool add_base64url(struct reader *r)
{
	size_t from = r->json->len + 1;

	json_base64_add(r->json, r->item.bytes);
	if (r->json->failed)
		return true;
	for (size_t i = from; i < r->json->len; i++) {
		char *c = &r->json->data[i];

		*c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
	}
	while (r->json->data[r->json->len - 2] == '=')
		r->json->data[--r->json->len - 1] = '"';
	return true;
}

static bool add_quoted_hex(struct reader *r)
{
	buf_char(r->json, '"');
	add_hex(r->json, r->item.bytes);
	buf_char(r->json, '"');
	return true;
}

static bool add_uuid(struct reader *r)
{
	static const size_t parts[] = { 4, 2, 2, 2, 6 };
	struct slice rest = r->item.bytes;

	buf_char(r->json, '"');
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		add_hex(r->json, slice_first(rest, parts[i]));
		rest = slice_from(rest, parts[i]);
		buf_char(r->json, i + 1 < ARRAY_SIZE(parts) ? '-' : '"');
	}
	return true;
}

static bool add_bytes(struct reader *r, uint64_t tag)
{
	if (tag == TAG_BIGNUM || tag == TAG_NEGATIVE_BIGNUM)
		return add_bignum(r, tag == TAG_NEGATIVE_BIGNUM);
	if (tag == TAG_UUID && r->item.bytes.len == 16)
		return add_uuid(r);
	if (tag == TAG_BASE16)
		return add_quoted_hex(r);
	if (tag == TAG_BASE64URL)
		return add_base64url(r);
	json_base64_add(r->json, r->item.bytes);
	return true;
}

static void add_integer(struct reader *r)
{
	if (r->item.kind == ITEM_NEGATIVE)
		add_negative(r->json, r->item.number);
	else
		buf_decimal(r->json, r->item.number);
}

static bool is_integer(const struct item *i)
{
	return i->kind == ITEM_UNSIGNED || i->kind == ITEM_NEGATIVE;
}

/* RFC 8949, 3.4.4: [exponent of ten, mantissa].  The mantissa is written first. */
static bool add_decimal(struct reader *r)
{
	struct item exponent;

	if (!next(r))
		return false;
	exponent = r->item;
	if (!is_integer(&exponent) || !next(r))
		return wire_fail(r->why, exponent.at, "the exponent of a decimal fraction is no integer");
	if (r->item.kind == ITEM_TAG) {
		uint64_t tag = r->item.number;

		if ((tag != TAG_BIGNUM && tag != TAG_NEGATIVE_BIGNUM) || !next(r) ||
		    r->item.kind != ITEM_BYTES)
			return wire_fail(r->why, r->item.at,
					 "the mantissa of a decimal fraction is no integer");
		if (!add_bignum(r, tag == TAG_NEGATIVE_BIGNUM))
			return false;
	} else if (is_integer(&r->item)) {
		add_integer(r);
	} else {
		return wire_fail(r->why, r->item.at, "the mantissa of a decimal fraction is no integer");
	}
	buf_char(r->json, 'e');
	r->item = exponent;
	add_integer(r);
	return true;
}

/* --- values */

static bool value(struct reader *r, unsigned depth);

static bool list(struct reader *r, bool counted, uint64_t n, unsigned depth)
{
	buf_char(r->json, '[');
	for (uint64_t i = 0; !counted || i < n; i++) {
		if (!next(r))
			return false;
		if (!counted && r->item.kind == ITEM_BREAK)
			break;
		if (i)
			buf_char(r->json, ',');
		if (!value(r, depth + 1))
			return false;
	}
	buf_char(r->json, ']');
	return true;
}

static bool key(struct reader *r)
{
	if (r->item.kind == ITEM_TEXT_START ? !add_text_pieces(r) : r->item.kind == ITEM_TEXT && !add_text(r))
		return false;
	if (r->item.kind != ITEM_TEXT && r->item.kind != ITEM_BREAK)
		return wire_fail(r->why, r->item.at, "a key of a map is no text");
	buf_char(r->json, ':');
	return true;
}

static bool map(struct reader *r, bool counted, uint64_t n, unsigned depth)
{
	buf_char(r->json, '{');
	for (uint64_t i = 0; !counted || i < n; i++) {
		if (!next(r))
			return false;
		if (!counted && r->item.kind == ITEM_BREAK)
			break;
		if (i)
			buf_char(r->json, ',');
		if (r->item.kind == ITEM_BREAK)
			return wire_fail(r->why, r->item.at, "a break stands where nothing is open");
		if (!key(r) || !next(r) || !value(r, depth + 1))
			return false;
	}
	buf_char(r->json, '}');
	return true;
}

static bool untag(struct reader *r, uint64_t *tag)
{
	while (r->item.kind == ITEM_TAG) {
		*tag = r->item.number;
		if (!next(r))
			return false;
	}
	return true;
}

/* The value whose head is r->item. */
static bool value(struct reader *r, unsigned depth)
{
	uint64_t tag = UINT64_MAX;

	if (depth > LIMIT_DOCUMENT_DEPTH)
		return wire_fail(r->why, r->item.at, "it is nested too deeply");
	if (r->json->failed)
		return wire_fail(r->why, r->item.at, "its JSON form is too large");
	if (!untag(r, &tag))
		return false;
	switch (r->item.kind) {
	case ITEM_UNSIGNED:
	case ITEM_NEGATIVE:
		add_integer(r);
		return true;
	case ITEM_BYTES:
		return add_bytes(r, tag);
	case ITEM_BYTES_START:
		return add_bytes_pieces(r);
	case ITEM_TEXT:
		return add_text(r);
	case ITEM_TEXT_START:
		return add_text_pieces(r);
	case ITEM_LIST:
		return tag == TAG_DECIMAL && r->item.number == 2 ? add_decimal(r)
								 : list(r, true, r->item.number, depth);
	case ITEM_LIST_START:
		return list(r, false, 0, depth);
	case ITEM_MAP:
		return map(r, true, r->item.number, depth);
	case ITEM_MAP_START:
		return map(r, false, 0, depth);
	case ITEM_SINGLE:
		json_float_add(r->json, (float)r->item.real);
		return true;
	case ITEM_DOUBLE:
		json_double_add(r->json, r->item.real);
		return true;
	case ITEM_BOOL:
		buf_str(r->json, r->item.number ? "true" : "false");
		return true;
	case ITEM_NULL:
		buf_str(r->json, "null");
		return true;
	case ITEM_TAG:
	case ITEM_BREAK:
		break;
	}
	return wire_fail(r->why, r->item.at, "a break stands where nothing is open");
}

bool cbor_to_json(struct slice bytes, struct buf *json, struct wire_error *why)
{
	struct reader r = { .in = bytes, .json = json, .why = why };

	if (!next(&r) || !value(&r, 0))
		return false;
	if (r.at < bytes.len)
		return wire_fail(why, r.at, "something follows the value");
	return !json->failed || wire_fail(why, 0, "its JSON form is too large");
}
