#include "schema/avro_help.h"

#include <check.h>
#include <stdlib.h>

struct avro_schema *avro_from_format(struct bench_of_judging *b, const char *text, const char *format,
				     struct node **json_schema)
{
	const struct schema_language *language = language_find(slice_str(format));
	struct language_schema out = { 0 };
	static unsigned n;
	struct document *doc =
		library_load_text(&b->library, arena_printf(&b->arena, "avro-%u.yaml", n++), slice_str(text));

	ck_assert_ptr_eq(language, &avro_language);
	ck_assert_msg(doc && doc->root, "%s is no YAML", text);
	if (!language->compile(&b->arena, &b->library, doc->root, slice_str(format), &out)) {
		ck_assert_msg(b->diag.errors, "%s refused without a word", text);
		return NULL;
	}
	if (json_schema)
		*json_schema = out.json_schema;
	return out.wire;
}

struct avro_schema *avro_from(struct bench_of_judging *b, const char *text)
{
	return avro_from_format(b, text, "application/vnd.apache.avro;version=1.11.0", NULL);
}

struct schema *avro_judged(struct bench_of_judging *b, const char *text)
{
	struct node *node = NULL;

	avro_from_format(b, text, "application/vnd.apache.avro;version=1.11.0", &node);
	return node ? schema_compile(&b->arena, &b->library, node, NULL) : NULL;
}

void hex_read(struct buf *out, const char *hex)
{
	while (*hex) {
		char *end;

		buf_char(out, (char)strtoul(hex, &end, 16));
		ck_assert_ptr_ne(end, hex);
		for (hex = end; *hex == ' ';)
			hex++;
	}
}

const char *hex_shown(struct arena *a, struct slice bytes)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	for (size_t i = 0; i < bytes.len; i++)
		buf_printf(&out, i ? " %02x" : "%02x", (unsigned char)bytes.ptr[i]);
	return arena_strdup(a, buf_view(&out));
}

const char *avro_json(struct bench_of_judging *b, const struct avro_schema *s, const char *hex)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0), json = BUF_INIT(0);
	struct wire_error why = { .arena = &b->arena };

	hex_read(&bytes, hex);
	if (avro_language.to_json(s, buf_view(&bytes), &json, &why))
		return arena_strdup(&b->arena, buf_view(&json));
	ck_assert_uint_eq(json.len, 0);
	return arena_printf(&b->arena, "ERROR at %zu of %.*s: %s", why.at, SLICE_FMT(why.instance), why.text);
}

const char *avro_hex(struct bench_of_judging *b, const struct avro_schema *s, const char *json)
{
	BUF_AUTO struct buf bytes = BUF_INIT(0);
	struct wire_error why = { .arena = &b->arena };
	const char *reason;
	size_t where;
	struct node *n = json_parse(&b->arena, slice_str(json), &reason, &where);

	ck_assert_msg(n, "%s: %s", json, reason);
	if (avro_language.from_json(s, n, &bytes, &why))
		return hex_shown(&b->arena, buf_view(&bytes));
	return arena_printf(&b->arena, "ERROR of %.*s: %s", SLICE_FMT(why.instance), why.text);
}
