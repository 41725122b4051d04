/* The sample contract in both versions gives one model; traits, references and names as each version has
 * them. */
#include "contract/contract.h"

#include "contract/address.h"
#include "suite.h"

static struct contract *load_file(const char *file)
{
	struct diag d = { .out = stdout };
	struct contract *c = contract_load(file, &d);

	ck_assert_msg(c != NULL, "%s", file);
	ck_assert_msg(d.errors == 0 && d.warnings == 0, "%s", file);
	diag_release(&d);
	return c;
}

static struct contract *load_text(const char *text)
{
	struct diag d = { .out = stdout };
	struct contract *c = contract_load_text("inline.yaml", slice_str(text), &d);

	ck_assert(c != NULL);
	ck_assert_uint_eq(d.errors, 0);
	diag_release(&d);
	return c;
}

static struct channel *channel(const struct contract *c, const char *name)
{
	struct channel *ch = contract_channel(c, slice_str(name));

	ck_assert_msg(ch != NULL, "%s", name);
	return ch;
}

static struct message_model *message(const struct contract *c, const char *in, const char *name)
{
	struct message_model *m = channel_message(channel(c, in), slice_str(name));

	ck_assert_msg(m != NULL, "%s", name);
	return m;
}

#define ck_assert_slice_eq(s, text)                                                                          \
	ck_assert_msg(slice_is(s, text), "\"%.*s\" is not \"%s\"", SLICE_FMT(s), text)

static const char *const samples[] = { "tests/contracts/orders.yaml", "tests/contracts/orders-2.6.yaml" };

START_TEST(both_versions_of_the_sample_give_the_same_servers)
{
	struct contract *c = load_file(samples[_i]);
	const struct server *s = contract_server(c, SLICE_LIT("production"));

	ck_assert_uint_eq(c->n_servers, 2);
	ck_assert(s != NULL);
	ck_assert_slice_eq(s->protocol, "mqtt");
	ck_assert_slice_eq(s->host, "broker.example.com");
	ck_assert_uint_eq(s->port, 1883);
	ck_assert_slice_eq(s->pathname, "");
	ck_assert_slice_eq(s->declared, "broker.example.com:1883");
	contract_drop(c);
}
END_TEST

START_TEST(both_versions_of_the_sample_give_the_same_channels)
{
	struct contract *c = load_file(samples[_i]);
	const struct channel *ch = channel(c, "orders/{region}");
	const struct parameter *p = channel_parameter(ch, SLICE_LIT("region"));

	ck_assert_slice_eq(c->title, "Orders");
	ck_assert_slice_eq(c->version, "1.4.0");
	ck_assert_uint_eq(strlen(c->sha256), 64);
	ck_assert_uint_eq(c->n_channels, 5);
	ck_assert_uint_eq(c->n_left_out, 0);
	ck_assert_uint_eq(c->n_messages, 6);
	ck_assert_uint_eq(ch->n_messages, 2);
	ck_assert(ch == c->channels[ch->id - 1]);
	ck_assert(p != NULL);
	ck_assert_uint_eq(p->n_values, 3);
	ck_assert_slice_eq(p->values[2], "apac");
	ck_assert_slice_eq(p->by_default, "eu");
	contract_drop(c);
}
END_TEST

START_TEST(directions_are_those_of_the_application_in_both_versions)
{
	struct contract *c = load_file(samples[_i]);
	const struct operation *sends = contract_operation(c, SLICE_LIT("sendOrders"));
	const struct operation *hears = contract_operation(c, SLICE_LIT("receivePayments"));

	ck_assert(sends != NULL && hears != NULL);
	ck_assert_int_eq(sends->action, ACTION_SEND);
	ck_assert_slice_eq(sends->keyword, _i ? "subscribe" : "send");
	ck_assert_uint_eq(sends->n_messages, 2);
	ck_assert(sends->messages[0] == message(c, "orders/{region}", "orderPlaced"));
	ck_assert_int_eq(hears->action, ACTION_RECEIVE);
	ck_assert_slice_eq(hears->keyword, _i ? "publish" : "receive");
	ck_assert_slice_eq(node_get(node_get(hears->bindings, "mqtt"), "qos")->text, "1");
	contract_drop(c);
}
END_TEST

