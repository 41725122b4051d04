/* Contents by their bytes: each row there and back, and what is malformed with the place where. */
#include "schema/content.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "suite.h"

static void hex(struct buf *out, const char *text)
{
	for (; *text; text++) {
		unsigned byte;

		if (*text == ' ')
			continue;
		ck_assert_int_eq(sscanf(text, "%2x", &byte), 1);
		buf_char(out, (char)byte);
		text++;
	}
}

static bool to_json(const char *type, struct slice bytes, struct buf *json, struct wire_error *why)
{
	const struct content *c = content_find(slice_str(type));

	ck_assert_int_eq(c->kind, CONTENT_WIRE);
	return c->to_json(bytes, json, why);
}

/* clang-format off */
static const struct {
	const char *type, *hex, *json;
	bool there_only; /* JSON becomes other bytes */
} values[] = {
	/* RFC 8949, appendix A */
	{ "application/cbor", "00", "0", false },
	{ "application/cbor", "17", "23", false },
	{ "application/cbor", "1818", "24", false },
	{ "application/cbor", "1903e8", "1000", false },
	{ "application/cbor", "1a000f4240", "1000000", false },
	{ "application/cbor", "1b000000e8d4a51000", "1000000000000", false },
	{ "application/cbor", "1bffffffffffffffff", "18446744073709551615", false },
	{ "application/cbor", "c249010000000000000000", "18446744073709551616", false },
	{ "application/cbor", "3bffffffffffffffff", "-18446744073709551616", false },
	{ "application/cbor", "c349010000000000000000", "-18446744073709551617", false },
	{ "application/cbor", "20", "-1", false },
	{ "application/cbor", "3903e7", "-1000", false },
	{ "application/cbor", "f90000", "0.0", true },
	{ "application/cbor", "f98000", "-0.0", true },
	{ "application/cbor", "fb8000000000000000", "-0.0", false },
	{ "application/cbor", "f93c00", "1.0", true },
	{ "application/cbor", "fb3ff199999999999a", "1.1", false },
	{ "application/cbor", "f93e00", "1.5", true },
	{ "application/cbor", "f97bff", "65504.0", true },
	{ "application/cbor", "fa47c35000", "100000.0", true },
	{ "application/cbor", "fa3dcccccd", "0.1", true }, /* the shortest of its own width */
	{ "application/cbor", "fa7f7fffff", "3.4028235e+38", true },
	{ "application/cbor", "fb7e37e43c8800759c", "1e+300", false },
	{ "application/cbor", "f90001", "5.9604645e-08", true },
	{ "application/cbor", "fbc010666666666666", "-4.1", false },
	{ "application/cbor", "f97c00", "\"Infinity\"", true },
	{ "application/cbor", "f97e00", "\"NaN\"", true },
	{ "application/cbor", "f9fc00", "\"-Infinity\"", true },
	{ "application/cbor", "f4", "false", false },
	{ "application/cbor", "f5", "true", false },
	{ "application/cbor", "f6", "null", false },
	{ "application/cbor", "f7", "null", true },
	{ "application/cbor", "c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"", true },
	{ "application/cbor", "c11a514b67b0", "1363896240", true },
	{ "application/cbor", "d818456449455446", "\"ZElFVEY=\"", true },
	{ "application/cbor", "40", "\"\"", true },
	{ "application/cbor", "4401020304", "\"AQIDBA==\"", true },
	{ "application/cbor", "d54401fbff04", "\"Afv_BA\"", true }, /* tag 21: base64url */
	{ "application/cbor", "d74401fbff04", "\"01fbff04\"", true }, /* tag 23: base16 */
	{ "application/cbor", "d82550 00112233445566778899aabbccddeeff", "\"00112233-4455-6677-8899-aabbccddeeff\"", true },
	{ "application/cbor", "60", "\"\"", false },
	{ "application/cbor", "6449455446", "\"IETF\"", false },
	{ "application/cbor", "62225c", "\"\\\"\\\\\"", false },
	{ "application/cbor", "64f0908591", "\"\xf0\x90\x85\x91\"", false },
	{ "application/cbor", "80", "[]", false },
	{ "application/cbor", "8301820203820405", "[1,[2,3],[4,5]]", false },
	{ "application/cbor", "a0", "{}", false },
	{ "application/cbor", "a26161016162820203", "{\"a\":1,\"b\":[2,3]}", false },
	{ "application/cbor", "5f42010243030405ff", "\"AQIDBAU=\"", true },
	{ "application/cbor", "7f657374726561646d696e67ff", "\"streaming\"", true },
	{ "application/cbor", "7fff", "\"\"", true },
	{ "application/cbor", "9f018202039f0405ffff", "[1,[2,3],[4,5]]", true },
	{ "application/cbor", "bf61610161629f0203ffff", "{\"a\":1,\"b\":[2,3]}", true },
	{ "application/cbor", "bf7f61616162ff01ff", "{\"ab\":1}", true },
	{ "application/cbor", "d9d9f7a16178f5", "{\"x\":true}", true }, /* self-described */
	{ "application/cbor", "c48221196ab3", "27315e-2", true }, /* 273.15 has a double */
	{ "application/cbor", "c48233c249010000000000000000", "18446744073709551616e-20", true },
	{ "application/vnd.x+cbor", "c482321b112210f47de98115", "1234567890123456789e-19", false },
	/* the MessagePack specification's formats */
	{ "application/msgpack", "c0", "null", false },
	{ "application/msgpack", "c2", "false", false },
	{ "application/msgpack", "c3", "true", false },
	{ "application/msgpack", "7f", "127", false },
	{ "application/msgpack", "ff", "-1", false },
	{ "application/msgpack", "e0", "-32", false },
	{ "application/msgpack", "ccff", "255", false },
	{ "application/msgpack", "cdffff", "65535", false },
	{ "application/msgpack", "ceffffffff", "4294967295", false },
	{ "application/msgpack", "cfffffffffffffffff", "18446744073709551615", false },
	{ "application/msgpack", "d080", "-128", false },
	{ "application/msgpack", "d18000", "-32768", false },
	{ "application/msgpack", "d280000000", "-2147483648", false },
	{ "application/msgpack", "d38000000000000000", "-9223372036854775808", false },
	{ "application/msgpack", "ca3dcccccd", "0.1", true },
	{ "application/msgpack", "cb3ff199999999999a", "1.1", false },
	{ "application/msgpack", "cb7ff8000000000000", "\"NaN\"", true },
	{ "application/msgpack", "a0", "\"\"", false },
	{ "application/msgpack", "a3616263", "\"abc\"", false },
	{ "application/msgpack", "d903616263", "\"abc\"", true },
	{ "application/msgpack", "da0003616263", "\"abc\"", true },
	{ "application/msgpack", "db00000003616263", "\"abc\"", true },
	{ "application/msgpack", "c40401020304", "\"AQIDBA==\"", true },
	{ "application/msgpack", "c500020102", "\"AQI=\"", true },
	{ "application/msgpack", "c60000000101", "\"AQ==\"", true },
	{ "application/msgpack", "93010203", "[1,2,3]", false },
	{ "application/msgpack", "dc000101", "[1]", true },
	{ "application/msgpack", "dd0000000101", "[1]", true },
	{ "application/msgpack", "82a16101a16280", "{\"a\":1,\"b\":{}}", false },
	{ "application/msgpack", "de0001a16101", "{\"a\":1}", true },
	{ "application/msgpack", "df00000001a16101", "{\"a\":1}", true },
	{ "application/msgpack", "d6ff514b67b0", "\"2013-03-21T20:04:00Z\"", true },
	{ "application/msgpack", "d7ff77359400514b67b0", "\"2013-03-21T20:04:00.500000000Z\"", true },
	{ "application/msgpack", "c70cff1dcd6500ffffffffffffffff", "\"1969-12-31T23:59:59.500000000Z\"", true },
	{ "application/msgpack", "d405ab", "{\"type\":5,\"data\":\"qw==\"}", true },
};
/* clang-format on */

START_TEST(a_value_is_read_exactly_and_written_the_shortest_way)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0), again = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };
	const char *reason;
	size_t where;

	hex(&bytes, values[_i].hex);
	ck_assert_msg(to_json(values[_i].type, buf_view(&bytes), &json, &why), "%s: %s at %zu",
		      values[_i].hex, why.text, why.at);
	ck_assert_str_eq(buf_cstr(&json), values[_i].json);
	if (!values[_i].there_only) {
		ck_assert(
			content_find(slice_str(values[_i].type))
				->from_json(json_parse(&a, buf_view(&json), &reason, &where), &again, &why));
		ck_assert_msg(slice_eq(buf_view(&again), buf_view(&bytes)), "%s", values[_i].hex);
	}
	arena_free(&a);
}
END_TEST

