/* Scenarios against real brokers (--attach): what those cannot tell or do is refused before anything starts.
 */
#include "scenario/reading.h"

static bool is_ours(const struct reading *r, struct slice server)
{
	const struct scenario_defaults *d = &r->set->defaults;

	for (size_t i = 0; i < d->n_attached; i++)
		if (!server.ptr || !d->attached[i].ptr || slice_eq(d->attached[i], server))
			return false;
	return true;
}

bool needs_mock(struct reading *r, struct slice server, struct loc at, const char *reason)
{
	return is_ours(r, server) || diag_error(r->diag, DIAG_SCENARIO, at,
						"with --attach this cannot be had: a real broker %s", reason);
}

bool check_attached(struct reading *r)
{
	const struct scenario_defaults *d = &r->set->defaults;

	for (size_t i = 0; i < d->n_attached; i++) {
		bool found = !d->attached[i].ptr || d->has_protocol;

		for (size_t k = 0; k < r->scenario->n_contracts && !found; k++)
			found = contract_server(r->scenario->contracts[k].contract, d->attached[i]) != NULL;
		if (!found)
			return diag_error(r->diag, DIAG_UNKNOWN_NAME, r->scenario->at,
					  "--attach: no contract of this scenario has a server \"%.*s\"",
					  SLICE_FMT(d->attached[i]));
	}
	return true;
}
