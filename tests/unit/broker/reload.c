/* Other contracts under a running broker: what stays, what is resolved anew, what comes back. */
#include "broker/bench.h"

/* The bench's contract with one text put in the place of another. */
static struct contract *edited(const char *from, const char *to)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	const char *at = strstr(bench_contract, from);
	struct diag d = { .out = stdout };
	struct contract *c;

	ck_assert_msg(at != NULL, "\"%s\" is not in the contract", from);
	buf_add(&text, bench_contract, (size_t)(at - bench_contract));
	buf_str(&text, to);
	buf_str(&text, at + strlen(from));
	c = contract_load_text("t2.yaml", buf_view(&text), &d);
	ck_assert_uint_eq(d.errors, 0);
	diag_release(&d);
	return c;
}

static void reload(struct bench *b, struct contract *c)
{
	broker_reload(b->broker, &c, 1);
	contract_drop(c);
	b->contract = c;
}

static void edit(struct bench *b, const char *from, const char *to)
{
	reload(b, edited(from, to));
}

static struct address *address(struct bench *b, const char *text)
{
	return broker_address(b->broker, slice_str(text), '/');
}

START_TEST(what_comes_is_judged_by_the_new_contract)
{
	struct bench b;
	struct receipt r = { 0 };

	bench_open(&b, &(struct broker_options){ .policy = POLICY_REJECT });
	ck_assert_uint_eq(bench_judge(&b, "shipments", ORDER, &r), OUTCOME_ACCEPTED);
	edit(&b, "maximum: 100", "maximum: 5");
	ck_assert_uint_eq(bench_judge(&b, "shipments", ORDER, &r), OUTCOME_REFUSED);
	ck_assert_str_eq(r.violations.list[0].keyword, "maximum");
	ck_assert_str_eq(r.violations.list[0].at.file, "t2.yaml");
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(an_address_that_is_held_learns_of_its_new_channel)
{
	struct bench b;
	struct address *lost, *found;

	bench_open(&b, NULL);
	lost = address(&b, "shipments");
	found = address(&b, "parcels");
	address_use(lost);
	address_use(found);
	ck_assert_ptr_null(found->channel);
	edit(&b, "address: shipments", "address: parcels");
	ck_assert_ptr_null(lost->channel);
	ck_assert_ptr_eq(found->channel, contract_channel(b.contract, SLICE_LIT("shipments")));
	address_drop(b.broker, lost);
	address_drop(b.broker, found);
	bench_close(&b);
}
END_TEST

START_TEST(subscriptions_and_last_values_stay)
{
	struct bench b;
	BUF_AUTO struct buf got = BUF_INIT(0);
	struct message m, kept;

	bench_open(&b, NULL);
	bench_subscribe(&b, b.client, "shipments", &got);
	m = bench_message(&b, "shipments", ORDER);
	m.flags = MSG_RETAIN;
	broker_publish(b.broker, &m, NULL);
	edit(&b, "version: '1'", "version: '2'");
	ck_assert(slice_is(broker_contract(b.broker, 0)->version, "2"));
	bench_publish(&b, "shipments", "{\"id\":2}");
	ck_assert_str_eq(buf_cstr(&got), "c:" ORDER " c:{\"id\":2} ");
	hold_view(address(&b, "shipments")->last, &kept);
	ck_assert(slice_is(kept.payload, ORDER));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&b.told), "reloaded"));
	bench_close(&b);
}
END_TEST

START_TEST(a_log_stays_with_its_address)
{
	struct bench b;
	struct log *log;
	struct message m;
	uint64_t offset = 0;

	bench_open(&b, NULL);
	bench_publish(&b, "orders/eu", ORDER);
	log = address(&b, "orders/eu")->logs[0];
	/* The names of its parameters are no part of it. */
	edit(&b, "orders/{region}\n    parameters: { region:", "orders/{where}\n    parameters: { where:");
	ck_assert_ptr_eq(address(&b, "orders/eu")->logs[0], log);
	bench_publish(&b, "orders/us", ORDER);
	ck_assert_uint_eq(log_next(log), 2);
	ck_assert_uint_eq(log_read(log, &offset, &m), LOG_READ_OK);
	ck_assert_ptr_eq(m.address->channel, contract_channel(b.contract, SLICE_LIT("orders")));
	bench_close(&b);
}
END_TEST

START_TEST(the_log_of_a_channel_that_vanished_lives_on_and_comes_back)
{
	struct bench b;
	struct address *a;
	struct log *log;
	struct contract *first;

	bench_open(&b, NULL);
	first = contract_use(b.contract);
	bench_publish(&b, "shipments", ORDER);
	a = address(&b, "shipments");
	log = a->logs[0];
	edit(&b, "address: shipments", "address: parcels");
	ck_assert_ptr_null(a->channel);
	ck_assert_ptr_eq(a->logs[0], log);
	bench_publish(&b, "shipments", "anything");
	ck_assert_uint_eq(log_next(log), 2);
	ck_assert_ptr_ne(address(&b, "parcels")->logs[0], log);
	reload(&b, first);
	ck_assert(a->channel && a->logs[0] == log);
	ck_assert_ptr_eq(address(&b, "shipments")->logs[0], log);
	bench_close(&b);
}
END_TEST

