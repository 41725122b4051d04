/* What the files that read a pattern share. */
#ifndef GENERATE_PATTERN_READER_H
#define GENERATE_PATTERN_READER_H

#include "generate/pattern.h"

enum { MOST_NAMES = 100 };

struct reader {
	struct arena *a;
	struct slice in;
	size_t at;
	unsigned depth, nodes, groups;
	struct slice names[MOST_NAMES]; /* of groups, by number; absent: it has none */
	struct pattern *out;		/* gets the pieces */
	bool inexact;			/* something was read as empty that is not */
	const char *why;		/* static; NULL: all is well so far */
};

/* Keeps the first reason; always NULL. */
void *reader_give_up(struct reader *r, const char *why);
struct pattern_node *reader_node(struct reader *r, enum pattern_kind kind);
void reader_part(struct reader *r, struct pattern_node *n, struct pattern_node *part);
void reader_piece(struct reader *r, struct pattern_node *piece);
void reader_range(struct reader *r, struct pattern_node *n, uint32_t from, uint32_t to);

bool reader_is_done(const struct reader *r);
bool reader_is_at(const struct reader *r, const char *text);
bool reader_skip(struct reader *r, const char *text);
/* One code point of well-formed UTF-8. */
uint32_t reader_point(struct reader *r);
/* What follows a backslash and stands for one character. */
uint32_t reader_escaped(struct reader *r);
/* After a backslash: a class of characters into `set`; false (nothing read): it is none. */
bool reader_class(struct reader *r, struct pattern_node *set);
/* After "[". */
struct pattern_node *reader_set(struct reader *r);

#endif
