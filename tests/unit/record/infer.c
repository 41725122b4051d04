/* From lines of a recording to places in the draft. */
#include "record/infer.h"
#include "record/infer_forms.h"
#include "record/infer_names.h"
#include "suite.h"

/* How often a line is taken in: enough for an enum. */
enum { TIMES = 4 };

struct row {
	const char *title;
	const char *lines[8]; /* "address payload", the payload as a member: "a \"payload\":1" */
	const char *at;	      /* in the draft */
	const char *is;	      /* its JSON; NULL: nothing is there */
	struct infer_options options;
};

static struct node *draft(struct inference *i, const struct row *row)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct recording_reader reader;
	struct recorded r;

	for (unsigned t = 0; t < TIMES; t++)
		for (size_t k = 0; k < ARRAY_SIZE(row->lines) && row->lines[k]; k++) {
			struct slice line = slice_str(row->lines[k]);
			size_t space = slice_find(line, ' ');

			buf_printf(&text,
				   "{\"seq\":1,\"server\":\"s\",\"protocol\":\"mqtt\",\"address\":\"%.*s\",%"
				   "s}\n",
				   (int)space, line.ptr, line.ptr + space + 1);
		}
	recording_reader_init(&reader, "x.jsonl", buf_view(&text), &d);
	while (recording_next(&reader, &r))
		inference_add(i, &r);
	recording_reader_release(&reader);
	ck_assert_uint_eq(d.warnings + d.errors, 0);
	diag_release(&d);
	return inference_document(i);
}

#define SCHEMA_OF(channel, message) "/channels/" channel "/messages/" message "/payload"
#define PAYLOAD(json)		    "\"payload\":" json

