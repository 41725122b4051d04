/* Recordings are read back exactly as they were written, whatever stands in them. */
#include "base/text.h"
#include "record/reader.h"
#include "record/verdict_json.h"
#include "suite.h"

static const char header[] =
	"{\"understudy\":1,\"started\":\"2026-11-21T10:00:00.000000Z\",\"seed\":7,\"contracts\":[]}\n";

START_TEST(a_recording_is_told_from_payload_lines_by_its_first_line)
{
	ck_assert(is_recording(slice_str(header)));
	ck_assert(!is_recording(SLICE_LIT("{\"orderId\":1}\n{\"understudy\":1}\n")));
	ck_assert(!is_recording(SLICE_LIT("")));
	ck_assert(!is_recording(SLICE_LIT("\x1f\x8b\0\0")));
}
END_TEST

static const struct {
	const char *title, *line, *payload;
} payloads[] = {
	{"JSON comes back byte for byte",
	  "{\"seq\":1,\"address\":\"a\",\"payload\":{\"b\": 1.50,\"a\":\"}\\\"]\"},\"outcome\":\"accepted\"}",	  "{\"b\": 1.50,\"a\":\"}\\\"]\"}"},
	{ "text",					    "{\"seq\":1,\"address\":\"a\",\"text\":\"a\\nb\"}",  "a\nb"			     },
	{ "bytes",					   "{\"seq\":1,\"address\":\"a\",\"base64\":\"aGk=\"}", "hi"			     },
	{ "a payload named like a key inside another value",
	  "{\"seq\":1,\"headers\":{\"payload\":\"no\"},\"address\":\"a\",\"payload\":[1]}",			    "[1]"				  },
	{ "a line that another tool has spaced out",
	  "{ \"seq\" : 1, \"address\" : \"a\", \"payload\" : {\"x\":1} }",					   "{\"x\":1}"		       },
	{ "no payload at all",			       "{\"seq\":1,\"address\":\"a\"}",			NULL			     },
};

START_TEST(a_payload_comes_back_as_it_was)
{
	struct recording_reader r;
	struct recorded got;
	struct diag d = { 0 };

	recording_reader_init(&r, "x.jsonl", slice_str(payloads[_i].line), &d);
	ck_assert(recording_next(&r, &got));
	ck_assert_msg(slice_eq(got.payload, slice_str(payloads[_i].payload)), "%s: got %.*s",
		      payloads[_i].title, SLICE_FMT(got.payload));
	ck_assert_msg((got.payload.ptr == NULL) == (payloads[_i].payload == NULL), "%s", payloads[_i].title);
	for (size_t i = 0; got.payload.ptr && i < SCHEMA_PADDING; i++)
		ck_assert_int_eq(got.payload.ptr[got.payload.len + i], 0);
	ck_assert(!recording_next(&r, &got));
	recording_reader_release(&r);
	diag_release(&d);
}
END_TEST

START_TEST(headers_and_keys_come_back)
{
	static const char line[] =
		"{\"seq\":2,\"time\":\"2026-11-21T10:00:01.5Z\",\"client\":\"c\",\"address\":\"a/"
		"b\",\"channel\":"
		"\"a\",\"key\":{\"base64\":\"/w==\"},\"headers\":{\"x\":\"1\",\"y\":\"\"},\"replyTo\":\"r\"}";
	struct recording_reader r;
	struct recorded got;
	struct diag d = { 0 };
	int64_t at;

	recording_reader_init(&r, "x.jsonl", slice_str(line), &d);
	ck_assert(recording_next(&r, &got));
	ck_assert(slice_is(header_find(got.headers, "X"), "1"));
	ck_assert(slice_is(header_find(got.headers, "y"), ""));
	ck_assert(slice_eq(got.key, SLICE_LIT("\xff")));
	ck_assert(slice_is(got.reply_to, "r"));
	ck_assert(time_parse(SLICE_LIT("2026-11-21T10:00:01.5Z"), &at));
	ck_assert_int_eq(got.wall_us, at);
	recording_reader_release(&r);
	diag_release(&d);
}
END_TEST

START_TEST(a_bad_line_is_a_warning_with_its_place_and_the_rest_is_read)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct recording_reader r;
	struct recorded got;
	struct diag d = { 0 };

	buf_str(&text, header);
	buf_str(&text, "{\"seq\":1,\"event\":\"connected\"}\nnot "
		       "json\n[1]\n\n{\"seq\":2,\"event\":\"disconnected\"}\n{\"seq\":3,\"ev");
	recording_reader_init(&r, "x.jsonl", buf_view(&text), &d);
	ck_assert(recording_next(&r, &got) && got.is_header);
	ck_assert(recording_next(&r, &got) && slice_is(got.event, "connected"));
	ck_assert(recording_next(&r, &got) && slice_is(got.event, "disconnected"));
	ck_assert_uint_eq(got.line, 6);
	ck_assert(!recording_next(&r, &got));
	ck_assert_uint_eq(d.n, 3);
	ck_assert_uint_eq(d.errors, 0);
	ck_assert_uint_eq(d.findings[0].at.line, 3);
	ck_assert_uint_eq(d.findings[1].at.line, 4);
	ck_assert_str_eq(d.findings[2].text, "the last line is torn and was skipped");
	recording_reader_release(&r);
	diag_release(&d);
}
END_TEST

START_TEST(a_violation_has_its_fixed_shape)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct violation v = {
		.keyword = "maximum",
		.instance = SLICE_LIT("/amount"),
		.schema = SLICE_LIT("/properties/amount/maximum"),
		.at = {"orders.yaml", 41, 9},
		.text = SLICE_LIT("payload.amount must be <= 10000 (got 12000)")
	};

	violation_write(&out, &v);
	ck_assert_str_eq(
		buf_cstr(&out),
		"{\"instance\":\"/amount\",\"schema\":\"/properties/amount/maximum\",\"keyword\":\"maximum\","
		"\"at\":\"orders.yaml:41:9\",\"text\":\"payload.amount must be <= 10000 (got 12000)\"}");
}
END_TEST

SUITE(recording_reader)
{
	TEST(a_recording_is_told_from_payload_lines_by_its_first_line);
	LOOP_TEST(a_payload_comes_back_as_it_was, 0, ARRAY_SIZE(payloads));
	TEST(headers_and_keys_come_back);
	TEST(a_bad_line_is_a_warning_with_its_place_and_the_rest_is_read);
	TEST(a_violation_has_its_fixed_shape);
}
