/* The table of addresses: what it knows of each, and who leaves when it is full. */
#include "base/limits.h"
#include "broker/bench.h"

START_TEST(an_address_is_resolved_once_against_the_contract)
{
	struct bench b;
	struct address *a;
	struct address_match match;

	bench_open(&b, NULL);
	a = broker_address(b.broker, SLICE_LIT("orders/eu"), '/');
	ck_assert_ptr_eq(a->channel, contract_channel(b.contract, SLICE_LIT("orders")));
	ck_assert(address_parameters(a, &match));
	ck_assert_uint_eq(match.n, 1);
	ck_assert(slice_is(match.names[0], "region") && slice_is(match.values[0], "eu"));
	ck_assert_ptr_eq(broker_address(b.broker, SLICE_LIT("orders/eu"), '/'), a);
	ck_assert_ptr_eq(broker_address_find(b.broker, SLICE_LIT("orders/eu")), a);
	ck_assert_ptr_null(broker_address_find(b.broker, SLICE_LIT("orders/us")));
	a = broker_address(b.broker, SLICE_LIT("nowhere"), '/');
	ck_assert_ptr_null(a->channel);
	ck_assert(!address_parameters(a, &match) && match.n == 0);
	bench_close(&b);
}
END_TEST

START_TEST(an_address_that_is_too_long_is_none)
{
	struct bench b;
	char *text = memory_new(LIMIT_ADDRESS_BYTES + 1);

	bench_open(&b, NULL);
	memset(text, 'x', LIMIT_ADDRESS_BYTES + 1);
	ck_assert_ptr_null(broker_address(b.broker, slice_of(text, LIMIT_ADDRESS_BYTES + 1), '/'));
	ck_assert_ptr_nonnull(broker_address(b.broker, slice_of(text, LIMIT_ADDRESS_BYTES), '/'));
	bench_close(&b);
	free(text);
}
END_TEST

static struct address *numbered(struct bench *b, unsigned i)
{
	char text[32];

	snprintf(text, sizeof(text), "n/%u", i);
	return broker_address(b->broker, slice_str(text), '/');
}

START_TEST(past_the_limit_the_one_unused_the_longest_leaves)
{
	struct bench b;
	struct address *used;

	bench_open(&b, NULL);
	used = numbered(&b, 0);
	address_use(used);
	for (unsigned i = 1; i < LIMIT_ADDRESSES; i++)
		ck_assert(numbered(&b, i) != NULL);
	ck_assert_ptr_null(numbered(&b, LIMIT_ADDRESSES)); /* all were asked for in this turn */
	bench_turn(&b, 1);
	numbered(&b, 1); /* asked for again: the second is the oldest now */
	ck_assert_ptr_nonnull(numbered(&b, LIMIT_ADDRESSES));
	ck_assert_ptr_eq(broker_address_find(b.broker, SLICE_LIT("n/0")), used);
	ck_assert_ptr_nonnull(broker_address_find(b.broker, SLICE_LIT("n/1")));
	ck_assert_ptr_null(broker_address_find(b.broker, SLICE_LIT("n/2")));
	ck_assert_ptr_nonnull(broker_address_find(b.broker, SLICE_LIT("n/3")));
	/* Dropped, it is the one that was unused last. */
	address_drop(b.broker, used);
	bench_turn(&b, 1);
	ck_assert_ptr_nonnull(numbered(&b, LIMIT_ADDRESSES + 1));
	ck_assert_ptr_eq(broker_address_find(b.broker, SLICE_LIT("n/0")), used);
	bench_close(&b);
}
END_TEST

SUITE(broker_address)
{
	TEST(an_address_is_resolved_once_against_the_contract);
	TEST(an_address_that_is_too_long_is_none);
	TEST(past_the_limit_the_one_unused_the_longest_leaves);
}
