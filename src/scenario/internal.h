/* What the files of the runner share. */
#ifndef SCENARIO_INTERNAL_H
#define SCENARIO_INTERNAL_H

#include "generate/generate.h"
#include "mock/outgoing.h"
#include "scenario/run.h"
#include "scenario/wanted.h"

enum progress { PROGRESS_WAIT, PROGRESS_DONE, PROGRESS_FAILED };

enum { OUTPUT_KEPT_BYTES = 64 << 10, COMMAND_OUTPUT_BYTES = 1 << 20 };

struct running_program {
	struct run *run;
	const struct program *of;
	struct host_program *child;
	struct buf output;
	bool exited;
	int status; /* as waitpid() gives it */
};

/* What `as` kept: one message, or several; or only a moment. */
struct captured {
	struct slice name;
	uint64_t seq; /* of the last, for `after` */
	struct entry **entries;
	size_t n;
	bool is_list;
};

/* One expectation under way. */
struct claim {
	struct wanted wanted;
	struct entry **counted; /* in the run's arena */
	size_t n, room;
	bool reached;
	int64_t reached_us;
	struct map seen; /* of distinct and rising */
};

struct active_fault {
	struct slice client, server;
	size_t left; /* SIZE_MAX: no end */
	int64_t until_us;
	size_t cursor; /* in the ledger */
	struct active_fault *next;
};

enum phase { PHASE_PROGRAMS, PHASE_STEPS, PHASE_FINALLY, PHASE_STOPPING, PHASE_DONE };

struct run {
	const struct scenario *scenario;
	struct node *row;
	struct run_options options;
	struct arena arena;
	struct arena scratch; /* of one message being made; gone once it is sent */
	struct scenario_result result;
	struct scope scope;
	struct diag diag; /* of the mock and the generator */
	struct host_mock *mock;
	struct broker *broker;
	struct session *session;       /* as whom we send */
	struct generator **generators; /* one per contract */
	const struct breach *breach;   /* that the message being made is wrong by */
	uint64_t *positions;	       /* next of each message, by contract and id */
	struct judge *judge;
	struct receipt receipt;
	struct ledger ledger;
	char separator;
	struct running_program *programs;
	struct captured *captured;
	size_t n_captured, room_captured;
	struct active_fault *faults;
	struct timer timer;
	int64_t stop_by_us;	   /* 0: nobody has interrupted it */
	int64_t began_us, next_us; /* next_us: when to look again; TIMER_NEVER: when something happens */
	enum phase phase;
	size_t at; /* program or step of the phase */
	bool started;
	bool failed;
	int64_t step_began_us;
	const struct step *step; /* the one under way; NULL: none */
	union {
		struct {
			size_t sent, times;
			uint64_t first_seq;
			int64_t next_us;
		} send;
		struct {
			struct claim *list;
			size_t n, cursor;
		} expect;
		struct {
			struct host_program *child;
			struct buf output, errors;
			bool exited;
			int status;
		} command;
	};
};

/* --- run.c */

int64_t run_now(const struct run *r);
/* Look again no later than that. */
void run_wake_at(struct run *r, int64_t due_us);
/* Something happened: look in this turn or the next. */
void run_wake(struct run *r);
/* Fills a template for the step under way; the failure is said.  NULL for NULL. */
bool run_value(struct run *r, struct node *n, struct node **out);
bool run_text(struct run *r, struct node *n, struct slice *out);
int64_t step_within(const struct run *r, int64_t own_us);

/* --- failure.c: the first failure is the failure */

enum progress run_fail(struct run *r, struct loc at, const char *details, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The last `most` entries. */
void timeline_write(struct buf *out, const struct run *r, size_t most);
void entry_write(struct buf *out, const struct entry *e);
/* `brief`: what to add to the headline; empty when nothing came near, or `nearest` does not ask for it. */
void explain_claim(struct buf *out, struct buf *brief, struct run *r, const struct claim *c, bool nearest);
void explain_breach(struct buf *out, struct buf *brief, const struct entry *e);
void explain_nobody(struct buf *out, struct run *r, struct slice address);
void list_unclaimed(struct run *r);

/* --- headline.c */

void headline_too_few(struct buf *out, const struct claim *c, int64_t within_us);
void headline_too_many(struct buf *out, const struct claim *c);

/* --- capture.c */

void capture_entries(struct run *r, struct slice name, struct entry *const *entries, size_t n, bool is_list);
void capture_moment(struct run *r, struct slice name, struct node *value);
const struct captured *captured_find(const struct run *r, struct slice name);
struct entry *ledger_find(const struct run *r, uint64_t seq);
uint64_t ledger_last_seq(const struct run *r);

/* --- message.c: what a send sends */

struct parcel {
	const struct message_model *model;
	const struct channel *channel;
	struct slice address, payload, headers, key, content_type, correlation;
};
bool parcel_make(struct run *r, const struct send *s, struct parcel *out);
/* Where it goes, before it is made. */
bool parcel_address(struct run *r, const struct send *s, struct slice *out);

/* --- one per verb: start once, then poll until it is done; *_end gives back what the step held */

enum progress send_start(struct run *r);
enum progress send_poll(struct run *r);
enum progress expect_start(struct run *r);
enum progress expect_poll(struct run *r);
void expect_end(struct run *r);
enum progress wait_poll(struct run *r, const struct wait *w, struct loc at, int64_t began_us);
enum progress fault_start(struct run *r);
void faults_apply(struct run *r);
enum progress command_start(struct run *r);
enum progress command_poll(struct run *r);
void command_end(struct run *r);

/* --- program.c */

bool program_start(struct run *r, size_t i);
void programs_stop(struct run *r);
bool programs_are_gone(const struct run *r);
/* One that ended though no step waits for that; NULL: none. */
const struct running_program *program_ended_early(const struct run *r);
void status_write(struct buf *out, int status);
/* "the program", with its name where there are several. */
void program_name_write(struct buf *out, const struct run *r, const struct running_program *p);
/* The last lines that a program said (NULL: each of them): mostly the reason stands there. */
void last_words_write(struct buf *out, const struct run *r, const struct running_program *only);
/* argv and env as a child wants them; false: said. */
bool command_fill(struct run *r, const struct command_step *c, const char *const **argv,
		  const char *const **env);
void programs_output(struct run *r);

#endif
