/* Subscriptions, and for each address the list of those that match it, made anew when any has come or gone.
 */
#include <stdlib.h>

#include "broker/core.h"

static size_t pattern_bytes(const struct pattern *p)
{
	size_t n = offsetof(struct pattern, segments) + p->n * sizeof(*p->segments) + p->text.len;

	for (unsigned i = 0; i < p->n; i++)
		n += p->segments[i].text.len;
	return n;
}

static struct slice put_text(char **to, struct slice text)
{
	struct slice copy = slice_of(*to, text.len);

	if (text.len)
		memcpy(*to, text.ptr, text.len);
	*to += text.len;
	return copy;
}

/* One block, only as long as it has segments. */
static struct pattern *pattern_copy(const struct pattern *p)
{
	struct pattern *copy = memory_new(pattern_bytes(p));
	char *texts = (char *)copy + offsetof(struct pattern, segments) + p->n * sizeof(*p->segments);

	copy->separator = p->separator;
	copy->hides_dollar = p->hides_dollar;
	copy->n = p->n;
	copy->text = put_text(&texts, p->text);
	for (unsigned i = 0; i < p->n; i++) {
		copy->segments[i].kind = p->segments[i].kind;
		copy->segments[i].text = put_text(&texts, p->segments[i].text);
	}
	return copy;
}

static struct slice slice_copy(struct slice s)
{
	char *copy;

	if (!s.ptr)
		return SLICE_NONE;
	copy = memory_new(s.len + 1);
	memcpy(copy, s.ptr, s.len);
	return slice_of(copy, s.len);
}

static struct share *share_join(struct broker *b, struct slice group, struct slice pattern)
{
	BUF_AUTO struct buf key = BUF_INIT(0);
	struct share *share;

	buf_slice(&key, group);
	buf_char(&key, '\0');
	buf_slice(&key, pattern);
	share = map_get(&b->shares, buf_view(&key));
	if (!share) {
		share = NEW(struct share);
		share->key = slice_copy(buf_view(&key));
		share->number = b->last_subscription;
		map_put(&b->shares, share->key, share);
	}
	share->users++;
	return share;
}

static void share_leave(struct broker *b, struct share *share)
{
	if (--share->users)
		return;
	map_remove(&b->shares, share->key);
	free((char *)share->key.ptr);
	free(share);
}

struct subscription *broker_subscribe(struct broker *b, struct session *s, const struct pattern *p,
				      struct sink sink, struct slice group)
{
	struct subscription *sub;

	if (b->n_subscriptions >= LIMIT_SUBSCRIPTIONS || p->n > PATTERN_MAX_SEGMENTS)
		return NULL;
	sub = NEW(struct subscription);
	sub->session = s;
	sub->pattern = pattern_copy(p);
	sub->sink = sink;
	sub->group = slice_copy(group);
	sub->number = ++b->last_subscription;
	if (group.ptr)
		sub->share = share_join(b, sub->group, sub->pattern->text);
	sub->next_of_session = s->subscriptions;
	s->subscriptions = sub;
	trie_add(&b->tries, sub);
	b->n_subscriptions++;
	b->epoch++;
	return sub;
}

static void subscription_free(struct broker *b, struct subscription *s)
{
	if (s->share)
		share_leave(b, s->share);
	free(s->pattern);
	free((char *)s->group.ptr);
	free(s);
}

void subscriptions_bury(struct broker *b)
{
	while (b->gone) {
		struct subscription *s = b->gone;

		b->gone = s->next_of_session;
		subscription_free(b, s);
	}
}

void broker_unsubscribe(struct broker *b, struct subscription *s)
{
	struct subscription **link = &s->session->subscriptions;

	while (*link != s)
		link = &(*link)->next_of_session;
	*link = s->next_of_session;
	trie_remove(&b->tries, s);
	b->n_subscriptions--;
	b->epoch++;
	s->gone = true;
	s->session = NULL;
	s->next_of_session = b->gone;
	b->gone = s;
	if (!broker_is_busy(b))
		subscriptions_bury(b);
}

struct subscription *session_subscription(const struct session *s, struct slice text, struct slice group)
{
	struct subscription *sub = s->subscriptions;

	while (sub && !(slice_eq(sub->pattern->text, text) && slice_eq(sub->group, group) &&
			!sub->group.ptr == !group.ptr))
		sub = sub->next_of_session;
	return sub;
}
