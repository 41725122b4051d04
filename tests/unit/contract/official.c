/* What the official schemas add to our own tables: their findings, at the offending node, once. */
#include "contract/contract.h"
#include "suite.h"

static const char *const versions[] = {
	"2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0",
};

static struct contract *load(struct diag *d, const char *version, const char *rest)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(&text, "asyncapi: %s\ninfo: { title: t, version: '1' }\nchannels: {}\n%s", version, rest);
	*d = (struct diag){ 0 };
	return contract_load_text("doc.yaml", buf_view(&text), d);
}

/* Our own tables do not look at `discriminator`. */
START_TEST(every_version_is_judged_by_its_schema)
{
	struct diag d;
	struct contract *c =
		load(&d, versions[_i], "components: { schemas: { s: { discriminator: kind } } }\n");

	ck_assert_uint_eq(d.n, 0);
	contract_drop(c);
	c = load(&d, versions[_i], "components:\n  schemas:\n    s: { discriminator: 5 }\n");
	ck_assert_uint_eq(d.errors, 1);
	ck_assert_str_eq(d.findings[0].text, "components.schemas.s.discriminator must be a string (got 5)");
	ck_assert_uint_eq(d.findings[0].at.line, 6);
	ck_assert_uint_eq(d.findings[0].at.col, 25);
	contract_drop(c);
	diag_release(&d);
}
END_TEST

#define SERVER(binding)		 "servers:\n  s:\n    url: h\n    protocol: p\n    bindings: " binding
#define SERVER_3(binding)	 "servers:\n  s:\n    host: h\n    protocol: p\n    bindings: " binding
#define COMPONENT(role, binding) "components: { " role "Bindings: { b: " binding " } }\n"

