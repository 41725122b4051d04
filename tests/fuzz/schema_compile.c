/* Any JSON as a schema: compiling ends, and what compiles judges without disagreement.  The text is the digit
 * of a dialect (none: AsyncAPI's), the schema, a line feed, and a payload; without a line feed the schema is
 * judged by itself. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/judge.h"

static void judge_text(const struct schema *s, struct slice payload)
{
	struct judge *j = judge_new();
	struct violations found = { .root_name = "payload", .max = 20 };
	char *padded = calloc(1, payload.len + SCHEMA_PADDING);
	struct slice json = slice_of(padded, payload.len);
	bool one_pass, walker;

	if (!padded)
		abort();
	memcpy(padded, payload.ptr, payload.len);
	one_pass = judge_in_one_pass(s, j, json);
	walker = judge_on_tape(s, j, json, NULL);
	if (one_pass && !walker) {
		fprintf(stderr, "the one pass accepts, the walker does not\n");
		abort();
	}
	if (judge_on_tape(s, j, json, &found) != walker) {
		fprintf(stderr, "the reasons and the walker disagree\n");
		abort();
	}
	violations_release(&found);
	free(padded);
	judge_free(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool has_digit = size && data[0] >= '0' && data[0] < '0' + SCHEMA_DIALECTS;
	struct schema_options options = { .dialect = has_digit ? data[0] - '0' : DIALECT_ASYNCAPI,
					  .formats_assert = true };
	struct slice text = slice_of(data + has_digit, size - has_digit),
		     schema = slice_first(text, slice_find(text, '\n'));
	struct slice payload = schema.len < text.len ? slice_from(text, schema.len + 1) : text;
	struct diag diag = { 0 };
	struct arena arena = ARENA_INIT;
	struct library library;
	struct document *doc;
	struct schema *s;

	library_init(&library, &diag);
	doc = library_load_text(&library, "fuzz.json", schema);
	s = doc && doc->root ? schema_compile(&arena, &library, doc->root, &options) : NULL;
	if (s)
		judge_text(s, payload);
	else if (!diag.errors)
		abort(); /* refused without a word */
	library_release(&library);
	arena_free(&arena);
	diag_release(&diag);
	return 0;
}
