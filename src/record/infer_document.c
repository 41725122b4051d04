/* The document: what was gathered, written as AsyncAPI 3.0. */
#include <stdio.h>

#include "contract/address.h"
#include "record/infer_internal.h"
#include "record/infer_names.h"

/* A channel with parameters, as written. */
struct template
{
	struct slice address, name;
	struct node *channel;
	char separator;
	size_t n_messages; /* of its own */
};

/* Where a walk down the levels stands. */
struct walk {
	struct inference *in;
	struct arena *a;
	struct node *channels, *operations;
	struct map channel_names, operation_names;
	const struct level *path[LEVEL_DEPTH + 1];
	size_t depth;
	char separator;
	struct template *templates;
	size_t n_templates, room;
};

/* --- address and parameters */

/* After the word before it: sensors/7 gives sensorId, where no numbers are sensor. */
static struct slice parameter_name(struct walk *w, size_t at)
{
	const struct level *l = w->path[at];
	struct slice before = at ? name_camel(w->a, w->path[at - 1]->text) : SLICE_NONE;

	if (!before.len)
		return SLICE_LIT("id");
	before = name_singular(w->a, before);
	return l->has_ids || !l->is_enum ? slice_str(arena_printf(w->a, "%.*sId", SLICE_FMT(before)))
					 : before;
}

static struct node *parameter(struct walk *w, const struct level *l)
{
	struct node *p = node_new(w->a, NODE_MAP, NULL), *values = node_new(w->a, NODE_LIST, NULL);

	for (size_t i = 0; i < l->n_values && (l->is_enum || i < 3); i++)
		node_append(w->a, values, node_new_text(w->a, l->values[i], NULL));
	put(w->a, p, l->is_enum ? "enum" : "examples", values);
	return p;
}

static void add_word(struct buf *words, struct slice text)
{
	buf_slice(words, text);
	buf_char(words, ' ');
}

struct channel_text {
	struct slice address, words; /* words: the levels that do not vary */
	struct node *parameters;
};

static struct channel_text describe(struct walk *w)
{
	BUF_AUTO struct buf address = BUF_INIT(0), words = BUF_INIT(0);
	struct channel_text out = { .parameters = node_new(w->a, NODE_MAP, NULL) };
	struct map taken = MAP_INIT;

	for (size_t i = 0; i < w->depth; i++) {
		const struct level *l = w->path[i];

		if (i)
			buf_char(&address, w->separator);
		buf_slice(&address, l->text);
		add_word(&words, l->text);
		if (!l->text.ptr) {
			struct slice name = name_unique(w->a, &taken, parameter_name(w, i));

			buf_printf(&address, "{%.*s}", SLICE_FMT(name));
			node_set(w->a, out.parameters, name, parameter(w, l));
		}
	}
	out.address = arena_copy(w->a, buf_view(&address));
	out.words = arena_copy(w->a, buf_view(&words));
	map_release(&taken);
	return out;
}

/* --- operations */

static struct node *reference(struct arena *a, struct slice channel, struct slice message)
{
	struct node *n = node_new(a, NODE_MAP, NULL);
	char *to = arena_printf(a, "#/channels/%.*s%s%.*s", SLICE_FMT(channel),
				message.ptr ? "/messages/" : "", SLICE_FMT(message));

	put_text(a, n, "$ref", slice_str(to));
	return n;
}

/* As seen, where it was always the same. */
static struct node *mqtt_binding(struct arena *a, const struct traffic *t)
{
	struct node *mqtt = node_new(a, NODE_MAP, NULL), *bindings = node_new(a, NODE_MAP, NULL);

	for (unsigned qos = 0; qos < 3; qos++)
		if (t->n_qos[qos] == t->n_native)
			put(a, mqtt, "qos", node_new_number(a, slice_str(arena_printf(a, "%u", qos)), NULL));
	if (t->n_retained == t->n_native || !t->n_retained) {
		struct node *retain = node_new(a, NODE_BOOL, NULL);

		retain->truth = t->n_retained > 0;
		put(a, mqtt, "retain", retain);
	}
	put_text(a, mqtt, "bindingVersion", SLICE_LIT("0.2.0"));
	put(a, bindings, "mqtt", mqtt);
	return bindings;
}

enum direction { FROM_CLIENTS = 1, TO_CLIENTS = 2 };

/* Which messages go that way; all of them: no list. */
static struct node *messages_of(struct walk *w, const struct traffic *t, struct slice channel,
				const struct slice *names, enum direction way)
{
	struct node *list = node_new(w->a, NODE_LIST, NULL);

	for (size_t i = 0; i < t->n; i++)
		if (way == FROM_CLIENTS ? t->variants[i].n_in : t->variants[i].n_out)
			node_append(w->a, list, reference(w->a, channel, names[i]));
	return list->n && list->n < t->n && !t->is_full ? list : NULL;
}

