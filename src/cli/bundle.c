/* understudy bundle: a contract and all that it refers to as one document. */
#include "contract/bundle.h"

#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/document_out.h"

int command_bundle(struct command_line *cl, struct diag *d)
{
	struct contracts c;
	struct document_out out;
	int status = EXIT_USAGE;

	if (cl->n_args != 1) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a document is expected: understudy bundle CONTRACT");
		return EXIT_USAGE;
	}
	if (contracts_load(&c, cl, 0, 1, d)) {
		const struct document *in = c.list[0]->root->in;
		size_t embedded;

		if (document_out_options(&out, cl, in, d))
			status = !document_out_write(&out, bundle(c.list[0], &cl->arena, &embedded), in, d)
					 ? EXIT_ENVIRONMENT
				 : c.has_errors ? EXIT_BROKEN
						: EXIT_PASSED;
	}
	contracts_drop(&c);
	return status;
}
