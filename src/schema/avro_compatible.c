/* Can a reader read all that a writer writes?  The rules of avro_resolve.c, asked of the schemas alone. */
#include "base/limits.h"
#include "base/text.h"
#include "schema/avro.h"

struct comparing {
	struct avro_clashes *out;
	struct arena scratch;
	struct map seen; /* pairs of types that were looked at, or are being */
	size_t found;
};

struct pair {
	const struct avro_type *reader, *writer;
};

static void compare(struct comparing *c, const struct avro_type *reader, const struct avro_type *writer,
		    const struct avro_step *in);

static void add_steps(struct buf *out, const struct avro_step *in)
{
	if (!in)
		return;
	add_steps(out, in->up);
	json_pointer_add(out, in->name);
}

__attribute__((format(printf, 6, 7))) static void clash(struct comparing *c, const char *code,
							const struct avro_step *in, const struct node *reader,
							const struct node *writer, const char *fmt, ...)
{
	BUF_AUTO struct buf where = BUF_INIT(LIMIT_FINDING_BYTES), text = BUF_INIT(LIMIT_FINDING_BYTES);
	struct avro_clashes *out = c->out;
	va_list ap;

	if (c->found++ >= LIMIT_FINDINGS)
		return;
	add_steps(&where, in);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	out->list = arena_grow(out->a, out->list, out->n, &out->room, sizeof(*out->list));
	out->list[out->n++] = (struct avro_clash){
		.code = code,
		.where = arena_copy(out->a, buf_view(&where)),
		.reader = reader,
		.writer = writer,
		.text = arena_strdup(out->a, buf_view(&text)),
	};
}

static bool is_seen(struct comparing *c, const struct avro_type *reader, const struct avro_type *writer)
{
	struct pair *key = arena_new(&c->scratch, struct pair);

	*key = (struct pair){ reader, writer };
	return map_put(&c->seen, slice_of(key, sizeof(*key)), key) != NULL;
}

static void compare_records(struct comparing *c, const struct avro_type *reader,
			    const struct avro_type *writer, const struct avro_step *in)
{
	for (size_t i = 0; i < reader->n; i++) {
		const struct avro_field *f = &reader->fields[i], *theirs = avro_field_of(writer, f);
		const struct avro_step step = { .up = in, .name = f->name };

		if (theirs)
			compare(c, f->type, theirs->type, &step);
		else if (!f->given)
			clash(c, "default", &step, f->node, writer->node,
			      "is not written, and has no default for who reads it");
	}
}

static void compare_symbols(struct comparing *c, const struct avro_type *reader,
			    const struct avro_type *writer, const struct avro_step *in)
{
	for (size_t i = 0; i < writer->symbols.n && !reader->default_symbol.ptr; i++) {
		bool found = false;

		for (size_t k = 0; k < reader->symbols.n; k++)
			found |= slice_eq(writer->symbols.list[i], reader->symbols.list[k]);
		if (!found)
			clash(c, "symbol", in, reader->node, writer->node,
			      "may be written as \"%.*s\", which is no symbol of who reads it",
			      SLICE_FMT(writer->symbols.list[i]));
	}
}

static void compare_mismatch(struct comparing *c, const struct avro_type *reader,
			     const struct avro_type *writer, const struct avro_step *in)
{
	if (reader->kind == AVRO_FIXED && writer->kind == AVRO_FIXED && reader->size != writer->size)
		clash(c, "size", in, reader->node, writer->node,
		      "is written with %zu bytes and read with %zu", writer->size, reader->size);
	else if (reader->kind == writer->kind)
		clash(c, "name", in, reader->node, writer->node,
		      "is written as %.*s, and read as %.*s, which does not have that name as an alias",
		      SLICE_FMT(writer->name), SLICE_FMT(reader->name));
	else
		clash(c, "type", in, reader->node, writer->node, "is written as %.*s and read as %.*s",
		      SLICE_FMT(writer->name), SLICE_FMT(reader->name));
}

static void compare_chosen(struct comparing *c, const struct avro_type *reader,
			   const struct avro_type *writer, const struct avro_step *in)
{
	const struct avro_step inner = { .up = in, .name = SLICE_LIT("*") };

	if (reader->kind == writer->kind && (reader->kind == AVRO_ARRAY || reader->kind == AVRO_MAP))
		compare(c, reader->branches[0], writer->branches[0], &inner);
	else if (!avro_matches(reader, writer))
		compare_mismatch(c, reader, writer, in);
	else if (reader->kind == AVRO_RECORD)
		compare_records(c, reader, writer, in);
	else if (reader->kind == AVRO_ENUM)
		compare_symbols(c, reader, writer, in);
}

static void compare(struct comparing *c, const struct avro_type *reader, const struct avro_type *writer,
		    const struct avro_step *in)
{
	const struct avro_type *chosen;

	if (is_seen(c, reader, writer))
		return;
	if (writer->kind == AVRO_UNION) {
		for (size_t i = 0; i < writer->n; i++)
			compare(c, reader, writer->branches[i], in);
		return;
	}
	chosen = reader->kind == AVRO_UNION ? avro_choose(reader, writer) : reader;
	if (chosen)
		compare_chosen(c, chosen, writer, in);
	else
		clash(c, "branch", in, reader->node, writer->node,
		      "may be written as %.*s, which is none of the types that it is read as",
		      SLICE_FMT(writer->name));
}

bool avro_compatible(const struct avro_schema *reader, const struct avro_schema *writer,
		     struct avro_clashes *out)
{
	struct comparing c = { .out = out };

	compare(&c, reader->root, writer->root, NULL);
	map_release(&c.seen);
	arena_free(&c.scratch);
	return !c.found;
}