static void add_operation(struct walk *w, const struct traffic *t, struct slice channel,
			  const struct slice *names, enum direction way)
{
	bool receives = (way == FROM_CLIENTS) != w->in->options.describes_client;
	const char *action = receives ? "receive" : "send";
	struct slice name = name_unique(w->a, &w->operation_names, name_joined(w->a, action, channel));
	struct node *operation = node_new(w->a, NODE_MAP, NULL);
	struct node *messages = t ? messages_of(w, t, channel, names, way) : NULL;

	put_text(w->a, operation, "action", slice_str(action));
	put(w->a, operation, "channel", reference(w->a, channel, SLICE_NONE));
	if (messages)
		put(w->a, operation, "messages", messages);
	if (t && t->n_native && t->n_native == t->n_messages)
		put(w->a, operation, "bindings", mqtt_binding(w->a, t));
	node_set(w->a, w->operations, name, operation);
}

static bool is_wanted(const struct inference *i, struct slice address)
{
	for (size_t k = 0; k < i->n_filters; k++)
		if (filter_takes(i->filters[k], address))
			return true;
	return false;
}

/* What clients publish is received.  What we sent is sent; so is what clients subscribe to by name, unless
 * they publish it themselves. */
static unsigned directions(const struct inference *i, const struct traffic *t, struct slice address)
{
	unsigned ways = 0;

	for (size_t k = 0; k < t->n; k++)
		ways |= (t->variants[k].n_in ? FROM_CLIENTS : 0) | (t->variants[k].n_out ? TO_CLIENTS : 0);
	if (!(ways & FROM_CLIENTS) && is_wanted(i, address))
		ways |= TO_CLIENTS;
	return ways;
}

/* --- channels */

static struct slice channel_name(struct walk *w, struct slice words)
{
	struct slice name = name_camel(w->a, words);

	return name_unique(w->a, &w->channel_names, name.len ? name : SLICE_LIT("channel"));
}

static void add_template(struct walk *w, struct slice address, struct slice name, struct node *channel)
{
	w->templates = arena_grow(w->a, w->templates, w->n_templates, &w->room, sizeof(*w->templates));
	w->templates[w->n_templates++] = (struct template){ .address = address,
							    .name = name,
							    .channel = channel,
							    .separator = w->separator,
							    .n_messages = node_get(channel, "messages")->n };
}

static void add_channel(struct walk *w, struct traffic *t)
{
	struct channel_text text = describe(w);
	struct slice name = channel_name(w, text.words);
	struct slice *names = arena_array(w->a, struct slice, t->n + 1);
	struct node *channel = node_new(w->a, NODE_MAP, NULL);
	unsigned ways = directions(w->in, t, text.address);

	put_text(w->a, channel, "address", text.address);
	if (text.parameters->n)
		put(w->a, channel, "parameters", text.parameters);
	put(w->a, channel, "messages", infer_messages(w->in, t, name, names));
	node_set(w->a, w->channels, name, channel);
	if (text.parameters->n)
		add_template(w, text.address, name, channel);
	for (enum direction way = FROM_CLIENTS; way <= TO_CLIENTS; way++)
		if (ways & way)
			add_operation(w, t, name, names, way);
}

static void walk(struct walk *w, const struct level *l)
{
	if (l->traffic)
		add_channel(w, l->traffic);
	for (size_t i = 0; i <= l->n_children; i++) {
		const struct level *child = i < l->n_children ? l->children[i] : l->varying;

		if (!child)
			continue;
		w->path[w->depth++] = child;
		walk(w, child);
		w->depth--;
	}
}

static bool is_seen(const struct walk *w, struct slice filter)
{
	for (size_t i = 0; i < w->channels->n; i++)
		if (filter_takes(filter, node_get_text(w->channels->members[i].value, "address")))
			return true;
	return false;
}

/* What a client waited for in vain: a channel all the same, if the filter names it. */
static void add_awaited(struct walk *w, struct slice filter)
{
	struct node *channel = node_new(w->a, NODE_MAP, NULL);
	struct slice name;

	for (size_t i = 0; i < filter.len; i++)
		if (memchr("+#{}", filter.ptr[i], 4))
			return;
	if (is_seen(w, filter))
		return;
	name = channel_name(w, filter);
	put_text(w->a, channel, "address", filter);
	node_set(w->a, w->channels, name, channel);
	add_operation(w, NULL, name, NULL, TO_CLIENTS);
}

/* --- templates that share addresses, such as a/{x} and {y}/b: neither is more special, so either may be
 * asked for an address of both */

enum { TEMPLATES_COMPARED = 2000 };

