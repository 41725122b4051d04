/* Which members an object under construction has (members.c); their values are object.c's. */
#ifndef GENERATE_MEMBERS_H
#define GENERATE_MEMBERS_H

#include "generate/making.h"

/* What stays the same of a member from one message to the next. */
struct slot_plan {
	struct wants wants; /* all schemas for it */
	unsigned chance;
	const struct known_name *known;
};

struct slot {
	struct slice name;
	bool required, forbidden, present, dropped, filled;
	struct node *by;		 /* its name in a list of required ones */
	const struct node *forbidden_by; /* the value of the keyword that rules it out; NULL */
	struct slot_plan *plan;		 /* NULL: found out for each message */
};

struct members {
	struct making *m;
	struct shape *shape; /* grows by what dependencies add */
	struct slot *slots;
	size_t n, room;
	struct span count;
};

/* NULL: no such slot. */
struct slot *members_find(struct members *o, struct slice name);
/* The slot of that name, made if need be; valid until the next one is made. */
struct slot *members_slot(struct members *o, struct slice name);
/* Slots for all names that one schema knows, in its order. */
void members_collect(struct members *o, const struct facts *f);
/* All schemas for one member; *forbidden_by: the value of the keyword that rules it out, or NULL. */
struct wants members_wants(struct members *o, struct slice name, const struct node **forbidden_by);
/* In percent, that its schemas ask for; CHANCE_NOT_SAID: they do not. */
enum { CHANCE_NOT_SAID = 101 };
unsigned members_chance(struct members *o, struct slice name);
/* Marks what may not be; false (reason noted): something required may not be. */
bool members_forbid(struct members *o);
/* Required ones, and optional ones by chance. */
void members_choose(struct members *o);
/* Adds what the present ones depend on, as members and as schemas; false: a contradiction (noted). */
bool members_settle(struct members *o);
size_t members_count(const struct members *o);
/* Takes optional ones away, or back in, until the count fits. */
void members_fit(struct members *o);
/* The member that m->force asks for; absent: none. */
struct slice members_forced(const struct making *m);

#endif
