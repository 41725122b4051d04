/* Two versions of a Protobuf message, field number by field number.
 *
 * On the wire a field is its number and what its bytes mean; names do not count ("Updating A Message Type" of
 * the language guide).  In the JSON mapping it is its name, and an unknown one breaks the contract. */
#include "schema/proto_compare.h"

#include "base/limits.h"
#include "base/text.h"
#include "schema/proto.h"

struct step {
	const struct step *up;
	struct slice name;
};

struct comparing {
	struct proto_changes *out;
	bool as_json;
	struct map seen; /* pairs of messages and enums that were looked at, or are being */
	struct arena scratch;
	size_t found, depth;
};

struct pair {
	const void *was, *is;
};

/* --- telling */

struct told {
	const char *code;
	unsigned effect;
	const struct step *in;
	struct proto_at at, was_at;
	const char *was;
};

static void add_steps(struct buf *out, const struct step *in)
{
	if (!in)
		return;
	add_steps(out, in->up);
	json_pointer_add(out, in->name);
}

static struct loc place(struct comparing *c, struct proto_at at)
{
	return at.file ? node_loc(proto_node(c->out->a, NODE_NULL, at)) : LOC_NONE;
}

__attribute__((format(printf, 3, 4))) static void tell(struct comparing *c, struct told t, const char *fmt,
						       ...)
{
	BUF_AUTO struct buf where = BUF_INIT(LIMIT_FINDING_BYTES), text = BUF_INIT(LIMIT_FINDING_BYTES);
	struct proto_changes *out = c->out;
	va_list ap;

	if (c->found++ >= LIMIT_FINDINGS)
		return;
	add_steps(&where, t.in);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	out->list = arena_grow(out->a, out->list, out->n, &out->room, sizeof(*out->list));
	out->list[out->n++] = (struct proto_change){
		.code = t.code,
		.effect = t.effect,
		.where = arena_copy(out->a, buf_view(&where)),
		.at = place(c, t.at),
		.was_at = place(c, t.was_at),
		.text = arena_strdup(out->a, buf_view(&text)),
		.was = t.was,
	};
}

static const char *was_text(struct comparing *c, struct slice name)
{
	return arena_printf(c->out->a, "was %.*s", SLICE_FMT(name));
}

/* --- types */

enum group {
	OTHERS,
	VARINT,
	ZIGZAG,
	FOUR_BYTES,
	EIGHT_BYTES,
	FLOATS,
	DOUBLES,
	LENGTH,
	GROUPS,
	NUMBERS,
	TRUTH,
	NAMES,
	TEXT,
	BASE64,
	OBJECTS
};

/* Kinds of one group read one another; what one of them may hold reaches `low` and `high`: the bits of
 * numbers below and above 0, of bytes whether they may be text, may be a message. */
static const struct meaning {
	enum group wire, json;
	unsigned low, high;
} meanings[] = {
	[KIND_BOOL] = {VARINT,	TRUTH,   0,  1 },
	[KIND_ENUM] = { VARINT,	NAMES,   31, 31},
	[KIND_INT32] = { VARINT,	 NUMBERS, 31, 31},
	[KIND_UINT32] = { VARINT,	  NUMBERS, 0,  32},
	[KIND_INT64] = { VARINT,	 NUMBERS, 63, 63},
	[KIND_UINT64] = { VARINT,	  NUMBERS, 0,  64},
	[KIND_SINT32] = { ZIGZAG,	  NUMBERS, 31, 31},
	[KIND_SINT64] = { ZIGZAG,	  NUMBERS, 63, 63},
	[KIND_FIXED32] = { FOUR_BYTES,  NUMBERS, 0,  32},
	[KIND_SFIXED32] = { FOUR_BYTES,	NUMBERS, 31, 31},
	[KIND_FIXED64] = { EIGHT_BYTES, NUMBERS, 0,  64},
	[KIND_SFIXED64] = { EIGHT_BYTES, NUMBERS, 63, 63},
	[KIND_FLOAT] = { FLOATS,	 DOUBLES, 24, 24},
	[KIND_DOUBLE] = { DOUBLES,	   DOUBLES, 53, 53},
	[KIND_STRING] = { LENGTH,	  TEXT,	1,  0 },
	[KIND_BYTES] = { LENGTH,	 BASE64,	 1,  1 },
	[KIND_MESSAGE] = { LENGTH,	   OBJECTS, 0,  1 },
	[KIND_GROUP] = { GROUPS,	 OBJECTS, 0,  1 },
};

