/* Programs that we start: what they print, how they end, and that nothing of them stays. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "net/child.h"
#include "world.h"

struct watched {
	struct child *child;
	struct buf out, err;
	int status;
	unsigned ends;
	size_t bytes_at_end;
	bool frees_itself;
};

static void on_output(void *arg, bool is_stderr, struct slice bytes)
{
	struct watched *v = arg;

	buf_slice(is_stderr ? &v->err : &v->out, bytes);
}

static void on_exit_of(void *arg, int status)
{
	struct watched *v = arg;

	v->status = status;
	v->ends++;
	v->bytes_at_end = v->out.len + v->err.len;
	if (v->frees_itself)
		child_free(v->child);
}

static bool start(struct world *w, struct watched *v, const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	const char *const env[] = { "GREETING=hallo", "PATH=/usr/bin:/bin", NULL };
	const struct child_options o = {
		.argv = argv,
		.env = env,
		.dir = "/usr",
		.capture = true,
		.arg = v,
		.on_output = on_output,
		.on_exit = on_exit_of,
	};

	v->child = child_start(w->loop, &o, &w->diag);
	return v->child != NULL;
}

static void release(struct watched *v)
{
	buf_release(&v->out);
	buf_release(&v->err);
}

START_TEST(output_comes_in_order_and_before_the_end)
{
	struct world w;
	struct watched v = { 0 };

	world_open(&w, NULL, NULL);
	ck_assert(start(&w, &v, "echo $GREETING; pwd; echo oops >&2; seq 1 20000; ulimit -n; exit 7"));
	WORLD_UNTIL(&w, v.ends);
	ck_assert(slice_starts(buf_view(&v.out), SLICE_LIT("hallo\n/usr\n1\n2\n3\n")));
	ck_assert_str_eq(buf_cstr(&v.err), "oops\n");
	ck_assert(WIFEXITED(v.status));
	ck_assert_int_eq(WEXITSTATUS(v.status), 7);
	ck_assert_uint_gt(v.out.len, 100000);
	ck_assert_uint_eq(v.bytes_at_end, v.out.len + v.err.len);
	loop_turn(w.loop, 0);
	ck_assert_uint_eq(v.ends, 1);
	child_free(v.child);
	release(&v);
	world_close(&w);
}
END_TEST

START_TEST(it_may_be_freed_when_it_ends)
{
	struct world w;
	struct watched v = { .frees_itself = true };
	size_t descriptors;

	world_open(&w, NULL, NULL);
	descriptors = count_descriptors();
	ck_assert(start(&w, &v, "echo done"));
	WORLD_UNTIL(&w, v.ends);
	ck_assert_str_eq(buf_cstr(&v.out), "done\n");
	ck_assert_uint_eq(count_descriptors(), descriptors);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no zombie left */
	release(&v);
	world_close(&w);
}
END_TEST

START_TEST(a_program_that_listens_to_sigterm_ends_by_it)
{
	struct world w;
	struct watched v = { 0 };

	world_open(&w, NULL, NULL);
	ck_assert(start(&w, &v, "trap 'echo asked; exit 3' TERM; echo up; while :; do sleep 0.01; done"));
	WORLD_UNTIL(&w, v.out.len);
	child_stop(v.child, 5000000);
	WORLD_UNTIL(&w, v.ends);
	ck_assert(WIFEXITED(v.status));
	ck_assert_int_eq(WEXITSTATUS(v.status), 3);
	ck_assert_str_eq(buf_cstr(&v.out), "up\nasked\n");
	child_free(v.child);
	release(&v);
	world_close(&w);
}
END_TEST

START_TEST(a_program_that_ignores_sigterm_is_killed_after_the_grace)
{
	struct world w;
	struct watched v = { 0 };

	world_open(&w, NULL, NULL);
	ck_assert(start(&w, &v, "trap '' TERM; echo up; while :; do sleep 0.01; done"));
	WORLD_UNTIL(&w, v.out.len);
	child_stop(v.child, 30000);
	WORLD_UNTIL(&w, v.ends);
	ck_assert(WIFSIGNALED(v.status));
	ck_assert_int_eq(WTERMSIG(v.status), SIGKILL);
	child_free(v.child);
	release(&v);
	world_close(&w);
}
END_TEST

/* Or a zombie, which somebody else will reap. */
static bool is_gone(int pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "re");
	if (f && fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	if (f)
		fclose(f);
	return state == 'Z';
}

/* The program is gone; what it started still holds the pipes, and goes with the group. */
START_TEST(grandchildren_neither_delay_the_end_nor_outlive_it)
{
	struct world w;
	struct watched v = { 0 };
	uint64_t grandchild = 0;

	world_open(&w, NULL, NULL);
	ck_assert(start(&w, &v, "(trap '' TERM; exec sleep 1000) & echo $!; exit 0"));
	WORLD_UNTIL(&w, v.ends);
	ck_assert(number_parse(slice_trim(buf_view(&v.out)), &grandchild));
	ck_assert_int_eq(kill((pid_t)grandchild, 0), 0);
	child_free(v.child);
	WORLD_UNTIL(&w, is_gone((int)grandchild));
	release(&v);
	world_close(&w);
}
END_TEST

