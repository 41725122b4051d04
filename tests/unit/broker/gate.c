/* The gate: what is let in, what is said of the rest, and what becomes of it. */
#include "base/limits.h"
#include "broker/bench.h"

static const struct {
	const char *title;
	enum role role;
	enum policy policy;
	enum unknown unknown;
	const char *address, *payload;
	enum outcome outcome;
	enum refusal why;
	const char *keyword; /* of the first violation; NULL: none */
	const char *text;    /* its sentence; NULL: whatever */
} rows[] = {
	{.title = "a conforming message is accepted",	       .address = "orders/eu", .payload = ORDER},
	{ .title = "the second message of a channel does as well",
	  .address = "orders/eu",
	  .payload = "{\"reason\":\"x\"}"								    },
	{ .title = "by default a broken one is accepted and noted",
	  .address = "orders/eu",
	  .payload = "{\"id\":1,\"amount\":101}",
	  .keyword = "maximum" },
	{ .title = "reject refuses it",
	  .policy = POLICY_REJECT,
	  .address = "orders/eu",
	  .payload = "{\"id\":1,\"amount\":101}",
	  .outcome = OUTCOME_REFUSED,
	  .why = REFUSAL_CONTRACT,
	  .keyword = "maximum" },
	{ .title = "dead-letter diverts it",
	  .policy = POLICY_DEAD_LETTER,
	  .address = "orders/eu",
	  .payload = "no JSON",
	  .outcome = OUTCOME_DIVERTED,
	  .why = REFUSAL_CONTRACT,
	  .keyword = "json" },
	{ .title = "a parameter has its enum",
	  .address = "orders/mars",
	  .payload = ORDER,
	  .keyword = "parameter" },
	{ .title = "an unknown address is reported, and goes on even under reject",
	  .policy = POLICY_REJECT,
	  .address = "shipment",
	  .payload = ORDER,
	  .keyword = "address",
	  .text = "address \"shipment\" is not in t.yaml; did you mean \"shipments\"?" },
	{ .title = "nothing near, nothing meant",
	  .address = "weather/station/7",
	  .payload = ORDER,
	  .keyword = "address",
	  .text = "address \"weather/station/7\" is not in t.yaml" },
	{ .title = "relay says nothing of it",
	  .unknown = UNKNOWN_RELAY,
	  .address = "shipment",
	  .payload = "x" },
	{ .title = "refuse refuses it",
	  .unknown = UNKNOWN_REFUSE,
	  .address = "shipment",
	  .payload = "x",
	  .outcome = OUTCOME_REFUSED,
	  .why = REFUSAL_UNKNOWN_ADDRESS,
	  .keyword = "address" },
	{ .title = "a protocol's own addresses are not judged",
	  .unknown = UNKNOWN_REFUSE,
	  .address = "$SYS/broker/load",
	  .payload = "x" },
	{ .title = "what the application sends is not the program's to send",
	  .role = ROLE_APPLICATION,
	  .address = "orders/eu",
	  .payload = ORDER,
	  .keyword = "direction",
	  .text = "channel \"orders\" is sent by the application, which the mock plays; your program only "
		  "subscribes to it" },
	{ .title = "a wrong direction obeys the policy",
	  .role = ROLE_APPLICATION,
	  .policy = POLICY_REJECT,
	  .address = "orders/eu",
	  .payload = ORDER,
	  .outcome = OUTCOME_REFUSED,
	  .why = REFUSAL_DIRECTION,
	  .keyword = "direction" },
	{ .title = "what the application receives may be sent to it",
	  .role = ROLE_APPLICATION,
	  .policy = POLICY_REJECT,
	  .address = "shipments",
	  .payload = ORDER },
	{ .title = "in the counterpart's role it is the other way round",
	  .role = ROLE_COUNTERPART,
	  .address = "shipments",
	  .payload = ORDER,
	  .keyword = "direction",
	  .text = "channel \"shipments\" is received by the application, which is your program; it only "
		  "subscribes to it" },
	{ .title = "an operation's own messages are those that count",
	  .role = ROLE_COUNTERPART,
	  .address = "orders/eu",
	  .payload = "{\"reason\":\"x\"}",
	  .keyword = "required" },
	{ .title = "a channel without operations is open both ways",
	  .role = ROLE_COUNTERPART,
	  .address = "notes",
	  .payload = ORDER },
	{ .title = "a channel without messages takes anything",						.address = "raw",								  .payload = "\xff\x00"									},
};

