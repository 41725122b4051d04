/* Reading x-understudy, key by key. */
#include "contract/hints.h"

#include "base/text.h"
#include "contract/hints_faker.h"

struct reader {
	struct hints *out;
	enum hint_place where;
	hint_mistake *say;
	void *arg;
};

static void mistake(struct reader *r, const struct node *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void mistake(struct reader *r, const struct node *at, const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(1024);
	va_list ap;

	if (!r->say)
		return;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	r->say(r->arg, at, buf_cstr(&text));
}

/* --- one reader per key */

static void read_faker(struct reader *r, struct node *n)
{
	struct slice near;

	r->out->faker = node_is(n, NODE_TEXT) ? faker_words(n->text) : NULL;
	if (r->out->faker)
		return;
	if (!node_is(n, NODE_TEXT)) {
		mistake(r, n, "\"faker\" is a name such as \"person.firstName\", not %s", node_kind_name(n));
		return;
	}
	near = faker_nearest(n->text);
	mistake(r, n, "there is no faker \"%.*s\"%s%.*s%s", SLICE_FMT(n->text),
		near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
}

static void read_value(struct reader *r, struct node *n)
{
	r->out->value = n;
}

static void read_values(struct reader *r, struct node *n)
{
	if (node_is(n, NODE_LIST) && n->n)
		r->out->values = n;
	else
		mistake(r, n, "\"values\" is a list with a value in it");
}

static bool read_whole(const struct node *n, unsigned most, unsigned *out)
{
	int64_t value;

	if (!node_is(n, NODE_NUMBER) || !node_int(n, &value) || value < 0 || value > (int64_t)most)
		return false;
	*out = (unsigned)value;
	return true;
}

enum { MOST_WEIGHT = 1000 };

static void read_weights(struct reader *r, struct node *n)
{
	unsigned ignored;

	if (!node_is(n, NODE_MAP)) {
		mistake(r, n,
			"\"weights\" is an object of values and how often each comes: { paid: 9, failed: 1 "
			"}");
		return;
	}
	r->out->weights = n;
	for (size_t i = 0; i < n->n; i++)
		if (!read_whole(n->members[i].value, MOST_WEIGHT, &ignored))
			mistake(r, n->members[i].value, "a weight is a whole number from 0 to %d",
				MOST_WEIGHT);
}

static void read_weight(struct reader *r, struct node *n)
{
	r->out->has_weight = read_whole(n, MOST_WEIGHT, &r->out->weight);
	if (!r->out->has_weight)
		mistake(r, n, "\"weight\" is a whole number from 0 to %d", MOST_WEIGHT);
}

static void read_chance(struct reader *r, struct node *n)
{
	r->out->has_chance = read_whole(n, 100, &r->out->chance);
	if (!r->out->has_chance)
		mistake(r, n, "\"chance\" is a percentage, a whole number from 0 to 100");
}

static void read_share(struct reader *r, struct node *n)
{
	r->out->share = node_text(n);
	if (!r->out->share.len)
		mistake(r, n, "\"share\" is the name of what messages have in common, such as orderId");
}

static void read_examples(struct reader *r, struct node *n)
{
	static const char *const names[] = { "", "first", "only", "never" };

	for (unsigned i = 1; i < ARRAY_SIZE(names); i++)
		if (slice_is(node_text(n), names[i])) {
			r->out->examples = (enum hint_examples)i;
			return;
		}
	mistake(r, n, "\"examples\" is first, only or never");
}

static void read_interval(struct reader *r, struct node *n)
{
	int64_t us;

	if (node_is(n, NODE_TEXT) && duration_parse(n->text, &us) && us > 0)
		r->out->interval_us = us;
	else
		mistake(r, n, "\"interval\" is a duration with a unit, such as 500ms or 2s");
}

/* --- sequences */

/* "-12.50" to -1250 and 2. */
static bool read_decimal(const struct node *n, int64_t *digits, int *scale)
{
	enum { MOST_DIGITS = 17 };
	struct slice text = node_is(n, NODE_NUMBER) ? n->text : SLICE_NONE;
	bool minus = text.len && text.ptr[0] == '-', point = false;
	size_t count = 0;

	*digits = 0;
	*scale = 0;
	for (size_t i = minus; i < text.len; i++) {
		if (text.ptr[i] == '.') {
			point = true;
			continue;
		}
		if (text.ptr[i] < '0' || text.ptr[i] > '9' || ++count > MOST_DIGITS)
			return false;
		*digits = *digits * 10 + (text.ptr[i] - '0');
		*scale += point;
	}
	if (minus)
		*digits = -*digits;
	return text.len > 0;
}

static bool same_scale(int64_t *digits, int *scale, int wanted)
{
	for (; *scale < wanted; ++*scale)
		if (__builtin_mul_overflow(*digits, (int64_t)10, digits))
			return false;
	return true;
}

static void read_start(struct reader *r, struct node *n)
{
	struct hint_sequence *s = &r->out->sequence;

	if (node_is(n, NODE_TEXT) && time_parse(n->text, &s->start))
		s->is_time = true;
	else if (!read_decimal(n, &s->start, &s->scale))
		mistake(r, n, "a sequence starts with a number, or a time such as 2026-01-01T00:00:00Z");
}

static void read_step(struct reader *r, struct node *n)
{
	struct hint_sequence *s = &r->out->sequence;
	struct slice text = node_text(n);
	bool minus = text.len && text.ptr[0] == '-';
	int64_t step;
	int scale;

	if (s->is_time) {
		if (text.ptr && duration_parse(slice_from(text, minus), &step))
			s->step = minus ? -step : step;
		else
			mistake(r, n, "times go on by a duration with a unit, such as 1h");
		return;
	}
	if (!read_decimal(n, &step, &scale)) {
		mistake(r, n, "the step of a sequence of numbers is a number");
		return;
	}
	if (same_scale(&step, &scale, s->scale) && same_scale(&s->start, &s->scale, scale))
		s->step = step;
}

/* One "%d", perhaps "%05d"; "%%" is a percent sign. */
static bool is_number_format(struct slice format)
{
	size_t places = 0;

	for (size_t i = 0; i < format.len; i++) {
		if (format.ptr[i] != '%')
			continue;
		if (++i < format.len && format.ptr[i] == '%')
			continue;
		while (i < format.len && format.ptr[i] >= '0' && format.ptr[i] <= '9')
			i++;
		if (i >= format.len || format.ptr[i] != 'd')
			return false;
		places++;
	}
	return places == 1;
}

static void read_format(struct reader *r, struct node *n)
{
	if (node_is(n, NODE_TEXT) && is_number_format(n->text) && !r->out->sequence.scale &&
	    !r->out->sequence.is_time)
		r->out->sequence.format = n->text;
	else
		mistake(r, n, "the format of a sequence of whole numbers has one %%d, such as ORD-%%05d");
}

static void unknown_key(struct reader *r, const struct member *m, const struct slice *names, size_t n,
			const char *what)
{
	struct slice near = nearest_name(m->key, names, n);

	mistake(r, m->value, "%s has no \"%.*s\"%s%.*s%s", what, SLICE_FMT(m->key),
		near.ptr ? "; did you mean \"" : "", SLICE_FMT(near), near.ptr ? "\"?" : "");
}

static void read_sequence(struct reader *r, struct node *n)
{
	static const char *const keys[] = { "start", "step", "format" };
	static void (*const readers[])(struct reader *, struct node *) = { read_start, read_step,
									   read_format };
	struct slice names[ARRAY_SIZE(keys)];

	r->out->sequence = (struct hint_sequence){ .there = true, .start = 1, .step = 1 };
	if (node_is(n, NODE_BOOL) && n->truth)
		return;
	if (!node_is(n, NODE_MAP)) {
		r->out->sequence.there = false;
		mistake(r, n, "\"sequence\" is true, or an object of start, step and format");
		return;
	}
	for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
		struct node *value = node_get(n, keys[k]);

		names[k] = slice_str(keys[k]);
		if (value)
			readers[k](r, value);
		else if (k == 1 && r->out->sequence.is_time)
			r->out->sequence.step = 1000000;
		else if (k == 1)
			for (int i = 0; i < r->out->sequence.scale; i++)
				r->out->sequence.step *= 10;
	}
	for (size_t i = 0; i < n->n; i++)
		if (!slice_eq(n->members[i].key, names[0]) && !slice_eq(n->members[i].key, names[1]) &&
		    !slice_eq(n->members[i].key, names[2]))
			unknown_key(r, &n->members[i], names, ARRAY_SIZE(names), "a sequence");
}

static void write_formatted(struct buf *out, struct slice format, int64_t value)
{
	for (size_t i = 0; i < format.len; i++) {
		int width = 0;

		if (format.ptr[i] != '%') {
			buf_char(out, format.ptr[i]);
			continue;
		}
		if (format.ptr[++i] == '%') {
			buf_char(out, '%');
			continue;
		}
		for (; format.ptr[i] != 'd'; i++)
			width = width < 100 ? width * 10 + (format.ptr[i] - '0') : width;
		buf_printf(out, "%0*lld", width < 40 ? width : 40, (long long)value);
	}
}

static void write_decimal(struct buf *out, int64_t digits, int scale)
{
	uint64_t whole = digits < 0 ? -(uint64_t)digits : (uint64_t)digits, unit = 1;

	for (int i = 0; i < scale; i++)
		unit *= 10;
	buf_printf(out, "%s%llu", digits < 0 ? "-" : "", (unsigned long long)(whole / unit));
	if (scale)
		buf_printf(out, ".%0*llu", scale, (unsigned long long)(whole % unit));
}

struct node *hints_sequence_value(const struct hint_sequence *s, uint64_t position, struct arena *a)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	int64_t value = (int64_t)((uint64_t)s->start + position * (uint64_t)s->step);

	if (s->is_time)
		time_add(&text, value);
	else if (s->format.ptr)
		write_formatted(&text, s->format, value);
	else
		write_decimal(&text, value, s->scale);
	if (s->is_time || s->format.ptr)
		return node_new_text(a, buf_view(&text), NULL);
	return node_new_number(a, buf_view(&text), NULL);
}

