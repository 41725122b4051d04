/* The tables: every object of AsyncAPI 2.0 to 3.1, after the official JSON Schema of each version. */
#include "contract/official.h"
#include "contract/shape.h"

/* Version 14 of the formatter falls over tables whose rows differ in length. */
/* clang-format off */

#define FIELDS(list) .fields = (list), .n = ARRAY_SIZE(list)
#define IN(v)	     .versions = (v)

static const struct field external_docs_fields[] = {
	{ "description", KIND_TEXT, IN(V_ALL) },
	{ "url", KIND_URI, IN(V_ALL), .required = V_ALL },
};
static const struct shape external_docs = { .name = "external documentation", FIELDS(external_docs_fields) };
#define DOCS { "externalDocs", KIND_OBJECT, IN(V_ALL), .no_ref = V2, .of = &external_docs }

static const struct field tag_fields[] = {
	{ "name", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "description", KIND_TEXT, IN(V_ALL) },
	DOCS,
};
static const struct shape tag = { .name = "a tag", FIELDS(tag_fields) };
#define TAGS(v) { "tags", KIND_TAGS, IN(v), .no_ref = V2, .of = &tag }

static const struct field contact_fields[] = {
	{ "name", KIND_TEXT, IN(V_ALL) },
	{ "url", KIND_URI, IN(V_ALL) },
	{ "email", KIND_EMAIL, IN(V_ALL) },
};
static const struct shape contact = { .name = "a contact", FIELDS(contact_fields) };

static const struct field license_fields[] = {
	{ "name", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "url", KIND_URI, IN(V_ALL) },
};
static const struct shape license = { .name = "a license", FIELDS(license_fields) };

static const struct field info_fields[] = {
	{ "title", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "version", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "description", KIND_TEXT, IN(V_ALL) },
	{ "termsOfService", KIND_URI, IN(V_ALL) },
	{ "contact", KIND_OBJECT, IN(V_ALL), .no_ref = V_ALL, .of = &contact },
	{ "license", KIND_OBJECT, IN(V_ALL), .no_ref = V_ALL, .of = &license },
	TAGS(V3),
	{ "externalDocs", KIND_OBJECT, IN(V3), .of = &external_docs },
};
static const struct shape info = { .name = "info", FIELDS(info_fields) };

/* --- security */

static const char *const in_words[] = { "user", "password", NULL };
static const char *const http_in_words[] = { "header", "query", "cookie", NULL };
#define TYPE	    { "type", KIND_TEXT, IN(V_ALL), .required = V_ALL }
#define DESCRIPTION { "description", KIND_TEXT, IN(V_ALL) }

static const struct field scheme_plain_fields[] = { TYPE, DESCRIPTION };
static const struct field scheme_api_key_fields[] = {
	TYPE,
	DESCRIPTION,
	{ "in", KIND_WORD, IN(V_ALL), .required = V_ALL, .words = in_words },
};
static const struct field scheme_http_key_fields[] = {
	TYPE,
	DESCRIPTION,
	{ "name", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "in", KIND_WORD, IN(V_ALL), .required = V_ALL, .words = http_in_words },
};
static const struct field scheme_http_fields[] = {
	TYPE,
	DESCRIPTION,
	{ "scheme", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "bearerFormat", KIND_TEXT, IN(V_ALL) },
};
static const struct field scheme_openid_fields[] = {
	TYPE,
	DESCRIPTION,
	{ "openIdConnectUrl", KIND_URI, IN(V_ALL), .required = V_ALL },
	{ "scopes", KIND_TEXTS, IN(V3) },
};

#define URL(key, must) { key, KIND_URI, IN(V_ALL), .required = (must) }
#define SCOPES                                                                                               \
	{ "scopes", KIND_TEXT_MAP, IN(V2), .required = V2 },                                                 \
		{ "availableScopes", KIND_TEXT_MAP, IN(V3), .required = V3 },                                \
		{ "refreshUrl", KIND_URI, IN(V_ALL) }

