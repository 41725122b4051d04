/* AsyncAPI 3.x: which channels and messages the references of an operation mean. */
#include "contract/point_v3.h"

#include "base/limits.h"

/* One token of a reference, with the escapes of a JSON pointer undone. */
static struct slice token_text(struct loader *l, struct slice token)
{
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_ADDRESS_BYTES);

	for (size_t i = 0; i < token.len; i++) {
		bool escape = token.ptr[i] == '~' && i + 1 < token.len;

		if (escape)
			i++;
		buf_char(&out, !escape ? token.ptr[i] : token.ptr[i] == '1' ? '/' : '~');
	}
	return arena_copy(l->a, buf_view(&out));
}

struct slice channel_in_ref(struct loader *l, const struct node *ref, struct slice *rest)
{
	static const struct slice prefix = SLICE_LIT("#/channels/");
	struct slice text = node_get_text(ref, "$ref");
	struct slice name = SLICE_NONE;

	if (ref->in != l->contract->root->in || !slice_starts(text, prefix))
		return SLICE_NONE;
	*rest = slice_from(text, prefix.len);
	if (!slice_split(rest, '/', &name))
		return SLICE_NONE;
	return token_text(l, name);
}

static struct channel *channel_named(const struct contract *c, struct slice name)
{
	for (size_t i = 0; name.ptr && i < c->n_channels; i++)
		if (slice_eq(c->channels[i]->name, name))
			return c->channels[i];
	return NULL;
}

struct channel *channel_of(struct loader *l, struct node *ref)
{
	struct slice rest = SLICE_NONE;
	struct channel *ch = channel_named(l->contract, channel_in_ref(l, ref, &rest));
	struct node *n;

	if (ch && !rest.len)
		return ch;
	n = library_resolve(l->library, ref);
	return n ? map_get(&l->channels, node_key(&n)) : NULL;
}

static struct message_model *message_of_node(const struct channel *ch, const struct node *n)
{
	for (size_t i = 0; n && i < ch->n_messages; i++)
		if (ch->messages[i]->source == n)
			return ch->messages[i];
	return NULL;
}

/* The message that a reference means: "#/channels/c/messages/m" by its names, else by where it leads. */
static struct message_model *message_of(struct loader *l, const struct channel *ch, struct node *ref)
{
	struct slice rest = SLICE_NONE, word = SLICE_NONE;
	struct channel *named = channel_named(l->contract, channel_in_ref(l, ref, &rest));
	struct message_model *m = NULL;

	if (named && (!ch || named == ch) && slice_split(&rest, '/', &word) && slice_is(word, "messages"))
		m = channel_message(named, token_text(l, rest));
	if (m || !ch)
		return m;
	return message_of_node(ch, library_resolve(l->library, ref));
}

/* "MUST be a subset of the messages of the channel, and MUST NOT point to components". */
static void check_subset(struct loader *l, const struct channel *ch, const struct message_model *m,
			 struct node *ref)
{
	struct slice text = node_get_text(ref, "$ref");

	if (m && !slice_starts(text, SLICE_LIT("#/components/messages/")))
		return;
	diag_error(l->d, DIAG_REF, node_loc(node_get(ref, "$ref")),
		   "\"%.*s\" does not point to one of the messages of channel \"%.*s\"", SLICE_FMT(text),
		   SLICE_FMT(ch->name));
}

bool pick_messages(struct loader *l, const struct channel *ch, struct node *list, struct picked *out)
{
	bool all = true;

	for (size_t i = 0; node_is(list, NODE_LIST) && i < list->n; i++) {
		struct node *ref = list->items[i];
		struct message_model *m;

		if (!node_get_text(ref, "$ref").ptr)
			continue; /* said by the tables */
		m = message_of(l, ch, ref);
		if (ch && library_resolve(l->library, ref))
			check_subset(l, ch, m, ref);
		if (m)
			LIST_ADD(l->a, out, messages, m);
		all &= m != NULL;
	}
	return all;
}
