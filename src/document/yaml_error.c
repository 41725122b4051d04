/* A row per complaint: what libyaml says, what we say, and whether the place that helps is where the broken
 * thing began or where the parser gave up. */
#include "base/text.h"
#include "document/yaml_error.h"

#define TAB_TEXT "YAML is indented with spaces; there is a tab here"

enum where { AT_PROBLEM, AT_BEGIN, AT_PROBLEM_WITH_BEGIN };

/* clang-format off */
static const struct row {
	const char *problem, *context; /* context NULL: any */
	enum where where;
	const char *text;
} rows[] = {
	{ "found unexpected end of stream", "while scanning a quoted scalar", AT_BEGIN,
	  "the string that begins here has no closing quote" },
	{ "found unexpected document indicator", "while scanning a quoted scalar", AT_BEGIN,
	  "the string that begins here has no closing quote before the document ends" },
	{ "could not find expected ':'", NULL, AT_BEGIN,
	  "this stands where a key is expected, but no ':' follows it on its line" },
	{ "found a tab character where an indentation space is expected", NULL, AT_PROBLEM, TAB_TEXT },
	{ "found a tab character that violates indentation", NULL, AT_PROBLEM, TAB_TEXT },
	{ "mapping values are not allowed in this context", NULL, AT_PROBLEM,
	  "a ':' makes no sense here: text that holds ': ' must be quoted, or the indentation is wrong" },
	{ "block sequence entries are not allowed in this context", NULL, AT_PROBLEM,
	  "a list item ('- ') cannot begin here" },
	{ "mapping keys are not allowed in this context", NULL, AT_PROBLEM, "a key cannot begin here" },
	{ "did not find expected key", NULL, AT_PROBLEM_WITH_BEGIN,
	  "a key is expected here, indented like its neighbours" },
	{ "did not find expected '-' indicator", NULL, AT_PROBLEM_WITH_BEGIN,
	  "a list item ('- ') is expected here, indented like its neighbours" },
	{ "did not find expected ',' or ']'", NULL, AT_PROBLEM_WITH_BEGIN, "',' or ']' is expected here" },
	{ "did not find expected ',' or '}'", NULL, AT_PROBLEM_WITH_BEGIN, "',' or '}' is expected here" },
	{ "did not find expected node content", NULL, AT_PROBLEM, "a value is expected here" },
	{ "did not find expected <document start>", NULL, AT_PROBLEM,
	  "the document ended above; what follows must begin with '---' or be indented like the rest" },
	{ "found undefined tag handle", NULL, AT_PROBLEM, "a tag with an unknown handle" },
	{ "found unknown escape character", NULL, AT_PROBLEM,
	  "an unknown escape in a double-quoted string; a backslash itself is written \\\\" },
	{ "did not find expected hexdecimal number", NULL, AT_PROBLEM,
	  "the escape lacks its hexadecimal digits" },
	{ "found invalid Unicode character escape code", NULL, AT_PROBLEM,
	  "the escape stands for no character (YAML has no surrogate pairs: write \\U0001F600)" },
	{ "did not find expected alphabetic or numeric character", "while scanning an alias", AT_PROBLEM,
	  "'*' begins an alias; text that begins with it must be quoted" },
	{ "did not find expected alphabetic or numeric character", "while scanning an anchor", AT_PROBLEM,
	  "'&' begins an anchor; text that begins with it must be quoted" },
	{ "did not find expected comment or line break", NULL, AT_PROBLEM,
	  "behind '|' or '>' the line must end" },
	{ "did not find expected whitespace or line break", NULL, AT_PROBLEM,
	  "a space or a line break is expected here" },
	{ "found incompatible YAML document", NULL, AT_PROBLEM, "%YAML must be 1.1 or 1.2" },
	{ "found unexpected ':'", NULL, AT_PROBLEM, "a ':' inside { } or [ ] needs quotes or a space" },
};
/* clang-format on */

static const struct row *row_of(const yaml_parser_t *p)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].problem, p->problem) == 0 &&
		    (!rows[i].context || (p->context && strcmp(rows[i].context, p->context) == 0)))
			return &rows[i];
	return NULL;
}

