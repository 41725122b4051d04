/* Changes of a Protobuf payload: by number and wire form, or by name where the content is JSON. */
#include "contract/diff.h"

#include "base/buf.h"
#include "suite.h"

#define WIRE "application/x-protobuf"
#define JSON "application/json"

static struct contract *load(const char *fields, const char *content_type, const char *action)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct contract *c;

	buf_printf(
		&text,
		"asyncapi: 3.0.0\ninfo: {title: T, version: 1.0.0}\nchannels: {c: {address: c, messages: {m: "
		"{contentType: %s, payload: {schemaFormat: application/vnd.google.protobuf;message=M, "
		"schema: "
		"'%s'}}}}}\noperations: {o: {action: %s, channel: {$ref: '#/channels/c'}}}\n",
		content_type, fields, action);
	c = contract_load_text("proto.yaml", buf_view(&text), &d);
	ck_assert_msg(c && !d.errors, "%s", buf_cstr(&text));
	diag_release(&d);
	return c;
}

/* One line per change: code, class, sentence, what was. */
static void compare(const char *was, const char *is, const char *type, enum diff_mode mode, struct buf *out)
{
	struct contract *a = load(was, type, "send"), *b = load(is, type, "send");
	struct diff d;

	contract_diff(a, b, mode, &d);
	for (size_t i = 0; i < d.n; i++) {
		const struct change *c = &d.changes[i];

		buf_printf(out, "%s%s %s: %s", i ? "\n" : "", c->code, diff_class_name(c->breaks), c->text);
		if (c->was)
			buf_printf(out, " (%s)", c->was);
	}
	diff_release(&d);
	contract_drop(a);
	contract_drop(b);
}

#define P2	      "syntax = \"proto2\"; "
#define P3	      "syntax = \"proto3\"; "
#define BODY3(fields) P3 "message M { string id = 1; " fields " }"
#define BODY2(fields) P2 "message M { required string id = 1; " fields " }"
#define ENUM(values)  P3 "message M { K k = 1; } enum K { A = 0; " values " }"

