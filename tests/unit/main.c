/* Runs every suite that registered itself; CK_RUN_SUITE picks one. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "suite.h"

enum { MOST_SUITES = 200, TEST_TIMEOUT_S = 120 };

static struct {
	const char *name;
	suite_fill *fill;
} suites[MOST_SUITES];
static int n_suites;

void suite_register(const char *name, suite_fill *fill)
{
	if (n_suites == MOST_SUITES)
		abort();
	suites[n_suites].name = name;
	suites[n_suites++].fill = fill;
}

const char *corpus_path(void)
{
	static const char *path = "../shared/corpus";
	static int said;
	struct stat st;
	const char *from_env = getenv("UNDERSTUDY_CORPUS");

	if (from_env)
		path = from_env;
	if (stat(path, &st) == 0)
		return path;
	if (!said++)
		fprintf(stderr, "SKIPPED: no corpus at %s; the suites that read it test nothing\n", path);
	return NULL;
}

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	for (int i = 0; i < n_suites; i++) {
		Suite *suite = suite_create(suites[i].name);
		TCase *tcase = tcase_create(suites[i].name);

		tcase_set_timeout(tcase, TEST_TIMEOUT_S);
		suites[i].fill(tcase);
		suite_add_tcase(suite, tcase);
		srunner_add_suite(runner, suite);
	}
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
