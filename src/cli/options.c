#include "cli/options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/remote.h"

static const struct {
	const char *name, *value, *help;
	char letter;
	enum option_kind kind;
	unsigned commands;
} rows[] = {
#define X(id, name_, letter_, kind_, value_, commands_, help_)                                               \
	[OPT_##id] = { name_, value_, help_, letter_, OPTION_##kind_, commands_ },
	OPTIONS(X)
#undef X
};

static bool takes_value(enum option_id id)
{
	return rows[id].kind != OPTION_FLAG && rows[id].kind != OPTION_COUNT && rows[id].kind != OPTION_MAYBE;
}

/* Only behind "=". */
static bool may_have_value(enum option_id id)
{
	return rows[id].kind == OPTION_MAYBE;
}

static bool is_well_formed(enum option_id id, struct slice value)
{
	uint64_t number;
	int64_t us;

	switch (rows[id].kind) {
	case OPTION_NUMBER:
		return number_parse(value, &number);
	case OPTION_DURATION:
		return duration_parse(value, &us) && us > 0;
	case OPTION_TIME:
		return time_parse(value, &us);
	default:
		return true;
	}
}

static const char *form_of(enum option_id id)
{
	static const char *const forms[] = { [OPTION_NUMBER] = "a whole number, such as 42",
					     [OPTION_DURATION] = "a duration with a unit, such as 20ms or 2s",
					     [OPTION_TIME] = "a time, such as 2026-11-21T10:00:00Z" };

	return forms[rows[id].kind];
}

/* A source that counts more replaces what another gave; the same source adds to a list. */
static bool set(struct command_line *cl, enum option_id id, struct slice value, enum source from,
		struct loc at, struct diag *d)
{
	struct setting *s = &cl->settings[id];
	bool adds = rows[id].kind == OPTION_LIST || rows[id].kind == OPTION_COUNT;

	if (s->n && from < s->source)
		return true;
	if (!is_well_formed(id, value))
		return diag_error(d, DIAG_USAGE, at, "--%s takes %s, not \"%.*s\"", rows[id].name,
				  form_of(id), SLICE_FMT(value));
	if (from > s->source || !adds)
		s->n = 0;
	s->source = from;
	s->at = at;
	s->values = arena_grow(&cl->arena, s->values, s->n, &s->room, sizeof(*s->values));
	s->values[s->n++] = value;
	return true;
}

static bool find_long(struct slice name, enum option_id *id)
{
	for (int i = 0; i < OPT__COUNT; i++)
		if (slice_is(name, rows[i].name)) {
			*id = (enum option_id)i;
			return true;
		}
	return false;
}

static struct slice near_option(struct slice name, unsigned of)
{
	struct slice names[OPT__COUNT];
	size_t n = 0;

	for (int i = 0; i < OPT__COUNT; i++)
		if (rows[i].commands & of)
			names[n++] = slice_str(rows[i].name);
	return nearest_name(name, names, n);
}

static bool check_command(const struct command_line *cl, enum option_id id, struct diag *d)
{
	if (!cl->command || rows[id].commands & cl->command->bit)
		return true;
	return diag_error(d, DIAG_USAGE, LOC_NONE, "%s has no --%s; see: understudy help %s",
			  cl->command->name, rows[id].name, cl->command->name);
}

static bool parse_long(struct command_line *cl, struct slice arg, char **next, struct diag *d,
		       bool *took_next)
{
	size_t equals = slice_find(arg, '=');
	struct slice name = slice_first(arg, equals), value = SLICE_LIT("true"), near;
	enum option_id id;

	if (!find_long(name, &id)) {
		near = near_option(name, cl->command->bit);
		return diag_error(d, DIAG_USAGE, LOC_NONE,
				  "there is no option --%.*s%s%.*s%s; see: understudy help %s",
				  SLICE_FMT(name), near.ptr ? "; did you mean --" : "", SLICE_FMT(near),
				  near.ptr ? "?" : "", cl->command->name);
	}
	if (may_have_value(id) && equals == arg.len) {
		value = SLICE_LIT("");
	} else if ((takes_value(id) || may_have_value(id)) && equals < arg.len) {
		value = slice_from(arg, equals + 1);
	} else if (takes_value(id)) {
		if (!*next)
			return diag_error(d, DIAG_USAGE, LOC_NONE, "--%s wants a value: %s", rows[id].name,
					  rows[id].value);
		value = slice_str(*next);
		*took_next = true;
	} else if (equals < arg.len) {
		return diag_error(d, DIAG_USAGE, LOC_NONE, "--%s takes no value", rows[id].name);
	}
	return check_command(cl, id, d) && set(cl, id, value, FROM_COMMAND_LINE, LOC_NONE, d);
}

static bool parse_letters(struct command_line *cl, struct slice letters, char **next, struct diag *d,
			  bool *took_next)
{
	for (size_t i = 0; i < letters.len; i++) {
		int id = 0;
		struct slice value = SLICE_LIT("true");

		while (id < OPT__COUNT && rows[id].letter != letters.ptr[i])
			id++;
		if (id == OPT__COUNT)
			return diag_error(d, DIAG_USAGE, LOC_NONE,
					  "there is no option -%c; see: understudy help %s", letters.ptr[i],
					  cl->command->name);
		if (takes_value((enum option_id)id)) {
			value = slice_from(letters, i + 1);
			if (!value.len && !*next)
				return diag_error(d, DIAG_USAGE, LOC_NONE, "-%c wants a value: %s",
						  letters.ptr[i], rows[id].value);
			if (!value.len) {
				value = slice_str(*next);
				*took_next = true;
			}
			i = letters.len;
		}
		if (!check_command(cl, (enum option_id)id, d) ||
		    !set(cl, (enum option_id)id, value, FROM_COMMAND_LINE, LOC_NONE, d))
			return false;
	}
	return true;
}

static bool find_command(struct command_line *cl, const char *name, struct diag *d)
{
	struct slice names[32], near;
	size_t n = 0;

	for (const struct command *c = commands; c->name; c++) {
		if (slice_is(slice_str(name), c->name)) {
			cl->command = c;
			return true;
		}
		names[n++] = slice_str(c->name);
	}
	near = nearest_name(slice_str(name), names, n);
	return diag_error(d, DIAG_USAGE, LOC_NONE, "there is no command \"%s\"%s%.*s%s; see: understudy help",
			  name, near.ptr ? "; did you mean " : "", SLICE_FMT(near), near.ptr ? "?" : "");
}

static bool parse_arguments(struct command_line *cl, char **argv, struct diag *d)
{
	for (; *argv; argv++) {
		struct slice arg = slice_str(*argv);
		bool took_next = false;

		if (slice_is(arg, "--")) {
			cl->after = (const char *const *)(argv + 1);
			return cl->after[0] ||
			       diag_error(d, DIAG_USAGE, LOC_NONE, "a command is expected behind --");
		}
		if (slice_starts(arg, SLICE_LIT("--"))) {
			if (!parse_long(cl, slice_from(arg, 2), argv + 1, d, &took_next))
				return false;
		} else if (arg.len > 1 && arg.ptr[0] == '-') {
			if (!parse_letters(cl, slice_from(arg, 1), argv + 1, d, &took_next))
				return false;
		} else {
			cl->args = arena_grow(&cl->arena, cl->args, cl->n_args, &cl->room_args,
					      sizeof(*cl->args));
			cl->args[cl->n_args++] = arg;
		}
		argv += took_next;
	}
	return true;
}

static bool read_environment(struct command_line *cl, struct diag *d)
{
	for (int i = 0; i < OPT__COUNT; i++) {
		char name[64] = "UNDERSTUDY_";
		size_t at = strlen(name);
		const char *value;

		for (const char *p = rows[i].name; *p && at < sizeof(name) - 1; p++)
			name[at++] = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
		name[at] = '\0';
		value = getenv(name);
		if (!value || !*value || !(rows[i].commands & cl->command->bit))
			continue;
		if (!takes_value((enum option_id)i) && (!strcmp(value, "0") || !strcmp(value, "false")))
			continue;
		if (!set(cl, (enum option_id)i, slice_str(value), FROM_ENVIRONMENT,
			 (struct loc){ .file = name }, d))
			return false;
		cl->settings[i].at = LOC_NONE;
	}
	return true;
}

/* understudy.yaml here, or in the nearest parent folder that has one. */
static char *find_config(struct command_line *cl)
{
	char *dir = getcwd(NULL, 0);
	char *found = NULL;

	for (size_t n = dir ? strlen(dir) : 0; n && !found;) {
		char *file = arena_printf(&cl->arena, "%.*s/understudy.yaml", (int)n, dir);

		if (access(file, R_OK) == 0)
			found = n == strlen(dir) ? arena_strdup(&cl->arena, SLICE_LIT("understudy.yaml"))
						 : file;
		while (n && dir[n - 1] != '/')
			n--;
		n -= n > 0;
	}
	free(dir);
	return found;
}

/* What is no option but a block of its own, read by whoever needs it. */
static bool read_block(struct command_line *cl, const struct member *m)
{
	const struct {
		const char *key;
		struct node **to;
	} blocks[] = {
		{"mock",	  &cl->mock_block	  },
		{ "scenario",   &cl->scenario_block  },
		{ "rules",	   &cl->rules_block	    },
		{ "governance", &cl->governance_block},
	};

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++)
		if (slice_is(m->key, blocks[i].key)) {
			*blocks[i].to = m->value;
			return true;
		}
	return false;
}

