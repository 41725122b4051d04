/* From libyaml's events to nodes.  An alias shares its anchor's node, so a few lines can stand for billions
 * of nodes: every alias is counted with all that stands behind it, and so is its depth. */
#include "base/limits.h"
#include "base/random.h"
#include "document/yaml.h"
#include "document/yaml_error.h"
#include "document/yaml_merge.h"
#include "document/yaml_tag.h"

/* libyaml compares every %TAG with all before it. */
enum { MOST_TAG_DIRECTIVES = 32, MOST_BRACKET_WORK = 1 << 28 };

struct anchor {
	struct node *node; /* NULL: still open, an alias here would be a circle */
	size_t n_nodes;
	unsigned height; /* levels of lists and maps */
};

struct reader {
	struct build *b;
	struct slice text;
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	struct map anchors; /* of this document */
	unsigned depth;
	struct yaml_quoted quoted;
	/* Within brackets libyaml looks at all that are open, for every token: the sum of that is bounded. */
	unsigned brackets;
	uint64_t bracket_work;
};

static struct place event_place(const struct reader *r)
{
	return yaml_place(r->event.start_mark);
}

static struct node *fail(struct reader *r, enum diag_code code, struct place at, const char *why)
{
	diag_error(r->b->diag, code, build_loc(r->b, at), "%s", why);
	return NULL;
}

static struct node *fail_limit(struct reader *r, struct place at, bool by_alias)
{
	build_say_limit(r->b, at, by_alias);
	return NULL;
}

static void note_quoted(struct reader *r)
{
	yaml_scalar_style_t style = r->event.data.scalar.style;

	r->quoted = (struct yaml_quoted){ 0 };
	if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		r->quoted = (struct yaml_quoted){ event_place(r), yaml_place(r->event.end_mark) };
}

static bool next(struct reader *r)
{
	yaml_event_delete(&r->event);
	if (!yaml_parser_parse(&r->parser, &r->event)) {
		yaml_error_say(r->b, &r->parser, r->text, r->quoted);
		return false;
	}
	if (r->event.type == YAML_SCALAR_EVENT)
		note_quoted(r);
	return true;
}

/* --- anchors and aliases */

static struct anchor *anchor_open(struct reader *r, const yaml_char_t *name)
{
	struct anchor *anchor;

	if (!name)
		return NULL;
	anchor = arena_new(r->b->arena, struct anchor);
	map_put(&r->anchors, arena_copy(r->b->arena, slice_str((const char *)name)), anchor);
	return anchor;
}

static struct node *read_alias(struct reader *r, unsigned *height)
{
	struct slice name = slice_str((const char *)r->event.data.alias.anchor);
	const struct anchor *anchor = map_get(&r->anchors, name);
	struct place at = event_place(r);

	if (!anchor) {
		diag_error(r->b->diag, DIAG_SYNTAX, build_loc(r->b, at),
			   "no anchor '&%.*s' stands above this alias", SLICE_FMT(name));
		return NULL;
	}
	if (!anchor->node)
		return fail(r, DIAG_SYNTAX, at, "the alias stands inside its own anchor");
	if (r->depth + anchor->height > LIMIT_DOCUMENT_DEPTH)
		return fail_limit(r, at, true);
	build_count(r->b, anchor->n_nodes);
	if (r->b->is_full)
		return fail_limit(r, at, true);
	*height = anchor->height;
	return anchor->node;
}

/* --- values */

/* The scalar's text: borrowed from the source where it stands there as it is, which most do.  (libyaml counts
 * characters where we need bytes: behind the first that is not ASCII the texts differ, and it is copied.) */
static struct slice scalar_text(struct reader *r)
{
	struct slice value = slice_of(r->event.data.scalar.value, r->event.data.scalar.length);
	bool is_quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	size_t at = r->event.start_mark.index + is_quoted;

	if (at <= r->text.len && value.len <= r->text.len - at &&
	    memcmp(r->text.ptr + at, value.ptr, value.len) == 0)
		return slice_of(r->text.ptr + at, value.len);
	return arena_copy(r->b->arena, value);
}

static struct node *read_value(struct reader *r, unsigned *height);

static struct node *read_scalar(struct reader *r)
{
	struct node *n = build_node(r->b, NODE_TEXT, event_place(r));
	struct anchor *anchor = anchor_open(r, r->event.data.scalar.anchor);

