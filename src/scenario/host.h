/* What a scenario needs of the outside and may not include: a mock with its ports, programs, free ports.
 * cli/ hands it in from api/ and net/; a test from memory. */
#ifndef SCENARIO_HOST_H
#define SCENARIO_HOST_H

#include "broker/broker.h"
#include "mock/mock.h"

struct host_server {
	struct slice name, protocol, url, host, address;
	uint16_t port;
	const char *ca; /* NULL: plain text */
	char separator; /* of its addresses */
};

struct host_mock_options {
	struct contract *const *contracts; /* borrowed */
	size_t n_contracts;
	enum role role;
	enum policy policy;
	enum unknown unknown;
	uint64_t seed;
	struct slice locale; /* whose words are in generated messages; absent: en */
	bool generate;
	int64_t every_us; /* 0: only the channels named in `intervals` */
	const struct mock_interval *intervals;
	size_t n_intervals;
};

struct host_program_options {
	const char *const *argv; /* ends with NULL */
	const char *const *env;	 /* "NAME=value", added to ours; ends with NULL */
	const char *dir;
	void *arg;
	void (*on_output)(void *arg, bool is_stderr, struct slice bytes);
	void (*on_exit)(void *arg, int status); /* as waitpid() gives it */
};

struct host_mock;
struct host_program;

struct scenario_host {
	void *arg;
	/* On free ports; NULL with the reason in `d`.  `d` outlives the mock. */
	struct host_mock *(*mock_start)(void *arg, const struct host_mock_options *o, struct diag *d);
	void (*mock_stop)(void *arg, struct host_mock *m);
	struct broker *(*mock_broker)(void *arg, struct host_mock *m);
	/* Borrowed for the mock's life. */
	size_t (*mock_servers)(void *arg, struct host_mock *m, const struct host_server **list);
	struct host_program *(*program_start)(void *arg, const struct host_program_options *o,
					      struct diag *d);
	/* Asks it to end, makes it after a grace; on_exit follows. */
	void (*program_stop)(void *arg, struct host_program *p);
	void (*program_free)(void *arg, struct host_program *p);
	/* A port that nobody uses now; 0: none is to be had. */
	uint16_t (*free_port)(void *arg);
};

#endif
