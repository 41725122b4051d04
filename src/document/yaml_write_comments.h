/* The comments of a YAML text.  libyaml's tokens do not carry them, but they stand between tokens, so they
 * are found again there and handed out by line.  A comment behind the header of a block scalar ("key: | #
 * ...") is part of its token and not found. */
#ifndef DOCUMENT_YAML_WRITE_COMMENTS_H
#define DOCUMENT_YAML_WRITE_COMMENTS_H

#include "document/document.h"

struct comment {
	unsigned line;
	bool is_alone;	   /* nothing but the comment stands on its line */
	bool is_used;	   /* it was written */
	struct slice text; /* borrowed from the source, from # on; empty: an empty line */
};

struct comments {
	struct comment *list; /* in the arena, by line; at most one a line */
	size_t n, room;
};

/* All of a document, in `a`; none of one that is JSON. */
struct comments *comments_read(struct arena *a, const struct document *doc);
/* The place in the list of the first that stands on `line` or below it. */
size_t comments_from(const struct comments *c, unsigned line);

#endif
