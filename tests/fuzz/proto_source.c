/* Any text as a .proto source: it is taken or refused with words, and what is made of it compiles. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/proto_wire.h"
#include "schema/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct language_schema made = { .just_looking = size % 2 };
	struct diag diag = { 0 };
	struct arena arena = ARENA_INIT;
	struct library library;
	struct document *doc;
	bool taken;

	library_init(&library, &diag);
	doc = library_load_text(&library, "fuzz.proto", slice_of(data, size));
	taken = doc && doc->root &&
		protobuf_language.compile(&arena, &library, doc->root,
					  SLICE_LIT("application/vnd.google.protobuf"), &made);
	if (!taken && !diag.errors)
		abort();
	if (taken && !diag.errors && made.json_schema &&
	    !schema_compile(&arena, &library, made.json_schema, NULL)) {
		fprintf(stderr, "%s\n", diag.n ? diag.findings[0].text : "no words");
		abort();
	}
	library_release(&library);
	diag_release(&diag);
	arena_free(&arena);
	return 0;
}