static bool read_setting(struct command_line *cl, const struct member *m, struct diag *d)
{
	struct loc at = { node_loc(m->value).file, m->line, m->col };
	enum option_id id;
	struct slice near;

	if (read_block(cl, m))
		return true;
	if (!find_long(m->key, &id)) {
		near = near_option(m->key, FOR_ALL);
		return diag_error(d, DIAG_UNKNOWN_KEY, at, "there is no setting \"%.*s\"%s%.*s%s",
				  SLICE_FMT(m->key), near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
				  near.ptr ? "\"?" : "");
	}
	if (!(rows[id].commands & cl->command->bit))
		return true;
	if (node_is(m->value, NODE_BOOL) && !takes_value(id))
		return !m->value->truth || set(cl, id, SLICE_LIT("true"), FROM_FILE, at, d);
	if (node_is(m->value, NODE_LIST) && rows[id].kind == OPTION_LIST) {
		for (size_t i = 0; i < m->value->n; i++)
			if (!set(cl, id, m->value->items[i]->text, FROM_FILE, node_loc(m->value->items[i]),
				 d))
				return false;
		return true;
	}
	if (!node_is(m->value, NODE_TEXT) && !node_is(m->value, NODE_NUMBER))
		return diag_error(d, DIAG_USAGE, node_loc(m->value), "\"%s\" cannot be %s", rows[id].name,
				  node_kind_name(m->value));
	return set(cl, id, m->value->text, FROM_FILE, at, d);
}

