/* Products, titles, texts, devices. */
#include "generate/hint.h"

/* One product per object: its name, number and category belong together. */
static const struct product_row *product_of(struct making *m)
{
	const struct locale *l = m->g->locale;

	return &l->products[(m->persona.first / 3 + m->persona.last) % l->n_products];
}

void hint_product(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, product_of(m)->name);
}

void hint_sku(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, product_of(m)->sku);
	buf_char(out, '-');
	draw_decimal(out, m->persona.first / 11 % 9999 + 1, 4);
}

void hint_category(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, product_of(m)->category);
}

int64_t product_cents(struct making *m)
{
	return product_of(m)->cents;
}

void hint_item_price(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "%d.%02d", product_of(m)->cents / 100, product_of(m)->cents % 100);
}

void hint_price(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<3-250>.<0-99/2>", out);
}

void hint_title(struct making *m, struct slice name, struct buf *out)
{
	const struct locale *l = m->g->locale;

	(void)name;
	buf_str(out, word_of(&l->title_front, random_next(&m->random)));
	buf_char(out, ' ');
	buf_str(out, word_of(&l->title_back, random_next(&m->random)));
}

void hint_slug(struct making *m, struct slice name, struct buf *out)
{
	BUF_AUTO struct buf title = BUF_INIT(0);

	hint_title(m, name, &title);
	ascii_add(out, buf_cstr(&title), '-');
}

void hint_sentence(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&m->g->locale->sentence, random_next(&m->random)));
}

void hint_message(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&m->g->locale->greeting, random_next(&m->random)));
}

void hint_word(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	lifelike_words(m, 1, out);
}

void hint_colour(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, word_of(&m->g->locale->colour, random_next(&m->random)));
}

void hint_hex_colour(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_printf(out, "#%06x", (unsigned)random_below(&m->random, 0x1000000));
}

void hint_device(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<device>-<1-40/2>", out);
}

void hint_file_name(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<file>-<2024-2026>-<1-12/2>.<extension>", out);
}

void hint_path(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "/<folder>/<file>-<1-99/2>.<extension>", out);
}

void hint_seat(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_decimal(out, (uint64_t)making_between(m, 1, 38));
	buf_char(out, (char)making_between(m, 'A', 'F'));
}

/* A reading as text: the number that its own name suggests. */
void hint_measure(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	draw_text(m, "<10-99>.<0-9>", out);
}

static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
				    "friday", "saturday", "sunday" };
static const char *const months[] = { "january", "february", "march",	  "april",   "may",	 "june",
				      "july",	 "august",   "september", "october", "november", "december" };

void hint_day(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, days[random_below(&m->random, ARRAY_SIZE(days))]);
}

void hint_month(struct making *m, struct slice name, struct buf *out)
{
	(void)name;
	buf_str(out, months[random_below(&m->random, ARRAY_SIZE(months))]);
}
