/* "Did you mean": the address of the contract that an unknown one comes nearest to. */
#include "contract/address.h"

#include "base/limits.h"
#include "base/text.h"

/* The levels of an address are parted by '/' where it has one, else by '.'. */
static char separator_of(struct slice address)
{
	return slice_find(address, '/') < address.len ? '/' : '.';
}

/* The template with each level that has a parameter taken over from the unknown address, so that only what is
 * literal is compared.  False: they differ in levels. */
static bool align(struct slice template, struct slice unknown, struct buf *out)
{
	char separator = separator_of(template);
	struct slice level, part;
	bool first = true;

	while (slice_split(&template, separator, &level)) {
		if (!slice_split(&unknown, separator, &part))
			return false;
		if (!first)
			buf_char(out, separator);
		first = false;
		buf_slice(out, slice_find(level, '{') < level.len && part.len ? part : level);
	}
	return !slice_split(&unknown, separator, &part);
}

/* Edits between them, a difference in case alone counting as one; SIZE_MAX: too many. */
static size_t distance(struct slice unknown, struct slice known)
{
	size_t most = unknown.len / 3 + (unknown.len < 3);

	if (slice_eq_ignoring_case(unknown, known))
		return 1;
	return edit_distance(unknown, known, most);
}

/* "orders" where "orders/{region}" is meant: the last level was forgotten. */
static bool lacks_last_level(struct slice template, struct slice unknown)
{
	struct slice rest = slice_from(template, unknown.len);

	return slice_starts(template, unknown) && rest.len > 2 && rest.ptr[1] == '{' &&
	       slice_find(rest, '}') == rest.len - 1;
}

static size_t distance_to(const struct channel *ch, struct slice unknown)
{
	BUF_AUTO struct buf aligned = BUF_INIT(LIMIT_ADDRESS_BYTES);

	if (!ch->n_parameters)
		return distance(unknown, ch->address);
	if (lacks_last_level(ch->address, unknown))
		return 2; /* arbitrary: behind a single slip, before two */
	return align(ch->address, unknown, &aligned) ? distance(unknown, buf_view(&aligned)) : SIZE_MAX;
}

struct slice contract_nearest(const struct contract *c, struct slice address)
{
	struct slice best = SLICE_NONE;
	size_t least = SIZE_MAX;

	if (address.len > 1024) /* arbitrary: nobody mistypes one that long */
		return SLICE_NONE;
	for (size_t i = 0; i < c->n_channels; i++) {
		const struct channel *ch = c->channels[i];
		size_t d = ch->address.ptr ? distance_to(ch, address) : SIZE_MAX;

		if (d < least) {
			least = d;
			best = ch->address;
		}
	}
	return best;
}
