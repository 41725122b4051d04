/* What values look like: they fit their names, one another, and the time. */
#include <stdlib.h>

#include "base/text.h"
#include "generate/hint.h"
#include "made.h"
#include "suite.h"

static const int64_t wall_us = (int64_t)MADE_WALL_S * 1000000;

/* An object with these required properties, all of `type`, as a value tree in `a`. */
static struct node *object_of(struct made *m, struct arena *a, uint64_t position, int64_t at_us)
{
	struct node *n = generate_value(m->generator, m->root, SLICE_NONE, position, at_us, a, &m->diag);

	ck_assert_msg(n, "%s", made_reason(m));
	return n;
}

static void add_schema(struct buf *out, const char *const *names, size_t n, const char *schema)
{
	buf_str(out, "{\"type\":\"object\",\"required\":[");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s\"%s\"", i ? "," : "", names[i]);
	buf_str(out, "],\"properties\":{");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s\"%s\":%s", i ? "," : "", names[i], schema);
	buf_str(out, "}}");
}

static int64_t time_at(const struct node *object, const char *name)
{
	int64_t us;

	ck_assert_msg(time_parse(node_get_text(object, name), &us), "%s: %.*s", name,
		      SLICE_FMT(node_get_text(object, name)));
	return us;
}

START_TEST(times_of_one_object_keep_their_order)
{
	static const char *const names[] = { "registeredAt", "createdAt", "orderedAt", "paidAt",
					     "shippedAt",    "updatedAt", "timestamp", "expiresAt" };
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct made m;

	add_schema(&schema, names, ARRAY_SIZE(names), "{\"type\":\"string\",\"format\":\"date-time\"}");
	for (uint64_t seed = 1; seed < 20; seed++) {
		struct arena a = ARENA_INIT;
		struct node *n;

		made_init(&m, buf_view(&schema), seed);
		n = object_of(&m, &a, seed, wall_us);
		for (size_t i = 1; i < ARRAY_SIZE(names); i++)
			ck_assert_msg(time_at(n, names[i - 1]) < time_at(n, names[i]), "%s, %s", names[i - 1],
				      names[i]);
		ck_assert_int_eq(time_at(n, "timestamp"), wall_us);
		arena_free(&a);
		made_release(&m);
	}
}
END_TEST

START_TEST(times_of_a_later_message_are_later)
{
	static const char *const names[] = { "createdAt", "sentAt", "timestamp", "time", "expiresAt" };
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct node *before = NULL;
	struct made m;

	add_schema(&schema, names, ARRAY_SIZE(names), "{\"type\":\"string\",\"format\":\"date-time\"}");
	made_init(&m, buf_view(&schema), 42);
	for (int i = 0; i < 50; i++) {
		struct node *n = object_of(&m, &a, (uint64_t)i, wall_us + i * 1000);

		for (size_t k = 0; before && k < ARRAY_SIZE(names); k++)
			ck_assert_msg(time_at(before, names[k]) < time_at(n, names[k]), "%s", names[k]);
		before = n;
	}
	made_release(&m);
	arena_free(&a);
}
END_TEST

/* An integer that cannot hold milliseconds holds seconds; a counter counts. */
START_TEST(times_as_numbers_fit_their_bounds_and_counters_count)
{
	struct arena a = ARENA_INIT;
	struct made m;
	int64_t value;

	made_init(&m,
		  SLICE_LIT("{\"type\":\"object\",\"required\":[\"timestamp\",\"ts\",\"sequenceNumber\"],"
			    "\"properties\":{\"timestamp\":{\"type\":\"integer\"},\"ts\":{\"type\":"
			    "\"integer\",\"format\":\"int32\"},\"sequenceNumber\":{\"type\":\"integer\"}}}"),
		  42);
	for (uint64_t i = 0; i < 5; i++) {
		struct node *n = object_of(&m, &a, i, wall_us);

		ck_assert(node_int(node_get(n, "timestamp"), &value) && value == wall_us / 1000);
		ck_assert(node_int(node_get(n, "ts"), &value) && value == MADE_WALL_S);
		ck_assert(node_int(node_get(n, "sequenceNumber"), &value) && value == (int64_t)i + 1);
	}
	made_release(&m);
	arena_free(&a);
}
END_TEST

