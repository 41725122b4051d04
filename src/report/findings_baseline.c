/* The baseline: findings that somebody answers for until a day. */
#include "report/findings.h"

#include <ctype.h>

#include "base/text.h"
#include "document/known_keys.h"

static const char *const keys[] = { "rule", "file", "pointer", "text", "owner", "expires" };

struct entry {
	struct slice rule, file, pointer, text, owner, expires;
	const struct node *at;
	bool holds_something;
};

/* "2026-01-31" */
static bool is_day(struct slice s)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < s.len && i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)s.ptr[i]) : s.ptr[i] != form[i])
			return false;
	return s.len == sizeof(form) - 1;
}

static bool read_entry(struct entry *e, const struct node *n, struct diag *d)
{
	if (!node_is(n, NODE_MAP))
		return diag_error(d, DIAG_USAGE, node_loc(n), "a baseline entry is an object, not %s",
				  node_kind_name(n));
	*e = (struct entry){ .rule = node_get_text(n, "rule"),
			     .file = node_get_text(n, "file"),
			     .pointer = node_get_text(n, "pointer"),
			     .text = node_get_text(n, "text"),
			     .owner = node_get_text(n, "owner"),
			     .expires = node_get_text(n, "expires"),
			     .at = n };
	if (!e->rule.len || !e->file.len || (!e->pointer.ptr && !e->text.ptr))
		return diag_error(
			d, DIAG_USAGE, node_loc(n),
			"a baseline entry must have \"rule\", \"file\", and \"pointer\" or \"text\"");
	if (!e->owner.len)
		return diag_error(d, DIAG_USAGE, node_loc(n), "a baseline entry must have an \"owner\"");
	if (!is_day(e->expires))
		return diag_error(d, DIAG_USAGE, node_loc(n),
				  "a baseline entry must have \"expires\": a day like "
				  "2027-01-31");
	return node_keys_known(n, "a baseline entry", keys, ARRAY_SIZE(keys), d);
}

static struct slice plain_path(struct slice file)
{
	return slice_starts(file, SLICE_LIT("./")) ? slice_from(file, 2) : file;
}

/* The same file though one path begins further up. */
static bool same_file(struct slice a, struct slice b)
{
	struct slice longer, shorter;

	a = plain_path(a);
	b = plain_path(b);
	longer = a.len > b.len ? a : b;
	shorter = a.len > b.len ? b : a;
	return slice_ends(longer, shorter) &&
	       (longer.len == shorter.len || longer.ptr[longer.len - shorter.len - 1] == '/');
}

static bool entry_holds(const struct entry *e, const struct found *f)
{
	return slice_is(e->rule, finding_rule(f->finding)) && same_file(e->file, slice_str(f->file)) &&
	       (!e->pointer.ptr || slice_is(e->pointer, f->pointer)) &&
	       (!e->text.ptr || slice_is(e->text, f->finding->text));
}

static void apply_entry(struct findings *all, struct entry *e, const char *today)
{
	bool is_over = slice_compare(e->expires, slice_str(today)) < 0;

	for (size_t i = 0; i < all->n; i++) {
		struct found *f = &all->list[i];

		if (!entry_holds(e, f))
			continue;
		e->holds_something = true;
		if (!is_over)
			f->is_known = true;
		else
			f->expired = arena_printf(&all->arena, "%.*s, %.*s", SLICE_FMT(e->expires),
						  SLICE_FMT(e->owner));
	}
}

/* A document that is not validated now says nothing of its entries. */
static bool is_validated(const struct findings *all, struct slice file)
{
	for (size_t i = 0; i < all->n_files; i++)
		if (same_file(file, slice_str(all->files[i].name)))
			return true;
	return false;
}

bool baseline_apply(struct findings *all, const struct node *list, const char *today, struct diag *d)
{
	bool ok = true;

	if (node_is(list, NODE_NULL))
		return true;
	if (!node_is(list, NODE_LIST))
		return diag_error(d, DIAG_USAGE, node_loc(list), "a baseline is a list of findings, not %s",
				  node_kind_name(list));
	for (size_t i = 0; i < list->n; i++) {
		struct entry e = { 0 };

		if (!read_entry(&e, list->items[i], d)) {
			ok = false;
			continue;
		}
		apply_entry(all, &e, today);
		if (!e.holds_something && is_validated(all, e.file))
			diag_hint(d, DIAG_LINT, node_loc(e.at),
				  "nothing is found here any more: the entry can go");
	}
	return ok;
}

void baseline_write(struct buf *out, const struct findings *all, const char *until)
{
	bool is_empty = true;

	buf_str(out,
		"# Known findings.  Give each its owner; after the day of \"expires\" it counts again.\n");
	for (size_t i = 0; i < all->n; i++) {
		const struct found *f = &all->list[i];

		if (!all->hints && f->finding->severity == SEVERITY_HINT)
			continue;
		is_empty = false;
		buf_str(out, "- rule: ");
		json_string_add(out, slice_str(finding_rule(f->finding)));
		buf_str(out, "\n  file: ");
		json_string_add(out, slice_str(f->file));
		buf_str(out, "\n  pointer: ");
		json_string_add(out, slice_str(f->pointer));
		buf_str(out, "\n  text: ");
		json_string_add(out, slice_str(f->finding->text));
		buf_printf(out, "\n  owner: unassigned\n  expires: %s\n", until);
	}
	if (is_empty)
		buf_str(out, "[]\n");
}
