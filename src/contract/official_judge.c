/* Judging by the official schemas.  Our own tables have spoken before and speak better: what they found on a
 * line stands for what the schema finds there. */
#include "base/limits.h"
#include "contract/official.h"
#include "document/pointer.h"

enum { MOST_VIOLATIONS = 50 };

static bool is_same_file(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool has_error_between(const struct diag *d, const char *file, unsigned first, unsigned last)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct finding *f = &d->findings[i];

		if (f->severity == SEVERITY_ERROR && f->at.line >= first && f->at.line <= last &&
		    is_same_file(f->at.file, file))
			return true;
	}
	return false;
}

static unsigned last_line(const struct node *n)
{
	while (n->n && (n->kind == NODE_MAP || n->kind == NODE_LIST)) {
		const struct node *last =
			n->kind == NODE_MAP ? n->members[n->n - 1].value : n->items[n->n - 1];

		if (last->line < n->line || last->in != n->in)
			break; /* an alias, a merged key */
		n = last;
	}
	return n->line;
}

/* A key that may not be there is shown where the key stands, everything else where its value does. */
static struct loc place_of(struct node *root, const struct violation *v, const struct node **found)
{
	size_t slash = v->instance.len;
	struct node *n = node_at(root, v->instance);
	struct loc at = node_loc(n ? n : root);
	BUF_AUTO struct buf name = BUF_INIT(0);
	const struct member *m;

	*found = n ? n : root;
	while (slash && v->instance.ptr[slash - 1] != '/')
		slash--;
	if (!slash || strcmp(v->keyword, "additionalProperties") != 0 ||
	    !pointer_unescape(slice_from(v->instance, slash), &name))
		return at;
	m = node_member(node_at(root, slice_first(v->instance, slash - 1)), buf_view(&name));
	if (m) {
		at.line = m->line;
		at.col = m->col;
	}
	return at;
}

/* Of a choice that is too deep, or of `not`, only the failure is known: any error inside says it better. */
static bool is_vague(const struct violation *v)
{
	return strcmp(v->keyword, "anyOf") == 0 || strcmp(v->keyword, "not") == 0;
}

static void say(struct loader *l, struct node *root, const struct violation *v, enum severity severity)
{
	static const struct slice document = SLICE_LIT("the document.");
	const struct node *n;
	struct loc at = place_of(root, v, &n);
	unsigned last = is_vague(v) ? last_line(n) : at.line;
	struct slice text = v->text;
	bool is_key = strcmp(v->keyword, "additionalProperties") == 0;

	if (has_error_between(l->d, at.file, at.line, last))
		return;
	if (slice_starts(text, document))
		text = slice_from(text, document.len);
	if (severity == SEVERITY_WARNING)
		diag_warning(l->d, is_key ? DIAG_UNKNOWN_KEY : DIAG_CONTRACT, at, "%.*s", SLICE_FMT(text));
	else
		diag_error(l->d, is_key ? DIAG_UNKNOWN_KEY : DIAG_CONTRACT, at, "%.*s", SLICE_FMT(text));
}

/* The schemas mean "a reference or the thing" by oneOf; some things fit both (a parameter of 2.x is open),
 * and the reference parser lets that pass.  So it does with names in a $ref that a URI would escape
 * ("[a,b]"). */
static bool is_to_be_said(const struct violations *v, size_t i)
{
	const struct violation *one = &v->list[i];

	if (strcmp(one->keyword, "oneOf") == 0 ||
	    (strcmp(one->keyword, "format") == 0 && slice_ends(one->instance, SLICE_LIT("/$ref"))))
		return false;
	for (size_t k = 0; k < i; k++)
		if (slice_eq(v->list[k].text, one->text))
			return false;
	return true;
}

/* What the schema finds, into `v`; nothing when it cannot be asked (said). */
static void find(struct loader *l, struct node *schema, struct node *n, struct violations *v)
{
	static const struct schema_options options = { .formats_assert = true, .lazily = true };
	BUF_AUTO struct buf json = BUF_INIT(LIMIT_DOCUMENT_BYTES);
	struct schema *s = schema_compile(l->a, &l->official, schema, &options);
	size_t length;

	if (!l->judge)
		l->judge = judge_new();
	node_write_json(&json, n);
	length = json.len;
	buf_add(&json, (char[SCHEMA_PADDING]){ 0 }, SCHEMA_PADDING);
	if (json.failed)
		diag_error(l->d, DIAG_LIMIT, node_loc(n),
			   "with its aliases followed this takes more than %d bytes", LIMIT_DOCUMENT_BYTES);
	else if (s)
		schema_explain(s, l->judge, slice_of(json.data, length), v);
}

static void say_all(struct loader *l, struct node *n, struct violations *v, enum severity severity)
{
	for (size_t i = 0; i < v->n; i++)
		if (is_to_be_said(v, i))
			say(l, n, &v->list[i], severity);
	violations_release(v);
}

void official_judge(struct loader *l, struct node *schema, struct node *n, const char *called,
		    enum severity severity)
{
	struct violations v = { .max = MOST_VIOLATIONS, .root_name = called, .innermost = true };

	find(l, schema, n, &v);
	say_all(l, n, &v, severity);
}

void official_find(struct loader *l, struct violations *found)
{
	static const char *const versions[] = {
		"2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0",
	};

	*found =
		(struct violations){ .max = MOST_VIOLATIONS, .root_name = "the document", .innermost = true };
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++)
		if (l->version & 1u << i)
			find(l, official_file(l, versions[i]), l->contract->root, found);
	/* The tape of a whole document is large; what is judged from here on is small. */
	judge_free(l->judge);
	l->judge = NULL;
}

void official_say(struct loader *l, struct violations *found)
{
	say_all(l, l->contract->root, found, SEVERITY_ERROR);
}
