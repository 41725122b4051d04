/* Payloads in Protobuf: what counts is the wire format, or the JSON mapping where the content is JSON. */
#include "contract/diff_compare.h"
#include "schema/content.h"
#include "schema/proto_compare.h"

_Static_assert((int)PROTO_NARROWS == (int)NARROWS && (int)PROTO_WIDENS == (int)WIDENS &&
		       (int)PROTO_LOSES == (int)LOSES,
	       "both speak of the same effects");

static bool is_protobuf(const struct message_model *m)
{
	return m->language == &protobuf_language && m->wire;
}

bool compare_protobuf(struct comparer *c, const struct message_model *a, const struct message_model *b)
{
	bool as_json = content_find(a->content_type)->kind == CONTENT_JSON;
	struct proto_changes found = { .a = &c->out->arena };

	if (!is_protobuf(a) || !is_protobuf(b))
		return false;
	proto_compare(a->wire, b->wire, as_json, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct proto_change *change = &found.list[i];
		struct noted n = { .code = change->code,
				   .effect = change->effect,
				   .at = change->at,
				   .was_at = change->was_at,
				   .was = change->was };

		note_in_payload(c, n, change->where, change->text);
	}
	return true;
}