START_TEST(a_message_has_its_traits_schema_and_examples)
{
	struct contract *c = load_file(samples[_i]);
	const struct message_model *m = message(c, "orders/{region}", "orderPlaced");
	const struct message_model *quote = message(c, "quotes/request", "quoteRequest");

	ck_assert(m == c->messages[m->id - 1]);
	ck_assert(m->payload != NULL && m->headers != NULL);
	ck_assert_uint_eq(m->n_header_types, 1);
	ck_assert_slice_eq(m->header_types[0].name, "attempt");
	ck_assert_uint_eq(m->header_types[0].reads, READS_NUMBER);
	ck_assert_uint_eq(m->n_examples, 1);
	ck_assert_slice_eq(m->content_type, "application/json");
	ck_assert(!m->content_type_declared);
	ck_assert(quote->correlation.in_header);
	ck_assert_slice_eq(quote->correlation.pointer, "/correlationId");
	contract_drop(c);
}
END_TEST

START_TEST(a_reply_knows_its_channel_messages_and_address)
{
	struct contract *c = load_file(samples[0]);
	const struct operation *op = contract_operation(c, SLICE_LIT("answerQuotes"));

	ck_assert(op != NULL && op->reply != NULL);
	ck_assert(op->reply->address.in_header);
	ck_assert_slice_eq(op->reply->address.pointer, "/replyTo");
	ck_assert(op->reply->channel == channel(c, "quoteReplies"));
	ck_assert(!op->reply->channel->address.ptr);
	ck_assert_uint_eq(op->reply->n_messages, 1);
	ck_assert_slice_eq(op->reply->messages[0]->name, "quote");
	contract_drop(c);
}
END_TEST

#define INFO "info: { title: t, version: '1' }\n"

START_TEST(a_trait_replaces_in_2x_and_gives_way_in_3x)
{
	static const char *const texts[] = {
		"asyncapi: 2.6.0\n" INFO "channels:\n  c:\n    publish:\n      message:\n        name: m\n"
		"        contentType: text/plain\n"
		"        headers: { type: object, properties: { a: { type: integer } } }\n"
		"        traits:\n"
		"          - { contentType: text/one, title: one,\n"
		"              headers: { type: object, properties: { b: { type: integer } } } }\n"
		"          - { title: two }\n",
		"asyncapi: 3.0.0\n" INFO "channels:\n  c:\n    address: c\n    messages:\n      m:\n"
		"        contentType: text/plain\n"
		"        headers: { type: object, properties: { a: { type: integer } } }\n"
		"        traits:\n"
		"          - { contentType: text/one, title: one,\n"
		"              headers: { type: object, properties: { b: { type: integer } } } }\n"
		"          - { title: two }\n",
	};
	struct contract *c = load_text(texts[_i]);
	const struct message_model *m = message(c, "c", "m");

	ck_assert_slice_eq(m->title, "two");
	ck_assert_slice_eq(m->content_type, _i ? "text/plain" : "text/one");
	ck_assert(m->content_type_declared);
	ck_assert_uint_eq(m->n_header_types, 2);
	contract_drop(c);
}
END_TEST

START_TEST(an_operation_uses_the_messages_that_it_lists)
{
	struct contract *c = load_text(
		"asyncapi: 3.0.0\n" INFO "channels:\n"
		"  c:\n    address: c\n    messages:\n"
		"      a~b/c: { $ref: '#/components/messages/x' }\n"
		"      second: { $ref: '#/components/messages/x' }\n"
		"      third: { payload: { type: string } }\n"
		"operations:\n"
		"  some: { action: send, channel: { $ref: '#/channels/c' }, messages: [\n"
		"    { $ref: '#/channels/c/messages/a~0b~1c' }, { $ref: '#/channels/c/messages/third' } ] }\n"
		"  all: { action: receive, channel: { $ref: '#/channels/c' } }\n"
		"components: { messages: { x: { payload: { type: object } } } }\n");
	const struct operation *some = contract_operation(c, SLICE_LIT("some"));
	const struct operation *all = contract_operation(c, SLICE_LIT("all"));

	ck_assert(some != NULL && all != NULL);
	ck_assert_uint_eq(some->n_messages, 2);
	ck_assert_slice_eq(some->messages[0]->name, "a~b/c");
	ck_assert_slice_eq(some->messages[1]->name, "third");
	ck_assert_uint_eq(all->n_messages, 3);
	ck_assert_uint_eq(channel(c, "c")->n_operations, 2);
	contract_drop(c);
}
END_TEST

