/* The table of rules.  Adding one is one row here and one function, lint_NAME, in the file of its theme
 * (lint_document.c, lint_address.c, lint_schema.c, ...); docs/rules.md says more of it. */
#ifndef CONTRACT_LINT_RULES_H
#define CONTRACT_LINT_RULES_H

#include "contract/lint_site.h"

/* What the loader finds under the diagnostic code of that name: id, severity, gloss, reference. */
#define LINT_LOADED(X)                                                                                       \
	X("example", WARNING, "an example or a default breaks its own schema", "asyncapi2-message-examples")

/* function, id, severity, versions, site, gloss, reference: the rule of the reference parser's ruleset that
 * finds the same, NULL: none does */
/* clang-format off */
#define SITE(kind) (1U << SITE_##kind)
#define LINT_RULES(X) \
	X(document_id, "document-id", HINT, V_ALL, SITE(CONTRACT), \
	  "the document has no id", "asyncapi-id") \
	X(latest_version, "latest-version", HINT, V_ALL, SITE(CONTRACT), \
	  "there is a newer version of AsyncAPI", "asyncapi-latest-version") \
	X(default_content_type, "default-content-type", HINT, V_ALL, SITE(CONTRACT), \
	  "no default content type", "asyncapi-defaultContentType") \
	X(tags_missing, "tags-missing", HINT, V2, SITE(CONTRACT), \
	  "the document has no tags", "asyncapi2-tags") \
	X(servers_missing, "servers-missing", HINT, V_ALL, SITE(CONTRACT), \
	  "the document says of no server where it is", "asyncapi-servers") \
	X(info_description, "info-description", HINT, V_ALL, SITE(INFO), \
	  "info has no description", "asyncapi-info-description") \
	X(info_contact, "info-contact", HINT, V_ALL, SITE(INFO), \
	  "info names nobody to ask", "asyncapi-info-contact") \
	X(info_contact_properties, "info-contact-properties", HINT, V_ALL, SITE(INFO), \
	  "a contact without name, url or email", "asyncapi-info-contact-properties") \
	X(info_license, "info-license", HINT, V_ALL, SITE(INFO), \
	  "info has no license", "asyncapi-info-license") \
	X(info_license_url, "info-license-url", HINT, V_ALL, SITE(INFO), \
	  "a license without url", "asyncapi-info-license-url") \
	X(component_variables, "component-variables", ERROR, V2, SITE(SERVER), \
	  "variables of a server in components are not those of its url", "asyncapi2-server-variables") \
	X(component_parameters, "component-parameters", ERROR, V3, SITE(CHANNEL), \
	  "parameters of a channel in components are not those of its address", "asyncapi3-channel-parameters") \
	X(channel_name, "channel-name", ERROR, V3, SITE(CHANNEL), \
	  "a channel's name holds ? or #", "asyncapi3-channel-no-query-nor-fragment") \
	X(security_scope, "security-scope", ERROR, V2, SITE(SERVER) | SITE(OPERATION), \
	  "a scope that the security scheme does not have", "asyncapi2-operation-security") \
	X(server_empty_variable, "server-empty-variable", WARNING, V2, SITE(SERVER), \
	  "a server address holds {}", "asyncapi2-server-no-empty-variable") \
	X(server_trailing_slash, "server-trailing-slash", WARNING, V2, SITE(SERVER), \
	  "a server url ends with a slash", "asyncapi2-server-no-trailing-slash") \
	X(server_protocol, "server-protocol", WARNING, V_ALL, SITE(SERVER), \
	  "a protocol that nobody has heard of", NULL) \
	X(channel_empty_parameter, "channel-empty-parameter", WARNING, V_ALL, SITE(CHANNEL), \
	  "an address holds {}", "asyncapi2-channel-no-empty-parameter") \
	X(channel_description, "channel-description", HINT, V_ALL, SITE(CHANNEL), \
	  "a channel says nowhere what it is for", NULL) \
	X(channel_owner, "channel-owner", HINT, V_ALL, SITE(CHANNEL), \
	  "a channel belongs to nobody", NULL) \
	X(address_collision, "address-collision", WARNING, V_ALL, SITE(CONTRACT), \
	  "two addresses differ in the names of their parameters only", NULL) \
	X(address_overlap, "address-overlap", WARNING, V_ALL, SITE(CONTRACT), \
	  "an address fits two channels, both with parameters", NULL) \
	X(address_shadowed, "address-shadowed", HINT, V_ALL, SITE(CONTRACT), \
	  "an address without parameters fits the parameters of another channel", NULL) \
	X(address_protocol, "address-protocol", WARNING, V_ALL, SITE(CONTRACT), \
	  "an address that the protocol cannot carry", NULL) \
	X(parameter_unmatchable, "parameter-unmatchable", WARNING, V_ALL, SITE(CONTRACT), \
	  "a value of a parameter can never stand in the address", NULL) \
	X(parameter_default, "parameter-default", WARNING, V_ALL, SITE(CONTRACT), \
	  "a default or example that the enum of its parameter lacks", NULL) \
	X(parameter_adjacent, "parameter-adjacent", WARNING, V_ALL, SITE(CHANNEL), \
	  "two parameters with nothing between them", NULL) \
	X(operation_id, "operation-id", HINT, V2, SITE(OPERATION), \
	  "an operation without operationId", "asyncapi2-operation-operationId") \
	X(message_id, "message-id", HINT, V2_4_ON, SITE(MESSAGE), \
	  "a message without messageId", "asyncapi2-message-messageId") \
	X(message_payload, "message-payload", HINT, V_ALL, SITE(MESSAGE), \
	  "a message without payload", NULL) \
	X(expression_dangling, "expression-dangling", WARNING, V_ALL, SITE(CONTRACT), \
	  "a runtime expression points to what the schema does not have", NULL) \
	X(unused_component, "unused-component", WARNING, V_ALL, SITE(CONTRACT), \
	  "a component that nothing refers to", "asyncapi-unused-component") \
	X(unused_security_scheme, "unused-security-scheme", WARNING, V2, SITE(CONTRACT), \
	  "a security scheme that nothing asks for", "asyncapi2-unused-securityScheme") \
	X(secret, "secret", WARNING, V_ALL, SITE(CONTRACT), \
	  "a password, token or key stands in the document", NULL) \
	X(payload_unbounded, "payload-unbounded", HINT, V_ALL, SITE(SCHEMA), \
	  "a text without maxLength or a list without maxItems", NULL) \
	X(personal_data, "personal-data", HINT, V_ALL, SITE(SCHEMA), \
	  "what looks like personal data has no classification", NULL) \
	X(schema_contradiction, "schema-contradiction", WARNING, V_ALL, SITE(SCHEMA), \
	  "a schema that nothing can satisfy", NULL) \
	X(schema_required, "schema-required", HINT, V_ALL, SITE(SCHEMA), \
	  "a required property that no schema describes", NULL) \
	X(hint, "hint", ERROR, V_ALL, \
	  SITE(SCHEMA) | SITE(HEADERS) | SITE(PARAMETER_SCHEMA) | SITE(MESSAGE) | SITE(MESSAGE_TRAIT) | \
		  SITE(CHANNEL) | SITE(OPERATION), \
	  "a hint for generated messages (x-understudy) that cannot be obeyed", NULL) \
	X(binding_protocol, "binding-protocol", WARNING, V_ALL, SITE(CONTRACT), \
	  "a binding of a protocol that no server speaks", NULL) \
	X(binding_version, "binding-version", WARNING, V_ALL, SITE(CONTRACT), \
	  "a binding that the server's version of the protocol does not know", NULL)
/* clang-format on */

#define X(name, id, severity, versions, on, gloss, reference) lint_check lint_##name;
LINT_RULES(X)
#undef X

extern const struct lint_rule lint_rules[];
extern const size_t lint_rules_count;

#endif
