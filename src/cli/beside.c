/* Starting and ending a command beside a mock. */
#include "cli/beside.h"

#include <signal.h>
#include <sys/wait.h>

#include "cli/ready_file.h"

enum { STOP_GRACE_US = 5000000 };

static void on_signal(void *arg, int signo)
{
	struct beside *b = arg;

	(void)signo;
	b->was_told = true;
	if (b->child)
		child_stop(b->child, STOP_GRACE_US);
	else
		loop_stop(b->loop);
}

static void on_exit_of_command(void *arg, int status)
{
	struct beside *b = arg;

	b->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	loop_stop(b->loop);
}

void beside_heed_signals(struct beside *b, struct loop *loop)
{
	b->loop = loop;
	loop_on_signal(loop, SIGTERM, on_signal, b);
	loop_on_signal(loop, SIGINT, on_signal, b);
}

bool beside_start(struct beside *b, struct command_line *cl, struct instance *i, struct diag *d)
{
	struct child_options options = { .argv = cl->after, .arg = b, .on_exit = on_exit_of_command };

	if (!cl->after)
		return true;
	options.env = ready_environment(i, &cl->arena, d);
	b->child = child_start(b->loop, &options, d);
	return b->child != NULL;
}

void beside_release(struct beside *b)
{
	if (b->child)
		child_free(b->child);
}
