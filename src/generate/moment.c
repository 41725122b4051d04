/* When things happened.  Each kind of time has a distance of its own from the moment of the message, the same
 * in every message: so what was created is older than its update, nothing expires before it began, and a
 * later message has later times. */
#include "generate/hint.h"

/* Milliseconds from now, between low and high; the first row that has a word of the name.  A row's words are
 * beginnings: "creat" is created, creation, createdAt. */
static const struct stage {
	const char *begins;
	int64_t low, high;
	bool whole; /* the word itself only */
} stages[] = {
#define SECOND 1000LL
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
	{"",	      0,		 0,		    false},
	{ "expir",	   1 * DAY,	    30 * DAY,      false},
	{ "exp",	 1 * DAY,	  30 * DAY,	    true },
	{ "until",	   2 * DAY,	    30 * DAY,      true },
	{ "due",	 2 * DAY,	  30 * DAY,	    true },
	{ "deadline",  2 * DAY,       30 * DAY,	 true },
	{ "renew",	   20 * DAY,	     40 * DAY,      false},
	{ "checkout",  7 * DAY,       12 * DAY,	 false},
	{ "checkin",   3 * DAY,	      5 * DAY,       false},
	{ "arriv",	   4 * HOUR,	     8 * HOUR,      false},
	{ "depart",    1 * HOUR,      2 * HOUR,	false},
	{ "eta",	 1 * HOUR,	   3 * HOUR,	     true },
	{ "estimat",   3 * HOUR,      6 * HOUR,	 false},
	{ "expect",    3 * HOUR,      6 * HOUR,	false},
	{ "schedul",   3 * HOUR,      6 * HOUR,	 false},
	{ "plan",	  3 * HOUR,	    6 * HOUR,      false},
	{ "appointm",  3 * HOUR,	6 * HOUR,	  false},
	{ "next",	  6 * HOUR,	    9 * HOUR,      true },
	{ "end",	 1 * HOUR,	   2 * HOUR,	     true },
	{ "ends",	  1 * HOUR,	    2 * HOUR,      true },
	{ "regist",    -400 * DAY,	-60 * DAY,	   false},
	{ "join",	  -400 * DAY,    -60 * DAY,	 false},
	{ "signed",    -400 * DAY,	-60 * DAY,	   false},
	{ "signup",    -400 * DAY,	-60 * DAY,	   false},
	{ "since",	   -400 * DAY,    -60 * DAY,	  false},
	{ "hired",	   -900 * DAY,    -90 * DAY,	  false},
	{ "hire",	  -900 * DAY,    -90 * DAY,	 true },
	{ "install",   -300 * DAY,	 -60 * DAY,	    false},
	{ "manufact",  -700 * DAY,	  -401 * DAY,    false},
	{ "release",   -90 * DAY,	-30 * DAY,	   false},
	{ "creat",	   -26 * HOUR,    -3 * HOUR,	  false},
	{ "issue",	   -26 * HOUR,    -3 * HOUR,	  false},
	{ "opened",    -26 * HOUR,	-3 * HOUR,	   false},
	{ "start",	   -150 * MINUTE, -100 * MINUTE, true },
	{ "begin",	   -150 * MINUTE, -100 * MINUTE, false},
	{ "order",	   -80 * MINUTE,	 -70 * MINUTE,  false},
	{ "placed",    -80 * MINUTE,  -70 * MINUTE,	false},
	{ "book",	  -80 * MINUTE,	-70 * MINUTE,  false},
	{ "submit",    -80 * MINUTE,  -70 * MINUTE,	false},
	{ "queue",	   -80 * MINUTE,	 -70 * MINUTE,  false},
	{ "request",   -80 * MINUTE,  -70 * MINUTE,	 false},
	{ "confirm",   -60 * MINUTE,  -55 * MINUTE,	 false},
	{ "accept",    -60 * MINUTE,  -55 * MINUTE,	false},
	{ "approv",    -60 * MINUTE,  -55 * MINUTE,	false},
	{ "authori",   -60 * MINUTE,  -55 * MINUTE,	 false},
	{ "paid",	  -50 * MINUTE,	-45 * MINUTE,  false},
	{ "payment",   -50 * MINUTE,  -45 * MINUTE,	 false},
	{ "started",   -40 * MINUTE,  -35 * MINUTE,	 true },
	{ "ship",	  -30 * MINUTE,	-25 * MINUTE,  false},
	{ "dispatch",  -30 * MINUTE,  -25 * MINUTE,  false},
	{ "delivered", -20 * MINUTE,  -15 * MINUTE,  true },
	{ "deliver",   1 * DAY,	      3 * DAY,       false},
	{ "updat",	   -4 * MINUTE,	-3 * MINUTE,   false},
	{ "modif",	   -4 * MINUTE,	-3 * MINUTE,   false},
	{ "chang",	   -4 * MINUTE,	-3 * MINUTE,   false},
	{ "edit",	  -4 * MINUTE,   -3 * MINUTE,   false},
	{ "last",	  -2 * MINUTE,   -1 * MINUTE,   true },
	{ "occur",	   -90,		-70,	     false},
	{ "measur",    -90,		 -70,	      false},
	{ "captur",    -90,		 -70,	      false},
	{ "record",    -90,		 -70,	      false},
	{ "observ",    -90,		 -70,	      false},
	{ "sent",	  -50,	       -40,	    true },
	{ "publish",   -30,		  -20,	       false},
	{ "receiv",    -10,		 -5,	     false},
	{ "process",   -4,		 -1,	     false},
};

