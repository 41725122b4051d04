/* What the files of the converter share.  What moves is noted while the new tree is made; $refs are written
 * anew at the end. */
#ifndef CONTRACT_CONVERT_PARTS_H
#define CONTRACT_CONVERT_PARTS_H

#include "contract/bundle_place.h"
#include "contract/convert.h"
#include "contract/loader.h"

struct move {
	struct slice to; /* a pointer; absent: what stood there is gone, and is copied instead */
};

struct converter {
	struct contract *contract;
	struct arena *a;
	struct node *operations; /* the new map */
	struct map placed;	 /* message of the channel under way to struct placed */
	struct map moves;	 /* old pointer to struct move */
	size_t merged;		 /* members, by traits, against a limit */
	size_t n_messages;	 /* looked at, against a limit */
	/* The channel under way. */
	struct channel *model;		       /* NULL: it was left out on load */
	struct node *listed;		       /* the names of the operation's messages */
	struct node *messages;		       /* the new map */
	struct slice channel_from, channel_to; /* old and new pointer */
	struct slice operation_from;
	/* The message under way. */
	struct slice message_from, message_to;
	struct loader official; /* holds the schemas of bindings, and nothing else */
};

/* One member of a thing at a place that is not just copied. */
typedef void convert_rule(struct converter *cv, struct node *out, const struct node *n,
			  const struct member *m);

convert_rule convert_channels, convert_component_channels, convert_operation, convert_operation_messages,
	convert_channel_servers, convert_component_messages, convert_payload, convert_url, convert_variables,
	convert_requirements, convert_parameter_schema, convert_flows;

/* The value, converted as its place wants it. */
struct node *convert_value(struct converter *cv, struct node *n, enum place_kind place);
/* The bindings of one thing, by protocol. */
struct node *convert_bindings(struct converter *cv, struct node *n, enum place_kind place);
/* Adds a member; comments of the line of `from` (NULL: none) go with it. */
void convert_put(struct converter *cv, struct node *map, struct slice key, struct node *value,
		 const struct member *from);
/* A map or list in the place of `at` in the text. */
struct node *convert_map(struct converter *cv, const struct node *at);
struct node *convert_text(struct converter *cv, struct slice text);
/* {$ref: "#POINTER"} */
struct node *convert_ref(struct converter *cv, struct slice pointer);
/* The pointer with one more token; `token` is escaped, also for a URI. */
struct slice convert_below(struct converter *cv, struct slice pointer, struct slice token);
/* The first that is said of `from` counts. */
void convert_move(struct converter *cv, struct slice from, struct slice to);
/* A name that is no key of the map yet. */
struct slice convert_free_key(struct converter *cv, const struct node *map, struct slice name);

/* Writes the $refs of the new tree anew, where what they lead to has moved. */
struct node *convert_refs(struct converter *cv, struct node *root);

#endif
