/* Finding what a property's name suggests, in its surroundings. */
#include "generate/hint.h"

enum { MOST_KNOWN = 4096 };

size_t name_words(struct slice name, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n + 2 < NAME_BYTES; i++) {
		char c = name.ptr[i];
		bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
		bool after_lower = i && name.ptr[i - 1] >= 'a' && name.ptr[i - 1] <= 'z';
		bool before_lower = i + 1 < name.len && name.ptr[i + 1] >= 'a' && name.ptr[i + 1] <= 'z';
		bool after_upper = i && name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z';

		if (!upper && !lower) {
			if (n && out[n - 1] != ' ' && !(c >= '0' && c <= '9'))
				out[n++] = ' ';
			continue;
		}
		if (upper && n && out[n - 1] != ' ' && (after_lower || (after_upper && before_lower)))
			out[n++] = ' ';
		out[n++] = (char)(c | 32);
	}
	while (n && out[n - 1] == ' ')
		n--;
	return n;
}

static bool ends_with_words(struct slice words, struct slice row)
{
	return slice_ends(words, row) && (words.len == row.len || words.ptr[words.len - row.len - 1] == ' ');
}

bool words_contain(struct slice words, const char *phrase)
{
	for (; words.len; words.len--)
		if (ends_with_words(words, slice_str(phrase)))
			return true;
	return false;
}

/* "orders" speaks of an order. */
static bool speaks_of(struct slice words, struct slice what)
{
	char plural[NAME_BYTES];

	if (!words.len || what.len + 2 > sizeof(plural))
		return false;
	memcpy(plural, what.ptr, what.len);
	plural[what.len] = '\0';
	if (words_contain(words, plural))
		return true;
	plural[what.len] = 's';
	plural[what.len + 1] = '\0';
	return words_contain(words, plural);
}

/* What is around a name: the words before it within the name, the object that it stands in, the message. */
struct surroundings {
	struct slice parent, topic;
};

/* How near the context of a row is: 3 in the name itself, 2 the object, 1 the message, 0 nowhere. */
static unsigned nearness(const struct surroundings *s, struct slice before, struct slice context)
{
	if (speaks_of(before, context))
		return 3;
	if (speaks_of(s->parent, context))
		return 2;
	return speaks_of(s->topic, context) ? 1 : 0;
}

/* The longest row wins; of equal ones that whose context is nearer. */
static size_t rank_of(const struct hint *h, struct slice words, const struct surroundings *s)
{
	struct slice row = slice_str(h->ends), own = row;
	size_t colon = slice_find(row, ':');
	unsigned near = 0;

	if (colon < row.len)
		own = slice_from(row, colon + 1);
	if (!ends_with_words(words, own))
		return 0;
	if (colon < row.len) {
		near = nearness(s, slice_first(words, words.len - own.len), slice_first(row, colon));
		if (!near)
			return 0;
	}
	return own.len * 4 + near;
}

static const struct hint *hint_in(struct slice words, const struct surroundings *s)
{
	const struct hint *best = NULL;
	size_t highest = 0;

	for (size_t i = 0; i < n_hints; i++) {
		size_t rank = rank_of(&hints[i], words, s);

		if (rank > highest) {
			best = &hints[i];
			highest = rank;
		}
	}
	return best;
}

/* "tags" speaks of what "tag" does: items have the name of their array. */
static const struct hint *look_up(struct slice words, const struct surroundings *s)
{
	const struct hint *found = hint_in(words, s);

	if (!found && words.len > 2 && words.ptr[words.len - 1] == 's')
		found = hint_in(slice_first(words, words.len - 1), s);
	return found;
}

