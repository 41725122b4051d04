/* libyaml's complaints in the user's words. */
#ifndef DOCUMENT_YAML_ERROR_H
#define DOCUMENT_YAML_ERROR_H

#include <yaml.h>

#include "document/build.h"

/* libyaml counts from 0. */
static inline struct place yaml_place(yaml_mark_t mark)
{
	return (struct place){ (unsigned)mark.line + 1, (unsigned)mark.column + 1 };
}

/* The last scalar, if it was quoted: a missing quote shows only where the next string begins, which then
 * ends the first. */
struct yaml_quoted {
	struct place begin; /* line 0: it was not quoted */
	struct place end;
};

/* Says what stopped the parser. */
void yaml_error_say(const struct build *b, const yaml_parser_t *parser, struct slice text,
		    struct yaml_quoted quoted);

#endif
