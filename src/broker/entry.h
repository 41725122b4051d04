/* One message as a log keeps it: a header, its slices packed behind, no pointers into anything that moves.
 *
 * The payload comes first, where it was judged, with SCHEMA_PADDING zeros behind it so that it can be judged
 * again.  The address stands there as text, since it may leave the table before the entry leaves the log. */
#ifndef BROKER_ENTRY_H
#define BROKER_ENTRY_H

#include "broker/message.h"

struct broker;

/* Payload, key, headers, content type, reply address, correlation, native; then the address. */
enum { ENTRY_SLICES = 7 };

struct entry {
	uint64_t seq, offset;
	int64_t wall_us, expires_us;
	struct hold *hold;	       /* whoever drops the entry sees to it; NULL: nobody holds it */
	const struct packing *packing; /* static */
	uint32_t size;		       /* of the whole, a multiple of 8 */
	uint32_t at;		       /* its place in its segment */
	uint32_t session;	       /* number */
	uint32_t count;
	uint32_t lengths[ENTRY_SLICES + 1];
	uint16_t model;
	uint8_t partition, priority, flags, native_of;
	char separator;
	_Alignas(8) char bytes[];
};

size_t entry_size(const struct message *m); /* that m would need */
/* Everything but offset, size, at and hold, which are the log's; the payload may stand in place already. */
void entry_fill(struct entry *e, const struct message *m);
/* The view, all but the address (and the sender when it is gone). */
void entry_view(struct broker *b, const struct entry *e, struct message *out);
struct slice entry_address(const struct entry *e);
/* Points the message's slices at the entry. */
void entry_point(const struct entry *e, struct message *m);

#endif
