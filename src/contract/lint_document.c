/* Rules over the document as a whole, its info and its servers: mostly what the reference parser's ruleset
 * asks for. */
#include "contract/lint_rules.h"

#include "base/text.h"

void lint_document_id(struct lint *l, const struct site *s)
{
	if (!node_get(s->node, "id"))
		lint_say(l, s->node,
			 "the document has no \"id\", by which others could tell it from the rest");
}

void lint_latest_version(struct lint *l, const struct site *s)
{
	if (!(l->version & V3_1))
		lint_say(l, node_get(s->node, "asyncapi"),
			 "AsyncAPI 3.1.0 is the newest version, this is %.*s",
			 SLICE_FMT(l->contract->asyncapi));
}

void lint_default_content_type(struct lint *l, const struct site *s)
{
	if (!node_get(s->node, "defaultContentType"))
		lint_say(l, s->node, "the document has no \"defaultContentType\"");
}

void lint_tags_missing(struct lint *l, const struct site *s)
{
	const struct node *tags = node_get(s->node, "tags");

	if (!node_is(tags, NODE_LIST) || !tags->n)
		lint_say(l, s->node, "the document has no \"tags\"");
}

void lint_servers_missing(struct lint *l, const struct site *s)
{
	const struct node *servers = node_get(s->node, "servers");

	if (!node_is(servers, NODE_MAP) || !servers->n)
		lint_say(l, s->node,
			 "the document has no \"servers\": nobody learns from it where the brokers are");
}

void lint_info_description(struct lint *l, const struct site *s)
{
	if (!has_text(s->node, "description"))
		lint_say(l, s->node, "info has no \"description\"");
}

void lint_info_contact(struct lint *l, const struct site *s)
{
	if (!node_is(node_get(s->node, "contact"), NODE_MAP))
		lint_say(l, s->node, "info has no \"contact\": nobody knows whom to ask");
}

void lint_info_contact_properties(struct lint *l, const struct site *s)
{
	static const char *const keys[] = { "name", "url", "email" };
	const struct node *contact = node_get(s->node, "contact");

	for (size_t i = 0; node_is(contact, NODE_MAP) && i < ARRAY_SIZE(keys); i++)
		if (!has_text(contact, keys[i])) {
			lint_say(l, contact, "the contact has no \"%s\"", keys[i]);
			return;
		}
}

void lint_info_license(struct lint *l, const struct site *s)
{
	if (!node_is(node_get(s->node, "license"), NODE_MAP))
		lint_say(l, s->node, "info has no \"license\"");
}

void lint_info_license_url(struct lint *l, const struct site *s)
{
	const struct node *license = node_get(s->node, "license");

	if (node_is(license, NODE_MAP) && !has_text(license, "url"))
		lint_say(l, license, "the license has no \"url\"");
}

/* --- servers */

void lint_server_empty_variable(struct lint *l, const struct site *s)
{
	const struct node *url = node_get(s->node, "url");

	if (node_is(url, NODE_TEXT) && memmem(url->text.ptr, url->text.len, "{}", 2))
		lint_say(l, url, "\"{}\" in a url names no variable");
}

void lint_server_trailing_slash(struct lint *l, const struct site *s)
{
	const struct node *url = node_get(s->node, "url");

	if (node_is(url, NODE_TEXT) && slice_ends(url->text, SLICE_LIT("/")))
		lint_say(l, url, "a url had better not end with a slash");
}

void lint_server_protocol(struct lint *l, const struct site *s)
{
	static const char *const known[] = {
		"amqp",	       "amqps",	       "amqp1",	   "amqps1", "anypointmq",   "googlepubsub",
		"grpc",	       "http",	       "https",	   "ibmmq",  "ibmmq-secure", "jms",
		"kafka",       "kafka-secure", "mercure",  "mqtt",   "mqtts",	     "mqtt5",
		"secure-mqtt", "nats",	       "nats-tls", "pulsar", "pulsar+ssl",   "redis",
		"rediss",      "ros2",	       "smf",	   "smfs",   "sns",	     "solace",
		"sqs",	       "sse",	       "stomp",	   "stomps", "tcp",	     "udp",
		"websocket",   "websockets",   "ws",	   "wss",
	};
	const struct node *n = node_get(s->node, "protocol");
	struct slice names[ARRAY_SIZE(known)], near;

	if (!node_is(n, NODE_TEXT) || slice_find(n->text, '{') < n->text.len)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		names[i] = slice_str(known[i]);
		if (slice_eq_ignoring_case(n->text, names[i]))
			return;
	}
	near = nearest_name(n->text, names, ARRAY_SIZE(known));
	lint_say(l, n, "protocol \"%.*s\" is not known%s%.*s%s", SLICE_FMT(n->text),
		 near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
}
