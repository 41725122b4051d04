/* What infer.c gathers and infer_document.c writes. */
#ifndef RECORD_INFER_INTERNAL_H
#define RECORD_INFER_INTERNAL_H

#include "record/infer.h"
#include "record/infer_level.h"

enum { INFER_SERVERS = 64, INFER_FILTERS = 256 };

struct seen_server {
	struct slice name, protocol;
};

struct inference {
	struct infer_options options;
	struct arena arena;
	struct sketches sketches;
	struct levels levels;
	struct level slashes, dots; /* addresses by what parts their levels */
	struct seen_server servers[INFER_SERVERS];
	size_t n_servers;
	struct slice filters[INFER_FILTERS]; /* what clients subscribed to by name */
	size_t n_filters;
	uint64_t n_messages, n_left_out;
	/* A payload was no JSON though it said so, or may be of any type: then a default content type would
	 * be wrong for it. */
	bool has_no_default;
};

bool is_parameter(struct slice level);
/* Does a subscription (+ and # as in MQTT) take any address of a channel (parameters as {name})? */
bool filter_takes(struct slice filter, struct slice address);

/* The messages of a channel, by name; names in the order of its variants in `names`. */
struct node *infer_messages(struct inference *i, struct traffic *t, struct slice channel,
			    struct slice *names);

static inline void put(struct arena *a, struct node *map, const char *key, struct node *value)
{
	node_set(a, map, slice_str(key), value);
}

static inline void put_text(struct arena *a, struct node *map, const char *key, struct slice text)
{
	node_set(a, map, slice_str(key), node_new_text(a, text, NULL));
}

#endif
