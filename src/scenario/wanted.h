/* An expectation with its values filled in, against one entry of the ledger. */
#ifndef SCENARIO_WANTED_H
#define SCENARIO_WANTED_H

#include "scenario/expression.h"
#include "scenario/ledger.h"
#include "scenario/match.h"
#include "scenario/scenario.h"

struct wanted {
	const struct expectation *of;
	struct node *payload, *headers, *params;	     /* NULL: anything */
	struct slice key, client, reason, keyword, instance; /* absent: anything */
	bool has_count;
	size_t min, max; /* max SIZE_MAX: no end */
	uint64_t after;	 /* only entries with a greater seq */
};

/* Fills in; false: scope->why. */
bool wanted_fill(struct wanted *w, const struct expectation *e, struct scope *s);

/* How an entry stands to what is wanted. */
struct fit {
	bool kind, place, model, verdict, sender; /* each: as wanted */
	struct comparison values;
	struct slice schema_text; /* why `schema` refused it; absent: it did not */
};

/* True: it is one.  `fit` (with its arena set) tells how near it came. */
bool wanted_fits(const struct wanted *w, struct ledger *l, struct judge *j, struct entry *e, struct fit *fit);
/* The greater the nearer; 0: nothing in common. */
unsigned fit_nearness(const struct fit *f);

/* "shipmentCreated on shipments", "client shop-1 connected": what it is about. */
void wanted_name(struct buf *out, const struct wanted *w);
/* Its values, a line each behind `indent`. */
void wanted_details(struct buf *out, const struct wanted *w, const char *indent);

#endif
