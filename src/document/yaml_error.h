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

/* Says what stopped the parser.  `quoted` is where the last quoted string began that went over several lines
 * (line 0: the last scalar was none): a missing quote shows only where the next string begins. */
void yaml_error_say(const struct build *b, const yaml_parser_t *parser, struct slice text,
		    struct place quoted);

#endif
