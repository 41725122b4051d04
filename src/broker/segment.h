/* A run of entries in one block of memory: entries grow from the front, the index of their places from the
 * back. */
#ifndef BROKER_SEGMENT_H
#define BROKER_SEGMENT_H

#include "broker/entry.h"

enum { SEGMENT_SMALLEST = 4 << 10, SEGMENT_LARGEST = 256 << 10 };

struct log_segment {
	struct log_segment *next; /* newer; or in the broker's lists of spare and buried ones */
	uint64_t base, end;	  /* offsets: of its first entry, behind its last */
	int64_t newest_us;	  /* wall clock, of its last entry */
	size_t size;		  /* of `bytes` */
	uint32_t used, n;	  /* bytes from the front; entries committed */
	struct hold *holds;	  /* of its entries */
	_Alignas(8) char bytes[];
};

/* Takes a spare one of this size or makes one. */
struct log_segment *segment_new(struct broker *b, size_t size, uint64_t base);
/* Copies out what is held; its bytes stay readable until the turn ends. */
void segment_bury(struct broker *b, struct log_segment *s);
void segments_reclaim(struct broker *b); /* the buried become spare, or are freed */
void segments_release(struct broker *b); /* both kinds */

/* Room for an entry of `size` bytes, not yet committed; NULL: full. */
struct entry *segment_reserve(struct log_segment *s, size_t size);
/* Gives it its offset and a place in the index; false when reservations have used that up. */
bool segment_commit(struct log_segment *s, struct entry *e, uint64_t offset);
/* The segment that a reserved or committed entry stands in. */
struct log_segment *segment_of(struct entry *e);
/* The entry at `offset`, or that spans it; NULL: none. */
struct entry *segment_find(const struct log_segment *s, uint64_t offset);

#endif
