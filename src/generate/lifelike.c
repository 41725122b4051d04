/* Values that a property's name suggests.  One table: the words that the name ends with, how to write it as
 * text, and in which range as a number. */
#include "base/text.h"
#include "generate/making.h"
#include "generate/words.h"

typedef void text_fn(struct making *m, struct slice name, struct buf *out);

enum { NAME_WORDS = 8, NAME_BYTES = 96 };

struct hint {
	const char *ends;  /* lower-case words: "first name" is firstName, first_name, FIRST-NAME */
	text_fn *text;	   /* NULL: the name says nothing about text */
	int64_t low, high; /* in 10^-scale; both 0: it says nothing about numbers */
	int scale;
	bool number; /* without a type it is a number */
};

static const char *word_of(const struct words *w, uint64_t n)
{
	return w->list[n % w->n];
}

static const char *any_word(struct making *m, const struct words *w)
{
	return w->list[random_below(&m->random, w->n)];
}

/* firstName, first_name, First-Name2 to "first name"; returns its length. */
static size_t normalise(struct slice name, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n + 2 < NAME_BYTES; i++) {
		char c = name.ptr[i];
		bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
		bool after_lower = i && name.ptr[i - 1] >= 'a' && name.ptr[i - 1] <= 'z';
		bool before_lower = i + 1 < name.len && name.ptr[i + 1] >= 'a' && name.ptr[i + 1] <= 'z';
		bool after_upper = i && name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z';

		if (!upper && !lower) {
			if (n && out[n - 1] != ' ' && !(c >= '0' && c <= '9'))
				out[n++] = ' ';
			continue;
		}
		if (upper && n && out[n - 1] != ' ' && (after_lower || (after_upper && before_lower)))
			out[n++] = ' ';
		out[n++] = (char)(c | 32);
	}
	while (n && out[n - 1] == ' ')
		n--;
	return n;
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

static void add_sentence(struct making *m, struct slice name, struct buf *out)
{
	size_t at = out->len;

	(void)name;
	lifelike_words(m, (size_t)making_between(m, 4, 8), out);
	if (!out->failed)
		out->data[at] = (char)(out->data[at] & ~32);
	buf_char(out, '.');
}

