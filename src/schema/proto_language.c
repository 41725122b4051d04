/* Protobuf as a schema language: which source, which of its messages, and the forms that its bytes come in.
 */
#include "base/text.h"
#include "schema/language.h"
#include "schema/content.h"
#include "schema/proto_schema.h"
#include "schema/proto_wire.h"

enum { MOST_LISTED = 20 };

/* --- which message */

/* By full name, or by the part of it behind the package. */
static struct proto_message *message_called(const struct proto_pool *p, struct slice name)
{
	const struct proto_file *f = p->files[0];
	struct proto_message *m = proto_message_named(p, name);
	BUF_AUTO struct buf full = BUF_INIT(0);

	if (m || !name.len)
		return m;
	buf_printf(&full, "%.*s.%.*s", SLICE_FMT(f->package), SLICE_FMT(name));
	return proto_message_named(p, buf_view(&full));
}

static void list_messages(const struct proto_pool *p, struct buf *out)
{
	const struct proto_file *f = p->files[0];

	for (size_t i = 0; i < f->n_messages && i < MOST_LISTED; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", SLICE_FMT(f->messages[i]->name));
	if (f->n_messages > MOST_LISTED)
		buf_str(out, ", ...");
}

static bool say_which(struct proto_pool *p, struct slice named)
{
	BUF_AUTO struct buf list = BUF_INIT(0);
	struct proto_at at = { p->files[0], 1, 1 };

	list_messages(p, &list);
	if (!p->files[0]->n_messages)
		return proto_error(p, at, "there is no message in this text");
	if (named.ptr)
		return proto_error(p, at, "there is no message \"%.*s\" in this text; there are %s",
				   SLICE_FMT(named), buf_cstr(&list));
	return proto_error(
		p, at,
		"which message is the payload? The schemaFormat can name one (\";message=%.*s\"), or the "
		"AsyncAPI message's name or title; there are %s",
		SLICE_FMT(p->files[0]->messages[0]->name), buf_cstr(&list));
}

/* The one that schemaFormat names, else the only one, else that of the AsyncAPI message's names. */
static struct proto_message *choose(struct proto_pool *p, struct slice format, const struct slice *called,
				    bool just_looking)
{
	struct slice named = media_type_parameter(format, "message");
	struct proto_message *m = NULL;

	if (named.ptr)
		m = message_called(p, named);
	else if (p->files[0]->n_messages == 1)
		m = p->files[0]->messages[0];
	for (unsigned i = 0; i < LANGUAGE_NAMES && !m && !named.ptr; i++)
		m = message_called(p, called[i]);
	if (!m && (named.ptr || !just_looking))
		say_which(p, named);
	return m;
}

static bool check_version(struct proto_pool *p, struct slice format)
{
	struct slice version = media_type_parameter(format, "version");
	struct proto_at at = { p->files[0], 1, 1 };
	char ours[2] = { (char)('0' + p->files[0]->syntax), '\0' };

	if (!version.ptr || slice_is(version, ours))
		return true;
	return proto_error(p, at, "this is proto%s, but schemaFormat says version=%.*s", ours,
			   SLICE_FMT(slice_first(version, 20)));
}

static bool compile(struct arena *a, struct library *l, struct node *n, struct slice format,
		    struct language_schema *out)
{
	struct node *text = library_resolve(l, n);
	struct proto_message *m;
	struct proto_pool *p;

	if (!text)
		return false;
	if (!node_is(text, NODE_TEXT))
		return diag_error(l->diag, DIAG_SCHEMA, node_loc(text),
				  "a Protobuf schema is the text of a .proto file (or a $ref to one), not %s",
				  node_kind_name(text));
	p = proto_pool_read(a, l, text);
	if (!p || !check_version(p, format))
		return false;
	out->by_name = !media_type_parameter(format, "message").ptr && p->files[0]->n_messages != 1;
	m = choose(p, format, out->called, out->just_looking);
	if (!m)
		return !p->failed;
	out->json_schema = proto_json_schema(p, m, text);
	out->wire = m;
	return true;
}

/* --- bytes */

/* No message begins with 0, which would be field 0: that is a registry's frame. */
static bool is_framed(struct slice bytes)
{
	return bytes.len && !bytes.ptr[0];
}

static bool is_wire(const void *wire, struct slice bytes)
{
	const struct proto_message *m = wire;
	struct proto_frame frame;

	if (!is_framed(bytes))
		return proto_is_wire(m, bytes);
	return proto_frame_read(m->at.file, bytes, &frame) && frame.message;
}

static bool to_json(const void *wire, struct slice bytes, struct buf *json, struct wire_error *why)
{
	const struct proto_message *m = wire;
	struct proto_frame frame = { 0 };

	if (!is_framed(bytes))
		return proto_to_json(m, bytes, json, why);
	if (!proto_frame_read(m->at.file, bytes, &frame))
		return proto_wire_fail(why, NULL, 0,
				       "a schema registry's frame (0, the schema's id, the message's "
				       "indexes) that is cut off or wrong");
	if (frame.message != m)
		return proto_wire_fail(why, NULL, 5, "the frame's indexes lead to %s%.*s, not to %.*s",
				       frame.message ? "" : "no message",
				       frame.message ? (int)frame.message->full_name.len : 0,
				       frame.message ? frame.message->full_name.ptr : "",
				       SLICE_FMT(m->full_name));
	if (proto_to_json(m, slice_from(bytes, frame.bytes), json, why))
		return true;
	why->at += frame.bytes;
	return false;
}

static bool from_json(const void *wire, const struct node *value, struct buf *bytes, struct wire_error *why)
{
	return proto_from_json(wire, value, bytes, why);
}

static const char *const media_types[] = { "application/vnd.google.protobuf", NULL };

const struct schema_language protobuf_language = {
	.name = "Protobuf",
	.media_types = media_types,
	.compile = compile,
	.is_wire = is_wire,
	.to_json = to_json,
	.from_json = from_json,
};
