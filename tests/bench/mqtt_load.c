/* A load generator for MQTT brokers: raw sockets, one thread, one epoll.  It measures what was delivered, so
 * that a broker which drops is not praised for it.
 *
 *   mqtt_load PORT fanout  PUBLISHERS SUBSCRIBERS QOS WINDOW SECONDS PAYLOAD_FILE
 *   mqtt_load PORT latency RATE SECONDS PAYLOAD_FILE
 *   mqtt_load PORT idle    CLIENTS            (connects, prints "connected", waits for end of input)
 *   mqtt_load PORT storm   CLIENTS            (all connect at once)
 *   mqtt_load PORT stalled CLIENTS SECONDS PAYLOAD_FILE   (subscribers that do not read, beside one that
 * does)
 *
 * Prints one line: "delivered/s N  sent/s N", "latency us p50 N p99 N max N" or "served ms N". */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define TOPIC "orders/eu"

enum { OUT_BYTES = 256 * 1024, IN_BYTES = 256 * 1024, MOST_SAMPLES = 1 << 20, MOST_IN_FLIGHT = 20000 };

struct client {
	int fd;
	bool publishes;
	unsigned char in[IN_BYTES];
	size_t n_in;
	unsigned char out[OUT_BYTES];
	size_t n_out;
	uint64_t sent, acked, received;
	uint16_t next_id;
	bool ready; /* CONNACK and SUBACK are there */
};

