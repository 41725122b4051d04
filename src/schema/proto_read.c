/* From the wire to JSON.
 *
 * A message's records are noted and sorted by field; then each field is written once: the last of its
 * records, all of a repeated one, the parts of a message together (parsing what was joined is merging). */
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "schema/proto_wire.h"

void proto_push(struct proto_reading *r, uint64_t a, uint64_t b)
{
	r->stack = memory_grow(r->stack, r->n, &r->room, sizeof(*r->stack));
	r->stack[r->n++] = a;
	r->stack = memory_grow(r->stack, r->n, &r->room, sizeof(*r->stack));
	r->stack[r->n++] = b;
}

static void push_record(struct proto_reading *r, const struct proto_record *record)
{
	r->stack = memory_grow(r->stack, r->n, &r->room, sizeof(*r->stack));
	r->stack[r->n++] = record->number << 32 | record->tag;
}

static uint64_t number_at(const struct proto_reading *r, size_t i)
{
	return r->stack[i] >> 32;
}

/* A record that was checked when it was noted. */
static void record_at(struct proto_reading *r, size_t i, struct proto_record *out)
{
	proto_read_record(r, (uint32_t)r->stack[i], r->in.len, out);
}

static int compare_records(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A field of another wire type is unknown to protobuf's own readers, its value lost; to a contract it is
 * broken. */
static bool check_type(struct proto_reading *r, const struct proto_field *f,
		       const struct proto_record *record)
{
	enum proto_wire_type type = proto_wire_type_of(f->kind);
	struct proto_path here = { .up = r->path, .name = f->json_name };

	if (record->type == type)
		return true;
	if (record->type == WIRE_BYTES && f->label == LABEL_REPEATED && proto_kind_packs(f->kind))
		return true;
	return proto_wire_fail(r->why, &here, record->tag, "field %llu (%.*s) is %s, but %s is written as %s",
			       (unsigned long long)record->number, SLICE_FMT(f->name),
			       proto_wire_name(record->type), proto_kind_name(f->kind),
			       proto_wire_name(type));
}

bool proto_scan(struct proto_reading *r, const struct proto_message *m, size_t first, size_t parts,
		size_t *mark)
{
	bool sorted = true;

	*mark = r->n;
	for (size_t i = 0; i < parts; i++) {
		size_t at = (size_t)r->stack[first + 2 * i], end = (size_t)r->stack[first + 2 * i + 1];

		while (at < end) {
			const struct proto_field *f;
			struct proto_record record;

			if (!proto_read_record(r, at, end, &record))
				return false;
			at = record.next;
			f = proto_field_numbered(m, record.number);
			if (!f) {
				r->unknown++;
				continue;
			}
			if (!check_type(r, f, &record))
				return false;
			push_record(r, &record);
			sorted = sorted && (r->n - 1 == *mark || r->stack[r->n - 2] < r->stack[r->n - 1]);
		}
	}
	if (!sorted)
		qsort(r->stack + *mark, r->n - *mark, sizeof(*r->stack), compare_records);
	return true;
}

/* The first record from `mark` whose number is not below. */
static size_t lower_bound(const struct proto_reading *r, size_t mark, uint64_t number)
{
	size_t low = mark, high = r->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (number_at(r, mid) < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool proto_last(struct proto_reading *r, size_t mark, uint64_t number, struct proto_record *out)
{
	size_t end = lower_bound(r, mark, number + 1);

	if (end == mark || number_at(r, end - 1) != number)
		return false;
	record_at(r, end - 1, out);
	return true;
}

uint64_t proto_last_bits(struct proto_reading *r, size_t mark, uint64_t number)
{
	struct proto_record record;

	return proto_last(r, mark, number, &record) ? proto_record_bits(r, &record) : 0;
}

/* --- one field */

static bool read_sub_message(struct proto_reading *r, const struct proto_message *m, size_t from, size_t to)
{
	size_t mark = r->n;
	bool ok;

	for (size_t i = from; i < to; i++) {
		struct proto_record record;

		record_at(r, i, &record);
		proto_push(r, record.value, record.end);
	}
	ok = proto_read_message(r, m, mark, to - from);
	r->n = mark;
	return ok;
}

static bool read_value(struct proto_reading *r, const struct proto_field *f, size_t i)
{
	struct proto_record record;

	if (proto_kind_is_message(f->kind))
		return read_sub_message(r, f->message, i, i + 1);
	record_at(r, i, &record);
	if (record.type == WIRE_BYTES)
		return proto_read_scalar(
			r, f, 0, slice_of(r->in.ptr + record.value, record.end - record.value), record.tag);
	return proto_read_scalar(r, f, proto_record_bits(r, &record), SLICE_NONE, record.tag);
}

/* The values in one packed record, one after the other. */
static bool read_packed(struct proto_reading *r, const struct proto_field *f,
			const struct proto_record *record, struct proto_path *here)
{
	enum proto_wire_type type = proto_wire_type_of(f->kind);
	struct proto_record value = { .type = type, .value = record->value };

	while (value.value < record->end) {
		size_t from = value.value, at = from;
		uint64_t bits;

		if (type == WIRE_VARINT && !proto_read_varint(r, &at, record->end, &bits))
			return false;
		value.end = type == WIRE_VARINT ? at : from + (type == WIRE_64 ? 8 : 4);
		if (value.end > record->end)
			return proto_read_fail(r, from, "a packed value needs %s, but only %zu are left",
					       proto_wire_name(type), record->end - from);
		if (here->index++)
			buf_char(r->json, ',');
		if (!proto_read_scalar(r, f, proto_record_bits(r, &value), SLICE_NONE, from))
			return false;
		value.value = value.end;
	}
	return true;
}

/* What a later record replaces must be sound all the same. */
bool proto_read_dropped(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to)
{
	BUF_AUTO struct buf nowhere = BUF_INIT(r->json->max);
	struct proto_path here = { .up = r->path, .name = f->json_name };
	struct buf *json = r->json;
	bool ok = true;

	if (!proto_kind_is_message(f->kind) && f->kind != KIND_STRING)
		return true;
	r->json = &nowhere;
	r->path = &here;
	for (size_t i = from; ok && i < to; i++) {
		buf_reset(&nowhere);
		ok = read_value(r, f, i);
	}
	r->path = here.up;
	r->json = json;
	return ok;
}

static bool read_list(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to)
{
	struct proto_path here = { .up = r->path };
	bool ok = true;

	r->path = &here;
	buf_char(r->json, '[');
	for (size_t i = from; ok && i < to; i++) {
		struct proto_record record;

		record_at(r, i, &record);
		if (record.type == WIRE_BYTES && proto_kind_packs(f->kind)) {
			ok = read_packed(r, f, &record, &here);
			continue;
		}
		if (here.index)
			buf_char(r->json, ',');
		ok = read_value(r, f, i);
		here.index++;
	}
	buf_char(r->json, ']');
	r->path = here.up;
	return ok;
}

/* --- maps */

static struct slice key_text(struct proto_reading *r, struct arena *a, const struct proto_field *f,
			     const struct proto_record *record)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct buf *json = r->json;
	struct slice out;

	if (f->kind == KIND_STRING)
		return record->end ? slice_of(r->in.ptr + record->value, record->end - record->value)
				   : SLICE_LIT("");
	r->json = &text;
	proto_read_scalar(r, f, record->end ? proto_record_bits(r, record) : 0, SLICE_NONE, record->tag);
	r->json = json;
	out = buf_view(&text);
	if (slice_starts(out, SLICE_LIT("\"")))
		out = slice_of(out.ptr + 1, out.len - 2);
	return arena_copy(a, out);
}

/* One entry's records, noted from *mark. */
static bool scan_entry(struct proto_reading *r, const struct proto_message *entry, size_t i, size_t *mark)
{
	struct proto_record record;

	record_at(r, i, &record);
	proto_push(r, record.value, record.end);
	return proto_scan(r, entry, r->n - 2, 1, mark);
}

static bool read_entry(struct proto_reading *r, const struct proto_message *entry, struct slice key, size_t i)
{
	const struct proto_field *value = entry->fields[1];
	struct proto_path here = { .up = r->path, .name = key };
	size_t before = r->n, mark, from;
	bool ok;

	r->path = &here;
	ok = scan_entry(r, entry, i, &mark);
	from = lower_bound(r, mark, 2);
	json_string_add(r->json, key);
	buf_char(r->json, ':');
	if (!ok || from == r->n)
		proto_default_json(r, value);
	else if (proto_kind_is_message(value->kind))
		ok = read_sub_message(r, value->message, from, r->n);
	else
		ok = read_value(r, value, r->n - 1);
	r->path = here.up;
	r->n = before;
	return ok;
}

static bool read_dropped_entry(struct proto_reading *r, const struct proto_message *entry, size_t i)
{
	BUF_AUTO struct buf nowhere = BUF_INIT(r->json->max);
	struct buf *json = r->json;
	bool ok;

	r->json = &nowhere;
	ok = read_entry(r, entry, SLICE_LIT(""), i);
	r->json = json;
	return ok;
}

/* Which entry is the last of its key: where one comes twice, the later counts. */
static bool collect_keys(struct proto_reading *r, const struct proto_message *entry, size_t from, size_t to,
			 struct arena *a, struct map *keys)
{
	for (size_t i = from; i < to; i++) {
		struct proto_record record = { 0 };
		size_t before = r->n, mark;
		struct slice key;
		uintptr_t old;

		if (!scan_entry(r, entry, i, &mark))
			return false;
		proto_last(r, mark, 1, &record);
		r->n = before;
		key = key_text(r, a, entry->fields[0], &record);
		if (!utf8_is_valid(key) && entry->at.file->syntax == PROTO_3)
			return proto_read_fail(r, record.tag, "a map's key is not UTF-8");
		old = (uintptr_t)map_put(keys, key, (void *)(uintptr_t)(i + 1));
		if (old && !read_dropped_entry(r, entry, old - 1))
			return false;
	}
	return true;
}

static bool read_map(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to)
{
	struct arena a = ARENA_INIT;
	struct map keys = MAP_INIT;
	bool ok = collect_keys(r, f->message, from, to, &a, &keys);

	buf_char(r->json, '{');
	for (size_t i = 0; ok && i < keys.n_entries; i++) {
		if (i)
			buf_char(r->json, ',');
		ok = read_entry(r, f->message, keys.entries[i].key, (uintptr_t)keys.entries[i].value - 1);
	}
	buf_char(r->json, '}');
	map_release(&keys);
	arena_free(&a);
	return ok;
}

bool proto_read_field(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to)
{
	if (f->is_map)
		return read_map(r, f, from, to);
	if (f->label == LABEL_REPEATED)
		return read_list(r, f, from, to);
	if (proto_kind_is_message(f->kind))
		return read_sub_message(r, f->message, from, to);
	return read_value(r, f, to - 1);
}

/* --- one message */

/* Of a oneof only the member that came last counts, and of that only what came behind the others. */
static size_t cut_oneof(const struct proto_reading *r, const struct proto_field *f, size_t mark, size_t from,
			size_t to)
{
	uint32_t cut = 0;

	for (size_t i = 0; i < f->oneof->n; i++) {
		const struct proto_field *other = f->oneof->fields[i];
		size_t end = other == f ? mark : lower_bound(r, mark, (uint64_t)other->number + 1);

		if (end > mark && number_at(r, end - 1) == (uint64_t)other->number &&
		    (uint32_t)r->stack[end - 1] >= cut)
			cut = (uint32_t)r->stack[end - 1] + 1;
	}
	while (from < to && (uint32_t)r->stack[from] < cut)
		from++;
	return from;
}

static bool has_32_bits(enum proto_kind kind)
{
	return kind == KIND_INT32 || kind == KIND_UINT32 || kind == KIND_SINT32 || kind == KIND_ENUM;
}

/* "If a field has no presence, its default value is left out." */
static bool is_left_out(struct proto_reading *r, const struct proto_field *f, size_t last)
{
	struct proto_record record;
	uint64_t bits;

	if (f->has_presence || f->label == LABEL_REPEATED)
		return false;
	record_at(r, last, &record);
	if (record.type == WIRE_BYTES)
		return record.end == record.value;
	bits = proto_record_bits(r, &record);
	return !(has_32_bits(f->kind) ? (uint32_t)bits : bits);
}

static bool read_member(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to,
			bool *some)
{
	struct proto_path here = { .up = r->path, .name = f->json_name };
	bool ok;

	if (*some)
		buf_char(r->json, ',');
	*some = true;
	json_string_add(r->json, f->json_name);
	buf_char(r->json, ':');
	r->path = &here;
	ok = proto_read_field(r, f, from, to);
	r->path = here.up;
	return ok;
}

/* An empty packed record holds nothing, and a list of nothing is not there. */
static bool has_items(struct proto_reading *r, const struct proto_field *f, size_t from, size_t to)
{
	if (f->label != LABEL_REPEATED || !proto_kind_packs(f->kind))
		return true;
	for (size_t i = from; i < to; i++) {
		struct proto_record record;

		record_at(r, i, &record);
		if (record.type != WIRE_BYTES || record.end > record.value)
			return true;
	}
	return false;
}

bool proto_read_members(struct proto_reading *r, const struct proto_message *m, size_t mark, bool *some)
{
	size_t end = r->n;
	bool ok = true;

	for (size_t from = mark, to; ok && from < end; from = to) {
		const struct proto_field *f = proto_field_numbered(m, number_at(r, from));
		size_t first = from;

		for (to = from; to < end && number_at(r, to) == (uint64_t)f->number; to++)
			;
		if (f->oneof)
			first = cut_oneof(r, f, mark, from, to);
		ok = proto_read_dropped(r, f, from, first);
		if (ok && first < to && f->label != LABEL_REPEATED && f->kind == KIND_STRING)
			ok = proto_read_dropped(r, f, first, to - 1);
		if (!ok)
			return false;
		if (first < to && !is_left_out(r, f, to - 1) && has_items(r, f, first, to))
			ok = read_member(r, f, first, to, some);
	}
	return ok;
}

static bool read_open(struct proto_reading *r, const struct proto_message *m, size_t first, size_t parts)
{
	bool some = false, ok;
	size_t mark;

	if (!proto_scan(r, m, first, parts, &mark))
		return false;
	if (m->form != FORM_PLAIN)
		return proto_read_form(r, m, mark);
	buf_char(r->json, '{');
	ok = proto_read_members(r, m, mark, &some);
	buf_char(r->json, '}');
	return ok;
}

bool proto_read_message(struct proto_reading *r, const struct proto_message *m, size_t first, size_t parts)
{
	size_t before = r->n;
	bool ok;

	if (++r->depth > PROTO_DEEPEST)
		ok = proto_read_fail(r, parts ? (size_t)r->stack[first] : 0,
				     "more than %d messages in one another", PROTO_DEEPEST);
	else
		ok = read_open(r, m, first, parts);
	r->depth--;
	r->n = before;
	return ok;
}

bool proto_to_json(const struct proto_message *m, struct slice bytes, struct buf *json,
		   struct wire_error *why)
{
	struct proto_reading r = { .in = bytes, .json = json, .why = why };
	bool ok;

	if (bytes.len > UINT32_MAX)
		return proto_wire_fail(why, NULL, 0, "more than 4 GiB");
	proto_push(&r, 0, bytes.len);
	ok = proto_read_message(&r, m, 0, 1);
	free(r.stack);
	if (ok && json->failed)
		return proto_wire_fail(why, NULL, 0, "its JSON form is too large");
	return ok;
}

bool proto_is_wire(const struct proto_message *m, struct slice bytes)
{
	struct arena a = ARENA_INIT;
	struct wire_error why = { .arena = &a };
	struct proto_reading r = { .in = bytes, .why = &why };
	size_t mark;
	bool ok;

	proto_push(&r, 0, bytes.len);
	ok = bytes.len <= UINT32_MAX && proto_scan(&r, m, 0, 1, &mark) && !r.unknown;
	free(r.stack);
	arena_free(&a);
	return ok;
}
