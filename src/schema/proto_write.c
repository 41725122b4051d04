/* From JSON to the wire: fields by number, default values left out, packed where the source says so. */
#include "base/text.h"
#include "schema/proto_wire.h"

static bool is_null_value(const struct proto_field *f)
{
	return (f->kind == KIND_ENUM && f->enumeration->is_null) ||
	       (f->kind == KIND_MESSAGE && f->message->form == FORM_VALUE);
}

/* Null is "not there", but for those whose value it is. */
static bool is_absent(const struct proto_field *f, const struct node *value)
{
	return !value || (value->kind == NODE_NULL && (f->label == LABEL_REPEATED || !is_null_value(f)));
}

static bool write_sub_message(struct proto_writing *w, const struct proto_field *f, const struct node *value)
{
	size_t from;

	if (f->kind == KIND_GROUP) {
		proto_write_tag(w->out, f->number, WIRE_GROUP);
		if (!proto_write_message(w, f->message, value))
			return false;
		proto_write_tag(w->out, f->number, WIRE_GROUP_END);
		return true;
	}
	proto_write_tag(w->out, f->number, WIRE_BYTES);
	from = w->out->len;
	if (!proto_write_message(w, f->message, value))
		return false;
	proto_write_length(w->out, from);
	return true;
}

/* `always`: even if it is the default. */
static bool write_single(struct proto_writing *w, const struct proto_field *f, const struct node *value,
			 bool always)
{
	size_t before = w->out->len;
	bool is_default;

	if (proto_kind_is_message(f->kind))
		return write_sub_message(w, f, value);
	proto_write_tag(w->out, f->number, proto_wire_type_of(f->kind));
	if (!proto_write_scalar(w, f, value, &is_default))
		return false;
	if (is_default && !always && !w->out->failed)
		w->out->len = before;
	return true;
}

static bool write_packed(struct proto_writing *w, const struct proto_field *f, const struct node *list,
			 struct proto_path *here)
{
	bool is_default, ok = true;
	size_t from;

	proto_write_tag(w->out, f->number, WIRE_BYTES);
	from = w->out->len;
	for (; ok && here->index < list->n; here->index++)
		ok = proto_write_scalar(w, f, list->items[here->index], &is_default);
	proto_write_length(w->out, from);
	return ok;
}

static bool write_list(struct proto_writing *w, const struct proto_field *f, const struct node *list)
{
	struct proto_path here = { .up = w->path };
	bool ok = true;

	if (!node_is(list, NODE_LIST))
		return proto_write_fail(w, "%s where a list belongs", node_kind_name(list));
	if (!list->n)
		return true;
	w->path = &here;
	if (f->packed)
		ok = write_packed(w, f, list, &here);
	for (; ok && here.index < list->n; here.index++)
		ok = write_single(w, f, list->items[here.index], true);
	w->path = here.up;
	return ok;
}

static bool write_entry(struct proto_writing *w, const struct proto_field *f, const struct member *m)
{
	struct proto_path here = { .up = w->path, .name = m->key };
	struct node key = { .kind = NODE_TEXT, .text = m->key };
	size_t from;
	bool ok;

	w->path = &here;
	proto_write_tag(w->out, f->number, WIRE_BYTES);
	from = w->out->len;
	ok = write_single(w, f->message->fields[0], &key, true) &&
	     write_single(w, f->message->fields[1], m->value, true);
	proto_write_length(w->out, from);
	w->path = here.up;
	return ok;
}

static bool write_map(struct proto_writing *w, const struct proto_field *f, const struct node *map)
{
	bool ok = true;

	if (!node_is(map, NODE_MAP))
		return proto_write_fail(w, "%s where a map belongs", node_kind_name(map));
	for (size_t i = 0; ok && i < map->n; i++)
		ok = write_entry(w, f, &map->members[i]);
	return ok;
}

bool proto_write_field(struct proto_writing *w, const struct proto_field *f, const struct node *value)
{
	struct proto_path here = { .up = w->path, .name = f->json_name };
	bool ok;

	w->path = &here;
	if (f->is_map)
		ok = write_map(w, f, value);
	else if (f->label == LABEL_REPEATED)
		ok = write_list(w, f, value);
	else
		ok = write_single(w, f, value, f->has_presence);
	w->path = here.up;
	return ok;
}

/* --- messages */

static bool check_members(struct proto_writing *w, const struct proto_message *m, const struct node *value,
			  struct slice besides)
{
	for (size_t i = 0; i < value->n; i++) {
		struct slice key = value->members[i].key;
		const struct proto_field *f = proto_field_named(m, key);

		if (!f && !(besides.ptr && slice_eq(key, besides)))
			return proto_write_fail(w, "\"%.*s\" is no field of %.*s", SLICE_FMT(key),
						SLICE_FMT(m->full_name));
		if (f && !slice_eq(f->json_name, key) && node_get_slice(value, f->json_name))
			return proto_write_fail(w, "the field %.*s is there twice, by both of its names",
						SLICE_FMT(f->name));
	}
	return true;
}

static const struct node *value_of(const struct proto_field *f, const struct node *map)
{
	const struct node *value = node_get_slice(map, f->json_name);

	return value || f->is_extension ? value : node_get_slice(map, f->name);
}

static bool check_oneof(struct proto_writing *w, const struct proto_oneof *one, const struct node *value)
{
	const struct proto_field *set = NULL;

	for (size_t i = 0; i < one->n; i++) {
		if (is_absent(one->fields[i], value_of(one->fields[i], value)))
			continue;
		if (set)
			return proto_write_fail(w, "both %.*s and %.*s of the oneof %.*s are set",
						SLICE_FMT(set->name), SLICE_FMT(one->fields[i]->name),
						SLICE_FMT(one->name));
		set = one->fields[i];
	}
	return true;
}

bool proto_write_members(struct proto_writing *w, const struct proto_message *m, const struct node *value,
			 struct slice besides)
{
	bool ok;

	if (!node_is(value, NODE_MAP))
		return proto_write_fail(w, "%s where the message %.*s belongs", node_kind_name(value),
					SLICE_FMT(m->full_name));
	ok = check_members(w, m, value, besides);
	for (size_t i = 0; ok && i < m->n_oneofs; i++)
		ok = check_oneof(w, m->oneofs[i], value);
	for (size_t i = 0; ok && i < m->n; i++) {
		const struct node *member = value_of(m->fields[i], value);

		if (!is_absent(m->fields[i], member))
			ok = proto_write_field(w, m->fields[i], member);
	}
	return ok;
}

bool proto_write_message(struct proto_writing *w, const struct proto_message *m, const struct node *value)
{
	bool ok;

	if (++w->depth > PROTO_DEEPEST)
		ok = proto_write_fail(w, "more than %d messages in one another", PROTO_DEEPEST);
	else if (m->form != FORM_PLAIN)
		ok = proto_write_form(w, m, value);
	else
		ok = proto_write_members(w, m, value, SLICE_NONE);
	w->depth--;
	return ok;
}

bool proto_from_json(const struct proto_message *m, const struct node *value, struct buf *bytes,
		     struct wire_error *why)
{
	struct proto_writing w = { .out = bytes, .why = why };

	if (!proto_write_message(&w, m, value))
		return false;
	return !bytes->failed || proto_wire_fail(why, NULL, 0, "its bytes are too many");
}
