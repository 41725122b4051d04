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

static void add_first(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_first, m->persona.first));
}

static void add_last(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_last, m->persona.last));
}

static void add_full_name(struct making *m, struct slice name, struct buf *out)
{
	add_first(m, name, out);
	buf_char(out, ' ');
	add_last(m, name, out);
}

static void add_email(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lower_ascii(out, word_of(&words_first, m->persona.first));
	buf_char(out, '.');
	lower_ascii(out, word_of(&words_last, m->persona.last));
	buf_char(out, '@');
	buf_str(out, word_of(&words_domain, m->persona.company));
}

static void add_user(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lower_ascii(out, word_of(&words_first, m->persona.first));
	buf_decimal(out, m->persona.last % 90 + 10);
}

/* 555-01xx style: ranges that nobody answers. */
static void add_phone(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%s 555 01%02d", place_of(m)->dial, (int)making_between(m, 0, 99));
}

static void add_company(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&words_company, m->persona.company));
}

static void add_job(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, any_word(m, &words_job));
}

static void add_street(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%d %s", (int)making_between(m, 1, 180), any_word(m, &words_street));
}

static void add_city(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->city);
}

static void add_state(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->state);
}

static void add_country(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->country);
}

static void add_country_code(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->code);
}

static void add_zip(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->zip);
}

static void add_currency(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->currency);
}

static void add_zone(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, place_of(m)->zone);
}

static void add_address(struct making *m, struct slice name, struct buf *out)
{
	add_street(m, name, out);
	buf_printf(out, ", %s %s", place_of(m)->zip, place_of(m)->city);
}

static void add_degrees(struct buf *out, int value)
{
	buf_printf(out, "%s%d.%04d", value < 0 ? "-" : "", (value < 0 ? -value : value) / 10000,
		   (value < 0 ? -value : value) % 10000);
}

static void add_latitude(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	add_degrees(out, place_of(m)->lat);
}

static void add_longitude(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	add_degrees(out, place_of(m)->lon);
}

static void add_product(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, products[random_below(&m->random, n_products)].name);
}

static void add_sku(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%s-%04d", products[random_below(&m->random, n_products)].sku,
		   (int)making_between(m, 1, 9999));
}

static void add_category(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, products[random_below(&m->random, n_products)].category);
}

static void add_price(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%d.%02d", (int)making_between(m, 3, 250), (int)making_between(m, 0, 99));
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

static void add_title(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%s %s", any_word(m, &words_adjective), any_word(m, &words_noun));
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

static void add_some_name(struct making *m, struct slice name, struct buf *out)
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
		add_product(m, name, out);
	else
		(is_person(words) || !words.len ? add_full_name : add_title)(m, name, out);
}

#define ONE_OF_WORDS(fn, table)                                                                              \
	static void fn(struct making *m, struct slice name, struct buf *out)                                 \
	{                                                                                                    \
		(void)name;                                                                                  \
		buf_str(out, any_word(m, &table));                                                           \
	}
ONE_OF_WORDS(add_status, words_status)
ONE_OF_WORDS(add_colour, words_colour)
ONE_OF_WORDS(add_tag, words_tag)
ONE_OF_WORDS(add_unit, words_unit)
ONE_OF_WORDS(add_event, words_event)
ONE_OF_WORDS(add_agent, words_agent)
ONE_OF_WORDS(add_kind, words_kind)
ONE_OF_WORDS(add_sentence, words_sentence)

static void add_word(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lifelike_words(m, 1, out);
}

static void add_device(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%s-%02d", any_word(m, &words_device), (int)making_between(m, 1, 40));
}

static void add_by_format(struct making *m, const char *format, struct slice name, struct buf *out)
{
	(void)format_add(m, slice_str(format), name, out);
}

#define BY_FORMAT(fn, format)                                                                                \
	static void fn(struct making *m, struct slice name, struct buf *out)                                 \
	{                                                                                                    \
		add_by_format(m, format, name, out);                                                         \
	}
BY_FORMAT(add_uuid, "uuid")
BY_FORMAT(add_uri, "uri")
BY_FORMAT(add_time, "date-time")
BY_FORMAT(add_date, "date")
BY_FORMAT(add_clock, "time")
BY_FORMAT(add_host, "hostname")
BY_FORMAT(add_ip, "ipv4")

/* customerId to "cus-48213": the first letters of what it is the id of. */
static void add_id(struct making *m, struct slice name, struct buf *out)
{
	char words[NAME_BYTES];
	size_t n = name_words(name, words), letters = 0;

	if (n <= 2) {
		add_uuid(m, name, out);
		return;
	}
	while (letters < 3 && words[letters] >= 'a' && words[letters] <= 'z')
		letters++;
	buf_add(out, words, letters);
	buf_printf(out, "-%d", (int)making_between(m, 10000, 99999));
}

static void add_digits(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_decimal(out, (uint64_t)making_between(m, 100000, 999999));
}

static void add_gender(struct making *m, struct slice name, struct buf *out)
{
	static const char *const all[] = { "female", "male", "other" };

	(void)name;
	buf_str(out, all[random_below(&m->random, ARRAY_SIZE(all))]);
}

static void add_path(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "/%s/%s.txt", any_word(m, &words_common), any_word(m, &words_common));
}

