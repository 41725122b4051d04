/* The public API from the outside: a test program that blocks in its client library. */
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"
#include "understudy/understudy.h"

static const char contract_text[] =
	"asyncapi: 3.0.0\n"
	"info: { title: T, version: 1.0.0 }\n"
	"servers: { one: { host: 'localhost:1883', protocol: mqtt }, two: { host: 'localhost:1883', "
	"protocol: mqtt } }\n"
	"channels:\n"
	"  readings:\n"
	"    address: readings\n"
	"    messages: { reading: { payload: { type: object, required: [celsius] } } }\n"
	"operations:\n"
	"  take: { action: receive, channel: { $ref: '#/channels/readings' } }\n";

static char file[] = "/tmp/understudy-embed-XXXXXX";

static void write_contract(const char *text)
{
	int fd;

	snprintf(file, sizeof(file), "/tmp/understudy-embed-XXXXXX");
	fd = mkstemp(file);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static int port_of(const char *url)
{
	return (int)strtol(strrchr(url, ':') + 1, NULL, 10);
}

START_TEST(a_test_program_starts_a_mock_and_blocks_in_its_client)
{
	char url[64], other[64], error[512];
	struct understudy *u;
	struct mosquitto *m;

	write_contract(contract_text);
	u = understudy_start(file, NULL, error, sizeof(error));
	ck_assert_msg(u != NULL, "%s", error);
	ck_assert(understudy_url(u, NULL, url, sizeof(url)));
	ck_assert(understudy_url(u, "two", other, sizeof(other)));
	ck_assert_str_eq(url, other);
	ck_assert(!understudy_url(u, "three", other, sizeof(other)));
	ck_assert(!understudy_url(u, NULL, other, 5));
	mosquitto_lib_init();
	m = mosquitto_new(NULL, true, NULL);
	ck_assert_int_eq(mosquitto_connect(m, "127.0.0.1", port_of(url), 60), MOSQ_ERR_SUCCESS);
	ck_assert_int_eq(mosquitto_loop_start(m), MOSQ_ERR_SUCCESS);
	mosquitto_publish(m, NULL, "readings", 13, "{\"celsius\":1}", 1, false);
	mosquitto_publish(m, NULL, "readings", 2, "{}", 1, false);
	ck_assert(understudy_wait_messages(u, 2, 20000));
	ck_assert_uint_eq(understudy_counts(u).violating, 1);
	ck_assert(!understudy_wait_messages(u, 3, 1));
	mosquitto_disconnect(m);
	mosquitto_loop_stop(m, false);
	mosquitto_destroy(m);
	mosquitto_lib_cleanup();
	understudy_stop(u);
	unlink(file);
}
END_TEST

START_TEST(what_is_wrong_is_said_and_nothing_is_left)
{
	static const struct {
		const char *text;
		struct understudy_options options;
		const char *said;
	} rows[] = {
		{"asyncapi: 9.9.9\n", { 0 },			      ":1:"				    },
		{ contract_text,
		  { .role = "boss" },
		  "role is application, counterpart or auto, not \"boss\""				   },
		{ contract_text,
		  { .policy = "lax" },
		  "policy is accept, reject or dead-letter, not \"lax\""					 },
		{ contract_text,	 { .protocol = "smoke" },	  "protocol \"smoke\" is not played yet"},
		{ contract_text,	 { .record = "/nonexistent/x" }, "cannot write the recording"	      },
	};
	char error[512];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_contract(rows[i].text);
		ck_assert_ptr_null(understudy_start(file, &rows[i].options, error, sizeof(error)));
		ck_assert_msg(strstr(error, rows[i].said) != NULL, "wanted %s in %s", rows[i].said, error);
		unlink(file);
	}
	ck_assert_ptr_null(understudy_start("/nonexistent.yaml", NULL, NULL, 0));
}
END_TEST

SUITE(embed)
{
	TEST(a_test_program_starts_a_mock_and_blocks_in_its_client);
	TEST(what_is_wrong_is_said_and_nothing_is_left);
}
