/* What the files of the .proto parser share: one word of look-ahead, a sticky failure.
 *
 * The first error of a file ends its parsing: every later word is TOKEN_END, so nobody else needs to look. */
#ifndef SCHEMA_PROTO_PARSE_H
#define SCHEMA_PROTO_PARSE_H

#include "schema/proto.h"
#include "schema/proto_lex.h"

struct proto_parser {
	struct proto_file *file;
	struct proto_pool *pool;
	struct arena *arena;
	struct proto_lexer lexer;
	struct proto_token now; /* the word that is looked at */
	struct slice scope;	/* full name of what is being read */
	unsigned depth;		/* of messages in messages */
	bool failed;
};

/* An option's value. */
struct proto_option {
	struct slice name; /* "packed", "(my.option).part" */
	struct proto_at at, value_at;
	enum proto_token_kind kind; /* of the value; TOKEN_SYMBOL: an aggregate {...} */
	struct slice text;	    /* unescaped text, name, or number with its sign */
	bool is_custom;
};

/* Says it at a word and fails; always false. */
bool parse_error_at(struct proto_parser *p, const struct proto_token *t, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define parse_error(p, ...) parse_error_at((p), &(p)->now, __VA_ARGS__)

struct proto_at parse_at(const struct proto_parser *p); /* of the word that is looked at */
void parse_next(struct proto_parser *p);
bool parse_is(const struct proto_parser *p, const char *word); /* a name or a symbol */
/* Takes it, if it is there. */
bool parse_take(struct proto_parser *p, const char *word);
/* Takes it, or fails. */
bool parse_want(struct proto_parser *p, const char *word);
struct slice parse_name(struct proto_parser *p, const char *what);
/* "a.b.C", with a leading dot where that is allowed. */
struct proto_name parse_full_name(struct proto_parser *p, bool may_be_rooted);
/* Strings that stand side by side are one. */
struct slice parse_text(struct proto_parser *p);
/* A whole number, with a sign if `signed`. */
int64_t parse_number(struct proto_parser *p, bool may_be_negative);
/* "scope.name", in the arena. */
struct slice parse_join(struct arena *a, struct slice scope, struct slice name);

enum proto_option_scope {
	OPTION_FILE = 1,
	OPTION_MESSAGE = 2,
	OPTION_FIELD = 4,
	OPTION_ENUM = 8,
	OPTION_VALUE = 16,
	OPTION_ONEOF = 32,
	OPTION_RANGE = 64,
};

typedef void parse_option_sink(struct proto_parser *p, void *owner, const struct proto_option *o);
/* "option name = value;", the first word being taken already.  `sink` may be NULL. */
void parse_option_statement(struct proto_parser *p, enum proto_option_scope scope, parse_option_sink *sink,
			    void *owner);
/* "[name = value, ...]", if it is there. */
void parse_option_list(struct proto_parser *p, enum proto_option_scope scope, parse_option_sink *sink,
		       void *owner);
bool parse_option_bool(struct proto_parser *p, const struct proto_option *o);
/* Skips "{ ... }", what is inside balanced. */
void parse_skip_block(struct proto_parser *p);

struct proto_message *parse_message(struct proto_parser *p, struct proto_message *up);
struct proto_message *parse_message_body(struct proto_parser *p, struct proto_message *up,
					 struct proto_name name);
struct proto_enum *parse_enum(struct proto_parser *p);
/* "extend", being taken already; messages of groups in it go to `up` (NULL: the file). */
void parse_extend(struct proto_parser *p, struct proto_message *up);
/* One field of a message, a oneof or an extend block. */
struct proto_field *parse_field(struct proto_parser *p, struct proto_message *up, struct proto_oneof *in,
				bool is_extension);
/* "reserved" and "extensions", being taken already. */
void parse_reserved(struct proto_parser *p, struct proto_ranges *ranges, struct proto_names *names,
		    int64_t last);
void parse_extensions(struct proto_parser *p, struct proto_message *m);

#endif
