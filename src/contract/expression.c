/* Runtime expressions: where in a message a value stands. */
#include "contract/loader.h"

/* Every ~ must be ~0 or ~1, and a pointer begins with /. */
static bool pointer_is_valid(struct slice p)
{
	if (p.len && p.ptr[0] != '/')
		return false;
	for (size_t i = 0; i < p.len; i++)
		if (p.ptr[i] == '~' && (i + 1 == p.len || (p.ptr[i + 1] != '0' && p.ptr[i + 1] != '1')))
			return false;
	return true;
}

bool expression_parse(struct slice text, struct expression *out)
{
	static const struct slice header = SLICE_LIT("$message.header#"),
				  payload = SLICE_LIT("$message.payload#");

	*out = (struct expression){ .in_header = slice_starts(text, header),
				    .in_payload = slice_starts(text, payload) };
	if (out->in_header)
		out->pointer = slice_from(text, header.len);
	else if (out->in_payload)
		out->pointer = slice_from(text, payload.len);
	if ((out->in_header || out->in_payload) && pointer_is_valid(out->pointer))
		return true;
	*out = (struct expression){ 0 };
	return false;
}

bool expression_load(struct loader *l, struct node *n, struct expression *out)
{
	if (expression_parse(node_text(n), out))
		return true;
	return diag_error(l->d, DIAG_CONTRACT, node_loc(n),
			  "\"%.*s\" is no runtime expression; write $message.header#/name or "
			  "$message.payload#/name",
			  SLICE_FMT(node_text(n)));
}

struct slice expression_header(const struct expression *e)
{
	struct slice name = slice_from(e->pointer, 1);

	if (!e->in_header || !name.len || slice_find(name, '/') < name.len ||
	    slice_find(name, '~') < name.len)
		return SLICE_NONE;
	return name;
}