/* The text from a place on.  Lines are ended as libyaml ends them: it counted. */
static struct slice text_at(struct slice text, struct place at)
{
	size_t i = 0;

	for (unsigned line = 1; line < at.line && i < text.len; i++)
		line += text.ptr[i] == '\n' ||
			(text.ptr[i] == '\r' && !(i + 1 < text.len && text.ptr[i + 1] == '\n'));
	for (unsigned col = 1; i < text.len; i++) {
		if ((text.ptr[i] & 0xc0) != 0x80 && col++ == at.col)
			break;
	}
	return slice_from(text, i);
}

static struct place place_of_offset(struct slice text, size_t offset)
{
	struct place at = { 1, 1 };

	for (size_t i = 0; i < offset && i < text.len; i++) {
		if (text.ptr[i] == '\n')
			at = (struct place){ at.line + 1, 1 };
		else
			at.col += (text.ptr[i] & 0xc0) != 0x80;
	}
	return at;
}

static void say_character(const struct build *b, struct place at, struct slice text)
{
	struct slice rest = text_at(text, at);

	if (rest.len && rest.ptr[0] == '\t')
		diag_error(b->diag, DIAG_SYNTAX, build_loc(b, at), "%s", TAB_TEXT);
	else if (rest.len)
		diag_error(b->diag, DIAG_SYNTAX, build_loc(b, at), "text that begins with %c must be quoted",
			   rest.ptr[0]);
	else
		diag_error(b->diag, DIAG_SYNTAX, build_loc(b, at), "the text ends where a value is expected");
}

/* Text directly behind a closing quote: that quote is in the wrong place, or the one before it is missing. */
static void say_behind_quote(const struct build *b, struct place at, struct yaml_quoted quoted)
{
	const char *why = quoted.begin.line == quoted.end.line ? "the text must end or its quotes be escaped"
							       : "perhaps a quote is missing there";

	diag_error(b->diag, DIAG_SYNTAX, build_loc(b, at),
		   "nothing may follow the closing quote of the string that began at line %u, column %u: %s",
		   quoted.begin.line, quoted.begin.col, why);
}

/* "{ a: ${x} }": the inner braces are YAML's own. */
static bool is_placeholder(struct slice text, struct place at)
{
	struct slice rest = text_at(text, at);

	return rest.len && rest.ptr > text.ptr && rest.ptr[0] == '{' && rest.ptr[-1] == '$';
}

static void say_row(const struct build *b, const yaml_parser_t *p, const struct row *row, struct slice text,
		    struct yaml_quoted quoted)
{
	struct place begin = yaml_place(p->context_mark), problem = yaml_place(p->problem_mark);
	struct loc at = build_loc(b, row->where == AT_BEGIN ? begin : problem);

	if (row->where != AT_PROBLEM_WITH_BEGIN)
		diag_error(b->diag, DIAG_SYNTAX, at, "%s", row->text);
	else if (quoted.begin.line && quoted.end.line == problem.line)
		say_behind_quote(b, problem, quoted);
	else if (is_placeholder(text, problem))
		diag_error(b->diag, DIAG_SYNTAX, at, "${...} must be quoted inside { } and [ ]: \"${...}\"");
	else
		diag_error(b->diag, DIAG_SYNTAX, at, "%s (of what began at line %u, column %u)", row->text,
			   begin.line, begin.col);
}

void yaml_error_say(const struct build *b, const yaml_parser_t *p, struct slice text,
		    struct yaml_quoted quoted)
{
	const char *problem = p->problem ? p->problem : "the text is not YAML";
	const struct row *row = p->problem ? row_of(p) : NULL;
	struct place at = yaml_place(p->problem_mark);

	if (p->error == YAML_READER_ERROR)
		diag_error(b->diag, DIAG_SYNTAX, build_loc(b, place_of_offset(text, p->problem_offset)),
			   "the character U+%04X is not allowed in YAML", (unsigned)p->problem_value);
	else if (strcmp(problem, "found character that cannot start any token") == 0)
		say_character(b, at, text);
	else if (row)
		say_row(b, p, row, text, quoted);
	else
		diag_error(b->diag, DIAG_SYNTAX, build_loc(b, at), "%s%s%s", p->context ? p->context : "",
			   p->context ? ", " : "", problem);
}