struct load {
	struct client **clients;
	size_t n, n_publishers, n_subscribers;
	int qos, window;
	unsigned char payload[8192];
	size_t n_payload;
	uint64_t sent, delivered;
	uint64_t lost, seen, progress_at; /* QoS 0 */
	uint64_t *sent_at, *samples;	  /* latency mode */
	size_t n_samples;
	bool latency;
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int dial(uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static size_t put_connect(unsigned char *p, unsigned number)
{
	char id[16];
	int n = snprintf(id, sizeof(id), "load%u", number);
	const unsigned char head[] = { 0x10, (unsigned char)(12 + n), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0,
				       0,    (unsigned char)n };

	memcpy(p, head, sizeof(head));
	memcpy(p + sizeof(head), id, (size_t)n);
	return sizeof(head) + (size_t)n;
}

static size_t put_subscribe(unsigned char *p, int qos)
{
	const size_t n = sizeof(TOPIC) - 1;
	const unsigned char head[] = { 0x82, (unsigned char)(5 + n), 0, 1, 0, (unsigned char)n };

	memcpy(p, head, sizeof(head));
	memcpy(p + sizeof(head), TOPIC, n);
	p[sizeof(head) + n] = (unsigned char)qos;
	return sizeof(head) + n + 1;
}

static size_t put_publish(unsigned char *p, int qos, uint16_t id, const unsigned char *payload,
			  size_t n_payload)
{
	const size_t n = sizeof(TOPIC) - 1;
	size_t left = 2 + n + (qos ? 2 : 0) + n_payload;
	unsigned char *at = p;

	*at++ = (unsigned char)(0x30 | qos << 1);
	do {
		*at++ = (unsigned char)((left & 127) | (left > 127 ? 128 : 0));
	} while (left >>= 7);
	*at++ = 0;
	*at++ = (unsigned char)n;
	memcpy(at, TOPIC, n);
	at += n;
	if (qos) {
		*at++ = (unsigned char)(id >> 8);
		*at++ = (unsigned char)id;
	}
	memcpy(at, payload, n_payload);
	return (size_t)(at - p) + n_payload;
}

static void flush(struct client *c)
{
	size_t done = 0;

	while (done < c->n_out) {
		ssize_t n = send(c->fd, c->out + done, c->n_out - done, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0)
			die("send");
		done += (size_t)n;
	}
	memmove(c->out, c->out + done, c->n_out - done);
	c->n_out -= done;
}

static void on_packet(struct load *l, struct client *c, const unsigned char *p, size_t head, size_t n)
{
	unsigned type = p[0] >> 4;

	if (type == 2 || type == 9) {
		c->ready = c->publishes || type == 9;
	} else if (type == 4) {
		c->acked++;
	} else if (type == 3) {
		size_t topic = (size_t)p[head] << 8 | p[head + 1], at = head + 2 + topic;

		c->received++;
		l->delivered++;
		if (p[0] & 6 && c->n_out + 4 <= OUT_BYTES) {
			const unsigned char ack[] = { 0x40, 2, p[at], p[at + 1] };

			memcpy(c->out + c->n_out, ack, 4);
			c->n_out += 4;
		}
		if (l->latency && l->n_samples < MOST_SAMPLES)
			l->samples[l->n_samples] = now_ns() - l->sent_at[l->n_samples], l->n_samples++;
	}
	(void)n;
}

static void on_readable(struct load *l, struct client *c)
{
	ssize_t got = recv(c->fd, c->in + c->n_in, IN_BYTES - c->n_in, 0);
	size_t at = 0;

	if (got == 0 || (got < 0 && errno != EAGAIN)) {
		fprintf(stderr, "the broker closed a connection\n");
		exit(1);
	}
	if (got > 0)
		c->n_in += (size_t)got;
	while (at + 2 <= c->n_in) {
		size_t head = at + 1, left = 0;
		unsigned shift = 0;
		bool whole = false;

		while (head < c->n_in && shift < 28) {
			left |= (size_t)(c->in[head] & 127) << shift;
			shift += 7;
			if (!(c->in[head++] & 128)) {
				whole = head + left <= c->n_in;
				break;
			}
		}
		if (!whole)
			break;
		on_packet(l, c, c->in + at, head - at, head - at + left);
		at = head + left;
	}
	memmove(c->in, c->in + at, c->n_in - at);
	c->n_in -= at;
}

static uint16_t next_id(struct client *c)
{
	c->next_id = c->next_id == UINT16_MAX ? 1 : (uint16_t)(c->next_id + 1);
	return c->next_id;
}

/* As much as the window and the buffer let it.  QoS 0 has no answer: what was delivered, or given up as lost,
 * stands for it, so that nobody is merely flooded. */
static void publish_more(struct load *l, struct client *c)
{
	size_t most = l->n_payload + 64;
	uint64_t window = l->qos ? (uint64_t)l->window : MOST_IN_FLIGHT / l->n_publishers;

	while (c->n_out + most <= OUT_BYTES) {
		uint64_t done =
			l->qos ? c->acked : (l->delivered / l->n_subscribers + l->lost) / l->n_publishers;

		if (c->sent >= done + window)
			break;
		c->n_out += put_publish(c->out + c->n_out, l->qos, next_id(c), l->payload, l->n_payload);
		c->sent++;
		l->sent++;
	}
	flush(c);
}

/* Nothing came for a while though the window is full: the broker dropped it. */
static void give_up_lost(struct load *l, uint64_t now)
{
	if (l->delivered != l->seen) {
		l->seen = l->delivered;
		l->progress_at = now;
	} else if (now - l->progress_at > 20000000u) {
		l->lost = l->sent > l->delivered / l->n_subscribers
				  ? l->sent - l->delivered / l->n_subscribers
				  : 0;
		l->progress_at = now;
	}
}

static void turn(struct load *l, int epoll, int wait_ms)
{
	struct epoll_event events[256];
	int n = epoll_wait(epoll, events, 256, wait_ms);

	for (int i = 0; i < n; i++) {
		struct client *c = events[i].data.ptr;

		if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
			on_readable(l, c);
		if (c->n_out)
			flush(c);
	}
}

static void connect_all(struct load *l, uint16_t port, int epoll)
{
	l->clients = calloc(l->n, sizeof(*l->clients));
	for (size_t i = 0; i < l->n; i++) {
		struct client *c = l->clients[i] = calloc(1, sizeof(*c));
		struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };

		c->fd = dial(port);
		c->publishes = i < l->n_publishers;
		c->n_out = put_connect(c->out, (unsigned)i);
		if (!c->publishes)
			c->n_out += put_subscribe(c->out + c->n_out, l->qos);
		flush(c);
		fcntl(c->fd, F_SETFL, O_NONBLOCK);
		epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &ev);
	}
	for (size_t i = 0; i < l->n; i++)
		while (!l->clients[i]->ready)
			turn(l, epoll, 100);
}

static void read_payload(struct load *l, const char *file)
{
	FILE *f = fopen(file, "r");

	if (!f)
		die(file);
	l->n_payload = fread(l->payload, 1, sizeof(l->payload), f);
	while (l->n_payload && l->payload[l->n_payload - 1] == '\n')
		l->n_payload--;
	fclose(f);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void run_fanout(struct load *l, uint16_t port, double seconds)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	uint64_t start, end, sent0, delivered0;
	bool counting = false;

	connect_all(l, port, epoll);
	start = now_ns();
	end = start + (uint64_t)((seconds + 0.5) * 1e9);
	sent0 = delivered0 = 0;
	for (uint64_t now = start; now < end; now = now_ns()) {
		if (!counting && now - start > 500000000u) { /* the first half second warms up */
			counting = true;
			sent0 = l->sent;
			delivered0 = l->delivered;
			start = now;
			end = start + (uint64_t)(seconds * 1e9);
		}
		for (size_t i = 0; i < l->n_publishers; i++)
			publish_more(l, l->clients[i]);
		turn(l, epoll, 1);
		give_up_lost(l, now);
	}
	seconds = (double)(now_ns() - start) / 1e9;
	printf("delivered/s %.0f  sent/s %.0f\n", (double)(l->delivered - delivered0) / seconds,
	       (double)(l->sent - sent0) / seconds);
}

