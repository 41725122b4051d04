/* How often, and whose turn it is. */
#include "mock/pace.h"

#include "contract/hints.h"
#include "generate/generate.h"
#include "generate/turns.h"
#include "suite.h"

static const char paced[] =
	"asyncapi: 3.0.0\n"
	"info: {title: T, version: '1'}\n"
	"channels:\n"
	"  a: {address: a, x-understudy: {interval: 250ms}}\n"
	"  b: {address: b}\n"
	"  c: {address: c, x-understudy: {interval: 5s}}\n"
	"operations:\n"
	"  sendA: {action: send, channel: {$ref: '#/channels/a'}}\n"
	"  sendB: {action: send, channel: {$ref: '#/channels/b'}, x-microcks-operation: "
	"{frequency: 30}}\n"
	"  sendC: {action: send, channel: {$ref: '#/channels/c'}, x-understudy: {interval: "
	"2s}}\n";

START_TEST(the_contract_says_how_often)
{
	static const struct {
		const char *channel;
		int64_t us;
	} rows[] = {
		{"a",  250000  },
		 { "b", 30000000},
		    { "c", 2000000 }
	};
	struct diag d = { 0 };
	struct contract *c = contract_load_text("paced.yaml", slice_str(paced), &d);

	ck_assert_msg(c && !d.errors, "%s", d.n ? d.findings[0].text : "");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct channel *ch = contract_channel(c, slice_str(rows[i].channel));

		ck_assert_int_eq(hints_interval(ch, ch->operations[0]), rows[i].us);
	}
	contract_drop(c);
	diag_release(&d);
}
END_TEST

static const struct mock_interval of_a = {
	.channel = {"a", 1},
	       .every_us = 7
};

/* What is asked for channel b of the contract above (30 s), and what comes of it. */
static const struct {
	const char *title, *channel;
	struct mock_pace pace;
	int64_t us;
} paces[] = {
	{"the contract is asked before the usual",		    "b", { .usual_us = 1 },							    30000000},
	{ "who asks for a pace gets it",			 "b", { .every_us = 5, .usual_us = 1 },					5	  },
	{ "a channel by name is before all",
	  "a",							{ .every_us = 5, .usual_us = 1, .intervals = &of_a, .n_intervals = 1 },
	  7																	   },
	{ "a scenario that asks for one channel gets no other",
	  "b",							{ .intervals = &of_a, .n_intervals = 1 },
	  0																	   },
};

START_TEST(the_command_line_is_before_the_contract)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text("paced.yaml", slice_str(paced), &d);

	ck_assert_msg(mock_interval_of(&paces[_i].pace, contract_channel(c, slice_str(paces[_i].channel)),
				       ROLE_APPLICATION) == paces[_i].us,
		      "%s", paces[_i].title);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

static const char weighed[] =
	"asyncapi: 3.0.0\n"
	"info: {title: T, version: '1'}\n"
	"channels:\n"
	"  a:\n"
	"    address: a\n"
	"    messages:\n"
	"      often: {x-understudy: {weight: 3, examples: only}, payload: {type: integer}, "
	"examples: [{payload: 1}, {payload: 2}]}\n"
	"      seldom: {x-understudy: {examples: never}, payload: {type: string}, "
	"examples: [{payload: example}]}\n"
	"      never: {x-understudy: {weight: 0}}\n";

START_TEST(messages_take_turns_by_their_weight)
{
	static const char order[] = "oosoooso";
	uint64_t seen[3] = { 0 };
	struct diag d = { 0 };
	struct contract *c = contract_load_text("weighed.yaml", slice_str(weighed), &d);
	struct channel *ch = contract_channel(c, SLICE_LIT("a"));

	for (uint64_t i = 0; i < strlen(order); i++) {
		uint64_t nth;
		const struct message_model *m = turns_at(ch->messages, ch->n_messages, i, &nth);

		ck_assert_msg(m && m->name.ptr[0] == order[i], "%d: %.*s", (int)i, SLICE_FMT(m->name));
		ck_assert_uint_eq(nth, seen[m->name.ptr[0] == 's']++);
	}
	contract_drop(c);
	diag_release(&d);
}
END_TEST

START_TEST(examples_come_first_only_or_never)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text("weighed.yaml", slice_str(weighed), &d);
	struct channel *ch = contract_channel(c, SLICE_LIT("a"));
	struct generator *g = generator_new(c, 42);
	struct generated made;

	for (uint64_t i = 0; i < 6; i++) {
		ck_assert(generate(g, ch->messages[0], i, 0, NULL, &made, &d));
		ck_assert(slice_is(made.payload, i % 2 ? "2" : "1"));
		ck_assert(generate(g, ch->messages[1], i, 0, NULL, &made, &d));
		ck_assert(!slice_is(made.payload, "\"example\""));
	}
	generator_free(g);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(mock_pace)
{
	TEST(the_contract_says_how_often);
	LOOP_TEST(the_command_line_is_before_the_contract, 0, ARRAY_SIZE(paces));
	TEST(messages_take_turns_by_their_weight);
	TEST(examples_come_first_only_or_never);
}
