/* The frame that clients of a Confluent schema registry put before a message: magic 0, the schema's id (big
 * endian), and the way to the message in its file: how many indexes, then one for each nesting, all of them
 * zigzag varints; a single 0 stands for the first message. */
#include "schema/proto_wire.h"

enum { MAGIC_AND_ID = 5, MOST_INDEXES = PROTO_DEEPEST_SOURCE };

static bool read_index(struct proto_reading *r, size_t *at, int64_t *value)
{
	uint64_t bits;

	if (!proto_read_varint(r, at, r->in.len, &bits))
		return false;
	*value = (int64_t)(bits >> 1 ^ (0 - (bits & 1)));
	return *value >= 0;
}

/* Maps' own messages are counted too, as in the file's descriptor. */
static const struct proto_message *step_down(const struct proto_file *f, const struct proto_message *m,
					     int64_t index)
{
	struct proto_message *const *list = m ? m->messages : f->messages;
	size_t n = m ? m->n_messages : f->n_messages;

	return (uint64_t)index < n ? list[index] : NULL;
}

bool proto_frame_read(const struct proto_file *f, struct slice bytes, struct proto_frame *frame)
{
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };
	struct proto_reading r = { .in = bytes, .why = &why };
	struct cursor head = CURSOR(bytes);
	size_t at = MAGIC_AND_ID;
	int64_t n, index = 0;
	bool ok;

	*frame = (struct proto_frame){ 0 };
	ok = cursor_u8(&head) == 0;
	frame->schema_id = cursor_u32(&head);
	ok = ok && !head.bad && read_index(&r, &at, &n) && n <= MOST_INDEXES;
	if (ok && !n)
		frame->message = step_down(f, NULL, 0);
	for (int64_t i = 0; ok && i < n; i++) {
		ok = read_index(&r, &at, &index);
		if (ok && (!i || frame->message))
			frame->message = step_down(f, frame->message, index);
	}
	frame->bytes = at;
	arena_free(&a);
	return ok;
}
