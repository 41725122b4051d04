/* Names for what traffic does not name: channels, parameters, messages. */
#ifndef RECORD_INFER_NAMES_H
#define RECORD_INFER_NAMES_H

#include "base/arena.h"
#include "base/map.h"

/* "order-placed" and "ORDER_PLACED" both give orderPlaced; "" when there is neither letter nor digit. */
struct slice name_camel(struct arena *a, struct slice text);
/* "orders" gives order, "stories" story, "status" itself. */
struct slice name_singular(struct arena *a, struct slice word);
/* receive + orders gives receiveOrders. */
struct slice name_joined(struct arena *a, const char *verb, struct slice name);
/* The name itself, or with the next free number behind it; it is then taken. */
struct slice name_unique(struct arena *a, struct map *taken, struct slice name);

#endif
