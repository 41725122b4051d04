/* Strings: by format, by name, by pattern, fitted to the length, until one has all that is asked. */
#include "base/text.h"
#include "generate/making.h"
#include "generate/pattern.h"

enum { STRING_TRIES = 40 };

struct asked {
	const struct shape *shape;
	struct slice name;
	struct span length;
	struct slice format; /* the first that we can write; absent: none */
	format_fn *by_format;
	size_t n_patterns, n_formats;
	const struct pattern *pattern; /* the first; NULL: none */
	bool encoded;		       /* contentEncoding base64 */
	bool encoded_json;
};

static struct asked read_asked(struct making *m, const struct shape *s)
{
	struct asked a = { .shape = s, .length = shape_span(s, KW_MIN_LENGTH, KW_MAX_LENGTH) };

	SHAPE_EACH(s, f)
	{
		struct slice format = node_text(f->at[KW_FORMAT]);

		if (node_is(f->at[KW_PATTERN], NODE_TEXT) && !a.n_patterns++)
			a.pattern = &generator_pattern(m->g, f->at[KW_PATTERN]->text)->pattern;
		a.n_formats += format.ptr != NULL;
		if (!a.by_format && format.ptr && (a.by_format = format_writer(format)))
			a.format = format;
		a.encoded |= slice_is(node_text(f->at[KW_CONTENT_ENCODING]), "base64");
		a.encoded_json |= slice_is(node_text(f->at[KW_CONTENT_MEDIA_TYPE]), "application/json");
	}
	return a;
}

struct string_plan {
	struct asked asked;
};

static struct asked ask(struct making *m, const struct shape *s, struct slice name)
{
	struct asked a;

	if (s->plans && !s->plans->string) {
		s->plans->string = arena_new(&m->g->arena, struct string_plan);
		s->plans->string->asked = read_asked(m, s);
	}
	a = s->plans ? s->plans->string->asked : read_asked(m, s);
	a.name = name;
	return a;
}

/* The `k`th schema that has a pattern. */
static struct facts *with_pattern(const struct shape *s, size_t k)
{
	for (size_t i = 0; i < s->n; i++)
		if (node_is(s->list[i]->at[KW_PATTERN], NODE_TEXT) && !k--)
			return s->list[i];
	return NULL;
}

static uint64_t at_most(uint64_t value, uint64_t most)
{
	return value < most ? value : most;
}

/* A length between what pattern and bounds allow: near the shortest first, further away later. */
static bool pick_length(struct making *m, const struct asked *a, const struct pattern *p, size_t try,
			uint64_t *out)
{
	uint64_t low = p->root->shortest > a->length.low ? p->root->shortest : a->length.low;
	uint64_t high = at_most(p->root->longest, a->length.high), spread = try < 8 ? 4 : try < 20 ? 16 : 60;

	if (low > high || low > MAKING_LONGEST)
		return false;
	if (low < 3 && high >= 6 && try % 4 < 3)
		low = 3;
	*out = low + random_below(&m->random, at_most(high - low, spread) + 1);
	return true;
}

static void say_length(struct making *m, const struct asked *a, const struct node *pattern,
		       const struct pattern *p)
{
	if (p->root->shortest > a->length.high)
		making_clash(m, a->shape, pattern, a->length.high_at);
	else if (p->root->longest < a->length.low)
		making_clash(m, a->shape, pattern, a->length.low_at);
	else
		making_miss(m, pattern, "its pattern asks for a longer string than we make");
}

static bool write_pattern(struct making *m, const struct asked *a, size_t try, struct buf *out)
{
	struct facts *f = with_pattern(a->shape, try % a->n_patterns);
	const struct pattern *p =
		a->n_patterns == 1 ? a->pattern : &generator_pattern(m->g, f->at[KW_PATTERN]->text)->pattern;
	uint64_t length;

	if (!p->root) {
		making_miss(m, f->at[KW_PATTERN], "its pattern cannot be written from: %s", p->why);
		return false;
	}
	if (!pick_length(m, a, p, try, &length)) {
		say_length(m, a, f->at[KW_PATTERN], p);
		return false;
	}
	pattern_write(p, &m->random, (unsigned)length, out);
	return true;
}

