/* MessagePack into JSON.
 *
 * Read here and not by msgpack-c: its unpacker allocates as many elements as a head claims before it has seen
 * one of them, so five bytes from a peer would cost 100 GB.  Its packer, which allocates nothing, is used for
 * the other way. */
#include "base/limits.h"
#include "base/text.h"
#include "schema/content_wire.h"

enum form {
	FORM_NONE, /* 0xc1, "never used" */
	FORM_NIL,
	FORM_BOOL,
	FORM_UNSIGNED,
	FORM_SIGNED,
	FORM_FLOAT,
	FORM_BYTES,
	FORM_TEXT,
	FORM_LIST,
	FORM_MAP,
	FORM_EXTENSION,
};

/* 0xc0 to 0xdf; `size` is that of the number behind the first byte: a value or a length. */
static const struct head {
	uint8_t form, size;
	uint8_t fixed; /* the value, or the length, when there is no number */
} heads[32] = {
	{FORM_NIL,	    0, 0 },
	   { FORM_NONE,	0, 0 },
	     { FORM_BOOL,	  0, 0 },
	{ FORM_BOOL,	     0, 1 },
	   { FORM_BYTES,	 1, 0 },
	     { FORM_BYTES,	   2, 0 },
	{ FORM_BYTES,     4, 0 },
	   { FORM_EXTENSION, 1, 0 },
	     { FORM_EXTENSION, 2, 0 },
	{ FORM_EXTENSION, 4, 0 },
	   { FORM_FLOAT,	 4, 0 },
	     { FORM_FLOAT,	   8, 0 },
	{ FORM_UNSIGNED,	 1, 0 },
	   { FORM_UNSIGNED,  2, 0 },
	     { FORM_UNSIGNED,  4, 0 },
	{ FORM_UNSIGNED,	 8, 0 },
	   { FORM_SIGNED,	  1, 0 },
	     { FORM_SIGNED,    2, 0 },
	{ FORM_SIGNED,    4, 0 },
	   { FORM_SIGNED,	  8, 0 },
	     { FORM_EXTENSION, 0, 1 },
	{ FORM_EXTENSION, 0, 2 },
	   { FORM_EXTENSION, 0, 4 },
	     { FORM_EXTENSION, 0, 8 },
	{ FORM_EXTENSION, 0, 16},
	   { FORM_TEXT,	1, 0 },
	     { FORM_TEXT,	  2, 0 },
	{ FORM_TEXT,	     4, 0 },
	   { FORM_LIST,	2, 0 },
	     { FORM_LIST,	  4, 0 },
	{ FORM_MAP,	    2, 0 },
	   { FORM_MAP,       4, 0 },
};

struct item {
	enum form form;
	unsigned size;	 /* of a number */
	uint64_t number; /* its bits, or a length */
	size_t at;
};

struct reader {
	struct cursor in;
	struct buf *json;
	struct wire_error *why;
	struct item item;
};

static bool fail(struct reader *r, const char *text)
{
	return wire_fail(r->why, r->item.at, text);
}

static uint64_t big_endian(struct slice bytes)
{
	uint64_t n = 0;

	for (size_t i = 0; i < bytes.len; i++)
		n = n << 8 | (unsigned char)bytes.ptr[i];
	return n;
}

/* Heads that hold their value or length themselves. */
static struct item fixed_item(uint8_t first)
{
	if (first < 0x80)
		return (struct item){ .form = FORM_UNSIGNED, .number = first };
	if (first < 0x90)
		return (struct item){ .form = FORM_MAP, .number = first & 15 };
	if (first < 0xa0)
		return (struct item){ .form = FORM_LIST, .number = first & 15 };
	if (first < 0xc0)
		return (struct item){ .form = FORM_TEXT, .number = first & 31 };
	return (struct item){ .form = FORM_SIGNED, .size = 1, .number = first };
}

static bool next(struct reader *r)
{
	size_t at = r->in.at;
	uint8_t first = cursor_u8(&r->in);
	const struct head *head;

	if (r->in.bad)
		return wire_fail(r->why, at, "the data end too early");
	if (first < 0xc0 || first >= 0xe0) {
		r->item = fixed_item(first);
		r->item.at = at;
		return true;
	}
	head = &heads[first - 0xc0];
	r->item = (struct item){ .form = head->form, .size = head->size, .number = head->fixed, .at = at };
	if (head->size)
		r->item.number = big_endian(cursor_bytes(&r->in, head->size));
	return !r->in.bad || fail(r, "the data end inside the value that begins here");
}

/* --- what a head stands for */

static void add_signed(struct reader *r)
{
	unsigned unused = 64 - 8 * r->item.size;

	buf_signed(r->json, (int64_t)(r->item.number << unused) >> unused);
}

static void add_float(struct reader *r)
{
	uint32_t bits = (uint32_t)r->item.number;
	double wide;
	float narrow;

	if (r->item.size == 8) {
		memcpy(&wide, &r->item.number, sizeof(wide));
		json_double_add(r->json, wide);
	} else {
		memcpy(&narrow, &bits, sizeof(narrow));
		json_float_add(r->json, narrow);
	}
}

