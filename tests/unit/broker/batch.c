/* A batch as one entry: a packing of one byte a record stands for Kafka's. */
#include "base/limits.h"
#include "broker/bench.h"

/* "abc" is three records: "a" is an order, every other letter is no JSON. */
static bool open_letters(struct slice bytes, struct arena *scratch, message_fn *each, void *arg)
{
	for (size_t i = 0; i < bytes.len; i++) {
		struct message m = { .payload = bytes.ptr[i] == 'a'
							? SLICE_LIT(ORDER)
							: arena_copy(scratch, slice_of(bytes.ptr + i, 1)) };

		if (bytes.ptr[i] == '!')
			return false;
		if (!each(arg, &m))
			return true;
	}
	return true;
}

static bool pack_letters(const struct message *first, unsigned n, struct buf *out)
{
	for (unsigned i = 0; i < n; i++)
		buf_char(out, first[i].payload.len == 1 ? first[i].payload.ptr[0] : 'a');
	return true;
}

static const struct packing letters = { open_letters, pack_letters };

static const struct {
	const char *title;
	enum policy policy;
	const char *sent, *kept; /* kept NULL: nothing is appended */
	enum outcome outcome;
	unsigned n_bad, first_bad;
	const char *told;
} rows[] = {
	{.title = "a clean batch is one entry",
	  .sent = "aaa",
	  .kept = "aaa",
	  .told = "1 arrival c shipments accepted\n2 arrival c shipments accepted\n"
		  "3 arrival c shipments accepted\n"						     },
	{ .title = "accept keeps it as it came",
	  .sent = "aba",
	  .kept = "aba",
	  .told = "1 arrival c shipments accepted\n2 arrival c shipments accepted\n"
		  "3 arrival c shipments accepted\n"						     },
	{ .title = "reject refuses the whole and names the bad ones",
	  .policy = POLICY_REJECT,
	  .sent = "aabac",
	  .outcome = OUTCOME_REFUSED,
	  .n_bad = 2,
	  .first_bad = 2,
	  .told = "1 arrival c shipments refused\n2 arrival c shipments refused\n"
		  "3 arrival c shipments refused\n4 arrival c shipments refused\n"
		  "5 arrival c shipments refused\n" },
	{ .title = "dead-letter packs the rest anew",
	  .policy = POLICY_DEAD_LETTER,
	  .sent = "abaa",
	  .kept = "aaa",
	  .told = "1 arrival c shipments accepted\n2 arrival c shipments diverted\n"
		  "3 arrival dead-letter dead-letter/shipments accepted\n"
		  "4 arrival c shipments accepted\n5 arrival c shipments accepted\n" },
	{ .title = "nothing may be left",
	  .policy = POLICY_DEAD_LETTER,
	  .sent = "b",
	  .outcome = OUTCOME_DIVERTED,
	  .told = "1 arrival c shipments diverted\n"
		  "2 arrival dead-letter dead-letter/shipments accepted\n" },
	{ .title = "a torn batch is no arrival",				 .sent = "a!",				       .outcome = OUTCOME_REFUSED,						   .told = ""			      },
};

START_TEST(a_batch_is_judged_record_by_record)
{
	struct bench b;
	struct receipt r = { 0 };
	struct message m, back;
	unsigned bad[LIMIT_VIOLATIONS], n_bad = 9;
	uint64_t at = 0;

	bench_open(&b, &(struct broker_options){ .policy = rows[_i].policy });
	m = bench_message(&b, "shipments", rows[_i].sent);
	m.packing = &letters;
	ck_assert_msg(broker_admit_batch(b.broker, &m, &r, bad, &n_bad) == rows[_i].outcome, "%s: %s",
		      rows[_i].title, outcome_name(r.outcome));
	ck_assert_msg(n_bad == rows[_i].n_bad, "%s: %u bad", rows[_i].title, n_bad);
	if (n_bad) {
		ck_assert_uint_eq(bad[0], rows[_i].first_bad);
		ck_assert_int_eq(r.why, REFUSAL_CONTRACT);
		ck_assert_str_eq(r.violations.list[0].keyword, "json");
	}
	ck_assert_msg(slice_is(buf_view(&b.told), rows[_i].told), "%s: %s", rows[_i].title,
		      buf_cstr(&b.told));
	if (rows[_i].kept) {
		size_t n = strlen(rows[_i].kept);

		broker_append(b.broker, &m);
		ck_assert_uint_eq(log_next(m.address->logs[0]), n);
		at = n - 1; /* any of its offsets finds the whole */
		ck_assert_int_eq(log_read(m.address->logs[0], &at, &back), LOG_READ_OK);
		ck_assert(slice_is(back.payload, rows[_i].kept));
		ck_assert(back.packing == &letters && back.count == n && at == n && back.seq == 1);
	}
	receipt_release(&r);
	bench_close(&b);
}
END_TEST

SUITE(broker_batch)
{
	LOOP_TEST(a_batch_is_judged_record_by_record, 0, ARRAY_SIZE(rows));
}
