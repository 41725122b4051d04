#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "record/line.h"
#include "record/recording.h"

struct recording {
	struct observer observer;
	struct broker *broker; /* borrowed */
	struct judge *judge;
	struct diag *diag; /* borrowed */
	char *file;
	int fd;
	bool failed;
	struct buf lines; /* of this turn, not written yet */
};

/* A turn's lines beyond this are written at once: memory stays bounded however much one turn brings. */
enum { WRITE_AT_BYTES = 256 * 1024 };

static void on_event(struct observer *o, const struct event *e)
{
	struct recording *r = container_of(o, struct recording, observer);

	if (r->failed)
		return;
	recording_line(&r->lines, r->broker, r->judge, e);
	if (r->lines.len >= WRITE_AT_BYTES)
		recording_flush(r);
}

/* A recording that is there already may be all that is left of a crash: it is kept beside the new one. */
static void keep_former(const char *file, struct diag *d)
{
	struct stat st;
	struct arena a = ARENA_INIT;
	char *kept = arena_printf(&a, "%s.1", file);

	if (stat(file, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && rename(file, kept) == 0)
		diag_hint(d, DIAG_RECORDING, (struct loc){ .file = file },
			  "the former recording is kept as %s", kept);
	arena_free(&a);
}

static int open_file(const char *file, struct diag *d)
{
	keep_former(file, d);
	return open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

struct recording *recording_open(const char *file, struct broker *b, uint64_t seed, struct diag *d)
{
	int fd = open_file(file, d);
	struct recording *r;

	if (fd < 0) {
		diag_error(d, DIAG_RECORDING, (struct loc){ .file = file }, "cannot write the recording: %s",
			   strerror(errno));
		return NULL;
	}
	r = NEW(struct recording);
	*r = (struct recording){ .observer.on_event = on_event,
				 .broker = b,
				 .judge = judge_new(),
				 .diag = d,
				 .file = memory_copy(file),
				 .fd = fd };
	recording_header(&r->lines, b, seed);
	broker_observe(b, &r->observer);
	if (!recording_flush(r)) {
		recording_close(r);
		return NULL;
	}
	return r;
}

bool recording_flush(struct recording *r)
{
	size_t done = 0;

	while (done < r->lines.len && !r->failed) {
		ssize_t n = write(r->fd, r->lines.data + done, r->lines.len - done);

		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && errno != EINTR && errno != EAGAIN) {
			r->failed = true;
			diag_error(r->diag, DIAG_RECORDING, (struct loc){ .file = r->file },
				   "the recording ended here: %s; free some space or record elsewhere",
				   strerror(errno));
		}
	}
	buf_reset(&r->lines);
	return !r->failed;
}

bool recording_failed(const struct recording *r)
{
	return r->failed;
}

void recording_close(struct recording *r)
{
	if (!r)
		return;
	recording_flush(r);
	broker_unobserve(r->broker, &r->observer);
	close(r->fd);
	judge_free(r->judge);
	buf_release(&r->lines);
	free(r->file);
	free(r);
}
