/* Protobuf's wire format and ProtoJSON, both ways ("Encoding" and "JSON Mapping" of the specification). */
#ifndef SCHEMA_PROTO_WIRE_H
#define SCHEMA_PROTO_WIRE_H

#include "schema/language.h"
#include "schema/proto.h"

/* Appends the JSON form of a message's bytes, all of them. */
bool proto_to_json(const struct proto_message *m, struct slice bytes, struct buf *json,
		   struct wire_error *why);
/* Appends the bytes of a message's JSON form, fields by number, default values left out. */
bool proto_from_json(const struct proto_message *m, const struct node *value, struct buf *bytes,
		     struct wire_error *why);
/* Are the bytes a run of well-formed records whose fields the message knows? */
bool proto_is_wire(const struct proto_message *m, struct slice bytes);

/* The registry's frame before a message: 0, the schema's id in four bytes, which of its messages. */
struct proto_frame {
	uint32_t schema_id;
	const struct proto_message *message; /* that the indexes lead to; NULL: none of this source */
	size_t bytes;			     /* of the frame */
};
/* False: cut off or overlong. */
bool proto_frame_read(const struct proto_file *f, struct slice bytes, struct proto_frame *frame);

/* --- between the files */

enum proto_wire_type {
	WIRE_VARINT = 0,
	WIRE_64 = 1,
	WIRE_BYTES = 2,
	WIRE_GROUP = 3,
	WIRE_GROUP_END = 4,
	WIRE_32 = 5
};
enum { PROTO_VARINT_BYTES = 10, PROTO_NANOS = 1000000000 };

enum proto_wire_type proto_wire_type_of(enum proto_kind kind);
const char *proto_wire_name(unsigned type);

/* Where in the JSON form we are: a list from the leaf to the root, on the stack. */
struct proto_path {
	const struct proto_path *up;
	struct slice name; /* absent: an item */
	size_t index;
};
/* Fills in *why, unless it is already; always false. */
bool proto_wire_fail(struct wire_error *why, const struct proto_path *path, size_t at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* One read over a message's bytes; offsets are of 32 bits, so more than 4 GiB are refused first. */
struct proto_reading {
	struct slice in;
	struct buf *json;
	struct wire_error *why;
	const struct proto_path *path;
	/* Records of the messages that are open, the innermost last: number << 32 | offset of the tag;
	   between them the parts of messages that came in several: from, to. */
	uint64_t *stack; /* owned */
	size_t n, room;
	unsigned depth;
	size_t unknown; /* records of fields that nobody knows */
};

/* One record's head, and where its value is. */
struct proto_record {
	uint64_t number;
	unsigned type;
	size_t tag, value, end; /* offsets: of the tag, of the value (behind its length), behind the value */
	size_t next;		/* behind the record: behind a group's end tag */
};

bool proto_read_varint(struct proto_reading *r, size_t *at, size_t end, uint64_t *value);
/* The record at `at`, checked as far as `end`. */
bool proto_read_record(struct proto_reading *r, size_t at, size_t end, struct proto_record *out);
/* The value of a scalar record, as bits; of strings and bytes there is none. */
uint64_t proto_record_bits(struct proto_reading *r, const struct proto_record *record);
#define proto_read_fail(r, at, ...) proto_wire_fail((r)->why, (r)->path, (at), __VA_ARGS__)

/* Notes the records of a message that consists of `parts` parts at stack[first]; the first of its records is
 * at *mark. */
bool proto_scan(struct proto_reading *r, const struct proto_message *m, size_t first, size_t parts,
		size_t *mark);
/* The last record of a field among those from `mark`; false: none. */
bool proto_last(struct proto_reading *r, size_t mark, uint64_t number, struct proto_record *out);
/* The same as its bits, 0 when there is none. */
uint64_t proto_last_bits(struct proto_reading *r, size_t mark, uint64_t number);
void proto_push(struct proto_reading *r, uint64_t a, uint64_t b);

/* The JSON of a message in parts at stack[first]. */
bool proto_read_message(struct proto_reading *r, const struct proto_message *m, size_t first, size_t parts);
/* Its members without the braces; *some: one was written before. */
bool proto_read_members(struct proto_reading *r, const struct proto_message *m, size_t mark, bool *some);
/* The value of the field whose records begin at stack[from], to before `to`. */
bool proto_read_field(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to);
/* Single values that others replaced are only checked. */
bool proto_read_dropped(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to);
/* Of a message with a form of its own, its records noted from `mark`. */
bool proto_read_form(struct proto_reading *r, const struct proto_message *m, size_t mark);
/* A scalar, by its bits or its bytes. */
bool proto_read_scalar(struct proto_reading *r, const struct proto_field *f, uint64_t bits,
		       struct slice bytes, size_t at);
void proto_default_json(struct proto_reading *r, const struct proto_field *f);

/* One write. */
struct proto_writing {
	struct buf *out;
	struct wire_error *why;
	const struct proto_path *path;
	unsigned depth;
};
#define proto_write_fail(w, ...) proto_wire_fail((w)->why, (w)->path, 0, __VA_ARGS__)

void proto_write_varint(struct buf *out, uint64_t value);
void proto_write_tag(struct buf *out, int64_t number, enum proto_wire_type type);
/* Puts the length of what was written since `from` before it. */
void proto_write_length(struct buf *out, size_t from);
/* The body of a message, without tag and length. */
bool proto_write_message(struct proto_writing *w, const struct proto_message *m, const struct node *value);
/* The members of a plain one; `besides` is no field (absent: none). */
bool proto_write_members(struct proto_writing *w, const struct proto_message *m, const struct node *value,
			 struct slice besides);
bool proto_write_form(struct proto_writing *w, const struct proto_message *m, const struct node *value);
/* A field with its tag. */
bool proto_write_field(struct proto_writing *w, const struct proto_field *f, const struct node *value);
/* A scalar or enum without its tag; *is_default: it is what the field has without being written. */
bool proto_write_scalar(struct proto_writing *w, const struct proto_field *f, const struct node *value,
			bool *is_default);

/* "2026-11-21T10:00:00.5Z" and "1.5s"; false: out of range, or not of that form. */
bool proto_time_add(struct buf *out, int64_t seconds, int32_t nanos);
bool proto_time_parse(struct slice text, int64_t *seconds, int32_t *nanos);
bool proto_duration_add(struct buf *out, int64_t seconds, int32_t nanos);
bool proto_duration_parse(struct slice text, int64_t *seconds, int32_t *nanos);

#endif
