/* What judging costs: ns per message over many different messages in turn, parsing included.
 *
 *	judge [ROUNDS [judged]]
 *	judge write FOLDER
 *
 * Prints the best and the mean of the rounds for three kinds of message; the tape alone stands beside.
 *`write` leaves the schemas (NAME.schema.json) and the messages (NAME.jsonl) for bench-peers. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"
#include "schema/judge.h"

enum { MESSAGES = 2000, PASSES = 50, LONG_ITEMS = 20 };

static const char order_schema[] =
	"{\"type\":\"object\",\"additionalProperties\":false,"
	"\"required\":[\"orderId\",\"customer\",\"amount\",\"currency\",\"status\",\"placedAt\"],"
	"\"properties\":{"
	"\"orderId\":{\"type\":\"string\",\"pattern\":\"^ORD-[0-9]{8}$\"},"
	"\"customer\":{\"type\":\"object\",\"required\":[\"id\",\"email\"],\"additionalProperties\":false,"
	"\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},"
	"\"email\":{\"type\":\"string\",\"format\":\"email\",\"maxLength\":120}}},"
	"\"amount\":{\"type\":\"number\",\"minimum\":0,\"maximum\":10000,\"multipleOf\":0.01},"
	"\"currency\":{\"enum\":[\"EUR\",\"USD\",\"GBP\",\"CHF\"]},"
	"\"status\":{\"enum\":[\"open\",\"paid\",\"shipped\",\"closed\"]},"
	"\"quantity\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},"
	"\"placedAt\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"items\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#/definitions/item\"}}},"
	"\"definitions\":{\"item\":{\"type\":\"object\",\"required\":[\"sku\",\"name\",\"quantity\","
	"\"price\"],"
	"\"properties\":{\"sku\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}-[0-9]{5}$\"},"
	"\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":80},"
	"\"quantity\":{\"type\":\"integer\",\"minimum\":1},"
	"\"price\":{\"type\":\"number\",\"exclusiveMinimum\":0,\"multipleOf\":0.01},"
	"\"gift\":{\"type\":\"boolean\"}}}}}";

static const char union_schema[] =
	"{\"oneOf\":[{\"$ref\":\"#/definitions/placed\"},{\"$ref\":\"#/definitions/paid\"},"
	"{\"$ref\":\"#/definitions/shipped\"}],"
	"\"definitions\":{\"base\":{\"type\":\"object\",\"required\":[\"type\",\"orderId\",\"at\"],"
	"\"properties\":{\"orderId\":{\"type\":\"string\",\"pattern\":\"^ORD-[0-9]{8}$\"},"
	"\"at\":{\"type\":\"string\",\"format\":\"date-time\"}}},"
	"\"placed\":{\"allOf\":[{\"$ref\":\"#/definitions/base\"}],\"required\":[\"amount\"],"
	"\"properties\":{\"type\":{\"const\":\"placed\"},\"amount\":{\"type\":\"number\",\"minimum\":0}}},"
	"\"paid\":{\"allOf\":[{\"$ref\":\"#/definitions/base\"}],\"required\":[\"method\"],"
	"\"properties\":{\"type\":{\"const\":\"paid\"},\"method\":{\"enum\":[\"card\",\"cash\"]}}},"
	"\"shipped\":{\"allOf\":[{\"$ref\":\"#/definitions/base\"}],\"required\":[\"carrier\"],"
	"\"properties\":{\"type\":{\"const\":\"shipped\"},\"carrier\":{\"type\":\"string\",\"minLength\":2}}}"
	"}}";

static unsigned roll(struct random *dice, unsigned n)
{
	return (unsigned)random_below(dice, n);
}

static const char *pick(struct random *dice, const char *const *from, unsigned n)
{
	return from[roll(dice, n)];
}

static void add_time(struct buf *out, struct random *d)
{
	buf_printf(out, "\"2026-%02u-%02uT%02u:%02u:%02u.%03uZ\"", 1 + roll(d, 12), 1 + roll(d, 28),
		   roll(d, 24), roll(d, 60), roll(d, 60), roll(d, 1000));
}

static void add_order_head(struct buf *out, struct random *d)
{
	static const char *const names[] = {
		"anna", "bernd.k", "chloe", "dmitri", "elif", "farah.z", "gustav"
	};
	static const char *const hosts[] = { "example.com", "mail.example.org", "shop.example" };
	static const char *const currencies[] = { "EUR", "USD", "GBP", "CHF" };
	static const char *const states[] = { "open", "paid", "shipped", "closed" };

	buf_printf(out, "{\"orderId\":\"ORD-%08u\",\"customer\":{\"id\":\"%08x-%04x-4%03x-a%03x-%06x%06x\",",
		   roll(d, 100000000), roll(d, UINT32_MAX), roll(d, 65536), roll(d, 4096), roll(d, 4096),
		   roll(d, 1 << 24), roll(d, 1 << 24));
	buf_printf(out, "\"email\":\"%s%u@%s\"},\"amount\":%u.%02u,\"currency\":\"%s\",\"status\":\"%s\",",
		   pick(d, names, 7), roll(d, 1000), pick(d, hosts, 3), roll(d, 9999), roll(d, 100),
		   pick(d, currencies, 4), pick(d, states, 4));
	buf_printf(out, "\"quantity\":%u,\"placedAt\":", 1 + roll(d, 1000));
	add_time(out, d);
}

static void make_small(struct buf *out, struct random *d)
{
	add_order_head(out, d);
	buf_char(out, '}');
}

static void make_long(struct buf *out, struct random *d)
{
	static const char *const things[] = { "Walnut table, oiled",  "Reading lamp",
					      "Wool blanket 140x200", "Ceramic mug",
					      "Linen cushion",	      "Oak shelf with four boards" };

	add_order_head(out, d);
	buf_str(out, ",\"items\":[");
	for (unsigned i = 0; i < LONG_ITEMS; i++) {
		buf_printf(out, "%s{\"sku\":\"%c%c%c-%05u\",\"name\":\"%s no. %u\",", i ? "," : "",
			   'A' + roll(d, 26), 'A' + roll(d, 26), 'A' + roll(d, 26), roll(d, 100000),
			   pick(d, things, 6), roll(d, 100));
		buf_printf(out, "\"quantity\":%u,\"price\":%u.%02u,\"gift\":%s}", 1 + roll(d, 20),
			   1 + roll(d, 500), roll(d, 100), roll(d, 2) ? "true" : "false");
	}
	buf_str(out, "]}");
}

static void make_union(struct buf *out, struct random *d)
{
	static const char *const rest[] = { "\"type\":\"placed\",\"amount\":17.5",
					    "\"type\":\"paid\",\"method\":\"card\"",
					    "\"type\":\"shipped\",\"carrier\":\"DHL\"" };

	buf_printf(out, "{%s,\"orderId\":\"ORD-%08u\",\"at\":", pick(d, rest, 3), roll(d, 100000000));
	add_time(out, d);
	buf_char(out, '}');
}

struct load {
	struct buf bytes;
	size_t start[MESSAGES], len[MESSAGES], total;
};

typedef void maker(struct buf *out, struct random *dice);

static void load_make(struct load *l, maker *make)
{
	static const char zeros[SCHEMA_PADDING];
	struct random dice = random_stream(42, SLICE_LIT("judge"));

	*l = (struct load){ 0 };
	for (int i = 0; i < MESSAGES; i++) {
		l->start[i] = l->bytes.len;
		make(&l->bytes, &dice);
		l->len[i] = l->bytes.len - l->start[i];
		l->total += l->len[i];
		buf_add(&l->bytes, zeros, sizeof(zeros));
	}
}

typedef bool way(const struct schema *s, struct judge *j, struct slice json);

static bool by_tape(const struct schema *s, struct judge *j, struct slice json)
{
	return judge_on_tape(s, j, json, NULL);
}

static bool only_tape(const struct schema *s, struct judge *j, struct slice json)
{
	(void)s;
	return tape_read_all(&j->tape, json);
}

/* Of this thread alone: other work on the machine does not count. */
static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double one_round(const struct load *l, const struct schema *s, struct judge *j, way *judge)
{
	double start = now_ns();
	size_t conforming = 0;

	for (int pass = 0; pass < PASSES; pass++)
		for (int i = 0; i < MESSAGES; i++)
			conforming += judge(s, j, slice_of(l->bytes.data + l->start[i], l->len[i]));
	if (conforming != (size_t)PASSES * MESSAGES)
		BUG("%zu of %d messages conform", conforming, PASSES * MESSAGES);
	return (now_ns() - start) / PASSES / MESSAGES;
}

