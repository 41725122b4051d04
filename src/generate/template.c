/* Filling templates: what each function gives, and how its text is read where the schema wants no text. */
#include "generate/template.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/template.h"
#include "generate/generate.h"

enum { MOST_FORMS = 4, MOST_ROUNDS = 8, MOST_LETTERS = 1 << 20 };

/* A scalar that came from a template: what it may stand for, the likeliest first.  The schema decides. */
struct filled {
	struct node *node; /* in the copy: is one of the forms */
	struct node *forms[MOST_FORMS];
	size_t n, at;
};

struct forms {
	struct node *list[MOST_FORMS];
	size_t n;
};

static void add_form(struct forms *f, struct node *n)
{
	if (n && f->n < MOST_FORMS)
		f->list[f->n++] = n;
}

static void add_text(struct filling *f, struct forms *out, struct slice text)
{
	add_form(out, node_new_text(f->m->arena, text, NULL));
}

/* "12.5", "true": what the text would be as JSON, if it is a scalar that is no text. */
static void add_as_json(struct filling *f, struct forms *out, struct slice text)
{
	const char *why;
	size_t where;
	char *padded = arena_alloc(f->m->arena, text.len + SCHEMA_PADDING);
	struct node *n;

	if (text.len)
		memcpy(padded, text.ptr, text.len);
	n = json_parse(f->m->arena, slice_of(padded, text.len), &why, &where);
	if (n && n->kind != NODE_TEXT)
		add_form(out, n);
}

static void add_number(struct filling *f, struct forms *out, struct slice text)
{
	add_form(out, node_new_number(f->m->arena, text, NULL));
	add_text(f, out, text);
}

/* --- functions */

static bool whole_arg(const struct template_term *t, size_t i, int64_t *out)
{
	bool minus = i < t->n_args && t->args[i].len && t->args[i].ptr[0] == '-';
	uint64_t n;

	if (i >= t->n_args || !number_parse(slice_from(t->args[i], minus), &n) || n > INT32_MAX)
		return false;
	*out = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

/* The bounds of Microcks: none, 0 to the one, or between the two. */
static void call_int(struct filling *f, const struct template_term *t, struct forms *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	int64_t low = -65635, high = 65635, other;

	if (whole_arg(t, 0, &high))
		low = 0;
	if (whole_arg(t, 1, &other)) {
		low = high;
		high = other;
	}
	buf_signed(&text, making_between(f->m, low < high ? low : high, low < high ? high : low));
	add_number(f, out, buf_view(&text));
}

static void call_float(struct filling *f, const struct template_term *t, struct forms *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	(void)t;
	draw_text(f->m, "<0-999>.<0-99/2>", &text);
	add_number(f, out, buf_view(&text));
}

static void call_string(struct filling *f, const struct template_term *t, struct forms *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	BUF_AUTO struct buf text = BUF_INIT(0);
	int64_t length = slice_is(t->name, "randomAlphaNumeric") ? 1 : 32;

	if (whole_arg(t, 0, &length) && (length < 0 || f->letters + (size_t)length > MOST_LETTERS))
		length = 32;
	f->letters += (size_t)length;
	for (int64_t i = 0; i < length; i++)
		buf_char(&text, letters[random_below(&f->m->random, sizeof(letters) - 1)]);
	add_text(f, out, buf_view(&text));
}

static void call_value(struct filling *f, const struct template_term *t, struct forms *out)
{
	if (!t->n_args)
		return;
	add_text(f, out, t->args[random_below(&f->m->random, t->n_args)]);
	add_as_json(f, out, out->list[0]->text);
}

static void call_boolean(struct filling *f, const struct template_term *t, struct forms *out)
{
	struct node *n = node_new(f->m->arena, NODE_BOOL, NULL);

	(void)t;
	n->truth = random_below(&f->m->random, 2);
	add_form(out, n);
	add_text(f, out, slice_str(n->truth ? "true" : "false"));
}

static void call_uuid(struct filling *f, const struct template_term *t, struct forms *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	(void)t;
	(void)format_add(f->m, SLICE_LIT("uuid"), SLICE_NONE, &text);
	add_text(f, out, buf_view(&text));
}

static void add_iso(struct filling *f, struct forms *out, int64_t us)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	time_pattern_add(&text, SLICE_LIT("yyyy-MM-dd'T'HH:mm:ss.SSSX"), us);
	add_text(f, out, buf_view(&text));
}

static void call_iso_now(struct filling *f, const struct template_term *t, struct forms *out)
{
	(void)t;
	add_iso(f, out, f->m->wall_us);
}

