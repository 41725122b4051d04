/* Bytes in, bytes out and every way to end, over real sockets. */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/random.h"
#include "world.h"

START_TEST(an_echo_comes_back_whole_and_in_drops)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "one\ntwo\nthr");
	client_expect(&w, fd, "one\ntwo\n");
	for (const char *at = "ee\nfour\n"; *at; at++)
		client_send(&w, fd, at, 1);
	client_expect(&w, fd, "three\nfour\n");
	ck_assert_uint_eq(w.mock.echo.frames, 4);
	ck_assert_uint_eq(listener_connections(w.mock.listener), 1);
	close(fd);
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	ck_assert_str_eq(w.mock.echo.why, "client closed the connection");
	ck_assert_uint_eq(listener_connections(w.mock.listener), 0);
	world_close(&w);
	ck_assert_uint_eq(w.mock.echo.closed, 1);
}
END_TEST

START_TEST(a_megabyte_in_one_frame_comes_back)
{
	enum { N = 1 << 20 };
	char *sent = memory_new(N), *back = memory_new(N);
	struct random r = random_stream(1, SLICE_LIT("megabyte"));
	struct world w;
	size_t at = 0;
	int fd;

	for (size_t i = 0; i < N; i++)
		sent[i] = (char)('a' + random_below(&r, 26));
	sent[N - 1] = '\n';
	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	while (at < N) {
		ssize_t n = send(fd, sent + at, N - at, MSG_NOSIGNAL);

		if (n > 0)
			at += (size_t)n;
		loop_turn(w.loop, 1000);
	}
	client_read(&w, fd, back, N);
	ck_assert_mem_eq(sent, back, N);
	ck_assert_uint_eq(w.mock.echo.frames, 1);
	close(fd);
	world_close(&w);
	free(sent);
	free(back);
}
END_TEST

START_TEST(many_clients_are_served_side_by_side)
{
	enum { N = 300 };
	struct world w;
	int fds[N];

	world_open(&w, &echo_protocol, NULL);
	for (int i = 0; i < N; i++)
		fds[i] = client_open(listener_port(w.mock.listener));
	for (int i = 0; i < N; i++)
		client_say(&w, fds[i], "me too\n");
	for (int i = N; i-- > 0;)
		client_expect(&w, fds[i], "me too\n");
	ck_assert_uint_eq(listener_connections(w.mock.listener), N);
	for (int i = 0; i < N; i++)
		close(fds[i]);
	WORLD_UNTIL(&w, w.mock.echo.closed == N);
	world_close(&w);
}
END_TEST

/* --- who ends it, and how */

static const struct {
	const char *said, *back, *why;
	bool reset;
} ends[] = {
	{"a\nbye\nlater\n",  "a\nbye\n", "client said bye",	    false},
	{ "a\nbad\nlater\n", "a\nbad\n", "client broke the protocol", false},
	{ "die\nlater\n",	  "",	      "client asked for it",	     true },
};

START_TEST(a_module_ends_a_connection_in_order)
{
	struct world w;
	bool reset = false;
	size_t n;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, ends[_i].said);
	client_expect(&w, fd, ends[_i].back);
	n = client_read_to_end(&w, fd, &reset);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(reset, ends[_i].reset);
	ck_assert_uint_eq(w.mock.echo.closed, 1);
	ck_assert_str_eq(w.mock.echo.why, ends[_i].why);
	close(fd);
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 0);
	ck_assert_uint_eq(w.mock.echo.closed, 1);
	world_close(&w);
}
END_TEST

/* Closing with unread input would reset the connection, and the client would lose what it has not read yet.
 */
START_TEST(a_close_waits_for_the_output_even_if_the_client_sends_on)
{
	static char bytes[65536];
	struct world w;
	size_t got = 0;
	ssize_t n = -1;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	w.mock.echo.crowd_bytes = 4 << 20;
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "flood\nbye\n");
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	for (int64_t until_us = deadline_us(); n && !is_late(until_us); loop_turn(w.loop, 0)) {
		send(fd, "noise\n", 6, MSG_NOSIGNAL);
		n = recv(fd, bytes, sizeof(bytes), 0);
		if (n > 0)
			got += (size_t)n;
		ck_assert_msg(n >= 0 || errno == EAGAIN, "after %zu bytes: %s", got, strerror(errno));
	}
	ck_assert_uint_eq(got, strlen("flood\nbye\n") + (4 << 20));
	close(fd);
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 0);
	world_close(&w);
}
END_TEST

START_TEST(a_client_that_never_hangs_up_is_left_after_the_linger)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "bye\n");
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 0);
	close(fd);
	world_close(&w);
}
END_TEST

START_TEST(what_was_asked_is_answered_though_the_client_half_closes)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	ck_assert_int_eq(send(fd, "last\n", 5, 0), 5);
	shutdown(fd, SHUT_WR);
	ck_assert_uint_eq(client_read_to_end(&w, fd, NULL), 5);
	close(fd);
	world_close(&w);
}
END_TEST

/* --- parking */

