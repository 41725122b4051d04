/* What must be true of one message, enum or field once all names are known. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "schema/proto.h"
#include "schema/proto_lex.h"

/* --- fields */

static void check_number(struct proto_pool *p, const struct proto_message *m, const struct proto_field *f)
{
	if (f->number < 1 || f->number > PROTO_LAST_NUMBER)
		proto_error(p, f->number_at, "a field's number is from 1 to %d", PROTO_LAST_NUMBER);
	else if (f->number >= 19000 && f->number <= 19999)
		proto_error(p, f->number_at, "the numbers 19000 to 19999 are protobuf's own");
	for (size_t i = 0; i < m->reserved.n; i++)
		if (f->number >= m->reserved.list[i].from && f->number <= m->reserved.list[i].to)
			proto_error(p, f->number_at, "the number %lld is reserved", (long long)f->number);
	for (size_t i = 0; i < m->extensions.n && !f->is_extension; i++)
		if (f->number >= m->extensions.list[i].from && f->number <= m->extensions.list[i].to)
			proto_error(p, f->number_at, "the number %lld is for extensions",
				    (long long)f->number);
	for (size_t i = 0; i < m->reserved_names.n && !f->is_extension; i++)
		if (slice_eq(f->name, m->reserved_names.list[i].text))
			proto_error(p, f->at, "the name \"%.*s\" is reserved", SLICE_FMT(f->name));
}

static void check_map(struct proto_pool *p, const struct proto_field *f)
{
	const struct proto_field *key = f->message->fields[0], *value = f->message->fields[1];

	if (key->kind == KIND_FLOAT || key->kind == KIND_DOUBLE || key->kind >= KIND_BYTES)
		proto_error(p, key->type_at, "a map's key is an integer, a bool or a string");
	if (value->kind == KIND_ENUM && value->enumeration->n && value->enumeration->values[0].number)
		proto_error(p, value->type_at, "the first value of an enum in a map is 0");
}

/* "default" of a number: decimal, hexadecimal or octal with a sign, inf, nan. */
static bool number_fits(const struct proto_field *f)
{
	bool negative = slice_starts(f->default_text, SLICE_LIT("-"));
	struct slice digits = slice_from(f->default_text, negative);
	bool is_32 = f->kind == KIND_INT32 || f->kind == KIND_SINT32 || f->kind == KIND_SFIXED32;
	bool is_u32 = f->kind == KIND_UINT32 || f->kind == KIND_FIXED32;
	bool is_u64 = f->kind == KIND_UINT64 || f->kind == KIND_FIXED64;
	uint64_t value, most = is_32 ? INT32_MAX : is_u32 ? UINT32_MAX : is_u64 ? UINT64_MAX : INT64_MAX;

	if (!proto_integer(digits, &value))
		return false;
	if (negative && (is_u32 || is_u64))
		return value == 0;
	return value <= most + negative;
}

static bool float_reads(struct slice text)
{
	struct slice digits = slice_from(text, slice_starts(text, SLICE_LIT("-")));

	return slice_is(digits, "inf") || slice_is(digits, "nan") ||
	       (digits.len && (digits.ptr[0] == '.' || (digits.ptr[0] >= '0' && digits.ptr[0] <= '9')));
}

static bool default_fits(const struct proto_field *f)
{
	struct slice text = f->default_text;

	if (f->kind == KIND_STRING || f->kind == KIND_BYTES)
		return f->default_is_text && (f->kind == KIND_BYTES || utf8_is_valid(text));
	if (f->default_is_text)
		return false;
	if (f->kind == KIND_BOOL)
		return slice_is(text, "true") || slice_is(text, "false");
	if (f->kind == KIND_ENUM)
		return proto_enum_named(f->enumeration, text) != NULL;
	if (f->kind == KIND_FLOAT || f->kind == KIND_DOUBLE)
		return float_reads(text);
	return number_fits(f);
}

static void check_default(struct proto_pool *p, const struct proto_field *f)
{
	if (!f->default_text.ptr)
		return;
	if (f->label == LABEL_REPEATED || proto_kind_is_message(f->kind))
		proto_error(p, f->default_at, "only a single scalar or enum has a default value");
	else if (!default_fits(f))
		proto_error(p, f->default_at, "\"%.*s\" is no default value for %s",
			    SLICE_FMT(slice_first(f->default_text, 60)), proto_kind_name(f->kind));
}

void proto_check_field(struct proto_pool *p, struct proto_field *f)
{
	bool packs = f->label == LABEL_REPEATED && proto_kind_packs(f->kind);

	if (f->is_map)
		check_map(p, f);
	if (f->packed_said && f->packed && !packs)
		proto_error(p, f->at, "only repeated numbers, bools and enums are packed");
	if (!f->packed_said)
		f->packed = packs && f->at.file->syntax == PROTO_3;
	if (proto_kind_is_message(f->kind) && f->label != LABEL_REPEATED)
		f->has_presence = true;
	if (f->kind == KIND_ENUM && f->at.file->syntax == PROTO_3 &&
	    f->enumeration->at.file->syntax == PROTO_2)
		proto_error(p, f->type_at, "\"%.*s\" is an enum of proto2, which proto3 cannot use",
			    SLICE_FMT(f->enumeration->full_name));
	check_default(p, f);
}

/* --- ranges */

