#include "cli/document_out.h"

#include <errno.h>

#include "document/yaml_write.h"

bool document_out_options(struct document_out *o, struct command_line *cl, const struct document *in,
			  struct diag *d)
{
	struct slice format = option_text(cl, OPT_FORMAT);

	o->file = option_cstr(cl, OPT_OUTPUT);
	o->as_json = format.ptr ? slice_is(format, "json") : in->is_json;
	if (!format.ptr || o->as_json || slice_is(format, "yaml"))
		return true;
	return diag_error(d, DIAG_USAGE, LOC_NONE, "--format of %s is yaml or json, not \"%.*s\"",
			  cl->command->name, SLICE_FMT(format));
}

static bool write_text(const struct document_out *o, struct slice text, struct diag *d)
{
	FILE *out = o->file ? fopen(o->file, "wb") : stdout;
	bool ok = out && fwrite(text.ptr, 1, text.len, out) == text.len && fflush(out) == 0;
	int why = errno;

	if (out && o->file && fclose(out) != 0 && ok) {
		ok = false;
		why = errno;
	}
	if (!ok)
		diag_error(d, DIAG_FILE, (struct loc){ .file = o->file ? o->file : "<stdout>" },
			   "it cannot be written: %s", strerror(why));
	return ok;
}

bool document_out_write(const struct document_out *o, const struct node *root, const struct document *in,
			struct diag *d)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	if (root == in->root && o->as_json == in->is_json)
		return write_text(o, in->source, d);
	if (o->as_json)
		yaml_write_as_json(&out, root);
	else
		yaml_write(&out, root, true);
	return write_text(o, buf_view(&out), d);
}
