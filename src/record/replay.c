#include "record/replay.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "broker/broker.h"

/* So that everybody else has a turn at full speed too. */
enum { SENT_PER_TURN = 200, LOOK_AGAIN_US = 1000 };

struct replay {
	struct replay_options o;
	struct recording_reader reader;
	struct recorded next;
	bool has_next, done;
	struct session *session;
	struct timer timer;
	struct replay_counts counts;
	uint64_t n; /* messages that were due */
	int64_t began_us, first_wall_us;
	struct buf native;
};

/* Dead letters have a line of their own: what was diverted to them does not go twice. */
static bool was_given(const struct recorded *r)
{
	return !r->outcome.ptr || slice_is(r->outcome, "accepted");
}

static bool is_wanted(const struct replay *r, const struct recorded *one)
{
	return !r->o.only.ptr || slice_eq(one->channel, r->o.only) || slice_eq(one->address, r->o.only);
}

static void find_next(struct replay *r)
{
	r->has_next = false;
	while (!r->has_next && recording_next(&r->reader, &r->next)) {
		if (r->next.is_header || r->next.event.ptr || !r->next.address.ptr || !is_wanted(r, &r->next))
			continue;
		r->has_next = was_given(&r->next);
		r->counts.left_out += !r->has_next;
	}
}

/* What only its protocol has stands under that one's name. */
static uint8_t native_of(struct replay *r, struct slice *bytes)
{
	const struct native_form *form;

	for (uint8_t i = 1; (form = broker_native_form(r->o.broker, i)); i++) {
		const struct node *object = node_get(r->next.node, form->name);

		if (!node_is(object, NODE_MAP))
			continue;
		buf_reset(&r->native);
		form->read(object, &r->native);
		*bytes = buf_view(&r->native);
		return i;
	}
	return 0;
}

/* As it was, right or wrong: nothing of it counts against anybody. */
static void send_next(struct replay *r)
{
	const struct recorded *n = &r->next;
	struct message m = { .address = broker_address(r->o.broker, n->address, r->o.separator),
			     .key = n->key,
			     .payload = n->payload,
			     .headers = n->headers.len ? n->headers : SLICE_NONE,
			     .content_type = n->content_type,
			     .reply_to = n->reply_to,
			     .correlation = n->correlation,
			     .from = r->session,
			     .flags = MSG_INJECTED };

	m.native_of = native_of(r, &m.native);
	for (const struct native_form *f = broker_native_form(r->o.broker, m.native_of); f; f = NULL)
		if (node_get_bool(node_get(n->node, f->name), "retain", false))
			m.flags |= MSG_RETAIN;
	if (m.address && broker_publish(r->o.broker, &m, NULL) == OUTCOME_ACCEPTED)
		r->counts.sent++;
	else
		r->counts.failed++;
}

static int64_t due_us(const struct replay *r)
{
	double after = 0;

	if (r->o.per_second > 0)
		after = (double)r->n * 1e6 / r->o.per_second;
	else if (r->o.speed > 0)
		after = (double)(r->next.wall_us - r->first_wall_us) / r->o.speed;
	return r->began_us + (after > 0 ? (int64_t)after : 0);
}

static void go_on(struct timer *t, int64_t now_us)
{
	struct replay *r = container_of(t, struct replay, timer);

	for (unsigned in_this_turn = 0; r->has_next; in_this_turn++) {
		bool room = !r->o.has_room || r->o.has_room(r->o.arg);

		if (due_us(r) > now_us || !room || in_this_turn == SENT_PER_TURN) {
			int64_t again = due_us(r) > now_us ? due_us(r)
					: room		   ? now_us
							   : now_us + LOOK_AGAIN_US;

			broker_arm(r->o.broker, t, again);
			return;
		}
		send_next(r);
		r->n++;
		find_next(r);
	}
	r->done = true;
	if (r->o.on_done)
		r->o.on_done(r->o.arg);
}

struct replay *replay_new(const struct replay_options *o)
{
	struct replay *r;

	if (!is_recording(o->text)) {
		diag_error(o->diag, DIAG_RECORDING, (struct loc){ .file = o->file, .line = 1, .col = 1 },
			   "this is no recording: its first line has no \"understudy\"");
		return NULL;
	}
	r = NEW(struct replay);
	r->o = *o;
	r->timer.fire = go_on;
	r->session = session_new(o->broker, NULL, ORIGIN_REPLAY, SLICE_LIT("replay"));
	recording_reader_init(&r->reader, o->file, o->text, o->diag);
	find_next(r);
	return r;
}

struct slice replay_first_address(const struct replay *r)
{
	return r->has_next ? r->next.address : SLICE_NONE;
}

void replay_start(struct replay *r)
{
	r->began_us = broker_now_us(r->o.broker);
	r->first_wall_us = r->has_next ? r->next.wall_us : 0;
	broker_arm(r->o.broker, &r->timer, r->began_us);
}

const struct replay_counts *replay_counts(const struct replay *r)
{
	return &r->counts;
}

bool replay_is_done(const struct replay *r)
{
	return r->done;
}

void replay_free(struct replay *r)
{
	if (!r)
		return;
	broker_disarm(r->o.broker, &r->timer);
	if (r->session)
		session_free(r->session);
	recording_reader_release(&r->reader);
	buf_release(&r->native);
	free(r);
}

/* A plain positive number, at the front of `text`; `unit` is what stands behind. */
static bool number_with(struct slice text, const char *unit, double *out)
{
	char digits[32], *end;
	size_t n = text.len - strlen(unit);

	if (!slice_ends(text, slice_str(unit)) || !n || n >= sizeof(digits))
		return false;
	memcpy(digits, text.ptr, n);
	digits[n] = '\0';
	if (strspn(digits, "0123456789.") != n)
		return false;
	*out = strtod(digits, &end);
	return !*end && isfinite(*out) && *out > 0;
}

bool replay_speed_parse(struct slice text, double *speed)
{
	*speed = slice_is(text, "full") ? 0 : 1;
	return slice_is(text, "full") || slice_is(text, "recorded") || number_with(text, "x", speed);
}

bool replay_rate_parse(struct slice text, double *per_second)
{
	bool by_minute = number_with(text, "/m", per_second);

	if (by_minute)
		*per_second /= 60;
	return by_minute || number_with(text, "/s", per_second);
}
