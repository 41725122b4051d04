#include "cli/contracts.h"

#include "cli/remote.h"
#include "contract/merge.h"

struct contract *contracts_load_one(struct command_line *cl, struct slice argument, struct diag *d)
{
	const struct setting *dirs = &cl->settings[OPT_ALLOW_DIR];
	const struct contract_options o = { .dirs = dirs->values,
					    .n_dirs = dirs->n,
					    .fetcher = remote_fetcher(cl),
					    .only_checked = cl->command->bit == FOR_VALIDATE,
					    .content_asserts = option_flag(cl, OPT_ASSERT_CONTENT) };

	return contract_load_with(arena_strdup(&cl->arena, argument), &o, d);
}

bool contracts_load(struct contracts *out, struct command_line *cl, size_t from, size_t to, struct diag *d)
{
	*out = (struct contracts){ .list = arena_array(&cl->arena, struct contract *, to - from + 1),
				   .errors = arena_array(&cl->arena, unsigned, to - from + 1) };
	for (size_t i = from; i < to; i++) {
		unsigned before = d->errors;
		struct contract *c = contracts_load_one(cl, cl->args[i], d);

		out->has_errors |= d->errors > before;
		if (!c)
			return false;
		out->errors[out->n] = d->errors - before;
		out->list[out->n++] = c;
	}
	out->disagreements = contracts_disagree(out->list, out->n, d);
	out->has_errors |= out->disagreements > 0;
	return true;
}

void contracts_drop(struct contracts *c)
{
	for (size_t i = 0; i < c->n; i++)
		contract_drop(c->list[i]);
	c->n = 0;
}
