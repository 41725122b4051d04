/* A tag is honoured where JSON has the type, ignored where it only refines one (!!binary and !!timestamp are
 * text), and pointed out where nobody here knows it. */
#include "base/text.h"
#include "document/scalar.h"
#include "document/yaml_tag.h"

#define CORE "tag:yaml.org,2002:"

enum { SHOWN_TAG_BYTES = 100 };

/* clang-format off */
static const struct row {
	const char *name;
	enum node_kind kind;
	bool integer;
} rows[] = {
	{ "str", NODE_TEXT, false },
	{ "null", NODE_NULL, false },
	{ "bool", NODE_BOOL, false },
	{ "int", NODE_NUMBER, true },
	{ "float", NODE_NUMBER, false },
	{ "seq", NODE_LIST, false },
	{ "map", NODE_MAP, false },
	{ "binary", NODE_TEXT, false },
	{ "timestamp", NODE_TEXT, false },
	{ "omap", NODE_LIST, false },
	{ "set", NODE_MAP, false },
	{ "pairs", NODE_LIST, false },
};
/* clang-format on */

static const struct row *row_of(const char *tag)
{
	size_t n = sizeof(CORE) - 1;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strncmp(tag, CORE, n) == 0 && strcmp(tag + n, rows[i].name) == 0)
			return &rows[i];
	return NULL;
}

static void say_unknown(struct build *b, const struct node *n, const char *tag)
{
	BUF_AUTO struct buf shown = BUF_INIT(0);

	printable_add(&shown, slice_str(tag), SHOWN_TAG_BYTES);
	diag_warning(b->diag, DIAG_SYNTAX, build_loc(b, (struct place){ n->line, n->col }),
		     "the tag '%s' means nothing here; the value is read as if it had none",
		     buf_cstr(&shown));
}

static void say_misfit(struct build *b, const struct node *n, const struct row *row)
{
	diag_error(b->diag, DIAG_SYNTAX, build_loc(b, (struct place){ n->line, n->col }),
		   "the value is tagged !!%s, but it is none", row->name);
}

static bool has_fraction(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '.' || s.ptr[i] == 'e' || s.ptr[i] == 'E')
			return true;
	return false;
}

void yaml_tag_scalar(struct build *b, struct node *n, const char *tag, bool is_plain)
{
	const struct row *row = tag ? row_of(tag) : NULL;
	bool is_text = tag && strcmp(tag, "!") == 0;

	if (tag && !row && !is_text)
		say_unknown(b, n, tag);
	if (row ? row->kind != NODE_TEXT : is_plain && !is_text)
		scalar_type(b, n);
	if (row && (n->kind != row->kind || (row->integer && has_fraction(n->text))))
		say_misfit(b, n, row);
}

void yaml_tag_nested(struct build *b, const struct node *n, const char *tag)
{
	const struct row *row = tag ? row_of(tag) : NULL;

	if (tag && !row && strcmp(tag, "!") != 0)
		say_unknown(b, n, tag);
	else if (row && n->kind != row->kind)
		say_misfit(b, n, row);
}
