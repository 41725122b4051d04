/* What the files that read a scenario share: where they stand, and readers of single keys that say what is
 * wrong with them. */
#ifndef SCENARIO_READING_H
#define SCENARIO_READING_H

#include "scenario/all.h"
#include "scenario/expression.h"
#include "scenario/scenario.h"

struct reading {
	struct scenario_set *set;
	struct scenario_file *file;
	struct scenario *scenario;
	struct arena *arena;
	struct diag *diag;
	struct scope shape; /* names that may be read here */
	bool side_known;    /* some step has said which side we play */
	struct loc side_at; /* that step */
};

/* The keys of one kind of map.  `later`: part of the language, refused as not supported yet. */
struct keys {
	const char *what; /* "send": as in `"chanel" is not a key of send` */
	const char *const *names;
	size_t n;
	const char *const *later;
	size_t n_later;
};

#define KEYS(what_, names_, later_)                                                                          \
	((struct keys){ .what = (what_),                                                                     \
			.names = (names_),                                                                   \
			.n = ARRAY_SIZE(names_),                                                             \
			.later = (later_),                                                                   \
			.n_later = ARRAY_SIZE(later_) })
#define KEYS_ALL(what_, names_) ((struct keys){ .what = (what_), .names = (names_), .n = ARRAY_SIZE(names_) })

struct loc key_loc(const struct node *map, const struct member *m);
/* Is it a map, and does it have known keys only?  Says what is wrong. */
bool keys_check(struct reading *r, const struct node *map, const struct keys *keys);
bool unsupported(struct reading *r, struct loc at, const char *what);

/* Each leaves *out alone when the key is absent; false when it is there and wrong. */
bool key_duration(struct reading *r, const struct node *map, const char *key, int64_t *us);
bool key_bool(struct reading *r, const struct node *map, const char *key, bool *out);
/* Strings, and what reads as one: numbers and booleans as written. */
bool key_text(struct reading *r, const struct node *map, const char *key, struct slice *out);
bool key_pointer(struct reading *r, const struct node *map, const char *key, struct slice *out);
/* A value in which ${...} may stand: every name in it is known. */
bool key_value(struct reading *r, const struct node *map, const char *key, struct node **out);
/* The same for a whole number from `least` on. */
bool key_count(struct reading *r, const struct node *map, const char *key, int64_t least, struct node **out);
bool check_expressions(struct reading *r, struct node *n);

bool scalar_text(const struct node *n, struct slice *out);

/* --- resolve.c */

/* Reads contract, channel, operation, message, params into `out`. */
bool read_where(struct reading *r, const struct node *map, struct where *out);
/* The parameters that are written out are values that the contract allows. */
bool check_param_values(struct reading *r, const struct where *w);
/* A step on this channel by the mock (or by the program) says which side we are; against what is known: an
 * error. */
bool take_side(struct reading *r, const struct where *w, bool by_mock, struct loc at);
/* A server's name. */
bool read_server(struct reading *r, const struct node *map, struct slice *out);

/* --- attached.c: what a real broker in place of ours cannot tell or do */

/* False, said with `reason`: the server that a step is about (absent: none is named) may be a real broker. */
bool needs_mock(struct reading *r, struct slice server, struct loc at, const char *reason);
/* Are the attached servers servers of these contracts? */
bool check_attached(struct reading *r);

/* --- read_invalid.c: `invalid` of a send */

bool read_invalid(struct reading *r, struct node *map, struct send *out);
/* The label, once it is known which message is meant. */
bool check_label(struct reading *r, const struct node *map, const struct send *s);

/* --- read_step.c, read_expect.c, read_program.c */

bool read_steps(struct reading *r, const struct node *list, const char *what, struct steps *out);
bool read_expect(struct reading *r, struct node *value, bool ordered, struct expect *out);
bool read_wait(struct reading *r, struct node *value, const char *what, struct wait *out);
bool read_command(struct reading *r, struct node *argv, struct node *env, struct command_step *out);
bool read_programs(struct reading *r);

/* --- known.c: what ${...} may name */

/* First the row; then each var, once it is read; what the running mock knows last. */
void known_init(struct reading *r);
void known_add_var(struct reading *r, struct slice name);
void known_add_servers(struct reading *r);
/* From here on `name` is a captured message (or a list, a session, a moment). */
bool known_add(struct reading *r, struct slice name, bool is_message, struct loc at);
bool known_has(const struct reading *r, struct slice name);

#endif
