/* Where a real broker is and how we present ourselves there: mqtt://user:password@host:port?clientId=me. */
#ifndef ATTACH_URL_H
#define ATTACH_URL_H

#include "base/arena.h"
#include "base/diag.h"

struct attach_url {
	const char *host;
	uint16_t port;
	bool secure;
	const char *user, *password; /* NULL: none */
	const char *client_id;	     /* NULL: one of our own making */
	const char *ca, *cert, *key; /* files; NULL: the system's, none */
	bool insecure;		     /* any certificate will do */
	unsigned version;	     /* 5 or 4 (3.1.1); 0: 5, else 3.1.1 */
	unsigned qos;		     /* of what nobody gave a QoS */
	const char *shown;	     /* without password and parameters: for people */
};

/* Everything is the arena's.  False: said in `d`, in words that begin with --attach. */
bool attach_url_parse(struct attach_url *out, struct slice text, struct arena *a, struct diag *d);

#endif
