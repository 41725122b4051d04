/* What stands where in a document: for those who walk over its tree rather than over the model. */
#ifndef CONTRACT_BUNDLE_PLACE_H
#define CONTRACT_BUNDLE_PLACE_H

#include "base/slice.h"

enum place_kind {
	PLACE_OTHER, /* nothing of AsyncAPI's, or nothing that has a section of its own */
	PLACE_DATA,  /* examples, defaults: a $ref in there is data */
	PLACE_ROOT,
	PLACE_COMPONENTS,
	PLACE_INFO,
	PLACE_SERVERS,
	PLACE_SERVER,
	PLACE_VARIABLES,
	PLACE_VARIABLE,
	PLACE_CHANNELS,
	PLACE_CHANNEL,
	PLACE_PARAMETERS,
	PLACE_PARAMETER,
	PLACE_OPERATIONS,
	PLACE_OPERATION,
	PLACE_OPERATION_TRAITS,
	PLACE_OPERATION_TRAIT,
	PLACE_MESSAGES,
	PLACE_MESSAGE,
	PLACE_MESSAGE_TRAITS,
	PLACE_MESSAGE_TRAIT,
	PLACE_REPLIES,
	PLACE_REPLY,
	PLACE_ADDRESSES,
	PLACE_ADDRESS,
	PLACE_CORRELATIONS,
	PLACE_CORRELATION,
	PLACE_SCHEMAS,
	PLACE_SCHEMA,
	PLACE_SECURITIES, /* schemes, or (2.x, outside of components) requirements */
	PLACE_SECURITY,
	PLACE_TAGS,
	PLACE_TAG,
	PLACE_DOCS_ALL,
	PLACE_DOCS,
	PLACE_BINDINGS_SERVERS, /* in components: names to bindings */
	PLACE_BINDINGS_CHANNELS,
	PLACE_BINDINGS_OPERATIONS,
	PLACE_BINDINGS_MESSAGES,
	PLACE_BINDINGS_SERVER, /* protocols to bindings; these four in a row */
	PLACE_BINDINGS_CHANNEL,
	PLACE_BINDINGS_OPERATION,
	PLACE_BINDINGS_MESSAGE,
	PLACE_BINDING,
	PLACE_LINKS, /* 3.x: of an operation to its channel and messages, of a channel to its servers */
	PLACE_LINK,
};

/* What stands under `key` (an item of a list: absent) of what stands at `in`. */
enum place_kind place_below(enum place_kind in, struct slice key, bool is_v2);
/* The key in `components` of such things; NULL: there is none in that version ("2.4.0"). */
const char *place_section(enum place_kind kind, struct slice version);

#endif
