/* Folders under watch: written, renamed over, removed; told once per burst. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/watch.h"
#include "suite.h"

enum { QUIET_US = 5000, MOST_US = 5000000 };

struct site {
	struct loop *loop;
	struct diag diag;
	struct watch *watch;
	char dir[32], file[64], other[64];
	unsigned told;
};

static void on_changed(void *arg)
{
	((struct site *)arg)->told++;
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void site_open(struct site *s)
{
	*s = (struct site){ .dir = "/tmp/watch-XXXXXX" };
	s->loop = loop_new(&s->diag);
	ck_assert_ptr_nonnull(s->loop);
	ck_assert_ptr_nonnull(mkdtemp(s->dir));
	snprintf(s->file, sizeof(s->file), "%s/a.yaml", s->dir);
	snprintf(s->other, sizeof(s->other), "%s/a.yaml~", s->dir);
	write_file(s->file, "old");
	s->watch = watch_new(s->loop, QUIET_US, on_changed, s, &s->diag);
	ck_assert_ptr_nonnull(s->watch);
	ck_assert(watch_beside(s->watch, s->file, &s->diag));
}

static void site_close(struct site *s)
{
	watch_free(s->watch);
	unlink(s->file);
	unlink(s->other);
	rmdir(s->dir);
	loop_free(s->loop);
	diag_release(&s->diag);
}

static void wait_told(struct site *s, unsigned times)
{
	int64_t until;

	loop_turn(s->loop, 0);
	until = loop_now_us(s->loop) + MOST_US;
	while (s->told < times && loop_now_us(s->loop) < until)
		loop_turn(s->loop, MOST_US);
	ck_assert_uint_eq(s->told, times);
}

START_TEST(writing_renaming_and_removing_are_told)
{
	struct site s;

	site_open(&s);
	write_file(s.file, "new");
	wait_told(&s, 1);
	write_file(s.other, "newer");
	wait_told(&s, 2);
	ck_assert_int_eq(rename(s.other, s.file), 0);
	wait_told(&s, 3);
	write_file(s.file, "after the rename");
	wait_told(&s, 4);
	unlink(s.file);
	wait_told(&s, 5);
	site_close(&s);
}
END_TEST

START_TEST(a_burst_is_told_once)
{
	struct site s;

	site_open(&s);
	for (int i = 0; i < 100; i++)
		write_file(s.file, "again");
	wait_told(&s, 1);
	site_close(&s);
}
END_TEST

/* The folder of a file that is named but not there: what makes it is noticed. */
START_TEST(a_folder_that_is_not_there_is_awaited)
{
	struct site s;
	char deep[96];

	site_open(&s);
	unlink(s.file);
	wait_told(&s, 1);
	snprintf(deep, sizeof(deep), "%s/not/there/b.yaml", s.dir);
	ck_assert(watch_beside(s.watch, deep, &s.diag));
	write_file(s.other, "x");
	wait_told(&s, 2);
	site_close(&s);
}
END_TEST

SUITE(net_watch)
{
	TEST(writing_renaming_and_removing_are_told);
	TEST(a_burst_is_told_once);
	TEST(a_folder_that_is_not_there_is_awaited);
}