static void add_title(struct making *m, struct slice name, struct buf *out)
{
	size_t at = out->len;

	(void)name;
	lifelike_words(m, 2, out);
	if (!out->failed)
		out->data[at] = (char)(out->data[at] & ~32);
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
	size_t n = normalise(name, words), letters = 0;

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

/* The longest row that the name ends with wins, so "country code" beats "code". */
static const struct hint hints[] = {
	{"email",	   add_email,	      0,	 0,	    0, false},
	{ "mail",		  add_email,	     0,	0,	   0, false},
	{ "email address",  add_email,	      0,	 0,	    0, false},
	{ "first name",	add_first,	   0,	      0,	 0, false},
	{ "given name",	add_first,	   0,	      0,	 0, false},
	{ "firstname",      add_first,	  0,	     0,	0, false},
	{ "last name",      add_last,	 0,	    0,	       0, false},
	{ "family name",	 add_last,	   0,	      0,	 0, false},
	{ "lastname",	      add_last,		0,	   0,	      0, false},
	{ "surname",	     add_last,	       0,	  0,	     0, false},
	{ "name",		  add_full_name,	 0,	    0,	       0, false},
	{ "full name",      add_full_name,    0,	 0,	    0, false},
	{ "customer",	      add_full_name,    0,	0,	   0, false},
	{ "author",	    add_full_name,	   0,	      0,	 0, false},
	{ "sender",	    add_full_name,	   0,	      0,	 0, false},
	{ "recipient",      add_full_name,    0,	 0,	    0, false},
	{ "user",		  add_user,	    0,	       0,	  0, false},
	{ "username",	      add_user,		0,	   0,	      0, false},
	{ "user name",      add_user,	 0,	    0,	       0, false},
	{ "login",	   add_user,	     0,	0,	   0, false},
	{ "nickname",	      add_user,		0,	   0,	      0, false},
	{ "product name",	  add_product,      0,	  0,	     0, false},
	{ "item name",      add_product,	    0,	       0,	  0, false},
	{ "product",	     add_product,	  0,	     0,	0, false},
	{ "company name",	  add_company,      0,	  0,	     0, false},
	{ "company",	     add_company,	  0,	     0,	0, false},
	{ "organization",	  add_company,      0,	  0,	     0, false},
	{ "organisation",	  add_company,      0,	  0,	     0, false},
	{ "event name",	add_event,	   0,	      0,	 0, false},
	{ "device name",	 add_device,	     0,	0,	   0, false},
	{ "host name",      add_host,	 0,	    0,	       0, false},
	{ "file name",      add_word,	 0,	    0,	       0, false},
	{ "phone",	   add_phone,	      0,	 0,	    0, false},
	{ "phone number",	  add_phone,	     0,	0,	   0, false},
	{ "mobile",	    add_phone,	       0,	  0,	     0, false},
	{ "job title",      add_job,		0,	   0,	      0, false},
	{ "role",		  add_job,	   0,	      0,	 0, false},
	{ "street",	    add_street,	0,	   0,	      0, false},
	{ "street address", add_street,	0,	   0,	      0, false},
	{ "address line",	  add_street,	      0,	 0,	    0, false},
	{ "address",	     add_address,	  0,	     0,	0, false},
	{ "city",		  add_city,	    0,	       0,	  0, false},
	{ "town",		  add_city,	    0,	       0,	  0, false},
	{ "location",	      add_city,		0,	   0,	      0, false},
	{ "state",	   add_status,       0,	  0,	     0, false},
	{ "province",	      add_state,	 0,	    0,	       0, false},
	{ "region",	    add_state,	       0,	  0,	     0, false},
	{ "country",	     add_country,	  0,	     0,	0, false},
	{ "country code",	  add_country_code, 0,	       0,	  0, false},
	{ "zip",		 add_zip,	  10000,	 99999,	0, false},
	{ "zip code",	      add_zip,	       10000,    99999,    0, false},
	{ "zipcode",	     add_zip,	      10000,    99999,    0, false},
	{ "postal code",	 add_zip,	  10000,	 99999,	0, false},
	{ "postcode",	      add_zip,	       10000,    99999,    0, false},
	{ "currency",	      add_currency,	    0,	       0,	  0, false},
	{ "currency code",  add_currency,	 0,	    0,	       0, false},
	{ "timezone",	      add_zone,		0,	   0,	      0, false},
	{ "time zone",      add_zone,	 0,	    0,	       0, false},
	{ "lat",		 add_latitude,     -550000,	650000,	4, true },
	{ "latitude",	      add_latitude,	    -550000,  650000,   4, true },
	{ "lon",		 add_longitude,	-1790000, 1790000,  4, true },
	{ "lng",		 add_longitude,	-1790000, 1790000,  4, true },
	{ "longitude",      add_longitude,    -1790000, 1790000,	 4, true },
	{ "price",	   add_price,	      199,	   24999,	  2, true },
	{ "unit price",	add_price,	   199,	24999,    2, true },
	{ "amount",	    add_price,	       500,	    49999,	   2, true },
	{ "total",	   add_price,	      1000,	    99999,	   2, true },
	{ "total amount",	  add_price,	     1000,	   99999,	  2, true },
	{ "subtotal",	      add_price,	 1000,     79999,    2, true },
	{ "cost",		  add_price,	     199,	  49999,	 2, true },
	{ "fee",		 add_price,	    99,	1999,     2, true },
	{ "tax",		 add_price,	    99,	4999,     2, true },
	{ "balance",	     add_price,	1000,     999999,   2, true },
	{ "salary",	    add_price,	       2800000,	12000000, 2, true },
	{ "discount",	      NULL,		    0,	       3000,     2, true },
	{ "quantity",	      NULL,		    1,	       12,	   0, true },
	{ "qty",		 NULL,	       1,	  12,	      0, true },
	{ "count",	   NULL,		 0,	    40,	0, true },
	{ "number",	    add_digits,	1,	   999,	0, false},
	{ "index",	   NULL,		 0,	    20,	0, true },
	{ "sequence",	      NULL,		    1,	       9999,     0, true },
	{ "offset",	    NULL,		  0,	     9999,	   0, true },
	{ "page",		  NULL,		1,	   20,       0, true },
	{ "limit",	   NULL,		 10,	     100,	  0, true },
	{ "size",		  NULL,		1,	   500,	0, true },
	{ "length",	    NULL,		  1,	     300,	  0, true },
	{ "width",	   NULL,		 1,	    300,	 0, true },
	{ "height",	    NULL,		  1,	     300,	  0, true },
	{ "weight",	    NULL,		  100,      30000,    3, true },
	{ "age",		 NULL,	       18,	   88,       0, true },
	{ "year",		  NULL,		1990,     2030,	    0, true },
	{ "month",	   NULL,		 1,	    12,	0, true },
	{ "day",		 NULL,	       1,	  28,	      0, true },
	{ "hour",		  NULL,		0,	   23,       0, true },
	{ "minute",	    NULL,		  0,	     59,	 0, true },
	{ "second",	    NULL,		  0,	     59,	 0, true },
	{ "percent",	     NULL,		   0,	      1000,	    1, true },
	{ "percentage",	NULL,	      0,	 1000,     1, true },
	{ "rate",		  NULL,		1,	   250,	1, true },
	{ "ratio",	   NULL,		 1,	    99,	2, true },
	{ "score",	   NULL,		 10,	     100,	  1, true },
	{ "rating",	    NULL,		  10,	      50,	  1, true },
	{ "temperature",	 NULL,	       -50,	    320,	 1, true },
	{ "celsius",	     NULL,		   -50,	320,	     1, true },
	{ "fahrenheit",	NULL,	      200,	   950,	1, true },
	{ "humidity",	      NULL,		    200,	 900,      1, true },
	{ "pressure",	      NULL,		    9800,	  10400,	 1, true },
	{ "speed",	   NULL,		 0,	    1300,	  1, true },
	{ "voltage",	     NULL,		   1100,	 2400,     1, true },
	{ "altitude",	      NULL,		    0,	       15000,    1, true },
	{ "lumens",	    NULL,		  100,      1200,     0, true },
	{ "battery",	     NULL,		   5,	      100,	   0, true },
	{ "port",		  NULL,		1024,     65000,    0, true },
	{ "priority",	      NULL,		    1,	       5,	  0, false},
	{ "level",	   NULL,		 1,	    10,	0, false},
	{ "duration",	      NULL,		    1,	       3600,     0, true },
	{ "timeout",	     NULL,		   1,	      60,	  0, true },
	{ "id",		add_id,		10000,    99999,    0, false},
	{ "identifier",	add_id,		10000,    99999,    0, false},
	{ "uuid",		  add_uuid,	    0,	       0,	  0, false},
	{ "guid",		  add_uuid,	    0,	       0,	  0, false},
	{ "correlation id", add_uuid,	      10000,    99999,    0, false},
	{ "request id",	add_uuid,	  10000,	 99999,	0, false},
	{ "message id",	add_uuid,	  10000,	 99999,	0, false},
	{ "event id",	      add_uuid,		10000,    99999,    0, false},
	{ "trace id",	      add_token,	 10000,	99999,    0, false},
	{ "span id",	     add_token,	10000,    99999,    0, false},
	{ "session id",	add_token,	   10000,	  99999,	 0, false},
	{ "device id",      add_device,	   10000,	  99999,	 0, false},
	{ "sensor id",      add_device,	   10000,	  99999,	 0, false},
	{ "streetlight id", add_device,	10000,    99999,    0, false},
	{ "device",	    add_device,	0,	   0,	      0, false},
	{ "sensor",	    add_device,	0,	   0,	      0, false},
	{ "at",		add_time,	  0,	     0,	0, false},
	{ "timestamp",      add_time,	 0,	    0,	       0, false},
	{ "time",		  add_time,	    0,	       0,	  0, false},
	{ "datetime",	      add_time,		0,	   0,	      0, false},
	{ "date",		  add_date,	    0,	       0,	  0, false},
	{ "birth date",	add_date,	  0,	     0,	0, false},
	{ "birthday",	      add_date,		0,	   0,	      0, false},
	{ "opening time",	  add_clock,	     0,	0,	   0, false},
	{ "url",		 add_uri,	  0,	     0,	0, false},
	{ "uri",		 add_uri,	  0,	     0,	0, false},
	{ "link",		  add_uri,	   0,	      0,	 0, false},
	{ "href",		  add_uri,	   0,	      0,	 0, false},
	{ "website",	     add_uri,	      0,	 0,	    0, false},
	{ "host",		  add_host,	    0,	       0,	  0, false},
	{ "hostname",	      add_host,		0,	   0,	      0, false},
	{ "domain",	    add_host,	      0,	 0,	    0, false},
	{ "ip",		add_ip,		0,	   0,	      0, false},
	{ "ip address",	add_ip,		0,	   0,	      0, false},
	{ "sku",		 add_sku,	  0,	     0,	0, false},
	{ "product code",	  add_sku,	   0,	      0,	 0, false},
	{ "code",		  add_sku,	   100,	999,	     0, false},
	{ "category",	      add_category,	    0,	       0,	  0, false},
	{ "status",	    add_status,	0,	   0,	      0, false},
	{ "type",		  add_word,	    0,	       0,	  0, false},
	{ "event type",	add_event,	   0,	      0,	 0, false},
	{ "kind",		  add_word,	    0,	       0,	  0, false},
	{ "action",	    add_event,	       0,	  0,	     0, false},
	{ "title",	   add_title,	      0,	 0,	    0, false},
	{ "subject",	     add_title,	0,	   0,	      0, false},
	{ "label",	   add_title,	      0,	 0,	    0, false},
	{ "description",	 add_sentence,     0,	  0,	     0, false},
	{ "message",	     add_sentence,	   0,	      0,	 0, false},
	{ "comment",	     add_sentence,	   0,	      0,	 0, false},
	{ "note",		  add_sentence,	0,	   0,	      0, false},
	{ "text",		  add_sentence,	0,	   0,	      0, false},
	{ "content",	     add_sentence,	   0,	      0,	 0, false},
	{ "body",		  add_sentence,	0,	   0,	      0, false},
	{ "summary",	     add_sentence,	   0,	      0,	 0, false},
	{ "reason",	    add_sentence,	  0,	     0,	0, false},
	{ "tag",		 add_tag,	  0,	     0,	0, false},
	{ "keyword",	     add_tag,	      0,	 0,	    0, false},
	{ "colour",	    add_colour,	0,	   0,	      0, false},
	{ "color",	   add_colour,       0,	  0,	     0, false},
	{ "unit",		  add_unit,	    0,	       0,	  0, false},
	{ "version",	     add_version,	  1,	     9,	0, false},
	{ "language",	      add_language,	    0,	       0,	  0, false},
	{ "locale",	    add_language,	  0,	     0,	0, false},
	{ "token",	   add_token,	      0,	 0,	    0, false},
	{ "hash",		  add_token,	     0,	0,	   0, false},
	{ "password",	      add_token,	 0,	    0,	       0, false},
	{ "secret",	    add_token,	       0,	  0,	     0, false},
	{ "agent",	   add_agent,	      0,	 0,	    0, false},
};

static bool ends_with_words(struct slice words, struct slice row)
{
	return slice_ends(words, row) && (words.len == row.len || words.ptr[words.len - row.len - 1] == ' ');
}

static const struct hint *hint_in(struct slice words)
{
	const struct hint *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hints); i++) {
		struct slice row = slice_str(hints[i].ends);

		if (row.len > longest && ends_with_words(words, row)) {
			best = &hints[i];
			longest = row.len;
		}
	}
	return best;
}