/* Cut anywhere, it is refused at a place inside it: never read past its end. */
START_TEST(a_value_that_is_cut_is_refused)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };

	hex(&bytes, values[_i].hex);
	for (size_t n = 0; n < bytes.len; n++) {
		char *exact = malloc(n + !n);

		memcpy(exact, bytes.data, n);
		buf_reset(&json);
		ck_assert_msg(!to_json(values[_i].type, slice_of(exact, n), &json, &why), "%s cut at %zu",
			      values[_i].hex, n);
		ck_assert_uint_le(why.at, n);
		free(exact);
	}
	arena_free(&a);
}
END_TEST

/* clang-format off */
static const struct {
	const char *type, *hex;
	size_t at;
	const char *text;
} malformed[] = {
	{ "application/cbor", "", 0, "the data end too early" },
	{ "application/cbor", "0000", 1, "something follows the value" },
	{ "application/cbor", "1c", 0, "no value of JSON begins like this" },
	{ "application/cbor", "821c00", 1, "no value of JSON begins like this" },
	{ "application/cbor", "f8ff", 0, "no value of JSON begins like this" },
	{ "application/cbor", "ff", 0, "a break stands where nothing is open" },
	{ "application/cbor", "81ff", 1, "a break stands where nothing is open" },
	{ "application/cbor", "a1ff", 1, "a break stands where nothing is open" },
	{ "application/cbor", "bf6161ff", 3, "a break stands where nothing is open" },
	{ "application/cbor", "c0ff", 1, "a break stands where nothing is open" },
	{ "application/cbor", "a10102", 1, "a key of a map is no text" },
	{ "application/cbor", "a2616101f502", 4, "a key of a map is no text" },
	{ "application/cbor", "a1416102", 1, "a key of a map is no text" },
	{ "application/cbor", "6361c328", 2, "the text is not UTF-8" },
	{ "application/cbor", "7f61ffff", 2, "the text is not UTF-8" },
	{ "application/cbor", "7f4161ff", 1, "a piece of text is something else" },
	{ "application/cbor", "5f6161ff", 1, "a piece of bytes is something else" },
	{ "application/cbor", "9bffffffffffffffff", 9, "the data end too early" },
	{ "application/cbor", "bbffffffffffffffff", 9, "the data end too early" },
	{ "application/cbor", "7bffffffffffffffff61", 0, "the data end inside the value that begins here" },
	{ "application/cbor", "5b7fffffffffffffff61", 0, "the data end inside the value that begins here" },
	{ "application/cbor", "c482f500", 2, "the exponent of a decimal fraction is no integer" },
	{ "application/cbor", "c48200f5", 3, "the mantissa of a decimal fraction is no integer" },
	{ "application/msgpack", "", 0, "the data end too early" },
	{ "application/msgpack", "c1", 0, "no value begins with 0xc1" },
	{ "application/msgpack", "0000", 1, "something follows the value" },
	{ "application/msgpack", "810102", 1, "a key of a map is no text" },
	{ "application/msgpack", "ddffffffff", 5, "the data end too early" },
	{ "application/msgpack", "dfffffffff", 5, "the data end too early" },
	{ "application/msgpack", "dbffffffff61", 0, "the data end inside the value that begins here" },
	{ "application/msgpack", "c6ffffffff61", 0, "the data end inside the value that begins here" },
	{ "application/msgpack", "a361c328", 2, "the text is not UTF-8" },
	{ "application/msgpack", "d4ff00", 0, "a timestamp that is none" },
	{ "application/msgpack", "d7ffffffffff00000000", 0, "a timestamp that is none" },
	{ "application/msgpack", "c70cff00000000 7fffffffffffffff", 0, "a timestamp outside the years 0 to 9999" },
};
/* clang-format on */

