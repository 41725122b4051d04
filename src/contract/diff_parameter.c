/* Parameters of an address: paired by their place in it, since their names are not on the wire. */
#include "contract/address.h"
#include "contract/diff_compare.h"

static bool has(struct slice *const list, size_t n, struct slice value)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(list[i], value))
			return true;
	return false;
}

static void compare_listed(struct comparer *c, const struct parameter *a, const struct parameter *b,
			   struct noted n)
{
	if (!a->n_values && !b->n_values)
		return;
	if (!a->n_values || !b->n_values) {
		n.effect = b->n_values ? NARROWS : WIDENS;
		note(c, n,
		     b->n_values ? "is now limited to listed values"
				 : "is no longer limited to listed values");
		return;
	}
	for (size_t i = 0; i < a->n_values; i++)
		if (!has(b->values, b->n_values, a->values[i])) {
			n.effect = NARROWS;
			note(c, n, "can no longer be \"%s\"", shown_text(c, a->values[i]));
		}
	for (size_t i = 0; i < b->n_values; i++)
		if (!has(a->values, a->n_values, b->values[i])) {
			n.effect = WIDENS;
			note(c, n, "can now also be \"%s\"", shown_text(c, b->values[i]));
		}
}

static void compare_parameter(struct comparer *c, const struct parameter *a, const struct parameter *b)
{
	struct step root = { .kind = STEP_ROOT,
			     .name = slice_str(
				     arena_printf(&c->keys, "parameter %.*s", SLICE_FMT(b->name))) };
	struct noted n = { .code = "parameter", .at = b->at, .was_at = a->at, .where = &root };

	if (a->schema_node && b->schema_node && !a->n_values && !b->n_values) {
		struct view was = view_of(&c->before->library, a->schema_node, a->at);
		struct view is = view_of(&c->after->library, b->schema_node, b->at);

		compare_schemas(c, &was, &is, &root);
	} else {
		compare_listed(c, a, b, n);
	}
	if (slice_eq(a->location, b->location))
		return;
	n.effect = a->location.ptr ? BOTH_WAYS : NARROWS;
	n.was = a->location.ptr ? arena_printf(&c->out->arena, "was %s", shown_text(c, a->location)) : NULL;
	if (b->location.ptr)
		note(c, n, "must now be what %s says", shown_text(c, b->location));
	else
		note(c, n, "is no longer said by the message");
}

void compare_parameters(struct comparer *c, const struct channel *a, const struct channel *b)
{
	struct slice was = a->address, is = b->address, before, after;

	while (address_next_parameter(&was, &before) && address_next_parameter(&is, &after)) {
		const struct parameter *x = channel_parameter(a, before), *y = channel_parameter(b, after);

		if (x && y)
			compare_parameter(c, x, y);
	}
}
