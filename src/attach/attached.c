/* The life of the connection: dialled, greeted, subscribed; lost, and dialled again. */
#include "attach/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

/* A broker that is being started has so long to be there.  The pauses between tries double. */
enum {
	GIVE_UP_US = 5000000,
	FIRST_PAUSE_US = 50000,
	LONGEST_PAUSE_US = 5000000,
	MISC_US = 1000000, /* libmosquitto counts keep-alive in seconds */
	KEEP_ALIVE_S = 30,
	GOODBYE_US = 2000000,
	GOODBYE_STEP_MS = 20,
	MOST_IN_FLIGHT = 65535,
	ROOM = 1000, /* messages under way, at full speed */
	FIRST_REFUSAL_V5 = 128,
};

static void say(struct attached *a, const char *what)
{
	diag_warning(a->o.diag, DIAG_ENVIRONMENT, LOC_NONE, "%s (%.*s) %s%s%.*s", a->o.url->shown,
		     SLICE_FMT(a->o.face->name), what, a->why.len ? ": " : "", SLICE_FMT(buf_view(&a->why)));
}

static void set_why(struct attached *a, const char *why)
{
	buf_reset(&a->why);
	buf_str(&a->why, why);
}

/* --- states */

static void try_later(struct attached *a)
{
	int64_t now_us = loop_now_us(a->loop);

	loop_watch_fd(a->loop, &a->fd, -1, 0);
	if (a->state == ATTACHED_TRYING && (a->refused || now_us - a->began_us > GIVE_UP_US)) {
		a->state = ATTACHED_FAILED;
		loop_disarm(a->loop, &a->misc);
		loop_arm(a->loop, &a->retry, now_us); /* whoever waits for us looks again */
		return;
	}
	loop_arm(a->loop, &a->retry, now_us + a->pause_us);
	a->pause_us = a->pause_us * 2 < LONGEST_PAUSE_US ? a->pause_us * 2 : LONGEST_PAUSE_US;
}

static void forget_written_later(struct attached *a)
{
	memset(a->written_later, 0, sizeof(a->written_later));
	a->session->dropped += a->n_written_later;
	a->n_written_later = 0;
}

/* Without a word before the CONNACK: that is how some refuse a version that they do not know. */
static void choose_version(struct attached *a, bool told)
{
	if (!a->o.url->version && (told || !a->greeted) && a->state == ATTACHED_TRYING)
		a->version = a->version == MQTT_PROTOCOL_V5 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5;
	a->lib.int_option(a->m, MOSQ_OPT_PROTOCOL_VERSION, a->version);
}

static void lost(struct attached *a)
{
	if (a->state == ATTACHED_FAILED || a->leaving || timer_is_armed(&a->retry))
		return;
	forget_written_later(a);
	if (a->state == ATTACHED_READY) {
		a->state = ATTACHED_LOST;
		a->pause_us = FIRST_PAUSE_US;
		a->session->connected = false;
		session_disconnected(a->session, buf_cstr(&a->why));
		say(a, "is lost, and dialled again");
	}
	try_later(a);
}

static void ready(struct attached *a)
{
	bool again = a->state == ATTACHED_LOST;

	a->state = ATTACHED_READY;
	a->pause_us = FIRST_PAUSE_US;
	buf_reset(&a->why);
	a->session->connected = true;
	session_connected(a->session, SLICE_NONE);
	if (again)
		say(a, "is there again");
	loop_arm(a->loop, &a->misc, loop_now_us(a->loop));
}

void attached_attend(struct attached *a)
{
	int fd = a->lib.socket(a->m);

	if (fd < 0)
		lost(a);
	else
		loop_watch_fd(a->loop, &a->fd, fd,
			      LOOP_READABLE | (a->lib.want_write(a->m) ? LOOP_WRITABLE : 0));
}

/* --- what libmosquitto tells */

static void subscribe(struct attached *a)
{
	int options = MQTT_SUB_OPT_NO_LOCAL | MQTT_SUB_OPT_RETAIN_AS_PUBLISHED;

	if (!a->o.hears_retained)
		options |= MQTT_SUB_OPT_SEND_RETAIN_NEVER;
	a->n_granted = 0;
	for (size_t i = 0; i < a->o.n_filters; i++) {
		buf_reset(&a->scratch);
		buf_slice(&a->scratch, a->o.filters[i]);
		if (a->lib.subscribe_v5(a->m, &a->subscribe_ids[i], buf_cstr(&a->scratch), 2,
					a->version == MQTT_PROTOCOL_V5 ? options : 0, NULL))
			a->subscribe_ids[i] = 0;
	}
	if (!a->o.n_filters)
		ready(a);
}

static bool is_bad_version(const struct attached *a, int code)
{
	return a->version == MQTT_PROTOCOL_V5 && (code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION || code == 1);
}