START_TEST(the_gate_rules)
{
	struct bench b;
	struct receipt r = { 0 };
	enum outcome out;

	bench_open(&b, &(struct broker_options){ .role = rows[_i].role,
						 .policy = rows[_i].policy,
						 .unknown = rows[_i].unknown });
	/* Twice: the second time the address is known already. */
	for (int i = 0; i < 2; i++) {
		out = bench_judge(&b, rows[_i].address, rows[_i].payload, &r);
		ck_assert_msg(out == rows[_i].outcome && r.outcome == out, "%s: %s", rows[_i].title,
			      outcome_name(out));
		ck_assert_msg(r.why == rows[_i].why, "%s: %d", rows[_i].title, r.why);
		ck_assert_msg((r.violations.n != 0) == (rows[_i].keyword != NULL), "%s: %zu violations",
			      rows[_i].title, r.violations.n);
		if (rows[_i].keyword)
			ck_assert_msg(!strcmp(r.violations.list[0].keyword, rows[_i].keyword), "%s: %s",
				      rows[_i].title, r.violations.list[0].keyword);
		if (rows[_i].text)
			ck_assert_msg(slice_is(r.violations.list[0].text, rows[_i].text), "%s: %.*s",
				      rows[_i].title, SLICE_FMT(r.violations.list[0].text));
	}
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

/* --- what becomes of it */

static void note_letter(void *to, const struct subscription *s, struct message *m)
{
	static const char *const names[] = { "trace", "understudy-address", "understudy-keyword",
					     "understudy-at", "understudy-reason" };

	(void)s;
	buf_printf(to, "%.*s from %s", SLICE_FMT(m->payload), origin_name(m->from->origin));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		buf_printf(to, "\n%s=%.*s", names[i], SLICE_FMT(header_find(m->headers, names[i])));
}

START_TEST(a_diverted_message_goes_to_the_dead_letters_with_its_reason)
{
	struct bench b;
	struct pattern p;
	struct message m;
	BUF_AUTO struct buf got = BUF_INIT(0), normal = BUF_INIT(0), headers = BUF_INIT(0);

	bench_open(&b, &(struct broker_options){ .policy = POLICY_DEAD_LETTER });
	bench_subscribe(&b, b.client, "orders/#", &normal);
	bench_pattern(&p, "dead-letter/#");
	broker_subscribe(b.broker, b.client, &p, (struct sink){ note_letter, &got }, SLICE_NONE);
	m = bench_message(&b, "orders/eu", "{\"id\":1,\"amount\":101}");
	header_add(&headers, SLICE_LIT("trace"), SLICE_LIT("t1"));
	m.headers = buf_view(&headers);
	m.flags = MSG_RETAIN;
	ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_DIVERTED);
	ck_assert_str_eq(buf_cstr(&got), "{\"id\":1,\"amount\":101} from dead-letter\n"
					 "trace=t1\n"
					 "understudy-address=orders/eu\n"
					 "understudy-keyword=maximum\n"
					 "understudy-at=t.yaml:10:35\n"
					 "understudy-reason=payload.amount must be <= 100 (got 101)");
	ck_assert_uint_eq(normal.len, 0);
	ck_assert_str_eq(buf_cstr(&b.told), "1 arrival c orders/eu diverted\n"
					    "2 arrival dead-letter dead-letter/orders/eu accepted\n");
	ck_assert_uint_eq(log_next(m.address->logs[0]), 0);
	ck_assert_ptr_null(broker_address(b.broker, SLICE_LIT("dead-letter/orders/eu"), '/')->last);
	bench_close(&b);
}
END_TEST

