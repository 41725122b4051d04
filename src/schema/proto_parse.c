/* The .proto grammar from the top: a file's own statements, and the words that all parts are read with. */
#include "schema/proto_parse.h"

#include <stdarg.h>

#include "base/limits.h"

enum { LONGEST_SHOWN = 40 };

/* --- words */

bool parse_error_at(struct proto_parser *p, const struct proto_token *t, const char *fmt, ...)
{
	struct proto_at at = { p->file, t->line, t->col };
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES);
	va_list ap;

	if (p->failed)
		return false;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	p->failed = true;
	p->now.kind = TOKEN_END;
	p->now.text = SLICE_NONE;
	return proto_error(p->pool, at, "%s", buf_cstr(&text));
}

struct proto_at parse_at(const struct proto_parser *p)
{
	return (struct proto_at){ p->file, p->now.line, p->now.col };
}

void parse_next(struct proto_parser *p)
{
	if (p->failed)
		return;
	p->now = proto_lex(&p->lexer);
	if (p->now.kind == TOKEN_BAD)
		parse_error(p, "%s", p->now.why);
}

bool parse_is(const struct proto_parser *p, const char *word)
{
	return (p->now.kind == TOKEN_NAME || p->now.kind == TOKEN_SYMBOL) && slice_is(p->now.text, word);
}

bool parse_take(struct proto_parser *p, const char *word)
{
	if (!parse_is(p, word))
		return false;
	parse_next(p);
	return true;
}

static bool wanted(struct proto_parser *p, const char *what)
{
	if (p->now.kind == TOKEN_END)
		return parse_error(p, "%s is missing at the end of the text", what);
	return parse_error(p, "%s is missing before '%.*s'", what,
			   SLICE_FMT(slice_first(p->now.text, LONGEST_SHOWN)));
}

bool parse_want(struct proto_parser *p, const char *word)
{
	char what[16];

	if (parse_take(p, word))
		return true;
	snprintf(what, sizeof(what), "\"%s\"", word);
	return wanted(p, what);
}

struct slice parse_name(struct proto_parser *p, const char *what)
{
	struct slice name = p->now.text;

	if (p->now.kind != TOKEN_NAME) {
		wanted(p, what);
		return SLICE_LIT("");
	}
	if (name.len > PROTO_LONGEST_NAME) {
		parse_error(p, "a name of more than %d bytes", PROTO_LONGEST_NAME);
		return SLICE_LIT("");
	}
	parse_next(p);
	return name;
}

struct slice parse_join(struct arena *a, struct slice scope, struct slice name)
{
	if (!scope.len)
		return name;
	return slice_str(arena_printf(a, "%.*s.%.*s", SLICE_FMT(scope), SLICE_FMT(name)));
}

struct proto_name parse_full_name(struct proto_parser *p, bool may_be_rooted)
{
	BUF_AUTO struct buf name = BUF_INIT(0);
	struct proto_at at = parse_at(p);

	if (may_be_rooted && parse_take(p, "."))
		buf_char(&name, '.');
	do {
		if (name.len && name.data[name.len - 1] != '.')
			buf_char(&name, '.');
		buf_slice(&name, parse_name(p, "a name"));
		if (name.len > PROTO_LONGEST_NAME)
			parse_error(p, "a name of more than %d bytes", PROTO_LONGEST_NAME);
	} while (parse_take(p, "."));
	return (struct proto_name){ arena_copy(p->arena, buf_view(&name)), at };
}

struct slice parse_text(struct proto_parser *p)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (p->now.kind != TOKEN_TEXT)
		wanted(p, "a string");
	for (; p->now.kind == TOKEN_TEXT; parse_next(p))
		if (!proto_unescape(p->now.text, &text))
			parse_error(p, "an escape in this string that means nothing");
	return arena_copy(p->arena, buf_view(&text));
}

