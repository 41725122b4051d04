/* Rules about what a protocol can do: addresses that it cannot carry, bindings that it does not honour. */
#include "contract/lint_rules.h"

#include <ctype.h>

/* A family of protocol names, all of which honour the bindings of one key. */
static const struct {
	const char *protocol, *binding;
} honours[] = {
	{"mqtt",	  "mqtt"	 },
	{ "mqtts",	   "mqtt"	  },
	{ "secure-mqtt",	 "mqtt"	},
	{ "mqtt5",	   "mqtt"	  },
	{ "mqtt",	  "mqtt5"	  },
	{ "mqtts",	   "mqtt5"	   },
	{ "secure-mqtt",	 "mqtt5"	 },
	{ "mqtt5",	   "mqtt5"	   },
	{ "kafka",	   "kafka"	   },
	{ "kafka-secure", "kafka"	  },
	{ "amqp",	  "amqp"	 },
	{ "amqps",	   "amqp"	  },
	{ "amqp1",	   "amqp1"	   },
	{ "amqps1",	    "amqp1"	    },
	{ "amqp",	  "amqp1"	  },
	{ "amqps",	   "amqp1"	   },
	{ "ws",		"ws"	     },
	{ "wss",		 "ws"	      },
	{ "websocket",    "ws"	    },
	{ "websockets",	"ws"	     },
	{ "ws",		"http"	       },
	{ "wss",		 "http"	},
	{ "http",	  "http"	 },
	{ "https",	   "http"	  },
	{ "sse",		 "http"	},
	{ "mercure",	     "http"	    },
	{ "http",	  "ws"	       },
	{ "https",	   "ws"		},
	{ "mercure",	     "mercure"     },
	{ "nats",	  "nats"	 },
	{ "nats-tls",     "nats"	     },
	{ "redis",	   "redis"	   },
	{ "rediss",	    "redis"	    },
	{ "stomp",	   "stomp"	   },
	{ "stomps",	    "stomp"	    },
	{ "jms",		 "jms"	       },
	{ "sns",		 "sns"	       },
	{ "sqs",		 "sqs"	       },
	{ "https",	   "sns"	 },
	{ "https",	   "sqs"	 },
	{ "sns",		 "sqs"	       },
	{ "http",	  "sns"		},
	{ "http",	  "sqs"		},
	{ "ibmmq",	   "ibmmq"	   },
	{ "ibmmq-secure", "ibmmq"	  },
	{ "jms",		 "ibmmq"	 },
	{ "ibmmq",	   "jms"	 },
	{ "solace",	    "solace"	     },
	{ "smf",		 "solace"	  },
	{ "smfs",	  "solace"	   },
	{ "mqtt",	  "solace"	   },
	{ "amqp",	  "solace"	   },
	{ "googlepubsub", "googlepubsub"},
	{ "https",	   "googlepubsub"},
	{ "pulsar",	    "pulsar"	     },
	{ "pulsar+ssl",	"pulsar"	 },
	{ "anypointmq",	"anypointmq"  },
	{ "ros2",	  "ros2"	 },
};

static bool knows_protocol(struct slice protocol)
{
	for (size_t i = 0; i < ARRAY_SIZE(honours); i++)
		if (slice_is(protocol, honours[i].protocol))
			return true;
	return false;
}

static bool protocol_honours(struct slice protocol, struct slice binding)
{
	for (size_t i = 0; i < ARRAY_SIZE(honours); i++)
		if (slice_is(protocol, honours[i].protocol) && slice_is(binding, honours[i].binding))
			return true;
	return false;
}

/* The servers where an object lives: those of its channel, else all. */
struct where {
	struct server **servers;
	size_t n;
};

static struct where servers_of(const struct contract *c, const struct channel *ch)
{
	return ch && ch->n_servers ? (struct where){ ch->servers, ch->n_servers }
				   : (struct where){ c->servers, c->n_servers };
}

/* A server whose protocol we do not know may honour anything. */
static bool somebody_honours(struct where w, struct slice binding)
{
	for (size_t i = 0; i < w.n; i++)
		if (!knows_protocol(w.servers[i]->protocol) ||
		    protocol_honours(w.servers[i]->protocol, binding))
			return true;
	return w.n == 0;
}

typedef void bindings_visit(struct lint *l, const char *what, struct where w, const struct node *bindings);

/* Every object that has bindings; one that many share is looked at with the first. */
static void each_bindings(struct lint *l, bindings_visit *visit)
{
	const struct contract *c = l->contract;
	struct map done = MAP_INIT;

#define VISIT(what, place, w)                                                                                \
	do {                                                                                                 \
		if ((place) && !map_put(&done, node_key((struct node *const *)&(place)), &done))             \
			visit(l, what, w, place);                                                            \
	} while (0)
	for (size_t i = 0; i < c->n_servers; i++)
		VISIT("the server", c->servers[i]->bindings, ((struct where){ &c->servers[i], 1 }));
	for (size_t i = 0; i < c->n_channels; i++)
		VISIT("the channel", c->channels[i]->bindings, servers_of(c, c->channels[i]));
	for (size_t i = 0; i < c->n_operations; i++)
		VISIT("the operation", c->operations[i]->bindings, servers_of(c, c->operations[i]->channel));
	for (size_t i = 0; i < c->n_messages; i++)
		VISIT("the message", c->messages[i]->bindings, servers_of(c, c->messages[i]->channel));
#undef VISIT
	map_release(&done);
}

