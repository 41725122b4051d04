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

const char *finding_rule(const struct finding *f)
{
	return f->rule ? f->rule : codes[f->code].name;
}

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

void diag_print(FILE *out, const struct finding *f)
{
	if (f->at.file && f->at.line)
		fprintf(out, "%s:%u:%u: ", f->at.file, f->at.line, f->at.col);
	else if (f->at.file)
		fprintf(out, "%s: ", f->at.file);
	fprintf(out, "%s: %s [%s]\n", severities[f->severity], f->text, finding_rule(f));
}

/* A finding outlives the document that it is about; mostly the one before is about the same file. */
static const char *keep_file(struct diag *d, const char *file)
{
	const char *last = d->n ? d->findings[d->n - 1].at.file : NULL;

	if (!file || (last && !strcmp(last, file)))
		return file ? last : NULL;
	return arena_strdup(&d->arena, slice_str(file));
}

/* Adds `f`, whose text is still to be written; what it points to is copied into the arena. */
__attribute__((format(printf, 3, 0))) static void report(struct diag *d, struct finding f, const char *fmt,
							 va_list ap)
{
	unsigned max = d->max ? d->max : LIMIT_FINDINGS;
	char text[LIMIT_FINDING_BYTES];

	d->errors += f.severity == SEVERITY_ERROR;
	d->warnings += f.severity == SEVERITY_WARNING;
	if (d->n >= max) {
		d->left_out++;
		return;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	f.text = arena_strdup(&d->arena, slice_str(text));
	if (f.pointer)
		f.pointer = arena_strdup(&d->arena, slice_str(f.pointer));
	d->findings = arena_grow(&d->arena, d->findings, d->n, &d->room, sizeof(*d->findings));
	f.at.file = keep_file(d, f.at.file);
	d->findings[d->n++] = f;
	if (d->out)
		diag_print(d->out, &f);
}

bool diag_error(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, (struct finding){ .severity = SEVERITY_ERROR, .code = code, .at = at }, fmt, ap);
	va_end(ap);
	return false;
}

void diag_warning(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, (struct finding){ .severity = SEVERITY_WARNING, .code = code, .at = at }, fmt, ap);
	va_end(ap);
}

void diag_hint(struct diag *d, enum diag_code code, struct loc at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d, (struct finding){ .severity = SEVERITY_HINT, .code = code, .at = at }, fmt, ap);
	va_end(ap);
}

void diag_rule(struct diag *d, enum severity severity, const char *rule, const char *pointer, struct loc at,
	       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(d,
	       (struct finding){
		       .severity = severity, .code = DIAG_LINT, .at = at, .rule = rule, .pointer = pointer },
	       fmt, ap);
	va_end(ap);
}

void diag_release(struct diag *d)
{
	arena_free(&d->arena);
	*d = (struct diag){ .out = d->out, .max = d->max };
}
