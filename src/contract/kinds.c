/* The checks of one value each, by kind; objects and lists of them are shape.c's. */
#include "contract/shape.h"

bool expect_kind(struct loader *l, const struct node *n, enum node_kind kind, const char *key,
		 const char *what)
{
	if (node_is(n, kind))
		return true;
	return diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be %s, not %s", key, what,
			  node_kind_name(n));
}

void check_uri(struct loader *l, struct node *n, const struct field *f)
{
	size_t colon;

	if (!expect_kind(l, n, NODE_TEXT, f->key, "a URI"))
		return;
	colon = slice_find(n->text, ':');
	if (colon == 0 || colon == n->text.len || slice_find(n->text, ' ') != n->text.len ||
	    slice_find(slice_first(n->text, colon), '/') != colon)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be an absolute URI, not \"%.*s\"",
			   f->key, SLICE_FMT(n->text));
}

void check_email(struct loader *l, struct node *n, const struct field *f)
{
	size_t at;

	if (!expect_kind(l, n, NODE_TEXT, f->key, "an e-mail address"))
		return;
	at = slice_find(n->text, '@');
	if (at == 0 || at + 1 >= n->text.len || slice_find(n->text, ' ') != n->text.len)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be an e-mail address, not \"%.*s\"",
			   f->key, SLICE_FMT(n->text));
}

void check_word(struct loader *l, struct node *n, const struct field *f)
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

void check_texts(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect_kind(l, n, NODE_LIST, f->key, "a list of texts"))
		return;
	for (size_t i = 0; i < n->n; i++)
		if (!node_is(n->items[i], NODE_TEXT))
			diag_error(l->d, DIAG_CONTRACT, node_loc(n->items[i]),
				   "\"%s\" holds texts only, not %s", f->key, node_kind_name(n->items[i]));
}

void check_text_map(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect_kind(l, n, NODE_MAP, f->key, "an object of texts"))
		return;
	for (size_t i = 0; i < n->n; i++)
		expect_kind(l, n->members[i].value, NODE_TEXT, f->key, "an object of texts");
}

void check_ref(struct loader *l, struct node *n, const struct field *f)
{
	if (!node_get_text(n, "$ref").ptr)
		diag_error(l->d, DIAG_CONTRACT, node_loc(n), "\"%s\" must be a $ref, not %s", f->key,
			   node_is(n, NODE_MAP) ? "the thing itself" : node_kind_name(n));
}

void check_refs(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect_kind(l, n, NODE_LIST, f->key, "a list of $refs"))
		return;
	for (size_t i = 0; i < n->n; i++)
		check_ref(l, n->items[i], f);
}

static void check_security_requirement(struct loader *l, struct node *n)
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

/* 2.x: [{ "scheme": ["scope"] }] */
void check_needs(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect_kind(l, n, NODE_LIST, f->key, "a list of objects"))
		return;
	for (size_t i = 0; i < n->n; i++)
		if (expect_kind(l, n->items[i], NODE_MAP, f->key, "a list of objects"))
			check_security_requirement(l, n->items[i]);
}

void check_expression(struct loader *l, struct node *n, const struct field *f)
{
	struct expression e;

	if (expect_kind(l, n, NODE_TEXT, f->key, "a runtime expression"))
		expression_load(l, n, &e);
}

void check_schema(struct loader *l, struct node *n, const struct field *f)
{
	(void)f;
	schema_load(l, n);
}

void check_headers(struct loader *l, struct node *n, const struct field *f)
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

void check_payload(struct loader *l, struct node *n, const struct field *f)
{
	struct described any = { .just_looking = true };

	(void)f;
	schema_describe(l, n, SLICE_NONE, &any);
}

void check_schemas(struct loader *l, struct node *n, const struct field *f)
{
	if (!expect_kind(l, n, NODE_MAP, f->key, "an object of schemas"))
		return;
	for (size_t i = 0; i < n->n; i++)
		check_payload(l, n->members[i].value, f);
}

void check_text(struct loader *l, struct node *n, const struct field *f)
{
	expect_kind(l, n, NODE_TEXT, f->key, "a text");
}

void check_bool(struct loader *l, struct node *n, const struct field *f)
{
	expect_kind(l, n, NODE_BOOL, f->key, "true or false");
}

void check_nothing(struct loader *l, struct node *n, const struct field *f)
{
	(void)l, (void)n, (void)f;
}

void check_message(struct loader *l, struct node *n)
{
	struct node *whole = traits_apply(l, n);
	struct slice format = l->version & V2 ? node_get_text(whole, "schemaFormat") : SLICE_NONE;
	struct described payload = {
		.called = {node_get_text(whole, "name"), node_get_text(whole, "title")},
		.just_looking = true
	};
	struct described headers = { .just_looking = true };

	schema_describe(l, node_get(whole, "payload"), format, &payload);
	schema_describe(l, node_get(whole, "headers"), SLICE_NONE, &headers);
	examples_check(l, node_get(n, "examples"), &payload, &headers);
	if (node_get(whole, "examples") != node_get(n, "examples"))
		examples_check(l, node_get(whole, "examples"), &payload, &headers);
}
