/* What names suggest.  One table: the words that a name ends with, how to write it as text, and in which
 * range as a number. */
#include <stdio.h>

#include "base/text.h"
#include "generate/hint.h"
#include "generate/words.h"

static const char *word_of(const struct words *w, uint64_t n)
{
	return w->list[n % w->n];
}

static const char *any_word(struct making *m, const struct words *w)
{
	return w->list[random_below(&m->random, w->n)];
}

/* --- people, places, things */

static void lower_ascii(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_char(out, *text >= 'A' && *text <= 'Z' ? (char)(*text | 32) : *text == ' ' ? '-' : *text);
}

static const struct place_row *place_of(const struct making *m)
{
	return &places[m->persona.where % n_places];
}

void hint_first(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_first, m->persona.first));
}

void hint_last(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_last, m->persona.last));
}

void hint_full_name(struct making *m, struct slice name, struct buf *out)
{
	hint_first(m, name, out);
	buf_char(out, ' ');
	hint_last(m, name, out);
}

void hint_email(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lower_ascii(out, word_of(&words_first, m->persona.first));
	buf_char(out, '.');
	lower_ascii(out, word_of(&words_last, m->persona.last));
	buf_char(out, '@');
	buf_str(out, word_of(&words_domain, m->persona.company));
}

void hint_user(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lower_ascii(out, word_of(&words_first, m->persona.first));
	buf_decimal(out, m->persona.last % 90 + 10);
}

/* 555-01xx style: ranges that nobody answers. */
void hint_phone(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->dial);
	draw_text(m, " 555 01<0-99/2>", out);
}

void hint_company(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_company, m->persona.company));
}

void hint_job(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, any_word(m, &words_job));
}

void hint_street(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<1-180> <street>", out);
}

void hint_city(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->city);
}

void hint_state(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->state);
}

void hint_country(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->country);
}

void hint_country_code(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->code);
}

void hint_zip(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->zip);
}

void hint_currency(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->currency);
}

void hint_zone(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->zone);
}

void hint_address(struct making *m, struct slice name, struct buf *out)
{
	hint_street(m, name, out);
	buf_printf(out, ", %s %s", place_of(m)->zip, place_of(m)->city);
}

static void add_degrees(struct buf *out, int value)
{
	buf_printf(out, "%s%d.%04d", value < 0 ? "-" : "", (value < 0 ? -value : value) / 10000,
		   (value < 0 ? -value : value) % 10000);
}

void hint_latitude(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	add_degrees(out, place_of(m)->lat);
}

void hint_longitude(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	add_degrees(out, place_of(m)->lon);
}

void hint_product(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, products[random_below(&m->random, n_products)].name);
}

void hint_sku(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, products[random_below(&m->random, n_products)].sku);
	draw_text(m, "-<1-9999/4>", out);
}

void hint_category(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, products[random_below(&m->random, n_products)].category);
}

void hint_price(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<3-250>.<0-99/2>", out);
}

/* --- words and sentences */

void lifelike_words(struct making *m, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ' ');
		buf_str(out, any_word(m, &words_common));
	}
}

void hint_title(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<adjective> <noun>", out);
}

/* Whose name is it?  A thing's unless the name, or the object around it, speaks of people. */
static bool is_person(struct slice words)
{
	static const char *const people[] = { "customer",  "user",    "client",	  "employee", "driver",
					      "author",	   "contact", "person",	  "patient",  "student",
					      "account",   "owner",   "guest",	  "sender",   "receiver",
					      "recipient", "billing", "shipping", "payload",  "display",
					      "holder",	   "member",  "buyer",	  "seller" };

	for (size_t i = 0; i < ARRAY_SIZE(people); i++)
		if (slice_ends(words, slice_str(people[i])))
			return true;
	return false;
}

