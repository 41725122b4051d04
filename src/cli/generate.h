/* What the files of the command `generate` share. */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

#include "cli/options.h"
#include "generate/generate.h"

struct selection {
	struct message_model **models; /* in the arena */
	size_t n;
};

/* --invalid: messages that are wrong on purpose.  Gives the exit status. */
int generate_wrong(struct command_line *cl, struct generator *g, const struct selection *s, int64_t wall_us,
		   struct diag *d);

/* --boundary: messages at the edges of what conforms. */
int generate_edges(struct command_line *cl, struct generator *g, const struct selection *s, int64_t wall_us,
		   struct diag *d);

struct breach;
/* {"keyword":...}: what a message breaks. */
void breach_write(struct buf *out, const struct message_model *m, const struct breach *b);
/* "name":"pointer", with what stands before it in the whole message. */
void made_pointer(struct buf *out, const char *name, const char *envelope, struct slice pointer);
/* The rest of a line: message, address, headers where they matter, payload. */
void made_write(struct buf *out, struct command_line *cl, struct judge *j, const struct message_model *m,
		const struct generated *g, bool with_headers);

#endif
