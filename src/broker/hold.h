/* One message kept although its log may let it go.  Counted: all who hold the same message share one hold,
 * its bytes copied out once, only if the log drops them first. */
#ifndef BROKER_HOLD_H
#define BROKER_HOLD_H

#include "broker/message.h"

struct broker;

struct hold *message_hold(struct broker *b, struct message *m); /* owned: release each */
void hold_release(struct hold *h);
/* The held message as a view, valid until the hold is released or the turn ends. */
void hold_view(const struct hold *h, struct message *out);
size_t hold_bytes(const struct hold *h);

#endif