static bool fits(const struct meaning *a, const struct meaning *b)
{
	return a->low <= b->low && a->high <= b->high;
}

static unsigned effect_of_kinds(const struct comparing *c, enum proto_kind was, enum proto_kind is)
{
	const struct meaning *a = &meanings[was], *b = &meanings[is];

	if (was == is)
		return 0;
	if (c->as_json ? a->json != b->json : a->wire != b->wire)
		return PROTO_NARROWS | PROTO_WIDENS;
	return (fits(a, b) ? 0 : PROTO_NARROWS) | (fits(b, a) ? 0 : PROTO_WIDENS);
}

static struct slice type_shown(const struct proto_field *f)
{
	if (proto_kind_is_message(f->kind))
		return f->is_map ? SLICE_LIT("a map") : f->message->full_name;
	return f->kind == KIND_ENUM ? f->enumeration->full_name : slice_str(proto_kind_name(f->kind));
}

/* Timestamp and its like have a form of their own in JSON, and a meaning that another message has not. */
static bool is_other_form(const struct proto_field *was, const struct proto_field *is)
{
	return proto_kind_is_message(was->kind) && proto_kind_is_message(is->kind) &&
	       (was->message->form != is->message->form || was->is_map != is->is_map);
}

static unsigned effect_of_types(const struct comparing *c, const struct proto_field *was,
				const struct proto_field *is)
{
	return is_other_form(was, is) ? PROTO_NARROWS | PROTO_WIDENS
				      : effect_of_kinds(c, was->kind, is->kind);
}

/* --- enums */

static void compare_values(struct comparing *c, const struct proto_enum *was, const struct proto_enum *is,
			   const struct step *in)
{
	for (size_t i = 0; i < was->n; i++) {
		const struct proto_enum_value *v = &was->values[i];
		const struct proto_enum_value *same = proto_enum_named(is, v->name);
		const struct proto_enum_value *other = proto_enum_numbered(is, v->number);
		struct told t = { "enum", PROTO_NARROWS, in, v->at, { 0 }, NULL };

		if (same && same->number != v->number) {
			t = (struct told){
				"enum-number", c->as_json ? 0 : PROTO_NARROWS | PROTO_WIDENS, in, same->at,
				v->at,	       arena_printf(c->out->a, "was %d", v->number)
			};
			tell(c, t, "has %.*s as number %d now", SLICE_FMT(v->name), same->number);
		} else if (!same && other && !proto_enum_named(was, other->name)) {
			t = (struct told){ "enum-name", c->as_json ? PROTO_NARROWS | PROTO_WIDENS : 0,
					   in,		other->at,
					   v->at,	was_text(c, v->name) };
			tell(c, t, "calls %d %.*s now", v->number, SLICE_FMT(other->name));
		} else if (!same) {
			tell(c, t, "can no longer be %.*s (%d)", SLICE_FMT(v->name), v->number);
		}
	}
	for (size_t i = 0; i < is->n; i++) {
		const struct proto_enum_value *v = &is->values[i];
		struct told t = { "enum", PROTO_WIDENS, in, v->at, { 0 }, NULL };

		if (!proto_enum_named(was, v->name) && !proto_enum_numbered(was, v->number))
			tell(c, t, "can now also be %.*s (%d)", SLICE_FMT(v->name), v->number);
	}
}

/* --- fields */

static void compare_messages(struct comparing *c, const struct proto_message *was,
			     const struct proto_message *is, const struct step *in);

static bool is_seen(struct comparing *c, const void *was, const void *is)
{
	struct pair *key = arena_new(&c->scratch, struct pair);

	*key = (struct pair){ was, is };
	return map_put(&c->seen, slice_of(key, sizeof(*key)), key) != NULL;
}

