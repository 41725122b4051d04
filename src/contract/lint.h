/* Lint: what a document may do by AsyncAPI's letter and had better not.
 *
 * Every rule is one row of the table in lint_rules.c and one function.  Severities are switched per rule;
 * warnings and hints are advice.  A project's own rules (governance) are data: a selector and a schema. */
#ifndef CONTRACT_LINT_H
#define CONTRACT_LINT_H

#include "contract/contract.h"

struct lint_rule;

enum { LINT_RULES_MOST = 96 };

struct governance; /* lint_governance.h */

/* Who can prove that no value satisfies a schema: that takes more than a look at it, and is not ours. */
struct lint_prover {
	/* True: proven; *text says why (in `a`), *at is where the reason begins (NULL: at the schema). */
	bool (*is_impossible)(struct lint_prover *p, struct node *schema, enum schema_dialect dialect,
			      struct arena *a, const struct node **at, const char **text);
};

/* What the project wants of the rules; all zero: everything as the table has it. */
struct lint_settings {
	signed char severity[LINT_RULES_MOST]; /* by row: 0 as in the table, -1 off, else severity + 1 */
	struct governance *governance;	       /* a list; NULL: none */
	bool only_count_hints;		       /* of the rules' own: they are not said */
	struct lint_prover *prover;	       /* borrowed; NULL: only plain contradictions are found */
};

/* One row as people see it; false past the last. */
struct lint_row {
	const char *id, *gloss;
	const char
		*reference; /* the rule of the reference parser's ruleset that finds the same; NULL: none */
	enum severity severity;
	bool by_loader; /* found while loading, under the diagnostic code of the same name */
};
bool lint_row(size_t i, struct lint_row *out);

/* Reads `rules: { id: off|hint|warning|error }`; says what is wrong in `d`. */
bool lint_settings_read(struct lint_settings *s, const struct node *rules, struct diag *d);

/* Gives how many hints were counted only.  Says what the rules find, behind what the loader said in `d`
 * already; and puts the severities of the settings on what the loader found from `first` on.  Borrows all;
 * `c` is as before when it returns. */
size_t contract_lint(struct contract *c, const struct lint_settings *s, struct diag *d, size_t first);

#endif
