/* docs/mqtt-conformance.md holds every numbered statement of both specifications once, and names only cases
 * that exist. */
#include "suite.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/slice.h"

static const char page[] = "docs/mqtt-conformance.md";
static const char sources[] = "tests/unit/protocol/mqtt/*.c";

struct section {
	const char *number;
	unsigned first, last;
};

/* clang-format off */
static const struct section of_5[] = {
	{ "1.5.4", 1, 3 }, { "1.5.5", 1, 1 }, { "1.5.7", 1, 1 }, { "2.1.3", 1, 1 }, { "2.2.1", 2, 6 },
	{ "2.2.2", 1, 1 }, { "3.1.0", 1, 2 }, { "3.1.2", 1, 30 }, { "3.1.3", 1, 12 }, { "3.1.4", 1, 6 },
	{ "3.2.0", 1, 2 }, { "3.2.2", 1, 22 }, { "3.3.1", 1, 13 }, { "3.3.2", 1, 20 }, { "3.3.4", 1, 10 },
	{ "3.4.2", 1, 3 }, { "3.5.2", 1, 3 }, { "3.6.1", 1, 1 }, { "3.6.2", 1, 3 }, { "3.7.2", 1, 3 },
	{ "3.8.1", 1, 1 }, { "3.8.3", 1, 5 }, { "3.8.4", 1, 8 }, { "3.9.2", 1, 2 }, { "3.9.3", 1, 2 },
	{ "3.10.1", 1, 1 }, { "3.10.3", 1, 2 }, { "3.10.4", 1, 6 }, { "3.11.2", 1, 2 }, { "3.11.3", 1, 2 },
	{ "3.12.4", 1, 1 }, { "3.14.0", 1, 1 }, { "3.14.1", 1, 1 }, { "3.14.2", 1, 4 }, { "3.14.4", 1, 3 },
	{ "3.15.1", 1, 1 }, { "3.15.2", 1, 3 }, { "4.1.0", 1, 2 }, { "4.2", 1, 1 }, { "4.3.1", 1, 1 },
	{ "4.3.2", 1, 5 }, { "4.3.3", 1, 13 }, { "4.4.0", 1, 2 }, { "4.5.0", 1, 2 }, { "4.6.0", 1, 6 },
	{ "4.7.0", 1, 1 }, { "4.7.1", 1, 2 }, { "4.7.2", 1, 1 }, { "4.7.3", 1, 4 }, { "4.8.2", 1, 6 },
	{ "4.9.0", 1, 3 }, { "4.12.0", 1, 7 }, { "4.12.1", 1, 2 }, { "4.13.1", 1, 1 }, { "4.13.2", 1, 1 },
	{ "6.0.0", 1, 4 },
};

static const struct section of_3[] = {
	{ "1.5.3", 1, 3 }, { "2.2.2", 1, 2 }, { "2.3.1", 1, 7 }, { "3.1.0", 1, 2 }, { "3.1.2", 1, 24 },
	{ "3.1.3", 1, 11 }, { "3.1.4", 1, 5 }, { "3.2.0", 1, 1 }, { "3.2.2", 1, 6 }, { "3.3.1", 1, 12 },
	{ "3.3.2", 1, 3 }, { "3.3.4", 1, 1 }, { "3.3.5", 1, 2 }, { "3.6.1", 1, 1 }, { "3.8.1", 1, 1 },
	{ "3.8.3", 1, 4 }, { "3.8.4", 1, 6 }, { "3.9.3", 1, 2 }, { "3.10.1", 1, 1 }, { "3.10.3", 1, 2 },
	{ "3.10.4", 1, 6 }, { "3.12.4", 1, 1 }, { "3.14.1", 1, 1 }, { "3.14.4", 1, 3 }, { "4.1.0", 1, 2 },
	{ "4.2.0", 1, 1 }, { "4.3.1", 1, 1 }, { "4.3.2", 1, 2 }, { "4.3.3", 1, 2 }, { "4.4.0", 1, 1 },
	{ "4.5.0", 1, 2 }, { "4.6.0", 1, 6 }, { "4.7.1", 1, 3 }, { "4.7.2", 1, 1 }, { "4.7.3", 1, 4 },
	{ "4.8.0", 1, 2 }, { "6.0.0", 1, 4 }, { "7.0.0", 1, 2 }, { "7.1.1", 1, 1 }, { "7.1.2", 1, 1 },
};
/* clang-format on */