/* `says`: "E" or "W", line, part of the sentence; NULL: nothing. */
/* clang-format off */
static const struct {
	const char *version, *text, *says;
} rows[] = {
	/* What the tables have said of a line is not said again. */
	{ "3.0.0", "operatons: {}\n", "E4: the document has no \"operatons\"" },
	{ "3.0.0", "servers: { s: { host: h } }\n", "E4: a server must have \"protocol\"" },
	/* Bindings: the latest version, the one that is named, and one that is not there. */
	{ "3.0.0", SERVER_3("{ mqtt: { clientId: c, keepAlive: 60 } }\n"), NULL },
	{ "3.0.0", SERVER_3("{ mqtt: { clientId: 5 } }\n"), "E8: the mqtt server binding.clientId must be a string (got 5)" },
	{ "3.0.0", SERVER_3("\n      mqtt:\n        cleanSession: true\n        keepalive: 5\n"),
	  "E11: the mqtt server binding must not have the property \"keepalive\"; did you mean \"keepAlive\"?" },
	{ "2.6.0", SERVER("{ mqtt: { clientId: 5 } }\n"), "W8: the mqtt server binding.clientId must be a string (got 5)" },
	{ "3.0.0", SERVER_3("{ mqtt: { sessionExpiryInterval: 5, bindingVersion: 0.2.0 } }\n"), NULL },
	{ "3.0.0", SERVER_3("{ mqtt: { sessionExpiryInterval: 5, bindingVersion: 0.1.0 } }\n"),
	  "E8: the mqtt server binding must not have the property \"sessionExpiryInterval\"" },
	{ "3.0.0", SERVER_3("{ mqtt: { clientId: 5, bindingVersion: latest } }\n"),
	  "E8: the mqtt server binding.clientId must be a string" },
	{ "3.0.0", SERVER_3("{ mqtt: { clientId: 5, bindingVersion: 9.0.0 } }\n"),
	  "W8: version \"9.0.0\" of the mqtt server binding is not known (0.1.0, 0.2.0 are), so it is not checked" },
	{ "3.0.0", SERVER_3("{ redis: { db: 1 } }\n"), "W8: the redis server binding has no properties in any version" },
	{ "3.0.0", SERVER_3("{ redis: {} }\n"), NULL },
	/* Each role, and protocols of each kind. */
	{ "3.0.0", COMPONENT("server", "{ kafka: { schemaRegistryUrl: 5 } }"), "E4: the kafka server binding.schemaRegistryUrl must be" },
	{ "3.0.0", COMPONENT("channel", "{ kafka: { partitions: 0 } }"), "E4: the kafka channel binding.partitions must be >= 1" },
	{ "3.0.0", COMPONENT("operation", "{ kafka: { groupId: { type: strin } } }"), "E4: the kafka operation binding.groupId" },
	{ "3.0.0", COMPONENT("message", "{ kafka: { key: { type: string } } }"), NULL },
	{ "3.0.0", COMPONENT("channel", "{ amqp: { is: topic } }"), "E4: the amqp channel binding.is must be one of" },
	{ "3.0.0", COMPONENT("operation", "{ amqp: { deliveryMode: 3 } }"), "E4: the amqp operation binding.deliveryMode must be one of 1, 2" },
	{ "3.0.0", COMPONENT("channel", "{ ws: { method: PUT } }"), "E4: the ws channel binding.method must be one of" },
	{ "3.0.0", COMPONENT("operation", "{ http: { method: FETCH } }"), "E4: the http operation binding.method must be one of" },
	{ "3.0.0", COMPONENT("operation", "{ nats: { queue: 5 } }"), "E4: the nats operation binding.queue must be a string" },
	{ "3.0.0", COMPONENT("channel", "{ sns: { name: 5 } }"), "E4: the sns channel binding.name must be a string" },
	{ "3.0.0", COMPONENT("channel", "{ sqs: { queue: { name: 5, fifoQueue: true } } }"), "E4: the sqs channel binding.queue.name must be a string" },
	{ "3.0.0", COMPONENT("channel", "{ googlepubsub: { labels: {} } }"), "E4: the googlepubsub channel binding.schemaSettings is required" },
	{ "3.0.0", COMPONENT("server", "{ pulsar: { tenant: 5 } }"), "E4: the pulsar server binding.tenant must be a string" },
	{ "3.0.0", COMPONENT("channel", "{ jms: { destination: 5 } }"), "E4: the jms channel binding.destination must be a string" },
	{ "3.0.0", COMPONENT("server", "{ ibmmq: { heartBeatInterval: -1 } }"), "E4: the ibmmq server binding.heartBeatInterval must be >= 0" },
	{ "3.0.0", COMPONENT("server", "{ solace: { msgVpn: 5 } }"), "E4: the solace server binding.msgVpn must be a string" },
	{ "3.0.0", COMPONENT("channel", "{ anypointmq: { destinationType: topic } }"), "E4: the anypointmq channel binding.destinationType must be one of" },
	{ "3.1.0", COMPONENT("operation", "{ ros2: { role: talker } }"), "E4: the ros2 operation binding" },
	{ "3.0.0", COMPONENT("message", "{ amqp1: { a: 1 } }"), "W4: the amqp1 message binding has no properties" },
	{ "3.0.0", COMPONENT("message", "{ stomp: { a: 1 } }"), "W4: the stomp message binding has no properties" },
	{ "2.6.0", COMPONENT("message", "{ mercure: { a: 1 } }"), "W4: the mercure message binding has no properties" },
	/* Through a reference it is said where the binding stands. */
	{ "3.0.0", "servers: { s: { host: h, protocol: p, bindings: { $ref: '#/components/serverBindings/b' } } }\n"
		   COMPONENT("server", "{ mqtt: { clientId: 5 } }"), "E5: the mqtt server binding.clientId" },
};
/* clang-format on */

START_TEST(a_finding_is_said_once_at_its_place)
{
	const char *says = rows[_i].says;
	BUF_AUTO struct buf first = BUF_INIT(0);
	struct diag d;
	struct contract *c = load(&d, rows[_i].version, rows[_i].text);

	for (size_t i = 0; i < d.n; i++)
		buf_printf(&first, "%s%c%u: %s", i ? "\n" : "",
			   d.findings[i].severity == SEVERITY_ERROR ? 'E' : 'W', d.findings[i].at.line,
			   d.findings[i].text);
	ck_assert_msg(d.n == (says ? 1u : 0u), "%s says:\n%s", rows[_i].text, buf_cstr(&first));
	if (says)
		ck_assert_msg(slice_starts(buf_view(&first), slice_str(says)), "%s", buf_cstr(&first));
	contract_drop(c);
	diag_release(&d);
}
END_TEST

SUITE(contract_official)
{
	LOOP_TEST(every_version_is_judged_by_its_schema, 0, ARRAY_SIZE(versions));
	LOOP_TEST(a_finding_is_said_once_at_its_place, 0, ARRAY_SIZE(rows));
}
