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

static bool expect(struct loader *l, const struct node *n, enum node_kind kind, const char *key,
		   const char *what)
{
	if (node_is(n, kind))
		return true;
	return diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be %s, not %s", key, what,
			  node_kind_name(n));
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

/* --- kinds of one value; each returns nothing: it says what it finds */

static void check_uri(struct loader *l, struct node *n, const struct field *f)
{
	size_t colon;

	if (!expect(l, n, NODE_TEXT, f->key, "a URI"))
		return;
	colon = slice_find(n->text, ':');
	if (colon == 0 || colon == n->text.len || slice_find(n->text, ' ') != n->text.len ||
	    slice_find(slice_first(n->text, colon), '/') != colon)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be an absolute URI, not \"%.*s\"",
			   f->key, SLICE_FMT(n->text));
}

static void check_email(struct loader *l, struct node *n, const struct field *f)
{
	size_t at;

	if (!expect(l, n, NODE_TEXT, f->key, "an e-mail address"))
		return;
	at = slice_find(n->text, '@');
	if (at == 0 || at + 1 >= n->text.len || slice_find(n->text, ' ') != n->text.len)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be an e-mail address, not \"%.*s\"",
			   f->key, SLICE_FMT(n->text));
}

static void check_word(struct loader *l, struct node *n, const struct field *f)
{
	BUF_AUTO struct buf list = BUF_INIT(1024);

	for (size_t i = 0; f->words[i]; i++) {
		if (node_is(n, NODE_TEXT) && slice_is(n->text, f->words[i]))
			return;
		buf_printf(&list, "%s%s", i ? ", " : "", f->words[i]);
	}
	if (node_is(n, NODE_TEXT))
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be one of %s, not \"%.*s\"", f->key,
			   buf_cstr(&list), SLICE_FMT(n->text));
	else
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be one of %s", f->key,
			   buf_cstr(&list));
}

static void check_texts(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect(l, n, NODE_LIST, f->key, "a list of texts"))
		return;
	for (size_t i = 0; i < n->n; i++)
		if (!node_is(n->items[i], NODE_TEXT))
			diag_error(l->d, DIAG_CONTRACT, node_loc(n->items[i]),
				   "\"%s\" holds texts only, not %s", f->key, node_kind_name(n->items[i]));
}

static void check_text_map(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect(l, n, NODE_MAP, f->key, "an object of texts"))
		return;
	for (size_t i = 0; i < n->n; i++)
		expect(l, n->members[i].value, NODE_TEXT, f->key, "an object of texts");
}

static void check_ref(struct loader *l, struct node *n, const struct field *f)
{
	if (!node_get_text(n, "$ref").ptr)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be a $ref, not %s", f->key,
			   node_is(n, NODE_MAP) ? "the thing itself" : node_kind_name(n));
}

static void check_refs(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect(l, n, NODE_LIST, f->key, "a list of $refs"))
		return;
	for (size_t i = 0; i < n->n; i++)
		check_ref(l, n->items[i], f);
}

/* 2.x: [{ "scheme": ["scope"] }] */
static void check_needs(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect(l, n, NODE_LIST, f->key, "a list of objects"))
		return;
	for (size_t i = 0; i < n->n; i++)
		if (expect(l, n->items[i], NODE_MAP, f->key, "a list of objects"))
			check_security_requirement(l, n->items[i]);
}

static void check_expression(struct loader *l, struct node *n, const struct field *f)
{
	struct expression e;

	if (expect(l, n, NODE_TEXT, f->key, "a runtime expression"))
		expression_load(l, n, &e);
}

static void check_schema(struct loader *l, struct node *n, const struct field *f)
{
	(void)f;
	schema_load(l, n);
}

static void check_headers(struct loader *l, struct node *n, const struct field *f)
{
	struct node *resolved = library_resolve(l->library, n);
	struct node *type = node_get(resolved, "type");

	(void)f;
	if (type && !slice_is(node_text(type), "object"))
		diag_error(l->d, DIAG_CONTRACT, node_loc(type),
			   "the schema of headers must be of type object");
	if (resolved)
		schema_load(l, n);
}

static void check_payload(struct loader *l, struct node *n, const struct field *f)
{
	struct described any;

	(void)f;
	schema_describe(l, n, SLICE_NONE, &any);
}

static void check_schemas(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect(l, n, NODE_MAP, f->key, "an object of schemas"))
		return;
	for (size_t i = 0; i < n->n; i++)
		check_payload(l, n->members[i].value, f);
}

static void check_object(struct loader *l, struct node *n, const struct field *f)
{
	struct node *to = follow(l, n, !(f->no_ref & l->version));

	if (to && expect(l, to, NODE_MAP, f->key, "an object"))
		check_shape(l, to, f->of);
}

static void check_map(struct loader *l, struct node *n, const struct field *f)
{
	if (!(n = follow(l, n, true)) || !expect(l, n, NODE_MAP, f->key, "an object"))
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
	if (!(n = follow(l, n, true)) || !expect(l, n, NODE_LIST, f->key, "a list"))
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

static void check_text(struct loader *l, struct node *n, const struct field *f)
{
	expect(l, n, NODE_TEXT, f->key, "a text");
}

static void check_bool(struct loader *l, struct node *n, const struct field *f)
{
	expect(l, n, NODE_BOOL, f->key, "true or false");
}

static void check_data(struct loader *l, struct node *n, const struct field *f)
{
	if ((n = follow(l, n, true)))
		expect(l, n, NODE_MAP, f->key, "an object");
}

static void check_nothing(struct loader *l, struct node *n, const struct field *f)
{
	(void)l, (void)n, (void)f;
}

static void (*const checks[])(struct loader *, struct node *, const struct field *) = {
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

/* --- what no table says */

void check_message(struct loader *l, struct node *n)
{
	struct node *whole = traits_apply(l, n);
	struct slice format = l->version & V2 ? node_get_text(whole, "schemaFormat") : SLICE_NONE;
	struct described payload, headers;

	schema_describe(l, node_get(whole, "payload"), format, &payload);
	schema_describe(l, node_get(whole, "headers"), SLICE_NONE, &headers);
	examples_check(l, node_get(n, "examples"), &payload, &headers);
	if (node_get(whole, "examples") != node_get(n, "examples"))
		examples_check(l, node_get(whole, "examples"), &payload, &headers);
}

void check_security_requirement(struct loader *l, struct node *n)
{
	struct node *schemes = node_get(node_get(l->contract->root, "components"), "securitySchemes");

	for (size_t i = 0; i < n->n; i++) {
		struct member *m = &n->members[i];
		struct loc at = { node_loc(m->value).file, m->line, m->col };

		if (!node_get_slice(schemes, m->key))
			diag_error(l->d, DIAG_UNKNOWN_NAME, at,
				   "security scheme \"%.*s\" is not in components.securitySchemes",
				   SLICE_FMT(m->key));
		if (!node_is(m->value, NODE_LIST))
			diag_error(l->d, DIAG_CONTRACT, node_loc(m->value),
				   "what scheme \"%.*s\" asks for must be a list of scopes",
				   SLICE_FMT(m->key));
	}
}
