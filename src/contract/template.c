/* Reading templates. */
#include "contract/template.h"

#include "base/limits.h"
#include "base/text.h"

static const struct {
	const char *name;
	enum template_function function;
	const char *words;
} functions[] = {
	{"uuid",		   TEMPLATE_UUID,	 NULL	      },
	{ "guid",		  TEMPLATE_UUID,	 NULL	      },
	{ "randomUUID",		TEMPLATE_UUID,    NULL	    },
	{ "now",		   TEMPLATE_NOW,     NULL	    },
	{ "timestamp",	       TEMPLATE_NOW,     NULL		  },
	{ "isoTimestamp",	  TEMPLATE_ISO_NOW, NULL		 },
	{ "randomInt",	       TEMPLATE_INT,     NULL		  },
	{ "randomFloat",		 TEMPLATE_FLOAT,	 NULL	      },
	{ "randomString",	  TEMPLATE_STRING,  NULL		},
	{ "randomAlphaNumeric",	TEMPLATE_STRING,	 NULL	      },
	{ "randomValue",		 TEMPLATE_VALUE,	 NULL	      },
	{ "randomBoolean",	   TEMPLATE_BOOLEAN, NULL		  },
	{ "randomFirstName",	     TEMPLATE_WORDS,   "first name"	  },
	{ "randomLastName",	    TEMPLATE_WORDS,   "last name"	},
	{ "randomFullName",	    TEMPLATE_WORDS,   "full name"	},
	{ "randomNamePrefix",      TEMPLATE_WORDS,   "name prefix"   },
	{ "randomNameSuffix",      TEMPLATE_WORDS,   "name suffix"   },
	{ "randomUserName",	    TEMPLATE_WORDS,   "username"      },
	{ "randomEmail",		 TEMPLATE_WORDS,	 "email"	 },
	{ "randomPhoneNumber",     TEMPLATE_WORDS,   "phone"	       },
	{ "randomCity",		TEMPLATE_WORDS,	"city"	       },
	{ "randomStreetName",      TEMPLATE_WORDS,   "street name"   },
	{ "randomStreetAddress",	 TEMPLATE_WORDS,	 "street address"},
	{ "randomCountry",	   TEMPLATE_WORDS,   "country"	     },
	{ "randomCountryCode",     TEMPLATE_WORDS,   "country code"  },
	{ "randomLatitude",	    TEMPLATE_WORDS,   "latitude"      },
	{ "randomLongitude",	     TEMPLATE_WORDS,   "longitude"	 },
	{ "randomJobTitle",	    TEMPLATE_WORDS,   "job title"	},
	{ "randomCompanyName",     TEMPLATE_WORDS,   "company"	 },
	{ "randomProductName",     TEMPLATE_WORDS,   "product name"  },
	{ "randomProduct",	   TEMPLATE_WORDS,   "product"	     },
	{ "randomPrice",		 TEMPLATE_WORDS,	 "price"	 },
	{ "randomCurrencyCode",	TEMPLATE_WORDS,	"currency"	   },
	{ "randomColor",		 TEMPLATE_WORDS,	 "color"	 },
	{ "randomHexColor",	    TEMPLATE_WORDS,   "hex color"	},
	{ "randomWord",		TEMPLATE_WORDS,	"alias"		},
	{ "randomLoremSentence",	 TEMPLATE_WORDS,	 "comment"	   },
	{ "randomUrl",	       TEMPLATE_WORDS,   "url"	     },
	{ "randomDomainName",      TEMPLATE_WORDS,   "domain"	       },
	{ "randomIP",	      TEMPLATE_WORDS,   "ip"		   },
	{ "randomMACAddress",      TEMPLATE_WORDS,   "mac"	    },
	{ "randomUserAgent",	     TEMPLATE_WORDS,   "user agent"	  },
	{ "randomSemver",	  TEMPLATE_WORDS,	  "version"	    },
	{ "randomFileName",	    TEMPLATE_WORDS,   "file name"	},
	{ "randomMimeType",	    TEMPLATE_WORDS,   "mime type"	},
	{ "randomImageUrl",	    TEMPLATE_WORDS,   "image url"	},
	{ "randomBankAccountIban", TEMPLATE_WORDS,   "iban"	  },
	{ "randomDateFuture",      TEMPLATE_WORDS,   "expires at"	   },
	{ "randomDatePast",	    TEMPLATE_WORDS,   "created at"	 },
	{ "randomDateRecent",      TEMPLATE_WORDS,   "timestamp"	  },
};

