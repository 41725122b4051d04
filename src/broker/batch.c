/* The gate for many at once.  All are judged before any is told, since what becomes of one may hang on the
 * others. */
#include "broker/core.h"
#include "broker/ruling.h"

struct batch {
	struct message *whole; /* borrowed */
	struct arena scratch;
	struct message *records; /* in scratch */
	enum outcome *outcomes;	 /* the same */
	size_t n, room;
	bool too_many;
};

static bool collect(void *arg, struct message *record)
{
	struct batch *batch = arg;
	struct message *m;

	if (batch->n == LIMIT_LOG_COUNT) {
		batch->too_many = true;
		return false;
	}
	batch->records =
		arena_grow(&batch->scratch, batch->records, batch->n, &batch->room, sizeof(*batch->records));
	m = &batch->records[batch->n++];
	*m = *record;
	m->address = batch->whole->address;
	m->from = batch->whole->from;
	m->partition = batch->whole->partition;
	m->native_of = batch->whole->native_of;
	m->flags |= batch->whole->flags;
	return true;
}

static void judge_one(struct broker *b, const struct message *record, struct message *judged,
		      struct receipt *r)
{
	receipt_reset(r);
	*judged = *record;
	payload_to_scratch(b, judged);
	rule(b, judged, r);
}

/* The first at fault lends the whole its receipt. */
static void judge_all(struct broker *b, struct batch *batch, struct receipt *r, unsigned *bad,
		      unsigned *n_bad)
{
	struct receipt one = { 0 };
	struct message m;

	*n_bad = 0;
	for (size_t i = 0; i < batch->n; i++) {
		judge_one(b, &batch->records[i], &m, &one);
		batch->outcomes[i] = one.outcome;
		batch->records[i].model = m.model;
		if (one.outcome != OUTCOME_REFUSED)
			continue;
		if (!*n_bad) {
			struct receipt empty = *r;

			*r = one;
			one = empty;
		}
		if (*n_bad < LIMIT_VIOLATIONS)
			bad[(*n_bad)++] = (unsigned)i;
	}
	receipt_release(&one);
}

/* As it was judged; those without fault in a batch that is refused are refused with it. */
static void tell_one(struct broker *b, struct batch *batch, size_t i, bool refused)
{
	struct message *record = &batch->records[i];
	struct receipt r = { 0 };
	struct message m;

	judge_one(b, record, &m, &r);
	if (refused) {
		r.outcome = OUTCOME_REFUSED;
		r.why = r.why ? r.why : REFUSAL_CONTRACT;
	}
	arrive(b, &m, &r);
	record->seq = m.seq;
	record->wall_us = m.wall_us;
	record->flags = m.flags;
	if (r.outcome == OUTCOME_DIVERTED)
		broker_dead_letter(b, &m, NULL, NULL, &r.violations.list[0]);
	if (r.outcome == OUTCOME_ACCEPTED)
		remember_reply(b, record);
	receipt_release(&r);
}

/* Without the dead letters; false when nothing is left or it cannot be packed. */
static bool repack(struct broker *b, struct batch *batch)
{
	struct message *whole = batch->whole;
	size_t kept = 0;

	for (size_t i = 0; i < batch->n; i++)
		if (batch->outcomes[i] == OUTCOME_ACCEPTED)
			batch->records[kept++] = batch->records[i];
	if (kept < batch->n) {
		buf_reset(&b->repacked);
		if (!kept || !whole->packing->pack(batch->records, (unsigned)kept, &b->repacked))
			return false;
		whole->payload = buf_view(&b->repacked);
		batch->n = kept;
	}
	whole->seq = batch->records[0].seq;
	whole->wall_us = batch->records[0].wall_us;
	whole->count = (uint32_t)kept;
	return true;
}

static bool open_batch(struct batch *batch)
{
	const struct message *whole = batch->whole;

	if (!fits_limits(whole))
		return false;
	return whole->packing->open(whole->payload, &batch->scratch, collect, batch) && !batch->too_many &&
	       batch->n;
}

static enum outcome admit(struct broker *b, struct batch *batch, struct receipt *r, unsigned *bad,
			  unsigned *n_bad)
{
	if (!open_batch(batch)) {
		b->counts.refused++;
		r->why = REFUSAL_LIMIT;
		return OUTCOME_REFUSED;
	}
	batch->outcomes = arena_array(&batch->scratch, enum outcome, batch->n);
	judge_all(b, batch, r, bad, n_bad);
	for (size_t i = 0; i < batch->n; i++)
		tell_one(b, batch, i, *n_bad > 0);
	if (*n_bad)
		return OUTCOME_REFUSED;
	if (!repack(b, batch))
		return OUTCOME_DIVERTED;
	return OUTCOME_ACCEPTED;
}

enum outcome broker_admit_batch(struct broker *b, struct message *whole, struct receipt *r, unsigned *bad,
				unsigned *n_bad)
{
	struct batch batch = { .whole = whole };

	receipt_reset(r);
	*n_bad = 0;
	whole->staged = NULL;
	r->outcome = admit(b, &batch, r, bad, n_bad);
	arena_free(&batch.scratch);
	return r->outcome;
}
