/* Choices, reasons and judging within one attempt. */
#include "base/text.h"
#include "generate/making.h"

struct compiled {
	const struct node *node; /* the key's bytes stand here */
	struct schema *schema;	 /* NULL: does not compile */
};

enum { MOST_CHOICES = 1 << 20 };

static size_t take_digit(struct making *m, size_t n)
{
	size_t digit = (size_t)(m->digits % n);

	m->digits /= n;
	m->choices = m->choices * n < MOST_CHOICES ? m->choices * n : MOST_CHOICES;
	return digit;
}

/* Where the k-th choice of a message starts in a round of `n` positions: anywhere, so that pairs of choices
 * mix; the first keeps to the order of the schema. */
static uint64_t offset_of(uint64_t k, uint64_t round)
{
	uint64_t z = k * 0x9e3779b97f4a7c15u + round * 0xbf58476d1ce4e5b9u;

	if (!k)
		return 0;
	z = (z ^ (z >> 30)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) & UINT32_MAX;
}

size_t making_choose(struct making *m, size_t n)
{
	uint64_t k = m->occurrence++;
	size_t chosen = 0;

	if (n > 1)
		chosen = (size_t)((m->position % n + offset_of(k, m->position / n) + m->nudge +
				   take_digit(m, n)) %
				  n);
	if (m->record)
		record_choice(m->record, n ? n : 1, chosen, false);
	return chosen;
}

size_t making_fallback(struct making *m, size_t n)
{
	size_t chosen = n <= 1 ? 0 : take_digit(m, n);

	if (m->record && n > 1)
		record_choice(m->record, n, chosen, true);
	return chosen;
}

bool making_chance(struct making *m, unsigned percent)
{
	return random_below(&m->random, 100) < percent;
}

int64_t making_between(struct making *m, int64_t low, int64_t high)
{
	uint64_t span = (uint64_t)high - (uint64_t)low;
	uint64_t by = span == UINT64_MAX ? random_next(&m->random) : random_below(&m->random, span + 1);

	return (int64_t)((uint64_t)low + by);
}

bool making_spend(struct making *m, size_t work)
{
	struct budget *b = m->budget;

	b->work -= work < b->work ? work : b->work;
	return b->work && m->arena->total_bytes <= b->most_bytes;
}

bool making_is_lean(const struct making *m)
{
	return m->attempt > 1 || making_is_deep(m);
}

bool making_is_deep(const struct making *m)
{
	return m->depth > MAKING_SOFT_DEPTH || m->steps > MAKING_SOFT_STEPS;
}

static void path_add(struct buf *out, const struct place *p)
{
	if (p->up)
		path_add(out, p->up);
	if (!p->name.ptr) {
		buf_printf(out, "[%zu]", p->index);
		return;
	}
	if (p->up)
		buf_char(out, '.');
	printable_add(out, p->name, 80);
}

static void note(struct making *m, const struct node *at, bool unsure, const char *fmt, va_list ap)
{
	BUF_AUTO struct buf text = BUF_INIT(0);

	m->doubts += unsure;
	if (m->why.text)
		return;
	buf_vprintf(&text, fmt, ap);
	m->why.text = arena_strdup(m->arena, buf_view(&text));
	buf_reset(&text);
	if (m->place)
		path_add(&text, m->place);
	m->why.path = arena_strdup(m->arena, buf_view(&text));
	m->why.at = at ? node_loc(at) : LOC_NONE;
	m->why.node = at;
	m->why.unsure = unsure;
}

struct node *making_fail(struct making *m, const struct node *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(m, at, false, fmt, ap);
	va_end(ap);
	return NULL;
}

struct node *making_miss(struct making *m, const struct node *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	note(m, at, true, fmt, ap);
	va_end(ap);
	return NULL;
}

/* The keyword of the shape that has this value, as it stands in the document. */
static const struct member *keyword_of(const struct shape *s, const struct node *value)
{
	SHAPE_EACH(s, f)
	{
		for (size_t i = 0; i < f->node->n; i++)
			if (f->node->members[i].value == value)
				return &f->node->members[i];
	}
	return NULL;
}