	n->text = scalar_text(r);
	yaml_tag_scalar(r->b, n, (const char *)r->event.data.scalar.tag,
			r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
	if (anchor)
		*anchor = (struct anchor){ n, 1, 0 };
	return n;
}

static bool read_items(struct reader *r, struct node *list, unsigned *height)
{
	size_t mark = r->b->n_items;

	for (;;) {
		unsigned below = 0;
		struct node *item;

		if (!next(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		item = read_value(r, &below);
		if (!item)
			return false;
		build_push_item(r->b, item);
		*height = below > *height ? below : *height;
	}
	build_close_list(r->b, list, mark);
	return true;
}

static bool is_merge_key(const struct reader *r)
{
	const char *tag = (const char *)r->event.data.scalar.tag;

	return r->event.type == YAML_SCALAR_EVENT && r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       r->event.data.scalar.length == 2 && memcmp(r->event.data.scalar.value, "<<", 2) == 0 &&
	       (!tag || strcmp(tag, "tag:yaml.org,2002:merge") == 0);
}

/* A key is its text as written: 200 and true are keys like others.  *key is absent when it cannot be one
 * (said); then the member is read and dropped.  False: broken. */
static bool read_key(struct reader *r, struct slice *key)
{
	struct place at = event_place(r);
	struct anchor *anchor;
	struct node *n;
	unsigned height;

	*key = SLICE_NONE;
	if (r->event.type == YAML_SCALAR_EVENT) {
		*key = scalar_text(r);
		anchor = anchor_open(r, r->event.data.scalar.anchor);
		if (anchor) {
			n = build_node(r->b, NODE_TEXT, at);
			n->text = *key;
			*anchor = (struct anchor){ n, 1, 0 };
		}
		return true;
	}
	n = read_value(r, &height);
	if (n && (n->kind == NODE_TEXT || n->kind == NODE_NUMBER))
		*key = n->text;
	else if (n)
		fail(r, DIAG_SYNTAX, at, "a key must be text, not an object or an array");
	return n != NULL;
}

/* The current event begins a key.  What `<<` brings is pushed to the items, to be merged at the end. */
static bool read_member(struct reader *r, unsigned *height)
{
	struct place at = event_place(r);
	bool is_merge = is_merge_key(r);
	struct slice key;
	struct node *value;

	if (!read_key(r, &key) || !next(r))
		return false;
	value = read_value(r, height);
	if (value && is_merge && yaml_merge_check(r->b, value, at))
		build_push_item(r->b, value);
	else if (value && !is_merge && key.ptr)
		build_push_member(r->b, key, value, at);
	return value != NULL;
}

static bool read_members(struct reader *r, struct node *map, unsigned *height)
{
	size_t mark = r->b->n_members, merges = r->b->n_items;

	for (;;) {
		unsigned below = 0;

		if (!next(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (!read_member(r, &below))
			return false;
		*height = below > *height ? below : *height;
	}
	build_close_map(r->b, map, mark);
	for (size_t i = merges; i < r->b->n_items; i++)
		yaml_merge(r->b, map, r->b->items[i]);
	r->b->n_items = merges;
	return true;
}

static struct node *read_nested(struct reader *r, unsigned *height)
{
	bool is_map = r->event.type == YAML_MAPPING_START_EVENT;
	bool in_brackets = is_map ? r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
				  : r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct node *n = build_node(r->b, is_map ? NODE_MAP : NODE_LIST, event_place(r));
	size_t before = r->b->n_nodes;
	struct anchor *anchor;

	if (r->depth == LIMIT_DOCUMENT_DEPTH)
		return fail_limit(r, event_place(r), false);
	anchor = anchor_open(r, is_map ? r->event.data.mapping_start.anchor
				       : r->event.data.sequence_start.anchor);
	yaml_tag_nested(
		r->b, n,
		(const char *)(is_map ? r->event.data.mapping_start.tag : r->event.data.sequence_start.tag));
	r->depth++;
	r->brackets += in_brackets;
	*height = 0;
	if (is_map ? !read_members(r, n, height) : !read_items(r, n, height))
		return NULL;
	r->brackets -= in_brackets;
	r->depth--;
	++*height;
	if (anchor)
		*anchor = (struct anchor){ n, r->b->n_nodes - before + 1, *height };
	return n;
}

static struct node *read_value(struct reader *r, unsigned *height)
{
	struct place at = event_place(r);
	struct node *n;

	*height = 0;
	r->bracket_work += r->brackets;
	if (r->event.type == YAML_ALIAS_EVENT)
		return read_alias(r, height);
	if (r->event.type == YAML_SCALAR_EVENT)
		n = read_scalar(r);
	else
		n = read_nested(r, height);
	if (n && r->b->is_full)
		return fail_limit(r, at, false);
	if (n && r->bracket_work > MOST_BRACKET_WORK)
		return fail(r, DIAG_LIMIT, at, "too much inside too many brackets");
	return n;
}

/* --- the stream */

static bool read_stream(struct reader *r, struct node ***roots, size_t *n)
{
	size_t room = 0;
	unsigned height;
	struct node *root;

	if (!next(r)) /* the stream's start */
		return false;
	for (;;) {
		if (!next(r))
			return false;
		if (r->event.type == YAML_STREAM_END_EVENT)
			break;
		if (!next(r)) /* behind the document's start */
			return false;
		root = read_value(r, &height);
		if (!root || !next(r)) /* the document's end */
			return false;
		*roots = arena_grow(r->b->arena, *roots, *n, &room, sizeof(struct node *));
		(*roots)[(*n)++] = root;
		map_release(&r->anchors);
	}
	if (!*n) {
		*roots = arena_new(r->b->arena, struct node *);
		(*roots)[(*n)++] = build_node(r->b, NODE_NULL, (struct place){ 1, 1 });
	}
	return true;
}

static bool has_too_many_tag_directives(struct reader *r)
{
	struct slice rest = r->text, line;
	unsigned n = 0, number = 0;

	while (slice_split(&rest, '\n', &line)) {
		number++;
		if (slice_starts(line, SLICE_LIT("%TAG")) && ++n > MOST_TAG_DIRECTIVES) {
			diag_error(r->b->diag, DIAG_LIMIT, build_loc(r->b, (struct place){ number, 1 }),
				   "more than %d %%TAG directives", MOST_TAG_DIRECTIVES);
			return true;
		}
	}
	return false;
}

bool yaml_read(struct build *b, struct slice text, struct node ***roots, size_t *n)
{
	struct reader r = { .b = b, .text = text, .anchors.seed = random_seed() };
	bool ok;

	*roots = NULL;
	*n = 0;
	if (has_too_many_tag_directives(&r))
		return false;
	if (!yaml_parser_initialize(&r.parser))
		return fail(&r, DIAG_SYNTAX, (struct place){ 1, 1 }, "no memory for the YAML parser");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.ptr, text.len);
	ok = read_stream(&r, roots, n);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	map_release(&r.anchors);
	return ok;
}
