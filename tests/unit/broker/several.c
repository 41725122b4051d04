/* Several contracts in one broker: an address of two of them takes the messages of both. */
#include "broker/bench.h"

#define HEAD "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\nchannels:\n"

/* clang-format off */
static const char shop[] = HEAD
	"  padding: { address: padding, messages: { one: { payload: { const: 1 } }, two: { payload: { const: 2 } } } }\n"
	"  orders: { address: 'orders/{region}', parameters: { region: {} }, messages: { placed: { payload: { type: object, required: [id] } } } }\n"
	"  all: { address: '{any}/eu', parameters: { any: {} } }\n"
	"operations: { send: { action: send, channel: { $ref: '#/channels/orders' } } }\n";
static const char billing[] = HEAD
	"  orders: { address: 'orders/{where}', parameters: { where: {} }, messages: { paid: { payload: { type: object, required: [sum] } } } }\n"
	"  bills: { address: bills/eu, messages: { bill: { payload: { type: object } } } }\n"
	"operations: { take: { action: receive, channel: { $ref: '#/channels/orders' } } }\n";
/* clang-format on */

struct two {
	struct bench b;
	struct contract *list[2];
};

static struct contract *load(const char *file, const char *text)
{
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text(file, slice_str(text), &d);

	ck_assert_uint_eq(d.errors, 0);
	diag_release(&d);
	return c;
}

static void open_two(struct two *t, enum role role)
{
	bench_open(&t->b, &(struct broker_options){ .policy = POLICY_REJECT, .role = role });
	t->list[0] = load("shop.yaml", shop);
	t->list[1] = load("billing.yaml", billing);
	broker_reload(t->b.broker, t->list, 2);
	contract_drop(t->list[0]);
	contract_drop(t->list[1]);
}

static const char *matched(struct two *t, const char *address, const char *payload)
{
	struct message m = bench_message(&t->b, address, payload);
	struct message_model *model;

	if (broker_publish(t->b.broker, &m, NULL) != OUTCOME_ACCEPTED)
		return "refused";
	model = message_model_of(&m);
	return model ? arena_strdup(&t->list[0]->arena, model->name) : "none";
}

START_TEST(messages_of_both_are_candidates)
{
	struct two t;

	open_two(&t, ROLE_AUTO);
	ck_assert_str_eq(matched(&t, "orders/eu", "{\"id\":1}"), "placed");
	ck_assert_str_eq(matched(&t, "orders/eu", "{\"sum\":1}"), "paid");
	ck_assert_str_eq(matched(&t, "orders/eu", "{}"), "refused");
	ck_assert_str_eq(matched(&t, "bills/eu", "{}"), "bill");
	bench_close(&t.b);
}
END_TEST

START_TEST(each_contract_says_which_way_its_messages_go)
{
	struct two t;

	open_two(&t, ROLE_APPLICATION);
	ck_assert_str_eq(matched(&t, "orders/eu", "{\"sum\":1}"), "paid");
	ck_assert_str_eq(matched(&t, "orders/eu", "{\"id\":1}"), "refused");
	bench_close(&t.b);
}
END_TEST

START_TEST(they_share_one_log_and_the_most_literal_address_wins)
{
	struct two t;
	const struct channel *const *all;
	struct address *a;

	open_two(&t, ROLE_AUTO);
	a = broker_address(t.b.broker, SLICE_LIT("orders/eu"), '/');
	ck_assert_uint_eq(address_channels(a, &all), 2);
	ck_assert_ptr_eq(all[0]->contract, t.list[0]);
	ck_assert_ptr_eq(all[1]->contract, t.list[1]);
	a = broker_address(t.b.broker, SLICE_LIT("bills/eu"), '/');
	ck_assert_ptr_eq(a->channel->contract, t.list[1]);
	bench_close(&t.b);
}
END_TEST

START_TEST(numbers_of_messages_lead_back_to_them)
{
	struct two t;

	open_two(&t, ROLE_AUTO);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < t.list[k]->n_messages; i++) {
			struct message_model *m = t.list[k]->messages[i];

			ck_assert_ptr_eq(broker_model(t.b.broker, broker_model_number(t.b.broker, m)), m);
		}
	ck_assert_ptr_null(broker_model(t.b.broker, 0));
	ck_assert_ptr_null(broker_model(t.b.broker, 1000));
	bench_close(&t.b);
}
END_TEST

SUITE(broker_several)
{
	TEST(messages_of_both_are_candidates);
	TEST(each_contract_says_which_way_its_messages_go);
	TEST(they_share_one_log_and_the_most_literal_address_wins);
	TEST(numbers_of_messages_lead_back_to_them);
}