/* "tags" speaks of what "tag" does: items have the name of their array. */
static const struct hint *hint_for(struct slice name)
{
	char space[NAME_BYTES];
	struct slice words = slice_of(space, name.ptr ? normalise(name, space) : 0);
	const struct hint *found = hint_in(words);

	if (!found && words.len > 2 && words.ptr[words.len - 1] == 's')
		found = hint_in(slice_first(words, words.len - 1));
	return found;
}

void lifelike_text(struct making *m, struct slice name, struct buf *out)
{
	const struct hint *h = hint_for(name);

	(h && h->text ? h->text : add_word)(m, name, out);
}

bool lifelike_is_number(struct slice name)
{
	const struct hint *h = hint_for(name);

	return h && h->number;
}

/* Times as numbers are milliseconds, as most writers of JSON have them. */
static bool is_time(const struct hint *h)
{
	return h->text == add_time;
}

bool lifelike_number(struct making *m, struct slice name, int64_t *low, int64_t *high, int *scale)
{
	const struct hint *h = hint_for(name);

	if (!h || (!h->low && !h->high && !is_time(h)))
		return false;
	*low = is_time(h) ? m->wall_us / 1000 - 2000 : h->low;
	*high = is_time(h) ? m->wall_us / 1000 : h->high;
	*scale = is_time(h) ? 0 : h->scale;
	return true;
}