START_TEST(a_parked_client_is_not_read_until_it_is_resumed)
{
	static char line[4096];
	struct world w;
	size_t sent = 0, frames;
	ssize_t n;
	int fd;

	memset(line, 'y', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "wait\nfirst\n");
	WORLD_UNTIL(&w, w.mock.echo.frames == 1);
	/* Until no socket takes more: only the kernel's buffers fill. */
	for (int idle = 0; idle < 5; loop_turn(w.loop, 0)) {
		n = send(fd, line, sizeof(line), MSG_NOSIGNAL);
		if (n > 0)
			sent += (size_t)n;
		idle = n > 0 ? 0 : idle + 1;
	}
	ck_assert_uint_eq(w.mock.echo.frames, 1);
	frames = sent / sizeof(line);
	w.mock.echo.newest->calls->resume(w.mock.echo.newest);
	client_expect(&w, fd, "first\n");
	/* The answers are not read meanwhile, so they queue up. */
	WORLD_UNTIL(&w, w.mock.echo.frames >= 2 + frames);
	close(fd);
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	world_close(&w);
}
END_TEST

static void hang_up(int fd, bool reset)
{
	const struct linger none = { .l_onoff = 1 };

	if (reset)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	close(fd);
}

START_TEST(a_parked_client_that_leaves_does_not_spin_the_loop)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "wait\n");
	WORLD_UNTIL(&w, w.mock.echo.frames == 1);
	hang_up(fd, _i);
	world_expect_quiet(&w);
	ck_assert_uint_eq(w.mock.echo.closed, 0);
	w.mock.echo.newest->calls->resume(w.mock.echo.newest);
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	world_close(&w);
}
END_TEST

/* --- clients that do not read */

START_TEST(a_client_that_leaves_without_reading_is_noticed)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	w.mock.echo.crowd_bytes = 16 << 20;
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "flood\n");
	WORLD_UNTIL(&w, w.mock.echo.frames == 1);
	hang_up(fd, _i);
	WORLD_UNTIL(&w, w.mock.echo.closed == 1);
	WORLD_UNTIL(&w, listener_connections(w.mock.listener) == 0);
	world_close(&w);
}
END_TEST

START_TEST(a_reader_that_stops_is_bounded_and_others_are_served)
{
	struct world w;
	int deaf, other;

	world_open(&w, &echo_protocol, NULL);
	w.mock.echo.crowd_bytes = 16 << 20;
	deaf = client_open(listener_port(w.mock.listener));
	for (int i = 0; i < 20; i++) {
		if (send(deaf, "flood\n", 6, MSG_NOSIGNAL) != 6)
			break;
		loop_turn(w.loop, 0);
		loop_turn(w.loop, 0);
		if (i == 1) {
			ck_assert_uint_eq(w.mock.echo.closed, 0);
			ck_assert_uint_eq(peer_room(w.mock.echo.newest), 0);
			other = client_open(listener_port(w.mock.listener));
			client_say(&w, other, "still there?\n");
			client_expect(&w, other, "still there?\n");
			close(other);
			WORLD_UNTIL(&w, w.mock.echo.closed == 1);
		}
	}
	WORLD_UNTIL(&w, w.mock.echo.closed == 2);
	ck_assert_str_eq(w.mock.echo.why, "client does not read");
	ck_assert_uint_eq(listener_connections(w.mock.listener), 0);
	close(deaf);
	world_close(&w);
}
END_TEST

START_TEST(a_client_that_sends_but_does_not_read_does_not_spin_the_loop)
{
	static char rest[16 << 20];
	struct world w;
	unsigned rooms;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	w.mock.echo.crowd_bytes = 16 << 20;
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "flood\n");
	WORLD_UNTIL(&w, w.mock.echo.frames == 1);
	client_say(&w, fd, "and this is still read\n");
	WORLD_UNTIL(&w, w.mock.echo.frames == 2);
	world_expect_quiet(&w);
	rooms = w.mock.echo.rooms;
	client_expect(&w, fd, "flood\n");
	client_read(&w, fd, rest, sizeof(rest));
	client_expect(&w, fd, "and this is still read\n");
	ck_assert_uint_gt(w.mock.echo.rooms, rooms); /* the module hears that there is room again */
	close(fd);
	world_close(&w);
}
END_TEST

/* --- half-open */

START_TEST(a_client_that_says_nothing_is_cut)
{
	struct world w;
	int silent, known;

	world_open(&w, &hasty_echo_protocol, NULL);
	known = client_open(listener_port(w.mock.listener));
	client_say(&w, known, "hello\n");
	client_expect(&w, known, "hello\n");
	silent = client_open(listener_port(w.mock.listener));
	ck_assert_uint_eq(client_read_to_end(&w, silent, NULL), 0);
	ck_assert_str_eq(w.mock.echo.why, "client did not introduce itself in time");
	client_say(&w, known, "still here\n");
	client_expect(&w, known, "still here\n");
	close(silent);
	close(known);
	world_close(&w);
}
END_TEST

SUITE(connection)
{
	TEST(an_echo_comes_back_whole_and_in_drops);
	TEST(a_megabyte_in_one_frame_comes_back);
	TEST(many_clients_are_served_side_by_side);
	LOOP_TEST(a_module_ends_a_connection_in_order, 0, ARRAY_SIZE(ends));
	TEST(a_close_waits_for_the_output_even_if_the_client_sends_on);
	TEST(a_client_that_never_hangs_up_is_left_after_the_linger);
	TEST(what_was_asked_is_answered_though_the_client_half_closes);
	TEST(a_parked_client_is_not_read_until_it_is_resumed);
	LOOP_TEST(a_parked_client_that_leaves_does_not_spin_the_loop, 0, 2);
	LOOP_TEST(a_client_that_leaves_without_reading_is_noticed, 0, 2);
	TEST(a_reader_that_stops_is_bounded_and_others_are_served);
	TEST(a_client_that_sends_but_does_not_read_does_not_spin_the_loop);
	TEST(a_client_that_says_nothing_is_cut);
}