static void run_latency(struct load *l, uint16_t port, double rate, double seconds)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	uint64_t start, next = 0, total = (uint64_t)(rate * seconds);

	l->latency = true;
	l->sent_at = calloc(MOST_SAMPLES, sizeof(uint64_t));
	l->samples = calloc(MOST_SAMPLES, sizeof(uint64_t));
	connect_all(l, port, epoll);
	start = now_ns();
	while (next < total || (l->n_samples < total && now_ns() - start < (uint64_t)((seconds + 2) * 1e9))) {
		if (next < total && now_ns() - start >= (uint64_t)((double)next / rate * 1e9)) {
			struct client *c = l->clients[0];

			l->sent_at[next++] = now_ns();
			c->n_out += put_publish(c->out + c->n_out, 0, 0, l->payload, l->n_payload);
			flush(c);
		}
		turn(l, epoll, 0);
	}
	qsort(l->samples, l->n_samples, sizeof(uint64_t), by_value);
	if (!l->n_samples)
		exit(1);
	printf("latency us p50 %.0f p99 %.0f max %.0f\n", (double)l->samples[l->n_samples / 2] / 1e3,
	       (double)l->samples[l->n_samples * 99 / 100] / 1e3, (double)l->samples[l->n_samples - 1] / 1e3);
}

/* All of them ask before any is answered. */
static void dial_all(uint16_t port, unsigned n)
{
	int *fds = calloc(n, sizeof(*fds));

	for (unsigned i = 0; i < n; i++) {
		unsigned char packet[64];

		fds[i] = dial(port);
		if (send(fds[i], packet, put_connect(packet, 1000 + i), MSG_NOSIGNAL) < 0)
			die("send");
	}
	for (unsigned i = 0; i < n; i++) {
		unsigned char answer[4];

		if (recv(fds[i], answer, 4, MSG_WAITALL) != 4)
			die("recv");
	}
	free(fds);
}

static void run_idle(uint16_t port, unsigned n)
{
	dial_all(port, n);
	puts("connected");
	fflush(stdout);
	while (getchar() != EOF)
		;
}

static void run_storm(uint16_t port, unsigned n)
{
	uint64_t start = now_ns();

	dial_all(port, n);
	printf("served ms %.0f\n", (double)(now_ns() - start) / 1e6);
}

static void run_stalled(struct load *l, uint16_t port, unsigned n, double seconds)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned char packet[128], answers[9];
		size_t bytes = put_connect(packet, 1000 + i);
		int fd = dial(port);

		bytes += put_subscribe(packet + bytes, 0);
		if (send(fd, packet, bytes, MSG_NOSIGNAL) < 0 || recv(fd, answers, 9, MSG_WAITALL) != 9)
			die("subscribe");
	}
	run_fanout(l, port, seconds);
	fflush(stdout);
	while (getchar() != EOF)
		;
}

static void lift_descriptor_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r))
		return;
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

int main(int argc, char **argv)
{
	struct load *l = calloc(1, sizeof(*l));
	uint16_t port = argc > 2 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0;

	lift_descriptor_limit();
	if (argc == 9 && !strcmp(argv[2], "fanout")) {
		l->n_publishers = strtoul(argv[3], NULL, 10);
		l->n_subscribers = strtoul(argv[4], NULL, 10);
		l->n = l->n_publishers + l->n_subscribers;
		l->qos = (int)strtol(argv[5], NULL, 10);
		l->window = (int)strtol(argv[6], NULL, 10);
		read_payload(l, argv[8]);
		run_fanout(l, port, strtod(argv[7], NULL));
	} else if (argc == 6 && !strcmp(argv[2], "latency")) {
		l->n_publishers = l->n_subscribers = 1;
		l->n = 2;
		read_payload(l, argv[5]);
		run_latency(l, port, strtod(argv[3], NULL), strtod(argv[4], NULL));
	} else if (argc == 4 && !strcmp(argv[2], "idle")) {
		run_idle(port, (unsigned)strtoul(argv[3], NULL, 10));
	} else if (argc == 4 && !strcmp(argv[2], "storm")) {
		run_storm(port, (unsigned)strtoul(argv[3], NULL, 10));
	} else if (argc == 6 && !strcmp(argv[2], "stalled")) {
		l->n_publishers = l->n_subscribers = 1;
		l->n = 2;
		read_payload(l, argv[5]);
		run_stalled(l, port, (unsigned)strtoul(argv[3], NULL, 10), strtod(argv[4], NULL));
	} else {
		fprintf(stderr, "usage: see the head of tests/bench/mqtt_load.c\n");
		return 2;
	}
	return 0;
}
