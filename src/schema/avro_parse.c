/* Makes types of a schema's nodes, and says where they break a rule (Avro 1.11, "Schema Declaration"). */
#include <stdarg.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/avro.h"

enum { MOST_DEPTH = 128, MOST_FIXED = LIMIT_MESSAGE_BYTES };

const char *const avro_kind_names[AVRO_KINDS] = {
	"null",	  "boolean", "int",  "long",  "float", "double", "bytes",
	"string", "record",  "enum", "array", "map",   "union",	 "fixed",
};

enum avro_kind avro_kind_named(struct slice name)
{
	for (size_t i = 0; i < AVRO_KINDS; i++)
		if (slice_is(name, avro_kind_names[i]))
			return (enum avro_kind)i;
	/* Of a protocol, "defined like a record". */
	return slice_is(name, "error") ? AVRO_RECORD : AVRO_KINDS;
}

bool avro_refuse(struct avro_parsing *p, const struct node *at, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES);
	va_list ap;

	p->failed = true;
	if (!p->l->diag)
		return false;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	return diag_error(p->l->diag, DIAG_SCHEMA, node_loc(at), "%s", buf_cstr(&text));
}

void avro_warn(struct avro_parsing *p, const struct node *at, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES);
	va_list ap;

	if (!p->l->diag)
		return;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	diag_warning(p->l->diag, DIAG_SCHEMA, node_loc(at), "%s", buf_cstr(&text));
}

static struct avro_type *parse(struct avro_parsing *p, struct node *n, struct slice space);

static struct avro_type *new_type(struct avro_parsing *p, enum avro_kind kind, struct node *n)
{
	struct avro_type *t = arena_new(p->a, struct avro_type);

	t->kind = kind;
	t->node = n;
	t->name = slice_str(avro_kind_names[kind]);
	t->least = AVRO_ENDLESS;
	t->uses = 1;
	return t;
}

/* --- names of types */

static struct slice nearest_type(struct avro_parsing *p, struct slice name)
{
	size_t n = 0;
	struct slice *known = arena_array(p->a, struct slice, p->named.n_entries + AVRO_KINDS);

	for (size_t i = 0; i < AVRO_KINDS; i++)
		known[n++] = slice_str(avro_kind_names[i]);
	for (size_t i = 0; i < p->named.n_entries; i++)
		known[n++] = p->named.entries[i].key;
	for (size_t i = AVRO_KINDS; i < n; i++)
		if (slice_eq(avro_short_name(known[i]), avro_short_name(name)))
			return known[i];
	return nearest_name(name, known, n);
}