static struct slice nearest_function(struct slice name)
{
	struct slice names[ARRAY_SIZE(functions)];

	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		names[i] = slice_str(functions[i].name);
	return nearest_name(name, names, ARRAY_SIZE(functions));
}

static void find_function(struct template_term *t)
{
	t->kind = TEMPLATE_CALL;
	t->function = TEMPLATE_UNKNOWN;
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		if (slice_is(t->name, functions[i].name)) {
			t->function = functions[i].function;
			t->words = functions[i].words;
		}
}

/* Where two of `c` stand side by side, or text.len. */
static size_t find_pair(struct slice text, char c)
{
	size_t at = slice_find(text, c);

	while (at + 1 < text.len && text.ptr[at + 1] != c)
		at += 1 + slice_find(slice_from(text, at + 1), c);
	return at + 1 < text.len ? at : text.len;
}

bool template_next(struct slice *rest, struct slice *before, struct slice *inside)
{
	size_t open = find_pair(*rest, '{');
	struct slice behind = slice_from(*rest, open + 2);
	size_t close = find_pair(behind, '}');

	*before = *rest;
	if (open == rest->len || close == behind.len) {
		*rest = slice_from(*rest, rest->len);
		return false;
	}
	*before = slice_first(*rest, open);
	*inside = slice_first(behind, close);
	*rest = slice_from(behind, close + 2);
	return true;
}

static bool is_word(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = (char)(s.ptr[i] | 32);

		if (!(c >= 'a' && c <= 'z') && !(s.ptr[i] >= '0' && s.ptr[i] <= '9') && s.ptr[i] != '_')
			return false;
	}
	return s.len > 0;
}

/* name(a, b) */
static bool read_call(struct slice text, struct template_term *t)
{
	size_t open = slice_find(text, '(');
	struct slice args, arg;

	if (open == text.len || text.ptr[text.len - 1] != ')')
		return false;
	t->name = slice_trim(slice_first(text, open));
	args = slice_trim(slice_of(text.ptr + open + 1, text.len - open - 2));
	while (args.len && t->n_args < TEMPLATE_MOST_ARGS && slice_split(&args, ',', &arg))
		t->args[t->n_args++] = slice_trim(arg);
	find_function(t);
	return is_word(t->name);
}

static struct slice in_brackets(struct slice text, const char *front)
{
	struct slice rest = slice_from(text, strlen(front));

	if (!slice_starts(text, slice_str(front)) || rest.len < 3 || rest.ptr[0] != '[' ||
	    rest.ptr[rest.len - 1] != ']')
		return SLICE_NONE;
	return slice_trim(slice_of(rest.ptr + 1, rest.len - 2));
}

static bool read_request(struct slice text, struct template_term *t)
{
	static const struct {
		const char *front;
		enum template_kind kind;
	} maps[] = {
		{"request.headers", TEMPLATE_HEADER},
		{ "request.params", TEMPLATE_PARAM },
		{ "request.path",	  TEMPLATE_PATH	},
	};
	struct slice body = SLICE_LIT("request.body");

	for (size_t i = 0; i < ARRAY_SIZE(maps); i++) {
		t->name = in_brackets(text, maps[i].front);
		t->kind = maps[i].kind;
		if (t->name.ptr)
			return true;
	}
	t->kind = TEMPLATE_BODY;
	t->name = slice_from(text, body.len);
	return slice_starts(text, body) && (!t->name.len || t->name.ptr[0] == '/');
}