static bool read_config(struct command_line *cl, struct diag *d)
{
	const char *file = option_cstr(cl, OPT_CONFIG);
	struct document *doc;
	bool ok = true;

	if (!file)
		file = find_config(cl);
	if (!file)
		return true;
	doc = library_load(&cl->library, file);
	if (!doc || !doc->root)
		return false;
	if (!node_is(doc->root, NODE_MAP))
		return diag_error(d, DIAG_USAGE, node_loc(doc->root),
				  "settings are an object of options by their long names");
	for (size_t i = 0; i < doc->root->n; i++)
		ok &= read_setting(cl, &doc->root->members[i], d);
	return ok;
}

bool options_parse(struct command_line *cl, int argc, char **argv, struct diag *d)
{
	library_init(&cl->library, d);
	if (argc < 2)
		return diag_error(d, DIAG_USAGE, LOC_NONE, "a command is expected; see: understudy help");
	return find_command(cl, argv[1], d) && parse_arguments(cl, argv + 2, d) && read_environment(cl, d) &&
	       read_config(cl, d);
}

void options_release(struct command_line *cl)
{
	library_release(&cl->library);
	remote_free(cl->remote);
	arena_free(&cl->arena);
}

/* The default stands at the end of the help, in parentheses. */
static struct slice default_of(int id)
{
	const char *open = strrchr(rows[id].help, '(');
	struct slice in = open ? slice_str(open + 1) : SLICE_NONE;