/* --- the whole */

static const struct {
	const char *name;
	unsigned where;
	void (*read)(struct reader *r, struct node *n);
} keys[] = {
	{"faker",	   HINT_SCHEMA,			read_faker   },
	{ "value",	   HINT_SCHEMA,			read_value   },
	{ "values",   HINT_SCHEMA,			 read_values  },
	{ "weights",  HINT_SCHEMA,			  read_weights },
	{ "sequence", HINT_SCHEMA,		   read_sequence},
	{ "share",	   HINT_SCHEMA,			read_share   },
	{ "chance",   HINT_SCHEMA,			 read_chance  },
	{ "weight",   HINT_SCHEMA | HINT_MESSAGE,	read_weight  },
	{ "examples", HINT_MESSAGE,		    read_examples},
	{ "interval", HINT_CHANNEL | HINT_OPERATION, read_interval},
};

static const char *place_name(enum hint_place where)
{
	return where == HINT_SCHEMA    ? "x-understudy of a schema"
	       : where == HINT_MESSAGE ? "x-understudy of a message"
	       : where == HINT_CHANNEL ? "x-understudy of a channel"
				       : "x-understudy of an operation";
}

static void read_key(struct reader *r, const struct member *m)
{
	struct slice names[ARRAY_SIZE(keys)];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!(keys[i].where & r->where))
			continue;
		names[n++] = slice_str(keys[i].name);
		if (slice_is(m->key, keys[i].name)) {
			keys[i].read(r, m->value);
			return;
		}
	}
	unknown_key(r, m, names, n, place_name(r->where));
}

