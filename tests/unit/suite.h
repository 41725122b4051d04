/* A test file registers itself: no list to keep.
 *
 *	SUITE(slice)
 *	{
 *		TEST(slices_split_like_this);
 *		LOOP_TEST(each_row, 0, n_rows);
 *	}
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>

typedef void suite_fill(TCase *tcase);
void suite_register(const char *name, suite_fill *fill);

#define SUITE(id)                                                                                            \
	static void fill_##id(TCase *tcase);                                                                 \
	__attribute__((constructor)) static void register_##id(void)                                         \
	{                                                                                                    \
		suite_register(#id, fill_##id);                                                              \
	}                                                                                                    \
	static void fill_##id(TCase *tcase)

#define TEST(fn)		tcase_add_test(tcase, fn)
#define LOOP_TEST(fn, from, to) tcase_add_loop_test(tcase, fn, from, to)

/* The corpus that stands beside a checkout of the developers; NULL (said once, loudly) where it is not. */
const char *corpus_path(void);

#endif
