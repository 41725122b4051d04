/* The contract's bindings, as the protocols understand them.
 *
 * The core knows none of them: each protocol compiles what a channel, its operations and its messages say
 * under its name, once per contract, and is asked for every message that came over it.  A channel whose
 * bindings ask for nothing costs nothing. */
#ifndef BROKER_BOUND_H
#define BROKER_BOUND_H

#include "broker/gate.h"

struct broker;

/* A message of the mock's own, to be given what its bindings name.  What it has already stays. */
struct dressing {
	struct message *m;
	const struct message_model *model; /* that it is made as; NULL: none */
	uint64_t position; /* of the message among those of its kind: what is made follows from it */
	enum role role;
	uint8_t number;	 /* of the protocol, for m->native_of */
	char native[16]; /* room for m->native */
	/* A value for a schema, as the bytes that go out, which live as long as the message; absent: it
	 * cannot be made.  NULL: nobody makes values. */
	struct slice (*make)(void *arg, struct node *schema, const char *name);
	void *arg;
	struct arena *arena; /* of what lives as long as the message */
};

/* Const, static; part of the protocol's native_form. */
struct binding_rules {
	/* What the bindings of a channel (in all contracts that have it) ask for; NULL: nothing.  They are
	 * borrowed, and outlive it. */
	void *(*open)(const struct channel *const *channels, size_t n);
	void (*close)(void *rules);
	/* What is wrong with a message that came over this protocol, as a message of `model` (NULL: none). */
	void (*judge)(const void *rules, struct judge *j, enum role role, const struct message *m,
		      const struct message_model *model, struct violations *out);
	void (*dress)(const void *rules, struct dressing *d);
};

/* One that is `wanted`, and what was there (both as people write them); at and schema from the binding's
 * node. */
void bound_violation(struct violations *out, const char *keyword, const struct node *at, const char *wanted,
		     struct slice got);
/* Does a text conform to a binding's schema, as text or as the number or boolean that it reads as?  The
 * reasons why not come under `keyword`; `out` NULL: nobody asks. */
bool bound_schema_accepts(const struct schema *s, struct judge *j, const char *keyword, const struct node *at,
			  struct slice text, struct violations *out);

/* For the mock: each protocol that has bindings there gives the message what they name; a message has one
 * protocol's own part, so the first that there are. */
void broker_dress(struct broker *b, struct dressing *d);

#endif
