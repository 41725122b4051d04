/* Strings from regular expressions, matched by the validator. */
#include "base/text.h"
#include "generate/made.h"
#include "suite.h"

static const char *const patterns[] = {
	"^[A-Z]{2}-[0-9]{4}$",
	"^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$",
	"^\\d{3}-\\d{2}-\\d{4}$",
	"^(foo|bar)+(baz)?$",
	"^[^a-z]{5}$",
	"^\\w+@\\w+\\.com$",
	"abc",
	"^a|b$",
	"^(a|(b|c)d){2,3}$",
	"^\\u0041\\x42\\t?$",
	"^[\\w.+-]{1,64}$",
	"^[a-zA-Z0-9_]{3,}?$",
	"^\\S+\\s\\S+$",
	"^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$",
	"^(?<year>\\d{4})-(\\d\\d)$",
	"^$",
	"^[\\]\\-x]+$",
	"^\\p{Lu}\\p{Ll}+$",
	"^(\\([0-9]{3}\\))?[0-9]{3}-[0-9]{4}$",
	"^a{0,2}b{3}c*$",
	"^.*$",
	"^(?!foo)[a-z]{3,8}$",
	"^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d)(?=.*[!@#$%])[A-Za-z0-9!@#$%]{10,16}$",
	"^(?=.*hello)(?!.*world).{8,20}$",
	"^(?=[a-f]{3})\\w+(?<=z9)$",
	"^([a-z]{2})([0-9])-\\2\\1$",
	"^(?<q>['\"])[a-z]+\\k<q>$",
	"^(?!.*(.)\\1)[ab]{6}$",
	"\\bfoo\\b.*\\bbar\\b",
	"^\\w+\\b\\W\\B$",
	"^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$",
	"^\\p{sc=Han}\\p{Script_Extensions=Arabic}\\p{M}[\\p{Lo}\\p{Nl}]\\p{Emoji_Presentation}\\P{ASCII}$",
	"^\\p{Script=Greek}+\\p{Nd}\\p{Sc}$",
	"^\\P{L}{3}$",
	"^[\\p{L}\\p{N}_-]{5}$",
	"^(?=.{6,8}$)([a-z]+\\.)+com$",
	"^(a*)*b$",
	"end\\.$",
	"^gr\xc3\xbc\xc3\x9f[\xc3\xa4\xc3\xb6]$",
};

static void schema_for(const char *pattern, const char *more, struct buf *out)
{
	buf_reset(out);
	buf_str(out, "{\"type\":\"string\",\"pattern\":");
	json_string_add(out, slice_str(pattern));
	buf_str(out, more);
	buf_char(out, '}');
}

START_TEST(a_pattern_is_matched_by_what_is_made_from_it)
{
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct made m;

	schema_for(patterns[_i], "", &schema);
	made_init(&m, buf_view(&schema), 42);
	ck_assert_msg(m.schema, "%s does not compile: %s", patterns[_i], made_reason(&m));
	for (uint64_t position = 0; position < 40; position++) {
		struct slice json = made_json(&m, position);

		ck_assert_msg(json.ptr, "%s: %s", patterns[_i], made_reason(&m));
		ck_assert_msg(schema_accepts(m.schema, m.judge, json), "%s: %.*s", patterns[_i],
			      SLICE_FMT(json));
	}
	made_release(&m);
}
END_TEST

static const struct {
	const char *pattern, *more, *reason;
} refused[] = {
	{"^a{5}$",	    ",\"maxLength\":4", "and maxLength 4 (schema.json:1:37) contradict each other"},
	{ "^[a-z]{2}$", ",\"minLength\":3", "and minLength 3 (schema.json:1:41) contradict each other"},
	{ "^(?=b)a$",   "",		  "no string was found that matches its pattern"		 },
};

START_TEST(a_pattern_that_cannot_be_met_is_a_reported_failure)
{
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct made m;

	schema_for(refused[_i].pattern, refused[_i].more, &schema);
	made_init(&m, buf_view(&schema), 42);
	ck_assert(!made_json(&m, 0).ptr);
	ck_assert_msg(strstr(made_reason(&m), refused[_i].reason), "got: %s", made_reason(&m));
	made_release(&m);
}
END_TEST

START_TEST(nested_counts_neither_overflow_nor_hang)
{
	static const char *const huge[] = { "((a{1000000}){1000000}){1000000}", "((){1000000}){1000000}",
					    "(x?)(\\1{1000000}){1000000}", "((a?){1000000}){1000000}" };

	for (size_t i = 0; i < ARRAY_SIZE(huge); i++) {
		BUF_AUTO struct buf out = BUF_INIT(1 << 16);
		struct random r = random_stream(1, SLICE_LIT("pattern"));
		struct arena a = ARENA_INIT;
		struct pattern p;

		pattern_read(&a, slice_str(huge[i]), &p);
		ck_assert_msg(p.root, "%s", p.why);
		pattern_write(&p, &r, 10, &out);
		arena_free(&a);
	}
}
END_TEST

SUITE(generate_pattern)
{
	LOOP_TEST(a_pattern_is_matched_by_what_is_made_from_it, 0, ARRAY_SIZE(patterns));
	LOOP_TEST(a_pattern_that_cannot_be_met_is_a_reported_failure, 0, ARRAY_SIZE(refused));
	TEST(nested_counts_neither_overflow_nor_hang);
}
