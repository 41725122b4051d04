/* Every YAML example of docs/scenarios.md is a scenario that loads, or steps that do. */
#include <stdio.h>

#include "document/source.h"
#include "scenario/scenario.h"
#include "suite.h"

#define HEAD "scenario: T\ncontract: ../tests/contracts/orders.yaml\nsteps:\n"

/* The text between "```yaml" and "```", behind `from`. */
static bool next_block(struct slice page, size_t *from, struct slice *block)
{
	static const char open[] = "\n```yaml\n";
	const char *at = memmem(page.ptr + *from, page.len - *from, open, sizeof(open) - 1), *end;

	if (!at)
		return false;
	at += sizeof(open) - 1;
	end = memmem(at, page.len - (size_t)(at - page.ptr), "\n```", 4);
	ck_assert_ptr_nonnull(end);
	*block = slice_of(at, (size_t)(end - at) + 1);
	*from = (size_t)(end - page.ptr);
	return true;
}

START_TEST(every_example_of_the_page_loads)
{
	struct arena a = ARENA_INIT;
	struct source_error error;
	struct slice page, block;
	struct scenario_set set;
	size_t from = 0, n = 0;

	ck_assert(source_read(&a, "docs/scenarios.md", false, &page, &error));
	scenario_set_init(&set, NULL);
	for (; next_block(page, &from, &block); n++) {
		BUF_AUTO struct buf text = BUF_INIT(0);

		if (slice_starts(block, SLICE_LIT("- ")))
			buf_str(&text, HEAD);
		buf_slice(&text, block);
		ck_assert_msg(scenario_set_load_text(&set, arena_printf(&a, "docs/example-%zu.yaml", n + 1),
						     buf_view(&text), stderr),
			      "%.*s", SLICE_FMT(block));
	}
	ck_assert_uint_ge(n, 7);
	scenario_set_release(&set);
	arena_free(&a);
}
END_TEST

SUITE(scenario_docs)
{
	TEST(every_example_of_the_page_loads);
}