static const struct place_row *place_named(struct slice city)
{
	for (size_t i = 0; i < locale_en.n_places; i++)
		if (slice_is(city, locale_en.places[i].city))
			return &locale_en.places[i];
	ck_abort_msg("no city %.*s", SLICE_FMT(city));
}

START_TEST(a_person_is_one_and_lives_in_one_place)
{
	static const char *const names[] = { "firstName", "lastName",	 "fullName",	"email",
					     "city",	  "country",	 "zip",		"currency",
					     "latitude",  "countryCode", "senderEmail", "senderName" };
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	unsigned same = 0;
	struct made m;

	add_schema(&schema, names, ARRAY_SIZE(names), "{\"type\":\"string\"}");
	made_init(&m, buf_view(&schema), 42);
	for (uint64_t i = 0; i < 100; i++) {
		struct node *n = object_of(&m, &a, i, wall_us);
		const struct place_row *p = place_named(node_get_text(n, "city"));
		BUF_AUTO struct buf both = BUF_INIT(0), email = BUF_INIT(0);

		buf_printf(&both, "%.*s %.*s", SLICE_FMT(node_get_text(n, "firstName")),
			   SLICE_FMT(node_get_text(n, "lastName")));
		ck_assert(slice_eq(buf_view(&both), node_get_text(n, "fullName")));
		ascii_add(&email, buf_cstr(&both), '.');
		buf_char(&email, '@');
		ck_assert_msg(slice_starts(node_get_text(n, "email"), buf_view(&email)), "%.*s, %.*s",
			      SLICE_FMT(node_get_text(n, "email")), SLICE_FMT(buf_view(&email)));
		ck_assert(slice_is(node_get_text(n, "country"), p->country));
		ck_assert(slice_is(node_get_text(n, "countryCode"), p->code));
		ck_assert(slice_is(node_get_text(n, "currency"), p->currency));
		ck_assert_uint_eq(node_get_text(n, "zip").len, strlen(p->zip));
		ck_assert_int_le(labs(strtol(node_get_text(n, "latitude").ptr, NULL, 10) - p->lat / 10000),
				 1);
		same += slice_eq(node_get_text(n, "email"), node_get_text(n, "senderEmail"));
	}
	ck_assert_uint_lt(same, 5); /* the sender is somebody else */
	made_release(&m);
	arena_free(&a);
}
END_TEST

static unsigned luhn(struct slice text)
{
	unsigned sum = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(text.ptr[text.len - 1 - i] - '0') * (unsigned)(i % 2 + 1);

		sum += digit / 10 + digit % 10;
	}
	return sum % 10;
}

static unsigned ean(struct slice text)
{
	unsigned sum = 0;

	for (size_t i = 0; i < text.len; i++)
		sum += (unsigned)(text.ptr[i] - '0') * (i % 2 ? 3 : 1);
	return sum % 10;
}

/* ISO 13616: the first four characters moved behind the rest, letters as two digits: 1 modulo 97. */
static unsigned iban(struct slice text)
{
	unsigned rest = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[(i + 4) % text.len];

		rest = c >= 'A' ? (rest * 100 + (unsigned)(c - 'A') + 10) % 97
				: (rest * 10 + (unsigned)(c - '0')) % 97;
	}
	return rest;
}

/* 49 CFR 565: letters have values, places have weights, the ninth is the sum modulo 11. */
static char vin(struct slice text)
{
	static const char values[] = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
	static const char weights[] = "8765432X098765432";
	unsigned sum = 0;

	ck_assert_uint_eq(text.len, 17);
	for (size_t i = 0; i < 17; i++) {
		unsigned place = (unsigned)(strchr(values, text.ptr[i]) - values);
		unsigned weight = weights[i] == 'X' ? 10 : (unsigned)(weights[i] - '0');

		sum += place % 10 * weight;
	}
	return sum % 11 == 10 ? 'X' : (char)('0' + sum % 11);
}

