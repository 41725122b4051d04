#include "schema/avro_theirs.h"

#include <avro.h>
#include <stdlib.h>

#include "base/memory.h"

struct theirs {
	avro_schema_t schema;
	avro_value_iface_t *class;
};

struct theirs *theirs_new(const char *schema_json)
{
	struct theirs *t = NEW(struct theirs);

	if (avro_schema_from_json_length(schema_json, strlen(schema_json), &t->schema)) {
		free(t);
		return NULL;
	}
	t->class = avro_generic_class_from_schema(t->schema);
	return t;
}

void theirs_free(struct theirs *t)
{
	avro_value_iface_decref(t->class);
	avro_schema_decref(t->schema);
	free(t);
}

static bool write_again(avro_value_t *value, struct buf *out)
{
	size_t size = 0;
	avro_writer_t w;
	char *space;
	bool ok;

	if (avro_value_sizeof(value, &size))
		return false;
	space = memory_new(size + 1);
	w = avro_writer_memory(space, (int64_t)size);
	ok = avro_value_write(w, value) == 0;
	buf_add(out, space, ok ? (size_t)avro_writer_tell(w) : 0);
	avro_writer_free(w);
	free(space);
	return ok;
}

bool theirs_read(struct theirs *t, struct slice bytes, struct buf *again, struct buf *json)
{
	avro_reader_t r = avro_reader_memory(bytes.ptr, (int64_t)bytes.len);
	avro_value_t value;
	char *text = NULL;
	bool ok;

	avro_generic_value_new(t->class, &value);
	ok = avro_value_read(r, &value) == 0 && write_again(&value, again) &&
	     avro_value_to_json(&value, 1, &text) == 0;
	if (ok)
		buf_str(json, text);
	free(text);
	avro_value_decref(&value);
	avro_reader_free(r);
	return ok;
}

const char *theirs_error(void)
{
	return avro_strerror();
}
