/* The parsing canonical form of a schema, and its fingerprint (Avro 1.11, "Parsing Canonical Form for
 * Schemas", "Schema Fingerprints"). */
#include "base/text.h"
#include "schema/avro.h"

struct writing {
	struct buf *out;
	struct map seen; /* full names that were written */
};

static void write_type(struct writing *w, const struct avro_type *t);

static void write_named(struct writing *w, const struct avro_type *t)
{
	if (map_put(&w->seen, t->name, (void *)t)) {
		json_string_add(w->out, t->name);
		return;
	}
	buf_str(w->out, "{\"name\":");
	json_string_add(w->out, t->name);
	buf_printf(w->out, ",\"type\":\"%s\",", avro_kind_names[t->kind]);
	if (t->kind == AVRO_FIXED) {
		buf_printf(w->out, "\"size\":%zu}", t->size);
		return;
	}
	buf_str(w->out, t->kind == AVRO_ENUM ? "\"symbols\":[" : "\"fields\":[");
	for (size_t i = 0; t->kind == AVRO_ENUM && i < t->symbols.n; i++) {
		buf_str(w->out, i ? "," : "");
		json_string_add(w->out, t->symbols.list[i]);
	}
	for (size_t i = 0; t->kind == AVRO_RECORD && i < t->n; i++) {
		buf_str(w->out, i ? ",{\"name\":" : "{\"name\":");
		json_string_add(w->out, t->fields[i].name);
		buf_str(w->out, ",\"type\":");
		write_type(w, t->fields[i].type);
		buf_char(w->out, '}');
	}
	buf_str(w->out, "]}");
}

static void write_type(struct writing *w, const struct avro_type *t)
{
	switch (t->kind) {
	case AVRO_RECORD:
	case AVRO_ENUM:
	case AVRO_FIXED:
		write_named(w, t);
		break;
	case AVRO_ARRAY:
	case AVRO_MAP:
		buf_str(w->out, t->kind == AVRO_ARRAY ? "{\"type\":\"array\",\"items\":"
						      : "{\"type\":\"map\",\"values\":");
		write_type(w, t->branches[0]);
		buf_char(w->out, '}');
		break;
	case AVRO_UNION:
		buf_char(w->out, '[');
		for (size_t i = 0; i < t->n; i++) {
			buf_str(w->out, i ? "," : "");
			write_type(w, t->branches[i]);
		}
		buf_char(w->out, ']');
		break;
	default:
		json_string_add(w->out, t->name);
	}
}

void avro_canonical(struct buf *out, const struct avro_type *t)
{
	struct writing w = { .out = out };

	write_type(&w, t);
	map_release(&w.seen);
}

#define EMPTY UINT64_C(0xc15d213aa4d7a795)

uint64_t avro_fingerprint(struct slice canonical)
{
	uint64_t table[256], print = EMPTY;

	for (uint64_t i = 0; i < 256; i++) {
		table[i] = i;
		for (unsigned k = 0; k < 8; k++)
			table[i] = (table[i] >> 1) ^ (EMPTY & -(table[i] & 1));
	}
	for (size_t i = 0; i < canonical.len; i++)
		print = (print >> 8) ^ table[(print ^ (unsigned char)canonical.ptr[i]) & 0xff];
	return print;
}
