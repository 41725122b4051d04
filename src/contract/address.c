/* Addresses with parameters: matching concrete ones, filling templates. */
#include "contract/address.h"

bool address_next_parameter(struct slice *rest, struct slice *name)
{
	size_t open = slice_find(*rest, '{');
	struct slice from = slice_from(*rest, open);
	size_t close = slice_find(from, '}');

	if (close >= from.len)
		return false;
	*name = slice_of(from.ptr + 1, close - 1);
	*rest = slice_from(from, close + 1);
	return true;
}

/* --- matching, one level of the address at a time */

/* Cuts one level off the front of a template; a separator inside braces is none. */
static bool next_level(struct slice *rest, char separator, struct slice *level)
{
	struct slice text = *rest;
	bool inside = false;
	size_t i = 0;

	if (!text.ptr)
		return false;
	for (; i < text.len; i++) {
		if (text.ptr[i] == '{' || text.ptr[i] == '}')
			inside = text.ptr[i] == '{';
		else if (separator && text.ptr[i] == separator && !inside)
			break;
	}
	*level = slice_first(text, i);
	*rest = i < text.len ? slice_from(text, i + 1) : SLICE_NONE;
	return true;
}

/* Cuts one level off the front of a concrete address. */
static bool next_concrete(struct slice *rest, char separator, struct slice *level)
{
	struct slice text = *rest;
	size_t i = separator ? slice_find(text, separator) : text.len;

	if (!text.ptr)
		return false;
	*level = slice_first(text, i);
	*rest = i < text.len ? slice_from(text, i + 1) : SLICE_NONE;
	return true;
}

static bool capture(struct address_match *out, struct slice name, struct slice value)
{
	if (value.len == 0 || out->n == ADDRESS_MAX_PARAMETERS)
		return false;
	out->names[out->n] = name;
	out->values[out->n++] = value;
	return true;
}

/* Where the literal stands in `text`, from 1 on (a parameter takes at least one byte); text.len: nowhere. */
static size_t find_literal(struct slice text, struct slice literal)
{
	const char *at;

	if (text.len < 1)
		return text.len;
	at = memmem(text.ptr + 1, text.len - 1, literal.ptr, literal.len);
	return at ? (size_t)(at - text.ptr) : text.len;
}

/* How much of `text` the parameter before `literal` takes: at the end all that the literal leaves, else as
 * little as it can (which never loses a match, since within a level a parameter takes any byte). */
static size_t taken(struct slice text, struct slice literal, bool last)
{
	if (!last)
		return literal.len ? find_literal(text, literal) : (text.len ? 1 : 0);
	if (!slice_ends(text, literal))
		return 0;
	return text.len - literal.len;
}

static bool match_level(struct slice template, struct slice text, struct address_match *out)
{
	struct slice head = slice_first(template, slice_find(template, '{'));
	struct slice name;

	if (head.len == template.len)
		return slice_eq(template, text);
	if (!slice_starts(text, head))
		return false;
	text = slice_from(text, head.len);
	while (address_next_parameter(&template, &name)) {
		struct slice literal = slice_first(template, slice_find(template, '{'));
		bool last = literal.len == template.len;
		size_t n = taken(text, literal, last);

		if (n + literal.len > text.len || !capture(out, name, slice_first(text, n)))
			return false;
		text = slice_from(text, n + literal.len);
		template = slice_from(template, literal.len);
	}
	return text.len == 0;
}

bool channel_match(const struct channel *ch, struct slice address, char separator, struct address_match *out)
{
	struct slice template = ch->address, level, part;

	out->channel = ch;
	out->n = 0;
	if (!template.ptr || !address.ptr)
		return false;
	while (next_level(&template, separator, &level))
		if (!next_concrete(&address, separator, &part) || !match_level(level, part, out))
			return false;
	return !address.ptr;
}

bool contract_match(const struct contract *c, struct slice address, char separator, struct address_match *out)
{
	const struct channel *literal = map_get(&c->literals, address);

	out->n = 0;
	out->channel = literal;
	if (literal)
		return true;
	for (size_t i = 0; i < c->n_templates; i++)
		if (channel_match(c->templates[i], address, separator, out))
			return true;
	out->channel = NULL;
	return false;
}

bool address_same(struct slice a, struct slice b)
{
	struct slice name;

	if (!a.ptr || !b.ptr)
		return false;
	for (;;) {
		struct slice left = slice_first(a, slice_find(a, '{')),
			     right = slice_first(b, slice_find(b, '{'));
		bool more = address_next_parameter(&a, &name);

		if (more != address_next_parameter(&b, &name))
			return false;
		if (!more)
			return slice_eq(a, b);
		if (!slice_eq(left, right))
			return false;
	}
}

struct channel *contract_channel_at(const struct contract *c, struct slice address)
{
	struct channel *literal = address.ptr ? map_get(&c->literals, address) : NULL;

	for (size_t i = 0; !literal && i < c->n_templates; i++)
		if (address_same(c->templates[i]->address, address))
			return c->templates[i];
	return literal;
}

/* --- filling */

static struct slice text_of_value(const struct node *n)
{
	return node_is(n, NODE_TEXT) || node_is(n, NODE_NUMBER) ? n->text : SLICE_NONE;
}

static struct slice value_for(const struct channel *ch, struct slice name, const struct node *values)
{
	const struct parameter *p = channel_parameter(ch, name);
	struct slice given = text_of_value(node_get_slice(values, name));

	if (given.len || !p)
		return given;
	if (p->n_values)
		return p->values[0];
	if (p->by_default.len)
		return p->by_default;
	return p->n_examples ? p->examples[0] : SLICE_NONE;
}

bool channel_fill(const struct channel *ch, const struct node *values, struct buf *out, struct slice *missing)
{
	struct slice rest = ch->address, before = ch->address, name;

	while (address_next_parameter(&rest, &name)) {
		struct slice value = value_for(ch, name, values);

		if (!value.len) {
			*missing = name;
			return false;
		}
		buf_slice(out, slice_first(before, slice_find(before, '{')));
		buf_slice(out, value);
		before = rest;
	}
	buf_slice(out, before);
	return true;
}