static bool has_word(struct slice words, const struct stage *s)
{
	struct slice rest = words, word;

	while (rest.len && slice_split(&rest, ' ', &word))
		if (s->whole ? slice_is(word, s->begins) : slice_starts(word, slice_str(s->begins)))
			return true;
	return false;
}

static const struct stage *stage_of(struct slice words)
{
	for (size_t i = 1; i < ARRAY_SIZE(stages); i++)
		if (has_word(words, &stages[i]))
			return &stages[i];
	return &stages[0];
}

/* What an "order placed" tells of happened just now, in the same order; so did the delivery in a "parcel
 * delivered". */
static bool is_just_now(const struct making *m, const struct stage *s)
{
	static const char *const begins[] = { "creat",	"placed", "submit", "regist", "signed", "signup",
					      "opened", "join",	  "book",   "issue",  "add",	"new" };
	char space[NAME_BYTES];
	struct slice topic = slice_of(space, name_words(m->topic, space));

	for (size_t i = 0; topic.len && i < ARRAY_SIZE(begins); i++)
		if (has_word(topic, &(struct stage){ .begins = begins[i] }))
			return true;
	return s->begins[0] && has_word(topic, s);
}

/* Items of a list follow one another; other tries for a set of different ones lie days apart. */
static int64_t shift_ms(const struct making *m)
{
	int64_t shift = -(int64_t)m->nudge * DAY;

	for (const struct place *p = m->place; p; p = p->up)
		if (!p->name.ptr)
			return shift - 125 * (64 - (int64_t)(p->index < 64 ? p->index : 63));
	return shift;
}

static int64_t birth(struct making *m)
{
	return m->wall_us - making_between(m, 20LL * 365, 70LL * 365) * DAY * 1000;
}

void moment_learn(const struct making *m, struct known_name *known)
{
	static const char *const births[] = { "birth", "birthday", "dob", "birthdate" };
	const struct stage *s = stage_of(known->words);
	int64_t span = s->high - s->low, ms = s->low;

	for (size_t i = 0; i < ARRAY_SIZE(births); i++)
		known->is_birth = known->is_birth || words_contain(known->words, births[i]);
	if (span)
		ms += (int64_t)(slice_hash(known->words, m->g->seed) % (uint64_t)span);
	if (ms < 0 && is_just_now(m, s))
		ms /= 100000;
	known->distance_ms = ms;
}

int64_t moment_of(struct making *m, struct slice name)
{
	const struct known_name *known = name_known(m, name);

	if (known->is_birth)
		return birth(m);
	return m->wall_us + (known->distance_ms + shift_ms(m)) * 1000;
}
