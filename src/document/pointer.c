#include "base/text.h"
#include "document/pointer.h"

bool pointer_next(struct slice *rest, struct slice *token)
{
	struct slice after = slice_from(*rest, 1);

	if (!rest->len)
		return false;
	*token = slice_first(after, slice_find(after, '/'));
	*rest = slice_from(after, token->len);
	return true;
}

bool pointer_unescape(struct slice token, struct buf *out)
{
	for (size_t i = 0; i < token.len; i++) {
		char c = token.ptr[i];

		if (c == '~') {
			char next = ++i < token.len ? token.ptr[i] : '\0';

			if (next != '0' && next != '1')
				return false;
			c = next == '0' ? '~' : '/';
		}
		buf_char(out, c);
	}
	return true;
}

/* RFC 6901 §4: digits without a leading zero. */
static bool index_parse(struct slice name, uint64_t *index)
{
	return number_parse(name, index) && (name.len == 1 || name.ptr[0] != '0');
}

struct node *pointer_child(const struct node *n, struct slice name)
{
	uint64_t index;

	if (node_is(n, NODE_LIST))
		return index_parse(name, &index) && index < n->n ? n->items[index] : NULL;
	return node_get_slice(n, name);
}