static void write_encoded(struct making *m, const struct asked *a, struct buf *out)
{
	BUF_AUTO struct buf plain = BUF_INIT(0);

	if (a->encoded_json)
		buf_str(&plain, "{\"note\":\"");
	lifelike_words(m, 2, &plain);
	if (a->encoded_json)
		buf_str(&plain, "\"}");
	if (a->encoded)
		base64_add(out, buf_view(&plain));
	else
		buf_slice(out, buf_view(&plain));
}

/* The first `points` code points. */
static void cut(struct buf *out, uint64_t points)
{
	size_t at = 0;

	for (; at < out->len; at++)
		if (((unsigned char)out->data[at] & 0xc0) != 0x80 && !points--)
			break;
	out->len = at;
}

/* Between words, where that leaves enough. */
static void cut_nicely(struct buf *out, const struct span *length)
{
	size_t at;

	cut(out, length->high);
	for (at = out->len; at > out->len / 2 && out->data[at - 1] != ' '; at--)
		;
	if (at > out->len / 2 && at > length->low)
		out->len = at;
}

static bool is_free(const struct span *length)
{
	return !length->low && length->high == UINT64_MAX;
}

/* Cut or filled up to the bounds. */
static void fit_length(struct making *m, const struct span *length, struct buf *out)
{
	size_t n = is_free(length) ? 0 : utf8_count(buf_view(out));

	while (n < length->low && !out->failed) {
		size_t before = out->len;

		if (n && n + 1 < length->low)
			buf_char(out, ' ');
		lifelike_words(m, 1, out);
		n += utf8_count(slice_from(buf_view(out), before));
	}
	if (n > length->low && n > length->high)
		cut_nicely(out, length);
	while (out->len > length->low && out->len && out->data[out->len - 1] == ' ')
		out->len--;
	if (out->len && out->data[out->len - 1] == ' ')
		out->data[out->len - 1] = 's';
}

/* When the usual form does not fit the length: the shortest of its kind, made longer with letters. */
static const struct {
	const char *format, *front, *back;
} elastic[] = {
	{"email",	   "a",	"@b.co"},
	{ "idn-email",     "a",   "@b.co"},
	       { "hostname",	     "a",	  ".io"	},
	{ "uri",		 "a:b", ""	   },
	{ "iri",		 "a:b", ""	   },
	       { "uri-reference", "a",   ""	  },
	{ "iri-reference", "a",	""	   },
	{ "json-pointer",  "/",   ""	  },
	       { "regex",	  "a",   ""	  },
	{ "idn-hostname",  "a",   ".io"  },
};

static bool write_elastic(struct making *m, const struct asked *a, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(elastic); i++) {
		size_t back = strlen(elastic[i].back);

		if (!slice_is(a->format, elastic[i].format))
			continue;
		buf_str(out, elastic[i].front);
		while (out->len + back < a->length.low && !out->failed)
			buf_char(out, out->len % 50 == 49 && back ? '.' : (char)making_between(m, 'a', 'z'));
		buf_str(out, elastic[i].back);
		return true;
	}
	return false;
}

static bool length_fits(const struct asked *a, struct slice text)
{
	size_t n;

	if (is_free(&a->length))
		return true;
	n = utf8_count(text);
	return n >= a->length.low && n <= a->length.high;
}

static bool is_longer(struct slice text, uint64_t most)
{
	return text.len > most && utf8_count(text) > most;
}

/* Another form, or another word, may fit where the first is too long. */
static void write_by_name(struct making *m, const struct asked *a, size_t try, struct buf *out)
{
	m->longest = a->length.high;
	m->look = (unsigned)try;
	lifelike_text(m, a->name, out);
	for (; !a->n_patterns && m->look < 4 && is_longer(buf_view(out), a->length.high); m->look++) {
		buf_reset(out);
		lifelike_text(m, a->name, out);
	}
	if (!a->n_patterns)
		fit_length(m, &a->length, out);
	m->look = 0;
}

