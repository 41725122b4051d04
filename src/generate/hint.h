/* What names suggest: a row of hint_table.c for the words that a name ends with, in its surroundings
 * (lifelike.c finds it, once per name and place), and who and what the values around it speak of (persona.c,
 * moment.c). */
#ifndef GENERATE_HINT_H
#define GENERATE_HINT_H

#include "generate/making.h"
#include "generate/words.h"

enum { NAME_BYTES = 96 };

typedef void text_fn(struct making *m, struct slice name, struct buf *out);

struct hint {
	/* Lower-case words: "first name" is firstName, first_name, FIRST-NAME.  "order:status" is a status
	 * where the words before it, the object around it or the message speak of an order. */
	const char *ends;
	text_fn *text;		    /* NULL: the name says nothing about text */
	const struct words *one_of; /* ... or one of these */
	int64_t low, high;	    /* in 10^-scale; both 0: it says nothing about numbers */
	int scale;
	bool number; /* without a type it is a number */
	bool money;  /* written with all its decimals */
};

extern const struct hint hints[];
extern const size_t n_hints;

/* What is known of a name in its surroundings; lives as long as the generator. */
struct known_name {
	struct slice key; /* surroundings and name: the map's */
	struct slice parent, topic;
	const struct hint *hint; /* NULL: it suggests nothing */
	struct slice words;	 /* "order id" */
	uint32_t role;		 /* of whom it speaks: 0 the one of the message, else sender, receiver ... */
	int64_t distance_ms;	 /* of a time: from now (moment.c) */
	bool is_birth;		 /* ... but years ago */
	bool counts;		 /* sequenceNumber: one more per message */
	const char *topical;	 /* of the hint's words that which the message speaks of; NULL: none */
	text_fn *named;		 /* who writes it where it is a name */
};
const struct known_name *name_known(struct making *m, struct slice name);
/* Of whom the name of a place speaks. */
uint32_t place_role(struct making *m, const struct place *p);

/* firstName, first_name, First-Name2 to "first name" in `out` of NAME_BYTES; returns its length. */
size_t name_words(struct slice name, char *out);
/* Are these words among those, one after another? */
bool words_contain(struct slice words, const char *phrase);

/* The writers: hint_person.c, hint_place.c, hint_thing.c, hint_code.c, hint_net.c. */
text_fn hint_address, hint_airport, hint_account, hint_base64, hint_bic, hint_card, hint_category, hint_city,
	hint_clock, hint_colour, hint_company, hint_counter, hint_country, hint_country_code, hint_currency,
	hint_date, hint_department, hint_device, hint_digits, hint_ean, hint_email, hint_file_name,
	hint_first, hint_flight, hint_full_name, hint_hash, hint_hex_colour, hint_host, hint_iban, hint_id,
	hint_image, hint_imei, hint_invoice, hint_ip, hint_isbn, hint_job, hint_last, hint_latitude,
	hint_longitude, hint_coordinates, hint_mac, hint_message, hint_path, hint_phone, hint_plate,
	hint_price, hint_product, hint_sentence, hint_serial, hint_sha1, hint_site, hint_sku, hint_some_name,
	hint_state, hint_street, hint_time, hint_title, hint_token, hint_traceparent, hint_tracking, hint_uri,
	hint_user, hint_uuid, hint_version, hint_vin, hint_word, hint_zip, hint_zone, hint_locale, hint_house,
	hint_seat, hint_initials, hint_duration, hint_measure, hint_day, hint_month, hint_slug,
	hint_item_price;

/* What the product of this object costs, in hundredths. */
int64_t product_cents(struct making *m);

/* persona.c: of whom `name` speaks at this place, and where that one lives. */
struct persona persona_of(struct making *m, struct slice name);
struct persona persona_draw(struct random *r);
const struct place_row *place_of(struct making *m, struct slice name);
const char *word_of(const struct words *w, uint64_t n);
uint32_t role_of(struct slice words);

/* moment.c: when what `name` speaks of happened, in microseconds; times of one message keep their order
 * (created, updated, now, expires), and those of a later message are later. */
int64_t moment_of(struct making *m, struct slice name);
void moment_learn(const struct making *m, struct known_name *known);
/* hint_person.c: whose name it is in its surroundings. */
text_fn *name_writer(const struct making *m, struct slice words, struct slice parent);

/* ASCII letters for what cannot hold others: "Jörg Böhm" to "joerg.boehm" with '.' for the blank. */
void ascii_add(struct buf *out, const char *text, char blank);

#endif