static void check_honoured(struct lint *l, const char *what, struct where w, const struct node *bindings)
{
	for (size_t i = 0; node_is(bindings, NODE_MAP) && i < bindings->n; i++) {
		const struct member *m = &bindings->members[i];

		if (!slice_starts(m->key, SLICE_LIT("x-")) && !somebody_honours(w, m->key) &&
		    !map_put(&l->said, node_key(&m->value), m->value))
			lint_say(l, m->value, "%s has a binding for %.*s, which no server of it speaks", what,
				 SLICE_FMT(m->key));
	}
}

void lint_binding_protocol(struct lint *l, const struct site *s)
{
	(void)s;
	each_bindings(l, check_honoured);
}

/* --- what came with a later version of the protocol */

static bool all_are_older(struct where w, const char *than)
{
	for (size_t i = 0; i < w.n; i++) {
		struct slice version = w.servers[i]->protocol_version;

		if (!version.len || slice_compare(version, slice_str(than)) >= 0 ||
		    !protocol_honours(w.servers[i]->protocol, SLICE_LIT("mqtt")))
			return false;
	}
	return w.n > 0;
}

static void check_version(struct lint *l, const char *what, struct where w, const struct node *bindings)
{
	/* MQTT 5.0, chapter 2.2.2.2: properties came with it. */
	static const char *const of_mqtt_5[] = { "sessionExpiryInterval", "maximumPacketSize",
						 "messageExpiryInterval", "payloadFormatIndicator",
						 "correlationData",	  "contentType",
						 "responseTopic" };
	const struct node *mqtt = lint_get(l, bindings, "mqtt");

	for (size_t i = 0; i < ARRAY_SIZE(of_mqtt_5); i++)
		if (node_get(mqtt, of_mqtt_5[i]) && all_are_older(w, "5"))
			lint_say(l, node_get(mqtt, of_mqtt_5[i]),
				 "%s wants \"%s\", which MQTT %.*s does not have: it came with 5.0", what,
				 of_mqtt_5[i], SLICE_FMT(w.servers[0]->protocol_version));
}

void lint_binding_version(struct lint *l, const struct site *s)
{
	(void)s;
	each_bindings(l, check_version);
}

/* --- addresses */

static bool kafka_cannot(struct slice a)
{
	for (size_t i = 0; i < a.len; i++)
		if (!isalnum((unsigned char)a.ptr[i]) && !strchr("._-{}", a.ptr[i]))
			return true;
	return a.len > 249;
}

static bool mqtt_cannot(struct slice a)
{
	return slice_find(a, '+') < a.len || slice_find(a, '#') < a.len || a.len == 0;
}

static bool nats_cannot(struct slice a)
{
	return a.len == 0 || slice_find(a, ' ') < a.len || slice_starts(a, SLICE_LIT(".")) ||
	       slice_ends(a, SLICE_LIT(".")) || memmem(a.ptr, a.len, "..", 2);
}

static bool amqp_cannot(struct slice a)
{
	return a.len > 255;
}

static const struct {
	const char *binding, *called, *why,
		*own_name; /* own_name: of the channel binding, in place of the address */
	bool (*cannot)(struct slice address);
} carriers[] = {
	{"kafka", "Kafka", "a topic has letters, digits, \".\", \"_\" and \"-\" only, at most 249", "topic",
	  kafka_cannot												   },
	{ "mqtt", "MQTT",  "a topic is not empty and has no \"+\" and no \"#\"",			NULL,    mqtt_cannot},
	{ "nats", "NATS",  "a subject has no blanks and no empty tokens",				 NULL,    nats_cannot},
	{ "amqp", "AMQP",  "a routing key has at most 255 bytes",					 NULL,    amqp_cannot},
};

/* Does every server of the channel speak it?  With others, somebody can carry the address. */
static bool only_speaks(struct where w, const char *binding)
{
	for (size_t i = 0; i < w.n; i++)
		if (!protocol_honours(w.servers[i]->protocol, slice_str(binding)))
			return false;
	return w.n > 0;
}

static void check_carrier(struct lint *l, const struct channel *ch, size_t carrier)
{
	const char *binding = carriers[carrier].binding;
	const struct node *own = lint_get(l, ch->bindings, binding), *place = node_get(ch->node, "address");

	if (carriers[carrier].own_name && node_get(own, carriers[carrier].own_name))
		return;
	if (only_speaks(servers_of(l->contract, ch), binding) && carriers[carrier].cannot(ch->address))
		lint_say(l, place ? place : ch->node, "%s cannot carry address \"%.*s\": %s",
			 carriers[carrier].called, SLICE_FMT(ch->address), carriers[carrier].why);
}

void lint_address_protocol(struct lint *l, const struct site *s)
{
	(void)s;
	for (size_t i = 0; i < l->contract->n_channels; i++)
		for (size_t k = 0; l->contract->channels[i]->address.ptr && k < ARRAY_SIZE(carriers); k++)
			check_carrier(l, l->contract->channels[i], k);
}
