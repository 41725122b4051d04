/* Options.  Those of protobuf itself are known by name; custom ones, in parentheses, are read over. */
#include "base/text.h"
#include "schema/proto_parse.h"

enum { MOST_OPTIONS = 64 };

/* google/protobuf/descriptor.proto. */
static const struct {
	const char *name;
	unsigned scopes;
} known[] = {
	{"java_package",			  OPTION_FILE							     },
	{ "java_outer_classname",		  OPTION_FILE							     },
	{ "java_multiple_files",		 OPTION_FILE							     },
	{ "java_generate_equals_and_hash",   OPTION_FILE							     },
	{ "java_string_check_utf8",	    OPTION_FILE							     },
	{ "optimize_for",			  OPTION_FILE							     },
	{ "go_package",			OPTION_FILE							     },
	{ "cc_generic_services",		 OPTION_FILE							     },
	{ "java_generic_services",	   OPTION_FILE							     },
	{ "py_generic_services",		 OPTION_FILE							     },
	{ "php_generic_services",		  OPTION_FILE							     },
	{ "cc_enable_arenas",		      OPTION_FILE							     },
	{ "objc_class_prefix",	       OPTION_FILE							     },
	{ "csharp_namespace",		      OPTION_FILE							     },
	{ "swift_prefix",			  OPTION_FILE							     },
	{ "php_class_prefix",		      OPTION_FILE							     },
	{ "php_namespace",		   OPTION_FILE							     },
	{ "php_metadata_namespace",	    OPTION_FILE							     },
	{ "ruby_package",			  OPTION_FILE							     },
	{ "message_set_wire_format",	     OPTION_MESSAGE							  },
	{ "no_standard_descriptor_accessor", OPTION_MESSAGE							    },
	{ "allow_alias",			 OPTION_ENUM							     },
	{ "default",			 OPTION_FIELD							    },
	{ "json_name",		       OPTION_FIELD							    },
	{ "ctype",			   OPTION_FIELD							    },
	{ "packed",			  OPTION_FIELD							    },
	{ "jstype",			  OPTION_FIELD							    },
	{ "lazy",			    OPTION_FIELD							    },
	{ "unverified_lazy",		     OPTION_FIELD							    },
	{ "weak",			    OPTION_FIELD							    },
	{ "debug_redact",			  OPTION_FIELD | OPTION_VALUE					      },
	{ "retention",		       OPTION_FIELD							    },
	{ "targets",			 OPTION_FIELD							    },
	{ "deprecated",			OPTION_FILE | OPTION_MESSAGE | OPTION_FIELD | OPTION_ENUM | OPTION_VALUE},
	{ "declaration",			 OPTION_RANGE							    },
	{ "verification",			  OPTION_RANGE							    },
};

static void check_name(struct proto_parser *p, const struct proto_option *o, enum proto_option_scope scope)
{
	struct slice names[MOST_OPTIONS], near;
	struct proto_token at = { .line = o->at.line, .col = o->at.col };
	size_t n = 0;

	_Static_assert(ARRAY_SIZE(known) <= MOST_OPTIONS, "all names fit");
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (!(known[i].scopes & scope))
			continue;
		if (slice_is(o->name, known[i].name))
			return;
		names[n++] = slice_str(known[i].name);
	}
	near = nearest_name(o->name, names, n);
	parse_error_at(p, &at, "there is no option \"%.*s\" here%s%.*s%s",
		       SLICE_FMT(slice_first(o->name, 60)), near.ptr ? "; did you mean \"" : "",
		       SLICE_FMT(near), near.ptr ? "\"?" : "");
}

/* name, (custom.name), (custom.name).part.(other) */
static void read_name(struct proto_parser *p, struct proto_option *o)
{
	BUF_AUTO struct buf name = BUF_INIT(0);

	o->at = parse_at(p);
	do {
		if (name.len)
			buf_char(&name, '.');
		if (parse_take(p, "(")) {
			o->is_custom = true;
			buf_printf(&name, "(%.*s)", SLICE_FMT(parse_full_name(p, true).text));
			parse_want(p, ")");
		} else {
			buf_slice(&name, parse_name(p, "the option's name"));
		}
	} while (parse_take(p, "."));
	o->name = arena_copy(p->arena, buf_view(&name));
}

static void read_value(struct proto_parser *p, struct proto_option *o)
{
	struct slice sign = SLICE_LIT("");

	o->value_at = parse_at(p);
	if (parse_is(p, "{")) {
		o->kind = TOKEN_SYMBOL;
		parse_skip_block(p);
		return;
	}
	if (parse_is(p, "-") || parse_is(p, "+")) {
		sign = parse_is(p, "-") ? p->now.text : sign;
		parse_next(p);
	}
	o->kind = p->now.kind;
	if (o->kind == TOKEN_TEXT && !sign.len) {
		o->text = parse_text(p);
	} else if (o->kind == TOKEN_NAME || o->kind == TOKEN_INTEGER || o->kind == TOKEN_FLOAT) {
		o->text = slice_str(
			arena_printf(p->arena, "%.*s%.*s", SLICE_FMT(sign), SLICE_FMT(p->now.text)));
		parse_next(p);
	} else {
		parse_error(p, "the option's value is missing");
	}
}

static void read_option(struct proto_parser *p, enum proto_option_scope scope, parse_option_sink *sink,
			void *owner)
{
	struct proto_option o = { 0 };

	read_name(p, &o);
	if (!o.is_custom)
		check_name(p, &o, scope);
	parse_want(p, "=");
	read_value(p, &o);
	if (sink && !p->failed && !o.is_custom)
		sink(p, owner, &o);
}

void parse_option_statement(struct proto_parser *p, enum proto_option_scope scope, parse_option_sink *sink,
			    void *owner)
{
	read_option(p, scope, sink, owner);
	parse_want(p, ";");
}

void parse_option_list(struct proto_parser *p, enum proto_option_scope scope, parse_option_sink *sink,
		       void *owner)
{
	if (!parse_take(p, "["))
		return;
	do
		read_option(p, scope, sink, owner);
	while (parse_take(p, ","));
	parse_want(p, "]");
}

bool parse_option_bool(struct proto_parser *p, const struct proto_option *o)
{
	struct proto_token at = { .line = o->value_at.line, .col = o->value_at.col };

	if (o->kind != TOKEN_NAME || (!slice_is(o->text, "true") && !slice_is(o->text, "false")))
		parse_error_at(p, &at, "\"%.*s\" must be true or false", SLICE_FMT(o->name));
	return slice_is(o->text, "true");
}
