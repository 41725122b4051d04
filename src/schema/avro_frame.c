/* What may stand before a value: nothing, the marker and fingerprint of a single object (Avro 1.11,
 * "Single-object encoding"), or the zero byte and schema id that registries' serializers write. */
#include "schema/avro.h"

enum { SINGLE_HEAD = 10, REGISTRY_HEAD = 5 };

bool avro_unframe(struct slice bytes, enum avro_framing framing, struct avro_frame *out)
{
	struct cursor c = CURSOR(bytes);

	*out = (struct avro_frame){ .framing = framing, .body = bytes };
	if (framing == AVRO_SINGLE_OBJECT) {
		if (bytes.len < SINGLE_HEAD || cursor_u16(&c) != 0xc301)
			return false;
		for (unsigned i = 0; i < 8; i++) /* little endian */
			out->fingerprint |= (uint64_t)cursor_u8(&c) << (8 * i);
	} else if (framing == AVRO_REGISTRY) {
		if (bytes.len < REGISTRY_HEAD || cursor_u8(&c) != 0)
			return false;
		out->id = cursor_u32(&c);
	}
	out->body = slice_from(bytes, c.at);
	return true;
}

void avro_add_head(struct buf *out, enum avro_framing framing, uint64_t fingerprint, uint32_t id)
{
	if (framing == AVRO_SINGLE_OBJECT) {
		buf_u16(out, 0xc301);
		for (unsigned i = 0; i < 8; i++)
			buf_char(out, (char)(fingerprint >> (8 * i)));
	} else if (framing == AVRO_REGISTRY) {
		buf_char(out, 0);
		buf_u32(out, id);
	}
}