static void read_file(const char *path, struct buf *out)
{
	FILE *in = fopen(path, "re");
	char piece[4096];
	size_t n;

	ck_assert_msg(in != NULL, "%s: the tests run where the project stands", path);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(out, piece, n);
	ck_assert_int_eq(fclose(in), 0);
}

static void read_sources(struct buf *out)
{
	glob_t found;

	ck_assert_int_eq(glob(sources, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_file(found.gl_pathv[i], out);
	globfree(&found);
}

static unsigned times(const char *text, const char *end, const char *statement)
{
	size_t len = strlen(statement);
	unsigned n = 0;

	for (const char *at = text; (at = strstr(at, statement)) != NULL && at < end; at += len)
		n += isspace((unsigned char)at[-1]) && !isdigit((unsigned char)at[len]);
	return n;
}

static void check_sections(const struct section *list, size_t n, const char *text, const char *end)
{
	char statement[32];

	for (const struct section *s = list; s < list + n; s++)
		for (unsigned i = s->first; i <= s->last; i++) {
			snprintf(statement, sizeof(statement), "%s-%u", s->number, i);
			ck_assert_msg(times(text, end, statement) == 1, "%s: %s stands there %u times", page,
				      statement, times(text, end, statement));
		}
}

START_TEST(every_statement_stands_on_the_page_once)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	const char *of_v5, *of_v3;

	read_file(page, &text);
	of_v5 = strstr(buf_cstr(&text), "\n## 5.0\n");
	of_v3 = strstr(buf_cstr(&text), "\n## 3.1.1\n");
	ck_assert(of_v5 && of_v3 && of_v5 < of_v3);
	check_sections(of_5, ARRAY_SIZE(of_5), of_v5, of_v3);
	check_sections(of_3, ARRAY_SIZE(of_3), of_v3, of_v3 + strlen(of_v3));
}
END_TEST

/* A row's title up to its clause, all of it, or a test's name. */
static bool exists(struct buf *in, struct slice name)
{
	static const char *const forms[] = { "{ \"%.*s (", "{ \"%.*s\"", "START_TEST(%.*s)" };

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		BUF_AUTO struct buf wanted = BUF_INIT(0);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_printf(&wanted, forms[i], SLICE_FMT(name));
#pragma GCC diagnostic pop
		if (strstr(buf_cstr(in), buf_cstr(&wanted)))
			return true;
	}
	return false;
}

/* "| 3.1.2-4 | case |": the case; absent: no such line. */
static struct slice case_of(struct slice line)
{
	struct slice cell;

	if (line.len < 4 || line.ptr[0] != '|' || !isdigit((unsigned char)line.ptr[2]))
		return SLICE_NONE;
	cell = slice_from(line, 1);
	cell = slice_from(cell, slice_find(cell, '|') + 1);
	return slice_trim(slice_first(cell, slice_find(cell, '|')));
}

START_TEST(every_case_on_the_page_exists)
{
	BUF_AUTO struct buf text = BUF_INIT(0), code = BUF_INIT(0);
	struct slice rest, line;
	unsigned n = 0;

	read_file(page, &text);
	read_sources(&code);
	rest = buf_view(&text);
	while (slice_split(&rest, '\n', &line)) {
		struct slice name = case_of(line);

		if (!name.ptr || slice_starts(name, SLICE_LIT("reason: ")))
			continue;
		n++;
		ck_assert_msg(exists(&code, name), "%s: no case \"%.*s\"", page, SLICE_FMT(name));
	}
	ck_assert_uint_gt(n, 200);
}
END_TEST

SUITE(mqtt_conformance)
{
	TEST(every_statement_stands_on_the_page_once);
	TEST(every_case_on_the_page_exists);
}
