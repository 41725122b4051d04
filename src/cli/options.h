/* The command line as data: one row per option, one per command.  A value comes from the option, else from
 * UNDERSTUDY_NAME in the environment, else from understudy.yaml, else it is the default. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "document/document.h"

enum option_kind {
	OPTION_FLAG,
	OPTION_COUNT, /* -v, -vv */
	OPTION_TEXT,
	OPTION_MAYBE, /* text behind =, or nothing: "" */
	OPTION_LIST,  /* may be given more than once; text each */
	OPTION_NUMBER,
	OPTION_DURATION,
	OPTION_TIME, /* RFC 3339 */
};

enum command_bit {
	FOR_SERVE = 1,
	FOR_RUN = 2,
	FOR_CHECK = 4,
	FOR_GENERATE = 8,
	FOR_VALIDATE = 16,
	FOR_DIFF = 32,
	FOR_MOCKS = FOR_SERVE | FOR_RUN,
	FOR_RECORD = 2048,
	FOR_REPLAY = 4096,
	FOR_PLAYED = FOR_SERVE | FOR_REPLAY,
	FOR_LS = 64,
	FOR_BUNDLE = 128,
	FOR_CONVERT = 256,
	FOR_INFER = 512,
	FOR_COVERAGE = 1024,
	FOR_ALL = 8191,
};

