#include "record/infer.h"

#include <stdlib.h>

#include "base/memory.h"
#include "record/infer_internal.h"

struct inference *inference_new(const struct infer_options *o)
{
	struct inference *i = NEW(struct inference);

	i->options = *o;
	i->sketches.arena = &i->arena;
	i->levels.sketches = &i->sketches;
	return i;
}

void inference_free(struct inference *i)
{
	if (!i)
		return;
	arena_free(&i->arena);
	free(i);
}

uint64_t inference_messages(const struct inference *i)
{
	return i->n_messages;
}

uint64_t inference_left_out(const struct inference *i)
{
	return i->n_left_out;
}

static void keep_server(struct inference *i, struct slice name, struct slice protocol)
{
	if (!name.len || !protocol.len)
		return;
	for (size_t k = 0; k < i->n_servers; k++)
		if (slice_eq(i->servers[k].name, name))
			return;
	if (i->n_servers < INFER_SERVERS)
		i->servers[i->n_servers++] =
			(struct seen_server){ arena_copy(&i->arena, name), arena_copy(&i->arena, protocol) };
}

/* Who subscribes to everything says nothing of what he wants. */
static void keep_filter(struct inference *i, struct slice filter)
{
	if (!filter.len || slice_is(filter, "#") || slice_starts(filter, SLICE_LIT("$")))
		return;
	for (size_t k = 0; k < i->n_filters; k++)
		if (slice_eq(i->filters[k], filter))
			return;
	if (i->n_filters < INFER_FILTERS)
		i->filters[i->n_filters++] = arena_copy(&i->arena, filter);
}

static bool has(struct slice s, char c)
{
	return slice_find(s, c) < s.len;
}

/* Subjects, routing keys and most topics are parted by dots, MQTT's and paths by slashes. */
static struct traffic *traffic_at(struct inference *i, struct slice address, struct slice protocol)
{
	bool dots = !slice_is(protocol, "mqtt") && !has(address, '/') && has(address, '.');

	return level_find(&i->levels, dots ? &i->dots : &i->slashes, address, dots ? '.' : '/');
}

void inference_add(struct inference *i, const struct recorded *r)
{
	struct slice protocol = node_get_text(r->node, "protocol");
	struct traffic *t;

	if (r->is_header)
		return;
	keep_server(i, r->server, protocol);
	if (slice_is(r->event, "subscribed"))
		keep_filter(i, r->address);
	if (r->event.ptr || !r->address.len)
		return;
	t = traffic_at(i, r->address, protocol);
	if (t) {
		traffic_add(&i->sketches, t, r);
		i->n_messages++;
	} else {
		i->n_left_out++;
	}
}

bool is_parameter(struct slice level)
{
	return slice_starts(level, SLICE_LIT("{"));
}

bool filter_takes(struct slice filter, struct slice address)
{
	struct slice want, part;

	while (slice_split(&filter, '/', &want)) {
		if (slice_is(want, "#"))
			return true;
		if (!slice_split(&address, '/', &part))
			return false;
		if (!slice_is(want, "+") && !is_parameter(part) && !slice_eq(want, part))
			return false;
	}
	return !slice_split(&address, '/', &part);
}
