/* What we say of the user's own text: place, severity, a sentence, a stable code.
 *
 * "orders.yaml:41:9: error: payload.amount must be <= 10000 (got 12000) [payload-schema]" */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdio.h>

#include "base/arena.h"

/* Where in the user's text something is.  Lines and columns count from 1; line 0 means the file as a whole;
 * file NULL means no file at all (the command line). */
struct loc {
	const char *file;   /* borrowed; as the user would type it */
	unsigned line, col; /* col counts Unicode code points */
};

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_HINT };

/* One row per thing that we can complain about: code, name, one-line gloss.  Each has a paragraph in
 * docs/diagnostics.md, which a test checks. */
#define DIAG_CODES(X)                                                                                        \
	X(USAGE, "usage", "the command line cannot be understood")                                           \
	X(FILE, "file", "a file cannot be read or is not what it should be")                                 \
	X(LIMIT, "limit", "something is larger or deeper than we accept")                                    \
	X(SYNTAX, "syntax", "the text is not valid YAML or JSON")                                            \
	X(DUPLICATE_KEY, "duplicate-key", "an object has the same key twice")                                \
	X(REF, "ref", "a $ref leads nowhere, or where it may not")                                           \
	X(VERSION, "version", "the document's AsyncAPI version is missing or unknown")                       \
	X(CONTRACT, "contract", "the document breaks a rule of AsyncAPI")                                    \
	X(SCHEMA, "schema", "a schema cannot be compiled")                                                   \
	X(EXAMPLE, "example", "an example breaks its own schema")                                            \
	X(GENERATE, "generate", "no message can be made from a schema")                                      \
	X(SCENARIO, "scenario", "a scenario breaks a rule of its language")                                  \
	X(UNKNOWN_KEY, "unknown-key", "a key that we do not know")                                           \
	X(UNKNOWN_NAME, "unknown-name", "a name that stands for nothing")                                    \
	X(UNSUPPORTED, "unsupported", "a part of the language that is not there yet")                        \
	X(ENVIRONMENT, "environment", "a port, a program or a package is not to be had")                     \
	X(RECORDING, "recording", "a recording cannot be written or read")                                   \
	X(PAYLOAD, "payload", "a message breaks the contract")                                               \
	X(LINT, "lint", "a rule beyond AsyncAPI's own is broken; its id stands in the brackets")

enum diag_code {
#define X(id, name, gloss) DIAG_##id,
	DIAG_CODES(X)
#undef X
		DIAG_CODE_COUNT
};

const char *diag_code_name(enum diag_code code);
const char *diag_code_gloss(enum diag_code code);

struct finding {
	enum severity severity;
	enum diag_code code;
	struct loc at;
	const char *text;    /* owned by the diag's arena */
	const char *rule;    /* borrowed: the id of the lint rule; NULL: none, the code says it */
	const char *pointer; /* owned by the diag's arena: JSON pointer of the node; NULL: not known */
};

/* Collects findings; prints each at once where `out` is set.  All zero is a silent collector. */
struct diag {
	FILE *out; /* borrowed; NULL: collect only */
	struct arena arena;
	struct finding *findings; /* in the arena, in order of report */
	size_t n, room;
	unsigned errors, warnings;
	unsigned max;	   /* findings kept and printed; 0 = LIMIT_FINDINGS */
	unsigned left_out; /* not kept because of `max`; still counted above */
};

/* Always returns false, so that failing is one line. */
bool diag_error(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void diag_warning(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void diag_hint(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* What a lint rule finds: `rule` must outlive `d`, `pointer` is copied. */
void diag_rule(struct diag *d, enum severity severity, const char *rule, const char *pointer, struct loc at,
	       const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* The rule's id, or the code's name. */
const char *finding_rule(const struct finding *f);
const char *severity_name(enum severity severity);
void diag_print(FILE *out, const struct finding *f);
void diag_release(struct diag *d);

#define LOC_NONE ((struct loc){ 0 })

#endif