START_TEST(freeing_a_running_program_kills_its_group)
{
	struct world w;
	struct watched v = { 0 };
	int pid;

	world_open(&w, NULL, NULL);
	ck_assert(start(&w, &v, "echo up; sleep 1000 & sleep 1000"));
	WORLD_UNTIL(&w, v.out.len);
	pid = child_pid(v.child);
	ck_assert_int_eq(getpgid(pid), pid);
	child_free(v.child);
	ck_assert_int_eq(kill(pid, 0), -1);
	ck_assert_int_eq(errno, ESRCH);
	ck_assert_uint_eq(v.ends, 0);
	release(&v);
	world_close(&w);
}
END_TEST

/* In a process of its own: starts a program, says its number, and is killed. */
static _Noreturn void start_and_wait(int tell)
{
	struct world w;
	struct watched v = { 0 };
	int pid;

	world_open(&w, NULL, NULL);
	if (!start(&w, &v, "exec sleep 1000"))
		_exit(1);
	pid = child_pid(v.child);
	if (write(tell, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	for (;;)
		loop_turn(w.loop, -1);
}

START_TEST(our_own_kill_takes_the_program_with_it)
{
	int ends[2], program = 0;
	struct world w;
	pid_t us;

	world_open(&w, NULL, NULL);
	ck_assert_int_eq(pipe(ends), 0);
	us = fork();
	if (!us)
		start_and_wait(ends[1]);
	ck_assert_int_eq(read(ends[0], &program, sizeof(program)), sizeof(program));
	ck_assert(!is_gone(program));
	kill(us, SIGKILL);
	waitpid(us, NULL, 0);
	WORLD_UNTIL(&w, is_gone(program));
	close(ends[0]);
	close(ends[1]);
	world_close(&w);
}
END_TEST

static const struct {
	const char *program, *dir, *error;
} failures[] = {
	{"nod",		 NULL,       "program \"nod\" was not found in PATH"				       },
	{ "./nod",	   NULL,	 "program \"./nod\" was not found"					   },
	{ "/etc/passwd", NULL,       "program \"/etc/passwd\" cannot be started: Permission denied"	      },
	{ "true",	  "/no/such", "program \"true\": working directory /no/such: No such file or directory"},
};

START_TEST(a_program_that_cannot_start_says_why)
{
	const char *const argv[] = { failures[_i].program, NULL };
	const struct child_options o = { .argv = argv, .dir = failures[_i].dir, .capture = true };
	struct world w;
	size_t descriptors;

	world_open(&w, NULL, NULL);
	descriptors = count_descriptors();
	ck_assert_ptr_null(child_start(w.loop, &o, &w.diag));
	ck_assert_uint_eq(w.diag.n, 1);
	ck_assert_str_eq(w.diag.findings[0].text, failures[_i].error);
	ck_assert_int_eq(w.diag.findings[0].code, DIAG_ENVIRONMENT);
	ck_assert_uint_eq(count_descriptors(), descriptors);
	world_close(&w);
}
END_TEST

START_TEST(a_program_gets_none_of_our_descriptors)
{
	enum { N = 1024 };
	bool was_open[N];
	struct world w;
	struct watched v = { 0 };
	unsigned ours = 0;
	int fd;

	for (int i = 0; i < N; i++)
		was_open[i] = fcntl(i, F_GETFD) >= 0;
	world_open(&w, &echo_protocol, NULL);
	fd = client_open(listener_port(w.mock.listener));
	client_say(&w, fd, "hello\n");
	client_expect(&w, fd, "hello\n");
	ck_assert(start(&w, &v, "sleep 1000"));
	for (int i = 0; i < N; i++) {
		int flags = was_open[i] ? -1 : fcntl(i, F_GETFD);

		ck_assert_msg(flags < 0 || flags & FD_CLOEXEC, "descriptor %d is inherited", i);
		ours += flags >= 0;
	}
	ck_assert_uint_ge(ours, 8); /* listener, two ends, two pipes, pidfd, timerfd, epoll */
	child_free(v.child);
	close(fd);
	release(&v);
	world_close(&w);
}
END_TEST

SUITE(child)
{
	TEST(output_comes_in_order_and_before_the_end);
	TEST(it_may_be_freed_when_it_ends);
	TEST(a_program_that_listens_to_sigterm_ends_by_it);
	TEST(a_program_that_ignores_sigterm_is_killed_after_the_grace);
	TEST(grandchildren_neither_delay_the_end_nor_outlive_it);
	TEST(freeing_a_running_program_kills_its_group);
	TEST(our_own_kill_takes_the_program_with_it);
	LOOP_TEST(a_program_that_cannot_start_says_why, 0, ARRAY_SIZE(failures));
	TEST(a_program_gets_none_of_our_descriptors);
}