/* id, long name, letter or 0, kind, what its value is called, commands, help */
#define OPTIONS(X)                                                                                           \
	X(ROLE, "role", 0, TEXT, "ROLE", FOR_SERVE | FOR_INFER,                                              \
	  "which side the mock plays: application, counterpart or auto (auto)")                              \
	X(PORT, "port", 'p', LIST, "auto|N|SERVER=N", FOR_PLAYED,                                            \
	  "other ports than the contract's; auto: free ones")                                                \
	X(HOST, "host", 0, TEXT, "ADDR", FOR_MOCKS | FOR_REPLAY, "where to listen (127.0.0.1)")              \
	X(SERVER, "server", 0, LIST, "NAME", FOR_PLAYED, "only this server of the contract")                 \
	X(PROTOCOL, "protocol", 0, TEXT, "NAME[:PORT]", FOR_MOCKS | FOR_REPLAY,                              \
	  "for documents that declare no server")                                                            \
	X(TLS, "tls", 0, TEXT, "auto|off", FOR_MOCKS | FOR_REPLAY,                                           \
	  "off: secure servers in plain text (auto)")                                                        \
	X(CLIENT_CA, "client-ca", 0, TEXT, "FILE", FOR_SERVE,                                                \
	  "secure servers ask for a client certificate by a CA in FILE")                                     \
	X(POLICY, "policy", 0, TEXT, "POLICY", FOR_SERVE,                                                    \
	  "what breaks the contract: accept, reject or dead-letter (accept)")                                \
	X(UNKNOWN, "unknown", 0, TEXT, "report|relay|refuse", FOR_SERVE,                                     \
	  "addresses that no contract has (report)")                                                         \
	X(STRICT, "strict", 0, FLAG, NULL, FOR_SERVE, "reject, refuse, and no contract that has errors")     \
	X(RECORD, "record", 0, TEXT, "FILE", FOR_SERVE,                                                      \
	  "write every arrival and session event, as JSON Lines")                                            \
	X(ATTACH, "attach", 0, LIST, "SERVER=URL", FOR_RUN | FOR_RECORD | FOR_REPLAY,                        \
	  "the real broker instead of ours: mqtt://[user:password@]host[:port], or mqtts://")                \
	X(SPEED, "speed", 0, TEXT, "recorded|Nx|full", FOR_REPLAY, "how fast: 2x, 0.5x (recorded)")          \
	X(RATE, "rate", 0, TEXT, "N/s", FOR_REPLAY, "so many messages a second instead; N/m: a minute")      \
	X(RECEIVERS, "receivers", 0, NUMBER, "N", FOR_REPLAY,                                                \
	  "begin once so many have subscribed to where the first message goes (1; with --attach 0)")         \
	X(FOR, "for", 0, DURATION, "TIME", FOR_RECORD, "end after so long")                                  \
	X(WATCH, "watch", 0, FLAG, NULL, FOR_SERVE, "reload an edited contract; connections stay")           \
	X(EVERY, "every", 0, DURATION, "TIME", FOR_SERVE,                                                    \
	  "how often a message goes out on each channel of ours (1s)")                                       \
	X(NO_GENERATE, "no-generate", 0, FLAG, NULL, FOR_SERVE,                                              \
	  "send nothing by itself; requests are still answered")                                             \
	X(SEED, "seed", 0, NUMBER, "N", FOR_MOCKS | FOR_GENERATE, "the same seed gives the same messages")   \
	X(LOCALE, "locale", 0, TEXT, "LANG", FOR_MOCKS | FOR_GENERATE,                                       \
	  "whose names, places and sentences: en, de or fr (en)")                                            \
	X(CLOCK, "clock", 0, TIME, "RFC3339", FOR_MOCKS | FOR_GENERATE,                                      \
	  "the time that the mock's clock starts at")                                                        \
	X(READY_FILE, "ready-file", 0, TEXT, "FILE", FOR_PLAYED | FOR_RECORD,                                \
	  "written once every listener accepts, as JSON")                                                    \
	X(LOG, "log", 0, TEXT, "text|json", FOR_SERVE, "the event log as JSON Lines (text)")                 \
	X(JUNIT, "junit", 0, TEXT, "FILE", FOR_RUN, "write a JUnit report")                                  \
	X(SET, "set", 0, LIST, "NAME=VALUE", FOR_RUN, "a variable, ${vars.NAME}")                            \
	X(TAG, "tag", 0, LIST, "TAG", FOR_RUN, "only scenarios that have one of these tags")                 \
	X(MESSAGE, "message", 0, TEXT, "NAME", FOR_CHECK, "the message that every line must be")             \
	X(CHANNEL, "channel", 0, TEXT, "ADDRESS", FOR_CHECK | FOR_REPLAY,                                    \
	  "check: the channel whose messages the lines must be; replay: only this one")                      \
	X(ASSERT_CONTENT, "assert-content", 0, FLAG, NULL, FOR_CHECK | FOR_SERVE,                            \
	  "contentEncoding, contentMediaType and contentSchema judge what strings hold")                     \
	X(N, "count", 'n', NUMBER, "N", FOR_GENERATE | FOR_RECORD,                                           \
	  "how many (1); record: end after so many")                                                         \
	X(WITH_HEADERS, "with-headers", 0, FLAG, NULL, FOR_GENERATE,                                         \
	  "whole messages: an object with address, key, headers and payload")                                \
	X(INVALID, "invalid", 0, MAYBE, "LABEL|KEYWORD|all", FOR_GENERATE,                                   \
	  "messages that are wrong on purpose, each in exactly one way; without a value in turn")            \
	X(BOUNDARY, "boundary", 0, MAYBE, "KEYWORD|LABEL", FOR_GENERATE,                                     \
	  "messages at the edges: at each bound, just inside, just outside; empty, longest, odd Unicode")    \
	X(FORMAT, "format", 0, LIST, "FORM",                                                                 \
	  FOR_LS | FOR_DIFF | FOR_VALIDATE | FOR_BUNDLE | FOR_CONVERT | FOR_INFER | FOR_COVERAGE |           \
		  FOR_CHECK,                                                                                 \
	  "text or json (text); diff: also markdown, junit; validate: junit, sarif, codequality, github; "   \
	  "bundle, convert: yaml or json (as the document); infer: yaml or json (yaml); "                    \
	  "check: json (ours), or as --output")                                                              \
	X(OUTPUT, "output", 'o', LIST, "FILE",                                                               \
	  FOR_VALIDATE | FOR_BUNDLE | FOR_CONVERT | FOR_INFER | FOR_CHECK | FOR_RECORD,                      \
	  "where it goes (validate: the --format at the same place in the line); else standard output; "     \
	  "check: flag, basic or detailed, the output formats of JSON Schema")                               \
	X(MIN, "min", 0, NUMBER, "PERCENT", FOR_COVERAGE, "exit status 1 when less is exercised")            \
	X(HINTS, "hints", 0, FLAG, NULL, FOR_VALIDATE, "say hints too, not only how many")                   \
	X(RULES, "rules", 0, FLAG, NULL, FOR_VALIDATE, "list the rules, and how they are switched")          \
	X(BASELINE, "baseline", 0, TEXT, "FILE", FOR_VALIDATE, "known findings: only others count")          \
	X(WRITE_BASELINE, "write-baseline", 0, TEXT, "FILE", FOR_VALIDATE,                                   \
	  "write what is found as such a file")                                                              \
	X(ALLOW_REMOTE, "allow-remote", 0, FLAG, NULL, FOR_ALL & ~FOR_RUN,                                   \
	  "a $ref may lead to http and https; what it leads to is kept in the cache")                        \
	X(OFFLINE, "offline", 0, FLAG, NULL, FOR_ALL & ~FOR_RUN,                                             \
	  "what such a $ref leads to is taken from the cache, never fetched")                                \
	X(REMOTE_TIMEOUT, "remote-timeout", 0, DURATION, "TIME", FOR_ALL & ~FOR_RUN,                         \
	  "how long one document may take to come (10s)")                                                    \
	X(ALLOW_DIR, "allow-dir", 0, LIST, "DIR", FOR_ALL & ~FOR_RUN,                                        \
	  "a folder outside of the project that a $ref may lead into")                                       \
	X(MODE, "mode", 0, TEXT, "MODE", FOR_DIFF,                                                           \
	  "what counts as breaking: direction, or as registries say: backward, forward, full (direction)")   \
	X(TIGHT, "tight", 0, FLAG, NULL, FOR_INFER, "bounds as seen: minimum, maxLength, maxItems, ...")     \
	X(NO_EXAMPLES, "no-examples", 0, FLAG, NULL, FOR_INFER, "no recorded payload in the document")       \
	X(CONFIG, "config", 0, TEXT, "FILE", FOR_ALL,                                                        \
	  "settings; else understudy.yaml here or in a parent folder")                                       \
	X(SHOW_CONFIG, "show-config", 0, FLAG, NULL, FOR_ALL, "print each setting and where it is from")     \
	X(QUIET, "quiet", 'q', FLAG, NULL, FOR_ALL, "errors and the last line only")                         \
	X(VERBOSE, "verbose", 'v', COUNT, NULL, FOR_MOCKS | FOR_REPLAY | FOR_RECORD,                         \
	  "every message; -vv: every frame")

