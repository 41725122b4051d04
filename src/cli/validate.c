/* understudy validate: every finding as FILE:LINE:COL, then one line that sums up. */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/contracts.h"

int command_validate(struct command_line *cl, struct diag *d)
{
	int status = EXIT_PASSED;

	if (!cl->n_args) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a document is expected: understudy validate FILE...");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < cl->n_args; i++) {
		struct contracts one;
		unsigned errors = d->errors, warnings = d->warnings, left_out = d->left_out;
		size_t n = d->n;
		bool readable = contracts_load(&one, cl, i, i + 1, d);
		bool unreadable = !readable && d->n > n && d->findings[n].code == DIAG_FILE;

		errors = d->errors - errors;
		if (d->left_out > left_out)
			fprintf(stderr, "%.*s: %u more findings\n", SLICE_FMT(cl->args[i]),
				d->left_out - left_out);
		if (!errors && !option_flag(cl, OPT_QUIET))
			printf("%.*s: valid, AsyncAPI %.*s%s\n", SLICE_FMT(cl->args[i]),
			       SLICE_FMT(one.list[0]->asyncapi),
			       d->warnings > warnings ? " (with warnings)" : "");
		else if (errors)
			printf("%.*s: %u error%s\n", SLICE_FMT(cl->args[i]), errors, errors == 1 ? "" : "s");
		if (errors && status < EXIT_BROKEN)
			status = EXIT_BROKEN;
		if (unreadable)
			status = EXIT_USAGE;
		contracts_drop(&one);
	}
	return status;
}
