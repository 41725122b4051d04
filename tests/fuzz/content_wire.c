/* Any bytes as CBOR and as MessagePack: what is read is JSON in whatever value, and written again it says the
 * same.  The first byte chooses which. */
#include "base/limits.h"
#include "base/memory.h"
#include "schema/content.h"
#include "schema/schema.h"

static struct judge *judge;

static void check(const struct content *c, struct buf *json, struct arena *a)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), again = BUF_INIT(0);
	struct wire_error error = { .arena = a };
	size_t length = json->len, where;
	struct node *value, *second;
	const char *why;

	buf_add(json, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	value = json_parse(a, slice_of(json->data, length), &why, &where);
	if (!value) /* keys that came twice are the judge's to tell */
		return;
	if (!json_is_valid(judge, slice_of(json->data, length)))
		BUG("not valid: %s", json->data);
	if (!c->from_json(value, &bytes, &error))
		return;
	if (!c->to_json(buf_view(&bytes), &again, &error))
		BUG("%s cannot be read again: %s", json->data, error.text);
	second = json_parse(a, buf_view(&again), &why, &where);
	if (!second || (c->keyword[0] == 'c' && !node_equal(value, second)))
		BUG("%s became %s", json->data, buf_cstr(&again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };
	const struct content *c;

	if (!size)
		return 0;
	if (!judge)
		judge = judge_new();
	c = content_find(data[0] & 1 ? SLICE_LIT("application/cbor") : SLICE_LIT("application/msgpack"));
	if (c->to_json(slice_of(data + 1, size - 1), &json, &why))
		check(c, &json, &a);
	else if (why.at > size - 1 || !why.text)
		BUG("an error outside the bytes");
	arena_free(&a);
	return 0;
}