static const struct {
	const char *was, *is, *type;
	enum diff_mode mode;
	const char *told;
} rows[] = {
	{BODY3(""),								  BODY3(""),				      WIRE, DIFF_FULL,	 ""},
 /* What is new or gone. */
	{ BODY3(""),								 BODY3("int32 n = 2;"),			    WIRE, DIFF_FULL,
	  "field-added compatible: m payload.n is new, and optional"											     },
	{ BODY3(""),								 BODY3("int32 n = 2;"),			    JSON, DIFF_FULL,
	  "field-added breaks consumers: m payload.n is new, and optional"										       },
	{ BODY2(""),								 BODY2("required int32 n = 2;"),		     WIRE, DIFF_FULL,
	  "field-added breaks producers: m payload.n is new and required"											},
	{ BODY3("int32 n = 2;"),						     BODY3(""),					    WIRE, DIFF_FULL,
	  "field-removed compatible: m payload.n is gone, and its number is not reserved (was optional)"							 },
	{ BODY3("int32 n = 2;"),						     BODY3("reserved 2;"),			       WIRE, DIFF_BY_DIRECTION,
	  "field-removed breaks consumers: m payload.n is gone (was optional)"										   },
	{ BODY3("int32 n = 2;"),						     BODY3(""),					    JSON, DIFF_FULL,
	  "field-removed breaks producers: m payload.n is gone (was optional)"										   },
	{ BODY2("required int32 n = 2;"),					    BODY2("reserved 2;"),				WIRE, DIFF_FULL,
	  "field-removed breaks consumers: m payload.n is gone (was required)"										   },
	{ BODY2("optional int32 n = 2;"),					    BODY2("required int32 n = 2;"),		  WIRE, DIFF_FULL,
	  "required breaks producers: m payload.n is now required (was optional)"										  },
 /* Numbers and names. */
	{ BODY3("int32 n = 2;"),						     BODY3("int32 n = 3;"),				WIRE, DIFF_FULL,
	  "field-number breaks consumers and producers: m payload.n has the number 3 now (was 2)"								  },
	{ BODY3("int32 n = 2;"),						     BODY3("int32 n = 3;"),				JSON, DIFF_FULL,	 ""},
	{ BODY3("int32 n = 2; int32 o = 3;"),					      BODY3("int32 o = 2; int32 n = 3;"),		  WIRE, DIFF_FULL,
	  "field-number breaks consumers and producers: m payload.o has the number 2 now (was 3)\n"
	  "field-number breaks consumers and producers: m payload.n has the number 3 now (was 2)"								  },
	{ BODY3("int32 n = 2;"),						     BODY3("int32 big_n = 2;"),			    WIRE, DIFF_FULL,
	  "field-name compatible: m payload.bigN has another name, which the wire does not carry (was n)"							  },
	{ BODY3("int32 n = 2;"),						     BODY3("int32 o = 2;"),				JSON, DIFF_FULL,
	  "field-added breaks consumers: m payload.o is new, and optional\n"
	  "field-removed breaks producers: m payload.n is gone (was optional)"										  },
	{ BODY3("int32 n = 2;"),						     BODY3("string note = 2;"),			    WIRE, DIFF_FULL,
	  "field-type breaks consumers and producers: m payload.note has the number 2, which was n of "
	  "another "
	  "type (was int32)"																    },
 /* Types. */
	{ BODY3("int32 n = 2;"),						     BODY3("sint32 n = 2;"),			 WIRE, DIFF_FULL,
	  "field-type breaks consumers and producers: m payload.n is now sint32, which has another form on "
	  "the "
	  "wire (was int32)"																    },
	{ BODY3("int32 n = 2;"),						     BODY3("sint32 n = 2;"),			 JSON, DIFF_FULL,
	  "field-type compatible: m payload.n is now sint32 (was int32)"											 },
	{ BODY3("int32 n = 2;"),						     BODY3("int64 n = 2;"),				WIRE, DIFF_FULL,
	  "field-type breaks consumers: m payload.n is now int64 (was int32)"										    },
	{ BODY3("bytes n = 2;"),						     BODY3("string n = 2;"),			 WIRE, DIFF_FULL,
	  "field-type breaks producers: m payload.n is now string (was bytes)"										   },
	{ BODY3("int32 n = 2;"),						     BODY3("repeated int32 n = 2;"),		 WIRE, DIFF_FULL,
	  "repeated breaks consumers: m payload.n is now repeated (was not repeated)"									      },
	{ P3 "message M { map<string, A> a = 1; } message A { int32 n = 1; }",
	  P3 "message M { map<string, A> a = 1; } message A { bool n = 1; }",							      WIRE, DIFF_FULL,
	  "field-type breaks producers: m payload.a[].n is now bool (was int32)"										 },
	{ P3 "message M { repeated A a = 1; } message A { A up = 1; float n = 2; }",
	  P3 "message M { repeated A a = 1; } message A { A up = 1; double n = 2; }",						      WIRE, DIFF_FULL,
	  "field-type breaks consumers and producers: m payload.a[].n is now double, which has another form "
	  "on "
	  "the wire (was float)"																},
 /* Enums and oneofs. */
	{ ENUM("B = 1;"),							    ENUM(""),				       WIRE, DIFF_FULL,
	  "enum breaks producers: m payload.k can no longer be B (1)"											    },
	{ ENUM(""),								  ENUM("B = 1;"),				    WIRE, DIFF_FULL,
	  "enum breaks consumers: m payload.k can now also be B (1)"											     },
	{ ENUM("B = 1;"),							    ENUM("B = 2;"),				  WIRE, DIFF_FULL,
	  "enum-number breaks consumers and producers: m payload.k has B as number 2 now (was 1)"								  },
	{ ENUM("B = 1;"),							    ENUM("C = 1;"),				  WIRE, DIFF_FULL,
	  "enum-name compatible: m payload.k calls 1 C now (was B)"											      },
	{ BODY3("int32 n = 2;"),						     BODY3("oneof x { int32 n = 2; }"),		    WIRE, DIFF_FULL,	     ""},
	{ BODY3("int32 n = 2; int32 o = 3;"),					      BODY3("oneof x { int32 n = 2; int32 o = 3; }"), WIRE, DIFF_FULL,
	  "oneof breaks producers: m payload.n can no longer come together with o\n"
	  "oneof breaks producers: m payload.o can no longer come together with n"										   },
	{ BODY3("oneof x { int32 n = 2; int32 o = 3; }"),				  BODY3("oneof x { int32 n = 2; } int32 o = 3;"),
	  WIRE,															     DIFF_FULL,
	  "oneof breaks consumers: m payload.n can now come together with o\n"
	  "oneof breaks consumers: m payload.o can now come together with n"										    },
};

START_TEST(a_change_of_a_protobuf_payload_is_told_and_classed)
{
	BUF_AUTO struct buf got = BUF_INIT(0);

	compare(rows[_i].was, rows[_i].is, rows[_i].type, rows[_i].mode, &got);
	ck_assert_str_eq(buf_cstr(&got), rows[_i].told);
}
END_TEST

SUITE(diff_protobuf)
{
	LOOP_TEST(a_change_of_a_protobuf_payload_is_told_and_classed, 0, (int)ARRAY_SIZE(rows));
}
