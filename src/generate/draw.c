/* Texts from templates, drawn from left to right.  Draws never stand side by side in a call's arguments: C
 * leaves their order to the compiler, and the bytes must not depend on it. */
#include <stdlib.h>

#include "generate/making.h"
#include "generate/words.h"

static const char *const files[] = { "report", "invoice", "export", "summary", "contract", "photo" };
static const char *const folders[] = { "data", "uploads", "reports", "archive", "shared" };
static const struct words words_file = { files, ARRAY_SIZE(files) },
			  words_folder = { folders, ARRAY_SIZE(folders) };

/* What stands in addresses is ASCII in every language. */
static const struct {
	const char *name;
	const struct words *words;
} kinds[] = {
	{"word",	  &locale_en.common},
	       { "domain",	   &words_domain	 },
	    { "device",	&words_device    },
	{ "file",	  &words_file      },
	       { "folder",	   &words_folder	 },
	    { "extension", &words_extension },
	{ "service",   &words_service   },
};

static bool draw_word(struct making *m, struct slice name, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (slice_is(name, kinds[i].name)) {
			const struct words *w = kinds[i].words;

			buf_str(out, w->list[random_below(&m->random, w->n)]);
			return true;
		}
	return false;
}

void draw_hex(struct buf *out, uint64_t value, unsigned n)
{
	char digits[16];

	for (unsigned i = n; i-- > 0; value >>= 4)
		digits[i] = "0123456789abcdef"[value & 15];
	buf_add(out, digits, n);
}

void draw_decimal(struct buf *out, uint64_t value, unsigned width)
{
	char digits[20];
	unsigned at = sizeof(digits);

	for (; value || sizeof(digits) - at < width; value /= 10)
		digits[--at] = (char)('0' + value % 10);
	buf_add(out, digits + at, sizeof(digits) - at);
}

/* "1-254", "0-99/2" (two digits at least), "1-65535x" (hexadecimal).  Templates are ours: no checks. */
static void draw_number(struct making *m, const char *range, struct buf *out)
{
	char *rest;
	long low = strtol(range, &rest, 10), high = strtol(rest + 1, &rest, 10);
	int width = *rest == '/' ? (int)strtol(rest + 1, NULL, 10) : 1;
	uint64_t value = (uint64_t)making_between(m, low, high);

	if (*rest == 'x')
		buf_printf(out, "%x", (unsigned)value);
	else
		draw_decimal(out, value, (unsigned)width);
}

void draw_text(struct making *m, const char *template, struct buf *out)
{
	while (*template) {
		size_t plain = strcspn(template, "<"), inner;

		buf_add(out, template, plain);
		template += plain;
		if (!*template)
			return;
		inner = strcspn(++template, ">");
		if (!draw_word(m, slice_of(template, inner), out))
			draw_number(m, template, out);
		template += inner + 1;
	}
}