static bool is_ambiguous(const struct template *a, const struct template *b)
{
	struct slice left = a->address, right = b->address, one, other;
	bool a_wider = false, b_wider = false;

	if (a->separator != b->separator)
		return false;
	while (slice_split(&left, a->separator, &one)) {
		if (!slice_split(&right, a->separator, &other))
			return false;
		a_wider |= is_parameter(one) && !is_parameter(other);
		b_wider |= is_parameter(other) && !is_parameter(one);
		if (!is_parameter(one) && !is_parameter(other) && !slice_eq(one, other))
			return false;
	}
	return !slice_split(&right, a->separator, &other) && a_wider == b_wider;
}

/* What is no value of the other's enum may be one of ours. */
static void widen_parameters(struct walk *w, const struct template *t)
{
	struct node *list = node_get(t->channel, "parameters");

	for (size_t i = 0; i < list->n; i++) {
		struct node *p = list->members[i].value, *values = node_get(p, "enum");

		node_unset(p, SLICE_LIT("enum"));
		if (values)
			put(w->a, p, "examples", values);
	}
}

static void borrow_messages(struct walk *w, const struct template *t, const struct template *from)
{
	struct node *own = node_get(t->channel, "messages"), *others = node_get(from->channel, "messages");

	for (size_t i = 0; i < from->n_messages; i++) {
		struct slice name = others->members[i].key;

		for (unsigned n = 2; node_get_slice(own, name); n++)
			name = slice_str(arena_printf(w->a, "%.*s%u", SLICE_FMT(others->members[i].key), n));
		node_set(w->a, own, name, reference(w->a, from->name, others->members[i].key));
	}
}

static void share_messages(struct walk *w)
{
	for (size_t i = 0; w->n_templates <= TEMPLATES_COMPARED && i < w->n_templates; i++)
		for (size_t k = i + 1; k < w->n_templates; k++)
			if (is_ambiguous(&w->templates[i], &w->templates[k])) {
				borrow_messages(w, &w->templates[i], &w->templates[k]);
				borrow_messages(w, &w->templates[k], &w->templates[i]);
				widen_parameters(w, &w->templates[i]);
				widen_parameters(w, &w->templates[k]);
			}
}

/* --- the whole */

static struct node *info(struct inference *i)
{
	struct arena *a = &i->arena;
	struct node *n = node_new(a, NODE_MAP, NULL);

	put_text(a, n, "title", slice_str(arena_printf(a, "Draft from %s", i->options.name)));
	put_text(a, n, "version", SLICE_LIT("0.1.0"));
	put_text(a, n, "description",
		 slice_str(arena_printf(a,
					"What %llu recorded messages have in common. Names and limits are "
					"guesses: read it before it becomes a contract.",
					(unsigned long long)i->n_messages)));
	return n;
}

static struct node *servers(struct inference *i)
{
	struct arena *a = &i->arena;
	struct node *list = node_new(a, NODE_MAP, NULL);
	struct map taken = MAP_INIT;

	for (size_t k = 0; k < i->n_servers; k++) {
		struct node *server = node_new(a, NODE_MAP, NULL);
		struct slice name = name_camel(a, i->servers[k].name);

		put_text(a, server, "host", SLICE_LIT("localhost"));
		put_text(a, server, "protocol", i->servers[k].protocol);
		node_set(a, list, name_unique(a, &taken, name.len ? name : SLICE_LIT("server")), server);
	}
	map_release(&taken);
	return list;
}

static void write_channels(struct inference *i, struct node **channels, struct node **operations)
{
	struct walk w = { .in = i, .a = &i->arena, .separator = '/' };

	w.channels = node_new(w.a, NODE_MAP, NULL);
	w.operations = node_new(w.a, NODE_MAP, NULL);
	walk(&w, &i->slashes);
	w.separator = '.';
	walk(&w, &i->dots);
	share_messages(&w);
	for (size_t k = 0; k < i->n_filters; k++)
		add_awaited(&w, i->filters[k]);
	*channels = w.channels;
	*operations = w.operations;
	map_release(&w.channel_names);
	map_release(&w.operation_names);
}

struct node *inference_document(struct inference *i)
{
	struct arena *a = &i->arena;
	struct node *root = node_new(a, NODE_MAP, NULL), *list = servers(i), *channels, *operations;

	level_settle(&i->levels, &i->slashes);
	level_settle(&i->levels, &i->dots);
	write_channels(i, &channels, &operations);
	put_text(a, root, "asyncapi", SLICE_LIT("3.0.0"));
	put(a, root, "info", info(i));
	if (!i->has_no_default)
		put_text(a, root, "defaultContentType", SLICE_LIT("application/json"));
	if (list->n)
		put(a, root, "servers", list);
	put(a, root, "channels", channels);
	put(a, root, "operations", operations);
	return root;
}