static const struct field flow_implicit_fields[] = { URL("authorizationUrl", V_ALL), SCOPES };
static const struct field flow_token_fields[] = { URL("tokenUrl", V_ALL), SCOPES };
static const struct field flow_both_fields[] = {
	URL("authorizationUrl", V_ALL),
	URL("tokenUrl", V_ALL),
	SCOPES,
};
static const struct shape flow_implicit = { .name = "an implicit flow", FIELDS(flow_implicit_fields) };
static const struct shape flow_token = { .name = "a token flow", FIELDS(flow_token_fields) };
static const struct shape flow_both = { .name = "an authorization code flow", FIELDS(flow_both_fields) };

static const struct field flows_fields[] = {
	{ "implicit", KIND_OBJECT, IN(V_ALL), .of = &flow_implicit },
	{ "password", KIND_OBJECT, IN(V_ALL), .of = &flow_token },
	{ "clientCredentials", KIND_OBJECT, IN(V_ALL), .of = &flow_token },
	{ "authorizationCode", KIND_OBJECT, IN(V_ALL), .of = &flow_both },
};
static const struct shape flows = { .name = "flows", FIELDS(flows_fields) };
static const struct field scheme_oauth2_fields[] = {
	TYPE,
	DESCRIPTION,
	{ "flows", KIND_OBJECT, IN(V_ALL), .required = V_ALL, .of = &flows },
	{ "scopes", KIND_TEXTS, IN(V3) },
};

static const char *const scheme_words[] = { "userPassword", "apiKey", "X509", "symmetricEncryption",
					    "asymmetricEncryption", "httpApiKey", "http", "oauth2",
					    "openIdConnect", "plain", "scramSha256", "scramSha512", "gssapi",
					    NULL };
static const struct field scheme_unknown_fields[] = {
	{ "type", KIND_WORD, IN(V_ALL), .required = V_ALL, .words = scheme_words },
};
static const struct shape schemes[] = {
	{ .name = "an API key", FIELDS(scheme_api_key_fields) },
	{ .name = "an HTTP API key", FIELDS(scheme_http_key_fields) },
	{ .name = "an HTTP scheme", FIELDS(scheme_http_fields) },
	{ .name = "an OpenID Connect scheme", FIELDS(scheme_openid_fields) },
	{ .name = "an OAuth 2 scheme", FIELDS(scheme_oauth2_fields), .open = true },
	{ .name = "a security scheme", FIELDS(scheme_plain_fields) },
	{ .name = "a security scheme", FIELDS(scheme_unknown_fields), .open = true },
};

static const struct shape *choose_scheme(const struct node *n)
{
	static const char *const types[] = { "apiKey", "httpApiKey", "http", "openIdConnect", "oauth2" };
	struct slice type = node_get_text(n, "type");

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (slice_is(type, types[i]))
			return &schemes[i];
	for (size_t i = 0; scheme_words[i]; i++)
		if (slice_is(type, scheme_words[i]))
			return &schemes[5];
	return &schemes[6];
}
static const struct shape security_scheme = { .name = "a security scheme", .choose = choose_scheme };

#define SECURITY(v2)                                                                                         \
	{ "security", KIND_NEEDS, IN(v2) },                                                                  \
	{                                                                                                    \
		"security", KIND_LIST, IN(V3), .of = &security_scheme                                        \
	}

/* --- servers */

static const struct field variable_fields[] = {
	{ "enum", KIND_TEXTS, IN(V_ALL) },
	{ "default", KIND_TEXT, IN(V_ALL) },
	DESCRIPTION,
	{ "examples", KIND_TEXTS, IN(V_ALL) },
};
static const struct shape server_variable = { .name = "a server variable", FIELDS(variable_fields) };
#define VARIABLES(key, v) { key, KIND_MAP, IN(v), .no_ref = V2 & ~V2_5_ON, .of = &server_variable }