/* By name or format; false: nothing to offer. */
static bool write_plain(struct making *m, const struct asked *a, size_t try, struct buf *out)
{
	if (a->encoded || a->encoded_json) {
		write_encoded(m, a, out);
	} else if (a->format.ptr) {
		if (try > 5 && write_elastic(m, a, out))
			return true;
		a->by_format(m, a->name, out);
		if (!length_fits(a, buf_view(out))) {
			buf_reset(out);
			(void)write_elastic(m, a, out);
		}
	} else {
		write_by_name(m, a, try, out);
	}
	return true;
}

/* Patterns and formats are the validator's to judge; where nothing but a known format is asked, the last
 * check of the whole message is enough. */
static bool is_right(struct making *m, const struct asked *a, bool by_pattern, struct buf *text,
		     struct node **out)
{
	bool by_construction = !a->n_patterns || (by_pattern && a->n_patterns == 1 && !a->n_formats &&
						  a->pattern->exact && !m->attempt);

	if (text->failed || !length_fits(a, buf_view(text)))
		return false;
	if (a->pattern && !by_pattern && pattern_excludes(a->pattern, buf_view(text)))
		return false;
	*out = node_new_text(m->arena, buf_view(text), NULL);
	if (by_construction && a->n_formats < 2)
		return true;
	for (size_t i = 0; i < a->shape->n; i++) {
		struct facts *f = a->shape->list[i];

		if ((f->at[KW_PATTERN] || f->at[KW_FORMAT]) && !making_fits(m, f->node, *out))
			return false;
	}
	return true;
}

static struct node *say_why(struct making *m, const struct asked *a)
{
	struct facts *f = with_pattern(a->shape, 0);

	if (f)
		return making_miss(m, f->at[KW_PATTERN],
				   "no string was found that matches its pattern and all else");
	return making_miss(m, a->shape->n ? a->shape->list[0]->node : NULL,
			   "no string was found with its format and length");
}

struct trial {
	struct making *m;
	const struct asked *asked;
	struct node *out;
};

static bool trial_accepts(void *context, struct buf *text)
{
	struct trial *t = context;

	return is_right(t->m, t->asked, false, text, &t->out);
}

/* What is not written from one pattern's tree alone. */
static struct node *search(struct making *m, const struct asked *a, struct buf *text)
{
	struct trial t = { .m = m, .asked = a };

	if (!a->n_patterns || (a->n_patterns == 1 && a->pattern->exact))
		return NULL;
	return pattern_search(m, a->shape, &a->length, trial_accepts, &t, text) ? t.out : NULL;
}

static struct node *make_asked(struct making *m, const struct shape *s, struct asked *a, struct buf *text)
{
	struct node *out = NULL;

	if (a->length.low > a->length.high)
		return making_clash(m, s, a->length.low_at, a->length.high_at);
	if (a->length.low > MAKING_LONGEST)
		return making_miss(m, a->length.low_at, "minLength %.*s is more than we make",
				   SLICE_FMT(a->length.low_at->text));
	for (size_t try = 0; try < STRING_TRIES; try++) {
		bool by_pattern = a->n_patterns && (try > 1 || (!a->format.ptr && !a->name.ptr)) &&
				  !(a->format.ptr && try % 2);

		buf_reset(text);
		if (by_pattern && !write_pattern(m, a, try, text))
			return NULL;
		if (!by_pattern)
			write_plain(m, a, try, text);
		if (is_right(m, a, by_pattern, text, &out)) {
			m->refused = m->refused || (m->asked && by_pattern);
			return out;
		}
		if (!making_spend(m, 1 + text->len / 8))
			break;
	}
	out = search(m, a, text);
	return out ? out : say_why(m, a);
}

struct node *make_string(struct making *m, const struct shape *s, struct slice name)
{
	struct asked a = ask(m, s, name);
	struct buf text = m->g->text; /* a making within this one takes another */
	struct node *out;

	m->g->text = BUF_INIT(4 * MAKING_LONGEST);
	out = make_asked(m, s, &a, &text);
	buf_release(&m->g->text);
	m->g->text = text;
	return out;
}
