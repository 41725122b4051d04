#include "cli/contracts.h"

bool contracts_load(struct contracts *out, struct command_line *cl, size_t from, size_t to, struct diag *d)
{
	*out = (struct contracts){ .list = arena_array(&cl->arena, struct contract *, to - from + 1) };
	for (size_t i = from; i < to; i++) {
		unsigned before = d->errors;
		struct contract *c = contract_load(arena_strdup(&cl->arena, cl->args[i]), d);

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
