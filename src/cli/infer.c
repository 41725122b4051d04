/* understudy infer: a draft document from a recording. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/document_out.h"
#include "record/infer.h"

/* A recording is read where it lies: pages come and go, however long it is.  What is no file is read whole.
 */
struct input {
	struct slice text;
	void *mapped; /* NULL: in `read` */
	struct buf read;
};

static bool read_whole(int fd, struct input *in)
{
	for (;;) {
		char *to = buf_reserve(&in->read, 65536);
		ssize_t n = to ? read(fd, to, 65536) : -1;

		if (n < 0 && to && errno == EINTR)
			continue;
		if (n <= 0) {
			in->text = buf_view(&in->read);
			return n == 0;
		}
		in->read.len += (size_t)n;
	}
}

static bool open_input(struct input *in, const char *file, struct diag *d)
{
	bool is_stdin = slice_is(slice_str(file), "-"), ok;
	int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);

	*in = (struct input){ 0 };
	if (size > 0) {
		in->mapped = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (in->mapped == MAP_FAILED)
			in->mapped = NULL;
	}
	in->text = slice_of(in->mapped, in->mapped ? (size_t)size : 0);
	ok = fd >= 0 && (in->mapped || (lseek(fd, 0, SEEK_SET), read_whole(fd, in)));
	if (!ok)
		diag_error(d, DIAG_FILE, (struct loc){ .file = file }, "cannot be read: %s", strerror(errno));
	if (fd >= 0 && !is_stdin)
		close(fd);
	return ok;
}

static void close_input(struct input *in)
{
	if (in->mapped)
		munmap(in->mapped, in->text.len);
	buf_release(&in->read);
}

static const struct document no_document; /* that the draft would be another form of: YAML unless said */

static int infer(struct inference *i, const struct document_out *out, const char *file, struct slice text,
		 struct diag *d)
{
	struct recording_reader reader;
	struct recorded r;

	recording_reader_init(&reader, file, text, d);
	while (recording_next(&reader, &r))
		inference_add(i, &r);
	recording_reader_release(&reader);
	if (!inference_messages(i)) {
		diag_error(d, DIAG_RECORDING, (struct loc){ .file = file },
			   "it has no message, so there is nothing to describe");
		return EXIT_USAGE;
	}
	if (inference_left_out(i))
		diag_warning(d, DIAG_LIMIT, (struct loc){ .file = file },
			     "%llu messages came on more or deeper addresses than are looked at, and are not "
			     "in the draft",
			     (unsigned long long)inference_left_out(i));
	return document_out_write(out, inference_document(i), &no_document, d) ? EXIT_PASSED
									       : EXIT_ENVIRONMENT;
}

int command_infer(struct command_line *cl, struct diag *d)
{
	const char *file = cl->n_args == 1 ? arena_strdup(&cl->arena, cl->args[0]) : NULL;
	struct slice role = option_text(cl, OPT_ROLE);
	struct infer_options options = { .name = file && !slice_is(slice_str(file), "-") ? file
											 : "a recording",
					 .describes_client = slice_is(role, "counterpart"),
					 .tight = option_flag(cl, OPT_TIGHT),
					 .no_examples = option_flag(cl, OPT_NO_EXAMPLES) };
	struct document_out out;
	struct inference *i;
	struct input in;
	int status = EXIT_USAGE;

	if (!file) {
		diag_error(d, DIAG_USAGE, LOC_NONE, "expected: understudy infer RECORDING");
		return EXIT_USAGE;
	}
	if (role.ptr && !options.describes_client && !slice_is(role, "application"))
		return diag_error(d, DIAG_USAGE, LOC_NONE,
				  "--role of infer is application or counterpart, not \"%.*s\"",
				  SLICE_FMT(role)),
		       EXIT_USAGE;
	if (!document_out_options(&out, cl, &no_document, d) || !open_input(&in, file, d))
		return EXIT_USAGE;
	i = inference_new(&options);
	if (is_recording(in.text))
		status = infer(i, &out, file, in.text, d);
	else
		diag_error(d, DIAG_RECORDING, (struct loc){ .file = file },
			   "this is no recording: the first line has no \"understudy\"");
	inference_free(i);
	close_input(&in);
	return status;
}
