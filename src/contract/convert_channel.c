/* Channels, and what was inside of them: operations and messages. */
#include <ctype.h>

#include "contract/convert_parts.h"

/* --- ids */

static bool stays(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._-", c));
}

/* "orders/{region}/placed" becomes "ordersRegionPlaced"; dots, dashes and underscores stay, and what stands
 * behind one begins no new word: "orders.{region}" is "orders.region". */
static struct slice readable_id(struct converter *cv, struct slice address)
{
	BUF_AUTO struct buf out = BUF_INIT(0);
	bool begins = false;

	for (size_t i = 0; i < address.len; i++) {
		char c = address.ptr[i];

		if (!stays(c)) {
			begins = out.len && isalnum((unsigned char)out.data[out.len - 1]);
			continue;
		}
		buf_char(&out, begins ? (char)toupper((unsigned char)c) : c);
		begins = false;
	}
	return out.len ? arena_copy(cv->a, buf_view(&out)) : SLICE_LIT("channel");
}

/* --- messages */

static struct slice last_token(struct slice ref)
{
	struct slice part = SLICE_NONE;

	while (slice_split(&ref, '/', &part))
		;
	return part;
}

/* What the model calls it; as the model would where the channel was left out. */
static struct slice message_name(struct converter *cv, const struct node *as_written, const struct node *n)
{
	static const char *const keys[] = { "name", "messageId" };
	struct slice name = SLICE_NONE;

	for (size_t i = 0; cv->model && i < cv->model->n_messages; i++)
		if (cv->model->messages[i]->source == n)
			return cv->model->messages[i]->name;
	for (size_t i = 0; !name.len && i < ARRAY_SIZE(keys); i++)
		name = node_get_text(n, keys[i]);
	if (!name.len)
		name = last_token(node_get_text(as_written, "$ref"));
	return convert_free_key(cv, cv->messages, name.len ? name : SLICE_LIT("message"));
}

struct placed {
	const struct node *node; /* its address is the key */
	struct slice name;
};

/* A message that is met again is the same one. */
static struct slice place_message(struct converter *cv, const struct node *as_written, const struct node *n)
{
	struct placed *p = map_get(&cv->placed, slice_of(&n, sizeof(n)));

	if (p)
		return p->name;
	p = arena_new(cv->a, struct placed);
	*p = (struct placed){ n, message_name(cv, as_written, n) };
	map_put(&cv->placed, slice_of(&p->node, sizeof(p->node)), p);
	return p->name;
}

static struct node *inline_message(struct converter *cv, struct node *n, struct slice from, struct slice to)
{
	cv->message_from = from;
	cv->message_to = to;
	convert_move(cv, from, to);
	return convert_value(cv, n, PLACE_MESSAGE);
}

static void add_message(struct converter *cv, struct node *list, struct node *as_written, struct node *n,
			struct slice pointer)
{
	struct slice name = place_message(cv, as_written, n);
	struct slice to = convert_below(cv, convert_below(cv, cv->channel_to, SLICE_LIT("messages")), name);
	bool is_ref = node_get_text(as_written, "$ref").ptr != NULL;

	if (!node_get_slice(cv->messages, name))
		convert_put(cv, cv->messages, name, is_ref ? as_written : inline_message(cv, n, pointer, to),
			    NULL);
	if (node_get_slice(cv->listed, name))
		return;
	convert_put(cv, cv->listed, name, list, NULL);
	node_append(cv->a, list, convert_ref(cv, to));
}

enum { MOST_NESTED = 16, MOST_MESSAGES = 200000 };

/* A message, or {oneOf: [messages]}, which may nest; `pointer` is where it stands. */
static void add_messages(struct converter *cv, struct node *list, struct node *n, struct slice pointer,
			 unsigned depth)
{
	struct node *to = library_resolve(&cv->contract->library, n);
	struct slice ref = node_get_text(n, "$ref");
	struct node *all = node_get(to, "oneOf");

	if (!to || depth >= MOST_NESTED || cv->n_messages++ > MOST_MESSAGES)
		return;
	if (slice_starts(ref, SLICE_LIT("#/")))
		pointer = slice_from(ref, 1);
	if (!node_is(all, NODE_LIST)) {
		add_message(cv, list, n, to, pointer);
		return;
	}
	pointer = convert_below(cv, pointer, SLICE_LIT("oneOf"));
	for (size_t i = 0; i < all->n; i++)
		add_messages(cv, list, all->items[i],
			     convert_below(cv, pointer, slice_str(arena_printf(cv->a, "%zu", i))), depth + 1);
}

