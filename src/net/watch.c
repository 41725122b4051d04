/* inotify on the folders, since a watch on a file ends when an editor renames another one over it. */
#include "net/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/loop_state.h"

/* Where something is always going on, it is told all the same. */
enum { LONGEST_WAIT_US = 1000000, READ_BYTES = 16 << 10 };

/* Not IN_MODIFY: what is still being written is not to be read yet. */
enum {
	EVENTS = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF |
		 IN_MOVE_SELF,
};

struct watch {
	struct loop *loop;
	ev_io readable;
	struct timer timer;
	int64_t quiet_us, first_us; /* first_us: when the oldest untold change was seen */
	void (*changed)(void *arg);
	void *arg;
};

static void on_quiet(struct timer *t, int64_t now_us)
{
	struct watch *w = container_of(t, struct watch, timer);

	(void)now_us;
	w->changed(w->arg);
}

static void put_off(struct watch *w)
{
	int64_t now_us = loop_now_us(w->loop), due_us = now_us + w->quiet_us;

	if (!timer_is_armed(&w->timer))
		w->first_us = now_us;
	if (due_us > w->first_us + LONGEST_WAIT_US)
		due_us = w->first_us + LONGEST_WAIT_US;
	loop_arm(w->loop, &w->timer, due_us);
}

/* What the events say is of no interest, only that there are some. */
static void on_readable(struct ev_loop *ev, ev_io *io, int events)
{
	struct watch *w = io->data;
	_Alignas(struct inotify_event) char bytes[READ_BYTES];
	ssize_t n;

	(void)ev;
	(void)events;
	do
		n = read(io->fd, bytes, sizeof(bytes));
	while (n > 0 || (n < 0 && errno == EINTR));
	put_off(w);
}

struct watch *watch_new(struct loop *l, int64_t quiet_us, void (*changed)(void *arg), void *arg,
			struct diag *d)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct watch *w;

	if (fd < 0) {
		diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "files cannot be watched: %s", strerror(errno));
		return NULL;
	}
	w = NEW(struct watch);
	w->loop = l;
	w->quiet_us = quiet_us;
	w->changed = changed;
	w->arg = arg;
	w->timer.fire = on_quiet;
	ev_io_init(&w->readable, on_readable, fd, EV_READ);
	w->readable.data = w;
	ev_io_start(l->ev, &w->readable);
	return w;
}

/* Cuts `path` down to the folder that it stands in. */
static void to_folder(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		path[0] = '\0';
	else
		slash[slash == path] = '\0';
}

/* Cuts `path` until there is such a folder. */
static bool watch_folder(struct watch *w, char *path)
{
	int got;

	do {
		to_folder(path);
		got = inotify_add_watch(w->readable.fd, path[0] ? path : ".", EVENTS | IN_ONLYDIR);
	} while (got < 0 && (errno == ENOENT || errno == ENOTDIR) && path[0] && strcmp(path, "/") != 0);
	return got >= 0;
}

static bool is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* Links on the way can be turned elsewhere: that happens in the folder that each of them stands in. */
static bool watch_links(struct watch *w, const char *file)
{
	bool ok = true;

	for (const char *slash = strchr(file, '/'); slash; slash = strchr(slash + 1, '/')) {
		char *path = memory_copy(file);

		path[slash - file] = '\0';
		if (path[0] && is_link(path))
			ok &= watch_folder(w, path);
		free(path);
	}
	return ok;
}

bool watch_beside(struct watch *w, const char *file, struct diag *d)
{
	char *path = memory_copy(file);
	bool ok = watch_folder(w, path) && watch_links(w, file);

	free(path);
	return ok || diag_error(d, DIAG_ENVIRONMENT, (struct loc){ .file = file },
				"its folder cannot be watched: %s", strerror(errno));
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	loop_disarm(w->loop, &w->timer);
	ev_io_stop(w->loop->ev, &w->readable);
	close(w->readable.fd);
	free(w);
}