int64_t parse_number(struct proto_parser *p, bool may_be_negative)
{
	bool negative = may_be_negative && parse_take(p, "-");
	uint64_t value = 0;

	if (p->now.kind != TOKEN_INTEGER)
		wanted(p, "a whole number");
	else if (!proto_integer(p->now.text, &value) || value > (uint64_t)INT32_MAX + negative)
		parse_error(p, "%.*s is out of range", SLICE_FMT(slice_first(p->now.text, LONGEST_SHOWN)));
	else
		parse_next(p);
	return negative ? -(int64_t)value : (int64_t)value;
}

void parse_skip_block(struct proto_parser *p)
{
	size_t open = 0;

	do {
		if (p->now.kind == TOKEN_END) {
			wanted(p, "\"}\"");
			return;
		}
		if (parse_is(p, "{"))
			open++;
		if (parse_is(p, "}"))
			open--;
		parse_next(p);
	} while (open);
}

/* --- statements of a file */

static void read_syntax(struct proto_parser *p)
{
	struct proto_token at;
	struct slice version;

	if (parse_is(p, "edition")) {
		parse_error(p, "editions are not supported; write syntax = \"proto3\" or \"proto2\"");
		return;
	}
	p->file->syntax = PROTO_2; /* as protoc has it, where nothing is said */
	if (!parse_take(p, "syntax"))
		return;
	parse_want(p, "=");
	at = p->now;
	version = parse_text(p);
	if (slice_is(version, "proto3"))
		p->file->syntax = PROTO_3;
	else if (!slice_is(version, "proto2"))
		parse_error_at(p, &at, "unknown syntax \"%.*s\": proto2 and proto3 are known",
			       SLICE_FMT(slice_first(version, LONGEST_SHOWN)));
	parse_want(p, ";");
}

static void read_import(struct proto_parser *p)
{
	struct proto_import import = { .is_public = parse_take(p, "public") };

	import.is_weak = !import.is_public && parse_take(p, "weak");
	import.name.at = parse_at(p);
	import.name.text = parse_text(p);
	parse_want(p, ";");
	PROTO_ADD(p->arena, p->file->imports, p->file->n_imports, p->file->room_imports, import);
}

static void read_package(struct proto_parser *p)
{
	if (p->file->package.len)
		parse_error(p, "a second package");
	p->file->package = parse_full_name(p, false).text;
	p->scope = p->file->package;
	parse_want(p, ";");
}

/* `service X { ... }` says nothing of messages. */
static void skip_service(struct proto_parser *p)
{
	parse_name(p, "the service's name");
	if (!parse_is(p, "{"))
		parse_want(p, "{");
	else
		parse_skip_block(p);
}

static void read_statement(struct proto_parser *p)
{
	struct proto_file *f = p->file;

	if (parse_take(p, ";"))
		return;
	if (parse_take(p, "import"))
		read_import(p);
	else if (parse_take(p, "package"))
		read_package(p);
	else if (parse_take(p, "option"))
		parse_option_statement(p, OPTION_FILE, NULL, NULL);
	else if (parse_take(p, "message"))
		PROTO_ADD(p->arena, f->messages, f->n_messages, f->room_messages, parse_message(p, NULL));
	else if (parse_take(p, "enum"))
		PROTO_ADD(p->arena, f->enums, f->n_enums, f->room_enums, parse_enum(p));
	else if (parse_take(p, "extend"))
		parse_extend(p, NULL);
	else if (parse_take(p, "service"))
		skip_service(p);
	else
		wanted(p, "a message, an enum or another top-level statement");
}

bool proto_parse(struct proto_file *file)
{
	struct proto_parser p = {
		.file = file,
		.pool = file->pool,
		.arena = file->pool->arena,
		.lexer = PROTO_LEXER(file->text),
	};

	parse_next(&p);
	read_syntax(&p);
	while (p.now.kind != TOKEN_END)
		read_statement(&p);
	return !p.failed;
}
