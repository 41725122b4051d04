/* Starting a program: its own process group, its end tied to ours, and exec's errors told in words. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/spawn.h"

extern char **environ;

enum failing { FAILING_NOT, FAILING_DIR, FAILING_EXEC };

/* What the child says before it gives up; nothing when exec has worked. */
struct failure {
	enum failing at;
	int error;
};

struct plan {
	const struct child_options *options;
	char **env; /* made before the fork: memory is not to be had after it */
	rlim_t descriptors;
	int print[STREAM_COUNT]; /* the child's ends; -1: as ours */
	int tell;
	pid_t parent;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* --- the environment */

static bool is_same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "=");

	return strncmp(a, b, n) == 0 && b[n] == '=';
}

static bool is_overridden(const char *ours, const char *const *added)
{
	for (; added && *added; added++) {
		if (is_same_name(*added, ours))
			return true;
	}
	return false;
}

/* The array is owned, the strings are not. */
static char **environment(const char *const *added)
{
	char **out = NULL;
	size_t n = 0, room = 0;

	for (char **at = environ; *at; at++) {
		if (is_overridden(*at, added))
			continue;
		out = memory_grow(out, n, &room, sizeof(*out));
		out[n++] = *at;
	}
	for (; added && *added; added++) {
		out = memory_grow(out, n, &room, sizeof(*out));
		out[n++] = (char *)(uintptr_t)*added;
	}
	out = memory_grow(out, n, &room, sizeof(*out));
	out[n] = NULL;
	return out;
}

/* --- in the child */

static _Noreturn void give_up(const struct plan *p, enum failing at)
{
	struct failure f = { at, errno };
	ssize_t n = write(p->tell, &f, sizeof(f));

	(void)n;
	_exit(127);
}

static void set_signals(void)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL); /* we ignore it, and that would be inherited */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void set_streams(const struct plan *p)
{
	int nothing;

	if (!p->options->capture)
		return;
	nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	dup2(p->print[STREAM_OUT], STDOUT_FILENO);
	dup2(p->print[STREAM_ERR], STDERR_FILENO);
}

static _Noreturn void run(const struct plan *p)
{
	struct rlimit r;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* our kill -9 shall not leave it */
	if (getppid() != p->parent)
		_exit(127);
	if (!getrlimit(RLIMIT_NOFILE, &r)) {
		r.rlim_cur = p->descriptors < r.rlim_max ? p->descriptors : r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
	set_signals();
	set_streams(p);
	if (p->options->dir && chdir(p->options->dir))
		give_up(p, FAILING_DIR);
	execvpe(p->options->argv[0], (char *const *)(uintptr_t)p->options->argv, p->env);
	give_up(p, FAILING_EXEC);
}

/* --- in the parent */

static bool say_failure(const struct child_options *o, const struct failure *f, struct diag *d)
{
	const char *program = o->argv[0];

	if (f->at == FAILING_DIR)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "program \"%s\": working directory %s: %s",
				  program, o->dir, strerror(f->error));
	if (f->error == ENOENT)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "program \"%s\" was not found%s", program,
				  strchr(program, '/') ? "" : " in PATH");
	return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "program \"%s\" cannot be started: %s", program,
			  strerror(f->error));
}

static bool say_error(const struct child_options *o, struct diag *d)
{
	const struct failure f = { FAILING_EXEC, errno };

	return say_failure(o, &f, d);
}

static bool make_pipes(const struct child_options *o, struct plan *p, struct spawned *out)
{
	for (int i = 0; o->capture && i < STREAM_COUNT; i++) {
		int ends[2];

		if (pipe2(ends, O_CLOEXEC))
			return false;
		out->streams[i] = ends[0];
		p->print[i] = ends[1];
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
	}
	return true;
}

/* Waits until exec has closed the pipe, or the child has said what is wrong. */
static bool has_started(const struct child_options *o, int heard, struct spawned *out, struct diag *d)
{
	struct failure f = { FAILING_NOT, 0 };
	ssize_t n;

	do
		n = read(heard, &f, sizeof(f));
	while (n < 0 && errno == EINTR);
	if (n == (ssize_t)sizeof(f)) {
		waitpid(out->pid, NULL, 0);
		return say_failure(o, &f, d);
	}
	out->pid_fd = (int)syscall(SYS_pidfd_open, out->pid, 0); /* close-on-exec by itself */
	if (out->pid_fd >= 0)
		return true;
	say_error(o, d);
	kill(-out->pid, SIGKILL);
	waitpid(out->pid, NULL, 0);
	return false;
}

static bool start(const struct child_options *o, struct plan *p, struct spawned *out, struct diag *d)
{
	int tell[2];
	bool ok;

	if (!make_pipes(o, p, out) || pipe2(tell, O_CLOEXEC))
		return say_error(o, d);
	p->tell = tell[1];
	out->pid = fork();
	if (!out->pid)
		run(p);
	close(tell[1]);
	if (out->pid > 0)
		setpgid(out->pid, out->pid); /* as the child does: whoever is first */
	ok = out->pid > 0 ? has_started(o, tell[0], out, d) : say_error(o, d);
	close(tell[0]);
	return ok;
}

bool spawn(const struct child_options *o, rlim_t descriptors, struct spawned *out, struct diag *d)
{
	struct plan p = {
		.options = o,
		.env = environment(o->env),
		.descriptors = descriptors,
		.print = {-1, -1},
		.parent = getpid(),
	};
	bool ok;

	*out = (struct spawned){
		.pid_fd = -1, .streams = {-1, -1}
	};
	ok = start(o, &p, out, d);
	for (int i = 0; i < STREAM_COUNT; i++) {
		close_end(&p.print[i]);
		if (!ok)
			close_end(&out->streams[i]);
	}
	free(p.env);
	return ok;
}
