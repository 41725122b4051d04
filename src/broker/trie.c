/* Nodes are made by patterns and pruned with them.  A walk is as deep as the deepest pattern, however many
 * levels an address has. */
#include <stdlib.h>

#include "base/memory.h"
#include "broker/subscription.h"
#include "broker/trie.h"

static struct trie_node *node_make(struct trie_node *parent, struct slice text)
{
	struct trie_node *node = NEW(struct trie_node);
	char *copy = memory_new(text.len + 1);

	if (text.len)
		memcpy(copy, text.ptr, text.len);
	node->text = slice_of(copy, text.len);
	node->parent = parent;
	return node;
}

static void node_free(struct trie_node *node)
{
	map_release(&node->literals);
	free((char *)node->text.ptr);
	free(node);
}

static struct trie_node *root_of(struct tries *t, unsigned char separator)
{
	if (!t->roots[separator]) {
		t->roots[separator] = node_make(NULL, SLICE_NONE);
		t->used[t->n_used++] = separator;
	}
	return t->roots[separator];
}

static struct trie_node *child_one(struct trie_node *node)
{
	if (!node->one) {
		node->one = node_make(node, SLICE_NONE);
		node->one->place = NODE_AT_ONE;
	}
	return node->one;
}

static struct trie_node *child_literal(struct trie_node *node, struct slice text)
{
	struct trie_node *child = map_get(&node->literals, text);

	if (!child) {
		child = node_make(node, text);
		map_put(&node->literals, child->text, child);
	}
	return child;
}

/* The list at its node that the subscription belongs to, by its last segment. */
static struct subscription **list_of(struct trie_node *node, const struct pattern *p)
{
	enum segment_kind last = p->n ? p->segments[p->n - 1].kind : SEGMENT_LITERAL;

	return last == SEGMENT_REST ? &node->rest : last == SEGMENT_REST_ONE ? &node->rest_one : &node->here;
}

void trie_add(struct tries *t, struct subscription *s)
{
	const struct pattern *p = s->pattern;
	struct trie_node *node = root_of(t, (unsigned char)p->separator);
	struct subscription **list;

	for (unsigned i = 0; i < p->n; i++) {
		if (p->segments[i].kind == SEGMENT_LITERAL)
			node = child_literal(node, p->segments[i].text);
		else if (p->segments[i].kind == SEGMENT_ONE)
			node = child_one(node);
	}
	list = list_of(node, p);
	s->node = node;
	s->next_at_node = *list;
	*list = s;
}

static bool is_empty(const struct trie_node *n)
{
	return n->parent && !n->here && !n->rest && !n->rest_one && !n->one && !n->literals.count;
}

static void prune(struct trie_node *node)
{
	while (is_empty(node)) {
		struct trie_node *parent = node->parent;

		if (node->place == NODE_AT_ONE)
			parent->one = NULL;
		else
			map_remove(&parent->literals, node->text);
		node_free(node);
		node = parent;
	}
}

void trie_remove(struct tries *t, struct subscription *s)
{
	struct subscription **link = list_of(s->node, s->pattern);

	(void)t; /* roots stay */
	while (*link != s)
		link = &(*link)->next_at_node;
	*link = s->next_at_node;
	prune(s->node);
	s->node = NULL;
}

struct walk {
	trie_found *found;
	void *arg;
	char separator;
	bool is_dollar; /* the address begins with '$' */
};

static void give(const struct walk *w, struct subscription *s)
{
	for (; s; s = s->next_at_node) {
		const struct pattern *p = s->pattern;

		if (w->is_dollar && p->hides_dollar && p->n && p->segments[0].kind != SEGMENT_LITERAL)
			continue;
		w->found(w->arg, s);
	}
}

/* `rest`: the levels below this node; ptr NULL when there are none. */
static void walk_node(const struct walk *w, const struct trie_node *node, struct slice rest)
{
	struct slice level;
	const struct trie_node *child;

	give(w, node->rest);
	if (!slice_split(&rest, w->separator, &level)) {
		give(w, node->here);
		return;
	}
	give(w, node->rest_one);
	if (node->one)
		walk_node(w, node->one, rest);
	child = map_get(&node->literals, level);
	if (child)
		walk_node(w, child, rest);
}

void trie_match(const struct tries *t, struct slice address, trie_found *found, void *arg)
{
	struct walk w = { .found = found, .arg = arg, .is_dollar = address.len && address.ptr[0] == '$' };

	for (unsigned i = 0; i < t->n_used; i++) {
		w.separator = (char)t->used[i];
		walk_node(&w, t->roots[t->used[i]], address.ptr ? address : SLICE_LIT(""));
	}
}

void tries_release(struct tries *t)
{
	for (unsigned i = 0; i < t->n_used; i++)
		node_free(t->roots[t->used[i]]);
	*t = (struct tries){ 0 };
}
