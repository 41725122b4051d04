/* Templates in examples, as users of Microcks and Postman write them: {{uuid()}}, {{now(yyyy-MM-dd, 1d)}},
 * {{$randomInt}}, {{request.body/order/id || randomString(8)}}, {{uuid() > put(id)}} ... {{id}}.
 *
 * Reading them is here, for `validate` too; generate/template.c fills them in. */
#ifndef CONTRACT_TEMPLATE_H
#define CONTRACT_TEMPLATE_H

#include "document/node.h"

enum template_function {
	TEMPLATE_WORDS, /* lifelike by the words of a property's name */
	TEMPLATE_UUID,
	TEMPLATE_NOW,
	TEMPLATE_ISO_NOW,
	TEMPLATE_INT,
	TEMPLATE_FLOAT,
	TEMPLATE_STRING,
	TEMPLATE_VALUE,
	TEMPLATE_BOOLEAN,
	TEMPLATE_UNKNOWN,
};

enum template_kind {
	TEMPLATE_CALL,
	TEMPLATE_BODY,	   /* name: a JSON pointer, or "" for the whole */
	TEMPLATE_HEADER,   /* of the request */
	TEMPLATE_PARAM,	   /* of its address */
	TEMPLATE_PATH,	   /* name: which part of its address, from 0 */
	TEMPLATE_VARIABLE, /* put there before, in the same example */
};

enum { TEMPLATE_MOST_ARGS = 16, TEMPLATE_MOST_TERMS = 4 };

/* One way to come by a value; what follows "||" is the next. */
struct template_term {
	enum template_kind kind;
	enum template_function function; /* TEMPLATE_CALL */
	const char *words;		 /* TEMPLATE_WORDS */
	struct slice name;		 /* of the function, header, parameter, variable */
	struct slice args[TEMPLATE_MOST_ARGS];
	size_t n_args;
	struct slice put; /* the variable that keeps it; absent: none */
};

struct template
{
	struct template_term terms[TEMPLATE_MOST_TERMS];
	size_t n;
};

/* Cuts the next {{...}} off the front of `rest`: `before` is the text in front of it.  False: there is no
 * more, and `before` is all that was left. */
bool template_next(struct slice *rest, struct slice *before, struct slice *inside);
/* What stands inside.  False: nothing that we could ever fill in (a function that there is not, too). */
bool template_read(struct slice inside, struct template *out);
/* Is there a template in the text?  Other text in double braces is left alone; a mere name, such as {{id}},
 * counts only with `names`: where something was put by a name before. */
bool template_is_in(struct slice text, bool names);

/* Told of an unknown function, with the one that was meant (or absent). */
typedef void template_mistake(void *arg, const struct node *at, struct slice inside, struct slice near);
/* Looks through all texts of a value.  True: there is a template in it; *puts is set when one of them puts
 * something by a name (and otherwise left as it was). */
bool template_check(const struct node *value, bool *puts, template_mistake *say, void *arg);

#endif
