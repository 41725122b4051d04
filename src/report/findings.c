/* Gathers findings: where each stands as a JSON pointer, and a fingerprint that outlives moved lines. */
#include "report/findings.h"

#include <stdlib.h>

#include "contract/spot.h"

void findings_release(struct findings *all)
{
	map_release(&all->fingerprints);
	arena_free(&all->arena);
}

/* Made for the first that asks: a lint finding knows its pointer, for the loader's it is what begins at their
 * place. */
struct places {
	const struct contract *contract;
	struct spots spots;
	bool is_made;
};

static const char *pointer_of(struct findings *all, struct places *places, const struct finding *f)
{
	const struct spot *spot;
	BUF_AUTO struct buf pointer = BUF_INIT(0);

	if (f->pointer || !f->at.line || !places->contract)
		return f->pointer ? f->pointer : "";
	if (!places->is_made)
		spots_init(&places->spots, &places->contract->library);
	places->is_made = true;
	spot = spot_at(&places->spots, f->at);
	if (spot)
		spot_pointer(&places->spots, spot, &pointer);
	return arena_strdup(&all->arena, buf_view(&pointer));
}

static void digest_of(const struct found *f, unsigned number, char *hex)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	buf_printf(&text, "%s\n%s\n%s\n%s\n%u", finding_rule(f->finding), f->file, f->pointer,
		   f->finding->text, number);
	sha256_hex(buf_view(&text), hex);
}

/* Alike findings at one node (two equal lines of one list) are told apart by their number. */
struct alike {
	char first[SHA256_HEX];
	unsigned n;
};

static void fingerprint(struct findings *all, struct found *f)
{
	struct alike *alike;

	digest_of(f, 1, f->fingerprint);
	alike = map_get(&all->fingerprints, slice_str(f->fingerprint));
	if (!alike) {
		alike = arena_new(&all->arena, struct alike);
		memcpy(alike->first, f->fingerprint, sizeof(alike->first));
		map_put(&all->fingerprints, slice_str(alike->first), alike);
	}
	if (++alike->n > 1)
		digest_of(f, alike->n, f->fingerprint);
	f->fingerprint[32] = '\0';
}

static void add_one(struct findings *all, struct places *places, const char *file, const struct finding *f)
{
	struct found *one;

	all->list = arena_grow(&all->arena, all->list, all->n, &all->room, sizeof(*all->list));
	one = &all->list[all->n++];
	*one = (struct found){ .finding = f, .file = f->at.file ? f->at.file : file };
	one->pointer = pointer_of(all, places, f);
	if (found_is_shown(all, one))
		fingerprint(all, one);
}

static int by_place(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	const struct finding *x = a->finding, *y = b->finding;
	int files = strcmp(a->file, b->file);

	if (files)
		return files;
	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	if (x->at.col != y->at.col)
		return x->at.col < y->at.col ? -1 : 1;
	return x < y ? -1 : x > y; /* as they were found: one array holds them */
}

void findings_add(struct findings *all, const char *file, const struct contract *c, const struct diag *d)
{
	struct places places = { .contract = c };
	size_t first = all->n;

	for (size_t i = 0; i < d->n; i++)
		add_one(all, &places, file, &d->findings[i]);
	if (all->n > first)
		qsort(all->list + first, all->n - first, sizeof(*all->list), by_place);
	all->files = arena_grow(&all->arena, all->files, all->n_files, &all->room_files, sizeof(*all->files));
	all->files[all->n_files++] =
		(struct found_file){ .name = file,
				     .asyncapi = c ? arena_copy(&all->arena, c->asyncapi) : SLICE_NONE,
				     .left_out = d->left_out };
	for (size_t i = first; i < all->n; i++)
		all->list[i].in = all->n_files - 1;
	spots_release(&places.spots);
}

void findings_count(struct findings *all)
{
	for (size_t i = 0; i < all->n_files; i++)
		all->files[i].errors = all->files[i].warnings = all->files[i].hints = all->files[i].known = 0;
	for (size_t i = 0; i < all->n; i++) {
		struct found_file *file = &all->files[all->list[i].in];
		unsigned *counts[] = { &file->errors, &file->warnings, &file->hints };

		if (all->list[i].is_known)
			file->known++;
		else
			++*counts[all->list[i].finding->severity];
	}
}

bool found_is_shown(const struct findings *all, const struct found *f)
{
	return !f->is_known && (all->hints || f->finding->severity != SEVERITY_HINT);
}

/* --- formats */

static const struct findings_format formats[] = {
	{"text",	  findings_text	},
	{ "json",	  findings_json	},
	{ "junit",	   findings_junit	  },
	{ "sarif",	   findings_sarif	  },
	{ "codequality", findings_codequality},
	{ "github",	    findings_github	    },
};

const struct findings_format *findings_format(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (slice_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

void findings_format_names(struct buf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		buf_printf(out, "%s%s", i ? ", " : "", formats[i].name);
}
