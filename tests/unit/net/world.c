/* The echo protocol, and clients that turn the loop while they wait. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "world.h"

enum { PATIENCE_US = 20000000 };

/* --- the echo protocol: all that net/ and broker/ know of it is this struct */

static bool echo_open(struct peer *p)
{
	struct echo *e = p->module;

	e->opened++;
	e->newest = p;
	return true;
}

static enum eaten echo_receive(struct peer *p, struct slice in, size_t *used)
{
	struct echo *e = p->module;
	size_t n = slice_find(in, '\n');
	struct slice line = slice_first(in, n);

	if (n == in.len)
		return EATEN_NONE;
	*used = n + 1;
	e->eaten += n + 1;
	e->frames++;
	if (slice_is(line, "wait"))
		return EATEN_WAIT;
	buf_slice(&p->out, slice_first(in, n + 1));
	if (slice_is(line, "hello"))
		p->session = p->module; /* anything: net only asks whether there is one */
	if (slice_is(line, "bye"))
		peer_close(p, "client said bye");
	if (slice_is(line, "die"))
		p->calls->close(p, true, "client asked for it");
	if (slice_is(line, "flood") && buf_reserve(&p->out, e->crowd_bytes)) {
		memset(p->out.data + p->out.len, 'x', e->crowd_bytes);
		p->out.len += e->crowd_bytes;
	}
	return slice_is(line, "bad") ? EATEN_BAD : EATEN_FRAME;
}

static void echo_room(struct peer *p)
{
	((struct echo *)p->module)->rooms++;
}

static void echo_close(struct peer *p, const char *why)
{
	struct echo *e = p->module;

	e->closed++;
	snprintf(e->why, sizeof(e->why), "%s", why);
	if (e->newest == p)
		e->newest = NULL;
}

static const struct scheme schemes[] = {
	{"echo", 7, false},
	{ NULL,	0, false},
};

const struct protocol echo_protocol = {
	.name = "echo",
	.schemes = schemes,
	.open = echo_open,
	.receive = echo_receive,
	.room = echo_room,
	.close = echo_close,
};

const struct protocol hasty_echo_protocol = {
	.name = "echo",
	.schemes = schemes,
	.idle_timeout_us = 200000,
	.open = echo_open,
	.receive = echo_receive,
	.room = echo_room,
	.close = echo_close,
};

/* --- mocks */

void mock_open(struct mock *m, struct world *w, const struct protocol *p, struct tls_context *tls)
{
	const struct broker_options how = {
		.now_us = loop_now_us(w->loop),
		.wall_us = loop_wall_us(w->loop),
	};

	*m = (struct mock){ .broker = broker_new(NULL, 0, &how) };
	m->face = (struct face){
		.name = SLICE_LIT("test"),
		.protocol = slice_str(p->name),
		.separator = '/',
	};
	m->turner = loop_attach(w->loop, m->broker);
	m->listener = listener_open(w->loop,
				    &(struct listen_options){
					    .host = "127.0.0.1",
					    .label = "test",
					    .protocol = p,
					    .broker = m->broker,
					    .module = &m->echo,
					    .face = &m->face,
					    .tls = tls,
				    },
				    &w->diag);
	ck_assert_ptr_nonnull(m->listener);
}

void mock_close(struct mock *m)
{
	listener_close(m->listener);
	loop_detach(m->turner);
	broker_free(m->broker);
}

void world_open(struct world *w, const struct protocol *p, struct tls_context *tls)
{
	*w = (struct world){ 0 };
	w->loop = loop_new(&w->diag);
	ck_assert_msg(w->loop, "%s", w->diag.n ? w->diag.findings[0].text : "?");
	if (p)
		mock_open(&w->mock, w, p, tls);
}

void world_close(struct world *w)
{
	if (w->mock.listener)
		mock_close(&w->mock);
	loop_free(w->loop);
	diag_release(&w->diag);
}

/* --- waiting */

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t deadline_us(void)
{
	return now_us() + PATIENCE_US;
}

int is_late(int64_t until_us)
{
	return now_us() > until_us;
}

void world_expect_quiet(struct world *w)
{
	enum { WAIT_US = 30000, MOST_TURNS = 100 };

	for (int n = 0; n < MOST_TURNS; n++) {
		int64_t before_us = loop_now_us(w->loop);

		loop_turn(w->loop, WAIT_US);
		if (loop_now_us(w->loop) - before_us >= WAIT_US)
			return;
	}
	ck_abort_msg("the loop does not come to rest");
}

/* --- clients */

int client_open(uint16_t port)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

void client_send(struct world *w, int fd, const void *bytes, size_t n)
{
	const char *at = bytes;
	int64_t until_us = deadline_us();

	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);

		ck_assert_msg(sent > 0 || errno == EAGAIN, "send: %s", strerror(errno));
		ck_assert_msg(!is_late(until_us), "nobody reads what a client sends");
		if (sent > 0) {
			at += sent;
			n -= (size_t)sent;
		}
		loop_turn(w->loop, 0);
	}
}

void client_say(struct world *w, int fd, const char *text)
{
	client_send(w, fd, text, strlen(text));
}

void client_read(struct world *w, int fd, void *bytes, size_t n)
{
	char *at = bytes;
	int64_t until_us = deadline_us();

	while (n) {
		ssize_t got = recv(fd, at, n, 0);

		ck_assert_msg(got > 0 || (got < 0 && errno == EAGAIN), "%zu bytes are missing: %s", n,
			      got ? strerror(errno) : "closed");
		ck_assert_msg(!is_late(until_us), "%zu bytes never came", n);
		if (got > 0) {
			at += got;
			n -= (size_t)got;
		} else {
			loop_turn(w->loop, 1000);
		}
	}
}

void client_expect(struct world *w, int fd, const char *text)
{
	char got[256] = "";

	ck_assert_uint_lt(strlen(text), sizeof(got));
	client_read(w, fd, got, strlen(text));
	ck_assert_str_eq(got, text);
}

size_t client_read_to_end(struct world *w, int fd, bool *reset)
{
	static char bytes[65536];
	int64_t until_us = deadline_us();
	size_t n = 0;

	for (;;) {
		ssize_t got = recv(fd, bytes, sizeof(bytes), 0);

		ck_assert_msg(!is_late(until_us), "the connection was not closed");
		if (got > 0) {
			n += (size_t)got;
			continue;
		}
		if (got < 0 && errno == EAGAIN) {
			loop_turn(w->loop, 1000);
			continue;
		}
		if (reset)
			*reset = got < 0 && errno == ECONNRESET;
		return n;
	}
}

/* --- the process */

size_t count_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

size_t allocated_bytes(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}