START_TEST(a_payload_may_bring_its_own_format)
{
	struct contract *c = load_text(
		"asyncapi: 3.0.0\n" INFO "channels:\n  c:\n    address: c\n    messages:\n"
		"      avro: { payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0,\n"
		"                         schema: { type: record, name: r, fields: [] } } }\n"
		"      json: { payload: { schemaFormat: application/schema+json;version=draft-07,\n"
		"                         schema: { type: integer } } }\n");
	const struct message_model *avro = message(c, "c", "avro"), *json = message(c, "c", "json");

	ck_assert(avro->payload != NULL);
	ck_assert_slice_eq(avro->schema_format, "application/vnd.apache.avro;version=1.9.0");
	ck_assert_str_eq(avro->language->name, "Avro");
	ck_assert_slice_eq(node_get_text(avro->payload_node, "type"), "object");
	ck_assert(json->payload != NULL);
	ck_assert_slice_eq(node_get_text(json->payload_node, "type"), "integer");
	contract_drop(c);
}
END_TEST

/* clang-format off */
static const struct {
	const char *url, *host, *path, *declared;
	unsigned port;
} urls[] = {
	{ "mqtt://h.example:1884/base", "h.example", "/base", "h.example:1884/base", 1884 },
	{ "h.example", "h.example", "", "h.example", 0 },
	{ "h.example:9092,i.example:9093", "h.example", "", "h.example:9092,i.example:9093", 9092 },
	{ "amqp://user@h.example:5672/%2f", "h.example", "/%2f", "user@h.example:5672/%2f", 5672 },
	{ "ws://[::1]:8080/", "[::1]", "/", "[::1]:8080/", 8080 },
	{ "h.example:70000", "h.example", "", "h.example:70000", 0 },
	{ "http://{stage}.example:{port}/v{n}", "dev.example", "/v1", "dev.example:81/v1", 81 },
};
/* clang-format on */

START_TEST(a_server_url_is_taken_apart)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct contract *c;
	const struct server *s;

	buf_printf(&text,
		   "asyncapi: 2.6.0\n" INFO
		   "channels: {}\nservers:\n  s:\n    protocol: MQTT\n    url: '%s'\n",
		   urls[_i].url);
	if (strchr(urls[_i].url, '{'))
		buf_str(&text, "    variables: { stage: { enum: [dev, live] }, port: { default: '81' }, "
			       "n: { default: '1', enum: ['0', '1'] } }\n");
	c = load_text(buf_cstr(&text));
	s = contract_server(c, SLICE_LIT("s"));
	ck_assert(s != NULL);
	ck_assert_slice_eq(s->protocol, "mqtt");
	ck_assert_slice_eq(s->host, urls[_i].host);
	ck_assert_slice_eq(s->pathname, urls[_i].path);
	ck_assert_slice_eq(s->declared, urls[_i].declared);
	ck_assert_uint_eq(s->port, urls[_i].port);
	contract_drop(c);
}
END_TEST

START_TEST(bindings_name_the_protocol_where_no_server_does)
{
	struct contract *c = load_text("asyncapi: 2.6.0\n" INFO "channels:\n  c:\n    bindings:\n"
				       "      $ref: '#/components/channelBindings/b'\n"
				       "components: { channelBindings: { b: { kafka: { topic: t } } } }\n");

	ck_assert_slice_eq(contract_binding_protocol(c), "kafka");
	ck_assert_slice_eq(node_get_text(node_get(channel(c, "c")->bindings, "kafka"), "topic"), "t");
	contract_drop(c);
}
END_TEST