static void on_connect(struct mosquitto *m, void *arg, int code, int flags, const mosquitto_property *list)
{
	struct attached *a = arg;

	(void)m;
	(void)flags;
	(void)list;
	a->greeted = true;
	if (!code) {
		a->echoes = a->version == MQTT_PROTOCOL_V5 ? a->echoes
			    : a->echoes			   ? a->echoes
							   : NEW(struct echoes);
		subscribe(a);
		return;
	}
	buf_reset(&a->why);
	buf_printf(&a->why, "it refuses us: %s",
		   code >= FIRST_REFUSAL_V5 ? a->lib.reason_string(code) : a->lib.connack_string(code));
	a->greeted = !is_bad_version(a, code);
	a->refused = a->greeted || a->o.url->version;
}

static void on_disconnect(struct mosquitto *m, void *arg, int code, const mosquitto_property *list)
{
	struct attached *a = arg;

	(void)m;
	(void)list;
	if (!a->why.len && !a->leaving)
		set_why(a, code >= FIRST_REFUSAL_V5 ? a->lib.reason_string(code) : a->lib.strerror(code));
}

static void on_subscribe(struct mosquitto *m, void *arg, int id, int n, const int *granted,
			 const mosquitto_property *list)
{
	struct attached *a = arg;

	(void)m;
	(void)list;
	for (size_t i = 0; i < a->o.n_filters; i++) {
		if (a->subscribe_ids[i] != id)
			continue;
		a->subscribe_ids[i] = 0;
		a->n_granted++;
		if (n > 0 && granted[0] >= FIRST_REFUSAL_V5)
			diag_warning(a->o.diag, DIAG_ENVIRONMENT, LOC_NONE,
				     "%s (%.*s) does not let us hear %.*s", a->o.url->shown,
				     SLICE_FMT(a->o.face->name), SLICE_FMT(a->o.filters[i]));
		break;
	}
	if (a->n_granted == a->o.n_filters && a->state != ATTACHED_READY)
		ready(a);
}

static void on_publish(struct mosquitto *m, void *arg, int id, int code, const mosquitto_property *list)
{
	struct attached *a = arg;

	(void)m;
	(void)list;
	if (code >= FIRST_REFUSAL_V5) {
		a->session->dropped++;
		diag_warning(a->o.diag, DIAG_ENVIRONMENT, LOC_NONE, "%s (%.*s) refuses a message: %s",
			     a->o.url->shown, SLICE_FMT(a->o.face->name), a->lib.reason_string(code));
	}
	send_written(a, id);
}

static void on_message(struct mosquitto *m, void *arg, const struct mosquitto_message *what,
		       const mosquitto_property *list)
{
	(void)m;
	hear_message(arg, what, list);
}

/* --- what the loop tells */

/* A certificate that does not fit now does not fit in a second. */
static void note_failure(struct attached *a, int code)
{
	if (code == MOSQ_ERR_TLS) {
		a->refused = true;
		set_why(a, "TLS failed: its certificate is not trusted or not for this name, or it speaks no "
			   "TLS");
	} else if (code && !a->why.len) {
		set_why(a, code == MOSQ_ERR_ERRNO ? strerror(errno) : a->lib.strerror(code));
	}
}

static void on_fd(struct fd_watcher *w, unsigned events)
{
	struct attached *a = container_of(w, struct attached, fd);
	int failed = 0;

	if (events & LOOP_READABLE)
		failed = a->lib.loop_read(a->m, 1);
	if (!failed && events & LOOP_WRITABLE && a->lib.socket(a->m) >= 0)
		failed = a->lib.loop_write(a->m, 1);
	note_failure(a, failed);
	attached_attend(a);
}

static void on_misc(struct timer *t, int64_t now_us)
{
	struct attached *a = container_of(t, struct attached, misc);

	loop_arm(a->loop, &a->misc, now_us + MISC_US);
	if (a->lib.socket(a->m) < 0)
		return;
	a->lib.loop_misc(a->m);
	if (a->state == ATTACHED_TRYING && now_us - a->began_us > GIVE_UP_US) {
		set_why(a, "it does not answer");
		try_later(a);
		return;
	}
	attached_attend(a);
}

static void dial(struct attached *a)
{
	const struct attach_url *u = a->o.url;
	bool first = !timer_is_armed(&a->misc);
	int failed;

	a->greeted = false;
	if (!first)
		choose_version(a, false);
	buf_reset(&a->why);
	failed = first ? a->lib.connect_async(a->m, u->host, u->port, KEEP_ALIVE_S)
		       : a->lib.reconnect_async(a->m);
	note_failure(a, failed);
	if (first)
		loop_arm(a->loop, &a->misc, loop_now_us(a->loop) + MISC_US);
	attached_attend(a);
}

static void on_retry(struct timer *t, int64_t now_us)
{
	struct attached *a = container_of(t, struct attached, retry);

	(void)now_us;
	if (a->state != ATTACHED_FAILED)
		dial(a);
}

/* --- beginning and end */