START_TEST(where_levels_are_not_parted_by_slashes_the_dead_letters_stand_behind)
{
	struct bench b;
	struct message m;

	bench_open(&b, &(struct broker_options){ .policy = POLICY_DEAD_LETTER });
	broker_address(b.broker, SLICE_LIT("shipments"), '.');
	m = bench_message(&b, "shipments", "no JSON");
	ck_assert_ptr_nonnull(m.address->channel);
	ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_DIVERTED);
	ck_assert_ptr_nonnull(broker_address_find(b.broker, SLICE_LIT("shipments.dead-letter")));
	bench_close(&b);
}
END_TEST

START_TEST(the_channels_policy_goes_before_the_servers_and_that_before_the_whole)
{
	struct bench b;
	struct face other = { .name = SLICE_LIT("staging") };

	bench_open(&b, NULL);
	ck_assert_int_eq(bench_publish(&b, "orders/eu", "x"), OUTCOME_ACCEPTED);
	broker_set_face_policy(b.broker, &other, POLICY_DEAD_LETTER);
	ck_assert_int_eq(bench_publish(&b, "orders/eu", "x"), OUTCOME_ACCEPTED);
	broker_set_face_policy(b.broker, &b.face, POLICY_DEAD_LETTER);
	broker_set_face_policy(b.broker, &b.face, POLICY_REJECT);
	ck_assert_int_eq(bench_publish(&b, "orders/eu", "x"), OUTCOME_REFUSED);
	broker_set_channel_policy(b.broker, contract_channel(b.contract, SLICE_LIT("orders")), POLICY_ACCEPT);
	ck_assert_int_eq(bench_publish(&b, "orders/eu", "x"), OUTCOME_ACCEPTED);
	ck_assert_int_eq(bench_publish(&b, "shipments", "x"), OUTCOME_REFUSED);
	bench_close(&b);
}
END_TEST

