/* The life of a broker, and the small questions about it. */
#include <stdlib.h>

#include "broker/core.h"
#include "broker/segment.h"

struct broker *broker_new(struct contract *const *contracts, size_t n, const struct broker_options *options)
{
	struct broker *b = NEW(struct broker);

	b->role = options->role;
	b->policy = options->policy;
	b->unknown = options->unknown;
	b->now_us = options->now_us;
	b->wall_ahead_us = options->wall_us - options->now_us;
	b->told_us = TIMER_NEVER;
	b->log_limits = options->log;
	b->epoch = 1;
	b->turn = 1;
	b->addresses.seed = random_seed();
	b->shares.seed = random_seed();
	b->judge = judge_new();
	contract_places_open(b, contracts, n);
	return b;
}

static void release_messages(struct broker *b)
{
	struct put_off *p = &b->put_off;

	for (size_t i = 0; i < p->n; i++)
		hold_release(p->ring[(p->head + i) % p->room]);
	free(p->ring);
	while (b->first_kept)
		address_forget(b, b->first_kept);
	encodings_release(&b->encodings);
	buf_release(&b->scratch);
	buf_release(&b->repacked);
	violation_log_release(&b->violations);
}

static void release_contracts(struct broker *b)
{
	contract_places_close(b->contracts, b->set);
	channel_place_release(&b->outside);
	vanished_release(b);
	free(b->face_policies);
}

void broker_free(struct broker *b)
{
	if (!b)
		return;
	while (b->sessions)
		session_free(b->sessions);
	subscriptions_bury(b);
	release_messages(b);
	release_contracts(b);
	segments_release(b);
	addresses_release(b);
	tries_release(&b->tries);
	map_release(&b->shares);
	map_release(&b->session_by_number);
	timers_release(&b->timers);
	judge_free(b->judge);
	free(b);
}

size_t broker_n_contracts(const struct broker *b)
{
	return b->set->n;
}

struct contract *broker_contract(const struct broker *b, size_t i)
{
	return b->set->list[i];
}

struct judge *broker_judge(const struct broker *b)
{
	return b->judge;
}

const struct broker_counts *broker_counts(const struct broker *b)
{
	return &b->counts;
}

uint8_t broker_add_protocol(struct broker *b, const struct native_form *form)
{
	if (b->n_native_forms == MOST_PROTOCOLS)
		BUG("more than %d protocols in one mock", MOST_PROTOCOLS);
	b->native_forms[b->n_native_forms++] = form;
	bind_protocol(b, b->n_native_forms);
	return b->n_native_forms;
}

const struct native_form *broker_native_form(const struct broker *b, uint8_t number)
{
	return number && number <= b->n_native_forms ? b->native_forms[number - 1] : NULL;
}
