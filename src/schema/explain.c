/* Writes violations down: pointers, place in the document, value, sentence. */
#include "base/limits.h"
#include "base/text.h"
#include "schema/sentence.h"

static const char *root_of(const struct violations *v)
{
	return v->root_name ? v->root_name : "payload";
}

static void add_frames(struct buf *out, const struct frame *f)
{
	if (!f || !f->keyword)
		return;
	add_frames(out, f->up);
	buf_printf(out, "/%s", f->keyword);
	if (f->name.ptr)
		json_pointer_add(out, f->name);
	else if (f->index != FRAME_NO_INDEX)
		buf_printf(out, "/%zu", f->index);
}

/* Of the keyword, or of the schema when it has none. */
static struct loc place_of(const struct schema *s, const char *keyword)
{
	struct loc at = node_loc(s->node);
	const struct member *m = keyword ? node_member(s->node, slice_str(keyword)) : NULL;

	if (m) {
		at.line = m->line;
		at.col = m->col;
	}
	return at;
}

/* What the sentence is about: the missing member, the map that holds one too many, or the value. */
static void add_subject(struct buf *out, const struct walk *w, const struct failure *f)
{
	bool missing = f->keyword && (strcmp(f->keyword, "required") == 0 || f->dependency ||
				      (strcmp(f->keyword, "discriminator") == 0 && !f->count));
	bool extra = f->keyword && (strcmp(f->keyword, "additionalProperties") == 0 ||
				    strcmp(f->keyword, "unevaluatedProperties") == 0);

	sentence_path(out, w->tape, extra ? (uint32_t)f->count : f->at, root_of(w->out));
	if (missing)
		sentence_member(out, f->name);
}

void explain(struct walk *w, const struct failure *f)
{
	BUF_AUTO struct buf instance = BUF_INIT(0), schema = BUF_INIT(0), value = BUF_INIT(0),
			    text = BUF_INIT(0);
	struct violation v = { .keyword = f->keyword ? f->keyword : "false",
			       .at = place_of(f->schema, f->keyword) };

	if (w->out->max && w->out->n >= w->out->max) {
		w->out->left_out++;
		return;
	}
	token_pointer(&instance, w->tape, f->at);
	add_frames(&schema, f->frame);
	if (f->keyword)
		buf_printf(&schema, "/%s", f->keyword);
	if (f->dependency)
		json_pointer_add(&schema, f->dependency->name);
	tape_write(&value, w->tape, f->at, LIMIT_VALUE_BYTES);
	add_subject(&text, w, f);
	sentence_add(&text, w, f);
	v.instance = buf_view(&instance);
	v.schema = buf_view(&schema);
	v.value = buf_view(&value);
	v.text = buf_view(&text);
	violations_add(w->out, &v);
}

void explain_limit(struct walk *w)
{
	static const char *const words[] = {
		[WALK_STEPS] = " takes more steps to judge than are allowed: its schema branches too much",
		[WALK_DEPTH] = " takes more levels of schemas to judge than are allowed",
		[WALK_PATTERN] = " takes more steps to match a pattern than are allowed",
	};
	BUF_AUTO struct buf instance = BUF_INIT(0), value = BUF_INIT(0), text = BUF_INIT(0);
	struct violation v = { .keyword = "limit", .at = place_of(w->state->limit_schema, NULL) };

	if (!w->out)
		return;
	token_pointer(&instance, w->tape, w->state->limit_at);
	sentence_path(&text, w->tape, w->state->limit_at, root_of(w->out));
	buf_str(&text, words[w->state->limit]);
	tape_write(&value, w->tape, w->state->limit_at, LIMIT_VALUE_BYTES);
	v.instance = buf_view(&instance);
	v.schema = SLICE_LIT("");
	v.value = buf_view(&value);
	v.text = buf_view(&text);
	violations_add(w->out, &v);
}

static void explain_duplicate(struct walk *w, const struct duplicate *d)
{
	BUF_AUTO struct buf instance = BUF_INIT(0), value = BUF_INIT(0), text = BUF_INIT(0);
	struct violation v = { .keyword = "duplicate-key", .schema = SLICE_LIT("") };

	token_pointer(&instance, w->tape, d->key + 1);
	sentence_path(&text, w->tape, d->map, root_of(w->out));
	buf_str(&text, " has the key ");
	json_string_add(&text, token_text(w->tape, d->key));
	buf_str(&text, " twice");
	tape_write(&value, w->tape, d->key + 1, LIMIT_VALUE_BYTES);
	v.instance = buf_view(&instance);
	v.value = buf_view(&value);
	v.text = buf_view(&text);
	violations_add(w->out, &v);
}

void explain_duplicates(struct walk *w)
{
	const struct tape *t = w->tape;

	if (!w->out)
		return;
	for (size_t i = 0; i < t->n_duplicates && i < TAPE_DUPLICATES; i++)
		explain_duplicate(w, &t->duplicates[i]);
	if (t->n_duplicates > TAPE_DUPLICATES)
		w->out->left_out += t->n_duplicates - TAPE_DUPLICATES;
}

void explain_syntax(const struct tape *t, struct slice json, struct violations *out)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct violation v = { .keyword = "json", .instance = SLICE_LIT(""), .schema = SLICE_LIT("") };
	size_t offset = (size_t)(t->where - json.ptr), line = 1;

	for (size_t i = 0; i < offset && i < json.len; i++)
		line += json.ptr[i] == '\n';
	buf_printf(&text, "%s cannot be read as JSON: %s at byte %zu (line %zu)", root_of(out), t->why,
		   offset, line);
	v.text = buf_view(&text);
	violations_add(out, &v);
}
