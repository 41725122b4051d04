/* The four forms of a comparison's result. */
#include "cli/diff_report.h"

#include "base/text.h"

static void add_loc(struct buf *out, struct loc at)
{
	buf_str(out, at.file ? at.file : "-");
	if (at.line)
		buf_printf(out, ":%u:%u", at.line, at.col);
}

/* "(was required in old.yaml:85:19)", "(before: old.yaml:85:19)" */
static void add_was(struct buf *out, const struct change *c)
{
	if (!c->was && !c->was_at.file)
		return;
	buf_str(out, " (");
	buf_str(out, c->was ? c->was : "before:");
	if (c->was_at.file) {
		buf_str(out, c->was ? " in " : " ");
		add_loc(out, c->was_at);
	}
	buf_char(out, ')');
}

static void add_summary(struct buf *out, const struct diff_report *r)
{
	const struct diff *d = r->diff;
	size_t n = d->n + d->left_out;

	if (!n) {
		buf_printf(out, "%s and %s: no change", r->before, r->after);
		return;
	}
	buf_printf(out, "%s -> %s: %zu change%s", r->before, r->after, n, n == 1 ? "" : "s");
	if (!d->is_broken)
		buf_str(out, n == 1 ? ", compatible" : ", all compatible");
	if (d->breaks_producers)
		buf_printf(out, ", %zu break%s producers", d->breaks_producers,
			   d->breaks_producers == 1 ? "s" : "");
	if (d->breaks_consumers)
		buf_printf(out, ", %zu break%s consumers", d->breaks_consumers,
			   d->breaks_consumers == 1 ? "s" : "");
	if (d->is_broken && d->compatible)
		buf_printf(out, ", %zu compatible", d->compatible);
	if (d->left_out)
		buf_printf(out, " (%zu not listed)", d->left_out);
}

static void write_text(struct buf *out, const struct diff_report *r)
{
	for (size_t i = 0; i < r->diff->n; i++) {
		const struct change *c = &r->diff->changes[i];

		if (r->quiet && !c->breaks)
			continue;
		add_loc(out, c->at);
		buf_printf(out, ": %s: %s", diff_class_name(c->breaks), c->text);
		add_was(out, c);
		buf_char(out, '\n');
	}
	add_summary(out, r);
	buf_char(out, '\n');
}

/* --- JSON */

static void add_member(struct buf *out, const char *name, struct slice value)
{
	if (!value.ptr)
		return;
	buf_printf(out, ",\"%s\":", name);
	json_string_add(out, value);
}

static void add_json_loc(struct buf *out, const char *name, struct loc at)
{
	if (!at.file)
		return;
	buf_printf(out, ",\"%s\":{\"file\":", name);
	json_string_add(out, slice_str(at.file));
	buf_printf(out, ",\"line\":%u,\"column\":%u}", at.line, at.col);
}

static void add_json_change(struct buf *out, const struct change *c)
{
	buf_printf(out, "{\"breaks\":[%s%s%s]", c->breaks & BREAKS_CONSUMERS ? "\"consumers\"" : "",
		   c->breaks == (BREAKS_CONSUMERS | BREAKS_PRODUCERS) ? "," : "",
		   c->breaks & BREAKS_PRODUCERS ? "\"producers\"" : "");
	add_member(out, "change", slice_str(c->code));
	add_member(out, "channel", c->channel);
	add_member(out, "message", c->message);
	add_member(out, "pointer", c->pointer);
	add_member(out, "text", slice_str(c->text));
	add_member(out, "was", slice_str(c->was));
	add_json_loc(out, "at", c->at);
	add_json_loc(out, "wasAt", c->was_at);
	buf_char(out, '}');
}

static void write_json(struct buf *out, const struct diff_report *r)
{
	const struct diff *d = r->diff;

	buf_str(out, "{\"old\":");
	json_string_add(out, slice_str(r->before));
	add_member(out, "new", slice_str(r->after));
	buf_printf(out,
		   ",\"compatible\":%s,\"counts\":{\"breakConsumers\":%zu,\"breakProducers\":%zu,"
		   "\"compatible\":%zu,\"notListed\":%zu},\"changes\":[",
		   d->is_broken ? "false" : "true", d->breaks_consumers, d->breaks_producers, d->compatible,
		   d->left_out);
	for (size_t i = 0; i < d->n; i++) {
		buf_str(out, i ? ",\n" : "\n");
		add_json_change(out, &d->changes[i]);
	}
	buf_str(out, d->n ? "\n]}\n" : "]}\n");
}