START_TEST(what_is_malformed_is_told_with_its_place)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };

	hex(&bytes, malformed[_i].hex);
	ck_assert_msg(!to_json(malformed[_i].type, buf_view(&bytes), &json, &why), "%s gave %s",
		      malformed[_i].hex, buf_cstr(&json));
	ck_assert_msg(!strcmp(why.text, malformed[_i].text), "%s: %s", malformed[_i].hex, why.text);
	ck_assert_uint_eq(why.at, malformed[_i].at);
	arena_free(&a);
}
END_TEST

/* Every first byte, alone and with zeros or ones behind it. */
START_TEST(any_first_byte_is_read_or_refused)
{
	static const char *const types[] = { "application/cbor", "application/msgpack" };
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };

	for (unsigned i = 0; i < 256 * 2 * 2; i++) {
		unsigned char bytes[20];
		BUF_AUTO struct buf json = BUF_INIT(0);

		memset(bytes, i >> 9 ? 0xff : 0, sizeof(bytes));
		bytes[0] = (unsigned char)i;
		for (size_t n = 1; n <= sizeof(bytes); n++) {
			buf_reset(&json);
			if (!to_json(types[i >> 8 & 1], slice_of(bytes, n), &json, &why))
				ck_assert_uint_le(why.at, n);
		}
	}
	arena_free(&a);
}
END_TEST