void convert_operation_messages(struct converter *cv, struct node *out, const struct node *n,
				const struct member *m)
{
	struct node *list = node_new(cv->a, NODE_LIST, NULL);

	(void)n;
	cv->listed = node_new(cv->a, NODE_MAP, NULL);
	add_messages(cv, list, m->value, convert_below(cv, cv->operation_from, m->key), 0);
	if (list->n)
		convert_put(cv, out, SLICE_LIT("messages"), list, m);
}

/* A component that is a choice of messages has no counterpart: its messages stand where it was used. */
void convert_component_messages(struct converter *cv, struct node *out, const struct node *n,
				const struct member *m)
{
	struct node *messages = convert_map(cv, m->value);

	(void)n;
	for (size_t i = 0; node_is(m->value, NODE_MAP) && i < m->value->n; i++) {
		const struct member *one = &m->value->members[i];
		const struct node *to = library_resolve(&cv->contract->library, one->value);

		if (node_get(to, "oneOf") && !node_get(to, "payload"))
			continue;
		cv->message_from = cv->message_to =
			convert_below(cv, SLICE_LIT("/components/messages"), one->key);
		convert_put(cv, messages, one->key, convert_value(cv, one->value, PLACE_MESSAGE), one);
	}
	if (messages->n || !m->value->n)
		convert_put(cv, out, m->key, messages, m);
}

/* --- payloads: what is no AsyncAPI schema says so beside its schema */

static struct slice schema_format(struct converter *cv, const struct node *n)
{
	struct slice format = node_get_text(n, "schemaFormat");
	const struct node *traits = node_get(n, "traits");

	for (size_t i = 0; !format.ptr && node_is(traits, NODE_LIST) && i < traits->n; i++)
		format = node_get_text(library_resolve(&cv->contract->library, traits->items[i]),
				       "schemaFormat");
	return slice_starts(format, SLICE_LIT("application/vnd.aai.asyncapi")) ? SLICE_NONE : format;
}

void convert_payload(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct slice format = schema_format(cv, n);
	struct node *whole = m->value;

	if (format.ptr) {
		whole = node_new(cv->a, NODE_MAP, NULL);
		convert_put(cv, whole, SLICE_LIT("schemaFormat"), convert_text(cv, format), NULL);
		convert_put(cv, whole, SLICE_LIT("schema"), m->value, NULL);
		convert_move(
			cv, convert_below(cv, cv->message_from, m->key),
			convert_below(cv, convert_below(cv, cv->message_to, m->key), SLICE_LIT("schema")));
	}
	convert_put(cv, out, m->key, whole, m);
}

/* --- operations */

/* Its operationId, from a trait too; else "CHANNEL.publish", as the official converter has it. */
static struct slice operation_name(struct converter *cv, const struct node *n, struct slice keyword)
{
	struct slice id = node_get_text(n, "operationId");

	for (size_t i = 0; cv->model && i < cv->model->n_operations; i++)
		if (cv->model->operations[i]->source == n)
			id = node_get_text(cv->model->operations[i]->node, "operationId");
	if (!id.len)
		id = slice_str(arena_printf(cv->a, "%.*s.%.*s", SLICE_FMT(last_token(cv->channel_to)),
					    SLICE_FMT(keyword)));
	return convert_free_key(cv, cv->operations, id);
}

/* "publish": others publish what the application receives. */
void convert_operation(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct node *op = library_resolve(&cv->contract->library, m->value), *made, *rest;
	struct slice name;

	(void)n;
	if (!node_is(op, NODE_MAP))
		return;
	name = operation_name(cv, op, m->key);
	cv->operation_from = convert_below(cv, cv->channel_from, m->key);
	convert_move(cv, cv->operation_from, convert_below(cv, SLICE_LIT("/operations"), name));
	if (node_get(op, "message") && !node_get(out, "messages"))
		convert_put(cv, out, SLICE_LIT("messages"), cv->messages, NULL);
	made = convert_map(cv, op);
	convert_put(cv, made, SLICE_LIT("action"),
		    convert_text(cv, slice_is(m->key, "publish") ? SLICE_LIT("receive") : SLICE_LIT("send")),
		    NULL);
	convert_put(cv, made, SLICE_LIT("channel"), convert_ref(cv, cv->channel_to), NULL);
	rest = convert_value(cv, op, PLACE_OPERATION);
	for (size_t i = 0; i < rest->n; i++)
		convert_put(cv, made, rest->members[i].key, rest->members[i].value, &rest->members[i]);
	convert_put(cv, cv->operations, name, made, m);
}

/* --- channels */

void convert_channel_servers(struct converter *cv, struct node *out, const struct node *n,
			     const struct member *m)
{
	struct node *list = node_new(cv->a, NODE_LIST, NULL);

	(void)n;
	for (size_t i = 0; node_is(m->value, NODE_LIST) && i < m->value->n; i++)
		if (node_is(m->value->items[i], NODE_TEXT))
			node_append(cv->a, list,
				    convert_ref(cv, convert_below(cv, SLICE_LIT("/servers"),
								  m->value->items[i]->text)));
	convert_put(cv, out, m->key, list, m);
}