static void measure(const char *name, const struct load *l, const struct schema *s, way *judge, int rounds)
{
	struct judge *j = judge_new();
	double best = 1e18, sum = 0, size = (double)l->total / MESSAGES;

	for (int i = 0; i < rounds; i++) {
		double ns = one_round(l, s, j, judge);

		best = ns < best ? ns : best;
		sum += ns;
	}
	printf("%-36s %6.0f bytes  best %7.1f ns  mean %7.1f ns  %5.2f GB/s\n", name, size, best,
	       sum / rounds, size / best);
	judge_free(j);
}

static const struct workload {
	const char *name, *title, *schema;
	maker *make;
} workloads[] = {
	{"small",  "small order",	  order_schema, make_small},
	{ "long",  "order of 20 items",   order_schema, make_long },
	{ "union", "one of three events", union_schema, make_union},
};

static void measure_all(const struct workload *w, int rounds, bool judged_only)
{
	static const struct {
		const char *title;
		way *judge;
	} ways[] = {
		{"judged",	    schema_accepts},
		      { "tape and walker", by_tape	   },
		      { "tape alone",      only_tape	}
	};
	struct schema_options options = { .formats_assert = true };
	struct diag diag = { .out = stderr };
	struct arena arena = ARENA_INIT;
	struct library library;
	static struct load load;
	struct schema *s;
	char title[64];

	library_init(&library, &diag);
	s = schema_compile(&arena, &library,
			   library_load_text(&library, "bench.json", slice_str(w->schema))->root, &options);
	if (!s)
		BUG("the benchmark's schema does not compile");
	load_make(&load, w->make);
	for (size_t i = 0; i < (judged_only ? 1 : ARRAY_SIZE(ways)); i++) {
		snprintf(title, sizeof(title), "%s, %s", w->title, ways[i].title);
		measure(title, &load, s, ways[i].judge, rounds);
	}
	buf_release(&load.bytes);
	library_release(&library);
	arena_free(&arena);
	diag_release(&diag);
}

