/* Any bytes as a JSON Schema: what is made from it conforms, or the failure has a reason. */
#include <stdlib.h>

#include "generate/making.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_position(struct generator *g, struct schema *s, struct node *root, uint64_t position)
{
	struct diag d = { 0 };
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf json = BUF_INIT(0);
	struct judge *j = judge_new();
	struct node *value =
		generate_value(g, root, SLICE_LIT("payload"), position, 1795255201000000, &a, &d);

	if (!value && (d.n != 1 || !strlen(d.findings[0].text)))
		abort();
	if (value) {
		json_padded(&json, value);
		if (!schema_accepts(s, j, buf_view(&json)))
			abort();
	}
	judge_free(j);
	arena_free(&a);
	diag_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct schema_options options = { .dialect = DIALECT_DRAFT_07, .formats_assert = true };
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct library l;
	struct document *doc;
	struct schema *s = NULL;

	library_init(&l, &d);
	doc = library_load_text(&l, "schema.json", slice_of(data, size));
	if (doc && doc->root)
		s = schema_compile(&a, &l, doc->root, &options);
	if (s) {
		struct generator *g = generator_for_library(&l, 42);

		for (uint64_t position = 0; position < 3; position++)
			try_position(g, s, doc->root, position);
		generator_free(g);
	}
	arena_free(&a);
	library_release(&l);
	diag_release(&d);
	return 0;
}
