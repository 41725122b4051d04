/* Protobuf sources (proto2 and proto3), read and linked: what a descriptor pool holds elsewhere.
 *
 * Everything lives in the arena that it was read into and is immutable once linked. */
#ifndef SCHEMA_PROTO_H
#define SCHEMA_PROTO_H

#include "base/map.h"
#include "document/document.h"

enum {
	PROTO_DEEPEST = 100,	   /* nesting of messages on the wire and in JSON, as in Google's readers */
	PROTO_DEEPEST_SOURCE = 32, /* of message in message in a source, as in protoc */
	PROTO_MOST_FILES = 200,
	PROTO_MOST_VALUES = 10000, /* of an enum */
	PROTO_MOST_RANGES = 1000,  /* and names, of one list that is reserved */
	PROTO_LONGEST_NAME = 1000,
	PROTO_LAST_NUMBER = 536870911, /* 2^29 - 1 */
};

enum proto_syntax { PROTO_2 = 2, PROTO_3 = 3 };

enum proto_kind {
	KIND_NONE, /* a name that is not yet looked up */
	KIND_DOUBLE,
	KIND_FLOAT,
	KIND_INT32,
	KIND_INT64,
	KIND_UINT32,
	KIND_UINT64,
	KIND_SINT32,
	KIND_SINT64,
	KIND_FIXED32,
	KIND_FIXED64,
	KIND_SFIXED32,
	KIND_SFIXED64,
	KIND_BOOL,
	KIND_STRING,
	KIND_BYTES,
	KIND_ENUM,
	KIND_MESSAGE,
	KIND_GROUP,
};

enum proto_label { LABEL_NONE, LABEL_OPTIONAL, LABEL_REQUIRED, LABEL_REPEATED };

/* How a message looks in JSON: those of google.protobuf have forms of their own. */
enum proto_form {
	FORM_PLAIN,
	FORM_TIMESTAMP,
	FORM_DURATION,
	FORM_FIELD_MASK,
	FORM_WRAPPER, /* its one field's value */
	FORM_STRUCT,
	FORM_VALUE,
	FORM_LIST,
	FORM_ANY,
};

/* Where something stands, in lines and columns of its own text. */
struct proto_at {
	struct proto_file *file;
	unsigned line, col;
};

struct proto_enum_value {
	struct slice name;
	int32_t number;
	struct proto_at at;
};

struct proto_range {
	int64_t from, to; /* both in it */
	struct proto_at at;
};

struct proto_name {
	struct slice text;
	struct proto_at at;
};

/* What `reserved` and `extensions` name. */
struct proto_ranges {
	struct proto_range *list;
	size_t n, room;
};

struct proto_names {
	struct proto_name *list;
	size_t n, room;
};

struct proto_enum {
	struct slice name, full_name;
	struct proto_at at;
	struct proto_enum_value *values; /* in the order of the source */
	size_t n, room;
	struct proto_ranges reserved;
	struct proto_names reserved_names;
	bool allow_alias;
	bool is_null; /* google.protobuf.NullValue: null in JSON */
};

struct proto_oneof {
	struct slice name;
	struct proto_at at;
	struct proto_field **fields;
	size_t n, room;
};

struct proto_field {
	struct slice name, json_name; /* json_name: lowerCamelCase or as the option says; "[full.name]" */
	int64_t number;
	enum proto_kind kind;
	enum proto_label label;
	bool packed;	   /* written so; both are read */
	bool packed_said;  /* by the option */
	bool has_presence; /* its default value is told from its absence */
	bool is_extension, is_map, json_name_said;
	struct proto_at at, type_at, number_at;
	struct slice type_name;	   /* as written; absent: a scalar */
	struct slice default_text; /* absent: none; text unescaped, else as written */
	struct proto_at default_at;
	bool default_is_text;
	struct proto_message *message;	/* of KIND_MESSAGE and KIND_GROUP */
	struct proto_enum *enumeration; /* of KIND_ENUM */
	struct proto_oneof *oneof;	/* NULL: none */
};

/* What a member of the JSON form may be called. */
struct proto_key {
	struct slice name;
	struct proto_field *field;
};

struct proto_message {
	struct slice name, full_name;
	struct proto_at at;
	struct proto_message *up;
	struct proto_field **fields; /* in the order of the source; by number once linked */
	size_t n, room;
	struct proto_oneof **oneofs;
	size_t n_oneofs, room_oneofs;
	struct proto_message **messages; /* nested, map entries among them */
	size_t n_messages, room_messages;
	struct proto_enum **enums;
	size_t n_enums, room_enums;
	struct proto_ranges reserved, extensions;
	struct proto_names reserved_names;
	struct proto_key *keys; /* of linked ones, sorted */
	size_t n_keys;
	enum proto_form form;
	bool is_map_entry;
	struct slice definition; /* its name among the definitions of the JSON Schema; absent: none yet */
};

