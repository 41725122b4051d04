/* Avro as a schema language: the row, and which of its wire forms some bytes are. */
#include "schema/avro.h"

#include "base/text.h"

enum { OLDEST_MINOR = 8, NEWEST_MINOR = 12, USUAL_MINOR = 11 };

/* --- compiling */

/* "application/vnd.apache.avro;version=1.9.0" gives 9; no version counts as 1.11. */
static unsigned minor_of(struct library *l, const struct node *at, struct slice format)
{
	size_t semicolon = slice_find(format, ';');
	struct slice rest = slice_from(format, semicolon + 1), parameter, part;
	uint64_t minor;

	while (slice_split(&rest, ';', &parameter)) {
		struct slice value = slice_trim(parameter);

		if (!slice_eq_ignoring_case(slice_first(value, 8), SLICE_LIT("version=")))
			continue;
		value = slice_from(value, 8);
		rest = value;
		if (slice_split(&rest, '.', &part) && slice_is(part, "1") && slice_split(&rest, '.', &part) &&
		    number_parse(part, &minor) && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR)
			return (unsigned)minor;
		if (l->diag)
			diag_warning(l->diag, DIAG_UNSUPPORTED, node_loc(at),
				     "Avro %.*s is not known (1.%d to 1.%d are); the schema is read as 1.%d",
				     SLICE_FMT(value), OLDEST_MINOR, NEWEST_MINOR, USUAL_MINOR);
		break;
	}
	return USUAL_MINOR;
}

/* Where the lines of a text stand in its document: those of a YAML block scalar one by one, any other text as
 * a whole. */
struct placing {
	const struct node *text;
	unsigned line, col; /* of the first line; line 0: all stands where the text does */
};

/* The column of the first line behind `line` of the source, by its indentation. */
static unsigned indentation(struct slice source, unsigned line)
{
	struct slice rest = source, part = SLICE_NONE;
	unsigned col = 0;

	for (unsigned i = 0; i <= line; i++)
		if (!slice_split(&rest, '\n', &part))
			return 0;
	while (col < part.len && part.ptr[col] == ' ')
		col++;
	return col;
}

static struct placing placing_of(const struct node *text)
{
	struct placing p = { .text = text };
	struct slice rest = text->in ? text->in->source : SLICE_NONE, line = SLICE_NONE;

	for (unsigned i = 0; i < text->line; i++)
		if (!slice_split(&rest, '\n', &line))
			return p;
	if (!text->line || !text->col || text->in->is_json || line.len < text->col ||
	    line.ptr[text->col - 1] != '|')
		return p;
	p.line = text->line + 1;
	p.col = indentation(text->in->source, text->line);
	return p;
}

static void place(const struct placing *p, unsigned *line, unsigned *col)
{
	*col = p->line ? *col + p->col : p->text->col;
	*line = p->line ? *line + p->line - 1 : p->text->line;
}

static void place_all(const struct placing *p, struct node *n)
{
	n->in = p->text->in;
	place(p, &n->line, &n->col);
	for (size_t i = 0; n->kind == NODE_LIST && i < n->n; i++)
		place_all(p, n->items[i]);
	for (size_t i = 0; n->kind == NODE_MAP && i < n->n; i++) {
		place(p, &n->members[i].line, &n->members[i].col);
		place_all(p, n->members[i].value);
	}
}

/* A text that holds a schema as JSON, as people paste it; any other text is the name of a type. */
static struct node *read_text(struct arena *a, struct library *l, struct node *text)
{
	struct slice s = slice_trim(text->text);
	struct placing p = placing_of(text);
	struct node *n;
	const char *why;
	size_t where;

	if (!s.len || !strchr("{[\"", s.ptr[0]))
		return text;
	n = json_parse(a, text->text, &why, &where);
	if (n)
		place_all(&p, n);
	else if (l->diag)
		diag_error(l->diag, DIAG_SCHEMA, node_loc(text),
			   "the Avro schema in this text cannot be read as JSON: %s at byte %zu", why, where);
	return n;
}

static bool compile(struct arena *a, struct library *l, struct node *n, struct slice format,
		    struct language_schema *out)
{
	unsigned minor = minor_of(l, n, format);
	struct avro_schema *s;

	n = library_resolve(l, n);
	if (node_is(n, NODE_TEXT))
		n = read_text(a, l, n);
	s = n ? avro_parse(a, l, n, minor) : NULL;
	if (!s)
		return false;
	out->json_schema = avro_describe(a, s);
	out->wire = s;
	return true;
}

void avro_use_store(void *wire, struct avro_store *store)
{
	struct avro_schema *s = wire;

	s->store = store;
}

/* --- what the bytes are */