/* The checking digits of an IBAN: 98 less the number modulo 97, the country's letters as numbers behind it.
 */
static void add_iban(struct making *m, struct slice name, struct buf *out)
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

static void add_version(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%d.%d.%d", (int)making_between(m, 1, 4), (int)making_between(m, 0, 12),
		   (int)making_between(m, 0, 9));
}

static void add_token(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%016llx", (unsigned long long)random_next(&m->random));
}

static void add_language(struct making *m, struct slice name, struct buf *out)
{
	static const char *const languages[] = { "en", "de", "fr", "es", "it", "nl" };

	(void)name;
	buf_str(out, languages[random_below(&m->random, ARRAY_SIZE(languages))]);
}

/* The longest row that the name ends with wins, so "country code" beats "code".  A BOTH row tells its type
 * where the schema does not: the last column says that it is a number. */
#define TEXT(ends, fn)                                                                                       \
	{                                                                                                    \
		ends, fn, 0, 0, 0, false                                                                     \
	}
#define NUMBER(ends, low, high, scale)                                                                       \
	{                                                                                                    \
		ends, NULL, low, high, scale, true                                                           \
	}
#define BOTH(ends, fn, low, high, scale, num)                                                                \
	{                                                                                                    \
		ends, fn, low, high, scale, num                                                              \
	}

