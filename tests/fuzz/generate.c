/* Any bytes as a JSON Schema of any dialect: what is made from it conforms, or the failure has a reason; and
 * a schema that is said to forbid every value accepts none of those that are tried.
 *
 * The first byte chooses the dialect; a second JSON document behind a NUL is one more value to try. */
#include <stdlib.h>

#include "generate/making.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct trial {
	struct generator *generator;
	struct schema *schema;
	struct node *root;
	struct judge *judge;
};

static bool accepts(struct trial *t, struct slice json)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_slice(&text, json);
	buf_pad(&text);
	return schema_accepts(t->schema, t->judge, slice_of(text.data, json.len));
}

static void try_position(struct trial *t, uint64_t position)
{
	struct diag d = { 0 };
	struct arena a = ARENA_INIT;
	BUF_AUTO struct buf json = BUF_INIT(0);
	struct node *value = generate_value(t->generator, t->root, SLICE_LIT("payload"), position,
					    1795255201000000, &a, &d);

	if (!value && (d.n != 1 || !strlen(d.findings[0].text)))
		abort();
	if (value) {
		node_write_json(&json, value);
		if (!accepts(t, buf_view(&json)))
			abort();
	}
	arena_free(&a);
	diag_release(&d);
}

static void try_to_refute(struct trial *t, struct slice more)
{
	static const char *const values[] = {
		"null",
		"true",
		"false",
		"0",
		"1",
		"-1",
		"0.5",
		"7",
		"100",
		"1e9",
		"\"\"",
		"\"a\"",
		"\"ab\"",
		"\"2026-11-21\"",
		"[]",
		"[null]",
		"[1]",
		"[\"a\"]",
		"[1,2]",
		"{}",
		"{\"a\":1}",
		"{\"a\":\"a\"}",
		"{\"a\":null}",
		"{\"a\":{}}",
		"{\"foo\":1}",
	};
	struct arena a = ARENA_INIT;
	struct why why;

	if (generator_is_impossible(t->generator, t->root, &a, &why)) {
		for (size_t i = 0; i < ARRAY_SIZE(values); i++)
			if (accepts(t, slice_str(values[i])))
				abort();
		if (accepts(t, more))
			abort();
	}
	arena_free(&a);
}

static void try_schema(struct library *l, struct schema_options *options, struct node *root,
		       struct slice more)
{
	struct arena a = ARENA_INIT;
	struct trial t = { .root = root, .schema = schema_compile(&a, l, root, options) };

	if (t.schema) {
		t.generator = generator_for_library(l, 42);
		t.generator->options = *options;
		t.judge = judge_new();
		for (uint64_t position = 0; position < 3; position++)
			try_position(&t, position);
		try_to_refute(&t, more);
		generator_free(t.generator);
		judge_free(t.judge);
	}
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct schema_options options = { .formats_assert = true };
	struct slice text = slice_of(data, size);
	size_t line = slice_find(text, '\0');
	struct diag d = { 0 };
	struct library l;
	struct document *doc;

	if (size && data[0] != '{') {
		options.dialect = data[0] % SCHEMA_DIALECTS;
		text = slice_from(text, 1);
		line -= line > 0;
	}
	library_init(&l, &d);
	doc = library_load_text(&l, "schema.json", slice_first(text, line));
	if (doc && doc->root)
		try_schema(&l, &options, doc->root, slice_from(text, line + 1));
	library_release(&l);
	diag_release(&d);
	return 0;
}
