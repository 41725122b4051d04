/* TLS of one connection: wire bytes to text and back, over memory only. */
#ifndef NET_TLS_LAYER_H
#define NET_TLS_LAYER_H

#include <stdbool.h>

#include "base/slice.h"

struct tls_context;
struct tls_layer;

struct tls_layer *tls_layer_new(struct tls_context *t); /* the server's side; uses the context */
void tls_layer_free(struct tls_layer *t);
bool tls_layer_is_ready(const struct tls_layer *t); /* the handshake is done, and nothing went wrong */

enum tls_got { TLS_MORE, TLS_END, TLS_BROKEN };
/* All of `wire` is taken in; `text` is called for each piece of plain text. */
enum tls_got tls_layer_feed(struct tls_layer *t, struct slice wire,
			    void (*text)(void *arg, struct slice text), void *arg);
const char *tls_layer_error(const struct tls_layer *t); /* of TLS_BROKEN: one phrase */

/* How many bytes were encrypted; none before the handshake is done. */
size_t tls_layer_encrypt(struct tls_layer *t, struct slice text);
/* What is to be sent, and that so much of it was. */
struct slice tls_layer_wire(const struct tls_layer *t);
void tls_layer_sent(struct tls_layer *t, size_t n);
/* Says close_notify; false: it was said already, or cannot be. */
bool tls_layer_goodbye(struct tls_layer *t);
/* Gives back memory that is not needed while nothing is to be sent. */
void tls_layer_cool(struct tls_layer *t);

#endif
