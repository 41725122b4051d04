#include "document/yaml_write_comments.h"

#include <yaml.h>

/* Walks over the source in step with libyaml's marks, which count characters. */
struct follower {
	struct slice text;
	size_t byte, character;
	unsigned line;
};

static void step(struct follower *f)
{
	char c = f->text.ptr[f->byte++];
	char next = f->byte < f->text.len ? f->text.ptr[f->byte] : '\0';

	while (f->byte < f->text.len && ((unsigned char)f->text.ptr[f->byte] & 0xc0) == 0x80)
		f->byte++;
	f->character++;
	f->line += c == '\n' || (c == '\r' && next != '\n');
}

static bool is_first_on_line(const struct follower *f)
{
	size_t at = f->byte;

	while (at && strchr(" \t\r", f->text.ptr[at - 1]))
		at--;
	return !at || f->text.ptr[at - 1] == '\n';
}

static void add(struct arena *a, struct comments *out, const struct follower *f, struct slice text)
{
	out->list = arena_grow(a, out->list, out->n, &out->room, sizeof(*out->list));
	out->list[out->n++] =
		(struct comment){ .line = f->line, .is_alone = is_first_on_line(f), .text = text };
}

static struct slice to_line_end(const struct follower *f)
{
	struct slice rest = slice_from(f->text, f->byte);

	rest = slice_first(rest, slice_find(rest, '\n'));
	return slice_trim(rest);
}

/* Between two tokens there is white space and comments, nothing else. */
static void read_gap(struct arena *a, struct comments *out, struct follower *f, size_t end)
{
	while (f->character < end && f->byte < f->text.len) {
		char c = f->text.ptr[f->byte];

		if (c == '#') {
			struct slice text = to_line_end(f);
			size_t until = f->byte + text.len;

			add(a, out, f, text);
			while (f->byte < until)
				step(f);
			continue;
		}
		if (c == '\n' && is_first_on_line(f))
			add(a, out, f, SLICE_LIT(""));
		step(f);
	}
}

static void read_tokens(struct arena *a, struct comments *out, yaml_parser_t *parser, struct follower *f)
{
	yaml_token_t token;
	bool more = true;

	while (more && yaml_parser_scan(parser, &token)) {
		read_gap(a, out, f, token.start_mark.index);
		while (f->character < token.end_mark.index && f->byte < f->text.len)
			step(f);
		more = token.type != YAML_STREAM_END_TOKEN;
		yaml_token_delete(&token);
	}
	if (!more)
		read_gap(a, out, f, SIZE_MAX);
}

struct comments *comments_read(struct arena *a, const struct document *doc)
{
	struct comments *out = arena_new(a, struct comments);
	struct follower f = { .text = doc->source, .line = 1 };
	yaml_parser_t parser;

	if (doc->is_json || !yaml_parser_initialize(&parser))
		return out;
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)doc->source.ptr, doc->source.len);
	read_tokens(a, out, &parser, &f);
	yaml_parser_delete(&parser);
	return out;
}

size_t comments_from(const struct comments *c, unsigned line)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c->list[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