START_TEST(check_digits_are_right)
{
	static const char *const names[] = { "iban", "creditCardNumber", "vin", "ean", "isbn", "imei" };
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	struct made m;

	ck_assert_uint_eq(iban(SLICE_LIT("GB82WEST12345698765432")), 1); /* the examples of the standards */
	ck_assert_uint_eq(luhn(SLICE_LIT("79927398713")), 0);
	ck_assert_int_eq(vin(SLICE_LIT("1M8GDM9AXKP042788")), 'X');
	add_schema(&schema, names, ARRAY_SIZE(names), "{\"type\":\"string\"}");
	made_init(&m, buf_view(&schema), 42);
	for (uint64_t i = 0; i < 200; i++) {
		struct node *n = object_of(&m, &a, i, wall_us);

		ck_assert_msg(iban(node_get_text(n, "iban")) == 1, "%.*s",
			      SLICE_FMT(node_get_text(n, "iban")));
		ck_assert_uint_eq(node_get_text(n, "creditCardNumber").len, 16);
		ck_assert_uint_eq(luhn(node_get_text(n, "creditCardNumber")), 0);
		ck_assert_uint_eq(node_get_text(n, "imei").len, 15);
		ck_assert_uint_eq(luhn(node_get_text(n, "imei")), 0);
		ck_assert_uint_eq(node_get_text(n, "ean").len, 13);
		ck_assert_uint_eq(ean(node_get_text(n, "ean")), 0);
		ck_assert_uint_eq(node_get_text(n, "isbn").len, 13);
		ck_assert_uint_eq(ean(node_get_text(n, "isbn")), 0);
		ck_assert_int_eq(node_get_text(n, "vin").ptr[8], vin(node_get_text(n, "vin")));
	}
	made_release(&m);
	arena_free(&a);
}
END_TEST

/* clang-format off */
/* The schema with the property's name at its place, the schema that what comes out has to meet. */
static const struct {
	const char *title, *schema, *meets;
} looks[] = {
	{ "an orderId looks like one", "{\"type\":\"object\",\"required\":[\"orderId\"],\"properties\":{"
	  "\"orderId\":{\"type\":\"string\"}}}",
	  "{\"properties\":{\"orderId\":{\"pattern\":\"^ORD-[0-9]{5}$\"}}}" },
	{ "a price has two decimals", "{\"type\":\"object\",\"required\":[\"price\"],\"properties\":{\"price\":{"
	  "\"type\":\"string\"}}}",
	  "{\"properties\":{\"price\":{\"pattern\":\"^[0-9]+\\\\.[0-9]{2}$\"}}}" },
	{ "a country of two letters is a code",
	  "{\"type\":\"object\",\"required\":[\"country\"],\"properties\":{\"country\":{\"type\":\"string\","
	  "\"maxLength\":2}}}",
	  "{\"properties\":{\"country\":{\"pattern\":\"^[A-Z]{2}$\"}}}" },
	{ "a telephone number keeps to the pattern of machines",
	  "{\"type\":\"object\",\"required\":[\"phone\"],\"properties\":{\"phone\":{\"type\":\"string\","
	  "\"pattern\":\"^\\\\+[1-9][0-9]{6,14}$\"}}}",
	  "{\"properties\":{\"phone\":{\"pattern\":\"^\\\\+(1[2-9]|3[1-9]|4[1-9]|353|351|420|6[45]|81)\"}}}" },
	{ "the status of an order is that of an order",
	  "{\"type\":\"object\",\"required\":[\"order\"],\"properties\":{\"order\":{\"type\":\"object\","
	  "\"required\":[\"status\"],\"properties\":{\"status\":{\"type\":\"string\"}}}}}",
	  "{\"properties\":{\"order\":{\"properties\":{\"status\":{\"enum\":[\"placed\",\"confirmed\","
	  "\"processing\",\"shipped\",\"delivered\",\"cancelled\"]}}}}}" },
	{ "the name of a product is none of a person",
	  "{\"type\":\"object\",\"required\":[\"product\"],\"properties\":{\"product\":{\"type\":\"object\","
	  "\"required\":[\"name\"],\"properties\":{\"name\":{\"type\":\"string\"}}}}}",
	  "{\"properties\":{\"product\":{\"properties\":{\"name\":{\"pattern\":\"(Blanket|Mug|Lamp|Backpack|"
	  "Shoes|Notebook|Coffee|Shears|Cable|Jacket|Chess|Olive|Keyboard|Pan|Mat|Shirt)\"}}}}}" },
	{ "a temperature has a unit of temperature",
	  "{\"type\":\"object\",\"required\":[\"temperature\"],\"properties\":{\"temperature\":{\"type\":"
	  "\"object\",\"required\":[\"value\",\"unit\"],\"properties\":{\"value\":{\"type\":\"number\"},"
	  "\"unit\":{\"type\":\"string\"}}}}}",
	  "{\"properties\":{\"temperature\":{\"properties\":{\"unit\":{\"const\":\"\u00b0C\"},\"value\":{"
	  "\"minimum\":-5,\"maximum\":32}}}}}" },
	{ "a sentence is cut between its words",
	  "{\"type\":\"object\",\"required\":[\"comment\"],\"properties\":{\"comment\":{\"type\":\"string\","
	  "\"maxLength\":18}}}",
	  "{\"properties\":{\"comment\":{\"pattern\":\"^[A-Z][a-z]+( [a-z]+)*[.]?$\"}}}" },
	{ "a colour code is one",
	  "{\"type\":\"object\",\"required\":[\"colorCode\"],\"properties\":{\"colorCode\":{\"type\":\"string\"}}}",
	  "{\"properties\":{\"colorCode\":{\"pattern\":\"^#[0-9a-f]{6}$\"}}}" },
};

