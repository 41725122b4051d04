/* Which files belong together: the source of the contract, what it imports, what comes with protobuf. */
#include "schema/proto.h"

#include <stdarg.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/made.h"

/* --- places */

static struct loc loc_of(struct proto_at at)
{
	const struct proto_file *f = at.file;

	if (!f || !f->node)
		return (struct loc){ f ? f->in->file : NULL, 0, 0 };
	if (!f->is_mapped)
		return node_loc(f->node);
	return (struct loc){ f->in->file, f->first_line + at.line - 1, f->indent + at.col };
}

bool proto_error(struct proto_pool *p, struct proto_at at, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(0), safe = BUF_INIT(0);
	va_list ap;

	p->failed = true;
	if (!p->library->diag)
		return false;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	printable_add(&safe, buf_view(&text), LIMIT_FINDING_BYTES);
	if (at.file && at.file->node && !at.file->is_mapped)
		buf_printf(&safe, " (line %u, column %u of the text)", at.line, at.col);
	return diag_error(p->library->diag, DIAG_SCHEMA, loc_of(at), "Protobuf: %s", buf_cstr(&safe));
}

struct node *proto_node(struct arena *a, enum node_kind kind, struct proto_at at)
{
	struct loc loc = loc_of(at);

	return made_node(a, kind, at.file->in, loc.line, loc.col);
}

/* The `line`th line of a source, without its end. */
static struct slice line_of(struct slice source, unsigned line)
{
	struct slice part = SLICE_NONE;

	while (line-- && slice_split(&source, '\n', &part))
		;
	return slice_ends(part, SLICE_LIT("\r")) ? slice_first(part, part.len - 1) : part;
}

/* A literal block scalar (|) keeps its lines: text line 1 stands under the indicator.  How far it is
 * indented is seen where a line of the text meets its own in the document. */
static bool map_block(struct proto_file *f)
{
	const struct node *n = f->node;
	struct slice header = line_of(n->in->source, n->line), text = f->text, line;
	size_t bar = slice_find(slice_from(header, n->col ? n->col - 1 : 0), '|');

	if (n->col + bar > header.len || strchr("\"'>", slice_from(header, n->col - 1).ptr[0]))
		return false;
	f->first_line = n->line + 1;
	for (unsigned i = 0; i < 1000 && slice_split(&text, '\n', &line); i++) {
		struct slice there = line_of(n->in->source, f->first_line + i);

		if (!slice_ends(there, line))
			return false;
		f->indent = (unsigned)(there.len - line.len);
		if (slice_trim(line).len)
			return true;
	}
	return false;
}

static void map_lines(struct proto_file *f)
{
	const struct node *n = f->node;

	if (!n || !n->in)
		return;
	f->first_line = 1;
	f->is_mapped = n == n->in->root || map_block(f);
}

/* --- files */

static struct proto_file *add_file(struct proto_pool *p, struct slice name, const struct node *node,
				   struct slice text)
{
	struct proto_file *f = arena_new(p->arena, struct proto_file);
	struct document *in = made_document(p->arena, node ? node->in : NULL);

	if (!node)
		in->file = arena_strdup(p->arena, name);
	in->root = p->root;
	*f = (struct proto_file){ .pool = p, .in = in, .name = name, .node = node, .text = text };
	map_lines(f);
	PROTO_ADD(p->arena, p->files, p->n_files, p->room_files, f);
	return f;
}

static struct proto_file *file_named(struct proto_pool *p, struct slice name, const struct node *node)
{
	for (size_t i = 0; i < p->n_files; i++)
		if (node ? p->files[i]->node == node
			 : !p->files[i]->node && slice_eq(p->files[i]->name, name))
			return p->files[i];
	return NULL;
}

/* Paths of imports are counted from a folder that only protoc's command line knows: the file's own one is
 * tried, then those above it, as far as the project goes. */
