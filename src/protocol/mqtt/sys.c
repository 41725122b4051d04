/* `$SYS`: values of our own, set and delivered, never published: they are no arrivals. */
#include "protocol/mqtt/sys.h"

#include "base/text.h"

enum { INTERVAL_US = 10 * 1000000, FRESH_US = 1000000 };

static void version(struct mqtt *m, struct buf *out)
{
	(void)m;
	buf_str(out, "understudy " UNDERSTUDY_VERSION);
}

/* In Mosquitto's words, which scripts cut apart. */
static void uptime(struct mqtt *m, struct buf *out)
{
	buf_decimal(out, (uint64_t)((broker_now_us(m->broker) - m->sys.started_us) / 1000000));
	buf_str(out, " seconds");
}

static void clients(struct mqtt *m, struct buf *out, bool connected_only)
{
	uint64_t n = 0;

	for (const struct session *s = broker_first_session(m->broker); s; s = s->next)
		n += s->origin == ORIGIN_CLIENT && (s->connected || !connected_only);
	buf_decimal(out, n);
}

static void clients_connected(struct mqtt *m, struct buf *out)
{
	clients(m, out, true);
}

static void clients_total(struct mqtt *m, struct buf *out)
{
	clients(m, out, false);
}

static void messages_received(struct mqtt *m, struct buf *out)
{
	buf_decimal(out, broker_counts(m->broker)->arrivals);
}

static void messages_sent(struct mqtt *m, struct buf *out)
{
	buf_decimal(out, broker_counts(m->broker)->delivered);
}

static const struct {
	const char *topic;
	void (*write)(struct mqtt *m, struct buf *out);
} rows[] = {
	{"$SYS/broker/version",		 version		 },
	{ "$SYS/broker/uptime",		uptime	       },
	{ "$SYS/broker/clients/connected", clients_connected},
	{ "$SYS/broker/clients/total",     clients_total    },
	{ "$SYS/broker/messages/received", messages_received},
	{ "$SYS/broker/messages/sent",     messages_sent    },
};

/* True: somebody listens there. */
static bool set(struct mqtt *m, size_t i, bool tell)
{
	BUF_AUTO struct buf value = BUF_INIT(128);
	struct message message = {
		.address = broker_address(m->broker, slice_str(rows[i].topic), '/'),
		.wall_us = broker_wall_us(m->broker),
		.flags = MSG_RETAIN | MSG_INJECTED,
	};

	if (!message.address)
		return false;
	rows[i].write(m, &value);
	message.payload = buf_view(&value);
	address_retain(m->broker, &message);
	if (!broker_receivers(m->broker, message.address))
		return false;
	if (tell)
		broker_deliver(m->broker, &message);
	return true;
}

static bool set_all(struct mqtt *m, bool tell)
{
	bool heard = false;

	m->sys.set_us = broker_now_us(m->broker);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		heard |= set(m, i, tell);
	return heard;
}

static void rearm(struct mqtt *m)
{
	broker_arm(m->broker, &m->sys.timer, broker_now_us(m->broker) + INTERVAL_US);
}

static void again(struct timer *t, int64_t now_us)
{
	struct mqtt *m = container_of(t, struct mqtt, sys.timer);

	(void)now_us;
	if (set_all(m, true))
		rearm(m);
}

void mqtt_sys_start(struct mqtt *m)
{
	m->sys.timer.fire = again;
	m->sys.started_us = broker_now_us(m->broker);
	set_all(m, false);
	m->sys.set_us -= FRESH_US;
}

void mqtt_sys_stop(struct mqtt *m)
{
	broker_disarm(m->broker, &m->sys.timer);
}

void mqtt_sys_asked(struct mqtt *m, struct slice filter)
{
	if (!slice_starts(filter, SLICE_LIT("$SYS/")))
		return;
	if (broker_now_us(m->broker) >= m->sys.set_us + FRESH_US)
		set_all(m, false);
	if (!timer_is_armed(&m->sys.timer))
		rearm(m);
}
