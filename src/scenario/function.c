#include "scenario/function.h"

#include <inttypes.h>

#include "base/text.h"

static struct node *fail(const struct call *c, const char *form)
{
	c->scope->why = arena_printf(c->scope->arena, "${%.*s(%.*s)}: it is written %s", SLICE_FMT(c->name),
				     SLICE_FMT(c->raw), form);
	return NULL;
}

static struct node *text(const struct call *c, struct buf *b)
{
	return node_new_text(c->scope->arena, buf_view(b), NULL);
}

/* Version 4 (RFC 9562 §5.4), from the scenario's own stream: the same for the same seed. */
static struct node *call_uuid(const struct call *c)
{
	uint64_t high = random_next(&c->scope->random), low = random_next(&c->scope->random);
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (slice_trim(c->raw).len)
		return fail(c, "uuid()");
	high = (high & ~UINT64_C(0xf000)) | UINT64_C(0x4000);
	low = (low & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63;
	buf_printf(&b, "%08x-%04x-%04x-%04x-%012" PRIx64, (unsigned)(high >> 32),
		   (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xffff), (unsigned)(low >> 48),
		   low & UINT64_C(0xffffffffffff));
	return text(c, &b);
}

static struct node *call_now(const struct call *c)
{
	static const char form[] = "now(), now(+1h) or now(-5m)";
	struct slice raw = slice_trim(c->raw);
	int64_t shift = 0;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (raw.len && raw.ptr[0] != '+' && raw.ptr[0] != '-')
		return fail(c, form);
	if (raw.len && !duration_parse(slice_from(raw, 1), &shift))
		return fail(c, form);
	time_add(&b, c->scope->wall_us + (raw.len && raw.ptr[0] == '-' ? -shift : shift));
	return text(c, &b);
}

static bool parse_int(struct slice s, int64_t *value)
{
	bool minus = s.len && s.ptr[0] == '-';
	uint64_t n;

	if (!number_parse(minus ? slice_from(s, 1) : s, &n) || n > INT64_MAX / 4)
		return false;
	*value = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

static struct node *call_random(const struct call *c)
{
	struct slice rest = c->raw, first, second, more;
	int64_t low, high;
	BUF_AUTO struct buf b = BUF_INIT(0);

	if (!slice_split(&rest, ',', &first) || !slice_split(&rest, ',', &second) ||
	    slice_split(&rest, ',', &more) || !parse_int(slice_trim(first), &low) ||
	    !parse_int(slice_trim(second), &high) || low > high)
		return fail(c, "random(1,6): two whole numbers, the smaller first");
	buf_signed(&b, low + (int64_t)random_below(&c->scope->random, (uint64_t)(high - low) + 1));
	return node_new_number(c->scope->arena, buf_view(&b), NULL);
}

static struct node *call_base64(const struct call *c)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	base64_add(&b, value_text(c->scope->arena, c->value));
	return text(c, &b);
}

static struct node *call_json(const struct call *c)
{
	BUF_AUTO struct buf b = BUF_INIT(0);

	node_write_json(&b, c->value);
	return text(c, &b);
}

static const struct {
	const char *name;
	bool takes_value;
	struct node *(*call)(const struct call *c);
} functions[] = {
	{"uuid",	  false, call_uuid  },
	 { "now",	  false, call_now	  },
	      { "random", false, call_random},
	{ "base64", true,  call_base64},
	 { "json",   true,	 call_json  },
};

bool function_takes_value(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		if (slice_is(name, functions[i].name))
			return functions[i].takes_value;
	return false;
}

struct node *function_call(const struct call *c)
{
	struct slice names[ARRAY_SIZE(functions)], near;

	for (size_t i = 0; i < ARRAY_SIZE(functions); i++) {
		names[i] = slice_str(functions[i].name);
		if (slice_eq(c->name, names[i]))
			return functions[i].call(c);
	}
	near = nearest_name(c->name, names, ARRAY_SIZE(names));
	c->scope->why = arena_printf(c->scope->arena,
				     "there is no function \"%.*s\"; there are uuid, now, random, base64 and "
				     "json%s%.*s%s",
				     SLICE_FMT(c->name), near.ptr ? "; did you mean \"" : "", SLICE_FMT(near),
				     near.ptr ? "\"?" : "");
	return NULL;
}
