/* The `mock:` block: of `serve --config`, of understudy.yaml, of a scenario. */
#ifndef MOCK_BLOCK_H
#define MOCK_BLOCK_H

#include "mock/mock.h"

struct mock_block {
	bool has_policy, has_unknown, has_generate;
	enum policy policy;
	enum unknown unknown;
	struct mock_interval *intervals; /* generate: { orders: 100ms }; in the arena */
	size_t n_intervals;
	int64_t every_us; /* generate: 100ms, for all channels; 0: only those named */
	struct node *at;
};

/* Reads the block, told of every mistake with its place; false when there was one.  NULL is an empty block.
 */
bool mock_block_read(struct mock_block *out, const struct node *block, struct arena *a, struct diag *d);

/* Every channel that it names must be in one of the contracts; false: said in `d`, with did you mean. */
bool mock_block_check(const struct mock_block *b, struct contract *const *contracts, size_t n,
		      struct diag *d);

/* "accept", "reject", "dead-letter"; "report", "relay", "refuse"; "auto", "application", "counterpart". */
bool policy_parse(struct slice s, enum policy *out);
bool unknown_parse(struct slice s, enum unknown *out);
bool role_parse(struct slice s, enum role *out);
const char *role_name(enum role r);

#endif
