/* Identifiers: those with check digits have the right ones. */
#include "generate/hint.h"

/* customerId to "CUS-48213": the first letters of what it is the id of. */
void hint_id(struct making *m, struct slice name, struct buf *out)
{
	struct slice words = name_known(m, name)->words, last;
	size_t end = words.len, start;

	while (end && words.ptr[end - 1] != ' ')
		end--;
	if (!end) {
		hint_uuid(m, name, out);
		return;
	}
	start = --end;
	while (start && words.ptr[start - 1] != ' ')
		start--;
	last = slice_of(words.ptr + start, end - start);
	if (slice_is(last, "user"))
		buf_str(out, "USR");
	else
		for (size_t i = 0; i < 3 && i < last.len; i++)
			buf_char(out, (char)(last.ptr[i] & ~32));
	draw_text(m, "-<10000-99999>", out);
}

void hint_counter(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_decimal(out, m->position + 1);
}

void hint_digits(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_decimal(out, (uint64_t)making_between(m, 100000, 999999));
}

void hint_invoice(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "INV-<2025-2026>-<1-99999/5>", out);
}

void hint_tracking(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "00340<1000-9999><1000-9999><1000-9999>", out);
}

void hint_serial(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "SN<10-26><1000-9999>-<1000-9999>", out);
}

void hint_account(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<10000-99999><10000-99999>", out);
}

void hint_flight(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "XA<100-2999>", out);
}

void hint_plate(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	for (int i = 0; i < 4; i++) {
		if (i == 2)
			buf_char(out, '-');
		buf_char(out, (char)making_between(m, 'A', 'Z'));
	}
	draw_text(m, " <100-9999>", out);
}

/* The accounts of a country, X for a letter of the bank that there is not; those whose own check digits we do
 * not count have a German one. */
static const char *account_of(const char *country)
{
	static const struct {
		const char *country, *digits;
	} forms[] = {
		{"AT",	"1#00##########9#"	   },
		{ "CH", "0#0###########00#"   },
		{ "NL", "XMPL0##########0"	   },
		{ "GB", "XMPL##0##0########"  },
		{ "IE", "XMPL9#0##0########"  },
		{ "SE", "3#00#######0########"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (!strcmp(country, forms[i].country))
			return forms[i].digits;
	return "##0##########0####";
}

static unsigned mod97(unsigned rest, const char *text)
{
	for (; *text; text++) {
		bool letter = *text >= 'A' && *text <= 'Z';

		rest = letter ? (rest * 100 + (unsigned)(*text - 'A') + 10) % 97
			      : (rest * 10 + (unsigned)(*text - '0')) % 97;
	}
	return rest;
}

/* 98 less the number modulo 97, the country's letters as numbers behind it (ISO 13616, ISO 7064). */
void hint_iban(struct making *m, struct slice name, struct buf *out)
{
	const char *country = place_of(m, name)->code, *form = account_of(country);
	char account[32] = "";
	bool german = form[0] == '#';

	for (size_t i = 0; form[i] && i + 1 < sizeof(account); i++)
		account[i] = form[i] == '#' ? (char)making_between(m, '0', '9') : form[i];
	country = german ? "DE" : country;
	buf_printf(out, "%s%02u%s", country, 98 - mod97(mod97(mod97(0, account), country), "00"), account);
}

/* A bank that there is not, in the country where the person lives. */
void hint_bic(struct making *m, struct slice name, struct buf *out)
{
	buf_printf(out, "XMPL%sFF", place_of(m, name)->code);
}

/* The digit that makes the sum right, every second one doubled (Luhn, ISO/IEC 7812). */
static void add_luhn(struct buf *out, size_t from)
{
	unsigned sum = 0;
	bool twice = true;

	for (size_t i = out->len; i-- > from; twice = !twice) {
		unsigned digit = (unsigned)(out->data[i] - '0') * (twice ? 2 : 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	buf_decimal(out, (10 - sum % 10) % 10);
}

void hint_card(struct making *m, struct slice name, struct buf *out)
{
	size_t from = out->len;

	(void)name;
	draw_text(m, "400000<1000-9999><10000-99999>", out);
	add_luhn(out, from);
}

void hint_imei(struct making *m, struct slice name, struct buf *out)
{
	size_t from = out->len;

	(void)name;
	draw_text(m, "00101<10000-99999><1000-9999>", out);
	add_luhn(out, from);
}

/* Weights 1 and 3 in turn (EAN-13, ISBN-13, GTIN). */
static void add_ean_digit(struct buf *out, size_t from)
{
	unsigned sum = 0;

	for (size_t i = from; i < out->len; i++)
		sum += (unsigned)(out->data[i] - '0') * ((i - from) % 2 ? 3 : 1);
	buf_decimal(out, (10 - sum % 10) % 10);
}

void hint_ean(struct making *m, struct slice name, struct buf *out)
{
	size_t from = out->len;

	(void)name;
	draw_text(m, "200<1000-9999><10000-99999>", out);
	add_ean_digit(out, from);
}

void hint_isbn(struct making *m, struct slice name, struct buf *out)
{
	size_t from = out->len;

	(void)name;
	draw_text(m, "9780<1000-9999><1000-9999>", out);
	add_ean_digit(out, from);
}

/* ISO 3779: the ninth place checks the others; I, O and Q are no letters of it. */
void hint_vin(struct making *m, struct slice name, struct buf *out)
{
	static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
	static const int values[] = { 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3,
				      4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const int weights[] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
	char vin[18] = "";
	int sum = 0;

	(void)name;
	for (size_t i = 0; i < 17; i++) {
		size_t pick = i > 11 ? 23 + (size_t)random_below(&m->random, 10)
				     : (size_t)random_below(&m->random, i < 3 ? 23 : 33);

		vin[i] = letters[pick];
		sum += values[pick] * weights[i];
	}
	vin[8] = "0123456789X"[sum % 11];
	buf_add(out, vin, 17);
}

void hint_version(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<1-4>.<0-12>.<0-9>", out);
}

void hint_token(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_hex(out, random_next(&m->random), 16);
}

static void add_hex(struct making *m, size_t digits, struct buf *out)
{
	for (size_t i = 0; i < digits; i += 8)
		draw_hex(out, random_next(&m->random) >> 32, 8);
}

void hint_hash(struct making *m, struct slice name, struct buf *out)
{
	struct slice words = name_known(m, name)->words;

	add_hex(m, words_contain(words, "md") ? 32 : m->longest < 64 ? 40 : 64, out);
}

void hint_sha1(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	add_hex(m, 40, out);
}

/* W3C trace context: version, trace, span, sampled. */
void hint_traceparent(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, "00-");
	add_hex(m, 32, out);
	buf_char(out, '-');
	add_hex(m, 16, out);
	buf_str(out, "-01");
}
