/* Where a real broker is, as --attach spells it. */
#include "attach/url.h"
#include "suite.h"

static const struct {
	const char *text, *shown; /* NULL: refused */
	const char *user, *password, *client_id;
	unsigned version, qos;
} urls[] = {
	{"mqtt://h",				    "mqtt://h:1883", NULL, NULL, NULL, 0, 1 },
	{ "mqtts://h/",					 "mqtts://h:8883", NULL, NULL, NULL, 0, 1 },
	{ "mqtt://[::1]:9",					 "mqtt://[::1]:9", NULL, NULL, NULL, 0, 1 },
	{ "mqtt://a%40b:c%3A%2fd@h:1",					    "mqtt://h:1", "a@b", "c:/d", NULL, 0, 1 },
	{ "mqtt://a@h?clientId=me&version=3.1.1&qos=0",					"mqtt://h:1883", "a", NULL, "me", 4, 0 },
	{ "mqtt://h?version=5",					 "mqtt://h:1883", NULL, NULL, NULL, 5, 1 },
	{ .text = "h:1883"					},
	{ .text = "http://h"					   },
	{ .text = "mqtt://"			    },
	{ .text = "mqtt://:1883"					},
	{ .text = "mqtt://h:0"					},
	{ .text = "mqtt://h:65536"					   },
	{ .text = "mqtt://h:1x"			},
	{ .text = "mqtt://[::1"				       },
	{ .text = "mqtt://a%4@h"					},
	{ .text = "mqtt://a%00@h"					   },
	{ .text = "mqtt://h?qos=3"},
	{ .text = "mqtt://h?version=4"					 },
	{ .text = "mqtt://h?colour=red"					},
	{ .text = "mqtt://h?cert=a.pem"					   },
};

static void same(const char *got, const char *wanted)
{
	ck_assert((got == NULL) == (wanted == NULL));
	if (wanted)
		ck_assert_str_eq(got, wanted);
}

START_TEST(a_url_says_where_and_as_whom)
{
	struct arena a = ARENA_INIT;
	struct diag d = { 0 };
	struct attach_url u;
	bool ok = attach_url_parse(&u, slice_str(urls[_i].text), &a, &d);

	ck_assert_msg(ok == (urls[_i].shown != NULL), "%s", urls[_i].text);
	ck_assert_uint_eq(d.errors, !ok);
	if (ok) {
		same(u.shown, urls[_i].shown);
		same(u.user, urls[_i].user);
		same(u.password, urls[_i].password);
		same(u.client_id, urls[_i].client_id);
		ck_assert_uint_eq(u.version, urls[_i].version);
		ck_assert_uint_eq(u.qos, urls[_i].qos);
	}
	diag_release(&d);
	arena_free(&a);
}
END_TEST

SUITE(attach_url)
{
	LOOP_TEST(a_url_says_where_and_as_whom, 0, ARRAY_SIZE(urls));
}