void hint_some_name(struct making *m, struct slice name, struct buf *out)
{
	const struct place *around = m->place ? m->place->up : NULL;
	char space[NAME_BYTES];
	struct slice words = slice_of(space, name_words(name, space));

	while (around && !around->name.ptr)
		around = around->up;
	words = slice_trim(slice_first(words, words.len > 4 ? words.len - 4 : 0));
	if (!words.len && around)
		words = slice_of(space, name_words(around->name, space));
	if (words.len && words.ptr[words.len - 1] == 's')
		words.len--;
	if (slice_ends(words, SLICE_LIT("product")) || slice_ends(words, SLICE_LIT("item")))
		hint_product(m, name, out);
	else
		(is_person(words) || !words.len ? hint_full_name : hint_title)(m, name, out);
}

#define ONE_OF_WORDS(fn, table)                                                                              \
	void fn(struct making *m, struct slice name, struct buf *out)                                        \
	{                                                                                                    \
		(void)name;                                                                                  \
		buf_str(out, any_word(m, &table));                                                           \
	}
ONE_OF_WORDS(hint_status, words_status)
ONE_OF_WORDS(hint_colour, words_colour)
ONE_OF_WORDS(hint_tag, words_tag)
ONE_OF_WORDS(hint_unit, words_unit)
ONE_OF_WORDS(hint_event, words_event)
ONE_OF_WORDS(hint_agent, words_agent)
ONE_OF_WORDS(hint_kind, words_kind)
ONE_OF_WORDS(hint_sentence, words_sentence)

void hint_word(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lifelike_words(m, 1, out);
}

void hint_device(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<device>-<1-40/2>", out);
}

static void add_by_format(struct making *m, const char *format, struct slice name, struct buf *out)
{
	(void)format_add(m, slice_str(format), name, out);
}

#define BY_FORMAT(fn, format)                                                                                \
	void fn(struct making *m, struct slice name, struct buf *out)                                        \
	{                                                                                                    \
		add_by_format(m, format, name, out);                                                         \
	}
BY_FORMAT(hint_uuid, "uuid")
BY_FORMAT(hint_uri, "uri")
BY_FORMAT(hint_time, "date-time")
BY_FORMAT(hint_date, "date")
BY_FORMAT(hint_clock, "time")
BY_FORMAT(hint_host, "hostname")
BY_FORMAT(hint_ip, "ipv4")

/* customerId to "cus-48213": the first letters of what it is the id of. */
void hint_id(struct making *m, struct slice name, struct buf *out)
{
	char words[NAME_BYTES];
	size_t n = name_words(name, words), letters = 0;

	if (n <= 2) {
		hint_uuid(m, name, out);
		return;
	}
	while (letters < 3 && words[letters] >= 'a' && words[letters] <= 'z')
		letters++;
	buf_add(out, words, letters);
	draw_text(m, "-<10000-99999>", out);
}

void hint_digits(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_decimal(out, (uint64_t)making_between(m, 100000, 999999));
}

void hint_gender(struct making *m, struct slice name, struct buf *out)
{
	static const char *const all[] = { "female", "male", "other" };

	(void)name;
	buf_str(out, all[random_below(&m->random, ARRAY_SIZE(all))]);
}

void hint_path(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "/<word>/<word>.txt", out);
}

/* The checking digits of an IBAN: 98 less the number modulo 97, the country's letters as numbers behind it.
 */
void hint_iban(struct making *m, struct slice name, struct buf *out)
{
	uint64_t bank = (uint64_t)making_between(m, 10000000, 99999999);
	uint64_t account = (uint64_t)making_between(m, 1000000000, 9999999999);
	uint64_t rest = 0;
	char digits[32];

	(void)name;
	snprintf(digits, sizeof(digits), "%08llu%010llu131400", (unsigned long long)bank,
		 (unsigned long long)account);
	for (const char *c = digits; *c; c++)
		rest = (rest * 10 + (uint64_t)(*c - '0')) % 97;
	buf_printf(out, "DE%02d%.18s", (int)(98 - rest), digits);
}

void hint_version(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<1-4>.<0-12>.<0-9>", out);
}

void hint_token(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%016llx", (unsigned long long)random_next(&m->random));
}

void hint_language(struct making *m, struct slice name, struct buf *out)
{
	static const char *const languages[] = { "en", "de", "fr", "es", "it", "nl" };

	(void)name;
	buf_str(out, languages[random_below(&m->random, ARRAY_SIZE(languages))]);
}
