#include "made.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

void made_init(struct made *m, struct slice schema, uint64_t seed)
{
	made_init_with(m, schema, seed, DIALECT_ASYNCAPI, NULL);
}

void made_init_with(struct made *m, struct slice schema, uint64_t seed, enum schema_dialect dialect,
		    const struct map *documents)
{
	struct schema_options options = { .dialect = dialect,
					  .formats_assert = true,
					  .documents = documents };
	struct document *doc;

	*m = (struct made){ .json = BUF_INIT(0) };
	library_init(&m->library, &m->diag);
	doc = library_load_text(&m->library, "schema.json", schema);
	m->root = doc ? doc->root : NULL;
	m->generator = generator_for_library(&m->library, seed);
	m->generator->options = options;
	m->judge = judge_new();
	if (m->root)
		m->schema = schema_compile(&m->arena, &m->library, m->root, &options);
}

void made_release(struct made *m)
{
	generator_free(m->generator);
	judge_free(m->judge);
	buf_release(&m->json);
	arena_free(&m->arena);
	library_release(&m->library);
	diag_release(&m->diag);
}

struct slice made_json(struct made *m, uint64_t position)
{
	struct arena a = ARENA_INIT;
	struct node *value =
		generate_value(m->generator, m->root, SLICE_LIT("payload"), position, wall_us, &a, &m->diag);

	if (value)
		json_padded(&m->json, value);
	arena_free(&a);
	return value ? buf_view(&m->json) : SLICE_NONE;
}

const char *made_reason(const struct made *m)
{
	return m->diag.n ? m->diag.findings[0].text : "";
}
