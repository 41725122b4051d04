#include "record/reader.h"

#include "base/text.h"

bool is_recording(struct slice text)
{
	struct slice first = slice_first(text, slice_find(text, '\n'));
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *node = json_parse(&a, first, &why, &where);
	bool is = node_get(node, "understudy") != NULL;

	arena_free(&a);
	return is;
}

void recording_reader_init(struct recording_reader *r, const char *file, struct slice text, struct diag *d)
{
	*r = (struct recording_reader){ .rest = text, .file = file, .diag = d };
}

void recording_reader_release(struct recording_reader *r)
{
	arena_free(&r->arena);
}

/* The end of the JSON value that begins at `at`, in a line that is known to be valid JSON. */
static size_t value_end(struct slice line, size_t at)
{
	unsigned depth = 0;
	bool in_string = false;

	for (; at < line.len; at++) {
		char c = line.ptr[at];

		if (in_string) {
			if (c == '\\')
				at++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if ((c == '}' || c == ']' || c == ',') && !depth) {
			return at;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return at;
}

/* The bytes of a top-level member, as they stand in the line: a payload is given back as it came. */
static struct slice raw_member(struct slice line, const char *name)
{
	size_t at = 1;

	while (at < line.len && line.ptr[at] == '"') {
		size_t key = at + 1, colon, end;

		for (colon = key; line.ptr[colon] != '"'; colon++)
			if (line.ptr[colon] == '\\')
				colon++;
		if (colon + 1 >= line.len || line.ptr[colon + 1] != ':')
			return SLICE_NONE;
		end = value_end(line, colon + 2);
		if (slice_is(slice_of(line.ptr + key, colon - key), name))
			return slice_trim(slice_of(line.ptr + colon + 2, end - colon - 2));
		at = end + 1;
	}
	return SLICE_NONE;
}

static struct slice padded(struct arena *a, struct slice bytes)
{
	char *copy = arena_alloc(a, bytes.len + SCHEMA_PADDING);

	if (bytes.len)
		memcpy(copy, bytes.ptr, bytes.len);
	return slice_of(copy, bytes.len);
}

static struct slice decoded(struct arena *a, struct slice base64)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	return base64.ptr && base64_decode(base64, &out) ? padded(a, buf_view(&out)) : SLICE_NONE;
}

static struct slice payload_of(struct arena *a, struct slice line, const struct node *node)
{
	struct slice raw = raw_member(line, "payload");

	if (raw.ptr)
		return padded(a, raw);
	if (node_get(node, "payload")) { /* written with other spacing than ours */
		BUF_AUTO struct buf again = BUF_INIT(0);

		node_write_json(&again, node_get(node, "payload"));
		return padded(a, buf_view(&again));
	}
	if (node_get(node, "text"))
		return padded(a, node_get_text(node, "text"));
	return decoded(a, node_get_text(node, "base64"));
}

/* A text, or {"base64": ...} for what is no text. */
static struct slice bytes_of(struct arena *a, const struct node *n)
{
	if (node_is(n, NODE_MAP))
		return decoded(a, node_get_text(n, "base64"));
	return node_text(n);
}

static struct slice headers_of(struct arena *a, const struct node *headers)
{
	BUF_AUTO struct buf packed = BUF_INIT(0);

	if (!node_is(headers, NODE_MAP))
		return SLICE_NONE;
	for (size_t i = 0; i < headers->n; i++)
		header_add(&packed, headers->members[i].key, node_text(headers->members[i].value));
	return arena_copy(a, buf_view(&packed));
}

static void fill(struct arena *a, struct slice line, struct node *n, struct recorded *out)
{
	out->event = node_get_text(n, "event");
	out->server = node_get_text(n, "server");
	out->client = node_get_text(n, "client");
	out->origin = node_get_text(n, "origin");
	out->address = node_get_text(n, "address");
	out->channel = node_get_text(n, "channel");
	out->message = node_get_text(n, "message");
	out->content_type = node_get_text(n, "contentType");
	out->reply_to = node_get_text(n, "replyTo");
	out->outcome = node_get_text(n, "outcome");
	out->key = bytes_of(a, node_get(n, "key"));
	out->correlation = bytes_of(a, node_get(n, "correlationId"));
	out->headers = headers_of(a, node_get(n, "headers"));
	out->payload = payload_of(a, line, n);
	time_parse(node_get_text(n, "time"), &out->wall_us);
}

bool recording_next(struct recording_reader *r, struct recorded *out)
{
	while (r->rest.len) {
		size_t end = slice_find(r->rest, '\n');
		struct slice line = slice_trim(slice_first(r->rest, end));
		bool torn = end == r->rest.len;
		struct loc at = { r->file, (unsigned)++r->line, 1 };
		const char *why;
		size_t where;
		struct node *node;

		r->rest = slice_from(r->rest, end + 1);
		if (!line.len)
			continue;
		arena_free(&r->arena);
		node = json_parse(&r->arena, line, &why, &where);
		if (node_is(node, NODE_MAP)) {
			*out = (struct recorded){ .line = r->line, .node = node };
			out->is_header = node_get(node, "understudy") != NULL;
			if (!out->is_header)
				fill(&r->arena, line, node, out);
			return true;
		}
		if (torn)
			diag_warning(r->diag, DIAG_RECORDING, at, "the last line is torn and was skipped");
		else
			diag_warning(r->diag, DIAG_RECORDING, at, "not a line of a recording (%s), skipped",
				     node ? "no object" : why);
	}
	return false;
}
