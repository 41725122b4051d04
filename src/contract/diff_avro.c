/* Payloads in Avro: whom a change breaks is told by the rules of schema resolution, not by those of JSON
 * Schema: a new field with a default breaks nobody. */
#include "contract/diff_compare.h"
#include "schema/avro.h"

struct side {
	const char *who; /* behind the sentence */
	unsigned effect;
	bool new_reads;
};

static bool note_clashes(struct comparer *c, const struct avro_schema *reader,
			 const struct avro_schema *writer, const struct side *side)
{
	struct avro_clashes found = { .a = &c->keys };

	if (avro_compatible(reader, writer, &found))
		return false;
	for (size_t i = 0; i < found.n; i++) {
		const struct avro_clash *clash = &found.list[i];
		struct noted n = {
			.code = clash->code,
			.effect = side->effect,
			.at = node_loc(side->new_reads ? clash->reader : clash->writer),
			.was_at = node_loc(side->new_reads ? clash->writer : clash->reader),
			.was = side->who,
		};

		note_in_payload(c, n, clash->where, clash->text);
	}
	return true;
}

bool compare_avro(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	static const struct side old_to_new = { "written by OLD, read by NEW", NARROWS, true },
				 new_to_old = { "written by NEW, read by OLD", WIDENS, false };
	bool clashes;

	if (a->language != &avro_language || b->language != &avro_language)
		return false;
	clashes = note_clashes(c, avro_of(b->wire), avro_of(a->wire), &old_to_new);
	clashes |= note_clashes(c, avro_of(a->wire), avro_of(b->wire), &new_to_old);
	c->harmless = !clashes; /* what else changed is told, and breaks nobody */
	return clashes;
}
