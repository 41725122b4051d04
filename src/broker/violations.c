/* The side log: what was wrong, for as long as it fits; and how often each constraint was broken, for ever.
 */
#include <stdlib.h>

#include "broker/core.h"

struct kept_violations {
	struct kept_violations *next;
	uint64_t seq;
	struct contract_set *set; /* used: the list's places point into it */
	struct violations list;
};

static void drop_oldest(struct violation_log *log)
{
	struct kept_violations *k = log->oldest;

	log->oldest = k->next;
	if (!log->oldest)
		log->newest = NULL;
	log->n--;
	log->bytes -= k->list.arena.total_bytes;
	violations_release(&k->list);
	contract_set_drop(k->set);
	free(k);
}

/* Counts stay when the contract and its file names are gone. */
static const char *outlasting(struct violation_log *log, const char *text)
{
	return text ? arena_strdup(&log->names, slice_str(text)) : NULL;
}

static void count_constraint(struct violation_log *log, const struct violation *v)
{
	BUF_AUTO struct buf key = BUF_INIT(0);
	uintptr_t place;

	buf_printf(&key, "%s:%u:%u %s", v->at.file ? v->at.file : "", v->at.line, v->at.col, v->keyword);
	place = (uintptr_t)map_get(&log->by_constraint, buf_view(&key));
	if (!place) {
		log->constraints = memory_grow(log->constraints, log->n_constraints, &log->room_constraints,
					       sizeof(*log->constraints));
		log->constraints[log->n_constraints++] = (struct constraint_count){
			.at = {outlasting(log, v->at.file), v->at.line, v->at.col},
			.keyword = outlasting(log, v->keyword),
		};
		place = log->n_constraints;
		map_put(&log->by_constraint, arena_copy(&log->names, buf_view(&key)), (void *)place);
	}
	log->constraints[place - 1].n++;
}

void violations_keep(struct broker *b, uint64_t seq, const struct violations *v)
{
	struct violation_log *log = &b->violations;
	struct kept_violations *k = NEW(struct kept_violations);

	k->seq = seq;
	k->set = b->set;
	k->set->users++;
	k->list.root_name = v->root_name;
	for (size_t i = 0; i < v->n; i++) {
		violations_add(&k->list, &v->list[i]);
		count_constraint(log, &v->list[i]);
	}
	k->list.left_out = v->left_out;
	if (log->newest)
		log->newest->next = k;
	else
		log->oldest = k;
	log->newest = k;
	log->n++;
	log->bytes += k->list.arena.total_bytes;
	while (log->n > LIMIT_VIOLATIONS_KEPT || (log->n > 1 && log->bytes > LIMIT_VIOLATIONS_BYTES))
		drop_oldest(log);
}

void violation_log_release(struct violation_log *log)
{
	while (log->oldest)
		drop_oldest(log);
	map_release(&log->by_constraint);
	arena_free(&log->names);
	free(log->constraints);
	*log = (struct violation_log){ 0 };
}

size_t broker_constraints(const struct broker *b, const struct constraint_count **list)
{
	*list = b->violations.constraints;
	return b->violations.n_constraints;
}

void broker_each_violation(const struct broker *b, violations_fn *each, void *arg)
{
	for (const struct kept_violations *k = b->violations.oldest; k; k = k->next)
		if (!each(arg, k->seq, &k->list))
			return;
}
