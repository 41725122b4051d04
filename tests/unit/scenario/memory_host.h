/* A scenario's outside, in memory: a broker without ports, and a client that does what a script says. */
#ifndef TESTS_SCENARIO_HOST_H
#define TESTS_SCENARIO_HOST_H

#include "scenario/run.h"

enum { SCRIPT_MOST = 6 };

struct scripted {
	const char *address, *payload; /* "$orderId" becomes that of the message that it answers */
};

/* What the program does: it connects, subscribes, publishes; then answers each message that it gets. */
struct script {
	const char *client; /* NULL: nobody comes */
	const char *subscribe;
	struct scripted at_once[SCRIPT_MOST], answers[SCRIPT_MOST];
	bool comes_back;    /* after a disconnect */
	int ends_with;	    /* a program started by the scenario ends at once with this; -1: it stays */
	const char *output; /* of such a program */
};

/* Runs the first scenario of the text, as file "orders.yaml", with seed 7. */
struct scenario_result play_scenario(struct scenario_set *set, const char *text, const struct script *script);

/* Several at once in one loop, each with a mock of its own: texts[i] with scripts[i]. */
void play_scenarios(struct scenario_set *set, const char *const *texts, const struct script *const *scripts,
		    size_t n, struct scenario_result *results);

#endif