	return slice_ends(in, SLICE_LIT(")")) ? slice_first(in, in.len - 1) : SLICE_LIT("-");
}

static void show_setting(const struct command_line *cl, int id)
{
	static const char *const sources[] = { "default", "file", "environment", "command line" };
	const struct setting *s = &cl->settings[id];
	struct slice otherwise = default_of(id);

	printf("%-14s ", rows[id].name);
	for (size_t k = 0; k < s->n; k++)
		printf("%s%.*s", k ? ", " : "", SLICE_FMT(s->values[k]));
	if (!s->n)
		printf("%.*s", SLICE_FMT(otherwise));
	if (s->at.file)
		printf("   (%s:%u)\n", s->at.file, s->at.line);
	else
		printf("   (%s)\n", sources[s->source]);
}

static void show_block(const char *name, const struct node *block)
{
	for (size_t i = 0; node_is(block, NODE_MAP) && i < block->n; i++) {
		const struct member *m = &block->members[i];
		BUF_AUTO struct buf json = BUF_INIT(0);

		node_write_json(&json, m->value);
		printf("%s.%.*s %.*s   (%s:%u)\n", name, SLICE_FMT(m->key), SLICE_FMT(buf_view(&json)),
		       node_loc(m->value).file, m->line);
	}
}

void options_show(const struct command_line *cl)
{
	for (int i = 0; i < OPT__COUNT; i++)
		if (rows[i].commands & cl->command->bit && i != OPT_SHOW_CONFIG)
			show_setting(cl, i);
	show_block("mock", cl->mock_block);
	show_block("scenario", cl->scenario_block);
}

static void show_option(int id)
{
	char left[64];

	snprintf(left, sizeof(left), "  %c%c%s--%s%s%s%s", rows[id].letter ? '-' : ' ',
		 rows[id].letter ? rows[id].letter : ' ', rows[id].letter ? ", " : "  ", rows[id].name,
		 may_have_value((enum option_id)id) ? "[="
		 : rows[id].value		    ? " "
						    : "",
		 rows[id].value ? rows[id].value : "", may_have_value((enum option_id)id) ? "]" : "");
	printf("%-34s %s\n", left, rows[id].help);
}

void options_help(const struct command *only)
{
	if (!only) {
		puts("understudy " UNDERSTUDY_VERSION
		     ": plays the brokers of an AsyncAPI document, and judges what is sent to them\n");
		for (const struct command *c = commands; c->name; c++)
			printf("  %-10s %s\n", c->name, c->summary);
		puts("\nunderstudy help COMMAND says more; understudy --version what is built in.");
		return;
	}
	printf("understudy %s %s\n\n%s\n\n", only->name, only->usage, only->summary);
	for (int i = 0; i < OPT__COUNT; i++)
		if (rows[i].commands & only->bit)
			show_option(i);
	puts("\nEach may also stand in understudy.yaml by its long name, or in the environment as "
	     "UNDERSTUDY_NAME.");
}

bool option_flag(const struct command_line *cl, enum option_id id)
{
	return cl->settings[id].n > 0;
}

unsigned option_count(const struct command_line *cl, enum option_id id)
{
	return (unsigned)cl->settings[id].n;
}

struct slice option_text(const struct command_line *cl, enum option_id id)
{
	const struct setting *s = &cl->settings[id];

	return s->n ? s->values[s->n - 1] : SLICE_NONE;
}

const char *option_cstr(struct command_line *cl, enum option_id id)
{
	struct slice s = option_text(cl, id);

	return s.ptr ? arena_strdup(&cl->arena, s) : NULL;
}

uint64_t option_number(const struct command_line *cl, enum option_id id, uint64_t otherwise)
{
	uint64_t value;

	return number_parse(option_text(cl, id), &value) ? value : otherwise;
}

int64_t option_us(const struct command_line *cl, enum option_id id, int64_t otherwise)
{
	int64_t us;
	struct slice s = option_text(cl, id);

	if (!s.ptr)
		return otherwise;
	return (rows[id].kind == OPTION_TIME ? time_parse(s, &us) : duration_parse(s, &us)) ? us : otherwise;
}
