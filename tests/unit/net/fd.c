/* Descriptors of somebody else's under the loop's eye. */
#include <sys/socket.h>
#include <unistd.h>

#include "net/loop.h"
#include "suite.h"

enum { MOST_US = 5000000 };

struct end {
	struct fd_watcher watcher;
	unsigned readable, writable;
};

static void on_event(struct fd_watcher *w, unsigned events)
{
	struct end *e = container_of(w, struct end, watcher);

	e->readable += (events & LOOP_READABLE) != 0;
	e->writable += (events & LOOP_WRITABLE) != 0;
}

START_TEST(a_descriptor_is_told_of_as_long_as_it_is_ready_and_wanted)
{
	struct diag d = { 0 };
	struct loop *l = loop_new(&d);
	struct end e = { .watcher.fn = on_event };
	int fds[2];
	char byte;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	loop_watch_fd(l, &e.watcher, fds[0], LOOP_READABLE);
	loop_turn(l, 0);
	ck_assert_uint_eq(e.readable + e.writable, 0);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	loop_turn(l, MOST_US);
	loop_turn(l, MOST_US);
	ck_assert_uint_eq(e.readable, 2);
	ck_assert_int_eq(read(fds[0], &byte, 1), 1);
	loop_turn(l, 0);
	ck_assert_uint_eq(e.readable, 2);
	loop_watch_fd(l, &e.watcher, fds[0], LOOP_READABLE | LOOP_WRITABLE);
	loop_turn(l, MOST_US);
	ck_assert_uint_eq(e.writable, 1);
	ck_assert_uint_eq(e.readable, 2);
	loop_watch_fd(l, &e.watcher, fds[0], 0);
	ck_assert_ptr_null(e.watcher.state);
	loop_turn(l, 0);
	ck_assert_uint_eq(e.writable, 1);
	close(fds[0]);
	close(fds[1]);
	loop_free(l);
	diag_release(&d);
}
END_TEST

SUITE(net_fd)
{
	TEST(a_descriptor_is_told_of_as_long_as_it_is_ready_and_wanted);
}
