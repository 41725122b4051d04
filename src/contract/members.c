#include "contract/members.h"

static size_t string_end(struct slice json, size_t at)
{
	for (at++; at < json.len && json.ptr[at] != '"'; at++)
		at += json.ptr[at] == '\\';
	return at + 1;
}

static size_t skip_space(struct slice json, size_t at)
{
	while (at < json.len && (json.ptr[at] == ' ' || (json.ptr[at] >= '\t' && json.ptr[at] <= '\r')))
		at++;
	return at;
}

/* Behind the value that begins at `at`; past the end of what is no JSON. */
static size_t value_end(struct slice json, size_t at)
{
	size_t depth = 0;

	while (at < json.len) {
		char c = json.ptr[at];

		if (c == '"') {
			at = string_end(json, at);
			if (!depth)
				return at;
			continue;
		}
		if ((c == ',' || c == '}' || c == ']') && !depth)
			return at;
		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		at++;
		if ((c == '}' || c == ']') && !depth)
			return at;
	}
	return at;
}

bool members_begin(struct members *m, struct slice json)
{
	size_t at = skip_space(json, 0);

	*m = (struct members){ .json = json, .at = at + 1 };
	if (at >= json.len || (json.ptr[at] != '{' && json.ptr[at] != '['))
		return false;
	m->is_map = json.ptr[at] == '{';
	return true;
}

/* The key and the colon; where the value begins, or past the end. */
static size_t read_key(const struct members *m, size_t at, struct slice *key)
{
	size_t end, colon;

	if (at >= m->json.len || m->json.ptr[at] != '"')
		return m->json.len;
	end = string_end(m->json, at);
	colon = skip_space(m->json, end);
	if (colon >= m->json.len || m->json.ptr[colon] != ':')
		return m->json.len;
	*key = slice_of(m->json.ptr + at + 1, end - at - 2);
	return skip_space(m->json, colon + 1);
}

bool members_next(struct members *m, struct slice *key, struct slice *value)
{
	size_t from = skip_space(m->json, m->at), end;

	*key = SLICE_NONE;
	if (m->is_map)
		from = read_key(m, from, key);
	end = value_end(m->json, from);
	if (from >= m->json.len || end > m->json.len || end == from)
		return false;
	*value = slice_trim(slice_of(m->json.ptr + from, end - from));
	end = skip_space(m->json, end);
	m->at = end < m->json.len && m->json.ptr[end] == ',' ? end + 1 : m->json.len;
	return true;
}

struct slice json_member(struct slice json, struct slice name)
{
	struct slice key, value;
	struct members m;

	if (members_begin(&m, json) && m.is_map)
		while (members_next(&m, &key, &value))
			if (slice_eq(key, name))
				return value;
	return SLICE_NONE;
}
