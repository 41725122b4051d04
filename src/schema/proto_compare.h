/* What changed between two Protobuf messages, by the rules of the wire format or of the JSON mapping. */
#ifndef SCHEMA_PROTO_COMPARE_H
#define SCHEMA_PROTO_COMPARE_H

#include "base/arena.h"
#include "document/document.h"

struct proto_message;

enum {
	PROTO_NARROWS = 1, /* who reads by the new source cannot read all that is written by the old one */
	PROTO_WIDENS = 2,  /* who reads by the old one cannot read all that is written by the new one */
	PROTO_LOSES = 4,   /* who reads by the old one misses what is gone */
};

struct proto_change {
	const char *code; /* static: "field-number", "field-type", "field-removed", ... */
	unsigned effect;
	struct slice where; /* JSON pointer, by JSON names; any item is "*" */
	struct loc at;	    /* in the new source; in the old one when it is gone */
	struct loc was_at;
	const char *text; /* "is now sint32" */
	const char *was;  /* "was int32"; NULL: nothing to say */
};

struct proto_changes {
	struct arena *a; /* the caller's: owns what follows */
	struct proto_change *list;
	size_t n, room;
};

/* At most LIMIT_FINDINGS are listed, each of one message once, wherever that is used. */
void proto_compare(const struct proto_message *was, const struct proto_message *is, bool as_json,
		   struct proto_changes *out);

#endif
