/* Any bytes as a message: what is decoded is JSON, and its bytes, made anew, decode to the same JSON.  The
 * first byte chooses the message. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/proto_wire.h"

static const char *const sources[] = {
	"syntax='proto3'; message M { double d=1; float f=2; int32 a=3; int64 b=4; uint32 c=5; uint64 e=6; "
	"sint32 g=7; "
	"sint64 h=8; fixed32 i=9; fixed64 j=10; sfixed32 k=11; sfixed64 l=12; bool m=13; string n=14; bytes "
	"o=15; "
	"E p=16; M q=17; optional int32 r=18; repeated int32 s=19; repeated M t=20; map<string,M> u=21; "
	"map<int32,E> v=22; oneof w { int32 x=23; string y=24; M z=25; } repeated sint64 aa=26 "
	"[packed=false]; "
	"repeated double bb=27; map<bool,bytes> cc=28; repeated string dd=29; } enum E { A=0; B=1; C=-1; }",
	"syntax='proto2'; message M { required int32 a=1; optional string b=2; repeated group GA=3 { "
	"optional "
	"M c=1; "
	"optional int32 d=2; } optional group GB=4 { optional E e=1; } repeated E f=5; repeated bool g=6 "
	"[packed=true]; "
	"extensions 100 to 200; enum E { X=1; Y=2; } oneof o { group GC=7 { } bytes j=8; } map<uint64,float> "
	"k=9; } "
	"extend M { optional M x=100; repeated int32 y=101; }",
	"syntax='proto3'; import 'google/protobuf/any.proto'; import 'google/protobuf/struct.proto'; "
	"import 'google/protobuf/timestamp.proto'; import 'google/protobuf/duration.proto'; "
	"import 'google/protobuf/wrappers.proto'; import 'google/protobuf/field_mask.proto'; package google; "
	"message M { protobuf.Any a=1; protobuf.Struct b=2; protobuf.Value c=3; protobuf.ListValue d=4; "
	"protobuf.Timestamp e=5; protobuf.Duration f=6; protobuf.FieldMask g=7; protobuf.Int64Value h=8; "
	"protobuf.BytesValue i=9; protobuf.NullValue j=10; repeated protobuf.Value k=11; "
	"map<string,protobuf.Timestamp> l=12; oneof o { protobuf.Value m=13; protobuf.NullValue n=14; } M "
	"p=15; }",
};

enum { SOURCES = sizeof(sources) / sizeof(sources[0]) };

struct fixture {
	struct diag diag;
	struct library library;
	struct arena arena;
	struct language_schema made[SOURCES];
};

static struct fixture *fixture_new(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	library_init(&f->library, &f->diag);
	f->diag.out = stderr;
	for (size_t i = 0; i < SOURCES; i++) {
		char name[32];
		struct document *doc;

		snprintf(name, sizeof(name), "%zu.proto", i);
		doc = library_load_text(&f->library, name, slice_str(sources[i]));
		if (!protobuf_language.compile(&f->arena, &f->library, doc->root, SLICE_LIT(""), &f->made[i]))
			abort();
	}
	return f;
}

static void must(bool ok, const char *what, struct slice json)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %.*s\n", what, SLICE_FMT(json));
	abort();
}

/* JSON to bytes and back to JSON. */
static void there_and_back(const void *wire, struct slice json, struct arena *a, struct buf *bytes,
			   struct buf *again)
{
	struct wire_error why = { .arena = a };
	const char *bad;
	size_t where;
	struct node *value = json_parse(a, json, &bad, &where);

	must(value != NULL, "no JSON", json);
	if (!protobuf_language.from_json(wire, value, bytes, &why))
		must(false, why.text, json);
	if (!protobuf_language.to_json(wire, buf_view(bytes), again, &why))
		must(false, why.text, json);
}

/* A NullValue of another number than 0 is null all the same, which where it has no presence is nothing. */
static bool has_null(struct slice json)
{
	return memmem(json.ptr, json.len, ":null", 5) != NULL;
}

static void round_trip(const void *wire, struct slice bytes, struct arena *a)
{
	BUF_AUTO struct buf first = BUF_INIT(64 << 20), second = BUF_INIT(64 << 20),
			    third = BUF_INIT(64 << 20);
	BUF_AUTO struct buf once = BUF_INIT(64 << 20), twice = BUF_INIT(64 << 20);
	struct wire_error why = { .arena = a };

	protobuf_language.is_wire(wire, bytes);
	if (!protobuf_language.to_json(wire, bytes, &first, &why)) {
		must(why.text && why.at <= bytes.len, "refused without a place", bytes);
		return;
	}
	there_and_back(wire, buf_view(&first), a, &once, &second);
	must(has_null(buf_view(&first)) || slice_eq(buf_view(&first), buf_view(&second)),
	     "comes back otherwise", buf_view(&first));
	there_and_back(wire, buf_view(&second), a, &twice, &third);
	must(slice_eq(buf_view(&once), buf_view(&twice)), "other bytes the second time", buf_view(&second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fixture *f;
	struct arena a = ARENA_INIT;
	char *exact;

	if (!f)
		f = fixture_new();
	if (!size)
		return 0;
	exact = malloc(size); /* so that one byte behind it is found by the sanitizer */
	if (!exact)
		abort();
	memcpy(exact, data + 1, size - 1);
	round_trip(f->made[data[0] % SOURCES].wire, slice_of(exact, size - 1), &a);
	free(exact);
	arena_free(&a);
	return 0;
}
