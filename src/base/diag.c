#include <stdarg.h>

#include "base/diag.h"
#include "base/limits.h"

static const struct {
	const char *name, *gloss;
} codes[] = {
#define X(id, name, gloss) [DIAG_##id] = { name, gloss },
	DIAG_CODES(X)
#undef X
};

static const char *const severities[] = {
	[SEVERITY_ERROR] = "error",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_HINT] = "hint",
};

const char *diag_code_name(enum diag_code code)
{
	return codes[code].name;
}

const char *diag_code_gloss(enum diag_code code)
{
	return codes[code].gloss;
}

void diag_print(FILE *out, const struct finding *f)
{
	if (f->at.file && f->at.line)
		fprintf(out, "%s:%u:%u: ", f->at.file, f->at.line, f->at.col);
	else if (f->at.file)
		fprintf(out, "%s: ", f->at.file);
	fprintf(out, "%s: %s [%s]\n", severities[f->severity], f->text, codes[f->code].name);
}

/* A finding outlives the document that it is about; mostly the one before is about the same file. */
static const char *keep_file(struct diag *d, const char *file)
{
	const char *last = d->n ? d->findings[d->n - 1].at.file : NULL;

	if (!file || (last && !strcmp(last, file)))
		return file ? last : NULL;
	return arena_strdup(&d->arena, slice_str(file));
}

__attribute__((format(printf, 5, 0))) static void report(struct diag *d, enum severity severity,
							 enum diag_code code, struct loc at, const char *fmt,
							 va_list ap)
{
	unsigned max = d->max ? d->max : LIMIT_FINDINGS;
	char text[LIMIT_FINDING_BYTES];
	struct finding *f;

	d->errors += severity == SEVERITY_ERROR;
	d->warnings += severity == SEVERITY_WARNING;
	if (d->n >= max) {
		d->left_out++;
		return;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	d->findings = arena_grow(&d->arena, d->findings, d->n, &d->room, sizeof(*d->findings));
	at.file = keep_file(d, at.file);
	f = &d->findings[d->n++];
	*f = (struct finding){ severity, code, at, arena_strdup(&d->arena, slice_str(text)) };
	if (d->out)
		diag_print(d->out, f);
}

bool diag_error(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, SEVERITY_ERROR, code, at, fmt, ap);
	va_end(ap);
	return false;
}

void diag_warning(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, SEVERITY_WARNING, code, at, fmt, ap);
	va_end(ap);
}

void diag_hint(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, SEVERITY_HINT, code, at, fmt, ap);
	va_end(ap);
}

void diag_release(struct diag *d)
{
	arena_free(&d->arena);
	*d = (struct diag){ .out = d->out, .max = d->max };
}
