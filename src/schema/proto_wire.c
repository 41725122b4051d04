/* Records: tags, varints, lengths, groups; every length is checked before it is believed. */
#include "schema/proto_wire.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

static const struct {
	enum proto_wire_type type;
	const char *name;
} wire_types[] = {
	{WIRE_VARINT,     "a varint"		  },
	       { WIRE_64,	  "8 bytes"	    },
	{ WIRE_BYTES,     "bytes with a length"},
	       { WIRE_GROUP,     "a group"	       },
	{ WIRE_GROUP_END, "a group's end"	  },
	       { WIRE_32,	  "4 bytes"	    },
};

const char *proto_wire_name(unsigned type)
{
	return type < ARRAY_SIZE(wire_types) ? wire_types[type].name : "no wire type";
}

enum proto_wire_type proto_wire_type_of(enum proto_kind kind)
{
	switch (kind) {
	case KIND_DOUBLE:
	case KIND_FIXED64:
	case KIND_SFIXED64:
		return WIRE_64;
	case KIND_FLOAT:
	case KIND_FIXED32:
	case KIND_SFIXED32:
		return WIRE_32;
	case KIND_STRING:
	case KIND_BYTES:
	case KIND_MESSAGE:
		return WIRE_BYTES;
	case KIND_GROUP:
		return WIRE_GROUP;
	default:
		return WIRE_VARINT;
	}
}

/* --- saying why */

static void add_path(struct buf *out, const struct proto_path *path)
{
	if (!path)
		return;
	add_path(out, path->up);
	if (path->name.ptr)
		json_pointer_add(out, path->name);
	else
		buf_printf(out, "/%zu", path->index);
}

bool proto_wire_fail(struct wire_error *why, const struct proto_path *path, size_t at, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(0), safe = BUF_INIT(0), pointer = BUF_INIT(0);
	va_list ap;

	if (why->text)
		return false;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	printable_add(&safe, buf_view(&text), LIMIT_FINDING_BYTES);
	add_path(&pointer, path);
	why->text = arena_strdup(why->arena, buf_view(&safe));
	why->instance = arena_copy(why->arena, buf_view(&pointer));
	why->at = at;
	return false;
}

/* --- records */

bool proto_read_varint(struct proto_reading *r, size_t *at, size_t end, uint64_t *value)
{
	size_t from = *at;

	*value = 0;
	for (unsigned i = 0; i < PROTO_VARINT_BYTES; i++) {
		uint8_t byte;

		if (*at >= end)
			return proto_read_fail(r, from, "a varint is cut off");
		byte = (uint8_t)r->in.ptr[(*at)++];
		*value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80)
			return true;
	}
	return proto_read_fail(r, from, "a varint of more than %d bytes", PROTO_VARINT_BYTES);
}

static bool read_tag(struct proto_reading *r, size_t *at, size_t end, struct proto_record *out)
{
	uint64_t tag;

	out->tag = *at;
	if (!proto_read_varint(r, at, end, &tag))
		return false;
	out->number = tag >> 3;
	out->type = (unsigned)(tag & 7);
	if (!out->number || out->number > PROTO_LAST_NUMBER)
		return proto_read_fail(r, out->tag,
				       "a record's field number is %llu, which no field can have",
				       (unsigned long long)out->number);
	if (out->type > WIRE_32)
		return proto_read_fail(r, out->tag, "the wire type %u of field %llu does not exist",
				       out->type, (unsigned long long)out->number);
	return true;
}

static bool read_bytes(struct proto_reading *r, size_t at, size_t end, struct proto_record *out)
{
	uint64_t length;

	if (!proto_read_varint(r, &at, end, &length))
		return false;
	if (length > end - at)
		return proto_read_fail(r, out->tag, "field %llu is %llu bytes long, but only %zu are left",
				       (unsigned long long)out->number, (unsigned long long)length, end - at);
	out->value = at;
	out->end = out->next = at + (size_t)length;
	return true;
}

static bool read_fixed(struct proto_reading *r, size_t at, size_t end, size_t n, struct proto_record *out)
{
	if (end - at < n)
		return proto_read_fail(r, out->tag, "field %llu needs %zu bytes, but only %zu are left",
				       (unsigned long long)out->number, n, end - at);
	out->end = out->next = at + n;
	return true;
}

/* As far as the end tag of the same number. */
static bool read_group(struct proto_reading *r, size_t at, size_t end, struct proto_record *out)
{
	bool ok = true;

	if (++r->depth > PROTO_DEEPEST)
		ok = proto_read_fail(r, out->tag, "more than %d messages in one another", PROTO_DEEPEST);
	while (ok) {
		struct proto_record inner;
		size_t from = at;

		if (at >= end) {
			ok = proto_read_fail(r, out->tag, "the group of field %llu does not end",
					     (unsigned long long)out->number);
			break;
		}
		ok = read_tag(r, &at, end, &inner);
		if (ok && inner.type == WIRE_GROUP_END) {
			if (inner.number != out->number)
				ok = proto_read_fail(
					r, from, "a group's end of field %llu in the group of field %llu",
					(unsigned long long)inner.number, (unsigned long long)out->number);
			out->end = from;
			out->next = at;
			break;
		}
		ok = ok && proto_read_record(r, from, end, &inner);
		at = inner.next;
	}
	r->depth--;
	return ok;
}

bool proto_read_record(struct proto_reading *r, size_t at, size_t end, struct proto_record *out)
{
	uint64_t ignored;

	*out = (struct proto_record){ 0 };
	if (!read_tag(r, &at, end, out))
		return false;
	out->value = at;
	switch (out->type) {
	case WIRE_VARINT:
		if (!proto_read_varint(r, &at, end, &ignored))
			return false;
		out->end = out->next = at;
		return true;
	case WIRE_64:
		return read_fixed(r, at, end, 8, out);
	case WIRE_32:
		return read_fixed(r, at, end, 4, out);
	case WIRE_BYTES:
		return read_bytes(r, at, end, out);
	case WIRE_GROUP:
		return read_group(r, at, end, out);
	default:
		return proto_read_fail(r, out->tag, "a group's end without its begin");
	}
}

static uint64_t little_endian(struct slice bytes)
{
	uint64_t value = 0;

	for (size_t i = bytes.len; i--;)
		value = value << 8 | (uint8_t)bytes.ptr[i];
	return value;
}

uint64_t proto_record_bits(struct proto_reading *r, const struct proto_record *record)
{
	size_t at = record->value;
	uint64_t value = 0;

	if (record->type == WIRE_32 || record->type == WIRE_64)
		return little_endian(slice_of(r->in.ptr + at, record->end - at));
	proto_read_varint(r, &at, record->end, &value);
	return value;
}

/* --- writing */

void proto_write_varint(struct buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buf_char(out, (char)(value | 0x80));
	buf_char(out, (char)value);
}

void proto_write_tag(struct buf *out, int64_t number, enum proto_wire_type type)
{
	proto_write_varint(out, (uint64_t)number << 3 | type);
}

void proto_write_length(struct buf *out, size_t from)
{
	size_t length = out->len - from, head;

	if (out->failed)
		return;
	proto_write_varint(out, length);
	if (out->failed)
		return;
	head = out->len - from - length;
	if (length) {
		char bytes[PROTO_VARINT_BYTES];

		memcpy(bytes, out->data + from + length, head);
		memmove(out->data + from + head, out->data + from, length);
		memcpy(out->data + from, bytes, head);
	}
}
