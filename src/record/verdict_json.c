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

void violation_write(struct buf *out, const struct violation *v)
{
	buf_char(out, '{');
	text_member(out, "instance", v->instance);
	buf_char(out, ',');
	text_member(out, "schema", v->schema);
	buf_char(out, ',');
	text_member(out, "keyword", slice_str(v->keyword));
	if (v->at.file) {
		BUF_AUTO struct buf place = BUF_INIT(0);

		loc_write(&place, v->at);
		buf_char(out, ',');
		text_member(out, "at", buf_view(&place));
	}
	buf_char(out, ',');
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

void violations_write(struct buf *out, const struct violations *list)
{
	buf_str(out, "\"violations\":[");
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_char(out, ',');
		violation_write(out, &list->list[i]);
	}
	buf_char(out, ']');
	if (list->left_out)
		buf_printf(out, ",\"leftOut\":%zu", list->left_out);
	runners_up_write(out, list);
}
