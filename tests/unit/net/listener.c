/* Ports: taken, free again at once, out of descriptors. */
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world.h"

static struct listener *open_at(struct world *w, const char *host, uint16_t port)
{
	const struct listen_options o = {
		.host = host,
		.port = port,
		.label = "production",
		.protocol = &echo_protocol,
		.broker = w->mock.broker,
		.module = &w->mock.echo,
	};

	return listener_open(w->loop, &o, &w->diag);
}

START_TEST(a_taken_port_names_who_has_it)
{
	struct world w;
	char want[200], name[32] = "";
	FILE *f = fopen("/proc/self/comm", "re");

	ck_assert_int_eq(fscanf(f, "%31s", name), 1);
	fclose(f);
	world_open(&w, &echo_protocol, NULL);
	ck_assert_ptr_null(open_at(&w, "127.0.0.1", listener_port(w.mock.listener)));
	snprintf(want, sizeof(want),
		 "port %u (production) is taken by %s (pid %d); stop it, or serve with --port auto",
		 listener_port(w.mock.listener), name, getpid());
	ck_assert_uint_eq(w.diag.n, 1);
	ck_assert_str_eq(w.diag.findings[0].text, want);
	ck_assert_int_eq(w.diag.findings[0].code, DIAG_ENVIRONMENT);
	world_close(&w);
}
END_TEST

START_TEST(an_address_that_is_not_ours_is_said)
{
	struct world w;

	world_open(&w, &echo_protocol, NULL);
	ck_assert_ptr_null(open_at(&w, "203.0.113.1", 0));
	ck_assert_str_eq(w.diag.findings[0].text,
			 "203.0.113.1 (production) is not an address of this machine");
	ck_assert_ptr_null(open_at(&w, "no such host", 0));
	ck_assert_uint_eq(w.diag.n, 2);
	world_close(&w);
}
END_TEST

START_TEST(a_port_is_free_as_soon_as_its_listener_is_closed)
{
	struct world w;
	uint16_t port;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	port = listener_port(w.mock.listener);
	fd = client_open(port);
	client_say(&w, fd, "hello\n");
	client_expect(&w, fd, "hello\n");
	listener_close(w.mock.listener);
	ck_assert_uint_eq(w.mock.echo.closed, 1);
	ck_assert_str_eq(w.mock.echo.why, "the mock stopped");
	w.mock.listener = open_at(&w, "127.0.0.1", port);
	ck_assert_ptr_nonnull(w.mock.listener);
	ck_assert_uint_eq(client_read_to_end(&w, fd, NULL), 0);
	close(fd);
	fd = client_open(port);
	client_say(&w, fd, "again\n");
	client_expect(&w, fd, "again\n");
	close(fd);
	world_close(&w);
}
END_TEST

/* A module's last words are sent when its listener is closed, as far as the socket takes them. */
START_TEST(closing_a_listener_sends_what_was_answered)
{
	struct world w;
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "hello\n");
	client_expect(&w, fd, "hello\n");
	buf_str(&w.mock.echo.newest->out, "goodbye\n");
	mock_close(&w.mock);
	w.mock.listener = NULL;
	ck_assert_uint_eq(client_read_to_end(&w, fd, NULL), strlen("goodbye\n"));
	close(fd);
	world_close(&w);
}
END_TEST

START_TEST(a_peer_is_told_by_its_address)
{
	struct world w;
	struct sockaddr_in ours;
	socklen_t size = sizeof(ours);
	char want[32];
	int fd;

	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	WORLD_UNTIL(&w, w.mock.echo.newest);
	getsockname(fd, (struct sockaddr *)&ours, &size);
	snprintf(want, sizeof(want), "127.0.0.1:%u", ntohs(ours.sin_port));
	ck_assert(slice_is(w.mock.echo.newest->remote, want));
	close(fd);
	world_close(&w);
}
END_TEST

START_TEST(out_of_descriptors_it_waits_and_goes_on)
{
	enum { N = 5 };
	struct world w;
	struct rlimit before, none;
	int fds[N];

	world_open(&w, &echo_protocol, NULL);
	for (int i = 0; i < N; i++)
		fds[i] = client_open(listener_port(w.mock.listener));
	getrlimit(RLIMIT_NOFILE, &before);
	none = before;
	none.rlim_cur = 3;
	setrlimit(RLIMIT_NOFILE, &none);
	for (int i = 0; i < 3; i++)
		loop_turn(w.loop, 0);
	ck_assert_uint_eq(w.mock.echo.opened, 0);
	world_expect_quiet(&w);
	ck_assert_uint_eq(w.mock.echo.opened, 0);
	setrlimit(RLIMIT_NOFILE, &before);
	WORLD_UNTIL(&w, w.mock.echo.opened == N);
	for (int i = 0; i < N; i++)
		close(fds[i]);
	world_close(&w);
}
END_TEST

SUITE(listener)
{
	TEST(a_taken_port_names_who_has_it);
	TEST(an_address_that_is_not_ours_is_said);
	TEST(a_port_is_free_as_soon_as_its_listener_is_closed);
	TEST(closing_a_listener_sends_what_was_answered);
	TEST(a_peer_is_told_by_its_address);
	TEST(out_of_descriptors_it_waits_and_goes_on);
}
