/* Writes a pattern's tree in PCRE2's language, leaving nothing to what the two name alike and mean
 * differently. */
#include "schema/regex.h"

static void write_code_point(struct buf *out, uint32_t code)
{
	if (code >= 0xd800 && code <= 0xdfff)
		code = code < 0xdc00 ? 0xd7ff : 0xe000; /* the edge of a range: no text holds surrogates */
	buf_printf(out, "\\x{%x}", (unsigned)code);
}

static bool only_surrogates(const struct regex_range *range)
{
	return range->from >= 0xd800 && range->to <= 0xdfff;
}

static void write_set(struct buf *out, const struct regex *set)
{
	size_t written = set->n_properties;

	for (size_t i = 0; i < set->n_ranges; i++)
		written += !only_surrogates(&set->ranges[i]);
	if (!written) {
		buf_str(out, set->negated ? "(?s:.)" : "(?!)");
		return;
	}
	buf_str(out, set->negated ? "[^" : "[");
	for (size_t i = 0; i < set->n_ranges; i++) {
		if (only_surrogates(&set->ranges[i]))
			continue;
		write_code_point(out, set->ranges[i].from);
		if (set->ranges[i].to != set->ranges[i].from) {
			buf_char(out, '-');
			write_code_point(out, set->ranges[i].to);
		}
	}
	for (size_t i = 0; i < set->n_properties; i++)
		buf_slice(out, set->properties[i]);
	buf_char(out, ']');
}

static void write_children(struct buf *out, const struct regex *r, const char *between)
{
	for (size_t i = 0; i < r->n_children; i++) {
		if (i)
			buf_str(out, between);
		regex_write(out, r->children[i]);
	}
}

static void write_count(struct buf *out, const struct regex *r)
{
	if (r->max == REGEX_FOREVER && r->min <= 1)
		buf_char(out, r->min ? '+' : '*');
	else if (r->max == REGEX_FOREVER)
		buf_printf(out, "{%u,}", (unsigned)r->min);
	else
		buf_printf(out, "{%u,%u}", (unsigned)r->min, (unsigned)r->max);
	if (r->lazy)
		buf_char(out, '?');
}

static void write_opening(struct buf *out, const struct regex *r)
{
	if (r->kind == REGEX_LOOK)
		buf_printf(out, "(?%s%c", r->behind ? "<" : "", r->negated ? '!' : '=');
	else if (r->name.ptr)
		buf_printf(out, "(?<%.*s>", SLICE_FMT(r->name));
	else
		buf_str(out, r->capture ? "(" : "(?:");
}

/* In a group: PCRE2 10.42 fails on a repeated reference to a group that is not set. */
static void write_backreference(struct buf *out, const struct regex *r)
{
	if (r->name.ptr)
		buf_printf(out, "(?:\\k<%.*s>)", SLICE_FMT(r->name));
	else
		buf_printf(out, "(?:\\g{%u})", (unsigned)r->number);
}

void regex_write(struct buf *out, const struct regex *r)
{
	switch (r->kind) {
	case REGEX_EMPTY:
		break;
	case REGEX_SET:
		write_set(out, r);
		break;
	case REGEX_SEQ:
		write_children(out, r, "");
		break;
	case REGEX_ALT:
		write_children(out, r, "|");
		break;
	case REGEX_REPEAT:
		write_children(out, r, "");
		write_count(out, r);
		break;
	case REGEX_GROUP:
	case REGEX_LOOK:
		write_opening(out, r);
		write_children(out, r, "");
		buf_char(out, ')');
		break;
	case REGEX_BACKREF:
		write_backreference(out, r);
		break;
	case REGEX_START:
		buf_str(out, "\\A");
		break;
	case REGEX_END:
		buf_str(out, "\\z");
		break;
	case REGEX_WORD_EDGE:
		buf_str(out, r->negated ? "\\B" : "\\b");
		break;
	}
}