/* Could it be a value of that kind as JSON?  Only its ends are looked at. */
static bool looks_like_json(const struct avro_type *t, struct slice bytes)
{
	static const char *const ends[AVRO_KINDS] = {
		[AVRO_BYTES] = "\"\"", [AVRO_STRING] = "\"\"", [AVRO_RECORD] = "{}",  [AVRO_ENUM] = "\"\"",
		[AVRO_ARRAY] = "[]",   [AVRO_MAP] = "{}",      [AVRO_FIXED] = "\"\"",
	};
	struct slice s = slice_trim(bytes);

	if (t->kind == AVRO_UNION)
		return slice_is(s, "null") || (s.len > 1 && s.ptr[0] == '{' && s.ptr[s.len - 1] == '}');
	if (ends[t->kind])
		return s.len > 1 && s.ptr[0] == ends[t->kind][0] && s.ptr[s.len - 1] == ends[t->kind][1];
	if (t->kind == AVRO_NULL || t->kind == AVRO_BOOLEAN)
		return slice_is(s, "null") || slice_is(s, "true") || slice_is(s, "false");
	return s.len && (s.ptr[0] == '-' || (s.ptr[0] >= '0' && s.ptr[0] <= '9'));
}

static bool is_wire(const void *wire, struct slice bytes)
{
	return !looks_like_json(avro_of(wire)->root, bytes);
}

/* --- reading */

static const struct avro_schema *writer_of(const struct avro_schema *s, const struct avro_frame *frame)
{
	if (frame->framing == AVRO_SINGLE_OBJECT && frame->fingerprint != s->fingerprint)
		return s->store && s->store->by_fingerprint
			       ? s->store->by_fingerprint(s->store, frame->fingerprint)
			       : NULL;
	if (frame->framing == AVRO_REGISTRY && s->store && s->store->by_id)
		return s->store->by_id(s->store, frame->id);
	return s;
}

struct attempt {
	const struct avro_schema *schema, *writer;
	struct slice bytes, body; /* the whole message, for offsets, and the value in it */
	bool quiet;
};

static bool try_body(const struct attempt *a, struct buf *json, struct wire_error *why)
{
	struct avro_reading r = avro_reading_of(a->bytes, json, why);
	size_t before = json->len;

	r.quiet = a->quiet;
	r.at += a->bytes.len - a->body.len;
	if ((a->writer == a->schema ? avro_read_value(&r, a->schema->root, NULL)
				    : avro_read_as(&r, a->writer->root, a->schema->root, NULL)) &&
	    avro_ended(&r))
		return true;
	json->len = before;
	return false;
}

/* A head that is there, but of a schema that nobody knows. */
static bool say_unknown(const struct avro_schema *s, const struct avro_frame *frame, struct wire_error *why)
{
	why->instance = SLICE_LIT("");
	if (frame->framing == AVRO_REGISTRY) {
		why->at = 1;
		why->text = arena_printf(why->arena, "the registry has no schema of id %u", frame->id);
	} else {
		why->at = 2;
		why->text = arena_printf(
			why->arena,
			"it was written with a schema of fingerprint %016llx; this one's is %016llx",
			(unsigned long long)frame->fingerprint, (unsigned long long)s->fingerprint);
	}
	return false;
}

/* The value alone did not fit, nor did what follows the zero byte and id: of the two, the reason of the one
 * that came further. */
static bool read_registry(struct attempt *alone, const struct avro_frame *frame, struct buf *json,
			  struct wire_error *why)
{
	struct attempt framed = *alone;
	size_t reached = why->at;

	framed.writer = writer_of(alone->schema, frame);
	framed.body = frame->body;
	framed.quiet = false;
	if (!framed.writer)
		return say_unknown(alone->schema, frame, why);
	if (try_body(&framed, json, why))
		return true;
	alone->quiet = false;
	return reached > why->at && try_body(alone, json, why);
}

/* The bytes alone do not tell which form they have: a value may begin like a head.  A head that names the
 * schema is one; else the value alone is tried first, then what follows the other heads. */
static bool to_json(const void *wire, struct slice bytes, struct buf *json, struct wire_error *why)
{
	const struct avro_schema *s = wire;
	struct attempt a = { s, s, bytes, bytes, false };
	struct avro_frame frame;
	bool is_single = avro_unframe(bytes, AVRO_SINGLE_OBJECT, &frame), may_be_registry = false;

	if (is_single && writer_of(s, &frame)) {
		a.writer = writer_of(s, &frame);
		a.body = frame.body;
		return try_body(&a, json, why);
	}
	if (!is_single)
		may_be_registry = avro_unframe(bytes, AVRO_REGISTRY, &frame);
	a.quiet = is_single || may_be_registry;
	if (try_body(&a, json, why))
		return true;
	if (is_single)
		return say_unknown(s, &frame, why);
	return may_be_registry && read_registry(&a, &frame, json, why);
}

static bool from_json(const void *wire, const struct node *value, struct buf *bytes, struct wire_error *why)
{
	return avro_write_value(bytes, avro_of(wire)->root, value, why);
}

static const char *const media_types[] = { "application/vnd.apache.avro", "application/vnd.apache.avro+json",
					   "application/vnd.apache.avro+yaml", NULL };

const struct schema_language avro_language = {
	.name = "Avro",
	.media_types = media_types,
	.compile = compile,
	.is_wire = is_wire,
	.to_json = to_json,
	.from_json = from_json,
};
