/* The word table: what lifelike values are made of.  All of it is our own making (no list was copied), and
 * places, telephone ranges and domains are either public facts or reserved for examples. */
#ifndef GENERATE_WORDS_H
#define GENERATE_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct words {
	const char *const *list;
	size_t n;
};

struct place_row {
	const char *city, *state, *country, *code, *zip, *currency, *dial, *zone;
	int lat, lon; /* in 10^-4 degrees */
};

struct product_row {
	const char *name, *sku, *category;
	int cents;
};

extern const struct words words_first, words_last, words_street, words_company, words_common, words_status,
	words_colour, words_job, words_domain, words_tag, words_unit, words_event, words_device, words_kind,
	words_sentence, words_adjective, words_noun, words_agent;

extern const struct place_row places[];
extern const size_t n_places;
extern const struct product_row products[];
extern const size_t n_products;

#endif