static bool is_counter(struct slice words)
{
	static const char *const names[] = { "sequence number", "sequence no", "seq no", "sequence", "seq",
					     "message number",	"counter" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (ends_with_words(words, slice_str(names[i])))
			return true;
	return false;
}

/* The object around: of an item the list's name; of the outermost members nothing. */
static struct slice parent_name(const struct making *m)
{
	const struct place *p = m->place ? m->place->up : NULL;

	while (p && !p->name.ptr)
		p = p->up;
	return p && p->up ? p->name : SLICE_NONE;
}

/* The status of an order that was placed is "placed". */
static const char *word_within(const struct words *list, struct slice topic)
{
	for (size_t i = 0; topic.len && i < list->n; i++)
		if (words_contain(topic, list->list[i]))
			return list->list[i];
	return NULL;
}

static struct known_name *learn(struct making *m, struct slice key, struct slice name, struct slice parent)
{
	struct arena *a = m->g->hints.count < MOST_KNOWN ? &m->g->arena : m->arena;
	struct known_name *known = arena_new(a, struct known_name);
	char words[NAME_BYTES], of_parent[NAME_BYTES], of_topic[NAME_BYTES];
	struct surroundings around = {
		.parent = slice_of(of_parent, name_words(parent, of_parent)),
		.topic = slice_of(of_topic, name_words(m->topic, of_topic)),
	};

	known->key = arena_copy(a, key);
	known->parent = arena_copy(a, parent);
	known->topic = arena_copy(a, m->topic);
	known->words = arena_copy(a, slice_of(words, name_words(name, words)));
	known->hint = look_up(known->words, &around);
	known->role = role_of(known->words);
	known->counts = is_counter(known->words);
	known->named = name_writer(m, known->words, parent);
	if (known->hint && known->hint->one_of)
		known->topical = word_within(known->hint->one_of, around.topic);
	moment_learn(m, known);
	return known;
}

static void key_part(struct slice part, char *space, size_t room, size_t *n)
{
	size_t len = part.len < room - *n - 1 ? part.len : room - *n - 1;

	if (len)
		memcpy(space + *n, part.ptr, len);
	*n += len;
	space[(*n)++] = '\n';
}

/* Names come from schemas, mostly; those invented for the members of a map must not pile up. */
static const struct known_name *name_find(struct making *m, struct slice name, struct slice parent,
					  const struct known_name **memo)
{
	struct generator *g = m->g;
	struct known_name *known;
	char space[4 * NAME_BYTES];
	size_t n = 0;

	key_part(name, space, 2 * NAME_BYTES, &n);
	key_part(parent, space, 3 * NAME_BYTES, &n);
	key_part(m->topic, space, 4 * NAME_BYTES, &n);
	known = map_get(&g->hints, slice_of(space, n));
	if (!known) {
		known = learn(m, slice_of(space, n), name, parent);
		if (g->hints.count == MOST_KNOWN)
			return known;
		map_put(&g->hints, known->key, known);
	}
	if (memo)
		*memo = known;
	return known;
}

static bool is_same(struct slice a, struct slice b)
{
	return a.len == b.len && (a.ptr == b.ptr || slice_eq(a, b));
}

const struct known_name *name_known(struct making *m, struct slice name)
{
	const struct place *here = m->place;
	const struct known_name **memo = NULL;
	struct slice parent;

	if (m->known && m->known_for.ptr == name.ptr && m->known_for.len == name.len)
		return m->known;
	parent = parent_name(m);
	if (here && here->name.ptr == name.ptr && here->name.len == name.len)
		memo = here->memo;
	m->known_for = name;
	if (memo && *memo && is_same((*memo)->parent, parent) && is_same((*memo)->topic, m->topic))
		m->known = *memo;
	else
		m->known = name_find(m, name, parent, memo);
	return m->known;
}

uint32_t place_role(struct making *m, const struct place *p)
{
	if (p->memo && *p->memo)
		return (*p->memo)->role;
	return name_find(m, p->name, parent_name(m), p->memo)->role;
}

/* --- what the makers ask */

static const char *one_of(struct making *m, const struct known_name *known)
{
	uint64_t drawn = random_next(&m->random);

	return m->look == 0 && known->topical ? known->topical : word_of(known->hint->one_of, drawn);
}

void lifelike_text(struct making *m, struct slice name, struct buf *out)
{
	const struct known_name *known = name_known(m, name);
	const struct hint *h = known->hint;

	if (h && h->text)
		h->text(m, name, out);
	else if (h && h->one_of)
		buf_str(out, one_of(m, known));
	else if (known->counts)
		hint_counter(m, name, out);
	else
		lifelike_words(m, 1, out);
}

void lifelike_words(struct making *m, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ' ');
		buf_str(out, word_of(&m->g->locale->common, random_next(&m->random)));
	}
}

bool lifelike_is_number(struct making *m, struct slice name)
{
	const struct known_name *known = name_known(m, name);

	return known->counts || (known->hint && known->hint->number);
}

bool lifelike_is_money(struct making *m, struct slice name)
{
	const struct hint *h = name_known(m, name)->hint;

	return h && h->money;
}

static bool is_time(const struct hint *h)
{
	return h && (h->text == hint_time || h->text == hint_date);
}

/* Times as numbers are milliseconds, as most writers of JSON have them, unless the name says otherwise or the
 * bounds do. */
static int64_t epoch(struct making *m, const struct known_name *known, struct slice name, unsigned other)
{
	static const char *const seconds[] = { "epoch", "unix", "seconds", "sec", "iat", "exp", "nbf" };
	static const char *const micros[] = { "micros", "us", "microseconds" };
	int64_t us = moment_of(m, name);
	bool in_seconds = false;

	for (size_t i = 0; i < ARRAY_SIZE(micros); i++)
		if (words_contain(known->words, micros[i]) && !other)
			return us;
	for (size_t i = 0; i < ARRAY_SIZE(seconds); i++)
		in_seconds = in_seconds || words_contain(known->words, seconds[i]);
	return in_seconds != (other > 0) ? us / 1000000 : us / 1000;
}

bool lifelike_number(struct making *m, struct slice name, unsigned other, struct lifelike_range *out)
{
	const struct known_name *known = name_known(m, name);
	const struct hint *h = known->hint;

	if (other && !is_time(h))
		return false;
	*out = (struct lifelike_range){ 0 };
	if (known->counts) {
		out->low = out->high = (int64_t)(m->position % INT32_MAX) + 1;
	} else if (is_time(h) && other < 2) {
		out->low = out->high = epoch(m, known, name, other);
	} else if (h && !other && h->text == hint_latitude) {
		out->low = out->high = place_of(m, name)->lat + making_between(m, -150, 150);
		out->scale = 4;
	} else if (h && !other && h->text == hint_longitude) {
		out->low = out->high = place_of(m, name)->lon + making_between(m, -150, 150);
		out->scale = 4;
	} else if (h && !other && h->text == hint_item_price) {
		*out = (struct lifelike_range){ product_cents(m), product_cents(m), 2 };
	} else if (h && (h->low || h->high)) {
		*out = (struct lifelike_range){ h->low, h->high, h->scale };
	} else {
		return false;
	}
	return true;
}
