/* A converted or bundled document says the same as the original: every document of the corpus that loads
 * without an error is written in the other way, loaded again without an error, and compared in the model. */
#include "contract/convert.h"

#include <stdlib.h>

#include "base/memory.h"
#include "contract/bundle.h"
#include "contract/verdict.h"
#include "document/yaml_write.h"
#include "generate/generate.h"
#include "suite.h"

/* Two contracts that must say the same; `file` for messages. */
struct pair {
	const char *file;
	struct contract *a, *b;
	bool is_converted; /* names of channels may differ */
	struct judge *judge;
	struct generator *generator;
	size_t messages, judged, refused;
};

static bool judge_text(struct pair *p, const struct message_model *m, struct slice payload)
{
	struct message_model *one = (struct message_model *)m;
	struct judged what = { .payload = payload, .content_type = SLICE_LIT("application/json") };
	bool any;

	return verdict_match(&one, 1, p->judge, &what, &any) != NULL;
}

static void judge_both(struct pair *p, const struct message_model *a, const struct message_model *b,
		       const char *text, size_t len)
{
	char *padded = memory_new(len + SCHEMA_PADDING);
	bool fits;

	memcpy(padded, text, len);
	fits = judge_text(p, a, slice_of(padded, len));
	ck_assert_msg(fits == judge_text(p, b, slice_of(padded, len)), "%s: %.*s: %s by the original: %.*s",
		      p->file, SLICE_FMT(a->name), fits ? "fits" : "does not fit", (int)len, text);
	p->judged++;
	p->refused += !fits;
	free(padded);
}

/* A valid payload, and each that lacks one of its bytes or has another digit: mostly not valid. */
static void judge_near(struct pair *p, const struct message_model *a, const struct message_model *b,
		       struct slice valid)
{
	char *text = memory_new(valid.len + 1);
	size_t step = valid.len / 40 + 1;

	memcpy(text, valid.ptr, valid.len);
	judge_both(p, a, b, text, valid.len);
	for (size_t i = 0; i < valid.len; i += step) {
		char old = text[i];

		text[i] = old == '"' ? ' ' : old == '-' ? '1' : (char)(old ^ 1);
		judge_both(p, a, b, text, valid.len);
		text[i] = old;
	}
	free(text);
}

static void compare_verdicts(struct pair *p, const struct message_model *a, const struct message_model *b)
{
	static const char *const texts[] = { "{}",
					     "[]",
					     "null",
					     "true",
					     "0",
					     "-1.5",
					     "\"\"",
					     "\"text\"",
					     "[{}]",
					     "{\"id\":1}",
					     "{\"id\":\"x\",\"name\":null}" };
	struct diag d = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		judge_both(p, a, b, texts[i], strlen(texts[i]));
	for (uint64_t i = 0; i < 3; i++) {
		struct generated made;

		if (generate(p->generator, a, i, 1000000, NULL, &made, &d))
			judge_near(p, a, b, made.payload);
	}
	diag_release(&d);
}

static void compare_headers(struct pair *p, const struct message_model *a, const struct message_model *b)
{
	ck_assert_msg(a->n_header_types == b->n_header_types, "%s: %.*s: header types", p->file,
		      SLICE_FMT(a->name));
	for (size_t i = 0; i < a->n_header_types; i++)
		ck_assert_msg(slice_eq(a->header_types[i].name, b->header_types[i].name) &&
				      a->header_types[i].reads == b->header_types[i].reads,
			      "%s: %.*s: header %.*s", p->file, SLICE_FMT(a->name),
			      SLICE_FMT(a->header_types[i].name));
}

static void compare_message(struct pair *p, const struct message_model *a, const struct message_model *b)
{
	ck_assert_msg(slice_eq(a->name, b->name), "%s: message %.*s became %.*s", p->file, SLICE_FMT(a->name),
		      SLICE_FMT(b->name));
	ck_assert_msg(slice_eq(a->title, b->title) && slice_eq(a->content_type, b->content_type) &&
			      slice_eq(a->correlation_header, b->correlation_header) &&
			      a->n_examples == b->n_examples && !a->payload == !b->payload &&
			      !a->headers == !b->headers && !a->bindings == !b->bindings,
		      "%s: message %.*s is not the same", p->file, SLICE_FMT(a->name));
	ck_assert(!a->bindings || p->b->is_v2 || a->bindings->n == b->bindings->n);
	compare_headers(p, a, b);
	compare_verdicts(p, a, b);
	p->messages++;
}

