/* Which channels a subscription can be given messages of, and what it says about their parameters. */
#include "mock/overlap.h"
#include "suite.h"

static const struct {
	const char *pattern, *address;
	bool overlaps;
	const char *param, *value; /* the last one that is set */
} rows[] = {
	{"orders/+",	      "orders/{region}", true,  NULL,     NULL},
	{ "orders/eu",      "orders/{region}", true,	"region", "eu"},
	{ "orders/#",	      "orders/{region}", true,  NULL,     NULL},
	{ "orders/#",	      "orders",		true,  NULL,	    NULL},
	{ "#",	       "orders/{region}", true,	NULL,     NULL},
	{ "#",	       "$system/load",    false, NULL,	    NULL},
	{ "orders",	    "orders/{region}", false, NULL,	    NULL},
	{ "orders/eu/x",	 "orders/{region}", false, NULL,	 NULL},
	{ "+/eu",		  "orders/{region}", true,  "region", "eu"},
	{ "shop-7/state",	  "shop-{id}/state", true,  "id",	 "7" },
	{ "shop-/state",	 "shop-{id}/state", false, NULL,	 NULL},
	{ "market-7/state", "shop-{id}/state", false, NULL,	    NULL},
	{ "a/7.json",	      "a/{id}.json",     true,  "id",	 "7" },
	{ "a/7.xml",	     "a/{id}.json",	    false, NULL,	 NULL},
};

/* Only as much of a filter as the rows need. */
static void parse(struct pattern *p, const char *text)
{
	struct slice rest = slice_str(text), level;

	*p = (struct pattern){ .text = rest, .separator = '/', .hides_dollar = true };
	while (slice_split(&rest, '/', &level))
		p->segments[p->n++] = (struct segment){ .kind = slice_is(level, "+")   ? SEGMENT_ONE
								: slice_is(level, "#") ? SEGMENT_REST
										       : SEGMENT_LITERAL,
							.text = level };
}

START_TEST(a_subscription_overlaps_a_channel)
{
	struct arena a = ARENA_INIT;
	struct node *params = node_new(&a, NODE_MAP, NULL);
	struct channel ch = { .address = slice_str(rows[_i].address) };
	struct pattern p;

	parse(&p, rows[_i].pattern);
	ck_assert_msg(pattern_overlaps(&p, &ch, &a, params) == rows[_i].overlaps, "%s on %s",
		      rows[_i].pattern, rows[_i].address);
	if (rows[_i].param)
		ck_assert(slice_is(node_get_text(params, rows[_i].param), rows[_i].value));
	else if (rows[_i].overlaps)
		ck_assert_uint_eq(params->n, 0);
	arena_free(&a);
}
END_TEST

SUITE(overlap)
{
	LOOP_TEST(a_subscription_overlaps_a_channel, 0, ARRAY_SIZE(rows));
}
