/* What the contract says of an arrival, and what that means for it. */
#ifndef BROKER_RULING_H
#define BROKER_RULING_H

#include "broker/gate.h"

/* Sets m->model, r->violations, r->outcome and r->why. */
void rule(struct broker *b, struct message *m, struct receipt *r);
/* What may come to a reply address that no operation has told us of. */
extern const struct reply reply_anything;
/* Where it asks to be answered is a legal address from now on. */
void remember_reply(struct broker *b, const struct message *m);

#endif
