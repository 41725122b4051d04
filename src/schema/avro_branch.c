/* Finding one's way between a writer's schema and a reader's: branches, fields, which types match (Avro 1.11,
 * "Schema Resolution"). */
#include "schema/avro.h"

const struct avro_type *avro_branch(const struct avro_type *t, struct slice name)
{
	for (size_t i = 0; i < t->n; i++)
		if (slice_eq(t->branches[i]->name, name))
			return t->branches[i];
	return NULL;
}

static bool is_in(const struct avro_names *names, struct slice name)
{
	for (size_t i = 0; i < names->n; i++)
		if (slice_eq(names->list[i], name))
			return true;
	return false;
}

const struct avro_field *avro_field_of(const struct avro_type *record, const struct avro_field *readers)
{
	for (size_t i = 0; i < record->n; i++)
		if (slice_eq(record->fields[i].name, readers->name))
			return &record->fields[i];
	for (size_t i = 0; i < record->n; i++)
		if (is_in(&readers->aliases, record->fields[i].name))
			return &record->fields[i];
	return NULL;
}

/* A name goes before an alias, and each field of the reader is filled by one of the writer's. */
const struct avro_field *avro_readers_field(const struct avro_type *record, const struct avro_type *writer,
					    const struct avro_field *writers)
{
	for (size_t i = 0; i < record->n; i++)
		if (slice_eq(record->fields[i].name, writers->name))
			return &record->fields[i];
	for (size_t i = 0; i < record->n; i++)
		if (is_in(&record->fields[i].aliases, writers->name) &&
		    avro_field_of(writer, &record->fields[i]) == writers)
			return &record->fields[i];
	return NULL;
}

/* "both schemas are records with the same (unqualified) name", or the reader knows the name as an alias. */
static bool same_name(const struct avro_type *t, const struct avro_type *writer)
{
	if (slice_eq(avro_short_name(t->name), avro_short_name(writer->name)))
		return true;
	for (size_t i = 0; i < t->aliases.n; i++)
		if (slice_eq(avro_short_name(t->aliases.list[i]), avro_short_name(writer->name)))
			return true;
	return false;
}

/* "the writer's schema may be promoted to the reader's" */
static bool is_promoted(enum avro_kind from, enum avro_kind to)
{
	if (from == AVRO_STRING || from == AVRO_BYTES)
		return to == AVRO_STRING || to == AVRO_BYTES;
	return from >= AVRO_INT && from <= AVRO_DOUBLE && to >= from && to <= AVRO_DOUBLE;
}

bool avro_matches(const struct avro_type *t, const struct avro_type *writer)
{
	if (t->kind == AVRO_UNION || writer->kind == AVRO_UNION)
		return true;
	if (t->kind != writer->kind)
		return is_promoted(writer->kind, t->kind);
	switch (t->kind) {
	case AVRO_ARRAY:
	case AVRO_MAP:
		return avro_matches(t->branches[0], writer->branches[0]);
	case AVRO_FIXED:
		return t->size == writer->size && same_name(t, writer);
	case AVRO_RECORD:
	case AVRO_ENUM:
		return same_name(t, writer);
	default:
		return true;
	}
}

const struct avro_type *avro_choose(const struct avro_type *t, const struct avro_type *writer)
{
	if (t->kind != AVRO_UNION)
		return avro_matches(t, writer) ? t : NULL;
	for (size_t i = 0; i < t->n; i++)
		if (t->branches[i]->kind == writer->kind && slice_eq(t->branches[i]->name, writer->name))
			return t->branches[i];
	for (size_t i = 0; i < t->n; i++)
		if (avro_matches(t->branches[i], writer))
			return t->branches[i];
	return NULL;
}
