/* A second opinion: random schemas and values, written by us and read by Apache's C library, and back. */
#include "base/random.h"
#include "base/text.h"
#include "schema/avro_help.h"
#include "schema/avro_theirs.h"
#include "suite.h"

struct inventing {
	struct random r;
	struct buf *out;
	unsigned named, depth;
};

static unsigned below(struct inventing *v, unsigned n)
{
	return (unsigned)random_below(&v->r, n);
}

static void invent_type(struct inventing *v, bool in_union);

static void invent_fields(struct inventing *v)
{
	unsigned n = below(v, 4) + 1, own = v->named;

	buf_printf(v->out, "{\"type\":\"record\",\"name\":\"R%u\",\"fields\":[", v->named++);
	for (unsigned i = 0; i < n; i++) {
		buf_printf(v->out, "%s{\"name\":\"f%u\",\"type\":", i ? "," : "", i);
		if (!below(v, 8))
			buf_printf(v->out, "[\"null\",\"R%u\"]", own);
		else
			invent_type(v, false);
		buf_char(v->out, '}');
	}
	buf_str(v->out, "]}");
}

static void invent_union(struct inventing *v)
{
	static const char *const primitives[] = {
		"null", "boolean", "int", "long", "float", "double", "bytes"
	};
	unsigned from = below(v, ARRAY_SIZE(primitives)), n = below(v, 3) + 1;

	buf_char(v->out, '[');
	for (unsigned i = 0; i < n; i++)
		buf_printf(v->out, "\"%s\",", primitives[(from + i) % ARRAY_SIZE(primitives)]);
	invent_type(v, true);
	buf_char(v->out, ']');
}

static void invent_type(struct inventing *v, bool in_union)
{
	static const char *const primitives[] = { "boolean", "int",   "long",	"float",
						  "double",  "bytes", "string", "null" };
	unsigned what = in_union ? 8 + below(v, 5) : below(v, v->depth > 4 ? 11 : 15);

	v->depth++;
	if (what < ARRAY_SIZE(primitives))
		buf_printf(v->out, "\"%s\"", primitives[what]);
	else if (what == 8)
		buf_printf(v->out, "{\"type\":\"enum\",\"name\":\"E%u\",\"symbols\":[\"A\",\"B\",\"C\"]}",
			   v->named++);
	else if (what == 9)
		buf_printf(v->out, "{\"type\":\"fixed\",\"name\":\"F%u\",\"size\":%u}", v->named,
			   below(v, 9) + 1),
			v->named++;
	else if (what == 10)
		buf_str(v->out, "\"string\"");
	else if (what == 11 || what == 12) {
		buf_str(v->out,
			what == 11 ? "{\"type\":\"array\",\"items\":" : "{\"type\":\"map\",\"values\":");
		invent_type(v, false);
		buf_char(v->out, '}');
	} else if (what == 13) {
		invent_union(v);
	} else {
		invent_fields(v);
	}
	v->depth--;
}

/* --- a value, as JSON */

static void value_of(struct inventing *v, const struct avro_type *t);

static void value_bytes(struct inventing *v, const struct avro_type *t)
{
	size_t n = t->kind == AVRO_FIXED ? t->size : below(v, 20);

	buf_char(v->out, '"');
	for (size_t i = 0; i < n; i++) /* their JSON ends at a NUL */
		buf_printf(v->out, "\\u00%02x", below(v, 255) + 1);
	buf_char(v->out, '"');
}

static void value_string(struct inventing *v)
{
	static const char *const some[] = {
		"", "a", "order 7", "\xc3\xa4\xe2\x82\xac", "\xf0\x9f\x9a\x80", "\"\\/\t"
	};

	json_string_add(v->out, slice_str(some[below(v, ARRAY_SIZE(some))]));
}

static void value_number(struct inventing *v, const struct avro_type *t)
{
	int64_t value = (int64_t)(random_next(&v->r) >> below(v, 64));

	if (t->kind == AVRO_INT)
		buf_signed(v->out, (int32_t)value);
	else if (t->kind == AVRO_LONG)
		buf_signed(v->out, value);
	else
		buf_printf(v->out, "%.*g", t->kind == AVRO_FLOAT ? 7 : 16, (double)value / 1024);
}