/* Without a pattern it is milliseconds; where the schema wants a date-time, it is one. */
static void call_now(struct filling *f, const struct template_term *t, struct forms *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	int64_t us = f->m->wall_us;

	if (t->n_args > 1)
		(void)time_shift(&us, t->args[1]);
	if (t->n_args && t->args[0].len) {
		time_pattern_add(&text, t->args[0], us);
		add_text(f, out, buf_view(&text));
		return;
	}
	buf_signed(&text, us / 1000);
	add_number(f, out, buf_view(&text));
	add_iso(f, out, us);
	buf_reset(&text);
	buf_signed(&text, us / 1000000);
	add_form(out, node_new_number(f->m->arena, buf_view(&text), NULL));
}

static void call_words(struct filling *f, const struct template_term *t, struct forms *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct lifelike_range ignored;

	lifelike_text(f->m, slice_str(t->words), &text);
	if (lifelike_number(f->m, slice_str(t->words), 0, &ignored))
		add_as_json(f, out, buf_view(&text));
	add_text(f, out, buf_view(&text));
}

static void (*const calls[])(struct filling *, const struct template_term *, struct forms *) = {
	[TEMPLATE_WORDS] = call_words,	   [TEMPLATE_UUID] = call_uuid,	  [TEMPLATE_NOW] = call_now,
	[TEMPLATE_ISO_NOW] = call_iso_now, [TEMPLATE_INT] = call_int,	  [TEMPLATE_FLOAT] = call_float,
	[TEMPLATE_STRING] = call_string,   [TEMPLATE_VALUE] = call_value, [TEMPLATE_BOOLEAN] = call_boolean,
};

/* --- the request */

static void add_node(struct filling *f, struct forms *out, struct node *n)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (!n)
		return;
	add_form(out, n);
	if (n->kind == NODE_TEXT) {
		add_as_json(f, out, n->text);
	} else {
		node_write_json(&text, n);
		add_text(f, out, buf_view(&text));
	}
}

static void of_text(struct filling *f, struct forms *out, struct slice text)
{
	if (!text.ptr)
		return;
	add_text(f, out, text);
	add_as_json(f, out, text);
}

static void of_body(struct filling *f, struct slice pointer, struct forms *out)
{
	struct slice body = f->request->payload;
	char *padded = arena_alloc(f->m->arena, body.len + SCHEMA_PADDING);
	const char *why;
	size_t where;
	struct node *root;

	if (body.len)
		memcpy(padded, body.ptr, body.len);
	root = json_parse(f->m->arena, slice_of(padded, body.len), &why, &where);
	if (root)
		add_node(f, out, node_at(root, pointer));
	else if (!pointer.len && utf8_is_valid(body))
		add_text(f, out, body);
}

/* "orders/7" by / has the parts orders and 7; an address without / is parted by its dots. */
static struct slice part_of(struct slice address, struct slice index)
{
	char separator = slice_find(address, '/') < address.len ? '/' : '.';
	struct slice part;
	uint64_t n;

	if (!number_parse(index, &n))
		return SLICE_NONE;
	while (slice_split(&address, separator, &part))
		if (!n--)
			return part;
	return SLICE_NONE;
}

static void of_request(struct filling *f, const struct template_term *t, struct forms *out)
{
	const struct answered *r = f->request;

	if (!r)
		return;
	if (t->kind == TEMPLATE_BODY)
		of_body(f, t->name, out);
	else if (t->kind == TEMPLATE_HEADER)
		of_text(f, out, header_find(r->headers, arena_strdup(f->m->arena, t->name)));
	else if (t->kind == TEMPLATE_PARAM)
		of_text(f, out, node_text(node_get_slice(r->params, t->name)));
	else
		of_text(f, out, part_of(r->address, t->name));
}

/* --- one template */

static struct forms term_forms(struct filling *f, const struct template_term *t)
{
	struct forms out = { .n = 0 };

	if (t->kind == TEMPLATE_CALL && t->function != TEMPLATE_UNKNOWN)
		calls[t->function](f, t, &out);
	else if (t->kind == TEMPLATE_VARIABLE)
		add_node(f, &out, node_get_slice(f->variables, t->name));
	else
		of_request(f, t, &out);
	if (t->put.ptr && out.n)
		node_set(f->m->arena, f->variables, t->put, out.list[0]);
	return out;
}

/* The first of the terms that gives something; n 0: none does.  False: no template of ours. */
static bool template_forms(struct filling *f, struct slice inside, struct forms *out)
{
	struct template t;
	bool of_request = false;

	out->n = 0;
	if (!template_read(inside, &t))
		return false;
	for (size_t i = 0; i < t.n && !out->n; i++) {
		if (t.terms[i].kind == TEMPLATE_CALL && t.terms[i].function == TEMPLATE_UNKNOWN)
			return false;
		of_request = of_request ||
			     (t.terms[i].kind != TEMPLATE_CALL && t.terms[i].kind != TEMPLATE_VARIABLE);
		*out = term_forms(f, &t.terms[i]);
	}
	if (!out->n && of_request)
		f->unresolved = true;
	return out->n || of_request;
}