static bool compare_types(struct comparing *c, const struct proto_field *was, const struct proto_field *is,
			  const struct step *in)
{
	struct told t = { "field-type", effect_of_types(c, was, is), in, is->type_at,
			  was->type_at, was_text(c, type_shown(was)) };

	if (was->kind == is->kind && !t.effect)
		return true;
	if (slice_eq(was->name, is->name))
		tell(c, t, "is now %.*s%s", SLICE_FMT(type_shown(is)),
		     c->as_json || meanings[was->kind].wire == meanings[is->kind].wire
			     ? ""
			     : ", which has another form on the wire");
	else
		tell(c, t, "has the number %lld, which was %.*s of another type", (long long)is->number,
		     SLICE_FMT(was->name));
	return false;
}

static void compare_labels(struct comparing *c, const struct proto_field *was, const struct proto_field *is,
			   const struct step *in)
{
	bool had = was->label == LABEL_REPEATED, has = is->label == LABEL_REPEATED;
	struct told t = { "repeated", 0, in, is->at, was->at, had ? "was repeated" : "was not repeated" };

	if (had != has) {
		t.effect = c->as_json ? PROTO_NARROWS | PROTO_WIDENS : has ? PROTO_WIDENS : PROTO_NARROWS;
		tell(c, t,
		     has ? "is now repeated" : "is no longer repeated: of several values the last counts");
	}
	had = was->label == LABEL_REQUIRED;
	has = is->label == LABEL_REQUIRED;
	t = (struct told){ "required", has ? PROTO_NARROWS : PROTO_WIDENS,   in, is->at,
			   was->at,    had ? "was required" : "was optional" };
	if (had != has)
		tell(c, t, has ? "is now required" : "is no longer required");
}

/* By what tells fields apart. */
static const struct proto_field *counterpart(const struct comparing *c, const struct proto_message *m,
					     const struct proto_field *f)
{
	return c->as_json ? proto_field_named(m, f->json_name) : proto_field_numbered(m, (uint64_t)f->number);
}

static const struct proto_field *namesake(const struct comparing *c, const struct proto_message *m,
					  const struct proto_field *f)
{
	return proto_field_named(m, c->as_json ? f->json_name : f->name);
}

/* Two that could come together now put one another out, or the other way round: of those that `by` holds, one
 * that is in `from` too, and not held together with `f` there. */
static void compare_oneofs(struct comparing *c, const struct proto_message *from,
			   const struct proto_oneof *held, const struct proto_oneof *by,
			   const struct proto_field *f, struct told t)
{
	for (size_t i = 0; by && i < by->n; i++) {
		const struct proto_field *other = counterpart(c, from, by->fields[i]);

		if (!other || other == f || (held && other->oneof == held))
			continue;
		tell(c, t,
		     t.effect == PROTO_NARROWS ? "can no longer come together with %.*s"
					       : "can now come together with %.*s",
		     SLICE_FMT(by->fields[i]->json_name));
		return;
	}
}

static void compare_inside(struct comparing *c, const struct proto_field *was, const struct proto_field *is,
			   const struct step *in)
{
	const struct step item = { .up = in, .name = SLICE_LIT("*") };
	bool is_list = is->label == LABEL_REPEATED;

	if (was->kind == KIND_ENUM && !is_seen(c, was->enumeration, is->enumeration))
		compare_values(c, was->enumeration, is->enumeration, is_list ? &item : in);
	if (proto_kind_is_message(was->kind))
		compare_messages(c, was->message, is->message, is_list && !is->is_map ? &item : in);
}

struct messages {
	const struct proto_message *was, *is;
};

static void compare_names(struct comparing *c, const struct messages *m, const struct proto_field *was,
			  const struct proto_field *is, const struct step *in)
{
	struct told t = { "field-name", 0, in, is->at, was->at, was_text(c, was->json_name) };

	if (!slice_eq(was->json_name, is->json_name) && !namesake(c, m->was, is) && !namesake(c, m->is, was))
		tell(c, t, "has another name, which the wire does not carry");
}

