/* Reads JSON onto the tape. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "schema/tape.h"

enum { SIEVE_KEYS = 32 }; /* up to so many keys are compared one by one, and only when the sieve says so */

void tape_release(struct tape *t)
{
	free(t->tokens);
	free(t->slots);
	buf_release(&t->texts);
	*t = (struct tape){ 0 };
}

static const char *refuse(struct tape *t, const char *why, const char *where)
{
	t->why = why;
	t->where = where;
	return NULL;
}

static uint32_t token_new(struct tape *t, unsigned type, const char *p, size_t n)
{
	struct token *k;

	if (t->n == t->room)
		t->tokens = memory_grow(t->tokens, t->n, &t->room, sizeof(struct token));
	k = &t->tokens[t->n++];
	*k = (struct token){
		.at = (uint32_t)(p - t->base), .n = (uint32_t)n, .next = (uint32_t)t->n, .type = (uint8_t)type
	};
	return (uint32_t)t->n - 1;
}

static const char *read_string(struct tape *t, const char *p)
{
	struct text text;
	const char *end = string_scan(p + 1, &t->texts, &text, &t->why, &t->where);
	uint32_t k;

	if (!end)
		return NULL;
	k = token_new(t, TYPE_TEXT, p + 1, text.s.len);
	if (text.escaped) {
		t->tokens[k].flags = TOKEN_ESCAPED;
		t->tokens[k].at = (uint32_t)(text.s.ptr - t->texts.data);
	}
	return end;
}

unsigned number_type_slowly(const struct decimal *d)
{
	if (!decimal_is_integer(d))
		return TYPE_NUMBER;
	for (size_t i = 0; i < d->text.len; i++)
		if (d->text.ptr[i] == '.' || (d->text.ptr[i] | 32) == 'e')
			return TYPE_WHOLE;
	return TYPE_INTEGER;
}

static const char *read_number(struct tape *t, const char *p)
{
	struct decimal d;
	const char *end = number_scan(p, &d);

	if (!end)
		return refuse(t, "a number that JSON does not know", p);
	token_new(t, number_type(&d), p, d.text.len);
	return end;
}

static const char *read_word(struct tape *t, const char *p)
{
	static const struct {
		const char *word;
		uint8_t type, flags;
	} words[] = {
		{"true",	  TYPE_BOOL, TOKEN_TRUE},
		   { "false", TYPE_BOOL, 0	   },
		      { "null",	TYPE_NULL, 0	     }
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t n = strlen(words[i].word);

		if (strncmp(p, words[i].word, n) == 0) {
			uint32_t k = token_new(t, words[i].type, p, n);

			t->tokens[k].flags = words[i].flags;
			return p + n;
		}
	}
	return refuse(t, *p ? "a character that begins no value" : "the end where a value should be", p);
}

static void note_duplicate(struct tape *t, uint32_t map, uint32_t key)
{
	if (t->n_duplicates < TAPE_DUPLICATES)
		t->duplicates[t->n_duplicates] = (struct duplicate){ map, key };
	t->n_duplicates++;
}

/* Has the map at `map` this key already, before the token `key`? */
static bool came_before(const struct tape *t, uint32_t map, uint32_t key)
{
	struct slice text = token_text(t, key);

	for (uint32_t k = map + 1; k < key; k = t->tokens[k + 1].next)
		if (slice_eq(token_text(t, k), text))
			return true;
	return false;
}

static uint64_t sieve_bit(struct slice s)
{
	uint64_t h = s.len * 0x9e3779b97f4a7c15u;

	if (s.len)
		h ^= (uint64_t)(unsigned char)s.ptr[0] * 0xff51afd7ed558ccdu +
		     (uint64_t)(unsigned char)s.ptr[s.len - 1] * 0xc4ceb9fe1a85ec53u +
		     (uint64_t)(unsigned char)s.ptr[s.len / 2] * 0x100000001b3u;
	return UINT64_C(1) << (h >> 58);
}

