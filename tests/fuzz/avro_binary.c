/* Any bytes as values of several schemas: the first byte says which, and by which other one they are told.
 * What is read is JSON that conforms, and comes back by way of the bytes that it is written as. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/avro.h"
#include "schema/schema.h"

static const char *const texts[] = {
	"int",
	"long",
	"float",
	"double",
	"bytes",
	"string",
	"{type: fixed, name: F, size: 3}",
	"{type: array, items: ['null', int, {type: array, items: 'null'}]}",
	"{type: map, values: {type: map, values: boolean}}",
	"{type: record, name: T, fields: [{name: v, type: ['null', long]}, {name: sub, type: {type: array, "
	"items: "
	"T}}]}",
	"{type: record, name: R, namespace: a.b, fields: ["
	"{name: id, type: {type: string, logicalType: uuid}}, {name: at, type: {type: int, logicalType: "
	"time-millis}},"
	"{name: amount, type: {type: bytes, logicalType: decimal, precision: 5, scale: 2}},"
	"{name: kind, type: {type: enum, name: E, symbols: [A, B, C], default: A}},"
	"{name: note, type: ['null', string], default: null}]}",
	"{type: record, name: R, namespace: a.b, fields: ["
	"{name: kind, type: ['null', {type: enum, name: E, symbols: [A, B], default: A}], default: null},"
	"{name: note, type: [string, int, 'null'], default: x}, {name: more, type: [int, 'null'], default: "
	"3},"
	"{name: amount, type: string}]}",
};

enum { SCHEMAS = ARRAY_SIZE(texts) };

static struct {
	struct library library;
	struct arena arena;
	struct diag diag;
	struct avro_schema *of[SCHEMAS];
	struct schema *judged[SCHEMAS];
	struct judge *judge;
} all;

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}

static void prepare(void)
{
	library_init(&all.library, &all.diag);
	all.judge = judge_new();
	for (size_t i = 0; i < SCHEMAS; i++) {
		struct language_schema out = { 0 };
		struct document *doc = library_load_text(
			&all.library, arena_printf(&all.arena, "%zu.yaml", i), slice_str(texts[i]));

		if (!avro_language.compile(&all.arena, &all.library, doc->root,
					   SLICE_LIT("application/vnd.apache.avro"), &out))
			fail(all.diag.findings[0].text);
		all.of[i] = out.wire;
		all.judged[i] = schema_compile(&all.arena, &all.library, out.json_schema, NULL);
	}
}

static struct slice padded(struct buf *json)
{
	static const char zeros[SCHEMA_PADDING];

	buf_add(json, zeros, sizeof(zeros));
	json->len -= sizeof(zeros);
	return buf_view(json);
}

/* Logical types ask for more than the bytes do, and keys of maps may come twice. */
static bool must_conform(size_t which)
{
	return !strstr(texts[which], "logicalType") && !strstr(texts[which], "map");
}

static void check_again(struct arena *a, size_t which, struct slice json)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), again = BUF_INIT(0);
	struct wire_error error = { .arena = a };
	const char *why;
	size_t where;
	struct node *n = json_parse(a, json, &why, &where);

	if (!n && must_conform(which))
		fail(why);
	if (!n)
		return;
	if (!avro_language.from_json(all.of[which], n, &bytes, &error) ||
	    !avro_language.to_json(all.of[which], buf_view(&bytes), &again, &error))
		fail(error.text);
	/* By value: a reader is told the fields in the writer's order. */
	if (!node_equal(n, json_parse(a, buf_view(&again), &why, &where)))
		fail("it comes back as another");
}

static void check(struct arena *a, size_t which, struct buf *json)
{
	if (must_conform(which) && !schema_accepts(all.judged[which], all.judge, padded(json)))
		fail("what was read does not conform");
	check_again(a, which, buf_view(json));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_AUTO struct buf json = BUF_INIT(1 << 20);
	struct arena arena = ARENA_INIT;
	struct wire_error why = { .arena = &arena };
	size_t which = size ? data[0] % SCHEMAS : 0, reader = size ? data[0] / SCHEMAS % SCHEMAS : 0;
	struct slice bytes = slice_of(data + 1, size ? size - 1 : 0);
	struct avro_reading r;

	if (!all.judge)
		prepare();
	if (avro_language.to_json(all.of[which], bytes, &json, &why))
		check(&arena, which, &json);
	else if (!why.text)
		fail("refused without a word");
	buf_reset(&json);
	r = avro_reading_of(bytes, &json, &why);
	if (avro_read_as(&r, all.of[which]->root, all.of[reader]->root, NULL) && avro_ended(&r))
		check(&arena, reader, &json);
	arena_free(&arena);
	return 0;
}
