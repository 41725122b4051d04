/* understudy convert: an AsyncAPI 2.x document as one of 3.0. */
#include "contract/convert.h"

#include "cli/commands.h"
#include "cli/contracts.h"
#include "cli/document_out.h"
#include "contract/bundle.h"
#include "document/yaml_write.h"

/* Files beside the document are of 2.x too: they come in first.  NULL: there are none. */
static struct contract *bundled(struct contract *c, struct arena *a)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	const struct document *in = c->root->in;
	struct diag silent = { 0 };
	struct contract *whole;
	size_t embedded;
	struct node *root = bundle(c, a, &embedded);

	if (!embedded)
		return NULL;
	if (in->is_json)
		yaml_write_as_json(&text, root);
	else
		yaml_write(&text, root, true);
	whole = contract_load_text(in->file, buf_view(&text), &silent);
	diag_release(&silent);
	return whole;
}

static int convert_one(struct command_line *cl, struct contract *c, const struct document_out *out,
		       struct diag *d)
{
	struct contract *whole = bundled(c, &cl->arena);
	struct contract *from = whole ? whole : c;
	struct node *root = convert_to_v3(from, &cl->arena);
	bool ok = document_out_write(out, root, from->root->in, d);

	contract_drop(whole);
	return ok ? EXIT_PASSED : EXIT_ENVIRONMENT;
}

int command_convert(struct command_line *cl, struct diag *d)
{
	struct contracts c;
	struct document_out out;
	int status = EXIT_USAGE;

	if (cl->n_args != 1) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "a document is expected: understudy convert CONTRACT");
		return EXIT_USAGE;
	}
	if (contracts_load(&c, cl, 0, 1, d) && document_out_options(&out, cl, c.list[0]->root->in, d)) {
		struct contract *one = c.list[0];

		if (one->is_v2) {
			status = convert_one(cl, one, &out, d);
		} else {
			fprintf(stderr, "%s: is AsyncAPI %.*s already\n", one->file,
				SLICE_FMT(one->asyncapi));
			status = document_out_write(&out, one->root, one->root->in, d) ? EXIT_PASSED
										       : EXIT_ENVIRONMENT;
		}
		if (status == EXIT_PASSED && c.has_errors)
			status = EXIT_BROKEN;
	}
	contracts_drop(&c);
	return status;
}
