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

/* "1-254", "0-99/2" (two digits at least), "1-65535x" (hexadecimal).  Templates are ours: no checks. */
static void draw_number(struct making *m, const char *range, struct buf *out)
{
	char *rest;
	long low = strtol(range, &rest, 10), high = strtol(rest + 1, &rest, 10);
	int width = *rest == '/' ? (int)strtol(rest + 1, NULL, 10) : 1;
	int value = (int)making_between(m, low, high);

	if (*rest == 'x')
		buf_printf(out, "%x", (unsigned)value);
	else
		buf_printf(out, "%0*d", width, value);
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