static void compare_operation(struct pair *p, const struct operation *a, const struct operation *b)
{
	bool is_named = node_get_text(a->node, "operationId").len || !p->is_converted;

	ck_assert_msg(a->action == b->action, "%s: operation %.*s: direction", p->file, SLICE_FMT(a->name));
	ck_assert_msg(!is_named || slice_eq(a->name, b->name), "%s: operation %.*s became %.*s", p->file,
		      SLICE_FMT(a->name), SLICE_FMT(b->name));
	ck_assert(!a->bindings == !b->bindings);
	if (!a->n_messages)
		return; /* 3.x has no operation without messages */
	ck_assert_msg(a->n_messages == b->n_messages, "%s: operation %.*s: %zu messages became %zu", p->file,
		      SLICE_FMT(a->name), a->n_messages, b->n_messages);
	for (size_t i = 0; i < a->n_messages; i++)
		ck_assert(slice_eq(a->messages[i]->name, b->messages[i]->name));
}

static void compare_parameters(struct pair *p, const struct channel *a, const struct channel *b)
{
	ck_assert_uint_eq(a->n_parameters, b->n_parameters);
	for (size_t i = 0; i < a->n_parameters; i++) {
		const struct parameter *x = &a->parameters[i], *y = &b->parameters[i];

		ck_assert_msg(slice_eq(x->name, y->name) && x->n_values == y->n_values &&
				      x->n_examples == y->n_examples &&
				      slice_eq(x->by_default, y->by_default) &&
				      slice_eq(x->location, y->location),
			      "%s: parameter %.*s", p->file, SLICE_FMT(x->name));
		for (size_t k = 0; k < x->n_values; k++)
			ck_assert(slice_eq(x->values[k], y->values[k]));
	}
}

static void compare_channel(struct pair *p, const struct channel *a, const struct channel *b)
{
	ck_assert_msg(slice_eq(a->address, b->address) && !a->address.ptr == !b->address.ptr,
		      "%s: address %.*s became %.*s", p->file, SLICE_FMT(a->address), SLICE_FMT(b->address));
	ck_assert(p->is_converted || slice_eq(a->name, b->name));
	ck_assert_msg(a->n_messages == b->n_messages && a->n_operations == b->n_operations &&
			      a->n_servers == b->n_servers && !a->bindings == !b->bindings,
		      "%s: channel %.*s", p->file, SLICE_FMT(a->name));
	for (size_t i = 0; i < a->n_servers; i++)
		ck_assert(slice_eq(a->servers[i]->name, b->servers[i]->name));
	for (size_t i = 0; i < a->n_messages; i++)
		compare_message(p, a->messages[i], b->messages[i]);
	compare_parameters(p, a, b);
}

/* 2.x lists publish before subscribe whatever the text says; 3.x has them in the order of the text. */
static void compare_operations(struct pair *p)
{
	ck_assert_uint_eq(p->a->n_operations, p->b->n_operations);
	for (size_t i = 0; i < p->a->n_channels; i++) {
		const struct channel *a = p->a->channels[i], *b = p->b->channels[i];

		for (size_t k = 0; k < a->n_operations; k++) {
			bool swapped =
				p->is_converted && a->operations[k]->action != b->operations[k]->action;
			size_t other = swapped ? a->n_operations - 1 - k : k;

			compare_operation(p, a->operations[k], b->operations[other]);
		}
	}
}

static void compare_servers(struct pair *p)
{
	ck_assert_uint_eq(p->a->n_servers, p->b->n_servers);
	for (size_t i = 0; i < p->a->n_servers; i++) {
		const struct server *a = p->a->servers[i], *b = p->b->servers[i];

		ck_assert_msg(slice_eq(a->name, b->name) && slice_eq(a->protocol, b->protocol) &&
				      slice_eq(a->host, b->host) && a->port == b->port &&
				      slice_eq(a->pathname, b->pathname) && !a->bindings == !b->bindings &&
				      !a->security == !b->security,
			      "%s: server %.*s", p->file, SLICE_FMT(a->name));
	}
}

static void compare(struct pair *p)
{
	p->judge = judge_new();
	p->generator = generator_new(p->a, 1);
	ck_assert(slice_eq(p->a->title, p->b->title) && slice_eq(p->a->version, p->b->version) &&
		  slice_eq(p->a->default_content_type, p->b->default_content_type));
	compare_servers(p);
	ck_assert_uint_eq(p->a->n_channels, p->b->n_channels);
	for (size_t i = 0; i < p->a->n_channels; i++)
		compare_channel(p, p->a->channels[i], p->b->channels[i]);
	compare_operations(p);
	generator_free(p->generator);
	judge_free(p->judge);
}

