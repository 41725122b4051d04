/* Where messages go that consumers shall not see, and what is written on them. */
#include "broker/core.h"

/* Before an address of levels, so that a subscription to all below it does not see them; else behind it. */
static struct address *own_dead_letters(struct broker *b, const struct address *a)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (a->separator == '/')
		buf_str(&text, "dead-letter/");
	buf_slice(&text, a->text);
	if (a->separator != '/')
		buf_str(&text, ".dead-letter");
	return broker_address(b, buf_view(&text), a->separator);
}

static void add_place(struct buf *headers, struct loc at)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (!at.file)
		return;
	buf_str(&text, at.file);
	if (at.line)
		buf_printf(&text, ":%u:%u", at.line, at.col);
	header_add(headers, SLICE_LIT("understudy-at"), buf_view(&text));
}

static void add_reason(struct buf *headers, const struct message *m, const char *why,
		       const struct violation *first)
{
	buf_slice(headers, m->headers);
	header_add(headers, SLICE_LIT("understudy-reason"), first ? first->text : slice_str(why));
	header_add(headers, SLICE_LIT("understudy-address"), m->address->text);
	if (!first)
		return;
	header_add(headers, SLICE_LIT("understudy-keyword"), slice_str(first->keyword));
	add_place(headers, first->at);
}

static struct session *sender(struct broker *b)
{
	if (!b->dead_letters)
		b->dead_letters = session_new(b, NULL, ORIGIN_DEAD_LETTER, SLICE_LIT("dead-letter"));
	return b->dead_letters;
}

void broker_dead_letter(struct broker *b, const struct message *m, struct address *to, const char *why,
			const struct violation *first)
{
	BUF_AUTO struct buf headers = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct message letter = *m;

	letter.address = to ? to : own_dead_letters(b, m->address);
	if (!letter.address) {
		b->counts.dropped++;
		return;
	}
	add_reason(&headers, m, why, first);
	letter.headers = buf_view(&headers);
	letter.from = sender(b);
	letter.flags = MSG_INJECTED;
	letter.expires_us = 0;
	letter.hold = NULL;
	letter.staged = NULL;
	letter.encodings = NULL;
	letter.partition = 0;
	broker_publish(b, &letter, NULL);
}
