/* A scenario as it was read: every name resolved against the contracts, every mistake said with its place,
 * before anything starts.  Values stay trees with `${...}` in them until their step runs. */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "contract/contract.h"
#include "mock/block.h"

/* What the host's options add to a file. */
struct scenario_defaults {
	const struct node *block; /* `scenario:` of understudy.yaml: stands in for absent keys; NULL: none */
	const struct slice *set;  /* --set NAME=VALUE */
	size_t n_set;
	/* --attach: servers that are real brokers; one whose name is absent is the only one. */
	const struct slice *attached;
	size_t n_attached;
	bool has_protocol; /* --protocol: servers are called by it, whatever the contract declares */
};

struct named_contract {
	struct slice name; /* "" when there is only one and it was given by its path */
	struct contract *contract;
	bool has_role;
	enum role role;
};

/* Which messages a step is about.  What is NULL or absent is anything. */
struct where {
	const struct contract *contract;
	const struct channel *channel;
	const struct operation *operation;
	struct slice address; /* concrete, where the step names one */
	struct node *params;  /* with ${...}; NULL: none */
	const struct message_model *model;
	struct loc at;
};

struct send {
	struct where where;
	struct node *payload, *headers, *key, *raw, *without; /* with ${...}; NULL: not said */
	struct node *times, *receivers;
	struct slice again; /* absent: not a repetition */
	bool exact, base64;
	bool invalid;	    /* what it sends may break the contract */
	struct node *label; /* of the constraint that it breaks, with ${...}; NULL: any, or none */
	int64_t every_us;
};

enum session_event {
	SESSION_NONE,
	SESSION_CONNECTED,
	SESSION_REFUSED,
	SESSION_SUBSCRIBED,
	SESSION_DISCONNECTED
};

struct expectation {
	struct where where;
	struct loc at;
	struct node *payload, *headers, *key, *client, *reason; /* with ${...}; NULL: not said */
	struct slice server;
	struct schema *schema; /* of the payload; NULL: none */
	struct node *schema_node;
	bool exact;
	struct node *count;
	int64_t within_us, for_us; /* -1: not said */
	struct slice after;	   /* absent: from the beginning */
	bool after_now;
	enum session_event session;
	bool violation;
	struct node *keyword, *instance;
	struct slice distinct, rising, per; /* JSON pointers */
	struct slice as;
};

struct expect {
	struct expectation *list;
	size_t n;
	bool ordered;
};

enum wait_kind {
	WAIT_TIME,
	WAIT_SUBSCRIBED,
	WAIT_CONNECTED,
	WAIT_DISCONNECTED,
	WAIT_OUTPUT,
	WAIT_EXITED,
};

struct wait {
	enum wait_kind kind;
	struct where where; /* WAIT_SUBSCRIBED */
	struct node *client;
	struct slice server;
	int program;	 /* number among the scenario's; -1: any */
	int64_t us;	 /* WAIT_TIME */
	int exit_status; /* WAIT_EXITED */
	struct slice pattern;
	struct line_pattern *compiled; /* WAIT_OUTPUT */
	int64_t within_us;	       /* -1: not said */
};

struct fault_step {
	struct node *client;
	struct slice server;
	struct node *times;
	int64_t for_us; /* -1: not said */
};

struct command_step {
	struct node *argv; /* a list, or text for sh -c */
	struct node *env;
};

enum verb { VERB_SEND, VERB_EXPECT, VERB_WAIT, VERB_FAULT, VERB_RUN };

struct step {
	enum verb verb;
	struct loc at;
	struct slice name; /* absent: none given */
	struct slice as;
	int64_t within_us; /* -1: the scenario's */
	union {
		struct send send;
		struct expect expect;
		struct wait wait;
		struct fault_step fault;
		struct command_step command;
	};
};

struct steps {
	struct step *list;
	size_t n;
};

struct program {
	struct slice name;
	struct command_step command;
	struct wait *ready; /* NULL: it counts as ready once it runs */
	struct loc at;
	bool may_end; /* a step waits for that */
};

struct scenario {
	const struct scenario_file *file;
	struct node *root; /* as written, absent keys filled in */
	struct loc at;
	struct slice title; /* with ${...} */
	struct slice skip;  /* the reason; absent: it runs */
	struct slice *tags;
	size_t n_tags;
	struct named_contract *contracts;
	size_t n_contracts;
	enum role role;
	struct mock_block mock;
	struct program *programs;
	size_t n_programs;
	struct node *vars;  /* a map; --set is in it */
	struct node **rows; /* maps; n_rows 0 and each NULL: one run without */
	size_t n_rows;
	struct node *each;
	bool has_seed;
	uint64_t seed;
	int64_t within_us, timeout_us;
	struct steps steps, finally;
	bool violations_report, leftovers_fail;
};

struct scenario_file {
	const char *path; /* as the user would type it */
	const struct scenario_defaults *defaults;
	struct scenario *list;
	size_t n;
	struct diag diag; /* what is wrong with it; with errors it must not be run */
};

/* All scenarios of a run, and the contracts that they share. */
struct scenario_set {
	struct arena arena;
	struct scenario_defaults defaults;
	struct library library;
	struct scenario_file **files;
	size_t n, room;
	struct map contracts; /* real path to struct contract; dropped at the end */
	struct line_pattern **patterns;
	size_t n_patterns, room_patterns;
};

/* `defaults` is borrowed for the set's life. */
void scenario_set_init(struct scenario_set *s, const struct scenario_defaults *defaults);
void scenario_set_release(struct scenario_set *s);
/* Reads one file.  Its errors are in the file's own diag, printed at once to `out` where that is set; false
 * when there were any. */
bool scenario_set_load(struct scenario_set *s, const char *path, FILE *out);
/* The same from memory. */
bool scenario_set_load_text(struct scenario_set *s, const char *path, struct slice text, FILE *out);
/* Does this file hold scenarios?  Its first document has a key `scenario` at the top. */
bool is_scenario_file(const char *path);

#endif