/* The tree written, and loaded as a document of its own. */
static struct contract *load_again(const char *file, const struct node *root, bool as_json)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { 0 };
	struct contract *c;

	if (as_json)
		yaml_write_as_json(&text, root);
	else
		yaml_write(&text, root, true);
	c = contract_load_text(as_json ? "again.json" : "again.yaml", buf_view(&text), &d);
	for (size_t i = 0; d.errors && i < d.n; i++)
		diag_print(stdout, &d.findings[i]);
	ck_assert_msg(c && !d.errors, "%s became\n%s", file, buf_cstr(&text));
	diag_release(&d);
	return c;
}

static void check_bundle(struct pair *p)
{
	struct arena a = ARENA_INIT;
	size_t embedded;
	struct node *root = bundle(p->a, &a, &embedded);

	if (embedded) {
		p->b = load_again(p->file, root, embedded % 2);
		p->is_converted = false;
		compare(p);
		contract_drop(p->b);
	}
	arena_free(&a);
}

static void check_convert(struct pair *p)
{
	struct arena a = ARENA_INIT;
	size_t embedded;
	struct node *root = bundle(p->a, &a, &embedded);
	struct contract *whole = embedded ? load_again(p->file, root, false) : contract_use(p->a);

	p->b = load_again(p->file, convert_to_v3(whole, &a), false);
	ck_assert(slice_is(p->b->asyncapi, "3.0.0"));
	p->is_converted = true;
	compare(p);
	contract_drop(p->b);
	contract_drop(whole);
	arena_free(&a);
}

struct tally {
	size_t converted, bundled, messages, judged, refused;
};

static void check_document(struct tally *t, const char *file)
{
	static const struct contract_options anywhere = { .allow_outside = true };
	struct diag d = { 0 };
	struct pair p = { .file = file, .a = contract_load_with(file, &anywhere, &d) };

	if (p.a && !d.errors) {
		check_bundle(&p);
		t->bundled += p.messages > 0;
		if (p.a->is_v2) {
			check_convert(&p);
			t->converted++;
		}
		t->messages += p.messages;
		t->judged += p.judged;
		t->refused += p.refused;
	}
	contract_drop(p.a);
	diag_release(&d);
}

static void check_folder(struct tally *t, const char *folder)
{
	struct diag d = { 0 };
	struct arena a = ARENA_INIT;
	struct library l;
	struct document *list;

	library_init(&l, &d);
	list = library_load(&l, arena_printf(&a, "%s/%s/expected.json", corpus_path(), folder));
	ck_assert(list && list->root);
	for (size_t i = 0; i < list->root->n; i++)
		check_document(t, arena_printf(&a, "%s/%s/%.*s", corpus_path(), folder,
					       SLICE_FMT(list->root->members[i].key)));
	library_release(&l);
	arena_free(&a);
	diag_release(&d);
}

START_TEST(documents_of_the_corpus_say_the_same_afterwards)
{
	struct tally t = { 0 };

	if (!corpus_path())
		return;
	check_folder(&t, "asyncapi-examples");
	check_folder(&t, "real-specs");
	printf("convert: %zu documents of 2.x, %zu of several files, %zu messages, %zu payloads (%zu "
	       "refused)\n",
	       t.converted, t.bundled, t.messages, t.judged, t.refused);
	ck_assert_uint_gt(t.converted, 80);
	ck_assert_uint_gt(t.bundled, 15);
	ck_assert_uint_gt(t.refused, 1000);
}
END_TEST

/* What the migration guide has no rule of thumb for. */
static const char details[] =
	"# The head.\n"
	"asyncapi: 2.6.0 # the version\n"
	"info: {title: T, version: '1'}\n"
	"tags: [{name: t}]\n"
	"servers:\n"
	"  s:\n"
	"    url: '{scheme}://user@host:{port}/a/{b}'\n"
	"    protocol: mqtt\n"
	"    variables:\n"
	"      scheme: {default: mqtt}\n"
	"      port: {default: '1883'}\n"
	"      b: {default: c}\n"
	"    security:\n"
	"      - flow: [write]\n"
	"      - user: []\n"
	"channels:\n"
	"  # All of a.\n"
	"  a/{p}:\n"
	"    deprecated: true\n"
	"    parameters:\n"
	"      p: {schema: {type: integer, enum: [1, 2], default: 1}}\n"
	"    servers: [s]\n"
	"    publish: # What we hear.\n"
	"      traits: [{operationId: hear, summary: from the trait}]\n"
	"      summary: its own\n"
	"      message: {$ref: '#/components/messages/any'}\n"
	"  a:{p}:\n"
	"    parameters: {p: {schema: {type: string}}}\n"
	"    subscribe:\n"
	"      message:\n"
	"        name: a b\n"
	"        traits: [{headers: {required: [h]}, contentType: text/plain}]\n"
	"        headers: {type: object, properties: {h: {type: string}}}\n"
	"        contentType: application/json\n"
	"        payload: {$ref: '#/channels/a~1%7Bp%7D/parameters/p/schema'}\n"
	"components:\n"
	"  messages:\n"
	"    any: {oneOf: [{$ref: '#/components/messages/avro'}, {name: one, payload: {type: string}}]}\n"
	"    avro:\n"
	"      messageId: m\n"
	"      schemaFormat: application/vnd.apache.avro;version=1.9.0\n"
	"      payload: {type: record, name: R, fields: []}\n"
	"  schemas:\n"
	"    moved: {$ref: '#/components/messages/any/oneOf/1/payload'}\n"
	"  securitySchemes:\n"
	"    user: {type: userPassword}\n"
	"    flow:\n"
	"      type: oauth2\n"
	"      flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {write: w}}}\n";