static bool set_up_tls(struct attached *a, struct diag *d)
{
	const struct attach_url *u = a->o.url;
	int failed = MOSQ_ERR_SUCCESS;

	if (!u->secure)
		return true;
	if (!u->ca)
		a->lib.int_option(a->m, MOSQ_OPT_TLS_USE_OS_CERTS, 1);
	if (u->ca || u->cert)
		failed = a->lib.tls_set(a->m, u->ca, u->ca ? NULL : "/etc/ssl/certs", u->cert, u->key, NULL);
	if (failed)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE,
				  "--attach: %s or the certificate beside it cannot be used: %s",
				  u->ca ? u->ca : u->cert, a->lib.strerror(failed));
	if (u->insecure)
		a->lib.tls_insecure_set(a->m, true);
	return true;
}

static bool set_up(struct attached *a, struct diag *d)
{
	const struct attach_url *u = a->o.url;

	if (u->client_id)
		buf_str(&a->client_id, u->client_id);
	else
		buf_printf(&a->client_id, "understudy-%08x", (unsigned)random_seed());
	a->m = a->lib.new(buf_cstr(&a->client_id), true, a);
	if (!a->m)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "libmosquitto cannot be used");
	a->version = u->version == MQTT_PROTOCOL_V311 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5;
	a->lib.int_option(a->m, MOSQ_OPT_PROTOCOL_VERSION, a->version);
	a->lib.int_option(a->m, MOSQ_OPT_TCP_NODELAY, 1);
	a->lib.int_option(a->m, MOSQ_OPT_RECEIVE_MAXIMUM, MOST_IN_FLIGHT);
	a->lib.int_option(a->m, MOSQ_OPT_SEND_MAXIMUM, MOST_IN_FLIGHT);
	if (u->user)
		a->lib.username_pw_set(a->m, u->user, u->password);
	a->lib.connect_v5_callback_set(a->m, on_connect);
	a->lib.disconnect_v5_callback_set(a->m, on_disconnect);
	a->lib.subscribe_v5_callback_set(a->m, on_subscribe);
	a->lib.publish_v5_callback_set(a->m, on_publish);
	a->lib.message_v5_callback_set(a->m, on_message);
	return set_up_tls(a, d);
}

/* It is given all that is published here, but for what came from it. */
static void listen_here(struct attached *a)
{
	const struct pattern everything = { .text = SLICE_LIT("#"),
					    .separator = '/',
					    .hides_dollar = true,
					    .n = 1,
					    .segments = { { .kind = SEGMENT_REST } } };
	struct sink sink = { .deliver = send_message, .to = a };

	if (a->o.listens_only)
		return;
	a->all = broker_subscribe(a->o.broker, a->session, &everything, sink, SLICE_NONE);
	if (a->all)
		a->all->no_local = true;
}

struct attached *attached_new(struct loop *l, const struct attached_options *o, struct diag *d)
{
	struct attached *a = NEW(struct attached);

	a->o = *o;
	a->loop = l;
	a->began_us = loop_now_us(l);
	a->pause_us = FIRST_PAUSE_US;
	a->fd.fn = on_fd;
	a->misc.fire = on_misc;
	a->retry.fire = on_retry;
	a->subscribe_ids = memory_new((o->n_filters + 1) * sizeof(int));
	if (!mosquitto_load(&a->lib, d) || !set_up(a, d)) {
		attached_free(a);
		return NULL;
	}
	a->session = session_new(o->broker, o->face, ORIGIN_ATTACHED, SLICE_LIT("attached"));
	if (!a->session)
		BUG("no room for an attached session");
	listen_here(a);
	hear_prepare(a);
	dial(a);
	return a;
}

/* The loop may not turn here: libmosquitto waits itself. */
static void say_goodbye(struct attached *a)
{
	a->leaving = true;
	for (int64_t us = 0; attached_unsent(a) && us < GOODBYE_US && a->lib.socket(a->m) >= 0;
	     us += GOODBYE_STEP_MS * 1000)
		if (a->lib.loop(a->m, GOODBYE_STEP_MS, 1))
			break;
	a->lib.disconnect_v5(a->m, 0, NULL);
}

void attached_free(struct attached *a)
{
	if (!a)
		return;
	loop_watch_fd(a->loop, &a->fd, -1, 0);
	loop_disarm(a->loop, &a->misc);
	loop_disarm(a->loop, &a->retry);
	if (a->m) {
		if (a->state == ATTACHED_READY)
			say_goodbye(a);
		a->leaving = true;
		a->lib.destroy(a->m);
	}
	if (a->session)
		session_free(a->session);
	mosquitto_unload(&a->lib);
	for (unsigned i = 0; i < NATIVE_FORMS; i++)
		buf_release(&a->natives[i]);
	buf_release(&a->why);
	buf_release(&a->client_id);
	buf_release(&a->scratch);
	buf_release(&a->headers);
	free(a->echoes);
	free(a->subscribe_ids);
	free(a);
}

enum attached_state attached_state(const struct attached *a)
{
	return a->state;
}

const char *attached_why(struct attached *a)
{
	return a->why.len ? buf_cstr(&a->why) : "it does not answer";
}

size_t attached_unsent(const struct attached *a)
{
	return a->n_written_later + a->n_unacknowledged;
}

bool attached_has_room(const struct attached *a)
{
	return a->state == ATTACHED_READY && attached_unsent(a) < ROOM;
}
