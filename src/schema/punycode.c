/* Punycode (RFC 3492), the spelling of international labels in ASCII. */
#include "schema/format_idn.h"

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta /= first ? DAMP : 2;
	for (delta += delta / points; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
}

/* a-z are 0 to 25, 0-9 are 26 to 35; BASE: no digit. */
static uint32_t digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 26;
	c |= 32;
	return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : BASE;
}

/* One generalised integer (3.3): what is to be added to `i`. */
static bool read_delta(struct slice s, size_t *at, uint32_t bias, uint32_t *i)
{
	uint32_t weight = 1, digit, step;

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);

		digit = *at < s.len ? digit_value(s.ptr[(*at)++]) : BASE;
		if (digit == BASE || __builtin_mul_overflow(digit, weight, &step) ||
		    __builtin_add_overflow(*i, step, i))
			return false;
		if (digit < t)
			return true;
		if (__builtin_mul_overflow(weight, BASE - t, &weight))
			return false;
	}
}

bool punycode_decode(struct slice s, struct label *out)
{
	uint32_t n = INITIAL_N, i = 0, bias = INITIAL_BIAS;
	size_t at = s.len;

	while (at && s.ptr[at - 1] != '-')
		at--;
	out->n = 0;
	if (s.len > LABEL_OCTETS)
		return false;
	for (size_t k = 0; at && k < at - 1; k++)
		out->code[out->n++] = (unsigned char)s.ptr[k];
	while (at < s.len) {
		uint32_t before = i, points = (uint32_t)out->n + 1;

		if (!read_delta(s, &at, bias, &i) || out->n == LABEL_OCTETS)
			return false;
		bias = adapt(i - before, points, before == 0);
		n += i / points;
		i %= points;
		if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff))
			return false;
		memmove(&out->code[i + 1], &out->code[i], (out->n - i) * sizeof(*out->code));
		out->code[i++] = n;
		out->n++;
	}
	return true;
}

struct writer {
	char *to; /* LABEL_OCTETS */
	size_t n;
	bool full;
};

static void put(struct writer *w, uint32_t digit)
{
	if (w->n == LABEL_OCTETS)
		w->full = true;
	else
		w->to[w->n++] = (char)(digit < 26 ? 'a' + digit : '0' + (digit - 26));
}

static void write_delta(struct writer *w, uint32_t delta, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);

		if (delta < t)
			break;
		put(w, t + (delta - t) % (BASE - t));
		delta = (delta - t) / (BASE - t);
	}
	put(w, delta);
}

/* The smallest code point not below `n`. */
static uint32_t next_code(const struct label *label, uint32_t n)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < label->n; i++)
		if (label->code[i] >= n && label->code[i] < least)
			least = label->code[i];
	return least;
}

size_t punycode_encode(const struct label *label, char out[LABEL_OCTETS])
{
	struct writer w = { .to = out };
	uint32_t n = INITIAL_N, delta = 0, bias = INITIAL_BIAS, done, basic;

	for (size_t i = 0; i < label->n; i++)
		if (label->code[i] < 128 && w.n < LABEL_OCTETS)
			out[w.n++] = (char)label->code[i];
	done = basic = (uint32_t)w.n;
	if (basic && w.n < LABEL_OCTETS)
		out[w.n++] = '-';
	while (done < label->n && !w.full) {
		uint32_t next = next_code(label, n);

		delta += (next - n) * (done + 1); /* at most 0x10ffff * 64 */
		n = next;
		for (size_t i = 0; i < label->n; i++) {
			delta += label->code[i] < n;
			if (label->code[i] != n)
				continue;
			write_delta(&w, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		n++;
	}
	return w.full ? LABEL_OCTETS + 1 : w.n;
}