/* An `extend` block: its fields go to the message that it names. */
struct proto_extend {
	struct proto_name extendee;
	struct slice scope; /* full name of what it stands in */
	struct proto_field **fields;
	size_t n, room;
};

struct proto_import {
	struct proto_name name;
	bool is_public, is_weak;
	struct proto_file *file;
};

struct proto_file {
	struct proto_pool *pool;
	const struct document *in; /* made: for the nodes that stand in it */
	struct slice name;	   /* as imported; "" the first */
	const struct node *node;   /* the source's text; NULL: built in */
	struct slice text;
	bool is_mapped; /* lines of the text are lines of the document, else all stands at the node */
	unsigned first_line, indent; /* of the text's first line in the document, if mapped */
	enum proto_syntax syntax;
	struct slice package;
	struct proto_import *imports;
	size_t n_imports, room_imports;
	struct proto_message **messages;
	size_t n_messages, room_messages;
	struct proto_enum **enums;
	size_t n_enums, room_enums;
	struct proto_extend *extends;
	size_t n_extends, room_extends;
	bool is_open;  /* being read: an import of it is a circle */
	unsigned mark; /* of the last search that came by */
};

/* What a full name stands for. */
struct proto_symbol {
	struct slice full_name;
	struct proto_message *message;
	struct proto_enum *enumeration;
	struct proto_file *file;
	bool is_package, is_other; /* other: a field, a oneof, a value */
	struct proto_at at;
};

struct proto_pool {
	struct arena *arena;
	struct library *library;
	struct node *root; /* of the made tree: {definitions} */
	struct proto_file **files;
	size_t n_files, room_files;
	struct map symbols;		/* while linking: full name to struct proto_symbol */
	struct proto_message **by_name; /* once linked: all messages, sorted by full name */
	size_t n_by_name, room_by_name;
	bool failed; /* something was said */
	unsigned mark;
};

/* Reads the source that `text` (a NODE_TEXT) holds, all that it imports, and links them.  NULL: said in the
 * library's diag.  All of it is in `a`. */
struct proto_pool *proto_pool_read(struct arena *a, struct library *l, const struct node *text);

/* Of full name without the leading dot; NULL: none. */
struct proto_message *proto_message_named(const struct proto_pool *p, struct slice full_name);
struct proto_field *proto_field_numbered(const struct proto_message *m, uint64_t number);
/* By JSON name or by the source's own. */
struct proto_field *proto_field_named(const struct proto_message *m, struct slice name);
const struct proto_enum_value *proto_enum_numbered(const struct proto_enum *e, int64_t number);
const struct proto_enum_value *proto_enum_named(const struct proto_enum *e, struct slice name);

/* Says it at its place and marks the pool as failed; always false. */
bool proto_error(struct proto_pool *p, struct proto_at at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A node that stands there. */
struct node *proto_node(struct arena *a, enum node_kind kind, struct proto_at at);

/* --- between the files of the reader */

/* Parses file->text into file. */
bool proto_parse(struct proto_file *file);
/* Looks up every name and checks what needs more than one statement. */
void proto_link(struct proto_pool *p);
/* What one linked message, enum or field must keep to; a message's fields are sorted. */
void proto_check_message(struct proto_pool *p, struct proto_message *m);
void proto_check_enum(struct proto_pool *p, const struct proto_enum *e);
void proto_check_field(struct proto_pool *p, struct proto_field *f);
/* google/protobuf/timestamp.proto and its like; absent: not built in. */
struct slice proto_built_in(struct slice import);
void proto_set_forms(struct proto_pool *p);
const char *proto_kind_name(enum proto_kind kind);
/* A scalar type by its word; KIND_NONE: it is a name. */
enum proto_kind proto_kind_of(struct slice word);
static inline bool proto_kind_is_message(enum proto_kind kind)
{
	return kind == KIND_MESSAGE || kind == KIND_GROUP;
}
/* Repeated ones of this kind may be packed. */
static inline bool proto_kind_packs(enum proto_kind kind)
{
	return kind < KIND_STRING || kind == KIND_ENUM;
}

/* Adds to a list {list, n, room} in the arena. */
#define PROTO_ADD(a, items, n, room, item)                                                                   \
	((items) = arena_grow((a), (items), (n), &(room), sizeof(*(items))), (items)[(n)++] = (item))

#endif
