/* The metaschemas, which a $ref or a `$schema` may name without anybody having loaded them. */
#include "schema/program.h"

#define FILES(X)                                                                                             \
	X(draft_04, "draft-04", "json-schema.org/draft-04/")                                                 \
	X(draft_06, "draft-06", "json-schema.org/draft-06/")                                                 \
	X(draft_07, "draft-07", "json-schema.org/draft-07/")                                                 \
	X(draft_2019_09, "2019-09", "json-schema.org/draft/2019-09/")                                        \
	X(draft_2020_12, "2020-12", "json-schema.org/draft/2020-12/")

/* The assembler finds the files from the top folder, where make runs. */
#define EMBED(id, name, place)                                                                               \
	__asm__(".pushsection .rodata\n"                                                                     \
		"metaschema_" #id ":\n"                                                                      \
		".incbin \"src/schema/metaschema/" name ".json\"\n"                                          \
		"metaschema_" #id "_end:\n"                                                                  \
		".popsection\n");                                                                            \
	extern const char metaschema_##id[] __attribute__((visibility("hidden")));                           \
	extern const char metaschema_##id##_end[] __attribute__((visibility("hidden")));
FILES(EMBED)

static const struct {
	const char *place, *start, *end;
} files[METASCHEMA_FILES] = {
#define ROW(id, name, place) { place, metaschema_##id, metaschema_##id##_end },
	FILES(ROW)
#undef ROW
};

/* Without scheme and empty fragment. */
static struct slice place_of_uri(struct slice uri)
{
	size_t at = slice_find(uri, '/');

	uri = slice_first(uri, slice_find(uri, '#'));
	return slice_starts(slice_from(uri, at), SLICE_LIT("//")) ? slice_from(uri, at + 2) : uri;
}

struct node *metaschema_find(struct schema_program *p, struct slice uri)
{
	struct slice place = place_of_uri(uri);

	for (size_t i = 0; i < METASCHEMA_FILES; i++) {
		const char *why;
		size_t where;

		if (!slice_starts(place, slice_str(files[i].place)))
			continue;
		if (!p->metaschemas[i])
			p->metaschemas[i] = json_parse(
				&p->arena, slice_of(files[i].start, (size_t)(files[i].end - files[i].start)),
				&why, &where);
		for (size_t k = 0; k < p->metaschemas[i]->n; k++) {
			struct node *one = p->metaschemas[i]->items[k];
			struct slice id = node_get_text(one, node_get(one, "$id") ? "$id" : "id");

			if (slice_eq(place, place_of_uri(id)))
				return one;
		}
	}
	return NULL;
}