static void check_choice(struct reader *r)
{
	const struct hints *h = r->out;

	if ((h->faker != NULL) + (h->value != NULL) + (h->values != NULL) + h->sequence.there > 1)
		mistake(r, h->at,
			"of \"faker\", \"value\", \"values\" and \"sequence\" only one can be obeyed");
}

/* What other tools write is obeyed where it is understood, and nothing is said where it is not. */
static bool read_foreign(struct reader *r, const struct node *holder)
{
	struct node *n = node_get(holder, "x-faker");

	if (!n)
		n = node_get(holder, "faker");
	if (r->where != HINT_SCHEMA || !node_is(n, NODE_TEXT))
		return false;
	r->out->at = n;
	r->out->faker = faker_words(n->text);
	return r->out->faker != NULL;
}

bool hints_read(struct hints *out, const struct node *holder, enum hint_place where, hint_mistake *say,
		void *arg)
{
	struct reader r = { .out = out, .where = where, .say = say, .arg = arg };
	struct node *n = node_get(holder, "x-understudy");

	*out = (struct hints){ .at = n, .weight = 1 };
	if (!n)
		return read_foreign(&r, holder);
	if (!node_is(n, NODE_MAP)) {
		mistake(&r, n, "x-understudy is an object, not %s", node_kind_name(n));
		return false;
	}
	for (size_t i = 0; i < n->n; i++)
		read_key(&r, &n->members[i]);
	check_choice(&r);
	return true;
}

unsigned hints_weight_of(const struct node *weights, const struct node *value)
{
	BUF_AUTO struct buf json = BUF_INIT(0);
	const struct node *found;
	unsigned weight = 1;

	if (!weights)
		return 1;
	if (!node_is(value, NODE_TEXT))
		node_write_json(&json, value);
	found = node_get_slice(weights, node_is(value, NODE_TEXT) ? value->text : buf_view(&json));
	return found && read_whole(found, MOST_WEIGHT, &weight) ? weight : 1;
}

/* "frequency" of Microcks is the time between two messages, in seconds. */
static int64_t microcks_interval(const struct node *holder)
{
	const struct node *seconds = node_get(node_get(holder, "x-microcks-operation"), "frequency");
	int64_t digits;
	int scale;

	if (!read_decimal(seconds, &digits, &scale) || digits <= 0 || scale > 6 ||
	    !same_scale(&digits, &scale, 6))
		return 0;
	return digits;
}

int64_t hints_interval(const struct channel *ch, const struct operation *op)
{
	struct hints h;
	int64_t us = 0;

	if (op && hints_read(&h, op->node, HINT_OPERATION, NULL, NULL))
		us = h.interval_us;
	if (!us && hints_read(&h, ch->node, HINT_CHANNEL, NULL, NULL))
		us = h.interval_us;
	return us ? us : op ? microcks_interval(op->node) : 0;
}