static void write_file(const char *folder, const char *name, const char *ending, const struct buf *text)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
	out = fopen(path, "w");
	if (!out || fwrite(text->data, 1, text->len, out) != text->len || fclose(out) != 0) {
		perror(path);
		exit(3);
	}
}

static void write_workload(const struct workload *w, const char *folder)
{
	BUF_AUTO struct buf schema = BUF_INIT(0);
	BUF_AUTO struct buf lines = BUF_INIT(0);
	static struct load load;

	buf_str(&schema, w->schema);
	load_make(&load, w->make);
	for (int i = 0; i < MESSAGES; i++) {
		buf_add(&lines, load.bytes.data + load.start[i], load.len[i]);
		buf_char(&lines, '\n');
	}
	write_file(folder, w->name, "schema.json", &schema);
	write_file(folder, w->name, "jsonl", &lines);
	buf_release(&load.bytes);
}

int main(int argc, char **argv)
{
	bool write = argc == 3 && strcmp(argv[1], "write") == 0;
	uint64_t rounds = 10;

	if (!write && argc > 1 &&
	    (!number_parse(slice_str(argv[1]), &rounds) || rounds < 1 || rounds > 1000)) {
		fprintf(stderr, "usage: judge [ROUNDS [judged]]\n       judge write FOLDER\n");
		return 2;
	}
	for (size_t i = 0; i < ARRAY_SIZE(workloads); i++)
		if (write)
			write_workload(&workloads[i], argv[2]);
		else
			measure_all(&workloads[i], (int)rounds, argc > 2);
	return 0;
}