/* The bytes behind a head with a length. */
static bool take(struct reader *r, struct slice *out)
{
	*out = cursor_bytes(&r->in, r->item.number);
	return !r->in.bad || fail(r, "the data end inside the value that begins here");
}

static bool add_text(struct reader *r)
{
	struct slice text;
	size_t good;

	if (!take(r, &text))
		return false;
	good = utf8_valid_prefix(text);
	if (good < text.len)
		return wire_fail(r->why, r->in.at - text.len + good, "the text is not UTF-8");
	json_string_add(r->json, text);
	return true;
}

/* The specification's "Timestamp extension type", in its three sizes. */
static bool read_timestamp(struct slice data, int64_t *seconds, uint32_t *nanoseconds)
{
	uint64_t all;

	*nanoseconds = 0;
	if (data.len == 4) {
		*seconds = (int64_t)big_endian(data);
	} else if (data.len == 8) {
		all = big_endian(data);
		*nanoseconds = (uint32_t)(all >> 34);
		*seconds = (int64_t)(all & ((1ULL << 34) - 1));
	} else if (data.len == 12) {
		*nanoseconds = (uint32_t)big_endian(slice_first(data, 4));
		*seconds = (int64_t)big_endian(slice_from(data, 4));
	} else {
		return false;
	}
	return *nanoseconds < 1000000000;
}

enum { TIMESTAMP = -1, YEAR_0000 = -62167219200, YEAR_9999_END = 253402300799 };

static bool add_timestamp(struct reader *r, struct slice data)
{
	int64_t seconds;
	uint32_t nanoseconds;
	BUF_AUTO struct buf time = BUF_INIT(0);

	if (!read_timestamp(data, &seconds, &nanoseconds))
		return fail(r, "a timestamp that is none");
	if (seconds < YEAR_0000 || seconds > YEAR_9999_END)
		return fail(r, "a timestamp outside the years 0 to 9999");
	time_add(&time, seconds * 1000000);
	buf_char(r->json, '"');
	buf_slice(r->json, slice_first(buf_view(&time), 19)); /* up to the seconds */
	if (nanoseconds)
		buf_printf(r->json, ".%09u", nanoseconds);
	buf_str(r->json, "Z\"");
	return true;
}

static bool add_extension(struct reader *r)
{
	int8_t type = (int8_t)cursor_u8(&r->in);
	struct slice data;

	if (!take(r, &data))
		return false;
	if (type == TIMESTAMP)
		return add_timestamp(r, data);
	buf_printf(r->json, "{\"type\":%d,\"data\":", type);
	json_base64_add(r->json, data);
	buf_char(r->json, '}');
	return true;
}

static bool add_bytes(struct reader *r)
{
	struct slice bytes;

	if (!take(r, &bytes))
		return false;
	json_base64_add(r->json, bytes);
	return true;
}

static bool value(struct reader *r, unsigned depth);

static bool list(struct reader *r, uint64_t n, unsigned depth)
{
	buf_char(r->json, '[');
	for (uint64_t i = 0; i < n; i++) {
		if (i)
			buf_char(r->json, ',');
		if (!next(r) || !value(r, depth + 1))
			return false;
	}
	buf_char(r->json, ']');
	return true;
}

static bool map(struct reader *r, uint64_t n, unsigned depth)
{
	buf_char(r->json, '{');
	for (uint64_t i = 0; i < n; i++) {
		if (i)
			buf_char(r->json, ',');
		if (!next(r))
			return false;
		if (r->item.form != FORM_TEXT)
			return fail(r, "a key of a map is no text");
		if (!add_text(r))
			return false;
		buf_char(r->json, ':');
		if (!next(r) || !value(r, depth + 1))
			return false;
	}
	buf_char(r->json, '}');
	return true;
}

/* The value whose head is r->item. */
static bool value(struct reader *r, unsigned depth)
{
	if (depth > LIMIT_DOCUMENT_DEPTH)
		return fail(r, "it is nested too deeply");
	if (r->json->failed)
		return fail(r, "its JSON form is too large");
	switch (r->item.form) {
	case FORM_NONE:
		return fail(r, "no value begins with 0xc1");
	case FORM_NIL:
		buf_str(r->json, "null");
		return true;
	case FORM_BOOL:
		buf_str(r->json, r->item.number ? "true" : "false");
		return true;
	case FORM_UNSIGNED:
		buf_decimal(r->json, r->item.number);
		return true;
	case FORM_SIGNED:
		add_signed(r);
		return true;
	case FORM_FLOAT:
		add_float(r);
		return true;
	case FORM_BYTES:
		return add_bytes(r);
	case FORM_TEXT:
		return add_text(r);
	case FORM_LIST:
		return list(r, r->item.number, depth);
	case FORM_MAP:
		return map(r, r->item.number, depth);
	case FORM_EXTENSION:
		return add_extension(r);
	}
	return false;
}

bool messagepack_to_json(struct slice bytes, struct buf *json, struct wire_error *why)
{
	struct reader r = { .in = CURSOR(bytes), .json = json, .why = why };

	if (!next(&r) || !value(&r, 0))
		return false;
	if (cursor_left(&r.in))
		return wire_fail(why, r.in.at, "something follows the value");
	return !json->failed || wire_fail(why, 0, "its JSON form is too large");
}
