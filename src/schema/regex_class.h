/* Character classes and escapes of a pattern; shared by regex.c and regex_class.c only. */
#ifndef SCHEMA_REGEX_CLASS_H
#define SCHEMA_REGEX_CLASS_H

#include "schema/regex.h"

struct regex_reader {
	struct arena *arena;
	struct slice text;
	size_t at, where;
	const char *why; /* first refusal */
	uint32_t groups, most_backref;
	unsigned depth;
};

struct regex *regex_new(struct regex_reader *r, enum regex_kind kind);
/* Always NULL (false). */
struct regex *regex_refuse(struct regex_reader *r, const char *why);
bool regex_take(struct regex_reader *r, const char *word);
uint32_t regex_next(struct regex_reader *r);
/* The next byte, 0 at the end. */
static inline int regex_peek(const struct regex_reader *r)
{
	return r->at < r->text.len ? (unsigned char)r->text.ptr[r->at] : 0;
}

void regex_add_range(struct regex_reader *r, struct regex *set, uint32_t from, uint32_t to);
/* '.', 'd', 'w', 's' and the negations 'D', 'W', 'S'. */
void regex_add_class(struct regex_reader *r, struct regex *set, int which);
/* What stands behind a backslash, as a set; `in_class`: between brackets. */
bool regex_escaped_set(struct regex_reader *r, struct regex *set, bool in_class);
/* [...], the opening bracket taken already. */
struct regex *regex_class(struct regex_reader *r);

#endif
