/* Keeping changes: whom each breaks, and its sentence. */
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/text.h"
#include "contract/diff_compare.h"
#include "document/pointer.h"

enum { SHOWN_BYTES = 80 };

const char *diff_class_name(unsigned breaks)
{
	static const char *const names[] = { "compatible", "breaks consumers", "breaks producers",
					     "breaks consumers and producers" };

	return names[breaks & 3];
}

static unsigned breaks_whom(enum diff_mode mode, unsigned effect, unsigned directions)
{
	unsigned breaks = 0;

	if (mode == DIFF_BY_DIRECTION) {
		if (directions & WE_RECEIVE && effect & NARROWS)
			breaks |= BREAKS_PRODUCERS;
		if (directions & WE_SEND && effect & (WIDENS | LOSES))
			breaks |= BREAKS_CONSUMERS;
		return breaks;
	}
	if (mode != DIFF_FORWARD && effect & (NARROWS | CLAIMS))
		breaks |= BREAKS_PRODUCERS;
	if (mode != DIFF_BACKWARD && effect & WIDENS)
		breaks |= BREAKS_CONSUMERS;
	return breaks;
}

static bool is_plain(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char ch = name.ptr[i];

		if (!((ch | 32) >= 'a' && (ch | 32) <= 'z') && !(ch >= '0' && ch <= '9') && ch != '_' &&
		    ch != '-')
			return false;
	}
	return name.len > 0;
}

/* "payload.lines[].sku" */
static void add_way(struct buf *out, const struct step *s)
{
	if (s->up)
		add_way(out, s->up);
	if (s->kind == STEP_ROOT)
		printable_add(out, s->name, SHOWN_BYTES);
	if (s->kind == STEP_PROPERTY && is_plain(s->name))
		buf_printf(out, ".%.*s", SLICE_FMT(s->name));
	else if (s->kind == STEP_PROPERTY || s->kind == STEP_PATTERN) {
		buf_str(out, s->kind == STEP_PATTERN ? "[/" : "[\"");
		printable_add(out, s->name, SHOWN_BYTES);
		buf_str(out, s->kind == STEP_PATTERN ? "/]" : "\"]");
	}
	if (s->kind == STEP_OTHERS)
		buf_str(out, "[other properties]");
	if (s->kind == STEP_NAMES)
		buf_str(out, "[property names]");
	if (s->kind == STEP_ITEM)
		buf_str(out, "[]");
	if (s->kind == STEP_POSITION)
		buf_printf(out, "[%zu]", s->position);
}

static void add_pointer(struct buf *out, const struct step *s)
{
	char number[24];

	if (s->up)
		add_pointer(out, s->up);
	if (s->kind == STEP_ROOT || s->kind == STEP_PROPERTY)
		json_pointer_add(out, s->name);
	if (s->kind == STEP_POSITION) {
		snprintf(number, sizeof(number), "%zu", s->position);
		json_pointer_add(out, slice_str(number));
	}
	if (s->kind == STEP_PATTERN || s->kind == STEP_OTHERS || s->kind == STEP_NAMES ||
	    s->kind == STEP_ITEM)
		json_pointer_add(out, SLICE_LIT("*"));
}

static void add_subject(struct buf *out, const struct comparer *c, const struct step *where)
{
	printable_add(out, c->subject, LIMIT_VALUE_BYTES);
	if (where) {
		buf_char(out, ' ');
		add_way(out, where);
	}
	buf_char(out, ' ');
}

static void count(struct diff *d, unsigned breaks)
{
	d->breaks_consumers += breaks & BREAKS_CONSUMERS ? 1 : 0;
	d->breaks_producers += breaks & BREAKS_PRODUCERS ? 1 : 0;
	d->compatible += !breaks;
	d->is_broken |= breaks != 0;
}

void note(struct comparer *c, struct noted n, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES), pointer = BUF_INIT(LIMIT_FINDING_BYTES);
	struct diff *d = c->out;
	struct change *change;
	unsigned breaks = c->harmless ? 0 : breaks_whom(d->mode, n.effect, c->directions);
	va_list ap;

	c->found++;
	if (c->silent)
		return;
	count(d, breaks);
	if (d->n == LIMIT_CHANGES) {
		d->left_out++;
		return;
	}
	add_subject(&text, c, n.where);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	if (n.where)
		add_pointer(&pointer, n.where);
	d->changes = arena_grow(&d->arena, d->changes, d->n, &d->room, sizeof(*d->changes));
	change = &d->changes[d->n++];
	*change = (struct change){ .breaks = breaks,
				   .code = n.code,
				   .channel = arena_copy(&d->arena, c->channel),
				   .message = arena_copy(&d->arena, c->message),
				   .at = n.at,
				   .was_at = n.was_at,
				   .was = n.was };
	change->text = arena_strdup(&d->arena, buf_view(&text));
	if (n.where)
		change->pointer = arena_copy(&d->arena, buf_view(&pointer));
}

/* Goes into the pointer, a step a token; there the change is told. */
static void note_at(struct comparer *c, struct noted *n, const char *text, struct slice rest,
		    const struct step *up)
{
	struct step here = { .up = up, .kind = STEP_PROPERTY };

	if (pointer_next(&rest, &here.name)) {
		here.kind = slice_is(here.name, "*") ? STEP_ITEM : STEP_PROPERTY;
		note_at(c, n, text, rest, &here);
		return;
	}
	n->where = up;
	note(c, *n, "%s", text);
}

void note_in_payload(struct comparer *c, struct noted n, struct slice pointer, const char *text)
{
	const struct step root = { .kind = STEP_ROOT, .name = SLICE_LIT("payload") };

	note_at(c, &n, text, pointer, &root);
}

const char *shown(struct comparer *c, const struct node *n)
{
	BUF_AUTO struct buf json = BUF_INIT(0), cut = BUF_INIT(0);

	if (c->silent)
		return "";
	node_write_json(&json, n);
	printable_add(&cut, buf_view(&json), SHOWN_BYTES);
	return arena_strdup(&c->out->arena, buf_view(&cut));
}

const char *shown_text(struct comparer *c, struct slice s)
{
	BUF_AUTO struct buf cut = BUF_INIT(0);

	if (c->silent)
		return "";
	printable_add(&cut, s, SHOWN_BYTES);
	return arena_strdup(&c->out->arena, buf_view(&cut));
}

struct loc member_loc(const struct member *m)
{
	struct loc at = node_loc(m->value);

	if (m->line) {
		at.line = m->line;
		at.col = m->col;
	}
	return at;
}

void diff_release(struct diff *d)
{
	arena_free(&d->arena);
	*d = (struct diff){ 0 };
}
