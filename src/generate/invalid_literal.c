/* Values that stand in our own tables as JSON. */
#include "document/document.h"

#include "generate/invalid_literal.h"

struct node *json_literal(struct arena *a, const char *json)
{
	const char *why;
	size_t where;

	return json_parse(a, slice_str(json), &why, &where);
}