START_TEST(messages_of_2x_are_named_and_shared_between_operations)
{
	struct contract *c = load_text(
		"asyncapi: 2.6.0\n" INFO "channels:\n  c:\n"
		"    publish: { message: { oneOf: [ { $ref: '#/components/messages/x' },\n"
		"      { oneOf: [ { name: y }, { messageId: z }, { name: y, title: again } ] } ] } }\n"
		"    subscribe: { message: { $ref: '#/components/messages/x' } }\n"
		"components: { messages: { x: { payload: { type: object } } } }\n");
	const struct channel *ch = channel(c, "c");

	ck_assert_uint_eq(ch->n_messages, 4);
	ck_assert_slice_eq(ch->messages[0]->name, "x");
	ck_assert_slice_eq(ch->messages[1]->name, "y");
	ck_assert_slice_eq(ch->messages[2]->name, "z");
	ck_assert_slice_eq(ch->messages[3]->name, "y-2");
	ck_assert_slice_eq(ch->operations[0]->name, "publish c");
	ck_assert_uint_eq(ch->operations[0]->n_messages, 4);
	ck_assert_uint_eq(ch->operations[1]->n_messages, 1);
	ck_assert(ch->operations[1]->messages[0] == ch->messages[0]);
	contract_drop(c);
}
END_TEST

START_TEST(channels_may_be_limited_to_servers)
{
	static const char *const texts[] = {
		"asyncapi: 2.2.0\n" INFO
		"servers: { a: { url: a, protocol: mqtt }, b: { url: b, protocol: mqtt } }\n"
		"channels: { c: { servers: [b] } }\n",
		"asyncapi: 3.0.0\n" INFO
		"servers: { a: { host: a, protocol: mqtt }, b: { host: b, protocol: mqtt } }\n"
		"channels: { c: { address: c, servers: [ { $ref: '#/servers/b' } ] } }\n",
	};
	struct contract *c = load_text(texts[_i]);

	ck_assert_uint_eq(channel(c, "c")->n_servers, 1);
	ck_assert(channel(c, "c")->servers[0] == contract_server(c, SLICE_LIT("b")));
	contract_drop(c);
}
END_TEST

START_TEST(a_contract_lives_as_long_as_its_last_user)
{
	struct contract *c = load_file(samples[0]);

	ck_assert(contract_use(c) == c);
	contract_drop(c);
	ck_assert_slice_eq(c->title, "Orders");
	contract_drop(c);
	contract_drop(NULL);
}
END_TEST

START_TEST(json_is_read_as_yaml_is)
{
	struct contract *c = load_text(
		"{\"asyncapi\":\"3.1.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},"
		"\"channels\":{\"c\":{\"address\":\"c/{p}\",\"parameters\":{\"p\":{\"enum\":[\"x\"]}},"
		"\"messages\":{\"m\":{\"payload\":{\"type\":\"integer\"}}}}},"
		"\"operations\":{\"o\":{\"action\":\"receive\",\"channel\":{\"$ref\":\"#/channels/c\"}}}}");

	ck_assert_slice_eq(c->asyncapi, "3.1.0");
	ck_assert(message(c, "c", "m")->payload != NULL);
	ck_assert_int_eq(contract_operation(c, SLICE_LIT("o"))->action, ACTION_RECEIVE);
	ck_assert_slice_eq(channel(c, "c/{p}")->parameters[0].values[0], "x");
	contract_drop(c);
}
END_TEST

SUITE(contract_load)
{
	TEST(a_contract_lives_as_long_as_its_last_user);
	TEST(json_is_read_as_yaml_is);
	LOOP_TEST(both_versions_of_the_sample_give_the_same_servers, 0, 2);
	LOOP_TEST(both_versions_of_the_sample_give_the_same_channels, 0, 2);
	LOOP_TEST(directions_are_those_of_the_application_in_both_versions, 0, 2);
	LOOP_TEST(a_message_has_its_traits_schema_and_examples, 0, 2);
	TEST(a_reply_knows_its_channel_messages_and_address);
	LOOP_TEST(a_trait_replaces_in_2x_and_gives_way_in_3x, 0, 2);
	TEST(an_operation_uses_the_messages_that_it_lists);
	TEST(a_payload_may_bring_its_own_format);
	LOOP_TEST(a_server_url_is_taken_apart, 0, ARRAY_SIZE(urls));
	TEST(bindings_name_the_protocol_where_no_server_does);
	TEST(messages_of_2x_are_named_and_shared_between_operations);
	LOOP_TEST(channels_may_be_limited_to_servers, 0, 2);
}
