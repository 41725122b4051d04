/* Where somebody lives: city, country, postcode, telephone, currency and coordinates of one place. */
#include "generate/hint.h"

/* "#" becomes a digit, always the same for the same person. */
static void fill_digits(struct buf *out, const char *pattern, uint32_t who, bool compact)
{
	for (; *pattern; pattern++) {
		if (*pattern == '#') {
			who = who * 1664525u + 1013904223u;
			buf_char(out, (char)('0' + (who >> 16) % 10));
		} else if (!compact || *pattern == '+' || (*pattern >= '0' && *pattern <= '9')) {
			buf_char(out, *pattern);
		}
	}
}

/* As people write it first; where that does not fit, as machines do (+16175550123), then national. */
void hint_phone(struct making *m, struct slice name, struct buf *out)
{
	const struct place_row *p = place_of(m, name);

	fill_digits(out, p->phone, persona_of(m, name).last, m->look > 0);
	if (m->look % 3 == 2 && out->len) {
		memmove(out->data, out->data + 1, out->len - 1);
		out->len--;
	}
}

void hint_city(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, place_of(m, name)->city);
}

void hint_state(struct making *m, struct slice name, struct buf *out)
{
	const struct place_row *p = place_of(m, name);

	buf_str(out, m->longest < strlen(p->state) ? p->code : p->state);
}

void hint_country(struct making *m, struct slice name, struct buf *out)
{
	const struct place_row *p = place_of(m, name);

	buf_str(out, m->longest < 4 || m->look ? p->code : p->country);
}

void hint_country_code(struct making *m, struct slice name, struct buf *out)
{
	const struct place_row *p = place_of(m, name);

	if (m->look == 1)
		ascii_add(out, p->code, '-');
	else
		buf_str(out, p->code);
}

void hint_zip(struct making *m, struct slice name, struct buf *out)
{
	fill_digits(out, place_of(m, name)->zip, persona_of(m, name).where, m->look == 1);
}

void hint_currency(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, place_of(m, name)->currency);
}

void hint_zone(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, place_of(m, name)->zone);
}

void hint_locale(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, m->longest < 5 ? m->g->locale->name : m->g->locale->language);
}

void hint_house(struct making *m, struct slice name, struct buf *out)
{
	buf_decimal(out, persona_of(m, name).where / 7 % 180 + 1);
}

void hint_street(struct making *m, struct slice name, struct buf *out)
{
	const struct locale *l = m->g->locale;
	const char *street = word_of(&l->street, persona_of(m, name).where / 31);

	if (l->number_behind)
		buf_printf(out, "%s ", street);
	hint_house(m, name, out);
	if (!l->number_behind)
		buf_printf(out, " %s", street);
}

void hint_address(struct making *m, struct slice name, struct buf *out)
{
	hint_street(m, name, out);
	buf_str(out, ", ");
	hint_zip(m, name, out);
	buf_printf(out, " %s", place_of(m, name)->city);
}

/* Some hundred metres around the middle of the city. */
static void add_degrees(struct making *m, int value, struct buf *out)
{
	value += (int)making_between(m, -150, 150);
	buf_printf(out, "%s%d.%04d", value < 0 ? "-" : "", (value < 0 ? -value : value) / 10000,
		   (value < 0 ? -value : value) % 10000);
}

void hint_latitude(struct making *m, struct slice name, struct buf *out)
{
	add_degrees(m, place_of(m, name)->lat, out);
}

void hint_longitude(struct making *m, struct slice name, struct buf *out)
{
	add_degrees(m, place_of(m, name)->lon, out);
}

void hint_coordinates(struct making *m, struct slice name, struct buf *out)
{
	hint_latitude(m, name, out);
	buf_char(out, ',');
	hint_longitude(m, name, out);
}

void hint_airport(struct making *m, struct slice name, struct buf *out)
{
	buf_str(out, word_of(&words_airport, persona_of(m, name).where));
}
