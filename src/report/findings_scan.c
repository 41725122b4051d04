/* Findings as static analysers write them: SARIF 2.1.0 and GitLab's Code Quality. */
#include "report/findings.h"

#include "base/text.h"
#include "contract/lint.h"

static void add(struct buf *out, const char *before, const char *value)
{
	buf_str(out, before);
	json_string_add(out, slice_str(value));
}

/* --- SARIF 2.1.0 (OASIS): §3.27 result, §3.49 reportingDescriptor */

static const char *gloss_of(const struct finding *f)
{
	struct lint_row row;

	for (size_t i = 0; f->rule && lint_row(i, &row); i++)
		if (!strcmp(row.id, f->rule))
			return row.gloss;
	return f->rule ? "a rule of this project" : diag_code_gloss(f->code);
}

/* Each rule that found something, once. */
static void sarif_rules(struct buf *out, const struct findings *all)
{
	struct map done = MAP_INIT;
	bool first = true;

	for (size_t i = 0; i < all->n; i++) {
		const char *rule = finding_rule(all->list[i].finding);

		if (!found_is_shown(all, &all->list[i]) || map_put(&done, slice_str(rule), &done))
			continue;
		add(out, first ? "\n{\"id\":" : ",\n{\"id\":", rule);
		add(out, ",\"shortDescription\":{\"text\":", gloss_of(all->list[i].finding));
		buf_str(out, "}}");
		first = false;
	}
	map_release(&done);
}

/* §3.4.4: an URI. */
static void uri_add(struct buf *out, const char *file)
{
	BUF_AUTO struct buf uri = BUF_INIT(0);

	for (; *file; file++) {
		if (strchr(" %\"<>\\^`{|}#?", *file) || (unsigned char)*file < 0x20 || (*file & 0x80))
			buf_printf(&uri, "%%%02X", (unsigned char)*file);
		else
			buf_char(&uri, *file);
	}
	json_string_add(out, buf_view(&uri));
}

static void sarif_result(struct buf *out, const struct found *f)
{
	static const char *const levels[] = { "error", "warning", "note" };

	add(out, "{\"ruleId\":", finding_rule(f->finding));
	add(out, ",\"level\":", levels[f->finding->severity]);
	add(out, ",\"message\":{\"text\":", f->finding->text);
	buf_str(out, "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
	uri_add(out, f->file);
	buf_char(out, '}');
	if (f->finding->at.line)
		buf_printf(out, ",\"region\":{\"startLine\":%u,\"startColumn\":%u}", f->finding->at.line,
			   f->finding->at.col);
	add(out, "},\"logicalLocations\":[{\"fullyQualifiedName\":", f->pointer);
	add(out, "}]}],\"partialFingerprints\":{\"understudy/v1\":", f->fingerprint);
	buf_str(out, "}}");
}

void findings_sarif(struct buf *out, const struct findings *all)
{
	bool first = true;

	buf_str(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
		     "\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"tool\":{\"driver\":{\"name\":"
		     "\"understudy\",");
	add(out, "\"version\":", all->version ? all->version : "");
	buf_str(out, ",\"rules\":[");
	sarif_rules(out, all);
	buf_str(out, "]}},\n\"results\":[");
	for (size_t i = 0; i < all->n; i++)
		if (found_is_shown(all, &all->list[i])) {
			buf_str(out, first ? "\n" : ",\n");
			first = false;
			sarif_result(out, &all->list[i]);
		}
	buf_str(out, "]}]}\n");
}

/* --- GitLab Code Quality */

static void codequality_one(struct buf *out, const struct found *f)
{
	static const char *const severities[] = { "major", "minor", "info" };

	add(out, "{\"description\":", f->finding->text);
	add(out, ",\"check_name\":", finding_rule(f->finding));
	add(out, ",\"fingerprint\":", f->fingerprint);
	add(out, ",\"severity\":", severities[f->finding->severity]);
	add(out, ",\"location\":{\"path\":", strncmp(f->file, "./", 2) ? f->file : f->file + 2);
	buf_printf(out, ",\"lines\":{\"begin\":%u}}}", f->finding->at.line ? f->finding->at.line : 1);
}

void findings_codequality(struct buf *out, const struct findings *all)
{
	bool first = true;

	buf_char(out, '[');
	for (size_t i = 0; i < all->n; i++)
		if (found_is_shown(all, &all->list[i])) {
			buf_str(out, first ? "\n" : ",\n");
			first = false;
			codequality_one(out, &all->list[i]);
		}
	buf_str(out, "]\n");
}
