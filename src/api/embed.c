/* The public API: an instance and its loop on a thread of their own, reached by loop_post() only. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/instance.h"
#include "base/memory.h"
#include "understudy/understudy.h"

enum { DEFAULT_EVERY_US = 1000000 };

struct understudy {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct understudy_counts counts; /* under the lock: a copy for other threads */
	bool started, failed;		 /* under the lock */
	char *urls, *error;		 /* written before `started`, then never again */

	/* The loop's thread's own. */
	const char *file;		   /* until started */
	struct understudy_options options; /* until started */
	struct diag diag;
	struct contract *contract;
	struct loop *loop;
	struct instance *instance;
	struct observer observer;
};

static void on_event(struct observer *o, const struct event *e)
{
	struct understudy *u = container_of(o, struct understudy, observer);

	if (e->kind != EVENT_ARRIVAL || e->message->flags & MSG_INJECTED)
		return;
	pthread_mutex_lock(&u->lock);
	u->counts.messages++;
	u->counts.violating += e->receipt->violations.n > 0;
	pthread_cond_broadcast(&u->changed);
	pthread_mutex_unlock(&u->lock);
}

static bool read_names(struct understudy *u, struct instance_options *o)
{
	struct slice role = slice_str(u->options.role), policy = slice_str(u->options.policy);

	if (role.ptr && !role_parse(role, &o->role))
		return diag_error(&u->diag, DIAG_USAGE, LOC_NONE,
				  "role is application, counterpart or auto, not \"%s\"", u->options.role);
	if (policy.ptr && !policy_parse(policy, &o->policy))
		return diag_error(&u->diag, DIAG_USAGE, LOC_NONE,
				  "policy is accept, reject or dead-letter, not \"%s\"", u->options.policy);
	return true;
}

static bool start(struct understudy *u)
{
	const struct port_choice any = { .port = 0 };
	struct instance_options o = { .contracts = &u->contract,
				      .n_contracts = 1,
				      .ports = &any,
				      .n_ports = u->options.contract_ports ? 0 : 1,
				      .protocol = slice_str(u->options.protocol),
				      .seed = u->options.seed,
				      .generate = u->options.generate,
				      .answer = true,
				      .every_us = u->options.every_us,
				      .usual_us = DEFAULT_EVERY_US,
				      .record = u->options.record };

	u->contract = contract_load(u->file, &u->diag);
	if (!u->contract || !read_names(u, &o))
		return false;
	u->loop = loop_new(&u->diag);
	u->instance = u->loop ? instance_start(u->loop, &o, &u->diag) : NULL;
	if (!u->instance)
		return false;
	u->observer.on_event = on_event;
	broker_observe(instance_broker(u->instance), &u->observer);
	return true;
}

/* "production\tmqtt://...\n" for each server: read by any thread without a lock. */
static char *list_urls(const struct instance *i)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	const struct played *list;
	size_t n = instance_played(i, &list);

	for (size_t k = 0; k < n; k++)
		buf_printf(&out, "%.*s\t%.*s\n", SLICE_FMT(list[k].name), SLICE_FMT(list[k].url));
	return memory_copy(buf_cstr(&out));
}

static char *list_findings(const struct diag *d)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (!out)
		memory_exhausted();
	for (size_t i = 0; i < d->n; i++)
		diag_print(out, &d->findings[i]);
	fclose(out);
	return text;
}

static void release(struct understudy *u)
{
	if (u->instance)
		broker_unobserve(instance_broker(u->instance), &u->observer);
	instance_stop(u->instance);
	if (u->loop)
		loop_free(u->loop);
	if (u->contract)
		contract_drop(u->contract);
	diag_release(&u->diag);
}

static void *run(void *arg)
{
	struct understudy *u = arg;
	bool ok = start(u);

	pthread_mutex_lock(&u->lock);
	u->error = list_findings(&u->diag);
	u->urls = ok ? list_urls(u->instance) : NULL;
	u->started = true;
	u->failed = !ok;
	pthread_cond_broadcast(&u->changed);
	pthread_mutex_unlock(&u->lock);
	if (ok)
		loop_run(u->loop);
	release(u);
	return NULL;
}

static void understudy_free(struct understudy *u)
{
	pthread_join(u->thread, NULL);
	pthread_cond_destroy(&u->changed);
	pthread_mutex_destroy(&u->lock);
	free(u->urls);
	free(u->error);
	free(u);
}

struct understudy *understudy_start(const char *contract, const struct understudy_options *options,
				    char *error, size_t error_size)
{
	struct understudy *u = NEW(struct understudy);
	pthread_condattr_t monotonic;

	u->file = contract;
	if (options)
		u->options = *options;
	pthread_mutex_init(&u->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&u->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&u->thread, NULL, run, u))
		memory_exhausted();
	pthread_mutex_lock(&u->lock);
	while (!u->started)
		pthread_cond_wait(&u->changed, &u->lock);
	pthread_mutex_unlock(&u->lock);
	if (error && error_size)
		snprintf(error, error_size, "%s", u->error);
	if (!u->failed)
		return u;
	understudy_free(u);
	return NULL;
}

bool understudy_url(struct understudy *u, const char *server, char *url, size_t size)
{
	struct slice rest = slice_str(u->urls), line;

	while (slice_split(&rest, '\n', &line) && line.len) {
		size_t tab = slice_find(line, '\t');
		struct slice found = slice_from(line, tab + 1);

		if (server && !slice_is(slice_first(line, tab), server))
			continue;
		if (found.len >= size)
			return false;
		memcpy(url, found.ptr, found.len);
		url[found.len] = '\0';
		return true;
	}
	return false;
}

struct understudy_counts understudy_counts(struct understudy *u)
{
	struct understudy_counts out;

	pthread_mutex_lock(&u->lock);
	out = u->counts;
	pthread_mutex_unlock(&u->lock);
	return out;
}

bool understudy_wait_messages(struct understudy *u, uint64_t messages, unsigned timeout_ms)
{
	struct timespec until;
	int rc = 0;
	bool came;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&u->lock);
	while (u->counts.messages < messages && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&u->changed, &u->lock, &until);
	came = u->counts.messages >= messages;
	pthread_mutex_unlock(&u->lock);
	return came;
}

static void stop_loop(void *arg)
{
	struct understudy *u = arg;

	loop_stop(u->loop);
}

void understudy_stop(struct understudy *u)
{
	if (!u)
		return;
	loop_post(u->loop, stop_loop, u);
	understudy_free(u);
}

const char *understudy_version(void)
{
	return UNDERSTUDY_VERSION;
}
