#include "report/junit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "report/xml.h"

static void attribute(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, " %s=\"", name);
	xml_attribute(out, value);
	buf_char(out, '"');
}

static void element(struct buf *out, const char *indent, const char *name, struct slice text)
{
	if (!text.len)
		return;
	buf_printf(out, "%s<%s>", indent, name);
	xml_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void counts(struct buf *out, const struct report_counts *c)
{
	buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.3f\"",
		   c->passed + c->failed + c->skipped + c->errors, c->failed, c->errors, c->skipped,
		   (double)c->took_us / 1e6);
}

static void timestamp(struct buf *out, int64_t wall_us)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	time_add(&b, wall_us);
	/* Without fraction and zone: what the schema of Jenkins takes. */
	attribute(out, "timestamp", slice_first(buf_view(&b), 19));
}

/* "scenarios/orders.yaml" to "scenarios.orders": how the readers of such reports group cases. */
static void classname(struct buf *out, const char *path)
{
	struct slice s = slice_str(path);
	BUF_AUTO struct buf b = BUF_INIT(0);

	while (slice_starts(s, SLICE_LIT("./")) || slice_starts(s, SLICE_LIT("/")) ||
	       slice_starts(s, SLICE_LIT("../")))
		s = slice_from(s, slice_find(s, '/') + 1);
	if (slice_ends(s, SLICE_LIT(".yaml")))
		s.len -= 5;
	else if (slice_ends(s, SLICE_LIT(".yml")) || slice_ends(s, SLICE_LIT(".json")))
		s.len -= slice_ends(s, SLICE_LIT(".yml")) ? 4 : 5;
	for (size_t i = 0; i < s.len; i++)
		buf_char(&b, s.ptr[i] == '/' ? '.' : s.ptr[i]);
	attribute(out, "classname", buf_view(&b));
}

static void property(struct buf *out, const char *name, struct slice value)
{
	buf_str(out, "        <property");
	attribute(out, "name", slice_str(name));
	attribute(out, "value", value);
	buf_str(out, "/>\n");
}

/* "orders.yaml 1.4.0 sha256:9f…" */
static void contract_property(struct buf *out, const struct contract *c)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	buf_printf(&b, "%s %.*s sha256:%s", c->file, SLICE_FMT(c->version), c->sha256);
	property(out, "contract", buf_view(&b));
}

/* Whom to ask: the contact that the first contract names. */
static struct slice owner_of(const struct scenario *s)
{
	const struct node *contact = NULL;

	if (s->n_contracts)
		contact = node_get(node_get(s->contracts[0].contract->root, "info"), "contact");
	return node_get_text(contact, "name").ptr ? node_get_text(contact, "name")
						  : node_get_text(contact, "email");
}

static void properties(struct buf *out, const struct scenario_result *r)
{
	const struct scenario *s = r->scenario;
	BUF_AUTO struct buf seed = BUF_INIT(0);

	buf_decimal(&seed, r->seed);
	buf_str(out, "      <properties>\n");
	property(out, "understudy", SLICE_LIT(UNDERSTUDY_VERSION));
	property(out, "seed", buf_view(&seed));
	for (size_t i = 0; i < s->n_contracts; i++)
		contract_property(out, s->contracts[i].contract);
	if (owner_of(s).len)
		property(out, "owner", owner_of(s));
	for (size_t i = 0; i < s->n_tags; i++)
		property(out, "tag", s->tags[i]);
	buf_str(out, "      </properties>\n");
}

static void failure(struct buf *out, const char *name, struct slice message, struct slice text)
{
	buf_printf(out, "      <%s", name);
	attribute(out, "message", message);
	attribute(out, "type", slice_str(name));
	buf_char(out, '>');
	xml_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void open_case(struct buf *out, const char *path, struct slice title, unsigned line, int64_t took_us)
{
	buf_str(out, "    <testcase");
	attribute(out, "name", title);
	classname(out, path);
	attribute(out, "file", slice_str(path));
	buf_printf(out, " line=\"%u\" time=\"%.3f\">\n", line ? line : 1, (double)took_us / 1e6);
}

static void write_case(struct buf *out, const struct report_suite *s, const struct scenario_result *r)
{
	open_case(out, s->file->path, r->title, r->at.line, r->took_us);
	properties(out, r);
	if (r->status == SCENARIO_SKIPPED) {
		buf_str(out, "      <skipped");
		attribute(out, "message", r->message);
		buf_str(out, "/>\n");
	}
	if (r->status == SCENARIO_FAILED)
		failure(out, "failure", r->message, r->text);
	if (r->status == SCENARIO_ERROR)
		failure(out, "error", r->message, r->text);
	element(out, "      ", "system-out", r->output);
	buf_str(out, "    </testcase>\n");
}

/* A file that cannot be loaded is in the report, not missing from it. */
static void write_unloaded(struct buf *out, const struct scenario_file *f)
{
	char *text = NULL;
	size_t size = 0;
	FILE *all = open_memstream(&text, &size);

	for (size_t i = 0; all && i < f->diag.n; i++)
		diag_print(all, &f->diag.findings[i]);
	if (all)
		fclose(all);
	open_case(out, f->path, SLICE_LIT("the file can be loaded"),
		  f->diag.n ? f->diag.findings[0].at.line : 1, 0);
	failure(out, "error", slice_str(f->diag.n ? f->diag.findings[0].text : "it cannot be loaded"),
		slice_of(text, size));
	buf_str(out, "    </testcase>\n");
	free(text);
}

static void write_suite(struct buf *out, const struct report *r, const struct report_suite *s)
{
	struct report_counts c = suite_counts(s);

	buf_str(out, "  <testsuite");
	attribute(out, "name", slice_str(s->file->path));
	counts(out, &c);
	timestamp(out, r->started_wall_us);
	buf_str(out, ">\n");
	if (s->file->diag.errors)
		write_unloaded(out, s->file);
	for (size_t i = 0; i < s->n; i++)
		write_case(out, s, &s->results[i]);
	buf_str(out, "  </testsuite>\n");
}

void junit_write(struct buf *out, const struct report *r)
{
	struct report_counts c = report_counts(r);

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"understudy\"");
	counts(out, &c);
	buf_str(out, ">\n");
	for (size_t i = 0; i < r->n; i++)
		write_suite(out, r, &r->suites[i]);
	buf_str(out, "</testsuites>\n");
}

static bool save(const char *temporary, const struct buf *b)
{
	FILE *f = fopen(temporary, "we");
	bool ok = f && fwrite(b->data, 1, b->len, f) == b->len;

	return f && fclose(f) == 0 && ok;
}

bool junit_save(const struct report *r, const char *file, struct diag *d)
{
	BUF_AUTO struct buf b = BUF_INIT(0), temporary = BUF_INIT(0);

	junit_write(&b, r);
	buf_printf(&temporary, "%s.%d.tmp", file, (int)getpid());
	if (save(buf_cstr(&temporary), &b) && rename(buf_cstr(&temporary), file) == 0)
		return true;
	diag_error(d, DIAG_ENVIRONMENT, (struct loc){ .file = file }, "the report cannot be written: %s",
		   strerror(errno));
	unlink(buf_cstr(&temporary));
	return false;
}
