#include "cli/contracts.h"

bool contracts_load(struct contracts *out, struct command_line *cl, size_t from, size_t to, struct diag *d)
{
	const struct setting *dirs = &cl->settings[OPT_ALLOW_DIR];
	const struct contract_options o = { .dirs = dirs->values,
					    .n_dirs = dirs->n,
					    .only_checked = cl->command->bit == FOR_VALIDATE };

	*out = (struct contracts){ .list = arena_array(&cl->arena, struct contract *, to - from + 1) };
	for (size_t i = from; i < to; i++) {
		unsigned before = d->errors;
		struct contract *c = contract_load_with(arena_strdup(&cl->arena, cl->args[i]), &o, d);

		out->has_errors |= d->errors > before;
		if (!c)
			return false;
		out->list[out->n++] = c;
	}
	return true;
}

void contracts_drop(struct contracts *c)
{
	for (size_t i = 0; i < c->n; i++)
		contract_drop(c->list[i]);
	c->n = 0;
}
