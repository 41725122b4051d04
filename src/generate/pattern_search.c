/* Strings for patterns that are not written from their tree alone (lookarounds, references, several patterns
 * at once): put together piece by piece, each piece kept only if the matcher says that the beginning so far
 * can still become a match. */
#include "base/text.h"
#include "generate/making.h"

enum { MOST_PATTERNS = 8, CHECKS = 4000, CHOICES = 24 };

struct search {
	struct making *m;
	const struct pattern *patterns[MOST_PATTERNS];
	struct schema *schemas[MOST_PATTERNS];
	size_t n, checks;
	uint64_t low, high; /* code points */
	uint64_t end;	    /* of this trial: not every pattern comes to an end by itself */
};

static bool may_begin(struct search *s, struct slice text)
{
	for (size_t i = 0; i < s->n; i++) {
		s->checks++;
		if (s->schemas[i] && !schema_pattern_may_begin(s->schemas[i], s->m->g->judge, text))
			return false;
	}
	return true;
}

/* Now and then a character that stands there already, since references repeat, or one that ends a word. */
static void add_piece(struct search *s, struct buf *out)
{
	static const char between[] = { ' ', '-', '.', '/', '!' };
	struct random *r = &s->m->random;
	const struct pattern *p = s->patterns[random_below(r, s->n)];

	if (out->len && random_below(r, 8) == 0) {
		size_t from = random_below(r, out->len);
		struct slice copy = slice_from(buf_view(out), from);

		if (((unsigned char)copy.ptr[0] & 0xc0) != 0x80)
			buf_slice(out, slice_of(arena_strdup(s->m->arena, copy), copy.len));
	} else if (out->len && random_below(r, 12) == 0) {
		buf_char(out, between[random_below(r, sizeof(between))]);
	} else if (p->n_pieces) {
		pattern_write_piece(p->pieces[random_below(r, p->n_pieces)], r, out);
	}
}

static bool extend(struct search *s, struct buf *out)
{
	size_t before = out->len;

	for (unsigned i = 0; i < CHOICES && s->checks < CHECKS; i++) {
		add_piece(s, out);
		if (out->len > before && !out->failed && utf8_count(buf_view(out)) <= s->end &&
		    may_begin(s, buf_view(out)))
			return true;
		out->len = before;
	}
	return false;
}

static void add_patterns(struct search *s, const struct shape *shape)
{
	SHAPE_EACH(shape, f)
	{
		struct known_pattern *known;

		if (!node_is(f->at[KW_PATTERN], NODE_TEXT) || s->n == MOST_PATTERNS)
			continue;
		known = generator_pattern(s->m->g, f->at[KW_PATTERN]->text);
		s->patterns[s->n] = &known->pattern;
		s->schemas[s->n++] = generator_compiled(s->m->g, known->schema);
		if (known->pattern.root && known->pattern.root->longest < s->high)
			s->high = known->pattern.root->longest;
		if (known->pattern.root && known->pattern.root->shortest > s->low)
			s->low = known->pattern.root->shortest;
	}
}

static uint64_t pick_end(struct search *s)
{
	uint64_t more = random_below(&s->m->random, 32);

	return s->high > s->low && s->high - s->low > more ? s->low + more : s->high;
}

bool pattern_search(struct making *m, const struct shape *shape, const struct span *length,
		    pattern_accepts *accepts, void *context, struct buf *out)
{
	struct search s = { .m = m, .low = length->low, .high = length->high };

	add_patterns(&s, shape);
	while (s.n && s.checks < CHECKS && making_spend(m, 1)) {
		buf_reset(out);
		s.checks++;
		s.end = pick_end(&s);
		do {
			if (utf8_count(buf_view(out)) >= s.low && accepts(context, out))
				return true;
		} while (extend(&s, out));
	}
	return false;
}