static void compare_fields(struct comparing *c, const struct messages *m, const struct proto_field *was,
			   const struct proto_field *is, const struct step *in)
{
	const struct step step = { .up = in, .name = m->is->is_map_entry ? SLICE_LIT("*") : is->json_name };
	struct told t = { "oneof", PROTO_NARROWS, &step, is->at, was->at, NULL };

	if (!compare_types(c, was, is, &step))
		return;
	compare_names(c, m, was, is, &step);
	compare_labels(c, was, is, &step);
	compare_oneofs(c, m->was, was->oneof, is->oneof, was, t);
	t.effect = PROTO_WIDENS;
	compare_oneofs(c, m->is, is->oneof, was->oneof, is, t);
	compare_inside(c, was, is, &step);
}

static bool is_reserved(const struct proto_message *m, const struct proto_field *f)
{
	for (size_t i = 0; i < m->reserved.n; i++)
		if (f->number >= m->reserved.list[i].from && f->number <= m->reserved.list[i].to)
			return true;
	return false;
}

static void tell_moved(struct comparing *c, const struct proto_field *was, const struct proto_field *is,
		       const struct step *in)
{
	const struct step step = { .up = in, .name = is->json_name };
	struct told t = { "field-number", PROTO_NARROWS | PROTO_WIDENS,
			  &step,	  is->number_at,
			  was->number_at, arena_printf(c->out->a, "was %lld", (long long)was->number) };

	tell(c, t, "has the number %lld now", (long long)is->number);
}

static void tell_gone(struct comparing *c, const struct proto_message *now, const struct proto_field *f,
		      const struct step *in)
{
	const struct step step = { .up = in, .name = f->json_name };
	bool required = f->label == LABEL_REQUIRED;
	struct told t = { "field-removed", PROTO_LOSES, &step,
			  f->at,	   { 0 },	required ? "was required" : "was optional" };

	t.effect |= (c->as_json ? PROTO_NARROWS : 0) | (required ? PROTO_WIDENS : 0);
	tell(c, t, "is gone%s", c->as_json || is_reserved(now, f) ? "" : ", and its number is not reserved");
}

static void tell_new(struct comparing *c, const struct proto_field *f, const struct step *in)
{
	const struct step step = { .up = in, .name = f->json_name };
	bool required = f->label == LABEL_REQUIRED;
	struct told t = { "field-added", c->as_json ? PROTO_WIDENS : 0, &step, f->at, { 0 }, NULL };

	t.effect |= required ? PROTO_NARROWS : 0;
	tell(c, t, required ? "is new and required" : "is new, and optional");
}

static void compare_new_field(struct comparing *c, const struct messages *m, const struct proto_field *f,
			      const struct step *in)
{
	const struct proto_field *before = counterpart(c, m->was, f), *moved = namesake(c, m->was, f);

	if (moved && !c->as_json && moved->number != f->number)
		tell_moved(c, moved, f, in);
	if (before)
		compare_fields(c, m, before, f, in);
	else if (!moved)
		tell_new(c, f, in);
}

static void compare_messages(struct comparing *c, const struct proto_message *was,
			     const struct proto_message *is, const struct step *in)
{
	const struct messages m = { was, is };

	if (is_seen(c, was, is) || c->depth == PROTO_DEEPEST)
		return;
	c->depth++;
	for (size_t i = 0; i < is->n; i++)
		compare_new_field(c, &m, is->fields[i], in);
	for (size_t i = 0; i < was->n; i++)
		if (!counterpart(c, is, was->fields[i]) && !namesake(c, is, was->fields[i]))
			tell_gone(c, is, was->fields[i], in);
	c->depth--;
}

void proto_compare(const struct proto_message *was, const struct proto_message *is, bool as_json,
		   struct proto_changes *out)
{
	struct comparing c = { .out = out, .as_json = as_json };

	compare_messages(&c, was, is, NULL);
	map_release(&c.seen);
	arena_free(&c.scratch);
}