/* uuid() > put(id) */
static bool read_put(struct slice *text, struct template_term *t)
{
	struct template_term put = { 0 };
	size_t at = slice_find(*text, '>');

	if (at == text->len)
		return true;
	if (!read_call(slice_trim(slice_from(*text, at + 1)), &put) || !slice_is(put.name, "put") ||
	    put.n_args != 1)
		return false;
	t->put = put.args[0];
	*text = slice_trim(slice_first(*text, at));
	return true;
}

static bool read_term(struct slice text, struct template_term *t)
{
	*t = (struct template_term){ 0 };
	if (!read_put(&text, t) || !text.len)
		return false;
	if (text.ptr[0] == '$') {
		t->name = slice_from(text, 1);
		find_function(t);
		return is_word(t->name);
	}
	if (slice_starts(text, SLICE_LIT("request.")))
		return read_request(text, t);
	if (read_call(text, t))
		return true;
	t->kind = TEMPLATE_VARIABLE;
	t->name = text;
	return is_word(text);
}

bool template_read(struct slice inside, struct template *out)
{
	struct slice rest = inside;

	out->n = 0;
	while (out->n < TEMPLATE_MOST_TERMS) {
		size_t at = 0;

		while (at + 1 < rest.len && (rest.ptr[at] != '|' || rest.ptr[at + 1] != '|'))
			at++;
		at = at + 1 < rest.len ? at : rest.len;
		if (!read_term(slice_trim(slice_first(rest, at)), &out->terms[out->n]))
			return false;
		out->n++;
		if (at == rest.len)
			return true;
		rest = slice_from(rest, at + 2);
	}
	return false;
}

/* Something of it can be filled in, and nothing is beyond us. */
static bool is_known(const struct template *t, bool names)
{
	bool any = false;

	for (size_t i = 0; i < t->n; i++) {
		if (t->terms[i].kind == TEMPLATE_CALL && t->terms[i].function == TEMPLATE_UNKNOWN)
			return false;
		any = any || names || t->terms[i].kind != TEMPLATE_VARIABLE;
	}
	return any;
}

bool template_is_in(struct slice text, bool names)
{
	struct slice before, inside;
	struct template t;

	while (template_next(&text, &before, &inside))
		if (template_read(inside, &t) && is_known(&t, names))
			return true;
	return false;
}

/* --- looking through a value */

struct looking {
	template_mistake *say;
	void *arg;
	bool found, puts;
};

/* {{name}} may be anybody's; one that a function is near to is a slip of the pen. */
static void check_terms(struct looking *l, const struct node *at, struct slice inside)
{
	struct template t;

	if (!template_read(inside, &t))
		return;
	l->found = l->found || is_known(&t, false);
	for (size_t i = 0; i < t.n; i++) {
		const struct template_term *term = &t.terms[i];

		l->puts = l->puts || term->put.ptr;
		if (l->say && term->kind == TEMPLATE_CALL && term->function == TEMPLATE_UNKNOWN)
			l->say(l->arg, at, inside, nearest_function(term->name));
	}
}

static void look(struct looking *l, const struct node *n, unsigned depth)
{
	struct slice rest = node_text(n), before, inside;

	while (rest.len && template_next(&rest, &before, &inside))
		check_terms(l, n, inside);
	for (size_t i = 0; depth < LIMIT_DOCUMENT_DEPTH && node_is(n, NODE_LIST) && i < n->n; i++)
		look(l, n->items[i], depth + 1);
	for (size_t i = 0; depth < LIMIT_DOCUMENT_DEPTH && node_is(n, NODE_MAP) && i < n->n; i++)
		look(l, n->members[i].value, depth + 1);
}

bool template_check(const struct node *value, bool *puts, template_mistake *say, void *arg)
{
	struct looking l = { .say = say, .arg = arg };

	look(&l, value, 0);
	*puts = *puts || l.puts;
	return l.found;
}
