/* CONNECT held to the server's binding.
 *
 * Bindings of a server are looked at for each connection: there are far fewer of those than messages.
 * clientId and lastWill are the described application's own, so where we play it they are not asked of the
 * others. */
#include "protocol/mqtt/binding_connect.h"

#include <stdio.h>

#include "base/text.h"
#include "protocol/mqtt/binding.h"

/* The server's contract and its MQTT binding; NULL: it has none. */
static struct node *binding_of(const struct mqtt_connection *c, const struct contract **contract)
{
	const struct server *s = c->peer->face->server;
	struct node *n = s ? node_get(s->bindings, "mqtt") : NULL;

	for (size_t i = 0; n && i < broker_n_contracts(c->mqtt->broker); i++) {
		*contract = broker_contract(c->mqtt->broker, i);
		for (size_t k = 0; k < (*contract)->n_servers; k++)
			if ((*contract)->servers[k] == s)
				return n;
	}
	return NULL;
}

static void judge_bool(const struct node *n, const char *keyword, bool got, struct violations *out)
{
	if (node_is(n, NODE_BOOL) && n->truth != got)
		bound_violation(out, keyword, n, n->truth ? "true" : "false",
				got ? SLICE_LIT("true") : SLICE_LIT("false"));
}

static void judge_number(const struct node *n, const char *keyword, int64_t got, struct violations *out)
{
	char wanted[24], text[24];
	int64_t number;

	if (!node_int(n, &number) || number == got)
		return;
	snprintf(wanted, sizeof(wanted), "%lld", (long long)number);
	snprintf(text, sizeof(text), "%lld", (long long)got);
	bound_violation(out, keyword, n, wanted, slice_str(text));
}

/* "{...}" stands for one or more characters, in a topic for one level. */
static bool text_fits(struct slice wanted, struct slice got, char separator)
{
	struct channel ch = { .address = wanted };
	struct address_match match;

	return slice_eq(wanted, got) || (got.len && channel_match(&ch, got, separator, &match));
}

static void judge_text(const struct node *n, const char *keyword, struct slice got, char separator,
		       struct violations *out)
{
	BUF_AUTO struct buf wanted = BUF_INIT(0);

	if (!node_is(n, NODE_TEXT) || text_fits(n->text, got, separator))
		return;
	printable_add(&wanted, n->text, 64);
	bound_violation(out, keyword, n, buf_cstr(&wanted), got);
}

static void judge_expiry(struct mqtt_connection *c, const struct contract *contract, struct node *n,
			 const struct connect_said *said, struct violations *out)
{
	const struct schema *s = contract_binding_schema(contract, n);
	char text[16];

	if (!n || said->version < VERSION_5)
		return;
	if (!s) {
		judge_number(n, "sessionExpiryInterval", said->expiry_s, out);
		return;
	}
	snprintf(text, sizeof(text), "%u", said->expiry_s);
	bound_schema_accepts(s, broker_judge(c->mqtt->broker), "sessionExpiryInterval", n, slice_str(text),
			     out);
}

static void judge_will(const struct node *n, const struct publish *will, struct violations *out)
{
	if (!node_is(n, NODE_MAP))
		return;
	if (!will) {
		bound_violation(out, "lastWill", n, "there", SLICE_NONE);
		return;
	}
	judge_text(node_get(n, "topic"), "lastWill.topic", will->topic, '/', out);
	judge_number(node_get(n, "qos"), "lastWill.qos", will->qos, out);
	judge_bool(node_get(n, "retain"), "lastWill.retain", will->retain, out);
	judge_text(node_get(n, "message"), "lastWill.message", will->payload, 0, out);
}

void mqtt_binding_judge_connect(struct mqtt_connection *c, const struct connect_said *said,
				struct violations *out)
{
	const struct contract *contract = NULL;
	struct node *n = binding_of(c, &contract);

	if (!n)
		return;
	judge_number(node_get(n, "keepAlive"), "keepAlive", said->keep_alive_s, out);
	judge_bool(node_get(n, "cleanSession"), "cleanSession", said->clean, out);
	judge_expiry(c, contract, contract_resolve(contract, node_get(n, "sessionExpiryInterval")), said,
		     out);
	if (broker_role(c->mqtt->broker) == ROLE_APPLICATION)
		return;
	judge_text(node_get(n, "clientId"), "clientId", said->client, 0, out);
	judge_will(contract_resolve(contract, node_get(n, "lastWill")), said->will, out);
}

static struct node *size_node(const struct mqtt_connection *c)
{
	const struct contract *contract = NULL;
	struct node *n = node_get(binding_of(c, &contract), "maximumPacketSize");

	return n ? contract_resolve(contract, n) : NULL;
}

uint32_t mqtt_binding_most_bytes(const struct mqtt_connection *c)
{
	struct node *n = size_node(c);
	int64_t most;

	if (node_is(n, NODE_MAP))
		n = node_get(n, "const") ? node_get(n, "const") : node_get(n, "maximum");
	return node_int(n, &most) && most > 0 && most < MOST_PACKET_BYTES ? (uint32_t)most : 0;
}

bool mqtt_binding_fail_too_large(struct mqtt_connection *c, size_t bytes)
{
	struct node *n = size_node(c);
	char why[200];
	struct loc at = n ? node_loc(n) : LOC_NONE;

	snprintf(why, sizeof(why), "packet of %zu bytes where maximumPacketSize is %u: %s:%u:%u", bytes,
		 c->most_bytes, at.file ? at.file : "contract", at.line, at.col);
	return mqtt_connection_fail(c, REASON_PACKET_TOO_LARGE, why);
}