/* Keys past SIEVE_KEYS: one hash table over all of them, once the map is read. */
static void find_duplicates(struct tape *t, uint32_t map)
{
	size_t n = 64;

	while (n < 2u * t->tokens[map].n)
		n *= 2;
	if (n > t->n_slots) {
		t->slots = memory_resize(t->slots, n * sizeof(*t->slots));
		t->n_slots = n;
	}
	memset(t->slots, 0, n * sizeof(*t->slots));
	for (uint32_t k = map + 1; k < t->n; k = t->tokens[k + 1].next) {
		struct slice key = token_text(t, k);
		size_t i = slice_hash(key, t->seed) & (n - 1);

		while (t->slots[i] && !slice_eq(token_text(t, t->slots[i]), key))
			i = (i + 1) & (n - 1);
		if (t->slots[i])
			note_duplicate(t, map, k);
		else
			t->slots[i] = k;
	}
}

static const char *read_value(struct tape *t, const char *p, unsigned depth);

/* A key, its colon and its value. */
static const char *read_member(struct tape *t, uint32_t map, uint64_t *sieve, const char *p, unsigned depth)
{
	uint32_t key = (uint32_t)t->n;
	uint64_t bit;

	if (*p != '"')
		return refuse(
			t, *p ? "something else where a key should be" : "the end where a key should be", p);
	p = read_string(t, p);
	if (!p)
		return NULL;
	bit = sieve_bit(token_text(t, key));
	if (++t->tokens[map].n <= SIEVE_KEYS && (*sieve & bit) && came_before(t, map, key))
		note_duplicate(t, map, key);
	*sieve |= bit;
	p = skip_space(p);
	if (*p != ':')
		return refuse(t, "no colon behind a key", p);
	return read_value(t, skip_space(p + 1), depth);
}

static const char *read_map(struct tape *t, const char *p, unsigned depth)
{
	uint32_t map = token_new(t, TYPE_MAP, p, 0);
	size_t duplicates = t->n_duplicates;
	uint64_t sieve = 0;

	p = skip_space(p + 1);
	if (*p == '}')
		return p + 1;
	for (;; p = skip_space(p + 1)) {
		p = read_member(t, map, &sieve, p, depth);
		if (!p)
			return NULL;
		p = skip_space(p);
		if (*p == '}')
			break;
		if (*p != ',')
			return refuse(
				t, *p ? "no comma or } behind a member" : "an object that is not closed", p);
	}
	t->tokens[map].next = (uint32_t)t->n;
	if (t->tokens[map].n > SIEVE_KEYS && t->n_duplicates == duplicates)
		find_duplicates(t, map);
	return p + 1;
}

static const char *read_list(struct tape *t, const char *p, unsigned depth)
{
	uint32_t list = token_new(t, TYPE_LIST, p, 0);

	p = skip_space(p + 1);
	if (*p == ']')
		return p + 1;
	for (;; p = skip_space(p + 1)) {
		p = read_value(t, p, depth);
		if (!p)
			return NULL;
		t->tokens[list].n++;
		p = skip_space(p);
		if (*p == ']')
			break;
		if (*p != ',')
			return refuse(t, *p ? "no comma or ] behind an item" : "an array that is not closed",
				      p);
	}
	t->tokens[list].next = (uint32_t)t->n;
	return p + 1;
}

static const char *read_value(struct tape *t, const char *p, unsigned depth)
{
	if (*p == '"')
		return read_string(t, p);
	if (*p == '-' || (*p >= '0' && *p <= '9'))
		return read_number(t, p);
	if (*p != '{' && *p != '[')
		return read_word(t, p);
	if (depth == LIMIT_DOCUMENT_DEPTH)
		return refuse(t, "more than 256 levels", p);
	return *p == '{' ? read_map(t, p, depth + 1) : read_list(t, p, depth + 1);
}

const char *tape_read(struct tape *t, const char *base, const char *p, unsigned depth)
{
	t->base = base;
	t->n = 0;
	t->n_duplicates = 0;
	t->why = NULL;
	buf_reset(&t->texts);
	return read_value(t, p, depth);
}

bool tape_read_all(struct tape *t, struct slice json)
{
	const char *end = json.len > TAPE_BYTES_MOST ? NULL : tape_read(t, json.ptr, skip_space(json.ptr), 0);

	if (json.len > TAPE_BYTES_MOST)
		refuse(t, "more than 1 GiB", json.ptr + TAPE_BYTES_MOST);
	if (!end)
		return false;
	end = skip_space(end);
	if (end != json.ptr + json.len)
		refuse(t, "more behind the value", end);
	return end == json.ptr + json.len;
}