static const struct node *find_import(struct proto_pool *p, const struct proto_import *import,
				      const struct node *from)
{
	BUF_AUTO struct buf ref = BUF_INIT(0);
	struct diag *said = p->library->diag;
	const struct node *found = NULL;

	p->library->diag = NULL;
	buf_slice(&ref, import->name.text);
	for (unsigned up = 0; up < PROTO_DEEPEST_SOURCE && !found; up++) {
		found = library_resolve_text(p->library, buf_view(&ref), from);
		buf_reset(&ref);
		for (unsigned i = 0; i <= up; i++)
			buf_str(&ref, "../");
		buf_slice(&ref, import->name.text);
	}
	p->library->diag = said;
	return found;
}

static bool read_file(struct proto_pool *p, struct proto_file *f);

static bool is_proto_path(struct slice name)
{
	return slice_ends(name, SLICE_LIT(".proto")) && slice_find(name, '#') == name.len &&
	       slice_find(name, ':') == name.len && name.ptr[0] != '/';
}

static bool read_import(struct proto_pool *p, struct proto_file *f, struct proto_import *import)
{
	struct slice name = import->name.text, text = proto_built_in(name);
	const struct node *node = NULL;

	if (!text.ptr) {
		if (!is_proto_path(name))
			return proto_error(p, import->name.at,
					   "\"%.*s\" is no relative path to a .proto file", SLICE_FMT(name));
		if (f->node && f->node->in)
			node = find_import(p, import, f->node);
		if (!node_is(node, NODE_TEXT))
			return proto_error(
				p, import->name.at,
				"there is no file \"%.*s\" to import, beside this one or above it in "
				"the project",
				SLICE_FMT(name));
		text = node->text;
	}
	import->file = file_named(p, name, node);
	if (import->file && import->file->is_open)
		return proto_error(p, import->name.at, "the import of \"%.*s\" leads back to this file",
				   SLICE_FMT(name));
	if (import->file)
		return true;
	if (p->n_files == PROTO_MOST_FILES)
		return proto_error(p, import->name.at, "more than %d imported files", PROTO_MOST_FILES);
	import->file = add_file(p, name, node, text);
	return read_file(p, import->file);
}

static bool read_file(struct proto_pool *p, struct proto_file *f)
{
	bool ok = proto_parse(f);

	f->is_open = true;
	for (size_t i = 0; ok && i < f->n_imports; i++)
		ok = read_import(p, f, &f->imports[i]);
	f->is_open = false;
	return ok;
}

struct proto_pool *proto_pool_read(struct arena *a, struct library *l, const struct node *text)
{
	struct proto_pool *p = arena_new(a, struct proto_pool);
	struct proto_file *f;

	p->arena = a;
	p->library = l;
	p->root = made_node(a, NODE_MAP, NULL, text->line, text->col);
	f = add_file(p, SLICE_LIT(""), text, text->text);
	if (read_file(p, f))
		proto_link(p);
	map_release(&p->symbols);
	return p->failed ? NULL : p;
}

/* --- finding */

struct proto_message *proto_message_named(const struct proto_pool *p, struct slice full_name)
{
	size_t low = 0, high = p->n_by_name;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = slice_compare(p->by_name[mid]->full_name, full_name);

		if (!order)
			return p->by_name[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct proto_field *proto_field_numbered(const struct proto_message *m, uint64_t number)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if ((uint64_t)m->fields[mid]->number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->n && (uint64_t)m->fields[low]->number == number ? m->fields[low] : NULL;
}

struct proto_field *proto_field_named(const struct proto_message *m, struct slice name)
{
	size_t low = 0, high = m->n_keys;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = slice_compare(m->keys[mid].name, name);

		if (!order)
			return m->keys[mid].field;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const struct proto_enum_value *proto_enum_numbered(const struct proto_enum *e, int64_t number)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->values[i].number == number)
			return &e->values[i];
	return NULL;
}

const struct proto_enum_value *proto_enum_named(const struct proto_enum *e, struct slice name)
{
	for (size_t i = 0; i < e->n; i++)
		if (slice_eq(e->values[i].name, name))
			return &e->values[i];
	return NULL;
}
