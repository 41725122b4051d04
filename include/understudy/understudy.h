/* Understudy inside a test program: a mock of every server of a contract, on a thread of its own.
 *
 * Calls are safe from any thread, block until they are answered, and hand back copies; there are no
 * callbacks.  The library installs no signal handlers (SIGPIPE is ignored), prints nothing, and never exits
 * for what a user or a peer can cause.  Link with -lunderstudy and what `pkg-config --libs yaml-0.1
 * libssl libcrypto libpcre2-8` says, -lev -lpthread -lm. */
#ifndef UNDERSTUDY_UNDERSTUDY_H
#define UNDERSTUDY_UNDERSTUDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct understudy; /* one mock */

/* All zero (or NULL) is a good start: free ports, accept what breaks the contract, generated traffic off. */
struct understudy_options {
	const char *role;     /* "application", "counterpart" or "auto"; NULL: auto */
	const char *policy;   /* "accept", "reject" or "dead-letter"; NULL: accept */
	const char *protocol; /* "mqtt" for documents that declare no server; NULL: none */
	const char *record;   /* a file for the recording; NULL: none */
	bool generate;	      /* send messages by itself, */
	int64_t every_us;     /* so often; 0: every second */
	bool contract_ports;  /* the contract's own ports instead of free ones */
	uint64_t seed;
};

struct understudy_counts {
	uint64_t messages;  /* that came in */
	uint64_t violating; /* of them, those that broke the contract */
};

/* Starts a mock of every server of `contract` (a file) and returns once all of them accept connections.
 *
 * options     NULL: all zero; borrowed for the call
 * error       receives what is wrong, one finding a line, cut to `error_size`; may be NULL
 *
 * Returns the mock, owned by the caller and ended with understudy_stop(), or NULL; then none is left
 * listening. */
struct understudy *understudy_start(const char *contract, const struct understudy_options *options,
				    char *error, size_t error_size);

/* Where a declared server is being played ("mqtt://127.0.0.1:41231"), as a copy in `url`; NULL names the
 * first one. False: there is no such server, or `size` is too small. */
bool understudy_url(struct understudy *u, const char *server, char *url, size_t size);

struct understudy_counts understudy_counts(struct understudy *u);

/* Waits until at least `messages` came in, at most `timeout_ms`; false when they did not. */
bool understudy_wait_messages(struct understudy *u, uint64_t messages, unsigned timeout_ms);

/* Closes connections and ports, flushes the recording, ends the thread.  NULL is fine. */
void understudy_stop(struct understudy *u);

const char *understudy_version(void);

#ifdef __cplusplus
}
#endif

#endif
