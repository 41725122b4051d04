/* Violations as output units: where their keywords stand as a URI, and why the branches of oneOf and anyOf do
 * not hold. */
#include "contract/verdict_unit.h"

#include <stdlib.h>

#include "base/text.h"

enum { MOST_NESTING = 8, MOST_BRANCH_ERRORS = 16 };

/* Bytes that a path in a URI may hold as they are (RFC 3986, 3.3). */
static bool is_path_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       strchr("/-._~!$&'()*+,;=:@", c);
}

static void percent_add(struct buf *out, struct slice path)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.ptr[i] && is_path_byte(path.ptr[i]))
			buf_char(out, path.ptr[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)path.ptr[i]);
}

static bool is_uri(const char *file)
{
	return strncmp(file, "http://", 7) == 0 || strncmp(file, "https://", 8) == 0;
}

static void file_uri_add(struct buf *out, const char *file)
{
	char *real = is_uri(file) ? NULL : realpath(file, NULL);

	if (is_uri(file)) {
		buf_str(out, file);
	} else {
		buf_str(out, real ? "file://" : "file:///");
		percent_add(out, slice_str(real ? real : file));
	}
	free(real);
}

/* The first key of a map stands where the map itself begins. */
static const struct spot *inner_spot(const struct spots *s, const struct spot *spot, struct loc at,
				     const char *keyword)
{
	const struct member *m = spot ? node_member(spot->node, slice_str(keyword)) : NULL;
	const struct spot *inner = m && m->line == at.line && m->col == at.col ? spot_of(s, m->value) : NULL;

	return inner ? inner : spot;
}

const struct spot *spot_of_violation(struct verdict_output *o, const struct violation *v)
{
	struct loc at = v->at;

	if (!at.line)
		return NULL;
	if (!o->has_spots)
		spots_init(&o->spots, &o->contract->library);
	o->has_spots = true;
	return inner_spot(&o->spots, spot_at(&o->spots, at), at, v->keyword);
}

static struct slice absolute_location(struct verdict_output *o, const struct spot *spot, struct loc at)
{
	BUF_AUTO struct buf uri = BUF_INIT(0), pointer = BUF_INIT(0);

	if (!spot || !at.file)
		return SLICE_NONE;
	file_uri_add(&uri, at.file);
	buf_char(&uri, '#');
	spot_pointer(&o->spots, spot, &pointer);
	percent_add(&uri, buf_view(&pointer));
	return arena_copy(&o->arena, buf_view(&uri));
}

static struct slice joined(struct verdict_output *o, struct slice a, struct slice b)
{
	BUF_AUTO struct buf both = BUF_INIT(0);

	buf_slice(&both, a);
	buf_slice(&both, b);
	return both.len ? arena_copy(&o->arena, buf_view(&both)) : SLICE_LIT("");
}

static void collect(struct verdict_output *o, const struct violations *v, struct node *value,
		    struct slice keyword, struct slice instance, unsigned nesting, struct verdict_units *out);

/* The branch judged by itself. */
static void collect_branch(struct verdict_output *o, struct node *branch, struct node *value,
			   struct slice keyword, struct slice instance, unsigned nesting,
			   struct verdict_units *out)
{
	struct schema *compiled =
		schema_compile(&o->schemas, (struct library *)(uintptr_t)&o->contract->library, branch, NULL);
	struct violations v = { .max = MOST_BRANCH_ERRORS, .root_name = "the value" };
	BUF_AUTO struct buf json = BUF_INIT(0);
	char *padding;

	node_write_json(&json, value);
	padding = buf_reserve(&json, SCHEMA_PADDING);
	if (compiled && padding) {
		memset(padding, 0, SCHEMA_PADDING);
		schema_explain(compiled, o->judge, buf_view(&json), &v);
		collect(o, &v, value, keyword, instance, nesting, out);
	}
	violations_release(&v);
}

static void collect_branches(struct verdict_output *o, const struct node *branches, struct node *value,
			     struct verdict_unit *unit, unsigned nesting)
{
	struct verdict_units list = { 0 };

	for (size_t i = 0; i < branches->n; i++) {
		struct slice step = slice_str(arena_printf(&o->arena, "/%zu", i));

		collect_branch(o, branches->items[i], value, joined(o, unit->keyword, step), unit->instance,
			       nesting + 1, &list);
	}
	unit->branches = list.list;
	unit->n = list.n;
}

static bool is_choice(const struct violation *v)
{
	return strcmp(v->keyword, "oneOf") == 0 || strcmp(v->keyword, "anyOf") == 0;
}

static void collect(struct verdict_output *o, const struct violations *v, struct node *value,
		    struct slice keyword, struct slice instance, unsigned nesting, struct verdict_units *out)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct violation *one = &v->list[i];
		const struct spot *spot = spot_of_violation(o, one);
		struct node *at = value && !one->in_headers ? node_at(value, one->instance) : NULL;
		struct verdict_unit unit = { .keyword = joined(o, keyword, one->schema),
					     .absolute = absolute_location(o, spot, one->at),
					     .instance = joined(o, instance, one->instance),
					     .in_headers = one->in_headers,
					     .error = arena_copy(&o->arena, one->text) };

		if (is_choice(one) && at && spot && node_is(spot->node, NODE_LIST) && nesting < MOST_NESTING)
			collect_branches(o, spot->node, at, &unit, nesting);
		out->list = arena_grow(&o->arena, out->list, out->n, &out->room, sizeof(unit));
		out->list[out->n++] = unit;
	}
}

void units_collect(struct verdict_output *o, const struct violations *v, struct node *payload,
		   struct verdict_units *out)
{
	collect(o, v, payload, SLICE_LIT(""), SLICE_LIT(""), 0, out);
}