/* --- Markdown */

/* Text that comes from a document is no markup, and ends no cell. */
static void add_cell(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (strchr("\\|`*_<>[]#~", s.ptr[i]) && s.ptr[i])
			buf_char(out, '\\');
		buf_char(out, s.ptr[i] == '\n' || s.ptr[i] == '\r' ? ' ' : s.ptr[i]);
	}
}

static void write_markdown(struct buf *out, const struct diff_report *r)
{
	BUF_AUTO struct buf cell = BUF_INIT(0);

	add_summary(&cell, r);
	buf_str(out, r->diff->is_broken ? "**Breaking.** " : "**Compatible.** ");
	add_cell(out, buf_view(&cell));
	buf_str(out, "\n");
	if (r->diff->n)
		buf_str(out, "\n| | change | where |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < r->diff->n; i++) {
		const struct change *c = &r->diff->changes[i];

		buf_printf(out, "| %s | ", diff_class_name(c->breaks));
		buf_reset(&cell);
		buf_str(&cell, c->text);
		add_was(&cell, c);
		add_cell(out, buf_view(&cell));
		buf_str(out, " | ");
		buf_reset(&cell);
		add_loc(&cell, c->at);
		add_cell(out, buf_view(&cell));
		buf_str(out, " |\n");
	}
}

/* --- JUnit */

static void add_xml(struct buf *out, struct slice s)
{
	static const char *const names[] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"
	};

	for (size_t i = 0; i < s.len; i++) {
		unsigned char ch = (unsigned char)s.ptr[i];

		if (ch < ARRAY_SIZE(names) && names[ch])
			buf_str(out, names[ch]);
		else
			buf_char(out, ch < ' ' ? ' ' : (char)ch);
	}
}

static void add_attribute(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, " %s=\"", name);
	add_xml(out, value);
	buf_char(out, '"');
}

static void add_case(struct buf *out, const struct change *c)
{
	BUF_AUTO struct buf whole = BUF_INIT(0);

	buf_str(out, "    <testcase");
	add_attribute(out, "classname", c->channel.ptr ? c->channel : SLICE_LIT("servers"));
	add_attribute(out, "name", slice_str(c->text));
	if (c->at.file)
		add_attribute(out, "file", slice_str(c->at.file));
	if (c->at.line)
		buf_printf(out, " line=\"%u\"", c->at.line);
	if (!c->breaks) {
		buf_str(out, "/>\n");
		return;
	}
	add_loc(&whole, c->at);
	buf_printf(&whole, ": %s: %s", diff_class_name(c->breaks), c->text);
	add_was(&whole, c);
	buf_str(out, ">\n      <failure");
	add_attribute(out, "type", slice_str(diff_class_name(c->breaks)));
	add_attribute(out, "message", slice_str(c->text));
	buf_char(out, '>');
	add_xml(out, buf_view(&whole));
	buf_str(out, "</failure>\n    </testcase>\n");
}

static void write_junit(struct buf *out, const struct diff_report *r)
{
	BUF_AUTO struct buf name = BUF_INIT(0);
	size_t failures = 0;

	for (size_t i = 0; i < r->diff->n; i++)
		failures += r->diff->changes[i].breaks != 0;
	buf_printf(&name, "diff %s %s", r->before, r->after);
	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite");
	add_attribute(out, "name", buf_view(&name));
	buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n",
		   r->diff->n ? r->diff->n : 1, failures);
	if (!r->diff->n)
		buf_str(out, "    <testcase classname=\"diff\" name=\"no change\"/>\n");
	for (size_t i = 0; i < r->diff->n; i++)
		add_case(out, &r->diff->changes[i]);
	buf_str(out, "  </testsuite>\n</testsuites>\n");
}

diff_writer *diff_writer_find(struct slice format)
{
	static const struct {
		const char *name;
		diff_writer *write;
	} rows[] = {
		{"text",	  write_text    },
		{ "json",	  write_json    },
		{ "markdown", write_markdown},
		{ "junit",	   write_junit   }
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (slice_is(format, rows[i].name))
			return rows[i].write;
	return NULL;
}
