/* The JSON Schema of a message's JSON form ("JSON Mapping" of the proto3 specification). */
#ifndef SCHEMA_PROTO_SCHEMA_H
#define SCHEMA_PROTO_SCHEMA_H

#include "schema/proto.h"

/* The schema of `m`, whose nodes stand where the .proto's fields do; what it refers to stands under the
 * pool's root.  `at` lends its place to the whole. */
struct node *proto_json_schema(struct proto_pool *p, struct proto_message *m, const struct node *at);

/* --- between the two files that make it */

/* Beside a schema that allows several spellings of a value: the one for those of the canonical spelling,
 * which are made from it. */
#define PROTO_CANONICAL "x-understudy-canonical"

/* Nodes of one place. */
struct proto_maker {
	struct arena *arena;
	struct proto_at at;
};
struct node *proto_make_map(const struct proto_maker *k);
struct node *proto_make_text(const struct proto_maker *k, struct slice text);
void proto_set(const struct proto_maker *k, struct node *map, const char *key, struct node *value);
void proto_set_text(const struct proto_maker *k, struct node *map, const char *key, const char *value);
/* {"type": "x"} or {"type": ["x", "y"]}. */
struct node *proto_make_typed(const struct proto_maker *k, const char *type, const char *other);
struct node *proto_make_bool(const struct proto_maker *k, bool truth);

/* A value of a scalar kind, of an enum, of a message with a form of its own; NULL may be one too, if
 * `nullable`. */
struct node *proto_scalar_schema(const struct proto_maker *k, enum proto_kind kind, bool nullable);
struct node *proto_enum_schema(const struct proto_maker *k, const struct proto_enum *e, bool nullable);
struct node *proto_form_schema(const struct proto_maker *k, const struct proto_message *m, bool nullable);
/* For the keys of a map. */
struct node *proto_key_schema(const struct proto_maker *k, enum proto_kind kind);
/* The field's default value in JSON; NULL: none that JSON has. */
struct node *proto_default_node(const struct proto_maker *k, const struct proto_field *f);

#endif
