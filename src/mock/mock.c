/* Life of the mock, and who hears which event. */
#include <stdlib.h>

#include "base/memory.h"
#include "mock/internal.h"

static void on_event(struct observer *o, const struct event *e)
{
	struct mock *m = container_of(o, struct mock, observer);

	if (!e->session || (e->session->origin != ORIGIN_CLIENT && e->session->origin != ORIGIN_ATTACHED))
		return;
	if (e->kind == EVENT_SUBSCRIBED && m->options.generate)
		streams_on_subscribed(m, e);
	if (e->kind != EVENT_ARRIVAL)
		return;
	if (e->session->origin == ORIGIN_CLIENT) /* who sent it to a real broker tells nothing of our role */
		streams_on_arrival(m, e);
	if (m->options.answer && e->receipt->outcome == OUTCOME_ACCEPTED)
		reply_on_arrival(m, e);
}

static void generators_init(struct mock *m)
{
	m->n_generators = broker_n_contracts(m->broker);
	m->generators = memory_new(m->n_generators * sizeof(struct generator *));
	for (size_t i = 0; i < m->n_generators; i++) {
		m->generators[i] = generator_new(broker_contract(m->broker, i), m->options.seed);
		generator_speak(m->generators[i], m->options.locale);
	}
}

static void generators_release(struct mock *m)
{
	for (size_t i = 0; i < m->n_generators; i++)
		generator_free(m->generators[i]);
	free(m->generators);
}

struct mock *mock_start(struct broker *b, const struct mock_options *o, struct diag *d)
{
	struct mock *m = NEW(struct mock);

	*m = (struct mock){ .observer.on_event = on_event, .broker = b, .diag = d, .options = *o };
	generators_init(m);
	m->generated = session_new(b, NULL, ORIGIN_GENERATED, SLICE_LIT("understudy"));
	m->replies = session_new(b, NULL, ORIGIN_REPLY, SLICE_LIT("understudy"));
	streams_init(m);
	broker_observe(b, &m->observer);
	return m;
}

void mock_reload(struct mock *m)
{
	replies_release(m);
	generators_release(m);
	generators_init(m);
	streams_reload(m);
}

void mock_stop(struct mock *m)
{
	if (!m)
		return;
	broker_unobserve(m->broker, &m->observer);
	streams_release(m);
	replies_release(m);
	session_free(m->generated);
	session_free(m->replies);
	generators_release(m);
	receipt_release(&m->receipt);
	free(m);
}
