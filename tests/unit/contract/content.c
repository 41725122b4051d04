/* Payloads of other content than JSON, as a contract judges them; and what is said of a content type. */
#include "contract/content.h"

#include "allocations.h"
#include "base/text.h"
#include "suite.h"

static struct judge *judge;

static void set_up(void)
{
	judge = judge_new();
}

static void tear_down(void)
{
	judge_free(judge);
}

#define GZIP                                                                                                 \
	"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab"                                                                 \
	"VJT\xb2"                                                                                            \
	"2\xac\x05\0\xaf\xac\x1b"                                                                            \
	"V\x07\0\0\0" /* {"a":1} */
#define ONE "{ type: object, required: [a], properties: { a: { type: integer, maximum: 1 } } }"

/* clang-format off */
static const struct {
	const char *declared, *schema, *said, *encoding;
	const char *payload;
	size_t length; /* 0: up to its end */
	const char *text; /* of the first violation; NULL: it conforms */
	const char *keyword;
} rows[] = {
	{ "application/cbor", ONE, NULL, NULL, "\xa1\x61\x61\x01", 0, NULL, NULL },
	{ "application/cbor", ONE, NULL, NULL, "\xa1\x61\x61\x02", 0, "payload.a must be <= 1 (got 2)", "maximum" },
	{ "application/cbor", ONE, "application/cbor", NULL, "\xa1\x61\x61", 0, "payload is not CBOR: the data end too early (byte 3)", "cbor" },
	{ "application/cbor", ONE, NULL, NULL, "{\"a\":1}", 0, "payload is not CBOR: the data end inside the value that begins here (byte 0)", "cbor" },
	{ "application/cbor", ONE, "application/json", NULL, "{\"a\":1}", 0, "content type must be application/cbor (got application/json)", "content-type" },
	{ "application/cbor", ONE, "application/x-cbor", NULL, "\xa1\x61\x61\x01", 0, NULL, NULL },
	{ "application/cbor", NULL, NULL, NULL, "\xa1", 0, "payload is not CBOR: the data end too early (byte 1)", "cbor" },
	{ "application/cbor", NULL, NULL, NULL, "\x01", 0, NULL, NULL },
	{ "application/cbor", ONE, NULL, NULL, "", 0, "payload is empty", "json" },
	{ "application/msgpack", ONE, "application/vnd.msgpack", NULL, "\x81\xa1\x61\x01", 0, NULL, NULL },
	{ "application/msgpack", ONE, NULL, NULL, "\x81\xa1\x61\xc1", 0, "payload is not MessagePack: no value begins with 0xc1 (byte 3)", "messagepack" },
	{ "application/x-msgpack", ONE, NULL, NULL, "\x81\xa1\x61\x02", 0, "payload.a must be <= 1 (got 2)", "maximum" },
	{ "application/json", ONE, "application/json; charset=UTF-8", NULL, "{\"a\":1}", 0, NULL, NULL },
	{ "application/json", ONE, "application/json; charset=latin1", NULL, "{\"a\":1}", 0, "content type must not name another charset than utf-8 (got application/json; charset=latin1)", "content-type" },
	{ NULL, ONE, "application/cbor", NULL, "\xa1\x61\x61\x01", 0, NULL, NULL },
	{ NULL, ONE, "application/cbor", NULL, "\xa1\x61\x61\x02", 0, "payload.a must be <= 1 (got 2)", "maximum" },
	{ NULL, ONE, "application/foo", NULL, "x", 0, "content type application/foo is none that the schema could judge; known are JSON, CloudEvents, CloudEvents batch, CBOR, MessagePack, Avro, Protobuf, XML, gzip, zstd, text", "content-type" },
	{ NULL, ONE, "application/octet-stream", NULL, "\xff", 0, NULL, NULL },
	{ NULL, ONE, "text/plain", NULL, "x", 0, NULL, NULL },
	{ "text/plain", "{ type: string, maxLength: 2 }", NULL, NULL, "a\xc3\xa4", 0, NULL, NULL },
	{ "text/plain", "{ type: string }", NULL, NULL, "a\xff", 0, "payload is not text: it is not UTF-8 (byte 1)", "text" },
	{ "text/plain", "{ type: string, maxLength: 1 }", "text/plain; charset=latin1", NULL, "a\xff", 0, "content type must not name another charset than utf-8 (got text/plain; charset=latin1)", "content-type" },
	{ "text/plain; charset=latin1", "{ type: string, maxLength: 1 }", "text/plain; charset=latin1", NULL, "a\xff", 0, NULL, NULL },
	{ "text/plain", "{ type: number, maximum: 5 }", NULL, NULL, "4.5", 0, NULL, NULL },
	{ "text/plain", "{ type: number, maximum: 5 }", NULL, NULL, "5.5", 0, "payload must be <= 5 (got 5.5)", "maximum" },
	{ "text/plain", "{ type: number, maximum: 5 }", NULL, NULL, "warm", 0, "payload must be a number (got \"warm\")", "type" },
	{ "text/plain", "{ type: [boolean, 'null'] }", NULL, NULL, "true", 0, NULL, NULL },
	{ "application/xml", "{ type: string }", NULL, NULL, "\xef\xbb\xbf <a/>\n", 0, NULL, NULL },
	{ "application/xml", "{ type: object }", NULL, NULL, "<a/>", 0, NULL, NULL },
	{ "application/xml", "{ type: object }", "text/xml", NULL, "<a/>", 0, NULL, NULL },
	{ "application/xml", "{ type: object }", NULL, NULL, "{}", 0, "payload is not XML: it does not begin with < and end with > (byte 0)", "xml" },
	{ "application/xml", "{ type: object }", NULL, NULL, "<a>\xff</a>", 0, "payload is not XML: it is not UTF-8 (byte 3)", "xml" },
	{ "application/xml", "{ type: object }", NULL, NULL, "<?xml version='1.0' encoding='latin1'?><a>\xff</a>", 0, NULL, NULL },
	{ "application/soap+xml", NULL, NULL, NULL, "no", 0, "payload is not XML: it does not begin with < and end with > (byte 0)", "xml" },
	/* packed */
	{ "application/json", ONE, NULL, "gzip", GZIP, sizeof(GZIP) - 1, NULL, NULL },
	{ "application/json", ONE, NULL, "GZIP", GZIP, sizeof(GZIP) - 1, NULL, NULL },
	{ "application/json", "{ properties: { a: { maximum: 0 } } }", NULL, "gzip", GZIP, sizeof(GZIP) - 1, "payload.a must be <= 0 (got 1)", "maximum" },
	{ "application/json", ONE, NULL, "gzip", GZIP, sizeof(GZIP) - 2, "payload is not gzip: the compressed data end too early (byte 26)", "content-encoding" },
	{ "application/json", ONE, NULL, "gzip", "{\"a\":1}", 0, "payload is not gzip: the compressed data are damaged (byte 2)", "content-encoding" },
	{ "application/json", ONE, NULL, "br", "{\"a\":1}", 0, "payload is not gzip, deflate or zstd: its content-encoding is another (byte 0)", "content-encoding" },
	{ "application/json", ONE, NULL, "identity", "{\"a\":1}", 0, NULL, NULL },
	{ "application/json", ONE, "application/gzip", NULL, GZIP, sizeof(GZIP) - 1, NULL, NULL },
	{ "application/gzip", ONE, NULL, NULL, GZIP, sizeof(GZIP) - 1, NULL, NULL },
	{ "application/json+gzip", ONE, NULL, NULL, GZIP, sizeof(GZIP) - 1, NULL, NULL },
	{ "application/gzip", ONE, NULL, NULL, "{}", 0, "payload is not gzip: the compressed data are damaged (byte 2)", "content-encoding" },
};
/* clang-format on */

