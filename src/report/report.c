#include "report/report.h"

#include <stdlib.h>

#include "base/memory.h"

struct report_suite *report_add_suite(struct report *r, const struct scenario_file *file)
{
	r->suites = memory_grow(r->suites, r->n, &r->room, sizeof(*r->suites));
	r->suites[r->n] = (struct report_suite){ .file = file };
	return &r->suites[r->n++];
}

static void make_title_unique(struct report_suite *s, struct scenario_result *r)
{
	uintptr_t n = (uintptr_t)map_get(&s->titles, r->title);
	struct slice name;

	map_put(&s->titles, r->title, (void *)(n + 1));
	if (!n)
		return;
	do
		name = slice_str(arena_printf(&r->arena, "%.*s #%zu", SLICE_FMT(r->title), (size_t)++n));
	while (map_get(&s->titles, name));
	map_put(&s->titles, name, (void *)(uintptr_t)1);
	r->title = name;
}

const struct scenario_result *report_add_result(struct report_suite *s, struct scenario_result *result)
{
	struct scenario_result *r;

	s->results = memory_grow(s->results, s->n, &s->room, sizeof(*s->results));
	r = &s->results[s->n++];
	*r = *result;
	*result = (struct scenario_result){ 0 };
	make_title_unique(s, r);
	return r;
}

void report_release(struct report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->suites[i].n; k++)
			scenario_result_release(&r->suites[i].results[k]);
		free(r->suites[i].results);
		map_release(&r->suites[i].titles);
	}
	free(r->suites);
	*r = (struct report){ 0 };
}

struct report_counts suite_counts(const struct report_suite *s)
{
	struct report_counts c = { .errors = s->file->diag.errors ? 1 : 0 };

	for (size_t i = 0; i < s->n; i++) {
		c.passed += s->results[i].status == SCENARIO_PASSED;
		c.failed += s->results[i].status == SCENARIO_FAILED;
		c.skipped += s->results[i].status == SCENARIO_SKIPPED;
		c.errors += s->results[i].status == SCENARIO_ERROR;
		c.took_us += s->results[i].took_us;
	}
	return c;
}

struct report_counts report_counts(const struct report *r)
{
	struct report_counts sum = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		struct report_counts c = suite_counts(&r->suites[i]);

		sum.passed += c.passed;
		sum.failed += c.failed;
		sum.skipped += c.skipped;
		sum.errors += c.errors;
		sum.took_us += c.took_us;
	}
	return sum;
}
