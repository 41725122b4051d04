/* A program under the loop's eye: what it prints, how it ends, how it is made to end.
 *
 * It stays a zombie until child_free(), so that nobody else gets the number of its group meanwhile. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/loop_state.h"
#include "net/spawn.h"

enum {
	READ_BYTES = 64 << 10,
	MOST_READS_AT_END = 64, /* its children may print for ever */
	/* How long its children may keep the pipes open after its end: what it printed itself is in them. */
	DRAIN_US = 100000,
};

struct stream {
	struct child *child;
	ev_io watcher;
	bool is_open, is_stderr;
};

struct child {
	struct loop *loop;
	struct spawned process;
	struct stream streams[STREAM_COUNT];
	ev_io end;
	struct timer timer; /* the end of a grace, or of draining */
	int status;
	bool ended, told;
	unsigned busy; /* inside a call of its owner, who may free it there */
	bool freed;
	void *arg;
	void (*on_output)(void *arg, bool is_stderr, struct slice bytes);
	void (*on_exit)(void *arg, int status);
};

static void stream_close(struct stream *s)
{
	if (!s->is_open)
		return;
	ev_io_stop(s->child->loop->ev, &s->watcher);
	close(s->watcher.fd);
	s->is_open = false;
}

/* False: it was freed in the call. */
static bool leave_call(struct child *c)
{
	c->busy--;
	if (!c->freed || c->busy)
		return !c->freed;
	free(c);
	return false;
}

static bool tell_output(struct stream *s, struct slice bytes)
{
	struct child *c = s->child;

	if (!c->on_output)
		return true;
	c->busy++;
	c->on_output(c->arg, s->is_stderr, bytes);
	return leave_call(c);
}

static void tell_end_if_silent(struct child *c)
{
	if (!c->ended || c->told || c->streams[STREAM_OUT].is_open || c->streams[STREAM_ERR].is_open)
		return;
	c->told = true;
	loop_disarm(c->loop, &c->timer);
	if (!c->on_exit)
		return;
	c->busy++;
	c->on_exit(c->arg, c->status);
	leave_call(c);
}

/* --- output */

enum got { GOT_BYTES, GOT_NOTHING, GOT_FREED };

static enum got read_some(struct stream *s)
{
	char bytes[READ_BYTES];
	ssize_t n = read(s->watcher.fd, bytes, sizeof(bytes));

	if (n > 0)
		return tell_output(s, slice_of(bytes, (size_t)n)) ? GOT_BYTES : GOT_FREED;
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		stream_close(s);
	return GOT_NOTHING;
}

static void on_readable(struct ev_loop *ev, ev_io *w, int events)
{
	struct stream *s = w->data;

	(void)ev;
	(void)events;
	if (read_some(s) == GOT_NOTHING)
		tell_end_if_silent(s->child);
}

static void stream_open(struct child *c, int i)
{
	struct stream *s = &c->streams[i];

	s->child = c;
	s->is_stderr = i == STREAM_ERR;
	s->is_open = c->process.streams[i] >= 0;
	if (!s->is_open)
		return;
	ev_io_init(&s->watcher, on_readable, c->process.streams[i], EV_READ);
	s->watcher.data = s;
	ev_io_start(c->loop->ev, &s->watcher);
}

/* --- the end */

/* What is in the pipes by now; false: freed meanwhile. */
static bool drain(struct child *c)
{
	for (int i = 0; i < STREAM_COUNT; i++) {
		struct stream *s = &c->streams[i];
		enum got got = GOT_BYTES;

		for (int n = 0; s->is_open && got == GOT_BYTES && n < MOST_READS_AT_END; n++)
			got = read_some(s);
		if (got == GOT_FREED)
			return false;
	}
	return true;
}

/* As waitpid() would give it; the zombie stays. */
static int end_status(pid_t pid)
{
	siginfo_t how = { 0 };

	waitid(P_PID, (id_t)pid, &how, WEXITED | WNOWAIT);
	if (how.si_code == CLD_EXITED)
		return W_EXITCODE(how.si_status, 0);
	return how.si_status | (how.si_code == CLD_DUMPED ? WCOREFLAG : 0);
}

static void on_end(struct ev_loop *ev, ev_io *w, int events)
{
	struct child *c = w->data;

	(void)events;
	ev_io_stop(ev, w);
	c->status = end_status(c->process.pid);
	c->ended = true;
	loop_arm(c->loop, &c->timer, c->loop->now_us + DRAIN_US);
	tell_end_if_silent(c);
}

static void on_time(struct timer *t, int64_t now_us)
{
	struct child *c = container_of(t, struct child, timer);

	(void)now_us;
	if (!c->ended) {
		kill(-c->process.pid, SIGKILL);
		return;
	}
	if (!drain(c))
		return;
	for (int i = 0; i < STREAM_COUNT; i++)
		stream_close(&c->streams[i]);
	tell_end_if_silent(c);
}

/* --- for its owner */

struct child *child_start(struct loop *l, const struct child_options *o, struct diag *d)
{
	struct child *c = NEW(struct child);

	if (!spawn(o, l->descriptors, &c->process, d)) {
		free(c);
		return NULL;
	}
	c->loop = l;
	c->arg = o->arg;
	c->on_output = o->on_output;
	c->on_exit = o->on_exit;
	c->timer.fire = on_time;
	for (int i = 0; i < STREAM_COUNT; i++)
		stream_open(c, i);
	ev_io_init(&c->end, on_end, c->process.pid_fd, EV_READ);
	c->end.data = c;
	ev_io_start(l->ev, &c->end);
	return c;
}

void child_stop(struct child *c, int64_t grace_us)
{
	if (c->ended)
		return;
	kill(-c->process.pid, SIGTERM);
	loop_arm(c->loop, &c->timer, c->loop->now_us + grace_us);
}

int child_pid(const struct child *c)
{
	return c->process.pid;
}

void child_free(struct child *c)
{
	if (!c || c->freed)
		return;
	kill(-c->process.pid, SIGKILL);
	waitpid(c->process.pid, NULL, 0);
	ev_io_stop(c->loop->ev, &c->end);
	close(c->process.pid_fd);
	loop_disarm(c->loop, &c->timer);
	for (int i = 0; i < STREAM_COUNT; i++)
		stream_close(&c->streams[i]);
	c->freed = true;
	if (!c->busy)
		free(c);
}