/* clang-format on */

START_TEST(a_value_looks_as_its_name_says)
{
	struct made m, wanted;

	made_init(&m, slice_str(looks[_i].schema), 42);
	made_init(&wanted, slice_str(looks[_i].meets), 42);
	for (uint64_t i = 0; i < 60; i++) {
		struct slice json = made_json(&m, i);

		ck_assert_msg(json.ptr && schema_accepts(wanted.schema, wanted.judge, json), "%s: %.*s %s",
			      looks[_i].title, SLICE_FMT(json), made_reason(&m));
	}
	made_release(&m);
	made_release(&wanted);
}
END_TEST

/* The same persons, in another language: what a locale does not translate stays as it is. */
START_TEST(a_locale_has_its_own_names_and_places)
{
	static const char *const names[] = { "city", "email", "street", "country", "comment" };
	BUF_AUTO struct buf schema = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	bool beyond_ascii = false;
	struct made m;

	add_schema(&schema, names, ARRAY_SIZE(names), "{\"type\":\"string\",\"maxLength\":60}");
	made_init(&m, buf_view(&schema), 42);
	ck_assert(!generator_speak(m.generator, SLICE_LIT("xx")));
	ck_assert(generator_speak(m.generator, SLICE_LIT("de_AT.UTF-8")));
	for (uint64_t i = 0; i < 60; i++) {
		struct node *n = object_of(&m, &a, i, wall_us);
		struct slice country = node_get_text(n, "country"), email = node_get_text(n, "email");

		ck_assert_msg(slice_is(country, "Deutschland") || slice_is(country, "Österreich") ||
				      slice_is(country, "Schweiz"),
			      "%.*s", SLICE_FMT(country));
		for (size_t k = 0; k < email.len; k++)
			ck_assert_msg((unsigned char)email.ptr[k] < 0x80, "%.*s", SLICE_FMT(email));
		beyond_ascii = beyond_ascii || slice_is(node_get_text(n, "city"), "München");
	}
	ck_assert(beyond_ascii);
	ck_assert(generator_speak(m.generator, SLICE_LIT("fr")));
	made_release(&m);
	arena_free(&a);
}
END_TEST

START_TEST(letters_beyond_ascii_are_written_with_others)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	ascii_add(&out, "Jörg Weiß-Élise Yılmaz", '.');
	ck_assert_str_eq(buf_cstr(&out), "joerg.weiss.elise.yilmaz");
}
END_TEST

SUITE(generate_lifelike)
{
	TEST(times_of_one_object_keep_their_order);
	TEST(times_of_a_later_message_are_later);
	TEST(times_as_numbers_fit_their_bounds_and_counters_count);
	TEST(a_person_is_one_and_lives_in_one_place);
	TEST(check_digits_are_right);
	LOOP_TEST(a_value_looks_as_its_name_says, 0, ARRAY_SIZE(looks));
	TEST(a_locale_has_its_own_names_and_places);
	TEST(letters_beyond_ascii_are_written_with_others);
}