enum option_id {
#define X(id, name, letter, kind, value, commands, help) OPT_##id,
	OPTIONS(X)
#undef X
		OPT__COUNT
};

enum source { FROM_DEFAULT, FROM_FILE, FROM_ENVIRONMENT, FROM_COMMAND_LINE };

struct setting {
	enum source source;
	struct slice *values; /* as given; in the arena */
	size_t n, room;
	struct loc at; /* FROM_FILE */
};

struct command_line {
	struct arena arena;
	const struct command *command;
	struct slice *args; /* what is no option, after the command */
	size_t n_args, room_args;
	const char *const *after; /* behind "--": ends with NULL; NULL: none */
	struct setting settings[OPT__COUNT];
	struct library library;			  /* of the configuration file */
	struct remote *remote;			  /* cli/remote.h; NULL before it is needed */
	struct node *mock_block, *scenario_block; /* of the configuration file; NULL: none */
	struct node *rules_block, *governance_block;
};

struct command {
	const char *name, *usage, *summary;
	unsigned bit;
	int (*run)(struct command_line *cl, struct diag *d); /* gives the exit status */
};

/* Exit status; of several the highest. */
enum { EXIT_PASSED = 0, EXIT_BROKEN = 1, EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3, EXIT_INTERRUPTED = 130 };

extern const struct command commands[]; /* ends with name NULL */

/* False: said in `d`. */
bool options_parse(struct command_line *cl, int argc, char **argv, struct diag *d);
void options_release(struct command_line *cl);
void options_show(const struct command_line *cl);
void options_help(const struct command *c); /* NULL: of the whole program */

bool option_flag(const struct command_line *cl, enum option_id id);
unsigned option_count(const struct command_line *cl, enum option_id id);
struct slice option_text(const struct command_line *cl, enum option_id id); /* absent: not given */
const char *option_cstr(struct command_line *cl, enum option_id id);	    /* NULL: not given */
uint64_t option_number(const struct command_line *cl, enum option_id id, uint64_t otherwise);
int64_t option_us(const struct command_line *cl, enum option_id id,
		  int64_t otherwise); /* duration, or wall time */

#endif
