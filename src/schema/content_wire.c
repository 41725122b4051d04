/* What the contents share: numbers and bytes as JSON, and looks at text. */
#include "schema/content_wire.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "document/number.h"

bool wire_fail(struct wire_error *why, size_t at, const char *text)
{
	why->instance = SLICE_LIT("");
	why->at = at;
	why->text = text;
	return false;
}

/* --- numbers */

static bool add_special(struct buf *json, double value)
{
	if (isnan(value))
		buf_str(json, "\"NaN\"");
	else if (isinf(value))
		buf_str(json, value < 0 ? "\"-Infinity\"" : "\"Infinity\"");
	else
		return false;
	return true;
}

/* 3 as "3.0": it was no integer on the wire, and draft-04 cares. */
static bool add_whole(struct buf *json, double value)
{
	if (!(fabs(value) < 1e15) || value != floor(value) || (value == 0 && signbit(value)))
		return false;
	buf_signed(json, (int64_t)value);
	buf_str(json, ".0");
	return true;
}

static void add_printed(struct buf *json, const char *text)
{
	buf_str(json, text);
	if (!strpbrk(text, ".e"))
		buf_str(json, ".0");
}

void json_double_add(struct buf *json, double value)
{
	char text[32];

	if (add_special(json, value) || add_whole(json, value))
		return;
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	add_printed(json, text);
}

void json_float_add(struct buf *json, float value)
{
	char text[32];

	if (add_special(json, (double)value) || add_whole(json, (double)value))
		return;
	for (int digits = 6; digits <= 9; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, (double)value);
		if (strtof(text, NULL) == value)
			break;
	}
	add_printed(json, text);
}

static bool is_whole(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '.' || text.ptr[i] == 'e' || text.ptr[i] == 'E')
			return false;
	return true;
}

static struct number_read read_whole(struct slice text)
{
	bool negative = text.len && text.ptr[0] == '-';
	struct number_read r = { .form = negative ? NUMBER_NEGATIVE : NUMBER_UNSIGNED };

	if (slice_is(text, "-18446744073709551616")) /* the one that fits only with its sign */
		r.magnitude = UINT64_MAX;
	else if (!number_parse(slice_from(text, negative), &r.magnitude))
		r.form = NUMBER_INTEGER;
	else if (negative && r.magnitude)
		r.magnitude--;
	else if (negative)
		r.form = NUMBER_DOUBLE; /* -0 */
	return r;
}

struct number_read number_read(struct slice text)
{
	BUF_AUTO struct buf copy = BUF_INIT(0), again = BUF_INIT(0);
	struct number_read r = { .form = NUMBER_DOUBLE };

	if (is_whole(text))
		r = read_whole(text);
	buf_slice(&copy, text);
	r.real = strtod(buf_cstr(&copy), NULL);
	if (r.form != NUMBER_DOUBLE || isinf(r.real)) {
		r.form = r.form == NUMBER_DOUBLE ? NUMBER_DECIMAL : r.form;
		return r;
	}
	json_double_add(&again, r.real);
	if (!number_equal(text, buf_view(&again)))
		r.form = NUMBER_DECIMAL;
	return r;
}

/* --- strings */

void json_base64_add(struct buf *json, struct slice bytes)
{
	buf_char(json, '"');
	base64_add(json, bytes);
	buf_char(json, '"');
}

void json_string_join(struct buf *json, size_t second)
{
	if (json->failed)
		return;
	memmove(json->data + second - 1, json->data + second + 1, json->len - second - 1);
	json->len -= 2;
}

bool text_check(struct slice bytes, struct buf *json, struct wire_error *why)
{
	size_t good = utf8_valid_prefix(bytes);

	(void)json;
	return good == bytes.len || wire_fail(why, good, "it is not UTF-8");
}

/* XML may be in another encoding, told by a byte order mark or in its first line: that is left alone. */
static bool names_encoding(struct slice bytes)
{
	struct slice head = slice_first(bytes, slice_find(slice_first(bytes, 200), '>'));

	if (bytes.len > 1 && (unsigned char)bytes.ptr[0] >= 0xfe && (unsigned char)bytes.ptr[1] >= 0xfe)
		return true;
	for (size_t i = 0; i + 8 < head.len; i++)
		if (slice_starts(slice_from(head, i), SLICE_LIT("encoding")))
			return true;
	return false;
}

bool xml_check(struct slice bytes, struct buf *json, struct wire_error *why)
{
	struct slice text = bytes;

	if (names_encoding(bytes))
		return true;
	if (!text_check(bytes, json, why))
		return false;
	if (slice_starts(text, SLICE_LIT("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	text = slice_trim(text);
	if (text.len && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>')
		return true;
	return wire_fail(why, (size_t)(text.ptr - bytes.ptr), "it does not begin with < and end with >");
}