START_TEST(where_a_request_wants_its_answer_an_answer_is_judged)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };
	BUF_AUTO struct buf headers = BUF_INIT(0);

	bench_open(&b, &(struct broker_options){ .unknown = UNKNOWN_REFUSE });
	ck_assert_int_eq(bench_publish(&b, "reply/1", ORDER), OUTCOME_REFUSED);
	ck_assert_int_eq(bench_publish(&b, "reply/2", ORDER), OUTCOME_REFUSED);
	m = bench_message(&b, "requests", "{}");
	m.reply_to = SLICE_LIT("reply/1");
	ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_ACCEPTED);
	m = bench_message(&b, "requests", "{}");
	header_add(&headers, SLICE_LIT("replyTo"), SLICE_LIT("reply/2"));
	m.headers = buf_view(&headers);
	ck_assert_int_eq(broker_publish(b.broker, &m, NULL), OUTCOME_ACCEPTED);
	for (int i = 0; i < 2; i++) {
		const char *where = i ? "reply/2" : "reply/1";

		ck_assert_int_eq(bench_judge(&b, where, ORDER, &r), OUTCOME_ACCEPTED);
		ck_assert_uint_eq(r.violations.n, 0);
		ck_assert_int_eq(bench_judge(&b, where, "{}", &r), OUTCOME_ACCEPTED);
		ck_assert_uint_eq(r.violations.n, 1);
	}
	/* What is no request of the contract may want an answer as well; nothing is known of that. */
	m = bench_message(&b, "notes", ORDER);
	m.reply_to = SLICE_LIT("reply/3");
	broker_publish(b.broker, &m, NULL);
	ck_assert_int_eq(bench_judge(&b, "reply/3", "whatever", &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(r.violations.n, 0);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(what_we_send_ourselves_is_never_at_fault)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };

	bench_open(&b, &(struct broker_options){ .role = ROLE_APPLICATION,
						 .policy = POLICY_REJECT,
						 .unknown = UNKNOWN_REFUSE });
	m = bench_message(&b, "orders/eu", ORDER);
	m.flags = MSG_INJECTED;
	ck_assert_int_eq(broker_publish(b.broker, &m, &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(m.model, 1);
	m = bench_message(&b, "orders/eu", ORDER);
	m.flags = MSG_INJECTED | MSG_WRONG;
	ck_assert_int_eq(broker_publish(b.broker, &m, &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(m.model, 0);
	m = bench_message(&b, "orders/eu", "no JSON");
	m.flags = MSG_INJECTED;
	ck_assert_int_eq(broker_publish(b.broker, &m, &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(r.violations.n, 0);
	m = bench_message(&b, "nowhere", "x");
	m.flags = MSG_INJECTED;
	ck_assert_int_eq(broker_publish(b.broker, &m, &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(broker_counts(b.broker)->arrivals, 0);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(headers_are_asked_for_only_where_there_can_be_some)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };

	bench_open(&b, NULL);
	m = bench_message(&b, "notes", ORDER);
	broker_publish(b.broker, &m, &r);
	ck_assert_uint_eq(r.violations.n, 0);
	m = bench_message(&b, "notes", ORDER);
	m.headers = SLICE_LIT("");
	broker_publish(b.broker, &m, &r);
	ck_assert_uint_eq(r.violations.n, 1);
	ck_assert(m.flags & MSG_VIOLATES);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(a_message_past_the_limit_is_no_arrival)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };

	bench_open(&b, NULL);
	m = bench_message(&b, "raw", "x");
	m.payload.len = LIMIT_MESSAGE_BYTES; /* never read: it is refused by its length */
	ck_assert_int_eq(broker_publish(b.broker, &m, &r), OUTCOME_REFUSED);
	ck_assert_int_eq(r.why, REFUSAL_LIMIT);
	ck_assert_uint_eq(m.seq, 0);
	ck_assert_uint_eq(b.told.len, 0);
	bench_close(&b);
}
END_TEST

static bool count_kept(void *arg, uint64_t seq, const struct violations *v)
{
	size_t *n = arg;

	ck_assert_uint_gt(seq, 0);
	ck_assert_uint_gt(v->n, 0);
	++*n;
	return true;
}

START_TEST(the_side_log_is_bounded_and_the_counters_are_not)
{
	struct bench b;
	const struct constraint_count *list;
	size_t n, kept = 0;

	bench_open(&b, NULL);
	broker_unobserve(b.broker, &b.observer);
	for (int i = 0; i < LIMIT_VIOLATIONS_KEPT + 500; i++)
		bench_publish(&b, "shipments", "{\"id\":1,\"amount\":101}");
	bench_publish(&b, "shipment", "x");
	n = broker_constraints(b.broker, &list);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(list[0].keyword, "maximum");
	ck_assert_uint_eq(list[0].n, LIMIT_VIOLATIONS_KEPT + 500);
	ck_assert_uint_eq(list[0].at.line, 10);
	ck_assert_str_eq(list[1].keyword, "address");
	broker_each_violation(b.broker, count_kept, &kept);
	ck_assert_uint_le(kept, LIMIT_VIOLATIONS_KEPT);
	ck_assert_uint_ge(kept, 1000);
	ck_assert_uint_eq(broker_counts(b.broker)->violating, LIMIT_VIOLATIONS_KEPT + 501);
	bench_close(&b);
}
END_TEST

START_TEST(a_receipt_is_used_again)
{
	struct bench b;
	struct receipt r = { 0 };

	bench_open(&b, NULL);
	ck_assert_int_eq(bench_judge(&b, "nowhere/at/all", "x", &r), OUTCOME_ACCEPTED);
	ck_assert_int_eq(bench_judge(&b, "shipments", ORDER, &r), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(r.violations.n, 0);
	ck_assert_uint_eq(r.violations.max, LIMIT_VIOLATIONS);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

SUITE(broker_gate)
{
	LOOP_TEST(the_gate_rules, 0, ARRAY_SIZE(rows));
	TEST(a_diverted_message_goes_to_the_dead_letters_with_its_reason);
	TEST(where_levels_are_not_parted_by_slashes_the_dead_letters_stand_behind);
	TEST(the_channels_policy_goes_before_the_servers_and_that_before_the_whole);
	TEST(where_a_request_wants_its_answer_an_answer_is_judged);
	TEST(what_we_send_ourselves_is_never_at_fault);
	TEST(headers_are_asked_for_only_where_there_can_be_some);
	TEST(a_message_past_the_limit_is_no_arrival);
	TEST(the_side_log_is_bounded_and_the_counters_are_not);
	TEST(a_receipt_is_used_again);
}
