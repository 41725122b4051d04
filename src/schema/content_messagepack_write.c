/* JSON into MessagePack, by msgpack-c's packer. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#include <msgpack/pack.h>
#pragma GCC diagnostic pop

#include "schema/content_wire.h"

static int on_write(void *to, const char *bytes, size_t n)
{
	struct buf *out = to;

	buf_add(out, bytes, n);
	return out->failed ? -1 : 0;
}

static void text(msgpack_packer *p, struct slice s)
{
	msgpack_pack_str(p, s.len);
	msgpack_pack_str_body(p, s.ptr, s.len);
}

/* There is no form for more than 64 bits; a decimal that no double has becomes the nearest that one has. */
static bool number(msgpack_packer *p, struct slice written, struct wire_error *why)
{
	struct number_read n = number_read(written);

	if (n.form == NUMBER_INTEGER || (n.form == NUMBER_NEGATIVE && n.magnitude > INT64_MAX))
		return wire_fail(why, 0, "an integer of more than 64 bits");
	if (n.form == NUMBER_UNSIGNED)
		msgpack_pack_uint64(p, n.magnitude);
	else if (n.form == NUMBER_NEGATIVE)
		msgpack_pack_int64(p, -1 - (int64_t)n.magnitude);
	else
		msgpack_pack_double(p, n.real);
	return true;
}

static bool value(msgpack_packer *p, const struct node *n, struct wire_error *why);

static bool list(msgpack_packer *p, const struct node *n, struct wire_error *why)
{
	msgpack_pack_array(p, n->n);
	for (size_t i = 0; i < n->n; i++)
		if (!value(p, n->items[i], why))
			return false;
	return true;
}

static bool map(msgpack_packer *p, const struct node *n, struct wire_error *why)
{
	msgpack_pack_map(p, n->n);
	for (size_t i = 0; i < n->n; i++) {
		text(p, n->members[i].key);
		if (!value(p, n->members[i].value, why))
			return false;
	}
	return true;
}

static bool value(msgpack_packer *p, const struct node *n, struct wire_error *why)
{
	switch (n->kind) {
	case NODE_NULL:
		msgpack_pack_nil(p);
		return true;
	case NODE_BOOL:
		if (n->truth)
			msgpack_pack_true(p);
		else
			msgpack_pack_false(p);
		return true;
	case NODE_NUMBER:
		return number(p, n->text, why);
	case NODE_TEXT:
		text(p, n->text);
		return true;
	case NODE_LIST:
		return list(p, n, why);
	case NODE_MAP:
		return map(p, n, why);
	}
	return false;
}

bool messagepack_from_json(const struct node *n, struct buf *bytes, struct wire_error *why)
{
	msgpack_packer p;

	msgpack_packer_init(&p, bytes, on_write);
	return value(&p, n, why) && (!bytes->failed || wire_fail(why, 0, "it is too large"));
}
