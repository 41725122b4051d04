/* The gate: what is let in, what is said of the rest, and what becomes of it. */
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

SUITE(broker_gate)
{
	LOOP_TEST(the_gate_rules, 0, ARRAY_SIZE(rows));
}
