/* The JUnit report, to the letter: its readers are many and strict. */
#include "report/junit.h"

#include "report/xml.h"
#include "suite.h"

static struct scenario_result result_of(const struct scenario *s, enum scenario_status status,
					const char *title)
{
	return (struct scenario_result){
		.scenario = s,
		.status = status,
		.title = slice_str(title),
		.at = {.line = 9, .col = 5},
		.took_us = 1500000,
		.seed = 7
	};
}

static const char whole[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<testsuites name=\"understudy\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" "
	"time=\"4.500\">\n"
	"  <testsuite name=\"scenarios/orders.yaml\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" "
	"time=\"4.500\" timestamp=\"2026-11-21T10:00:00\">\n"
	"    <testcase name=\"passes\" classname=\"scenarios.orders\" file=\"scenarios/orders.yaml\" "
	"line=\"9\" "
	"time=\"1.500\">\n"
	"      <properties>\n"
	"        <property name=\"understudy\" value=\"" UNDERSTUDY_VERSION "\"/>\n"
	"        <property name=\"seed\" value=\"7\"/>\n"
	"        <property name=\"contract\" value=\"orders.yaml 1.4.0 sha256:9f\"/>\n"
	"      </properties>\n"
	"      <system-out>shipped &lt;1&gt;\n</system-out>\n"
	"    </testcase>\n"
	"    <testcase name=\"fails &amp; says &quot;why&quot;\" classname=\"scenarios.orders\" "
	"file=\"scenarios/orders.yaml\" line=\"9\" time=\"1.500\">\n"
	"      <properties>\n"
	"        <property name=\"understudy\" value=\"" UNDERSTUDY_VERSION "\"/>\n"
	"        <property name=\"seed\" value=\"7\"/>\n"
	"        <property name=\"contract\" value=\"orders.yaml 1.4.0 sha256:9f\"/>\n"
	"      </properties>\n"
	"      <failure message=\"no shipment came\" type=\"failure\">awaited\n  got a &lt; b</failure>\n"
	"    </testcase>\n"
	"    <testcase name=\"skipped\" classname=\"scenarios.orders\" file=\"scenarios/orders.yaml\" "
	"line=\"9\" "
	"time=\"1.500\">\n"
	"      <properties>\n"
	"        <property name=\"understudy\" value=\"" UNDERSTUDY_VERSION "\"/>\n"
	"        <property name=\"seed\" value=\"7\"/>\n"
	"        <property name=\"contract\" value=\"orders.yaml 1.4.0 sha256:9f\"/>\n"
	"      </properties>\n"
	"      <skipped message=\"not yet\"/>\n"
	"    </testcase>\n"
	"  </testsuite>\n"
	"  <testsuite name=\"./broken.yml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" "
	"time=\"0.000\" "
	"timestamp=\"2026-11-21T10:00:00\">\n"
	"    <testcase name=\"the file can be loaded\" classname=\"broken\" file=\"./broken.yml\" line=\"3\" "
	"time=\"0.000\">\n"
	"      <error message=\"it has no steps\" type=\"error\">./broken.yml:3:1: error: it has no steps "
	"[scenario]\n</error>\n"
	"    </testcase>\n"
	"  </testsuite>\n"
	"</testsuites>\n";

START_TEST(a_report_reads_like_this)
{
	struct contract c = { .file = "orders.yaml", .version = SLICE_LIT("1.4.0"), .sha256 = "9f" };
	struct named_contract named = { .contract = &c };
	struct scenario s = { .contracts = &named, .n_contracts = 1 };
	struct scenario_file file = { .path = "scenarios/orders.yaml" }, broken = { .path = "./broken.yml" };
	struct report r = { .started_wall_us = INT64_C(1795255200000000) };
	struct scenario_result passed = result_of(&s, SCENARIO_PASSED, "passes");
	struct scenario_result failed = result_of(&s, SCENARIO_FAILED, "fails & says \"why\"");
	struct scenario_result skipped = result_of(&s, SCENARIO_SKIPPED, "skipped");
	struct report_suite *suite = report_add_suite(&r, &file);
	BUF_AUTO struct buf b = BUF_INIT(0);

	passed.output = SLICE_LIT("shipped <1>\n");
	failed.message = SLICE_LIT("no shipment came");
	failed.text = SLICE_LIT("awaited\n  got a < b");
	skipped.message = SLICE_LIT("not yet");
	report_add_result(suite, &passed);
	report_add_result(suite, &failed);
	report_add_result(suite, &skipped);
	diag_error(&broken.diag, DIAG_SCENARIO, (struct loc){ "./broken.yml", 3, 1 }, "it has no steps");
	report_add_suite(&r, &broken);
	junit_write(&b, &r);
	ck_assert_str_eq(buf_cstr(&b), whole);
	report_release(&r);
	diag_release(&broken.diag);
}
END_TEST

static const struct {
	const char *in, *text, *attribute;
} escapes[] = {
	/* clang-format off */
	{ "a & b < c > d", "a &amp; b &lt; c &gt; d", "a &amp; b &lt; c &gt; d" },
	{ "\"quoted\"\n\tand more", "\"quoted\"\n\tand more", "&quot;quoted&quot;&#10;&#9;and more" },
	{ "bell \a gone", "bell  gone", "bell  gone" },
	{ "\x1b[31mred\x1b[0m", "red", "red" },
	{ "caf\xc3\xa9", "caf\xc3\xa9", "caf\xc3\xa9" },
	{ "broken \xc3( here", "broken \xef\xbf\xbd( here", "broken \xef\xbf\xbd( here" },
	{ "cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd", "cut \xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xef\xbf\xbf", "", "" },
	{ "cr\r\n", "cr&#13;\n", "cr&#13;&#10;" },
	/* clang-format on */
};

START_TEST(whatever_comes_in_is_valid_xml)
{
	BUF_AUTO struct buf text = BUF_INIT(0), attribute = BUF_INIT(0);

	xml_text(&text, slice_str(escapes[_i].in));
	xml_attribute(&attribute, slice_str(escapes[_i].in));
	ck_assert_str_eq(buf_cstr(&text), escapes[_i].text);
	ck_assert_str_eq(buf_cstr(&attribute), escapes[_i].attribute);
}
END_TEST

START_TEST(a_report_that_cannot_be_written_is_said)
{
	struct report r = { 0 };
	struct diag d = { 0 };

	ck_assert(!junit_save(&r, "/nowhere/at/all/report.xml", &d));
	ck_assert_int_eq(d.findings[0].code, DIAG_ENVIRONMENT);
	diag_release(&d);
}
END_TEST

START_TEST(equal_titles_are_told_apart)
{
	static const char *const given[] = { "A", "A", "A #2", "B", "A" };
	static const char *const want[] = { "A", "A #2", "A #2 #2", "B", "A #3" };
	struct report r = { 0 };
	struct scenario_file file = { .path = "a.yaml" };
	struct scenario s = { .file = &file };
	struct report_suite *suite = report_add_suite(&r, &file);

	for (size_t i = 0; i < ARRAY_SIZE(given); i++) {
		struct scenario_result one = result_of(&s, SCENARIO_PASSED, given[i]);

		ck_assert(slice_is(report_add_result(suite, &one)->title, want[i]));
	}
	report_release(&r);
}
END_TEST

SUITE(report_junit)
{
	TEST(equal_titles_are_told_apart);
	TEST(a_report_reads_like_this);
	LOOP_TEST(whatever_comes_in_is_valid_xml, 0, ARRAY_SIZE(escapes));
	TEST(a_report_that_cannot_be_written_is_said);
}