/* What JSON Schema calls the same. */
static const char *in_avro(struct slice name)
{
	static const char *const rows[][2] = {
		{"object",   "record"     },
		{ "integer", "int or long"},
		      { "number",  "double"	   },
		{ "str",	 "string"	  },
		{ "bool",	  "boolean"    },
		      { "text",	"string"	 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (slice_is(name, rows[i][0]))
			return rows[i][1];
	return NULL;
}

static struct avro_type *unknown_type(struct avro_parsing *p, struct node *at, struct slice name)
{
	const char *theirs = in_avro(name);
	struct slice near = theirs ? slice_str(theirs) : nearest_type(p, name);

	if (near.ptr)
		avro_refuse(p, at, "unknown type \"%.*s\"; did you mean %s%.*s%s?", SLICE_FMT(name),
			    theirs ? "" : "\"", SLICE_FMT(near), theirs ? "" : "\"");
	else
		avro_refuse(p, at,
			    "unknown type \"%.*s\": a named type must be defined before it is referred to",
			    SLICE_FMT(name));
	return NULL;
}

static struct avro_type *parse_name(struct avro_parsing *p, struct node *n, struct slice space)
{
	enum avro_kind kind = avro_kind_named(n->text);
	struct avro_type *t;

	if (kind < AVRO_RECORD)
		return new_type(p, kind, n);
	if (kind < AVRO_KINDS && !map_get(&p->named, avro_full_name(p->a, n->text, space))) {
		avro_refuse(p, n, "\"%.*s\" needs more than its name: write {\"type\": \"%.*s\", ...} here",
			    SLICE_FMT(n->text), SLICE_FMT(n->text));
		return NULL;
	}
	t = map_get(&p->named, avro_full_name(p->a, n->text, space));
	if (!t)
		return unknown_type(p, n, n->text);
	t->uses++;
	return t;
}

/* --- records */

static bool parse_order(struct avro_parsing *p, struct node *n)
{
	struct node *order = node_get(n, "order");
	struct slice text = node_text(order);

	if (!order || slice_is(text, "ascending") || slice_is(text, "descending") || slice_is(text, "ignore"))
		return true;
	return avro_refuse(p, order, "\"order\" must be \"ascending\", \"descending\" or \"ignore\"");
}

/* A field that holds what belongs into its type. */
static bool check_nesting(struct avro_parsing *p, struct node *n, struct node *type)
{
	static const char *const owned[][2] = {
		{"array",   "items"  },
		{ "map",	 "values" },
		     { "enum",   "symbols"},
		{ "record", "fields" },
		{ "fixed",  "size"	  },
	};

	for (size_t i = 0; i < ARRAY_SIZE(owned); i++)
		if (slice_is(node_text(type), owned[i][0]) && node_get(n, owned[i][1]))
			return avro_refuse(p, type,
					   "a field's type stands in its own object: write \"type\": "
					   "{\"type\": \"%s\", \"%s\": ...}",
					   owned[i][0], owned[i][1]);
	return true;
}

static void add_default(struct avro_parsing *p, struct avro_field *f)
{
	f->given = node_get(f->node, "default");
	if (!f->given)
		return;
	p->defaults = arena_grow(p->a, p->defaults, p->n_defaults, &p->room_defaults, sizeof(*p->defaults));
	p->defaults[p->n_defaults++] = f;
}

static struct slice intro_of(struct avro_parsing *p, struct slice name)
{
	return slice_str(arena_printf(p->a, ",\"%.*s\":", SLICE_FMT(name)));
}

static bool parse_field(struct avro_parsing *p, struct node *n, struct slice space, struct avro_field *f)
{
	struct node *name = node_get(n, "name"), *type = node_get(n, "type");

	if (!node_is(n, NODE_MAP))
		return avro_refuse(p, n, "a field must be an object with \"name\" and \"type\", not %s",
				   node_kind_name(n));
	if (!node_is(name, NODE_TEXT))
		return avro_refuse(p, name ? name : n, "a field must have a \"name\", a text");
	if (!avro_is_name(name->text))
		return avro_refuse(
			p, name, "the name \"%.*s\" must be letters, digits and _, not begin with a digit%s",
			SLICE_FMT(name->text),
			slice_find(name->text, '-') < name->text.len ? "; write _ for -" : "");
	if (!type)
		return avro_refuse(p, n, "the field \"%.*s\" must have a \"type\"", SLICE_FMT(name->text));
	f->node = n;
	f->name = name->text;
	f->intro = intro_of(p, f->name);
	if (!check_nesting(p, n, type) || !parse_order(p, n) ||
	    !avro_read_aliases(p, n, SLICE_LIT(""), false, &f->aliases))
		return false;
	f->type = parse(p, type, space);
	add_default(p, f);
	return f->type != NULL;
}

static bool is_new_field(struct avro_parsing *p, const struct avro_type *t, const struct avro_field *f)
{
	for (size_t i = 0; i < t->n; i++)
		if (slice_eq(t->fields[i].name, f->name))
			return avro_refuse(p, node_get(f->node, "name"),
					   "the field \"%.*s\" is there twice, first in line %u",
					   SLICE_FMT(f->name), t->fields[i].node->line);
	return true;
}

static void parse_fields(struct avro_parsing *p, struct node *n, struct slice space, struct avro_type *t)
{
	struct node *fields = node_get(n, "fields");

	if (!node_is(fields, NODE_LIST)) {
		avro_refuse(p, fields ? fields : n, "a record must have \"fields\", a list%s%s",
			    fields ? ", not " : "", fields ? node_kind_name(fields) : "");
		return;
	}
	t->fields = arena_array(p->a, struct avro_field, fields->n + 1);
	for (size_t i = 0; i < fields->n; i++) {
		struct avro_field *f = &t->fields[t->n];

		if (parse_field(p, fields->items[i], space, f) && is_new_field(p, t, f))
			t->n++;
	}
}

/* --- enums and fixed */

static void parse_symbol(struct avro_parsing *p, struct node *n, struct avro_type *t)
{
	struct slice name = node_text(n);

	if (!avro_is_name(name)) {
		avro_refuse(p, n, "a symbol must be letters, digits and _, not begin with a digit (got %s)",
			    name.ptr ? arena_printf(p->a, "\"%.*s\"", SLICE_FMT(name)) : node_kind_name(n));
		return;
	}
	for (size_t i = 0; i < t->symbols.n; i++)
		if (slice_eq(t->symbols.list[i], name)) {
			avro_refuse(p, n, "the symbol \"%.*s\" is there twice", SLICE_FMT(name));
			return;
		}
	t->symbols.list[t->symbols.n++] = name;
}

static void parse_enum(struct avro_parsing *p, struct node *n, struct slice space, struct avro_type *t)
{
	struct node *symbols = node_get(n, "symbols"), *otherwise = node_get(n, "default");
	bool found = !otherwise;

	(void)space;
	if (!node_is(symbols, NODE_LIST) || !symbols->n) {
		avro_refuse(p, symbols ? symbols : n, "an enum must have \"symbols\", a list of names");
		return;
	}
	t->symbols.list = arena_array(p->a, struct slice, symbols->n + 1);
	for (size_t i = 0; i < symbols->n; i++)
		parse_symbol(p, symbols->items[i], t);
	t->default_symbol = node_text(otherwise);
	for (size_t i = 0; i < t->symbols.n; i++)
		found = found || slice_eq(t->symbols.list[i], t->default_symbol);
	if (!found)
		avro_refuse(p, otherwise, "the default of an enum must be one of its symbols");
}

static void parse_fixed(struct avro_parsing *p, struct node *n, struct slice space, struct avro_type *t)
{
	struct node *size = node_get(n, "size");
	int64_t bytes = -1;

	(void)space;
	if (!size || !node_int(size, &bytes) || bytes < 0)
		avro_refuse(p, size ? size : n, "a fixed must have a \"size\", a whole number of bytes");
	else if (bytes > MOST_FIXED)
		avro_refuse(p, size, "a fixed may have at most %d bytes, not %lld", MOST_FIXED,
			    (long long)bytes);
	else
		t->size = (size_t)bytes;
}

/* --- arrays and maps */

static void parse_only(struct avro_parsing *p, struct node *n, struct slice space, struct avro_type *t)
{
	const char *key = t->kind == AVRO_ARRAY ? "items" : "values";
	struct node *inner = node_get(n, key);

	if (!inner) {
		avro_refuse(p, n, "%s %s must have \"%s\", the type of its %s",
			    t->kind == AVRO_ARRAY ? "an" : "a", avro_kind_names[t->kind], key, key);
		return;
	}
	t->branches = arena_array(p->a, struct avro_type *, 1);
	t->branches[0] = parse(p, inner, space);
	t->n = 1;
}

/* --- unions */

static bool may_join(struct avro_parsing *p, struct node *at, const struct avro_type *t,
		     const struct avro_type *branch)
{
	if (branch->kind == AVRO_UNION)
		return avro_refuse(p, at,
				   "a union may not hold another union: list the inner one's types in the "
				   "outer one");
	for (size_t i = 0; i < t->n; i++)
		if (slice_eq(t->branches[i]->name, branch->name))
			return avro_refuse(p, at,
					   "the union has the type \"%.*s\" twice; only records, enums and "
					   "fixed of different names may come more than once",
					   SLICE_FMT(branch->name));
	return true;
}

static struct avro_type *parse_union(struct avro_parsing *p, struct node *n, struct slice space)
{
	struct avro_type *t = new_type(p, AVRO_UNION, n);

	if (!n->n)
		avro_refuse(p, n, "a union must list at least one type: without any it has no value");
	t->branches = arena_array(p->a, struct avro_type *, n->n + 1);
	for (size_t i = 0; i < n->n; i++) {
		struct avro_type *branch = parse(p, n->items[i], space);

		if (branch && may_join(p, n->items[i], t, branch))
			t->branches[t->n++] = branch;
	}
	return t;
}

/* --- any type */

static struct avro_type *parse_map(struct avro_parsing *p, struct node *n, struct slice space)
{
	static void (*const readers[AVRO_KINDS])(struct avro_parsing * p, struct node * n, struct slice space,
						 struct avro_type * t) = {
		[AVRO_RECORD] = parse_fields, [AVRO_ENUM] = parse_enum,	  [AVRO_ARRAY] = parse_only,
		[AVRO_MAP] = parse_only,      [AVRO_FIXED] = parse_fixed,
	};
	struct node *type = node_get(n, "type");
	enum avro_kind kind = avro_kind_named(node_text(type));
	struct avro_type *t;

	if (!node_is(type, NODE_TEXT)) {
		avro_refuse(p, type ? type : n, "a type must have a \"type\", the name of one%s",
			    !type ? "" : ", not an object or list of its own: write that alone");
		return NULL;
	}
	if (kind == AVRO_KINDS || kind == AVRO_UNION)
		return parse_name(p, type, space);
	t = new_type(p, kind, n);
	if ((kind == AVRO_RECORD || kind == AVRO_ENUM || kind == AVRO_FIXED) &&
	    !avro_read_name(p, n, &space, t))
		return NULL;
	if (readers[kind])
		readers[kind](p, n, space, t);
	avro_read_logical(p, n, t);
	return t;
}

static struct avro_type *parse(struct avro_parsing *p, struct node *n, struct slice space)
{
	struct avro_type *t = NULL;

	n = library_resolve(p->l, n);
	if (!n)
		p->failed = true; /* said */
	else if (p->depth == MOST_DEPTH)
		avro_refuse(p, n, "types are nested deeper than %d", MOST_DEPTH);
	else if (n->kind != NODE_TEXT && n->kind != NODE_LIST && n->kind != NODE_MAP)
		avro_refuse(p, n, "a type must be a name, an object or a list of types, not %s",
			    node_kind_name(n));
	else {
		p->depth++;
		t = n->kind == NODE_TEXT   ? parse_name(p, n, space)
		    : n->kind == NODE_LIST ? parse_union(p, n, space)
					   : parse_map(p, n, space);
		p->depth--;
	}
	return t;
}

/* --- the whole */

static void check_defaults(struct avro_parsing *p)
{
	for (size_t i = 0; !p->failed && i < p->n_defaults; i++)
		avro_default(p, p->defaults[i]);
}

static void check_end(struct avro_parsing *p, struct avro_type *root)
{
	struct avro_type *endless = avro_measure(p->a, root);

	if (endless)
		avro_refuse(p, endless->node,
			    "every value of \"%.*s\" holds another one, so none ever ends; put a union with "
			    "null, an array or a map between",
			    SLICE_FMT(endless->name));
}

struct avro_schema *avro_parse(struct arena *a, struct library *l, struct node *n, unsigned minor)
{
	struct avro_parsing p = { .a = a, .l = l, .minor = minor };
	struct avro_schema *s = arena_new(a, struct avro_schema);
	BUF_AUTO struct buf canonical = BUF_INIT(0);

	s->minor = minor;
	s->root = parse(&p, n, SLICE_LIT(""));
	if (!p.failed)
		check_end(&p, s->root);
	if (!p.failed)
		check_defaults(&p);
	map_release(&p.named);
	if (p.failed)
		return NULL;
	avro_canonical(&canonical, s->root);
	s->fingerprint = avro_fingerprint(buf_view(&canonical));
	return s;
}
