#include "broker/bench.h"

/* clang-format off */
const char bench_contract[] =
	"asyncapi: 3.0.0\n"
	"info: { title: t, version: '1' }\n"
	"channels:\n"
	"  orders:\n"
	"    address: orders/{region}\n"
	"    parameters: { region: { enum: [eu, us] } }\n"
	"    messages:\n"
	"      placed:\n"
	"        payload: &order { type: object, required: [id], properties: { id: { type: integer },\n"
	"          amount: { type: number, maximum: 100 } } }\n"
	"      cancelled:\n"
	"        payload: { type: object, required: [reason], properties: { reason: { type: string } } }\n"
	"  shipments:\n"
	"    address: shipments\n"
	"    messages: { shipped: { payload: *order } }\n"
	"  notes:\n"
	"    address: notes\n"
	"    messages: { note: { headers: { type: object, required: [author] }, payload: *order } }\n"
	"  raw: { address: raw }\n"
	"  requests:\n"
	"    address: requests\n"
	"    messages: { request: { payload: { type: object } } }\n"
	"  answers:\n"
	"    messages: { answer: { payload: *order } }\n"
	"  parts:\n"
	"    address: parts\n"
	"    bindings: { kafka: { partitions: 3 } }\n"
	"operations:\n"
	"  sendOrders: { action: send, channel: { $ref: '#/channels/orders' },\n"
	"    messages: [ { $ref: '#/channels/orders/messages/placed' } ] }\n"
	"  receiveShipments: { action: receive, channel: { $ref: '#/channels/shipments' } }\n"
	"  answerRequests:\n"
	"    action: receive\n"
	"    channel: { $ref: '#/channels/requests' }\n"
	"    reply: { address: { location: '$message.header#/replyTo' }, channel: { $ref: '#/channels/answers' } }\n";
/* clang-format on */

static void note_event(struct observer *o, const struct event *e)
{
	struct bench *b = container_of(o, struct bench, observer);

	buf_printf(&b->told, "%llu %s %.*s", (unsigned long long)e->seq, event_name(e->kind),
		   SLICE_FMT(e->client));
	if (e->address.ptr)
		buf_printf(&b->told, " %.*s", SLICE_FMT(e->address));
	if (e->receipt)
		buf_printf(&b->told, " %s", outcome_name(e->receipt->outcome));
	if (e->why)
		buf_printf(&b->told, " (%s)", e->why);
	buf_char(&b->told, '\n');
}

void bench_open(struct bench *b, const struct broker_options *options)
{
	struct broker_options o = options ? *options : (struct broker_options){ 0 };
	struct diag d = { .out = stdout };

	*b = (struct bench){ .now_us = 1000000 };
	b->contract = contract_load_text("t.yaml", slice_of(bench_contract, strlen(bench_contract)), &d);
	ck_assert_uint_eq(d.errors, 0);
	ck_assert(b->contract != NULL);
	diag_release(&d);
	o.now_us = b->now_us;
	o.wall_us = 1800000000000000;
	b->broker = broker_new(&b->contract, 1, &o);
	contract_drop(b->contract);
	b->face = (struct face){ .name = SLICE_LIT("production"),
				 .protocol = SLICE_LIT("mqtt"),
				 .protocol_number = 1,
				 .separator = '/' };
	b->client = bench_session(b, "c");
	b->observer.on_event = note_event;
	broker_observe(b->broker, &b->observer);
}

void bench_close(struct bench *b)
{
	broker_free(b->broker);
	buf_release(&b->told);
}

void bench_turn(struct bench *b, int64_t after_us)
{
	b->now_us += after_us;
	broker_turn(b->broker, b->now_us);
}

void bench_pattern(struct pattern *p, const char *text)
{
	struct slice rest = slice_str(text), level;

	p->text = slice_str(text);
	p->separator = '/';
	p->hides_dollar = true;
	p->n = 0;
	while (slice_split(&rest, '/', &level)) {
		enum segment_kind kind = slice_is(level, "+")	? SEGMENT_ONE
					 : slice_is(level, "#") ? SEGMENT_REST
					 : slice_is(level, ">") ? SEGMENT_REST_ONE
								: SEGMENT_LITERAL;

		ck_assert_uint_lt(p->n, PATTERN_MAX_SEGMENTS);
		p->segments[p->n++] = (struct segment){ kind, level };
	}
}

struct session *bench_session(struct bench *b, const char *client)
{
	struct session *s = session_new(b->broker, &b->face, ORIGIN_CLIENT, slice_str(client));

	ck_assert(s != NULL);
	s->connected = true;
	return s;
}

static void note_message(void *to, const struct subscription *s, struct message *m)
{
	buf_printf(to, "%.*s:%.*s ", SLICE_FMT(s->session->client), SLICE_FMT(m->payload));
}

struct subscription *bench_share(struct bench *b, struct session *s, const char *text, const char *group,
				 struct buf *into)
{
	struct pattern p;
	struct subscription *sub;

	bench_pattern(&p, text);
	sub = broker_subscribe(b->broker, s, &p, (struct sink){ note_message, into }, slice_str(group));
	ck_assert(sub != NULL);
	return sub;
}

struct subscription *bench_subscribe(struct bench *b, struct session *s, const char *text, struct buf *into)
{
	return bench_share(b, s, text, NULL, into);
}

struct message bench_message(struct bench *b, const char *address, const char *payload)
{
	return (struct message){
		.address = broker_address(b->broker, slice_str(address), '/'),
		.payload = slice_str(payload),
		.from = b->client,
	};
}

enum outcome bench_judge(struct bench *b, const char *address, const char *payload, struct receipt *r)
{
	struct message m = bench_message(b, address, payload);

	return broker_publish(b->broker, &m, r);
}

enum outcome bench_publish(struct bench *b, const char *address, const char *payload)
{
	return bench_judge(b, address, payload, NULL);
}
