/* One row of what names suggest (hint_table.c), found by the words that a name ends with (lifelike.c). */
#ifndef GENERATE_HINT_H
#define GENERATE_HINT_H

#include "generate/making.h"

enum { NAME_BYTES = 96 };

typedef void text_fn(struct making *m, struct slice name, struct buf *out);

struct hint {
	const char *ends;  /* lower-case words: "first name" is firstName, first_name, FIRST-NAME */
	text_fn *text;	   /* NULL: the name says nothing about text */
	int64_t low, high; /* in 10^-scale; both 0: it says nothing about numbers */
	int scale;
	bool number; /* without a type it is a number */
};

extern const struct hint hints[];
extern const size_t n_hints;

/* The writers of hint_text.c. */
text_fn hint_address, hint_agent, hint_category, hint_city, hint_clock, hint_colour, hint_company,
	hint_country, hint_country_code, hint_currency, hint_date, hint_device, hint_digits, hint_email,
	hint_event, hint_first, hint_full_name, hint_gender, hint_host, hint_iban, hint_id, hint_ip, hint_job,
	hint_kind, hint_language, hint_last, hint_latitude, hint_longitude, hint_path, hint_phone, hint_price,
	hint_product, hint_sentence, hint_sku, hint_some_name, hint_state, hint_status, hint_street, hint_tag,
	hint_time, hint_title, hint_token, hint_unit, hint_uri, hint_user, hint_uuid, hint_version, hint_word,
	hint_zip, hint_zone;

/* firstName, first_name, First-Name2 to "first name" in `out` of NAME_BYTES; returns its length. */
size_t name_words(struct slice name, char *out);

#endif
