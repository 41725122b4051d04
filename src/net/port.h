/* Who listens on a port of this machine. */
#ifndef NET_PORT_H
#define NET_PORT_H

#include "base/buf.h"

/* Appends "mosquitto (pid 812)"; false when it cannot be found out. */
bool port_owner(uint16_t port, struct buf *out);

#endif