/* The schemas of parameters are gone: whoever referred to one gets a copy. */
static void move_parameters(struct converter *cv, const struct node *parameters, struct slice from)
{
	for (size_t i = 0; node_is(parameters, NODE_MAP) && i < parameters->n; i++)
		convert_move(cv,
			     convert_below(cv, convert_below(cv, from, parameters->members[i].key),
					   SLICE_LIT("schema")),
			     SLICE_NONE);
}

static struct channel *model_of(const struct contract *c, struct slice name)
{
	for (size_t i = 0; i < c->n_channels; i++)
		if (slice_eq(c->channels[i]->name, name))
			return c->channels[i];
	return NULL;
}

/* As in the model, which has those of publish first: who judges asks them in order. */
static void order_messages(struct converter *cv)
{
	struct node *ordered = convert_map(cv, cv->messages);

	for (size_t i = 0; cv->model && i < cv->model->n_messages; i++) {
		struct node *value = node_get_slice(cv->messages, cv->model->messages[i]->name);

		if (value)
			convert_put(cv, ordered, cv->model->messages[i]->name, value, NULL);
	}
	if (ordered->n == cv->messages->n)
		*cv->messages = *ordered;
}

/* An address of absent pointer: none is known. */
static struct node *make_channel(struct converter *cv, struct node *n, struct slice address)
{
	struct node *made = convert_map(cv, n), *rest;

	cv->messages = convert_map(cv, n);
	map_release(&cv->placed);
	move_parameters(cv, node_get(n, "parameters"),
			convert_below(cv, cv->channel_from, SLICE_LIT("parameters")));
	if (address.ptr)
		convert_put(cv, made, SLICE_LIT("address"), convert_text(cv, address), NULL);
	rest = convert_value(cv, n, PLACE_CHANNEL);
	order_messages(cv);
	for (size_t i = 0; i < rest->n; i++)
		convert_put(cv, made, rest->members[i].key, rest->members[i].value, &rest->members[i]);
	return made;
}

static void add_channel(struct converter *cv, struct node *channels, const struct member *m)
{
	struct node *n = library_resolve(&cv->contract->library, m->value);
	struct slice ref = node_get_text(m->value, "$ref");
	struct slice from = convert_below(cv, SLICE_LIT("/channels"), m->key);
	struct slice id = convert_free_key(cv, channels, readable_id(cv, m->key));

	if (!node_is(n, NODE_MAP))
		return;
	cv->model = model_of(cv->contract, m->key);
	cv->channel_to = convert_below(cv, SLICE_LIT("/channels"), id);
	cv->channel_from = slice_starts(ref, SLICE_LIT("#/")) ? slice_from(ref, 1) : from;
	convert_move(cv, from, cv->channel_to);
	if (cv->channel_from.ptr != from.ptr)
		convert_move(cv, cv->channel_from, cv->channel_to);
	convert_put(cv, channels, id, make_channel(cv, n, m->key), m);
}

void convert_channels(struct converter *cv, struct node *out, const struct node *n, const struct member *m)
{
	struct node *old = library_resolve(&cv->contract->library, m->value);
	struct node *channels = convert_map(cv, m->value);

	move_parameters(cv, node_get(node_get(n, "components"), "parameters"),
			SLICE_LIT("/components/parameters"));
	for (size_t i = 0; node_is(old, NODE_MAP) && i < old->n; i++)
		add_channel(cv, channels, &old->members[i]);
	convert_put(cv, out, m->key, channels, m);
	if (cv->operations->n)
		convert_put(cv, out, SLICE_LIT("operations"), cv->operations, m);
}

/* Those that a channel was stand there now; of the others no address is known, and no operation. */
void convert_component_channels(struct converter *cv, struct node *out, const struct node *n,
				const struct member *m)
{
	struct node *channels = convert_map(cv, m->value), *operations = cv->operations;

	(void)n;
	cv->operations = node_new(cv->a, NODE_MAP, NULL);
	for (size_t i = 0; node_is(m->value, NODE_MAP) && i < m->value->n; i++) {
		const struct member *one = &m->value->members[i];

		cv->channel_from = convert_below(cv, SLICE_LIT("/components/channels"), one->key);
		if (map_get(&cv->moves, cv->channel_from))
			continue;
		cv->model = NULL;
		cv->channel_to = cv->channel_from;
		convert_put(cv, channels, one->key,
			    node_get(one->value, "$ref") ? one->value
							 : make_channel(cv, one->value, SLICE_NONE),
			    one);
	}
	cv->operations = operations;
	if (channels->n)
		convert_put(cv, out, m->key, channels, m);
}
