/* Writing a string from a pattern's tree: the wanted length is shared out among the parts that can stretch.
 */
#include "base/text.h"
#include "generate/pattern.h"

enum { MOST_GROUPS = 100, MOST_STEPS = 1 << 21 };

/* What a group has written last. */
struct group {
	size_t from, to;
};

struct writer {
	struct random *random;
	struct buf *out;
	unsigned steps; /* parts written: (a?){1000000} nested must end */
	struct group *groups;
};

static void write_node(struct writer *w, const struct pattern_node *n, unsigned length);

static unsigned below(struct writer *w, unsigned n)
{
	return (unsigned)random_below(w->random, n);
}

static bool is_alnum(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Readable characters are likelier: of a set that has letters or digits, mostly those. */
static void write_set(struct writer *w, const struct pattern_node *n)
{
	uint32_t point = 0;

	for (unsigned tries = 0; tries < 4; tries++) {
		uint64_t total = 0, at;

		for (size_t i = 0; i < n->n_ranges; i++)
			total += n->ranges[i].to - n->ranges[i].from + 1;
		at = random_below(w->random, total);
		for (size_t i = 0; i < n->n_ranges; i++) {
			uint64_t size = n->ranges[i].to - n->ranges[i].from + 1;

			if (at < size) {
				point = n->ranges[i].from + (uint32_t)at;
				break;
			}
			at -= size;
		}
		if (is_alnum(point) || (tries > 1 && point > ' '))
			break;
	}
	if (point >= 0xd800 && point < 0xe000)
		point = 'a'; /* half a pair is no character; the match in the end decides */
	utf8_add(w->out, point);
}

static unsigned clamp(unsigned value, unsigned low, unsigned high)
{
	return value < low ? low : value > high ? high : value;
}

static unsigned stretch(const struct pattern_node *n)
{
	return n->longest - n->shortest;
}

/* Each part gets its least and a share of what is left; nobody may leave more than the rest can take. */
static void write_sequence(struct writer *w, const struct pattern_node *n, unsigned length)
{
	unsigned left = length > n->shortest ? length - n->shortest : 0;
	uint64_t rest = 0;

	for (size_t i = 0; i < n->n; i++)
		rest += stretch(n->parts[i]);
	for (size_t i = 0; i < n->n; i++) {
		const struct pattern_node *part = n->parts[i];
		unsigned most = stretch(part) < left ? stretch(part) : left, least = 0, extra;

		rest -= stretch(part);
		if (left > rest)
			least = left - (unsigned)rest < most ? left - (unsigned)rest : most;
		extra = least + (most > least ? below(w, most - least + 1) : 0);
		left -= extra;
		write_node(w, part, part->shortest + extra);
	}
}

static bool can_be(const struct pattern_node *n, unsigned length)
{
	return length >= n->shortest && length <= n->longest;
}

static unsigned distance(const struct pattern_node *n, unsigned length)
{
	unsigned nearest = clamp(length, n->shortest, n->longest);

	return nearest > length ? nearest - length : length - nearest;
}

/* Of the alternatives that can have this length one by luck; else the nearest. */
static void write_choice(struct writer *w, const struct pattern_node *n, unsigned length)
{
	size_t nearest = 0, fitting = 0, chosen;

	for (size_t i = 0; i < n->n; i++) {
		fitting += can_be(n->parts[i], length);
		if (distance(n->parts[i], length) < distance(n->parts[nearest], length))
			nearest = i;
	}
	if (!fitting) {
		write_node(w, n->parts[nearest], length);
		return;
	}
	chosen = below(w, (unsigned)fitting);
	for (size_t i = 0; i < n->n; i++)
		if (can_be(n->parts[i], length) && !chosen--) {
			write_node(w, n->parts[i], length);
			return;
		}
}

static void write_repeat(struct writer *w, const struct pattern_node *n, unsigned length)
{
	const struct pattern_node *part = n->parts[0];
	unsigned low = n->least, high = n->most, count;

	if (!part->longest) {
		count = low > 0;
	} else {
		unsigned fewest = (length + part->longest - 1) / part->longest;

		low = clamp(fewest, low, high);
		if (part->shortest)
			high = clamp(length / part->shortest, low, high);
		else
			high = clamp(length, low, high);
		count = low + (high > low ? below(w, high - low + 1) : 0);
	}
	for (unsigned i = 0; i < count && !w->out->failed && w->steps <= MOST_STEPS; i++) {
		unsigned share = length / (count - i);

		if (part->shortest != part->longest && i + 1 < count && share < part->longest)
			share += below(w, 2);
		share = clamp(share, part->shortest, part->longest);
		write_node(w, part, share);
		length = length > share ? length - share : 0;
	}
}

static void write_back(struct writer *w, unsigned group)
{
	if (group < MOST_GROUPS && w->groups[group].to > w->groups[group].from) {
		size_t length = w->groups[group].to - w->groups[group].from;
		char *to = buf_reserve(w->out, length);

		if (!to)
			return;
		memcpy(to, w->out->data + w->groups[group].from, length);
		w->out->len += length;
	}
}

static void write_group(struct writer *w, const struct pattern_node *n, unsigned length)
{
	size_t from = w->out->len;

	write_node(w, n->parts[0], length);
	if (n->group < MOST_GROUPS) {
		w->groups[n->group].from = from;
		w->groups[n->group].to = w->out->len;
	}
}

static void write_node(struct writer *w, const struct pattern_node *n, unsigned length)
{
	if (w->out->failed || w->steps++ > MOST_STEPS)
		return;
	length = clamp(length, n->shortest, n->longest);
	switch (n->kind) {
	case PATTERN_EMPTY:
		break;
	case PATTERN_SET:
		write_set(w, n);
		break;
	case PATTERN_SEQUENCE:
		write_sequence(w, n, length);
		break;
	case PATTERN_CHOICE:
		write_choice(w, n, length);
		break;
	case PATTERN_REPEAT:
		write_repeat(w, n, length);
		break;
	case PATTERN_GROUP:
		write_group(w, n, length);
		break;
	case PATTERN_BACK:
		write_back(w, n->group);
		break;
	}
}

void pattern_write(const struct pattern *p, struct random *r, unsigned length, struct buf *out)
{
	struct group groups[MOST_GROUPS];
	struct writer w = { .random = r, .out = out, .groups = groups };

	if (p->n_groups)
		memset(groups, 0, sizeof(groups));
	write_node(&w, p->root, length);
}

void pattern_write_piece(const struct pattern_node *piece, struct random *r, struct buf *out)
{
	struct group groups[MOST_GROUPS] = { 0 };
	struct writer w = { .random = r, .out = out, .groups = groups };

	write_node(&w, piece, piece->shortest + below(&w, 3));
}
