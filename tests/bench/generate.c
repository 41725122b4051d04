/* What making a message costs: ns per message, judging it by our own validator included.
 *
 *	generate CONTRACT ROUNDS
 *
 * Makes the contract's first message, other positions in turn; prints the best and the mean of the rounds. */
#include <stdio.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "generate/generate.h"

enum { MESSAGES = 2000 };

/* Of this thread alone: other work on the machine does not count. */
static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double one_round(struct generator *g, const struct message_model *m, struct diag *d, size_t *bytes)
{
	const int64_t wall_us = INT64_C(1795255201000000);
	struct generated made;
	double start = now_ns();

	*bytes = 0;
	for (uint64_t i = 0; i < MESSAGES; i++) {
		if (!generate(g, m, i, wall_us, NULL, &made, d))
			BUG("no message at position %u", (unsigned)i);
		*bytes += made.payload.len;
	}
	return (now_ns() - start) / MESSAGES;
}

static void measure(const struct contract *c, int rounds, struct diag *d)
{
	struct generator *g = generator_new(c, 42);
	double best = 1e18, sum = 0;
	size_t bytes = 0;

	for (int i = 0; i < rounds; i++) {
		double ns = one_round(g, c->messages[0], d, &bytes);

		best = ns < best ? ns : best;
		sum += ns;
	}
	printf("%-36s %6.0f bytes  best %7.1f ns  mean %7.1f ns\n", "made and judged",
	       (double)bytes / MESSAGES, best, sum / rounds);
	generator_free(g);
}

int main(int argc, char **argv)
{
	struct diag d = { .out = stderr };
	struct contract *c;
	uint64_t rounds = 0;

	if (argc != 3 || !number_parse(slice_str(argv[2]), &rounds) || rounds < 1 || rounds > 1000) {
		fprintf(stderr, "usage: generate CONTRACT ROUNDS\n");
		return 2;
	}
	c = contract_load(argv[1], &d);
	if (!c || !c->n_messages)
		return 2;
	measure(c, (int)rounds, &d);
	contract_drop(c);
	diag_release(&d);
	return 0;
}