const char *making_cite(struct making *m, const struct shape *s, const struct node *value)
{
	BUF_AUTO struct buf text = BUF_INIT(0), json = BUF_INIT(0);
	const struct member *keyword = keyword_of(s, value);
	struct loc at = node_loc(value);

	buf_slice(&text, keyword ? keyword->key : SLICE_LIT("it"));
	if (value->kind != NODE_LIST && value->kind != NODE_MAP) {
		node_write_json(&json, value);
		buf_char(&text, ' ');
		printable_add(&text, buf_view(&json), 60);
	}
	if (keyword && keyword->line)
		at = (struct loc){ .file = at.file, .line = keyword->line, .col = keyword->col };
	if (at.line)
		buf_printf(&text, " (%s:%u:%u)", at.file, at.line, at.col);
	return arena_strdup(m->arena, buf_view(&text));
}

struct node *making_clash(struct making *m, const struct shape *s, const struct node *one,
			  const struct node *other)
{
	if (m->why.text)
		return NULL;
	return making_fail(m, one, "%s and %s contradict each other", making_cite(m, s, one),
			   making_cite(m, s, other));
}

struct schema *generator_compiled(struct generator *g, struct node *schema)
{
	struct compiled *known = map_get(&g->compiled, slice_of(&schema, sizeof(schema)));
	struct diag *diag = g->library->diag;

	if (known)
		return known->schema;
	known = arena_new(&g->arena, struct compiled);
	known->node = schema;
	g->library->diag = &g->silent;
	known->schema = schema_compile(&g->arena, g->library, schema, &g->options);
	g->library->diag = diag;
	map_put(&g->compiled, slice_of(&known->node, sizeof(known->node)), known);
	return known->schema;
}

struct opposite {
	const struct node *of; /* the key's bytes stand here */
	struct node *schema;
};

struct node *generator_not(struct generator *g, struct node *schema)
{
	struct opposite *known = map_get(&g->opposites, slice_of(&schema, sizeof(schema)));

	if (known)
		return known->schema;
	known = arena_new(&g->arena, struct opposite);
	known->of = schema;
	known->schema = node_new(&g->library->arena, NODE_MAP, schema);
	node_set(&g->library->arena, known->schema, SLICE_LIT("not"), schema);
	map_put(&g->opposites, slice_of(&known->of, sizeof(known->of)), known);
	return known->schema;
}

struct known_pattern *generator_pattern(struct generator *g, struct slice text)
{
	struct known_pattern *known = map_get(&g->patterns, text);
	struct node *copy;

	if (known)
		return known;
	known = arena_new(&g->arena, struct known_pattern);
	copy = node_new_text(&g->library->arena, text, NULL);
	pattern_read(&g->arena, copy->text, &known->pattern);
	known->schema = node_new(&g->library->arena, NODE_MAP, NULL);
	node_set(&g->library->arena, known->schema, SLICE_LIT("pattern"), copy);
	map_put(&g->patterns, copy->text, known);
	return known;
}

void buf_pad(struct buf *out)
{
	char *behind = buf_reserve(out, SCHEMA_PADDING);

	if (behind)
		memset(behind, 0, SCHEMA_PADDING);
}

void json_padded(struct buf *out, const struct node *value)
{
	buf_reset(out);
	node_write_json(out, value);
	buf_pad(out);
}

bool making_fits(struct making *m, struct node *schema, const struct node *value)
{
	struct schema *compiled = generator_compiled(m->g, schema);
	struct buf *json = &m->g->scratch;

	if (!compiled)
		return true;
	json_padded(json, value);
	m->written = value;
	return !json->failed && schema_accepts(compiled, m->g->judge, buf_view(json));
}

bool making_fits_all(struct making *m, const struct wants *w, const struct node *value)
{
	for (size_t i = 0; i < w->n; i++)
		if (!making_fits(m, w->list[i], value))
			return false;
	return true;
}
