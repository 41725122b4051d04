/* A loop, a mock of a protocol that only echoes, and plain clients, all in the test's own thread: whoever
 * waits for a socket turns the loop meanwhile. */
#ifndef TESTS_NET_WORLD_H
#define TESTS_NET_WORLD_H

#include <stddef.h>

#include "net/listener.h"
#include "suite.h"

/* What the echo protocol has seen; its module. */
struct echo {
	unsigned opened, closed, rooms, frames;
	size_t eaten;
	char why[128];	     /* of the last close */
	struct peer *newest; /* NULL once closed */
	size_t crowd_bytes;  /* answered to "flood" */
};

/* Lines come back as they are, but: "bye" closes, "die" resets, "bad" breaks the protocol, "wait" parks,
 * "flood" is answered with crowd_bytes, "hello" makes it known (no idle timeout). */
extern const struct protocol echo_protocol;
extern const struct protocol hasty_echo_protocol; /* with an idle timeout of 200 ms */

struct mock {
	struct broker *broker;
	struct turner *turner;
	struct listener *listener;
	struct face face;
	struct echo echo;
};

struct world {
	struct loop *loop;
	struct diag diag;
	struct mock mock;
};

void world_open(struct world *w, const struct protocol *p, struct tls_context *tls);
void world_close(struct world *w);
void mock_open(struct mock *m, struct world *w, const struct protocol *p, struct tls_context *tls);
void mock_close(struct mock *m);

/* Turns the loop until `condition` holds; fails the test after some seconds. */
#define WORLD_UNTIL(w, condition)                                                                            \
	do {                                                                                                 \
		int64_t until_us = deadline_us();                                                            \
		while (!(condition)) {                                                                       \
			ck_assert_msg(!is_late(until_us), "waited in vain for %s", #condition);              \
			loop_turn((w)->loop, 10000);                                                         \
		}                                                                                            \
	} while (0)
int64_t deadline_us(void);
int is_late(int64_t until_us);

/* Sooner or later nothing happens any more, and a turn waits as long as it may: a loop that spins never does.
 */
void world_expect_quiet(struct world *w);

int client_open(uint16_t port);
void client_send(struct world *w, int fd, const void *bytes, size_t n);
void client_say(struct world *w, int fd, const char *text);
/* Exactly these bytes are the next that come. */
void client_expect(struct world *w, int fd, const char *text);
void client_read(struct world *w, int fd, void *bytes, size_t n);
/* Reads to the end: bytes before it; `reset` tells how it ended. */
size_t client_read_to_end(struct world *w, int fd, bool *reset);

size_t count_descriptors(void);
size_t allocated_bytes(void); /* 0 growth under a sanitizer, which has a heap of its own */

#endif