START_TEST(depth_and_size_are_bounded)
{
	BUF_AUTO struct buf deep = BUF_INIT(0), json = BUF_INIT(0), small = BUF_INIT(8);
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };

	for (int i = 0; i < 1000; i++)
		buf_char(&deep, '\x81');
	buf_char(&deep, 0);
	ck_assert(!to_json("application/cbor", buf_view(&deep), &json, &why));
	ck_assert_str_eq(why.text, "it is nested too deeply");
	memset(deep.data, 0x91, 1000);
	ck_assert(!to_json("application/msgpack", buf_view(&deep), &json, &why));
	ck_assert_str_eq(why.text, "it is nested too deeply");
	ck_assert(!to_json("application/cbor", slice_of("\x66too long", 7), &small, &why) ||
		  small.failed == false);
	buf_reset(&small);
	ck_assert(!to_json("application/cbor", slice_of("\x67too lon", 8), &small, &why));
	ck_assert_str_eq(why.text, "its JSON form is too large");
	arena_free(&a);
}
END_TEST

/* clang-format off */
static const struct {
	const char *type, *name;
	enum content_kind kind;
} types[] = {
	{ "application/json", "JSON", CONTENT_JSON },
	{ " Application/JSON ; charset=utf-8", "JSON", CONTENT_JSON },
	{ "application/cloudevents+json; charset=utf-8", "CloudEvents", CONTENT_JSON },
	{ "application/vnd.apache.avro+json", "JSON", CONTENT_JSON },
	{ "application/cbor", "CBOR", CONTENT_WIRE },
	{ "application/senml+CBOR", "CBOR", CONTENT_WIRE },
	{ "application/x-msgpack", "MessagePack", CONTENT_WIRE },
	{ "application/vnd.msgpack", "MessagePack", CONTENT_WIRE },
	{ "application/vnd.acme+msgpack", "MessagePack", CONTENT_WIRE },
	{ "avro/binary", "Avro", CONTENT_LANGUAGE },
	{ "application/vnd.apache.avro;version=1.9.0", "Avro", CONTENT_LANGUAGE },
	{ "application/vnd.apache.avro+binary", "Avro", CONTENT_LANGUAGE },
	{ "application/x-protobuf", "Protobuf", CONTENT_LANGUAGE },
	{ "application/vnd.google.protobuf", "Protobuf", CONTENT_LANGUAGE },
	{ "text/plain", "text", CONTENT_TEXT },
	{ "text/xml", "XML", CONTENT_TEXT },
	{ "image/svg+xml", "XML", CONTENT_TEXT },
	{ "application/gzip", "gzip", CONTENT_COMPRESSED },
	{ "application/octet-stream", "bytes", CONTENT_OPAQUE },
	{ "image/png", "unknown content", CONTENT_UNKNOWN },
	{ "+json", "unknown content", CONTENT_UNKNOWN },
	{ "", "unknown content", CONTENT_UNKNOWN },
};
/* clang-format on */

START_TEST(a_content_type_finds_its_row)
{
	const struct content *c = content_find(slice_str(types[_i].type));

	ck_assert_str_eq(c->name, types[_i].name);
	ck_assert_int_eq(c->kind, types[_i].kind);
}
END_TEST

START_TEST(parameters_are_read)
{
	ck_assert(slice_is(media_type_parameter(SLICE_LIT("a/b; Charset = \"UTF-8\" ;x=1"), "charset"),
			   "UTF-8"));
	ck_assert(slice_is(media_type_parameter(SLICE_LIT("a/b; charset=x; X=1"), "x"), "1"));
	ck_assert(!media_type_parameter(SLICE_LIT("a/b"), "charset").ptr);
	ck_assert(!media_type_parameter(SLICE_LIT("a/b; charset"), "charset").ptr);
	ck_assert(!media_type_parameter(SLICE_LIT("charset=x"), "charset").ptr);
	ck_assert(
		content_is_alias(SLICE_LIT("application/x-msgpack"), SLICE_LIT("Application/msgpack; v=1")));
	ck_assert(!content_is_alias(SLICE_LIT("text/plain"), SLICE_LIT("text/html")));
	ck_assert(!content_is_alias(SLICE_LIT("application/a+json"), SLICE_LIT("application/json")));
}
END_TEST

SUITE(schema_content)
{
	LOOP_TEST(a_value_is_read_exactly_and_written_the_shortest_way, 0, ARRAY_SIZE(values));
	LOOP_TEST(a_value_that_is_cut_is_refused, 0, ARRAY_SIZE(values));
	LOOP_TEST(what_is_malformed_is_told_with_its_place, 0, ARRAY_SIZE(malformed));
	TEST(any_first_byte_is_read_or_refused);
	TEST(depth_and_size_are_bounded);
	LOOP_TEST(a_content_type_finds_its_row, 0, ARRAY_SIZE(types));
	TEST(parameters_are_read);
}
