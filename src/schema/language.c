/* The table of schema languages. */
#include "schema/language.h"

#include "schema/avro.h"
#include "schema/proto_wire.h"

/* One row per language; NULL ends it. */
static const struct schema_language *const languages[] = { &avro_language, &protobuf_language, NULL };

static bool has_type(const struct schema_language *language, struct slice type)
{
	for (size_t i = 0; language->media_types[i]; i++)
		if (slice_eq_ignoring_case(type, slice_str(language->media_types[i])))
			return true;
	return false;
}

const struct schema_language *language_find(struct slice schema_format)
{
	struct slice type = slice_trim(slice_first(schema_format, slice_find(schema_format, ';')));

	for (size_t i = 0; languages[i]; i++)
		if (has_type(languages[i], type))
			return languages[i];
	return NULL;
}
