/* Content types: which media type a message has, and how its payload is therefore judged. */
#include "contract/judged.h"

/* "application/json; charset=utf-8" without its parameters. */
static struct slice media_type(struct slice content_type)
{
	return slice_trim(slice_first(content_type, slice_find(content_type, ';')));
}

static bool ends_in(struct slice s, struct slice suffix)
{
	return s.len >= suffix.len && slice_eq_ignoring_case(slice_from(s, s.len - suffix.len), suffix);
}

static bool is_json(struct slice type)
{
	return ends_in(type, SLICE_LIT("/json")) || ends_in(type, SLICE_LIT("+json")) ||
	       slice_eq_ignoring_case(type, SLICE_LIT("json"));
}

static bool is_text(struct slice type)
{
	return slice_eq_ignoring_case(slice_first(type, 5), SLICE_LIT("text/")) &&
	       !ends_in(type, SLICE_LIT("xml"));
}

enum content content_of(const struct message_model *m, const struct judged *j)
{
	struct slice type = media_type(m->content_type.ptr ? m->content_type : j->content_type);

	if (!m->payload)
		return CONTENT_OPAQUE;
	if (type.len == 0 || is_json(type))
		return CONTENT_JSON;
	return is_text(type) && m->payload_takes_text ? CONTENT_TEXT : CONTENT_OPAQUE;
}

bool content_type_fits(const struct message_model *m, const struct judged *j)
{
	struct slice declared = media_type(m->content_type), said = media_type(j->content_type);

	return declared.len == 0 || said.len == 0 || slice_eq_ignoring_case(declared, said);
}

bool content_must_be_json(const struct message_model *m)
{
	return !m->payload && !m->schema_format.ptr && m->content_type_declared &&
	       is_json(media_type(m->content_type));
}
