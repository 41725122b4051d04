/* What `serve` says: the tables at the start, one line per event worth seeing, the same violation again only
 * as a growing count.  Text for people on stderr-like terminals, or JSON Lines. */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include <stdio.h>

#include "api/instance.h"

struct console;

struct console_options {
	FILE *out; /* borrowed */
	bool json, colour;
	bool quiet;	   /* errors and the last line only */
	unsigned verbose;  /* 1: every message */
	bool roles_matter; /* the first message that does not fit gets one line that names both flags */
};

/* Observes the broker from now on. */
struct console *console_new(struct broker *b, const struct console_options *o);
void console_free(struct console *c);

/* Role, a row per server, a row per channel. */
void console_tables(FILE *out, const struct instance *i, const struct instance_options *o);
/* A line of its own, with the time; not as JSON, and not when quiet. */
void console_say(struct console *c, const char *text);
/* The last line: how many messages, how many violations; counts that are still held back first. */
void console_summary(struct console *c);
uint64_t console_violations(const struct console *c);

#endif
