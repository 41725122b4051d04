/* Any text as an Avro schema: it is refused with a word, or its JSON Schema compiles, its canonical form is a
 * schema with the same fingerprint, and it can read what it writes. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/avro.h"
#include "schema/schema.h"

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}

static void check_canonical(struct arena *a, struct library *l, const struct avro_schema *s)
{
	BUF_AUTO struct buf text = BUF_INIT(0), again = BUF_INIT(0);
	struct document *doc;
	struct avro_schema *other;

	avro_canonical(&text, s->root);
	doc = library_load_text(l, "canonical.json", buf_view(&text));
	other = doc && doc->root ? avro_parse(a, l, doc->root, s->minor) : NULL;
	if (!other)
		fail("the canonical form is no schema");
	avro_canonical(&again, other->root);
	if (!slice_eq(buf_view(&text), buf_view(&again)) || other->fingerprint != s->fingerprint)
		fail("the canonical form of the canonical form is another");
}

static void check_compatible(struct arena *a, const struct avro_schema *s)
{
	struct avro_clashes found = { .a = a };

	if (!avro_compatible(s, s, &found))
		fail("it cannot read what it writes");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice format = SLICE_LIT("application/vnd.apache.avro;version=1.11.0");
	struct diag diag = { 0 };
	struct arena arena = ARENA_INIT;
	struct language_schema out = { 0 };
	struct library library;
	struct document *doc;
	bool ok;

	library_init(&library, &diag);
	doc = library_load_text(&library, "fuzz.yaml", slice_of(data, size));
	ok = doc && doc->root && avro_language.compile(&arena, &library, doc->root, format, &out);
	if (!ok && !diag.errors)
		fail("refused without a word");
	if (ok) {
		if (!schema_compile(&arena, &library, out.json_schema, NULL))
			fail(diag.n ? diag.findings[diag.n - 1].text : "its JSON Schema does not compile");
		check_canonical(&arena, &library, out.wire);
		check_compatible(&arena, out.wire);
	}
	library_release(&library);
	arena_free(&arena);
	diag_release(&diag);
	return 0;
}
