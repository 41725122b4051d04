/* Secrets that stand in the document: key material wherever it is, and values under telling names.  What is
 * found is never said again. */
#include "contract/lint_rules.h"

#include <ctype.h>

/* The last words of a name whose value nobody should write down. */
static const char *const names[] = {
	"password", "passwd",	   "pwd",	 "passphrase", "secret",     "token",	    "api key",
	"apikey",   "private key", "access key", "secret key", "credential", "credentials", "client secret",
};

/* How the keys of well-known makers begin, and how long they are at least. */
static const struct {
	const char *begins;
	size_t least;
	const char *what;
} materials[] = {
	{"-----BEGIN PRIVATE KEY",	    0,  "a private key"       },
	{ "-----BEGIN RSA PRIVATE KEY",	0,  "a private key"	   },
	{ "-----BEGIN EC PRIVATE KEY",	       0,  "a private key"	  },
	{ "-----BEGIN OPENSSH PRIVATE KEY",   0,  "a private key"       },
	{ "-----BEGIN ENCRYPTED PRIVATE KEY", 0,	 "a private key"	 },
	{ "AKIA",			     20, "an access key of AWS"},
	{ "AIza",			     39, "an API key of Google"},
	{ "ghp_",			     40, "a token of GitHub"	  },
	{ "gho_",			     40, "a token of GitHub"	  },
	{ "github_pat_",			 60, "a token of GitHub"	 },
	{ "glpat-",			   26, "a token of GitLab"   },
	{ "xoxb-",			    24, "a token of Slack"	  },
	{ "xoxp-",			    24, "a token of Slack"	  },
	{ "sk_live_",			 24, "a key of Stripe"	    },
};

static size_t run_length(struct slice text)
{
	size_t n = 0;

	while (n < text.len && (isalnum((unsigned char)text.ptr[n]) || strchr("_-+/=.", text.ptr[n])))
		n++;
	return n;
}

/* Three runs of base64url with dots between, the first of which is JSON. */
static bool is_json_web_token(struct slice run)
{
	unsigned dots = 0;

	for (size_t i = 0; i < run.len; i++)
		dots += run.ptr[i] == '.';
	return run.len > 60 && dots == 2 && slice_starts(run, SLICE_LIT("eyJ"));
}

static const char *material_at(struct slice text)
{
	for (size_t i = 0; i < ARRAY_SIZE(materials); i++)
		if (slice_starts(text, slice_str(materials[i].begins)) &&
		    run_length(text) >= materials[i].least)
			return materials[i].what;
	return is_json_web_token(slice_first(text, run_length(text))) ? "a JSON web token" : NULL;
}

static const char *material_in(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((i == 0 || !isalnum((unsigned char)text.ptr[i - 1])) && strchr("-AgxsGe", text.ptr[i])) {
			const char *what = material_at(slice_from(text, i));

			if (what)
				return what;
		}
	return NULL;
}

/* What people write where a secret would stand. */
static bool is_placeholder(struct slice text)
{
	static const char *const parts[] = { "${", "{{", "<", "***", "...", "xxx", "$message", "://" };
	static const char *const first_words[] = {
		"string",  "password", "passwd", "secret", "token",	  "changeme", "change",
		"example", "redacted", "your",	 "my",	   "some",	  "the",      "null",
		"none",	   "test",     "sample", "dummy",  "placeholder", "todo",
	};
	struct words w;

	if (text.len < 4 || slice_find(text, ' ') < text.len)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (memmem(text.ptr, text.len, parts[i], strlen(parts[i])))
			return true;
	words_of(&w, text);
	for (size_t i = 0; w.n && i < ARRAY_SIZE(first_words); i++)
		if (slice_is(w.list[0], first_words[i]))
			return true;
	return text.ptr[0] == '{';
}

static bool is_secret_name(struct slice name)
{
	struct words w;

	words_of(&w, name);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (words_hold(&w, names[i], true))
			return true;
	return false;
}

static bool is_one_of(struct slice key, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(key, list[i]))
			return true;
	return false;
}

/* What the value is called: its key; of a schema's values ("default", "examples"), the property that the
 * schema describes.  Absent: it is no value. */
static struct slice name_of_value(struct lint *l, const struct spot *spot)
{
	static const char *const of_schema[] = { "default", "const", "example", "examples", "enum" };
	/* There a key is a name of something else, and its value prose. */
	static const char *const prose[] = { "scopes", "availableScopes", "mapping", "properties",
					     "variables" };
	const struct spot *up = spot_of(&l->spots, spot->up);

	if (!spot->member && up)
		return up->member && is_one_of(up->member->key, of_schema, ARRAY_SIZE(of_schema)) &&
				       spot_of(&l->spots, up->up) && spot_of(&l->spots, up->up)->member
			       ? spot_of(&l->spots, up->up)->member->key
			       : SLICE_NONE;
	if (!spot->member || !up)
		return SLICE_NONE;
	if (up->member && is_one_of(up->member->key, prose, ARRAY_SIZE(prose)))
		return SLICE_NONE;
	if (is_one_of(spot->member->key, of_schema, ARRAY_SIZE(of_schema)) && up->member)
		return up->member->key;
	return spot->member->key;
}

/* "scheme://user:secret@host" */
static bool holds_login(struct slice text)
{
	const char *at = memmem(text.ptr, text.len, "://", 3);
	struct slice rest, login;
	size_t colon;

	if (!at)
		return false;
	rest = slice_from(text, (size_t)(at - text.ptr) + 3);
	rest = slice_first(rest, slice_find(rest, '/'));
	login = slice_first(rest, slice_find(rest, '@'));
	colon = slice_find(login, ':');
	return login.len < rest.len && colon < login.len && !is_placeholder(slice_from(login, colon + 1));
}

static void check_text(struct lint *l, const struct spot *spot)
{
	struct slice text = spot->node->text, name = name_of_value(l, spot);
	const char *what = text.len ? material_in(text) : NULL;

	if (what)
		lint_say(l, spot->node, "%s stands in the document", what);
	else if (name.ptr && !is_placeholder(text) && is_secret_name(name))
		lint_say(l, spot->node, "the value of \"%.*s\" looks like a secret", SLICE_FMT(name));
	else if (text.len && holds_login(text))
		lint_say(l, spot->node, "a user and a password stand in a URL");
}

void lint_secret(struct lint *l, const struct site *s)
{
	(void)s;
	for (size_t i = 0; i < l->spots.n; i++) {
		const struct spot *spot = &l->spots.list[i];

		if (node_is(spot->node, NODE_TEXT))
			check_text(l, spot);
	}
}
