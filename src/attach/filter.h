/* MQTT filters for the channels of a contract. */
#ifndef ATTACH_FILTER_H
#define ATTACH_FILTER_H

#include "base/arena.h"

/* "orders/{region}" as "orders/+"; a parameter in a level makes all of the level any. */
struct slice filter_for_address(struct arena *a, struct slice address);
/* Adds it, unless one that is there takes all that it would; those that it takes all of go. */
size_t filter_add(struct slice *list, size_t n, struct slice filter);
bool filter_takes_topic(struct slice filter, struct slice topic);

#endif