START_TEST(partitions_are_added_and_never_taken_away)
{
	struct bench b;
	struct address *a;
	struct log *first;

	bench_open(&b, NULL);
	a = address(&b, "parts");
	first = a->logs[0];
	edit(&b, "partitions: 3", "partitions: 5");
	ck_assert_uint_eq(a->n_logs, 5);
	ck_assert_ptr_eq(a->logs[0], first);
	edit(&b, "partitions: 3", "partitions: 2");
	ck_assert_uint_eq(a->n_logs, 5);
	bench_close(&b);
}
END_TEST

static bool read_places(void *arg, uint64_t seq, const struct violations *v)
{
	(void)seq;
	buf_printf(arg, "%s %s\n", v->list[0].at.file, v->list[0].keyword);
	return true;
}

/* Under the sanitizer this is also the proof that nobody looks into freed contracts. */
START_TEST(stored_violations_outlive_their_contract)
{
	struct bench b;
	BUF_AUTO struct buf places = BUF_INIT(0);
	const struct constraint_count *counts;

	bench_open(&b, NULL);
	bench_publish(&b, "shipments", "{\"id\":1,\"amount\":1000}");
	bench_publish(&b, "nowhere", "x");
	edit(&b, "version: '1'", "version: '2'");
	bench_publish(&b, "shipments", "{\"id\":1,\"amount\":1000}");
	broker_each_violation(b.broker, read_places, &places);
	ck_assert_str_eq(buf_cstr(&places), "t.yaml maximum\nt.yaml address\nt2.yaml maximum\n");
	ck_assert_uint_eq(broker_constraints(b.broker, &counts), 3);
	ck_assert_str_eq(counts[0].at.file, "t.yaml");
	bench_close(&b);
}
END_TEST

START_TEST(an_answer_to_an_earlier_request_is_still_awaited)
{
	struct bench b;
	struct message m;
	struct receipt r = { 0 };

	bench_open(&b, NULL);
	m = bench_message(&b, "requests", "{}");
	m.reply_to = SLICE_LIT("answers/1");
	broker_publish(b.broker, &m, NULL);
	edit(&b, "version: '1'", "version: '2'");
	bench_judge(&b, "answers/1", ORDER, &r);
	ck_assert_uint_eq(r.violations.n, 0);
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

START_TEST(what_was_stored_before_matches_no_message_of_the_new_contract)
{
	struct bench b;
	struct message m;
	uint64_t offset = 0;
	struct log *log;

	bench_open(&b, NULL);
	bench_publish(&b, "orders/eu", "{\"reason\":\"none\"}");
	log = address(&b, "orders/eu")->logs[0];
	log_read(log, &offset, &m);
	ck_assert(slice_is(message_model_of(&m)->name, "cancelled"));
	edit(&b, "      placed:", "      first: { payload: { const: 1 } }\n      placed:");
	offset = 0;
	log_read(log, &offset, &m);
	ck_assert_ptr_null(message_model_of(&m));
	bench_publish(&b, "orders/eu", "{\"reason\":\"none\"}");
	log_read(log, &offset, &m);
	ck_assert(slice_is(message_model_of(&m)->name, "cancelled"));
	bench_close(&b);
}
END_TEST

START_TEST(a_channels_policy_stays_with_its_address)
{
	struct bench b;

	bench_open(&b, NULL);
	broker_set_channel_policy(b.broker, contract_channel(b.contract, SLICE_LIT("shipments")),
				  POLICY_REJECT);
	edit(&b, "version: '1'", "version: '2'");
	ck_assert_uint_eq(bench_publish(&b, "shipments", "{}"), OUTCOME_REFUSED);
	bench_close(&b);
}
END_TEST

SUITE(broker_reload)
{
	TEST(what_comes_is_judged_by_the_new_contract);
	TEST(an_address_that_is_held_learns_of_its_new_channel);
	TEST(subscriptions_and_last_values_stay);
	TEST(a_log_stays_with_its_address);
	TEST(the_log_of_a_channel_that_vanished_lives_on_and_comes_back);
	TEST(partitions_are_added_and_never_taken_away);
	TEST(stored_violations_outlive_their_contract);
	TEST(an_answer_to_an_earlier_request_is_still_awaited);
	TEST(what_was_stored_before_matches_no_message_of_the_new_contract);
	TEST(a_channels_policy_stays_with_its_address);
}