/* Text around templates, or several of them: one text. */
static struct node *fill_inside(struct filling *f, struct slice text, struct forms *forms)
{
	BUF_AUTO struct buf out = BUF_INIT(LIMIT_MESSAGE_BYTES);
	struct slice before, inside;

	while (template_next(&text, &before, &inside)) {
		struct forms one;

		buf_slice(&out, before);
		if (!template_forms(f, inside, &one))
			buf_printf(&out, "{{%.*s}}", SLICE_FMT(inside));
		else if (one.n)
			bare_text(&out, one.list[0]);
	}
	buf_slice(&out, before);
	forms->n = 0;
	add_text(f, forms, buf_view(&out));
	add_as_json(f, forms, buf_view(&out));
	return forms->list[0];
}

static struct node *keep(struct filling *f, const struct forms *forms)
{
	struct filled *one;

	f->list = arena_grow(f->m->arena, f->list, f->n, &f->room, sizeof(*f->list));
	one = &f->list[f->n++];
	*one = (struct filled){ .node = arena_new(f->m->arena, struct node), .n = forms->n };
	memcpy(one->forms, forms->list, sizeof(one->forms));
	*one->node = *one->forms[0];
	return one->node;
}

static struct node *fill_text(struct filling *f, struct node *n)
{
	struct slice rest = n->text, before, inside;
	struct forms forms;

	if (!template_next(&rest, &before, &inside))
		return n;
	if (before.len || rest.len) {
		fill_inside(f, n->text, &forms);
		return keep(f, &forms);
	}
	if (!template_forms(f, inside, &forms))
		return n;
	return forms.n ? keep(f, &forms) : node_new(f->m->arena, NODE_NULL, NULL);
}

static struct node *fill(struct filling *f, struct node *n, unsigned depth)
{
	struct arena *a = f->m->arena;
	struct node *out;

	if (node_is(n, NODE_TEXT))
		return fill_text(f, n);
	if ((!node_is(n, NODE_LIST) && !node_is(n, NODE_MAP)) || depth > LIMIT_DOCUMENT_DEPTH)
		return n;
	out = node_new(a, n->kind, NULL);
	for (size_t i = 0; i < n->n; i++)
		if (n->kind == NODE_LIST)
			node_append(a, out, fill(f, n->items[i], depth + 1));
		else
			node_set(a, out, n->members[i].key, fill(f, n->members[i].value, depth + 1));
	return out;
}

/* --- as the schema wants it */

static struct filled *filled_at(struct filling *f, const struct node *n)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->list[i].node == n)
			return &f->list[i];
	return NULL;
}

static bool read_otherwise(struct filled *one)
{
	if (!one || one->at + 1 >= one->n)
		return false;
	*one->node = *one->forms[++one->at];
	return true;
}

/* What is wrong is read otherwise; where a choice failed, which says nothing of its members, all are. */
static bool mend(struct filling *f, struct node *root, const struct violations *found)
{
	bool changed = false;

	for (size_t i = 0; i < found->n; i++)
		changed = read_otherwise(filled_at(f, node_at(root, found->list[i].instance))) || changed;
	for (size_t i = 0; !changed && i < f->n; i++)
		changed = read_otherwise(&f->list[i]) || changed;
	return changed;
}

static bool conforms(struct filling *f, struct node *root, const struct schema *schema)
{
	for (unsigned round = 0; round < MOST_ROUNDS; round++) {
		struct violations found = { .root_name = "it", .innermost = true };
		bool fits, changed;

		json_padded(&f->m->g->scratch, root);
		fits = !f->m->g->scratch.failed &&
		       schema_explain(schema, f->m->g->judge, buf_view(&f->m->g->scratch), &found);
		changed = !fits && mend(f, root, &found);
		violations_release(&found);
		if (fits || !changed)
			return fits;
	}
	return false;
}

/* Microcks lets a payload be written as a text that holds JSON. */
static struct node *json_inside(struct filling *f, struct node *value, const struct schema *schema)
{
	struct slice text = slice_trim(node_text(value));
	struct forms forms = { .n = 0 };

	if (!text.len || (text.ptr[0] != '{' && text.ptr[0] != '[') || slice_starts(text, SLICE_LIT("{{")))
		return value;
	json_padded(&f->m->g->scratch, value);
	if (schema && schema_accepts(schema, f->m->g->judge, buf_view(&f->m->g->scratch)))
		return value;
	add_as_json(f, &forms, text);
	if (!forms.n) {
		fill_inside(f, text, &forms);
		return forms.n > 1 ? forms.list[1] : value;
	}
	return forms.list[0];
}

struct node *template_fill(struct filling *f, struct node *value, const struct schema *schema)
{
	struct node *root = fill(f, json_inside(f, value, schema), 0);

	if (f->unresolved || (schema && !conforms(f, root, schema)))
		return NULL;
	return root;
}
