#include "record/verdict_json.h"

#include "base/text.h"

void loc_write(struct buf *out, struct loc at)
{
	if (at.file)
		buf_str(out, at.file);
	if (at.file && at.line)
		buf_printf(out, ":%u:%u", at.line, at.col);
}

static void text_member(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, "\"%s\":", name);
	json_string_add(out, value);
}

static void write_one(struct buf *out, const struct violation *v, violation_more *more, void *context)
{
	buf_char(out, '{');
	text_member(out, "instance", v->instance);
	buf_char(out, ',');
	if (v->in_headers)
		buf_str(out, "\"in\":\"headers\",");
	text_member(out, "schema", v->schema);
	buf_char(out, ',');
	text_member(out, "keyword", slice_str(v->keyword));
	buf_char(out, ',');
	if (more)
		more(out, v, context);
	if (v->at.file) {
		BUF_AUTO struct buf place = BUF_INIT(0);

		loc_write(&place, v->at);
		text_member(out, "at", buf_view(&place));
		buf_char(out, ',');
	}
	text_member(out, "text", v->text);
	buf_char(out, '}');
}

static void runners_up_write(struct buf *out, const struct violations *list)
{
	if (list->told_by.ptr) {
		buf_char(out, ',');
		text_member(out, "toldBy", list->told_by);
	}
	if (!list->n_runners_up)
		return;
	buf_str(out, ",\"runnersUp\":[");
	for (size_t i = 0; i < list->n_runners_up; i++) {
		buf_str(out, i ? ",{" : "{");
		text_member(out, "message", list->runners_up[i].message);
		buf_printf(out, ",\"violations\":%zu}", list->runners_up[i].violations);
	}
	buf_char(out, ']');
}

void violation_write(struct buf *out, const struct violation *v)
{
	write_one(out, v, NULL, NULL);
}

void violations_write(struct buf *out, const struct violations *list)
{
	violations_write_with(out, list, NULL, NULL);
}

void violations_write_with(struct buf *out, const struct violations *list, violation_more *more,
			   void *context)
{
	buf_str(out, "\"violations\":[");
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_char(out, ',');
		write_one(out, &list->list[i], more, context);
	}
	buf_char(out, ']');
	if (list->left_out)
		buf_printf(out, ",\"leftOut\":%zu", list->left_out);
	runners_up_write(out, list);
}
