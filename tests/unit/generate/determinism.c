/* The bytes for seed 42, pinned: the same from every compiler and at every level of optimisation.
 *
 * They are in pinned.txt beside this file, one line per message.  Whoever changes what is made on purpose
 * writes them anew with UNDERSTUDY_PIN=1 (`make pins`) and looks at the difference. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "generate/generate.h"
#include "suite.h"

enum { POSITIONS = 12 };

static const char pinned_file[] = "tests/unit/generate/pinned.txt";
static const char *const contracts[] = { "tests/contracts/kinds.yaml", "tests/contracts/orders.yaml" };

static void add_part(struct buf *out, struct slice part)
{
	buf_char(out, ' ');
	if (part.ptr)
		json_string_add(out, part);
	else
		buf_char(out, '-');
}

static void add_message(struct buf *out, struct generator *g, const struct message_model *m,
			uint64_t position)
{
	struct diag d = { 0 };
	struct generated made;

	ck_assert_msg(generate(g, m, position, 1795255201000000, NULL, &made, &d), "%.*s: %s",
		      SLICE_FMT(m->name), d.n ? d.findings[0].text : "");
	buf_slice(out, m->channel->name);
	buf_char(out, '/');
	buf_slice(out, m->name);
	buf_char(out, ' ');
	buf_decimal(out, position);
	add_part(out, made.address);
	add_part(out, made.key);
	add_part(out, made.headers);
	buf_char(out, ' ');
	buf_slice(out, made.payload);
	buf_char(out, '\n');
	diag_release(&d);
}

static void add_contract(struct buf *out, const char *file)
{
	struct diag d = { 0 };
	struct contract *c = contract_load(file, &d);
	struct generator *g;

	ck_assert_msg(c, "%s: %s", file, d.n ? d.findings[0].text : "");
	g = generator_new(c, 42);
	for (uint64_t position = 0; position < POSITIONS; position++)
		for (size_t i = 0; i < c->n_channels; i++)
			for (size_t k = 0; k < c->channels[i]->n_messages; k++)
				add_message(out, g, c->channels[i]->messages[k], position);
	generator_free(g);
	contract_drop(c);
	diag_release(&d);
}

static void write_pinned(const struct buf *made)
{
	FILE *f = fopen(pinned_file, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(made->data, 1, made->len, f), made->len);
	ck_assert_int_eq(fclose(f), 0);
}

static void read_pinned(struct buf *out)
{
	FILE *f = fopen(pinned_file, "r");
	char block[4096];
	size_t n;

	ck_assert_msg(f, "%s cannot be read; `make pins` writes it", pinned_file);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	fclose(f);
}

START_TEST(seed_42_gives_these_bytes)
{
	BUF_AUTO struct buf made = BUF_INIT(0), pinned = BUF_INIT(0);
	struct slice left, right, ours, theirs;

	for (size_t i = 0; i < ARRAY_SIZE(contracts); i++)
		add_contract(&made, contracts[i]);
	if (getenv("UNDERSTUDY_PIN"))
		write_pinned(&made);
	read_pinned(&pinned);
	left = buf_view(&made);
	right = buf_view(&pinned);
	while (slice_split(&left, '\n', &ours) && slice_split(&right, '\n', &theirs))
		ck_assert_msg(slice_eq(ours, theirs), "made:   %.*s\npinned: %.*s", SLICE_FMT(ours),
			      SLICE_FMT(theirs));
	ck_assert_uint_eq(made.len, pinned.len);
}
END_TEST

/* The order in which messages are asked for does not matter, nor what was made before. */
START_TEST(a_position_is_the_same_whatever_came_before)
{
	struct diag d = { 0 };
	struct contract *c = contract_load(contracts[0], &d);
	struct generator *late = generator_new(c, 42);

	for (size_t k = c->channels[0]->n_messages; k-- > 0;)
		for (uint64_t position = POSITIONS; position-- > 0;) {
			BUF_AUTO struct buf here = BUF_INIT(0), fresh = BUF_INIT(0);
			struct generator *g = generator_new(c, 42);

			add_message(&here, late, c->channels[0]->messages[k], position);
			add_message(&fresh, g, c->channels[0]->messages[k], position);
			ck_assert_str_eq(buf_cstr(&here), buf_cstr(&fresh));
			generator_free(g);
		}
	generator_free(late);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(generate_determinism)
{
	TEST(seed_42_gives_these_bytes);
	TEST(a_position_is_the_same_whatever_came_before);
}
