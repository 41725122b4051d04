/* Mocks side by side in one loop, and mocks that come and go. */
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/tls.h"
#include "world.h"

START_TEST(two_mocks_live_in_one_loop)
{
	struct world w;
	struct mock other;
	int a, b;

	world_open(&w, &echo_protocol, NULL);
	mock_open(&other, &w, &echo_protocol, NULL);
	a = client_open(listener_port(w.mock.listener));
	b = client_open(listener_port(other.listener));
	client_say(&w, a, "to the first\n");
	client_say(&w, b, "to the second\n");
	client_say(&w, b, "and again\n");
	client_expect(&w, a, "to the first\n");
	client_expect(&w, b, "to the second\nand again\n");
	ck_assert_uint_eq(w.mock.echo.frames, 1);
	ck_assert_uint_eq(other.echo.frames, 2);
	/* One goes, the other stays. */
	mock_close(&w.mock);
	w.mock.listener = NULL;
	ck_assert_uint_eq(client_read_to_end(&w, a, NULL), 0);
	client_say(&w, b, "still here\n");
	client_expect(&w, b, "still here\n");
	close(a);
	close(b);
	mock_close(&other);
	world_close(&w);
}
END_TEST

/* --- come and go */

enum kind {
	SILENT,
	SERVED,
	HALF_A_LINE,
	PARKED,
	DEAF,
	HALF_CLOSED,
	HALF_A_HANDSHAKE,
	SENT_AWAY, /* the mock has closed, the client not yet */
	RESET,
	NOT_ACCEPTED,
	KINDS,
};

static const char *const said[KINDS] = {
	[SERVED] = "hello\n",	   [HALF_A_LINE] = "hell",    [PARKED] = "wait\nhello\n",
	[DEAF] = "flood\nflood\n", [HALF_CLOSED] = "hello\n", [HALF_A_HANDSHAKE] = "\x16\3\1\1\1\1\2\2\2",
	[SENT_AWAY] = "bye\n",	   [RESET] = "hello\n",
};

static void reset_client(int fd)
{
	const struct linger none = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	close(fd);
}

static void fill(struct world *w, struct mock *m, int fds[KINDS])
{
	m->echo.crowd_bytes = 6 << 20;
	for (int k = 0; k < NOT_ACCEPTED; k++) {
		fds[k] = client_open(listener_port(m->listener));
		if (said[k])
			client_say(w, fds[k], said[k]);
	}
	client_expect(w, fds[SERVED], "hello\n");
	WORLD_UNTIL(w, m->echo.opened == NOT_ACCEPTED && m->echo.closed >= 1);
	shutdown(fds[HALF_CLOSED], SHUT_WR);
	reset_client(fds[RESET]);
	fds[NOT_ACCEPTED] = client_open(listener_port(m->listener));
}

static void empty(int fds[KINDS])
{
	for (int k = 0; k < KINDS; k++) {
		if (k != RESET)
			close(fds[k]);
	}
}

static void close_mock(void *arg)
{
	mock_close(arg);
}

/* One plain, one with TLS; they go at once, or from the loop, or after clients have left. */
static void go_round(struct world *w, struct tls_context *tls, int n)
{
	struct mock mocks[2];
	int fds[2][KINDS];

	for (int i = 0; i < 2; i++) {
		mock_open(&mocks[i], w, &echo_protocol, i ? tls : NULL);
		fill(w, &mocks[i], fds[i]);
	}
	if (n % 3 == 2) {
		empty(fds[0]);
		loop_turn(w->loop, 0);
	}
	for (int i = 0; i < 2; i++) {
		if (n % 3 == 1)
			loop_post(w->loop, close_mock, &mocks[i]);
		else
			mock_close(&mocks[i]);
	}
	loop_turn(w->loop, 0);
	loop_turn(w->loop, 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(mocks[i].echo.opened, mocks[i].echo.closed);
		if (i || n % 3 != 2)
			empty(fds[i]);
	}
}

START_TEST(mocks_come_and_go_two_hundred_times)
{
	enum { ROUNDS = 200, WARM_UP = 40 };
	static const char *const names[] = { "localhost" };
	char dir[] = "/tmp/understudy-test-XXXXXX", path[64];
	struct world w;
	struct tls_context *tls;
	size_t descriptors = 0, bytes = 0;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	world_open(&w, NULL, NULL);
	tls = tls_context_new(dir, names, 1, &w.diag);
	ck_assert_ptr_nonnull(tls);
	for (int n = 0; n < ROUNDS; n++) {
		go_round(&w, tls, n);
		if (n != WARM_UP)
			continue;
		descriptors = count_descriptors();
		bytes = allocated_bytes();
	}
	ck_assert_uint_eq(count_descriptors(), descriptors);
	ck_assert_uint_lt(allocated_bytes(), bytes + (64 << 10));
	tls_context_drop(tls);
	world_close(&w);
	snprintf(path, sizeof(path), "%s/ca.pem", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ca.key", dir);
	unlink(path);
	rmdir(dir);
}
END_TEST

START_TEST(loops_come_and_go)
{
	size_t descriptors = count_descriptors();

	for (int n = 0; n < 20; n++) {
		struct world w;
		int fd;

		world_open(&w, &echo_protocol, NULL);
		fd = client_open(listener_port(w.mock.listener));
		client_say(&w, fd, "hello\n");
		client_expect(&w, fd, "hello\n");
		world_close(&w);
		close(fd);
	}
	ck_assert_uint_eq(count_descriptors(), descriptors);
}
END_TEST

SUITE(mocks)
{
	TEST(two_mocks_live_in_one_loop);
	TEST(mocks_come_and_go_two_hundred_times);
	TEST(loops_come_and_go);
}