#define BOUND_ALL(v)                                                                                         \
	{ "http", KIND_ANY, IN(v) }, { "ws", KIND_ANY, IN(v) }, { "amqp", KIND_ANY, IN(v) },                 \
		{ "amqp1", KIND_ANY, IN(v) }, { "mqtt", KIND_ANY, IN(v) }, { "kafka", KIND_ANY, IN(v) },     \
		{ "anypointmq", KIND_ANY, IN(v) }, { "nats", KIND_ANY, IN(v) }, { "jms", KIND_ANY, IN(v) },  \
		{ "sns", KIND_ANY, IN(v) }, { "sqs", KIND_ANY, IN(v) }, { "stomp", KIND_ANY, IN(v) },        \
		{ "redis", KIND_ANY, IN(v) }, { "ibmmq", KIND_ANY, IN(v) }, { "solace", KIND_ANY, IN(v) },   \
		{ "googlepubsub", KIND_ANY, IN(v) }
static const struct field bindings_fields[] = {
	BOUND_ALL(V_ALL),
	{ "pulsar", KIND_ANY, IN(V_ALL) },
	{ "ros2", KIND_ANY, IN(V3_1) },
};
/* 2.x allows any other key, 3.x does not. */
#define BOUND(role, ROLE)                                                                                    \
	static void also_##role##_bindings(struct loader *l, struct node *n)                                 \
	{                                                                                                    \
		bindings_check(l, n, BOUND_##ROLE);                                                          \
	}                                                                                                    \
	static const struct shape role##_bindings_v2 = { .name = "bindings",                                 \
							 FIELDS(bindings_fields),                            \
							 .open = true,                                       \
							 .also = also_##role##_bindings };                   \
	static const struct shape role##_bindings_v3 = { .name = "bindings",                                 \
							 FIELDS(bindings_fields),                            \
							 .also = also_##role##_bindings };
BOUND(server, SERVER)
BOUND(channel, CHANNEL)
BOUND(operation, OPERATION)
BOUND(message, MESSAGE)
#define BINDINGS(key, kind, role)                                                                            \
	{ key, kind, IN(V2), .of = &role##_bindings_v2 },                                                    \
	{                                                                                                    \
		key, kind, IN(V3), .of = &role##_bindings_v3                                                 \
	}

static const struct field server_fields[] = {
	{ "url", KIND_TEXT, IN(V2), .required = V2 },
	{ "host", KIND_TEXT, IN(V3), .required = V3 },
	{ "pathname", KIND_TEXT, IN(V3) },
	{ "title", KIND_TEXT, IN(V3) },
	{ "summary", KIND_TEXT, IN(V3) },
	DESCRIPTION,
	{ "protocol", KIND_TEXT, IN(V_ALL), .required = V_ALL },
	{ "protocolVersion", KIND_TEXT, IN(V_ALL) },
	VARIABLES("variables", V_ALL),
	SECURITY(V2),
	BINDINGS("bindings", KIND_OBJECT, server),
	TAGS(V2_5_ON | V3),
	{ "externalDocs", KIND_OBJECT, IN(V3), .of = &external_docs },
};
static const struct shape server = { .name = "a server", FIELDS(server_fields) };
#define SERVERS(v) { "servers", KIND_MAP, IN(v), .no_ref = V2 & ~V2_3_ON, .of = &server }

/* --- messages */

static const struct field correlation_fields[] = {
	{ "location", KIND_EXPRESSION, IN(V_ALL), .required = V_ALL },
	DESCRIPTION,
};
static const struct shape correlation_id = { .name = "a correlation id", FIELDS(correlation_fields) };

static const struct field example_fields[] = {
	{ "name", KIND_TEXT, IN(V_ALL & ~V2_0) },
	{ "summary", KIND_TEXT, IN(V_ALL & ~V2_0) },
	{ "headers", KIND_DATA, IN(V_ALL) },
	{ "payload", KIND_ANY, IN(V_ALL) },
};

static void also_example(struct loader *l, struct node *n)
{
	if (l->version != V2_0 && !node_get(n, "payload") && !node_get(n, "headers"))
		diag_error(l->d, DIAG_CONTRACT, node_loc(n),
			   "a message example must have \"payload\" or \"headers\"");
}
static const struct shape message_example = { .name = "a message example",
					      FIELDS(example_fields),
					      .also = also_example };
static const struct shape trait_example_open = { .name = "a message example", .open = true };

#define MESSAGE_COMMON                                                                                       \
	{ "schemaFormat", KIND_TEXT, IN(V2) }, { "contentType", KIND_TEXT, IN(V_ALL) },                      \
		{ "headers", KIND_HEADERS, IN(V2) }, { "headers", KIND_PAYLOAD, IN(V3) },                    \
		{ "messageId", KIND_TEXT, IN(V2_4_ON) },                                                     \
		{ "correlationId", KIND_OBJECT, IN(V_ALL), .of = &correlation_id }, TAGS(V_ALL),             \
		{ "summary", KIND_TEXT, IN(V_ALL) }, { "name", KIND_TEXT, IN(V_ALL) },                       \
		{ "title", KIND_TEXT, IN(V_ALL) }, DESCRIPTION, DOCS,                                        \
		{ "deprecated", KIND_BOOL, IN(V_ALL) }, BINDINGS("bindings", KIND_OBJECT, message)

static const struct field message_trait_fields[] = {
	MESSAGE_COMMON,
	{ "examples", KIND_LIST, IN(V2 & ~(V2_1 | V2_6)), .of = &trait_example_open },
	{ "examples", KIND_LIST, IN(V2_1 | V2_6 | V3), .of = &message_example },
};
static const struct shape message_trait = { .name = "a message trait", FIELDS(message_trait_fields) };

static const struct field message_fields[] = {
	MESSAGE_COMMON,
	{ "examples", KIND_LIST, IN(V_ALL), .of = &message_example },
	{ "payload", KIND_ANY, IN(V_ALL) }, /* by `also`: it hangs on schemaFormat */
	{ "traits", KIND_LIST, IN(V_ALL), .of = &message_trait },
};
static const struct shape message_object = { .name = "a message",
					     FIELDS(message_fields),
					     .also = check_message };

static const struct shape message;
static const struct field one_of_fields[] = {
	{ "oneOf", KIND_LIST, IN(V2), .required = V2, .of = &message },
};
static const struct shape message_one_of = { .name = "a message with oneOf", FIELDS(one_of_fields) };

/* 3.x knows no oneOf of messages: there the key is unknown. */
static const struct shape *choose_message(const struct node *n)
{
	return node_get(n, "oneOf") && !node_get(n, "payload") ? &message_one_of : &message_object;
}
static const struct shape message = { .name = "a message", .choose = choose_message };

/* --- operations and channels */

static const struct field parameter_fields[] = {
	DESCRIPTION,
	{ "schema", KIND_SCHEMA, IN(V2) },
	{ "location", KIND_EXPRESSION, IN(V_ALL) },
	{ "enum", KIND_TEXTS, IN(V3) },
	{ "default", KIND_TEXT, IN(V3) },
	{ "examples", KIND_TEXTS, IN(V3) },
};
static const struct shape parameter = { .name = "a parameter", FIELDS(parameter_fields) };
#define PARAMETERS { "parameters", KIND_MAP, IN(V_ALL), .of = &parameter }

#define OPERATION_COMMON                                                                                     \
	{ "operationId", KIND_TEXT, IN(V2) }, { "title", KIND_TEXT, IN(V3) },                                \
		{ "summary", KIND_TEXT, IN(V_ALL) }, DESCRIPTION, SECURITY(V2_4_ON), TAGS(V_ALL), DOCS,      \
		BINDINGS("bindings", KIND_OBJECT, operation)

static const struct field operation_trait_fields[] = { OPERATION_COMMON };
static const struct shape operation_trait = { .name = "an operation trait", FIELDS(operation_trait_fields) };

static const struct field reply_address_fields[] = {
	{ "location", KIND_EXPRESSION, IN(V3), .required = V3 },
	DESCRIPTION,
};
static const struct shape reply_address = { .name = "a reply address", FIELDS(reply_address_fields) };

static const struct field reply_fields[] = {
	{ "address", KIND_OBJECT, IN(V3), .of = &reply_address },
	{ "channel", KIND_REF, IN(V3) },
	{ "messages", KIND_REFS, IN(V3) },
};
static const struct shape reply = { .name = "a reply", FIELDS(reply_fields) };

static const char *const action_words[] = { "send", "receive", NULL };
static const struct field operation_fields[] = {
	OPERATION_COMMON,
	{ "traits", KIND_LIST, IN(V_ALL), .of = &operation_trait },
	{ "message", KIND_OBJECT, IN(V2), .of = &message },
	{ "action", KIND_WORD, IN(V3), .required = V3, .words = action_words },
	{ "channel", KIND_REF, IN(V3), .required = V3 },
	{ "messages", KIND_REFS, IN(V3) },
	{ "reply", KIND_OBJECT, IN(V3), .of = &reply },
};
static const struct shape operation = { .name = "an operation", FIELDS(operation_fields) };

static const struct field channel_fields[] = {
	{ "address", KIND_ANY, IN(V3) }, /* text or null: the loader says it */
	{ "title", KIND_TEXT, IN(V3) },
	{ "summary", KIND_TEXT, IN(V3) },
	DESCRIPTION,
	PARAMETERS,
	{ "messages", KIND_MAP, IN(V3), .of = &message },
	{ "publish", KIND_OBJECT, IN(V2), .no_ref = V2, .of = &operation },
	{ "subscribe", KIND_OBJECT, IN(V2), .no_ref = V2, .of = &operation },
	{ "servers", KIND_TEXTS, IN(V2_2_ON) },
	{ "servers", KIND_REFS, IN(V3) },
	{ "deprecated", KIND_BOOL, IN(V2) },
	BINDINGS("bindings", KIND_OBJECT, channel),
	TAGS(V3),
	{ "externalDocs", KIND_OBJECT, IN(V3), .of = &external_docs },
};
static const struct shape channel = { .name = "a channel", FIELDS(channel_fields) };

/* --- the document */

static const struct field components_fields[] = {
	{ "schemas", KIND_SCHEMAS, IN(V_ALL) },
	SERVERS(V2_3_ON | V3),
	VARIABLES("serverVariables", V2_4_ON | V3),
	{ "channels", KIND_MAP, IN(V2_3_ON | V3), .of = &channel },
	{ "operations", KIND_MAP, IN(V3), .of = &operation },
	{ "messages", KIND_MAP, IN(V_ALL), .of = &message },
	{ "securitySchemes", KIND_MAP, IN(V_ALL), .of = &security_scheme },
	PARAMETERS,
	{ "correlationIds", KIND_MAP, IN(V_ALL), .of = &correlation_id },
	{ "operationTraits", KIND_MAP, IN(V_ALL), .no_ref = V2, .of = &operation_trait },
	{ "messageTraits", KIND_MAP, IN(V_ALL), .no_ref = V2, .of = &message_trait },
	{ "replies", KIND_MAP, IN(V3), .of = &reply },
	{ "replyAddresses", KIND_MAP, IN(V3), .of = &reply_address },
	{ "externalDocs", KIND_MAP, IN(V3), .of = &external_docs },
	{ "tags", KIND_MAP, IN(V3), .of = &tag },
	BINDINGS("serverBindings", KIND_MAP, server),
	BINDINGS("channelBindings", KIND_MAP, channel),
	BINDINGS("operationBindings", KIND_MAP, operation),
	BINDINGS("messageBindings", KIND_MAP, message),
};
static const struct shape components = { .name = "components", FIELDS(components_fields) };

static const struct field document_fields[] = {
	{ "asyncapi", KIND_TEXT, IN(V_ALL) }, /* looked at before */
	{ "id", KIND_URI, IN(V_ALL) },
	{ "info", KIND_OBJECT, IN(V_ALL), .required = V_ALL, .no_ref = V_ALL, .of = &info },
	{ "servers", KIND_MAP, IN(V_ALL), .no_ref = V2 & ~V2_3_ON, .of = &server },
	{ "defaultContentType", KIND_TEXT, IN(V_ALL) },
	{ "channels", KIND_MAP, IN(V_ALL), .required = V2, .of = &channel },
	{ "operations", KIND_MAP, IN(V3), .of = &operation },
	{ "components", KIND_OBJECT, IN(V_ALL), .no_ref = V_ALL, .of = &components },
	TAGS(V2),
	{ "externalDocs", KIND_OBJECT, IN(V2), .no_ref = V2, .of = &external_docs },
};
const struct shape document_shape = { .name = "the document", FIELDS(document_fields) };
