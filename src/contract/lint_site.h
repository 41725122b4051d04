/* What the rules share: the objects of a document by kind, and how a finding is said. */
#ifndef CONTRACT_LINT_SITE_H
#define CONTRACT_LINT_SITE_H

#include "contract/lint.h"
#include "contract/loader.h"
#include "contract/spot.h"

enum site_kind {
	SITE_CONTRACT, /* once, with the root: for rules over the whole */
	SITE_INFO,
	SITE_SERVER,
	SITE_CHANNEL,
	SITE_PARAMETER,
	SITE_OPERATION,
	SITE_MESSAGE,
	SITE_MESSAGE_TRAIT,
	SITE_COMPONENTS,
	SITE_SCHEMA, /* of a payload, and every schema in it */
	SITE_HEADERS,
	SITE_PARAMETER_SCHEMA,
	SITE_KINDS,
};

/* An object of the document, resolved; seen once, whatever leads to it. */
struct site {
	enum site_kind kind;
	const char *as;	       /* the key that led here: "payload", "properties", "allOf"; NULL: the root */
	struct slice name;     /* in a map of such: its key; absent: no map */
	struct node *node;     /* resolved */
	const struct site *up; /* whence we came */
};

struct lint {
	struct contract *contract;
	unsigned version; /* one bit of loader.h's */
	const struct lint_settings *settings;
	const struct lint_rule *rule; /* at work; NULL: a rule of the project's own */
	enum severity severity;
	struct diag *d;
	size_t counted; /* hints not said */
	struct spots spots;
	struct arena arena;
	struct map seen; /* node and kind of every site visited */
	struct map said; /* nodes that many share, about which something was said */
};

typedef void lint_check(struct lint *l, const struct site *s);

struct lint_rule {
	const char *id;
	enum severity severity;
	unsigned versions, on; /* on: 1 << site_kind */
	lint_check *check;     /* NULL: the loader finds it, under the code of the same name */
	const char *gloss, *reference;
};

/* Calls `visit` for every object, once each, in the order of the document. */
void lint_walk(struct lint *l, lint_check *visit);

/* Says it at the node; at its key, where it has one. */
void lint_say(struct lint *l, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for a rule that is not in the table. */
void lint_say_as(struct lint *l, const char *rule, enum severity severity, const struct node *at,
		 const char *text);

static inline struct node *lint_resolve(struct lint *l, struct node *n)
{
	return n ? library_resolve(&l->contract->library, n) : NULL;
}

/* The member, resolved. */
static inline struct node *lint_get(struct lint *l, const struct node *n, const char *key)
{
	return lint_resolve(l, node_get(n, key));
}

/* Is the text there and more than blanks? */
static inline bool has_text(const struct node *n, const char *key)
{
	return slice_trim(node_get_text(n, key)).len > 0;
}

/* lint_words.c: the words of a name, lower case: "userEmail", "user_email" and "user-email" are two each. */
struct words {
	char text[256];
	struct slice list[32];
	size_t n;
};
void words_of(struct words *w, struct slice name);
/* Do the words hold this phrase ("api key") one after another?  At their end only, with `at_end`. */
bool words_hold(const struct words *w, const char *phrase, bool at_end);

#endif