static const char *const wanted[] = {
	"# The head.\nasyncapi: 3.0.0 # the version\n",
	"  version: '1'\n  tags:\n    - name: t\n",
	"    host: host:{port}\n    pathname: /a/{b}\n    protocol: mqtt\n    variables:\n      port:\n",
	"    security:\n      - type: oauth2\n        flows:\n          implicit:\n            "
	"authorizationUrl: "
	"https://a.example\n            availableScopes:\n              write: w\n        scopes: [write]\n"
	"      - $ref: '#/components/securitySchemes/user'\n",
	"  # All of a.\n  aP:\n    address: a/{p}\n    x-deprecated: true\n",
	"      p:\n        enum: ['1', '2']\n        default: '1'\n    servers:\n      - $ref: "
	"'#/servers/s'\n",
	"    messages:\n      m:\n        $ref: '#/components/messages/avro'\n      one:\n        name: "
	"one\n",
	"  aP-2:\n    address: a:{p}\n",
	"  hear: # What we hear.\n    action: receive\n    channel:\n      $ref: '#/channels/aP'\n    "
	"traits:\n"
	"      - summary: from the trait\n    summary: from the trait\n    messages:\n"
	"      - $ref: '#/channels/aP/messages/m'\n      - $ref: '#/channels/aP/messages/one'\n",
	"  aP-2.subscribe:\n    action: send\n",
	"      - $ref: '#/channels/aP-2/messages/a%20b'\n",
	"        contentType: text/plain\n        payload:\n          type: integer\n",
	"    avro:\n      payload:\n        schemaFormat: application/vnd.apache.avro;version=1.9.0\n        "
	"schema:\n"
	"          type: record\n",
	"    moved:\n      $ref: '#/channels/aP/messages/one/payload'\n",
};

START_TEST(details_are_kept)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("details.yaml", slice_str(details), &d);

	ck_assert(c && !d.errors);
	yaml_write(&text, convert_to_v3(c, &a), true);
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		ck_assert_msg(strstr(buf_cstr(&text), wanted[i]) != NULL, "there is no\n%s\nin\n%s",
			      wanted[i], buf_cstr(&text));
	ck_assert(!strstr(buf_cstr(&text), "oneOf") && !strstr(buf_cstr(&text), "operationId"));
	contract_drop(load_again("details", convert_to_v3(c, &a), false));
	contract_drop(c);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

/* 2.x lets bindings be what they like. */
START_TEST(bindings_become_what_3x_takes)
{
	static const char text[] =
		"asyncapi: 2.0.0\ninfo: {title: T, version: '1'}\nchannels:\n  c:\n    publish:\n"
		"      bindings:\n        kafka: {clientId: me}\n        amqp: {replyTo: q}\n"
		"        http: {what: 1}\n        own: {a: 1}\n";
	BUF_AUTO struct buf out = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct contract *c = contract_load_text("bindings.yaml", slice_str(text), &d);
	struct node *root, *bindings;

	ck_assert(c != NULL);
	root = convert_to_v3(c, &a);
	bindings = node_at(root, SLICE_LIT("/operations/c.publish/bindings"));
	node_write_json(&out, bindings);
	ck_assert_str_eq(buf_cstr(&out),
			 "{\"kafka\":{\"clientId\":{\"type\":\"string\",\"enum\":[\"me\"]}},"
			 "\"amqp\":{\"replyTo\":\"q\",\"bindingVersion\":\"0.2.0\"},\"http\":{\"x-what\":1},"
			 "\"own\":{\"a\":1}}");
	contract_drop(c);
	arena_free(&a);
	diag_release(&d);
}
END_TEST

SUITE(contract_convert)
{
	TEST(details_are_kept);
	TEST(bindings_become_what_3x_takes);
	tcase_set_timeout(tcase, 120);
	TEST(documents_of_the_corpus_say_the_same_afterwards);
}