static struct contract *one_message(const char *declared, const char *schema)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct contract *c;

	buf_str(&text, "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n  c:\n    address: c\n"
		       "    messages:\n      m:\n        title: M\n");
	if (declared)
		buf_printf(&text, "        contentType: %s\n", declared);
	if (schema)
		buf_printf(&text, "        payload: %s\n", schema);
	c = contract_load_text("content.yaml", buf_view(&text), &d);
	ck_assert(c != NULL && d.errors == 0);
	diag_release(&d);
	return c;
}

static struct slice padded(struct buf *out, struct slice bytes)
{
	buf_slice(out, bytes);
	buf_add(out, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	return slice_of(out->data, bytes.len);
}

START_TEST(a_payload_is_judged_by_what_it_says)
{
	BUF_AUTO struct buf payload = BUF_INIT(0), headers = BUF_INIT(0);
	struct contract *c = one_message(rows[_i].declared, rows[_i].schema);
	size_t length = rows[_i].length ? rows[_i].length : strlen(rows[_i].payload);
	struct judged m = { .payload = padded(&payload, slice_of(rows[_i].payload, length)),
			    .content_type = slice_str(rows[_i].said),
			    .has_headers = true };
	struct violations v = { 0 };
	struct message_model *nearest;
	bool any, conforms;

	if (rows[_i].encoding)
		header_add(&headers, SLICE_LIT("Content-Encoding"), slice_str(rows[_i].encoding));
	m.headers = buf_view(&headers);
	conforms = verdict_match(c->messages, 1, judge, &m, &any) != NULL;
	verdict_explain(c->messages, 1, judge, &m, &nearest, &v);
	ck_assert_uint_eq(conforms, !v.n);
	ck_assert_msg(conforms == !rows[_i].text, "row %d: %.*s", _i,
		      SLICE_FMT(v.n ? v.list[0].text : SLICE_LIT("no reason")));
	if (!conforms) {
		ck_assert_msg(slice_is(v.list[0].text, rows[_i].text), "%.*s", SLICE_FMT(v.list[0].text));
		ck_assert_str_eq(v.list[0].keyword, rows[_i].keyword);
		ck_assert_uint_gt(v.list[0].at.line, 0);
	}
	violations_release(&v);
	contract_drop(c);
}
END_TEST

/* A bomb costs what it may, no more. */
START_TEST(what_expands_without_end_is_refused)
{
	BUF_AUTO struct buf plain = BUF_INIT(0);
	struct expander x = { 0 };
	struct expand_error why;

	memset(buf_reserve(&plain, 40 << 20), ' ', 40 << 20);
	plain.len = 40 << 20;
	for (int how = COMPRESSION_GZIP; how <= COMPRESSION_ZSTD; how++) {
		BUF_AUTO struct buf packed = BUF_INIT(0), out = BUF_INIT(0);

		ck_assert(compress_add((enum compression)how, buf_view(&plain), &packed));
		ck_assert(!expand(&x, (enum compression)how, buf_view(&packed), &out, &why));
		ck_assert_str_eq(why.text, "it expands to more than is allowed");
		ck_assert_uint_lt(out.cap, packed.len * 500 + (2 << 20));
	}
	expander_release(&x);
}
END_TEST

START_TEST(every_compression_comes_out_again_and_no_cut_does)
{
	static const char text[] = "{\"some\":\"text\",\"that\":[\"is\",\"repeated\",\"is\",\"repeated\"]}";
	struct slice whole = slice_of(text, sizeof(text) - 1);
	struct expander x = { 0 };
	struct expand_error why;

	for (int how = COMPRESSION_GZIP; how <= COMPRESSION_ZSTD; how++) {
		BUF_AUTO struct buf packed = BUF_INIT(0), out = BUF_INIT(0);

		ck_assert(compress_add((enum compression)how, whole, &packed));
		ck_assert(expand(&x, (enum compression)how, buf_view(&packed), &out, &why));
		ck_assert(slice_eq(buf_view(&out), whole));
		for (size_t n = 0; n < packed.len; n++) {
			buf_reset(&out);
			ck_assert_msg(
				!expand(&x, (enum compression)how, slice_of(packed.data, n), &out, &why),
				"%d cut at %zu", how, n);
			ck_assert_uint_le(why.at, n);
		}
		buf_reset(&out);
		buf_char(&packed, 'x');
		ck_assert(!expand(&x, (enum compression)how, buf_view(&packed), &out, &why));
	}
	expander_release(&x);
}
END_TEST

/* JSON: not one; what is decoded: none once the scratch has grown. */
START_TEST(nothing_is_allocated_per_message_once_warm)
{
	static const struct {
		const char *declared, *payload;
		size_t length;
	} kinds[] = {
		{"application/json",     "{\"a\":1}",	   7		     },
		{ "application/cbor",    "\xa1\x61\x61\x01", 4		    },
		{ "application/msgpack", "\x81\xa1\x61\x01", 4	       },
		{ "application/gzip",    GZIP,		    sizeof(GZIP) - 1},
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		BUF_AUTO struct buf payload = BUF_INIT(0);
		struct contract *c = one_message(kinds[i].declared, ONE);
		struct judged m = { .payload = padded(&payload, slice_of(kinds[i].payload, kinds[i].length)),
				    .content_type = slice_str(kinds[i].declared) };
		size_t before;
		bool any;

		ck_assert(verdict_match(c->messages, 1, judge, &m, &any) != NULL);
		before = allocations_counted();
		for (int n = 0; n < 1000; n++)
			verdict_match(c->messages, 1, judge, &m, &any);
		ck_assert_uint_eq(allocations_counted(), before);
		contract_drop(c);
	}
}
END_TEST

SUITE(contract_content)
{
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	LOOP_TEST(a_payload_is_judged_by_what_it_says, 0, ARRAY_SIZE(rows));
	TEST(what_expands_without_end_is_refused);
	TEST(every_compression_comes_out_again_and_no_cut_does);
	TEST(nothing_is_allocated_per_message_once_warm);
}
