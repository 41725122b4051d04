/* Findings for people, for our own JSON, for JUnit readers and for GitHub's log. */
#include "report/findings.h"

#include "base/limits.h"
#include "base/text.h"
#include "report/xml.h"

static void add_json(struct buf *out, const char *key, const char *value)
{
	json_string_add(out, slice_str(key));
	buf_char(out, ':');
	json_string_add(out, slice_str(value));
}

/* Cuts line breaks out of what is one line. */
static void add_line(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_char(out, *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void add_place(struct buf *out, const struct found *f)
{
	buf_str(out, f->file);
	if (f->finding->at.line)
		buf_printf(out, ":%u:%u", f->finding->at.line, f->finding->at.col);
}

static void text_line(struct buf *out, const struct found *f)
{
	add_place(out, f);
	buf_printf(out, ": %s: ", severity_name(f->finding->severity));
	add_line(out, f->finding->text);
	if (f->expired)
		buf_printf(out, " (the baseline held it until %s)", f->expired);
	buf_printf(out, " [%s]\n", finding_rule(f->finding));
}

/* Nobody reads ten thousand lines: the other formats have them all. */
void findings_text(struct buf *out, const struct findings *all)
{
	size_t shown = 0;

	for (size_t i = 0; i < all->n; i++)
		if (found_is_shown(all, &all->list[i]) && shown++ < LIMIT_FINDINGS)
			text_line(out, &all->list[i]);
	if (shown > LIMIT_FINDINGS)
		buf_printf(out, "%zu more; --format json has them all\n", shown - LIMIT_FINDINGS);
}

/* --- JSON */

static void json_file(struct buf *out, const struct found_file *f)
{
	buf_char(out, '{');
	add_json(out, "file", f->name);
	buf_str(out, ",\"asyncapi\":");
	if (f->asyncapi.ptr)
		json_string_add(out, f->asyncapi);
	else
		buf_str(out, "null");
	buf_printf(out, ",\"valid\":%s,\"errors\":%u,\"warnings\":%u,\"hints\":%u,\"known\":%u}",
		   f->errors ? "false" : "true", f->errors, f->warnings, f->hints, f->known);
}

static void json_finding(struct buf *out, const struct found *f)
{
	buf_char(out, '{');
	add_json(out, "severity", severity_name(f->finding->severity));
	buf_char(out, ',');
	add_json(out, "rule", finding_rule(f->finding));
	buf_char(out, ',');
	add_json(out, "file", f->file);
	buf_printf(out, ",\"line\":%u,\"column\":%u,", f->finding->at.line, f->finding->at.col);
	add_json(out, "pointer", f->pointer);
	buf_char(out, ',');
	add_json(out, "text", f->finding->text);
	buf_char(out, ',');
	add_json(out, "fingerprint", f->fingerprint);
	if (f->expired) {
		buf_char(out, ',');
		add_json(out, "expired", f->expired);
	}
	buf_char(out, '}');
}

void findings_json(struct buf *out, const struct findings *all)
{
	bool first = true;

	buf_str(out, "{\"files\":[");
	for (size_t i = 0; i < all->n_files; i++) {
		buf_str(out, i ? ",\n" : "\n");
		json_file(out, &all->files[i]);
	}
	buf_str(out, "],\n\"findings\":[");
	for (size_t i = 0; i < all->n; i++)
		if (found_is_shown(all, &all->list[i])) {
			buf_str(out, first ? "\n" : ",\n");
			first = false;
			json_finding(out, &all->list[i]);
		}
	buf_str(out, "]}\n");
}

/* --- JUnit: a suite per file; what is no error is a test that passes and says something */

static void junit_case(struct buf *out, const struct found *f)
{
	bool fails = f->finding->severity == SEVERITY_ERROR;

	buf_str(out, "    <testcase classname=\"");
	xml_attribute(out, slice_str(finding_rule(f->finding)));
	buf_str(out, "\" name=\"");
	xml_attribute(out, slice_str(f->finding->text));
	buf_str(out, "\" file=\"");
	xml_attribute(out, slice_str(f->file));
	buf_printf(out, "\" line=\"%u\">\n      ", f->finding->at.line);
	buf_str(out, fails ? "<failure type=\"" : "<system-out>");
	if (fails) {
		xml_attribute(out, slice_str(finding_rule(f->finding)));
		buf_str(out, "\" message=\"");
		xml_attribute(out, slice_str(f->finding->text));
		buf_str(out, "\">");
	}
	xml_text(out, slice_str(f->file));
	buf_printf(out, ":%u:%u: %s: ", f->finding->at.line, f->finding->at.col,
		   severity_name(f->finding->severity));
	xml_text(out, slice_str(f->finding->text));
	buf_printf(out, "</%s>\n    </testcase>\n", fails ? "failure" : "system-out");
}

static void junit_suite(struct buf *out, const struct findings *all, size_t file)
{
	BUF_AUTO struct buf cases = BUF_INIT(0);
	unsigned n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].in == file && found_is_shown(all, &all->list[i])) {
			junit_case(&cases, &all->list[i]);
			n++;
		}
	if (!n) {
		buf_str(&cases, "    <testcase classname=\"validate\" name=\"the document is valid\"/>\n");
		n = 1;
	}
	buf_str(out, "  <testsuite name=\"");
	xml_attribute(out, slice_str(all->files[file].name));
	buf_printf(out, "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n", n,
		   all->files[file].errors);
	buf_slice(out, buf_view(&cases));
	buf_str(out, "  </testsuite>\n");
}

void findings_junit(struct buf *out, const struct findings *all)
{
	buf_str(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"understudy validate\">\n");
	for (size_t i = 0; i < all->n_files; i++)
		junit_suite(out, all, i);
	buf_str(out, "</testsuites>\n");
}

/* --- GitHub: workflow commands */

static void github_escape(struct buf *out, const char *text, bool is_property)
{
	for (; *text; text++) {
		if (*text == '%' || *text == '\r' || *text == '\n' ||
		    (is_property && (*text == ':' || *text == ',')))
			buf_printf(out, "%%%02X", (unsigned char)*text);
		else
			buf_char(out, *text);
	}
}

void findings_github(struct buf *out, const struct findings *all)
{
	static const char *const commands[] = { "error", "warning", "notice" };

	for (size_t i = 0; i < all->n; i++) {
		const struct found *f = &all->list[i];

		if (!found_is_shown(all, f))
			continue;
		buf_printf(out, "::%s file=", commands[f->finding->severity]);
		github_escape(out, f->file, true);
		if (f->finding->at.line)
			buf_printf(out, ",line=%u,col=%u", f->finding->at.line, f->finding->at.col);
		buf_str(out, ",title=");
		github_escape(out, finding_rule(f->finding), true);
		buf_str(out, "::");
		github_escape(out, f->finding->text, false);
		buf_char(out, '\n');
	}
}
