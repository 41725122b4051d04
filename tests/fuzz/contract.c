/* The contract loader, whatever the text; then addresses against what it understood, and the lint rules. */
#include <stdlib.h>

#include "contract/address.h"
#include "contract/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct contract *c)
{
	BUF_AUTO struct buf address = BUF_INIT(1 << 16);
	struct address_match match;
	struct slice missing;

	for (size_t i = 0; i < c->n_channels; i++) {
		const struct channel *ch = c->channels[i];

		if (ch->contract != c || ch->id != i + 1)
			abort();
		buf_reset(&address);
		if (!ch->address.ptr || !channel_fill(ch, NULL, &address, &missing))
			continue;
		contract_match(c, buf_view(&address), '/', &match);
		contract_nearest(c, buf_view(&address));
	}
	for (size_t i = 0; i < c->n_messages; i++)
		if (c->messages[i]->id != i + 1)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = { 0 };
	struct contract *c = contract_load_text("fuzz.yaml", slice_of(data, size), &d);

	if (!c && !d.errors)
		abort();
	if (c) {
		use(c);
		contract_forget_schemas(c);
		contract_lint(c, &(struct lint_settings){ 0 }, &d, 0);
	}
	contract_drop(c);
	diag_release(&d);
	return 0;
}