static void value_items(struct inventing *v, const struct avro_type *t)
{
	unsigned n = v->depth > 10 ? 0 : below(v, 4);

	buf_char(v->out, t->kind == AVRO_MAP ? '{' : '[');
	for (unsigned i = 0; i < n; i++) {
		buf_str(v->out, i ? "," : "");
		if (t->kind == AVRO_MAP)
			buf_printf(v->out, "\"k%u\":", i);
		value_of(v, t->branches[0]);
	}
	buf_char(v->out, t->kind == AVRO_MAP ? '}' : ']');
}

static void value_branch(struct inventing *v, const struct avro_type *t)
{
	const struct avro_type *branch = t->branches[v->depth > 10 ? 0 : below(v, (unsigned)t->n)];

	if (branch->kind == AVRO_NULL) {
		buf_str(v->out, "null");
		return;
	}
	buf_printf(v->out, "{\"%.*s\":", SLICE_FMT(branch->name));
	value_of(v, branch);
	buf_char(v->out, '}');
}

static void value_record(struct inventing *v, const struct avro_type *t)
{
	buf_char(v->out, '{');
	for (size_t i = 0; i < t->n; i++) {
		buf_slice(v->out, slice_from(t->fields[i].intro, !i));
		value_of(v, t->fields[i].type);
	}
	buf_char(v->out, '}');
}

static void value_of(struct inventing *v, const struct avro_type *t)
{
	v->depth++;
	switch (t->kind) {
	case AVRO_NULL:
		buf_str(v->out, "null");
		break;
	case AVRO_BOOLEAN:
		buf_str(v->out, below(v, 2) ? "true" : "false");
		break;
	case AVRO_STRING:
		value_string(v);
		break;
	case AVRO_BYTES:
	case AVRO_FIXED:
		value_bytes(v, t);
		break;
	case AVRO_ENUM:
		json_string_add(v->out, t->symbols.list[below(v, (unsigned)t->symbols.n)]);
		break;
	case AVRO_ARRAY:
	case AVRO_MAP:
		value_items(v, t);
		break;
	case AVRO_UNION:
		value_branch(v, t);
		break;
	case AVRO_RECORD:
		value_record(v, t);
		break;
	default:
		value_number(v, t);
	}
	v->depth--;
}

/* --- both opinions */

static void compare(struct bench_of_judging *b, struct inventing *v, const struct avro_schema *s,
		    const struct schema *judged, struct theirs *theirs)
{
	BUF_AUTO struct buf json = BUF_INIT(0), again = BUF_INIT(0), their_json = BUF_INIT(0);
	const char *ours, *told;
	BUF_AUTO struct buf bytes = BUF_INIT(0);

	v->out = &json;
	value_of(v, s->root);
	ours = avro_hex(b, s, buf_cstr(&json));
	ck_assert_msg(ours[0] != 'E', "%s: %s", buf_cstr(&json), ours);
	hex_read(&bytes, ours);
	ck_assert_msg(theirs_read(theirs, buf_view(&bytes), &again, &their_json),
		      "%s: they cannot read %s: %s", buf_cstr(&json), ours, theirs_error());
	ck_assert_str_eq(hex_shown(&b->arena, buf_view(&again)), ours);
	ck_assert_msg(strcmp(avro_hex(b, s, buf_cstr(&their_json)), ours) == 0, "%s: they tell %s",
		      buf_cstr(&json), buf_cstr(&their_json));
	told = avro_json(b, s, ours);
	ck_assert_str_eq(avro_hex(b, s, told), ours);
	ck_assert_msg(judging_verdict(b, judged, slice_str(told)), "%s: %.*s", told,
		      SLICE_FMT(b->found.list[0].text));
}

START_TEST(apaches_library_agrees)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct inventing v = { .r = random_stream((uint64_t)_i, SLICE_LIT("avro")), .out = &text };
	struct bench_of_judging b;
	struct theirs *theirs;
	struct avro_schema *s;
	struct schema *judged;

	judging_begin(&b);
	invent_fields(&v);
	s = avro_from(&b, buf_cstr(&text));
	ck_assert_msg(s, "%s: %s", buf_cstr(&text), b.diag.n ? b.diag.findings[0].text : "");
	judged = avro_judged(&b, buf_cstr(&text));
	ck_assert(judged);
	theirs = theirs_new(buf_cstr(&text));
	ck_assert_msg(theirs, "%s: %s", buf_cstr(&text), theirs_error());
	for (unsigned i = 0; i < 20; i++)
		compare(&b, &v, s, judged, theirs);
	theirs_free(theirs);
	judging_end(&b);
}
END_TEST

SUITE(avro_second)
{
	LOOP_TEST(apaches_library_agrees, 0, 200);
}
