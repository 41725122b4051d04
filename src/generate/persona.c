/* Of whom a value speaks.  A message has one person in one place; a sender and a receiver, the stops of a
 * journey, the items of a list are others, each the same wherever they are spoken of. */
#include "generate/hint.h"

/* Words that tell somebody, or somewhere, apart from the one the message is about. */
static const char *const roles[] = {
	"sender",   "recipient", "receiver",  "from",	     "to",	  "source",   "destination",
	"origin",   "target",	 "buyer",     "seller",	     "pickup",	  "dropoff",  "departure",
	"arrival",  "driver",	 "passenger", "doctor",	     "caller",	  "called",   "callee",
	"author",   "reviewer",	 "approver",  "manager",     "assignee",  "reporter", "home",
	"away",	    "supplier",	 "vendor",    "shipper",     "consignee", "merchant", "creditor",
	"debtor",   "payer",	 "payee",     "beneficiary", "agent",	  "host",     "guest",
	"teacher",  "student",	 "parent",    "child",	     "emergency", "next",     "previous",
	"old",	    "new",	 "warehouse", "store",	     "billing",	  "depot",    "referrer",
	"operator", "inviter",	 "invitee",   "follower",    "forwarded", "delivery", "shipping",
};

/* billing and shipping and delivery are mostly one: the customer's own. */
static bool is_own(const char *role)
{
	return !strcmp(role, "billing") || !strcmp(role, "shipping") || !strcmp(role, "delivery");
}

uint32_t role_of(struct slice words)
{
	struct slice rest = words, word;

	while (rest.len && slice_split(&rest, ' ', &word))
		for (uint32_t i = 0; i < ARRAY_SIZE(roles); i++)
			if (slice_is(word, roles[i]))
				return is_own(roles[i]) ? 0 : i + 1;
	return 0;
}

static uint32_t other(uint32_t who, uint32_t role)
{
	uint64_t z = ((uint64_t)role << 32 | who) * 0x9e3779b97f4a7c15u;

	return (uint32_t)((z ^ (z >> 29)) * 0xbf58476d1ce4e5b9u >> 32);
}

/* The nearest word counts: `to.senderNote` is the sender's. */
static uint32_t role_at(struct making *m, struct slice name)
{
	uint32_t role = name.ptr ? name_known(m, name)->role : 0;

	for (const struct place *p = m->place ? m->place->up : NULL; p && p->up && !role; p = p->up)
		if (p->name.ptr)
			role = place_role(m, p);
	return role;
}

struct persona persona_of(struct making *m, struct slice name)
{
	uint32_t role = role_at(m, name);
	struct persona p = m->persona;

	if (!role)
		return p;
	return (struct persona){ .first = other(p.first, role),
				 .last = other(p.last, role),
				 .where = other(p.where, role),
				 .company = other(p.company, role) };
}

struct persona persona_draw(struct random *r)
{
	struct persona p;

	p.first = (uint32_t)random_next(r);
	p.last = (uint32_t)random_next(r);
	p.where = (uint32_t)random_next(r);
	p.company = (uint32_t)random_next(r);
	return p;
}

const struct place_row *place_of(struct making *m, struct slice name)
{
	const struct locale *l = m->g->locale;

	return &l->places[persona_of(m, name).where % l->n_places];
}

const char *word_of(const struct words *w, uint64_t n)
{
	return w->list[n % w->n];
}

/* Letters of the languages that we have words in; anything else is left out. */
static const struct {
	const char *from, *to;
} plain[] = {
	{"ä",  "ae"},
	       { "ö", "oe"},
	      { "ü", "ue"},
	     { "Ä", "ae"},
	    { "Ö", "oe"},
	   { "Ü", "ue"},
	{ "ß", "ss"},
	       { "é", "e" },
	      { "è", "e" },
	     { "ê", "e" },
	    { "ë", "e" },
	   { "É", "e" },
	{ "È", "e" },
	       { "Î", "i" },
	      { "î", "i" },
	     { "ï", "i" },
	    { "ô", "o" },
	   { "à", "a" },
	{ "â", "a" },
	       { "ç", "c" },
	      { "ş", "s" },
	     { "ı", "i" },
	    { "û", "u" },
	   { "ù", "u" },
};

static size_t transliterate(struct buf *out, const char *at)
{
	size_t len = 1;

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (!strncmp(at, plain[i].from, strlen(plain[i].from))) {
			buf_str(out, plain[i].to);
			return strlen(plain[i].from);
		}
	while (((unsigned char)at[len] & 0xc0) == 0x80)
		len++;
	return len;
}

void ascii_add(struct buf *out, const char *text, char blank)
{
	while (*text) {
		char c = *text;

		if ((unsigned char)c >= 0x80) {
			text += transliterate(out, text);
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			buf_char(out, (char)(c | 32));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_char(out, c);
		else if (c == ' ' || c == '-')
			buf_char(out, blank);
		text++;
	}
}
