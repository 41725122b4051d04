/* Headers as packed pairs. */
#include "contract/verdict.h"

static void add_length(struct buf *b, size_t n)
{
	uint32_t length = (uint32_t)n;

	buf_add(b, &length, sizeof(length));
}

void header_add(struct buf *packed, struct slice name, struct slice value)
{
	if (name.len > UINT32_MAX || value.len > UINT32_MAX) {
		packed->failed = true;
		return;
	}
	add_length(packed, name.len);
	buf_slice(packed, name);
	add_length(packed, value.len);
	buf_slice(packed, value);
}

static bool take(struct slice *packed, struct slice *out)
{
	uint32_t length;

	if (packed->len < sizeof(length))
		return false;
	memcpy(&length, packed->ptr, sizeof(length));
	if (packed->len - sizeof(length) < length)
		return false;
	*out = slice_of(packed->ptr + sizeof(length), length);
	*packed = slice_from(*packed, sizeof(length) + length);
	return true;
}

bool header_next(struct slice *packed, struct header *out)
{
	return take(packed, &out->name) && take(packed, &out->value);
}

struct slice header_find(struct slice packed, const char *name)
{
	struct header h;

	while (header_next(&packed, &h))
		if (slice_eq_ignoring_case(h.name, slice_str(name)))
			return h.value;
	return SLICE_NONE;
}
