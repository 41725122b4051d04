/* Walks the document along the tables and says what does not fit. */
#include "contract/shape.h"

#include "base/limits.h"
#include "base/text.h"

/* What the tables lead to by $ref may be looked at many times and in circles: each pair of node and shape is
 * looked at once. */
struct seen {
	const struct node *node;
	const struct shape *shape;
};

static void check_shape(struct loader *l, struct node *n, const struct shape *s);

static bool seen_before(struct loader *l, const struct node *n, const struct shape *s)
{
	struct seen key = { n, s };
	struct seen *kept;

	if (map_get(&l->checked, slice_of(&key, sizeof(key))))
		return true;
	kept = arena_new(l->a, struct seen);
	*kept = key;
	map_put(&l->checked, slice_of(kept, sizeof(*kept)), kept);
	return false;
}

static bool is_extension(struct slice key)
{
	return slice_starts(key, SLICE_LIT("x-"));
}

/* A node that stands for something else, followed; NULL: it leads nowhere (said). */
static struct node *follow(struct loader *l, struct node *n, bool ref_allowed)
{
	if (!node_get(n, "$ref"))
		return n;
	if (!ref_allowed)
		diag_error(l->d, DIAG_REF, node_loc(node_get(n, "$ref")), "no $ref may stand here");
	return library_resolve(l->library, n);
}

static void check_object(struct loader *l, struct node *n, const struct field *f)
{
	struct node *to = follow(l, n, !(f->no_ref & l->version));

	if (to && expect_kind(l, to, NODE_MAP, f->key, "an object"))
		check_shape(l, to, f->of);
}

static void check_map(struct loader *l, struct node *n, const struct field *f)
{
	if (!(n = follow(l, n, true)) || !expect_kind(l, n, NODE_MAP, f->key, "an object"))
		return;
	for (size_t i = 0; i < n->n; i++) {
		struct member *m = &n->members[i];
		struct node *to;

		if (is_extension(m->key) && !node_is(m->value, NODE_MAP))
			continue;
		to = follow(l, m->value, !(f->no_ref & l->version));
		if (!to || !f->of)
			continue;
		if (node_is(to, NODE_MAP))
			check_shape(l, to, f->of);
		else
			diag_error(l->d, DIAG_CONTRACT, node_loc(to), "\"%.*s\" must be %s, not %s",
				   SLICE_FMT(m->key), f->of->name, node_kind_name(to));
	}
}

static void check_list(struct loader *l, struct node *n, const struct field *f)
{
	if (!(n = follow(l, n, true)) || !expect_kind(l, n, NODE_LIST, f->key, "a list"))
		return;
	for (size_t i = 0; i < n->n; i++)
		check_object(l, n->items[i], f);
}

static void check_tags(struct loader *l, struct node *n, const struct field *f)
{
	struct map names = MAP_INIT;

	check_list(l, n, f);
	n = follow(l, n, true);
	for (size_t i = 0; node_is(n, NODE_LIST) && i < n->n; i++) {
		struct slice name = node_get_text(follow(l, n->items[i], true), "name");

		if (name.ptr && map_put(&names, name, n))
			diag_error(l->d, DIAG_CONTRACT, node_loc(n->items[i]), "tag \"%.*s\" is there twice",
				   SLICE_FMT(name));
	}
	map_release(&names);
}

static void check_data(struct loader *l, struct node *n, const struct field *f)
{
	if ((n = follow(l, n, true)))
		expect_kind(l, n, NODE_MAP, f->key, "an object");
}

static kind_check *const checks[] = {
	[KIND_ANY] = check_nothing,
	[KIND_TEXT] = check_text,
	[KIND_BOOL] = check_bool,
	[KIND_URI] = check_uri,
	[KIND_EMAIL] = check_email,
	[KIND_WORD] = check_word,
	[KIND_EXPRESSION] = check_expression,
	[KIND_OBJECT] = check_object,
	[KIND_MAP] = check_map,
	[KIND_LIST] = check_list,
	[KIND_TEXTS] = check_texts,
	[KIND_TEXT_MAP] = check_text_map,
	[KIND_SCHEMA] = check_schema,
	[KIND_HEADERS] = check_headers,
	[KIND_PAYLOAD] = check_payload,
	[KIND_SCHEMAS] = check_schemas,
	[KIND_REF] = check_ref,
	[KIND_REFS] = check_refs,
	[KIND_NEEDS] = check_needs,
	[KIND_DATA] = check_data,
	[KIND_TAGS] = check_tags,
};

/* --- one object */

static const struct field *field_find(const struct loader *l, const struct shape *s, struct slice key)
{
	for (size_t i = 0; i < s->n; i++)
		if ((s->fields[i].versions & l->version) && slice_is(key, s->fields[i].key))
			return &s->fields[i];
	return NULL;
}

enum { MOST_FIELDS = 32 };

static void unknown_key(struct loader *l, const struct shape *s, const struct member *m)
{
	struct slice names[MOST_FIELDS], near;
	size_t n = 0;
	struct loc at = { node_loc(m->value).file, m->line, m->col };

	for (size_t i = 0; i < s->n && n < MOST_FIELDS; i++)
		if (s->fields[i].versions & l->version)
			names[n++] = slice_str(s->fields[i].key);
	near = nearest_name(m->key, names, n);
	if (near.ptr)
		diag_error(l->d, DIAG_UNKNOWN_KEY, at, "%s has no \"%.*s\"; did you mean \"%.*s\"?", s->name,
			   SLICE_FMT(m->key), SLICE_FMT(near));
	else
		diag_error(l->d, DIAG_UNKNOWN_KEY, at, "%s has no \"%.*s\" in AsyncAPI %.*s", s->name,
			   SLICE_FMT(m->key), SLICE_FMT(l->contract->asyncapi));
}

static void check_required(struct loader *l, struct node *n, const struct shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		if ((s->fields[i].required & l->version) && !node_get(n, s->fields[i].key))
			diag_error(l->d, DIAG_CONTRACT, node_loc(n), "%s must have \"%s\"", s->name,
				   s->fields[i].key);
}

static void check_members(struct loader *l, struct node *n, const struct shape *s)
{
	for (size_t i = 0; i < n->n; i++) {
		struct member *m = &n->members[i];
		const struct field *f = field_find(l, s, m->key);

		if (f)
			checks[f->kind](l, m->value, f);
		else if (!s->open && !is_extension(m->key) && !slice_is(m->key, "$ref"))
			unknown_key(l, s, m);
	}
}

static void check_shape(struct loader *l, struct node *n, const struct shape *s)
{
	if (seen_before(l, n, s))
		return;
	if (l->depth >= LIMIT_DOCUMENT_DEPTH) {
		diag_error(l->d, DIAG_LIMIT, node_loc(n), "references lead deeper than %d objects",
			   LIMIT_DOCUMENT_DEPTH);
		return;
	}
	l->depth++;
	if (s->choose)
		s = s->choose(n);
	check_required(l, n, s);
	check_members(l, n, s);
	if (s->also)
		s->also(l, n);
	l->depth--;
}

void document_check(struct loader *l)
{
	check_shape(l, l->contract->root, &document_shape);
}