static void check_ranges(struct proto_pool *p, const struct proto_ranges *r, int64_t least, int64_t most)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct proto_range *one = &r->list[i];

		if (one->from < least || one->to > most)
			proto_error(p, one->at, "numbers are from %lld to %lld here", (long long)least,
				    (long long)most);
		for (size_t k = 0; k < i; k++)
			if (one->from <= r->list[k].to && r->list[k].from <= one->to)
				proto_error(p, one->at, "this range overlaps with that of line %u",
					    r->list[k].at.line);
	}
}

static void check_overlap(struct proto_pool *p, const struct proto_ranges *a, const struct proto_ranges *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (a->list[i].from <= b->list[k].to && b->list[k].from <= a->list[i].to)
				proto_error(p, a->list[i].at, "this range overlaps with that of line %u",
					    b->list[k].at.line);
}

static void check_names(struct proto_pool *p, const struct proto_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		for (size_t k = 0; k < i; k++)
			if (slice_eq(names->list[i].text, names->list[k].text))
				proto_error(p, names->list[i].at, "the name \"%.*s\" is reserved twice",
					    SLICE_FMT(names->list[i].text));
}

/* --- messages */

static int by_number(const void *a, const void *b)
{
	const struct proto_field *x = *(struct proto_field *const *)a, *y = *(struct proto_field *const *)b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static int by_key(const void *a, const void *b)
{
	return slice_compare(((const struct proto_key *)a)->name, ((const struct proto_key *)b)->name);
}

/* JSON knows a field by two names; where two fields share one, only proto3 minds. */
static void make_keys(struct proto_pool *p, struct proto_message *m)
{
	size_t kept = 0;

	m->keys = arena_array(p->arena, struct proto_key, m->n * 2 + 1);
	for (size_t i = 0; i < m->n; i++) {
		struct proto_field *f = m->fields[i];

		m->keys[m->n_keys++] = (struct proto_key){ f->json_name, f };
		if (!slice_eq(f->name, f->json_name) && !f->is_extension)
			m->keys[m->n_keys++] = (struct proto_key){ f->name, f };
	}
	qsort(m->keys, m->n_keys, sizeof(*m->keys), by_key);
	for (size_t i = 0; i < m->n_keys; i++) {
		struct proto_key *last = kept ? &m->keys[kept - 1] : NULL;

		if (!last || !slice_eq(last->name, m->keys[i].name)) {
			m->keys[kept++] = m->keys[i];
		} else if (m->at.file->syntax == PROTO_3 &&
			   slice_eq(last->field->json_name, m->keys[i].name) &&
			   slice_eq(m->keys[i].field->json_name, last->name)) {
			proto_error(p, m->keys[i].field->at,
				    "its name in JSON, \"%.*s\", is that of the field \"%.*s\" too",
				    SLICE_FMT(last->name), SLICE_FMT(last->field->name));
		}
	}
	m->n_keys = kept;
}

void proto_check_message(struct proto_pool *p, struct proto_message *m)
{
	if (m->n)
		qsort(m->fields, m->n, sizeof(*m->fields), by_number);
	for (size_t i = 0; i < m->n; i++) {
		struct proto_field *f = m->fields[i], *before = i ? m->fields[i - 1] : NULL;

		check_number(p, m, f);
		if (before && before->number == f->number)
			proto_error(p, f->at.line > before->at.line ? f->number_at : before->number_at,
				    "\"%.*s\" and \"%.*s\" have one number, %lld", SLICE_FMT(before->name),
				    SLICE_FMT(f->name), (long long)f->number);
		proto_check_field(p, f);
	}
	check_ranges(p, &m->reserved, 1, PROTO_LAST_NUMBER);
	check_ranges(p, &m->extensions, 1, PROTO_LAST_NUMBER);
	check_overlap(p, &m->extensions, &m->reserved);
	check_names(p, &m->reserved_names);
	make_keys(p, m);
}

/* --- enums */

static void check_alias(struct proto_pool *p, const struct proto_enum *e)
{
	bool aliases = false;

	for (size_t i = 0; i < e->n; i++) {
		const struct proto_enum_value *first = proto_enum_numbered(e, e->values[i].number);

		if (first == &e->values[i])
			continue;
		aliases = true;
		if (!e->allow_alias)
			proto_error(
				p, e->values[i].at,
				"\"%.*s\" has the number of \"%.*s\"; option allow_alias = true permits it",
				SLICE_FMT(e->values[i].name), SLICE_FMT(first->name));
	}
	if (e->allow_alias && !aliases)
		proto_error(p, e->at, "\"%.*s\" allows aliases and has none", SLICE_FMT(e->name));
}

void proto_check_enum(struct proto_pool *p, const struct proto_enum *e)
{
	if (!e->n) {
		proto_error(p, e->at, "the enum \"%.*s\" has no value", SLICE_FMT(e->name));
		return;
	}
	if (e->at.file->syntax == PROTO_3 && e->values[0].number)
		proto_error(p, e->values[0].at, "the first value of an enum is 0 in proto3");
	check_alias(p, e);
	check_ranges(p, &e->reserved, INT32_MIN, INT32_MAX);
	check_names(p, &e->reserved_names);
	for (size_t i = 0; i < e->n; i++) {
		for (size_t k = 0; k < e->reserved.n; k++)
			if (e->values[i].number >= e->reserved.list[k].from &&
			    e->values[i].number <= e->reserved.list[k].to)
				proto_error(p, e->values[i].at, "the number %d is reserved",
					    e->values[i].number);
		for (size_t k = 0; k < e->reserved_names.n; k++)
			if (slice_eq(e->values[i].name, e->reserved_names.list[k].text))
				proto_error(p, e->values[i].at, "the name \"%.*s\" is reserved",
					    SLICE_FMT(e->values[i].name));
	}
}