/* A row reads better line by line. */
/* clang-format off */
static const struct row rows[] = {
	/* channels */
	{ .title = "a number is a parameter, named after the level before it",
	  .lines = { "sensors/7/temp " PAYLOAD("1") },
	  .at = "/channels/sensorsTemp/address",
	  .is = "\"sensors/{sensorId}/temp\"" },
	{ .title = "a UUID is a parameter",
	  .lines = { "users/7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1 " PAYLOAD("{\"a\":1}") },
	  .at = "/channels/users/address",
	  .is = "\"users/{userId}\"" },
	{ .title = "a parameter has examples",
	  .lines = { "sensors/7/temp " PAYLOAD("1"),
		     "sensors/8/temp " PAYLOAD("1") },
	  .at = "/channels/sensorsTemp/parameters/sensorId",
	  .is = "{\"examples\":[\"7\",\"8\"]}" },
	{ .title = "names of parameters never collide",
	  .lines = { "a/1/2/3 " PAYLOAD("1") },
	  .at = "/channels/a/address",
	  .is = "\"a/{aId}/{id}/{id2}\"" },
	{ .title = "few words with the same objects are an enum",
	  .lines = { "orders/eu " PAYLOAD("{\"a\":1,\"b\":2}"),
		     "orders/us " PAYLOAD("{\"a\":1,\"b\":2}") },
	  .at = "/channels/orders/parameters/order",
	  .is = "{\"enum\":[\"eu\",\"us\"]}" },
	{ .title = "few words with other objects are channels",
	  .lines = { "orders/new " PAYLOAD("{\"a\":1}"),
		     "orders/gone " PAYLOAD("{\"b\":1}") },
	  .at = "/channels/ordersGone/address",
	  .is = "\"orders/gone\"" },
	{ .title = "few words with bare values are channels",
	  .lines = { "room/temp " PAYLOAD("21"),
		     "room/light " PAYLOAD("3") },
	  .at = "/channels/roomLight/address",
	  .is = "\"room/light\"" },
	{ .title = "more than four words are a parameter",
	  .lines = { "rooms/a " PAYLOAD("1"),
		     "rooms/b " PAYLOAD("1"),
		     "rooms/c " PAYLOAD("1"),
		     "rooms/d " PAYLOAD("1"),
		     "rooms/e " PAYLOAD("1") },
	  .at = "/channels/rooms/address",
	  .is = "\"rooms/{roomId}\"" },
	{ .title = "what carries something else stays beside them",
	  .lines = { "rooms/1 " PAYLOAD("{\"a\":1}"),
		     "rooms/all " PAYLOAD("{\"b\":[]}") },
	  .at = "/channels/roomsAll/address",
	  .is = "\"rooms/all\"" },
	{ .title = "words that differ in a number are a parameter",
	  .lines = { "d/node-1/up " PAYLOAD("1"),
		     "d/node-2/up " PAYLOAD("1") },
	  .at = "/channels/dUp/address",
	  .is = "\"d/{dId}/up\"" },
	{ .title = "braces in an address do not become a parameter of their own",
	  .lines = { "a/{b} " PAYLOAD("1") },
	  .at = "/channels/a/address",
	  .is = "\"a/{aId}\"" },
	{ .title = "what only the first names tell apart stays apart",
	  .lines = { "orders/status " PAYLOAD("{\"a\":1}"),
		     "payments/status " PAYLOAD("{\"a\":1}") },
	  .at = "/channels/paymentsStatus/address",
	  .is = "\"payments/status\"" },
	{ .title = "templates that share addresses share messages",
	  .lines = { "a/1 " PAYLOAD("{\"x\":1}"),
		     "2/b " PAYLOAD("{\"y\":1}") },
	  .at = "/channels/a/messages/b",
	  .is = "{\"$ref\":\"#/channels/b/messages/b\"}" },

	/* messages */
	{ .title = "a type property tells messages apart",
	  .lines = { "e " PAYLOAD("{\"type\":\"user.made\",\"name\":\"x\"}"),
		     "e " PAYLOAD("{\"type\":\"user.gone\",\"why\":1}") },
	  .at = SCHEMA_OF("e", "userGone") "/properties/type",
	  .is = "{\"type\":\"string\",\"const\":\"user.gone\"}" },
	{ .title = "a type property of like objects is an enum",
	  .lines = { "e " PAYLOAD("{\"type\":\"a\",\"v\":1}"),
		     "e " PAYLOAD("{\"type\":\"b\",\"v\":1}") },
	  .at = SCHEMA_OF("e", "e") "/properties/type",
	  .is = "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}" },
	{ .title = "objects of other properties are other messages",
	  .lines = { "e " PAYLOAD("{\"id\":1,\"x\":1,\"y\":1}"),
		     "e " PAYLOAD("{\"id\":1,\"reason\":1}") },
	  .at = SCHEMA_OF("e", "eWithReason") "/required",
	  .is = "[\"id\",\"reason\"]" },
	{ .title = "a property more or less is the same message",
	  .lines = { "e " PAYLOAD("{\"id\":1,\"x\":1}"),
		     "e " PAYLOAD("{\"id\":1,\"x\":1,\"note\":\"n\"}") },
	  .at = SCHEMA_OF("e", "e") "/required",
	  .is = "[\"id\",\"x\"]" },
	{ .title = "text has its content type and no schema",
	  .lines = { "light \"text\":\"on\"" },
	  .at = "/channels/light/messages/light",
	  .is = "{\"contentType\":\"text/plain\"}" },
	{ .title = "bytes have their content type and no schema",
	  .lines = { "cam \"base64\":\"/wA=\"" },
	  .at = "/channels/cam/messages/cam",
	  .is = "{\"contentType\":\"application/octet-stream\"}" },
	{ .title = "a payload that says JSON and is none forbids a default content type",
	  .lines = { "cam \"contentType\":\"application/json\",\"text\":\"{\"" },
	  .at = "/defaultContentType" },
	{ .title = "headers that are all numbers are integers",
	  .lines = { "a \"headers\":{\"attempt\":\"3\",\"code\":\"007\"}," PAYLOAD("1") },
	  .at = "/channels/a/messages/a/headers",
	  .is = "{\"type\":\"object\",\"required\":[\"attempt\",\"code\"],\"properties\":{\"attempt\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\"}}}" },
	/* schemas */
	{ .title = "integer",
	  .lines = { "a " PAYLOAD("1") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"integer\"}" },
	{ .title = "one fraction makes numbers",
	  .lines = { "a " PAYLOAD("1"),
		     "a " PAYLOAD("1.0") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"number\"}" },
	{ .title = "null beside others",
	  .lines = { "a " PAYLOAD("1"),
		     "a " PAYLOAD("null") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":[\"integer\",\"null\"]}" },
	{ .title = "null alone says nothing",
	  .lines = { "a " PAYLOAD("{\"x\":null}") },
	  .at = SCHEMA_OF("a", "a") "/properties/x",
	  .is = "{}" },
	{ .title = "a format that all texts have",
	  .lines = { "a " PAYLOAD("\"2026-11-21\"") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"string\",\"format\":\"date\"}" },
	{ .title = "a format that one text has not",
	  .lines = { "a " PAYLOAD("\"2026-11-21\""),
		     "a " PAYLOAD("\"x\"") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"string\",\"enum\":[\"2026-11-21\",\"x\"]}" },
	{ .title = "a text that is always the same is no enum",
	  .lines = { "a " PAYLOAD("\"x\"") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"string\"}" },
	{ .title = "an enum with null has it among its values",
	  .lines = { "a " PAYLOAD("\"x\""),
		     "a " PAYLOAD("\"y\""),
		     "a " PAYLOAD("null") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":[\"string\",\"null\"],\"enum\":[\"x\",\"y\",null]}" },
	{ .title = "items of all lists together",
	  .lines = { "a " PAYLOAD("[{\"x\":1}]"),
		     "a " PAYLOAD("[{\"x\":1,\"y\":true},{\"x\":2}]") },
	  .at = SCHEMA_OF("a", "a") "/items",
	  .is = "{\"type\":\"object\",\"required\":[\"x\"],\"properties\":{\"x\":{\"type\":\"integer\"},\"y\":{\"type\":\"boolean\"}}}" },
	{ .title = "names that are data make a map",
	  .lines = { "a " PAYLOAD("{\"m\":{\"2026-11-21\":1,\"2026-11-22\":2.5}}") },
	  .at = SCHEMA_OF("a", "a") "/properties/m",
	  .is = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"number\"}}" },
	{ .title = "no bounds by themselves",
	  .lines = { "a " PAYLOAD("5") },
	  .at = SCHEMA_OF("a", "a") "/minimum" },
	{ .title = "bounds if asked for",
	  .lines = { "a " PAYLOAD("5"),
		     "a " PAYLOAD("-2.50"),
		     "a " PAYLOAD("7") },
	  .at = SCHEMA_OF("a", "a"),
	  .is = "{\"type\":\"number\",\"minimum\":-2.50,\"maximum\":7}",
	  .options = { .tight = true } },
	{ .title = "one payload is the example",
	  .lines = { "a " PAYLOAD("{\"x\":1.50}"),
		     "a " PAYLOAD("{\"x\":2}") },
	  .at = "/channels/a/messages/a/examples",
	  .is = "[{\"payload\":{\"x\":1.50}}]" },
	{ .title = "no payload if asked so",
	  .lines = { "a " PAYLOAD("{\"x\":1}") },
	  .at = "/channels/a/messages/a/examples",
	  .options = { .no_examples = true } },
	/* operations */
	{ .title = "what clients publish is received",
	  .lines = { "a \"client\":\"c\"," PAYLOAD("1") },
	  .at = "/operations/receiveA/action",
	  .is = "\"receive\"" },
	{ .title = "what we sent is sent",
	  .lines = { "a \"origin\":\"generated\"," PAYLOAD("1") },
	  .at = "/operations/sendA/action",
	  .is = "\"send\"" },
	{ .title = "the other side",
	  .lines = { "a \"client\":\"c\"," PAYLOAD("1") },
	  .at = "/operations/sendA/action",
	  .is = "\"send\"",
	  .options = { .describes_client = true } },
	{ .title = "what a client awaited in vain is sent",
	  .lines = { "a \"client\":\"c\"," PAYLOAD("1"),
		     "b/c \"event\":\"subscribed\"" },
	  .at = "/operations/sendBC",
	  .is = "{\"action\":\"send\",\"channel\":{\"$ref\":\"#/channels/bC\"}}" },
	{ .title = "who listens to everything awaits nothing",
	  .lines = { "a \"client\":\"c\"," PAYLOAD("1"),
		     "# \"event\":\"subscribed\"" },
	  .at = "/operations/sendA" },
	{ .title = "quality of service as it always was",
	  .lines = { "a \"client\":\"c\",\"mqtt\":{\"qos\":1,\"retain\":true}," PAYLOAD("1") },
	  .at = "/operations/receiveA/bindings/mqtt",
	  .is = "{\"qos\":1,\"retain\":true,\"bindingVersion\":\"0.2.0\"}" },
	{ .title = "quality of service that was not always the same",
	  .lines = { "a \"client\":\"c\",\"mqtt\":{\"qos\":1}," PAYLOAD("1"),
		     "a \"client\":\"c\",\"mqtt\":{\"qos\":0}," PAYLOAD("1") },
	  .at = "/operations/receiveA/bindings/mqtt/qos" },
	{ .title = "servers by name and protocol",
	  .lines = { "a " PAYLOAD("1") },
	  .at = "/servers",
	  .is = "{\"s\":{\"host\":\"localhost\",\"protocol\":\"mqtt\"}}" },
};
/* clang-format on */

START_TEST(a_draft_says_what_the_recording_shows)
{
	const struct row *row = &rows[_i];
	struct infer_options options = row->options;
	BUF_AUTO struct buf got = BUF_INIT(0), whole = BUF_INIT(0);
	struct inference *i;
	struct node *root, *at;

	options.name = "x.jsonl";
	i = inference_new(&options);
	root = draft(i, row);
	at = node_at(root, slice_str(row->at));
	node_write_json(&whole, root);
	if (at)
		node_write_json(&got, at);
	ck_assert_msg((at != NULL) == (row->is != NULL), "%s: %s is%s there, in %s", row->title, row->at,
		      at ? "" : " not", buf_cstr(&whole));
	ck_assert_msg(!row->is || slice_eq(buf_view(&got), slice_str(row->is)), "%s: %s is %s, in %s",
		      row->title, row->at, buf_cstr(&got), buf_cstr(&whole));
	inference_free(i);
}
END_TEST

static const struct {
	const char *text, *camel, *singular;
} names[] = {
	{"orders",	    "orders",      "order"      },
	{ "order-placed", "orderPlaced", "orderPlaced"},
	{ "ORDER_PLACED", "orderPlaced", "orderPlaced"},
	{ "OrderLines",	"orderLines",  "orderLine"  },
	{ "stories",	     "stories",	"story"	},
	{ "status",	    "status",      "status"     },
	{ "glasses",	     "glasses",	"glass"	},
	{ "a b  c",	    "aBC",	   "aBC"	 },
	{ "\xc3\xbc/-",	"",	    ""	       },
	{ "7up",		 "7up",		"7up"	      },
};

START_TEST(names_are_made_of_words)
{
	struct arena a = ARENA_INIT;
	struct slice camel = name_camel(&a, slice_str(names[_i].text));

	ck_assert_msg(slice_is(camel, names[_i].camel), "%s: %.*s", names[_i].text, SLICE_FMT(camel));
	ck_assert_msg(slice_is(name_singular(&a, camel), names[_i].singular), "%s", names[_i].text);
	arena_free(&a);
}
END_TEST

START_TEST(ids_are_told_from_words)
{
	ck_assert(looks_like_id(SLICE_LIT("42")));
	ck_assert(looks_like_id(SLICE_LIT("00ff12ab")));
	ck_assert(!looks_like_id(SLICE_LIT("deadbeef")));
	ck_assert(!looks_like_id(SLICE_LIT("")));
	ck_assert(looks_numbered(SLICE_LIT("node-7")));
	ck_assert(!looks_numbered(SLICE_LIT("v2")));
	ck_assert_str_eq(forms_format(forms_of(SLICE_LIT("https://a.b/c"), forms_all())), "uri");
	ck_assert_ptr_null(forms_format(forms_of(SLICE_LIT("a:b"), forms_all())));
	ck_assert_ptr_null(forms_format(forms_of(SLICE_LIT(""), forms_all())));
}
END_TEST

SUITE(infer)
{
	LOOP_TEST(a_draft_says_what_the_recording_shows, 0, (int)ARRAY_SIZE(rows));
	LOOP_TEST(names_are_made_of_words, 0, (int)ARRAY_SIZE(names));
	TEST(ids_are_told_from_words);
}
