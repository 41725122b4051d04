/* Changes of an Avro payload break whom schema resolution says. */
#include "contract/diff.h"

#include "base/buf.h"
#include "suite.h"

#define RECORD(fields) "{type: record, name: R, fields: [{name: id, type: string}" fields "]}"

static struct contract *load(const char *schema, const char *action)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct contract *c;

	buf_printf(
		&text,
		"asyncapi: 3.0.0\ninfo: {title: T, version: 1.0.0}\nchannels: {c: {address: c, messages: {m: "
		"{payload: {schemaFormat: application/vnd.apache.avro;version=1.11.0, schema: %s}}}}}\n"
		"operations: {o: {action: %s, channel: {$ref: '#/channels/c'}}}\n",
		schema, action);
	c = contract_load_text("avro.yaml", buf_view(&text), &d);
	ck_assert_msg(c && !d.errors, "%s", buf_cstr(&text));
	diag_release(&d);
	return c;
}

/* One line per change: class, sentence, what was. */
static void compare(const char *was, const char *is, const char *action, enum diff_mode mode, struct buf *out)
{
	struct contract *a = load(was, action), *b = load(is, action);
	struct diff d;

	contract_diff(a, b, mode, &d);
	for (size_t i = 0; i < d.n; i++) {
		const struct change *c = &d.changes[i];

		buf_printf(out, "%s%s: %s", i ? "\n" : "", diff_class_name(c->breaks), c->text);
		if (c->was)
			buf_printf(out, " (%s)", c->was);
	}
	diff_release(&d);
	contract_drop(a);
	contract_drop(b);
}

static const struct {
	const char *was, *is;
	enum diff_mode mode;
	const char *action, *told;
} rows[] = {
	{RECORD(""),					      RECORD(""),						DIFF_FULL,	     "send",    ""},
	{ RECORD(""),					     RECORD(", {name: n, type: ['null', int], default: null}"), DIFF_FULL,	    "send",
	  "compatible: m payload.n is new and required"												       },
	{ RECORD(""),					     RECORD(", {name: n, type: int}"),				DIFF_FULL,	   "send",
	  "breaks producers: m payload.n is not written, and has no default for who reads it (written by "
	  "OLD, "
	  "read by NEW)"																     },
	{ RECORD(""),					     RECORD(", {name: n, type: int}"),				DIFF_FORWARD,      "send",
	  "compatible: m payload.n is not written, and has no default for who reads it (written by OLD, read "
	  "by "
	  "NEW)"																	     },
	{ RECORD(", {name: n, type: int}"),			    RECORD(""),						DIFF_BACKWARD,     "send",
	  "compatible: m payload.n is not written, and has no default for who reads it (written by NEW, read "
	  "by "
	  "OLD)"																	     },
 /* Who receives reads what others write by the old schema. */
	{ RECORD(", {name: n, type: int}"),			    RECORD(", {name: n, type: long}"),			       DIFF_BY_DIRECTION, "receive",
	  "compatible: m payload.n is written as long and read as int (written by NEW, read by OLD)"							     },
	{ RECORD(", {name: n, type: int}"),			    RECORD(", {name: n, type: long}"),			       DIFF_BY_DIRECTION, "send",
	  "breaks consumers: m payload.n is written as long and read as int (written by NEW, read by OLD)"							   },
	{ RECORD(", {name: n, type: {type: array, items: int}}"),
	  RECORD(", {name: n, type: {type: array, items: string}}"),							     DIFF_BACKWARD,	    "send",
	  "breaks producers: m payload.n[] is written as int and read as string (written by OLD, read by "
	  "NEW)\n"
	  "compatible: m payload.n[] is written as string and read as int (written by NEW, read by OLD)"							 },
};

START_TEST(a_change_of_an_avro_payload_is_told_and_classed)
{
	BUF_AUTO struct buf got = BUF_INIT(0);

	compare(rows[_i].was, rows[_i].is, rows[_i].action, rows[_i].mode, &got);
	ck_assert_str_eq(buf_cstr(&got), rows[_i].told);
}
END_TEST

SUITE(diff_avro)
{
	LOOP_TEST(a_change_of_an_avro_payload_is_told_and_classed, 0, (int)ARRAY_SIZE(rows));
}