/* clang-format off */
const struct hint hints[] = {
	TEXT("email", add_email),
	TEXT("mail", add_email),
	TEXT("email address", add_email),
	TEXT("first name", add_first),
	TEXT("given name", add_first),
	TEXT("firstname", add_first),
	TEXT("last name", add_last),
	TEXT("family name", add_last),
	TEXT("lastname", add_last),
	TEXT("surname", add_last),
	TEXT("name", add_some_name),
	TEXT("full name", add_full_name),
	TEXT("customer", add_full_name),
	TEXT("author", add_full_name),
	TEXT("sender", add_full_name),
	TEXT("recipient", add_full_name),
	TEXT("user", add_user),
	TEXT("username", add_user),
	TEXT("user name", add_user),
	TEXT("login", add_user),
	TEXT("nickname", add_user),
	TEXT("product name", add_product),
	TEXT("item name", add_product),
	TEXT("product", add_product),
	TEXT("company name", add_company),
	TEXT("company", add_company),
	TEXT("organization", add_company),
	TEXT("organisation", add_company),
	TEXT("event name", add_event),
	TEXT("device name", add_device),
	TEXT("host name", add_host),
	TEXT("file name", add_word),
	TEXT("phone", add_phone),
	TEXT("phone number", add_phone),
	TEXT("mobile", add_phone),
	TEXT("job title", add_job),
	TEXT("role", add_job),
	TEXT("street", add_street),
	TEXT("street address", add_street),
	TEXT("address line", add_street),
	TEXT("address", add_address),
	TEXT("city", add_city),
	TEXT("town", add_city),
	TEXT("location", add_city),
	TEXT("state", add_status),
	TEXT("province", add_state),
	TEXT("region", add_state),
	TEXT("country", add_country),
	TEXT("country code", add_country_code),
	BOTH("zip", add_zip, 10000, 99999, 0, false),
	BOTH("zip code", add_zip, 10000, 99999, 0, false),
	BOTH("zipcode", add_zip, 10000, 99999, 0, false),
	BOTH("postal code", add_zip, 10000, 99999, 0, false),
	BOTH("postcode", add_zip, 10000, 99999, 0, false),
	TEXT("currency", add_currency),
	TEXT("currency code", add_currency),
	TEXT("timezone", add_zone),
	TEXT("time zone", add_zone),
	BOTH("lat", add_latitude, -550000, 650000, 4, true),
	BOTH("latitude", add_latitude, -550000, 650000, 4, true),
	BOTH("lon", add_longitude, -1790000, 1790000, 4, true),
	BOTH("lng", add_longitude, -1790000, 1790000, 4, true),
	BOTH("longitude", add_longitude, -1790000, 1790000, 4, true),
	BOTH("price", add_price, 199, 24999, 2, true),
	BOTH("unit price", add_price, 199, 24999, 2, true),
	BOTH("amount", add_price, 500, 49999, 2, true),
	BOTH("total", add_price, 1000, 99999, 2, true),
	BOTH("total amount", add_price, 1000, 99999, 2, true),
	BOTH("subtotal", add_price, 1000, 79999, 2, true),
	BOTH("cost", add_price, 199, 49999, 2, true),
	BOTH("fee", add_price, 99, 1999, 2, true),
	BOTH("tax", add_price, 99, 4999, 2, true),
	BOTH("balance", add_price, 1000, 999999, 2, true),
	BOTH("salary", add_price, 2800000, 12000000, 2, true),
	NUMBER("discount", 0, 3000, 2),
	NUMBER("quantity", 1, 12, 0),
	NUMBER("qty", 1, 12, 0),
	NUMBER("count", 0, 40, 0),
	BOTH("number", add_digits, 1, 999, 0, false),
	NUMBER("index", 0, 20, 0),
	NUMBER("sequence", 1, 9999, 0),
	NUMBER("offset", 0, 9999, 0),
	NUMBER("page", 1, 20, 0),
	NUMBER("limit", 10, 100, 0),
	NUMBER("size", 1, 500, 0),
	NUMBER("length", 1, 300, 0),
	NUMBER("width", 1, 300, 0),
	NUMBER("height", 1, 300, 0),
	NUMBER("weight", 100, 30000, 3),
	NUMBER("age", 18, 88, 0),
	NUMBER("year", 1990, 2030, 0),
	NUMBER("month", 1, 12, 0),
	NUMBER("day", 1, 28, 0),
	NUMBER("hour", 0, 23, 0),
	NUMBER("minute", 0, 59, 0),
	NUMBER("second", 0, 59, 0),
	NUMBER("percent", 0, 1000, 1),
	NUMBER("percentage", 0, 1000, 1),
	NUMBER("rate", 1, 250, 1),
	NUMBER("ratio", 1, 99, 2),
	NUMBER("score", 10, 100, 1),
	NUMBER("rating", 10, 50, 1),
	NUMBER("temperature", -50, 320, 1),
	NUMBER("celsius", -50, 320, 1),
	NUMBER("fahrenheit", 200, 950, 1),
	NUMBER("humidity", 200, 900, 1),
	NUMBER("pressure", 9800, 10400, 1),
	NUMBER("speed", 0, 1300, 1),
	NUMBER("voltage", 1100, 2400, 1),
	NUMBER("altitude", 0, 15000, 1),
	NUMBER("lumens", 100, 1200, 0),
	NUMBER("battery", 5, 100, 0),
	NUMBER("port", 1024, 65000, 0),
	BOTH("priority", NULL, 1, 5, 0, false),
	BOTH("level", NULL, 1, 10, 0, false),
	NUMBER("duration", 1, 3600, 0),
	NUMBER("timeout", 1, 60, 0),
	BOTH("id", add_id, 10000, 99999, 0, false),
	BOTH("identifier", add_id, 10000, 99999, 0, false),
	TEXT("uuid", add_uuid),
	TEXT("guid", add_uuid),
	BOTH("correlation id", add_uuid, 10000, 99999, 0, false),
	BOTH("request id", add_uuid, 10000, 99999, 0, false),
	BOTH("message id", add_uuid, 10000, 99999, 0, false),
	BOTH("event id", add_uuid, 10000, 99999, 0, false),
	BOTH("trace id", add_token, 10000, 99999, 0, false),
	BOTH("span id", add_token, 10000, 99999, 0, false),
	BOTH("session id", add_token, 10000, 99999, 0, false),
	BOTH("device id", add_device, 10000, 99999, 0, false),
	BOTH("sensor id", add_device, 10000, 99999, 0, false),
	BOTH("streetlight id", add_device, 10000, 99999, 0, false),
	TEXT("device", add_device),
	TEXT("sensor", add_device),
	TEXT("at", add_time),
	TEXT("timestamp", add_time),
	TEXT("time", add_time),
	TEXT("datetime", add_time),
	TEXT("date", add_date),
	TEXT("birth date", add_date),
	TEXT("birthday", add_date),
	TEXT("opening time", add_clock),
	TEXT("url", add_uri),
	TEXT("uri", add_uri),
	TEXT("link", add_uri),
	TEXT("href", add_uri),
	TEXT("website", add_uri),
	TEXT("host", add_host),
	TEXT("hostname", add_host),
	TEXT("domain", add_host),
	TEXT("ip", add_ip),
	TEXT("ip address", add_ip),
	TEXT("sku", add_sku),
	TEXT("product code", add_sku),
	BOTH("code", add_sku, 100, 999, 0, false),
	TEXT("category", add_category),
	TEXT("status", add_status),
	TEXT("type", add_kind),
	TEXT("event type", add_event),
	TEXT("kind", add_kind),
	TEXT("action", add_event),
	TEXT("title", add_title),
	TEXT("subject", add_title),
	TEXT("label", add_title),
	TEXT("description", add_sentence),
	TEXT("message", add_sentence),
	TEXT("comment", add_sentence),
	TEXT("note", add_sentence),
	TEXT("text", add_sentence),
	TEXT("content", add_sentence),
	TEXT("body", add_sentence),
	TEXT("summary", add_sentence),
	TEXT("reason", add_sentence),
	TEXT("tag", add_tag),
	TEXT("keyword", add_tag),
	TEXT("colour", add_colour),
	TEXT("color", add_colour),
	TEXT("unit", add_unit),
	BOTH("version", add_version, 1, 9, 0, false),
	TEXT("language", add_language),
	TEXT("locale", add_language),
	TEXT("token", add_token),
	TEXT("hash", add_token),
	TEXT("password", add_token),
	TEXT("secret", add_token),
	TEXT("agent", add_agent),
	BOTH("spent", add_price, 1000, 99999, 2, true),
	NUMBER("cents", 199, 99999, 0),
	NUMBER("bytes", 1024, 8388608, 0),
	NUMBER("ms", 5, 2000, 0),
	NUMBER("millis", 5, 2000, 0),
	NUMBER("seconds", 1, 3600, 0),
	NUMBER("minutes", 1, 240, 0),
	NUMBER("hours", 1, 48, 0),
	NUMBER("grams", 100, 20000, 0),
	NUMBER("heading", 0, 3599, 1),
	NUMBER("frequency", 1, 600, 1),
	TEXT("ts", add_time),
	TEXT("sid", add_token),
	TEXT("caller", add_phone),
	TEXT("street number", add_digits),
	TEXT("source", add_word),
	TEXT("gender", add_gender),
	TEXT("brand", add_company),
	TEXT("vendor", add_company),
	TEXT("supplier", add_company),
	TEXT("carrier", add_company),
	TEXT("department", add_job),
	TEXT("avatar", add_uri),
	TEXT("image", add_uri),
	TEXT("photo", add_uri),
	TEXT("picture", add_uri),
	TEXT("path", add_path),
	TEXT("file", add_path),
	TEXT("iban", add_iban),
};
/* clang-format on */
const size_t n_hints = ARRAY_SIZE(hints);
text_fn *const hint_time = add_time;
