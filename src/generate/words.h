/* The word table: what lifelike values are made of.  All of it is our own making (no list was copied), and
 * places, telephone ranges and domains are either public facts or reserved for examples: it has the licence
 * of the program, as NOTICE says.
 *
 * What a language says differently stands in a `struct locale`, one file each (words_en.c, words_de.c, ...);
 * what programs say to one another (statuses, units, media types) is the same everywhere. */
#ifndef GENERATE_WORDS_H
#define GENERATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct words {
	const char *const *list;
	size_t n;
};

/* "#" in zip and phone stands for a digit.  The telephone ranges are those that regulators keep for films. */
struct place_row {
	const char *city, *state, *country, *code, *zip, *currency, *phone, *zone;
	int lat, lon; /* in 10^-4 degrees */
};

struct product_row {
	const char *name, *sku, *category;
	int cents;
};

struct locale {
	const char *name;     /* "en" */
	const char *language; /* "en-GB" */
	bool number_behind;   /* "Lindenstraße 12", not "12 Mill Lane" */
	struct words first, last, street, company, job, department, title_front, title_back, common, sentence,
		colour, greeting;
	const struct place_row *places;
	size_t n_places;
	const struct product_row *products;
	size_t n_products;
};

extern const struct locale locale_en, locale_de, locale_fr;

/* "de", "de-AT", "de_AT.UTF-8"; NULL: there is none of that language. */
const struct locale *locale_find(struct slice name);
/* "en, de, fr" */
extern const char locale_names[];

extern const struct words words_status, words_order_status, words_payment_status, words_delivery_status,
	words_user_status, words_device_status, words_job_status, words_http_method, words_severity,
	words_domain, words_tag, words_unit, words_event, words_device, words_kind, words_agent, words_mime,
	words_language, words_locale, words_gender, words_environment, words_cloud_region, words_service,
	words_protocol, words_os, words_browser, words_model, words_maker, words_airport, words_airline,
	words_symbol, words_pair, words_side, words_payment_method, words_shipping_method, words_card_brand,
	words_direction, words_mode, words_reason, words_extension, words_prefix, words_suffix, words_topic,
	words_role, words_permission, words_plan, words_size, words_weather, words_car, words_country_code,
	words_error_code, words_carrier, words_frequency, words_relation, words_trigger, words_branch,
	words_command, words_key, words_language_name, words_blood, words_u_celsius, words_u_percent,
	words_u_hpa, words_u_kmh, words_u_kwh, words_u_w, words_u_kg, words_u_km, words_u_v;

#endif
