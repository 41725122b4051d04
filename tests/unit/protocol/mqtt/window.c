/* Packet identifiers, the packed native part, and the writer's own arithmetic. */
#include "protocol/mqtt/window.h"

#include "document/document.h"
#include "protocol/mqtt/native.h"
#include "protocol/mqtt/packet.h"
#include "suite.h"
#include "transcript.h"
#include "world.h"

START_TEST(identifiers_are_never_zero_and_never_twice_in_flight)
{
	struct window w = { 0 };
	uint16_t held[5];

	for (size_t i = 0; i < 5; i++)
		held[i] = mqtt_window_open(&w)->id;
	for (unsigned round = 0; round < 200000; round++) {
		struct flight *f = mqtt_window_open(&w);

		ck_assert_uint_ne(f->id, 0);
		for (size_t i = 0; i < 5; i++)
			ck_assert_uint_ne(f->id, held[i]);
		mqtt_window_shut(&w, f);
	}
	ck_assert_uint_eq(w.count, 5);
	ck_assert_uint_le(w.n_places, 16);
	mqtt_window_release(&w);
}
END_TEST

START_TEST(all_65535_can_be_in_flight_in_order)
{
	struct window w = { 0 };
	unsigned n = 0;

	for (unsigned i = 0; i < UINT16_MAX; i++)
		mqtt_window_mark_sent(&w, mqtt_window_open(&w));
	ck_assert_uint_eq(w.sent, UINT16_MAX);
	mqtt_window_resume(&w);
	ck_assert_uint_eq(w.sent, 0);
	while (w.unsent) {
		struct flight *f = mqtt_window_find(&w, w.unsent);

		ck_assert_uint_eq(f->id, ++n);
		mqtt_window_mark_sent(&w, f);
	}
	ck_assert_uint_eq(n, UINT16_MAX);
	for (unsigned id = UINT16_MAX; id; id--)
		mqtt_window_shut(&w, mqtt_window_find(&w, (uint16_t)id));
	ck_assert_uint_eq(w.count, 0);
	ck_assert_uint_eq(w.oldest, 0);
	ck_assert_ptr_null(mqtt_window_find(&w, 7));
	mqtt_window_release(&w);
}
END_TEST

START_TEST(a_shut_one_is_left_out_of_what_is_sent_again)
{
	struct window w = { 0 };

	for (unsigned i = 0; i < 3; i++)
		mqtt_window_open(&w);
	mqtt_window_resume(&w);
	ck_assert_uint_eq(w.unsent, 1);
	mqtt_window_shut(&w, mqtt_window_find(&w, 1));
	ck_assert_uint_eq(w.unsent, 2);
	mqtt_window_shut(&w, mqtt_window_find(&w, 3));
	mqtt_window_mark_sent(&w, mqtt_window_find(&w, 2));
	ck_assert_uint_eq(w.unsent, 0);
	mqtt_window_release(&w);
}
END_TEST

/* clang-format off */
static const struct {
	size_t value, bytes;
} varints[] = {
	{ 0, 1 },
	{ 127, 1 },
	{ 128, 2 },
	{ 16383, 2 },
	{ 16384, 3 },
	{ 2097151, 3 },
	{ 2097152, 4 },
	{ 268435455, 4 },
};
/* clang-format on */

START_TEST(a_variable_byte_integer_survives)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct cursor c;

	mqtt_buf_varint(&b, varints[_i].value);
	ck_assert_uint_eq(b.len, varints[_i].bytes);
	ck_assert_uint_eq(mqtt_varint_bytes(varints[_i].value), varints[_i].bytes);
	c = CURSOR(buf_view(&b));
	ck_assert_uint_eq(mqtt_cursor_varint(&c), varints[_i].value);
	ck_assert(!c.bad && !cursor_left(&c));
}
END_TEST

START_TEST(a_publish_has_the_size_that_was_foretold)
{
	static const uint32_t identifiers[] = { 1, 200, 268435455 };

	for (size_t payload = 0; payload < 20000; payload = payload * 3 + 1) {
		BUF_AUTO struct buf b = BUF_INIT(0), headers = BUF_INIT(0);
		struct publish p = { .qos = 1,
				     .id = 7,
				     .expires = true,
				     .payload_format = 2,
				     .topic = SLICE_LIT("a/b"),
				     .content_type = SLICE_LIT("text/plain"),
				     .correlation = SLICE_LIT(""),
				     .identifiers = identifiers,
				     .n_identifiers = 3 };
		struct frame f;

		for (size_t i = 0; i < payload; i += 10)
			header_add(&headers, SLICE_LIT("k"), SLICE_LIT("value"));
		p.headers = buf_view(&headers);
		p.payload = slice_first(buf_view(&headers), payload);
		for (uint8_t version = VERSION_3_1; version <= VERSION_5; version++) {
			buf_reset(&b);
			mqtt_publish_write(&p, version, &b);
			ck_assert_uint_eq(b.len, mqtt_publish_bytes(&p, version));
			ck_assert_int_eq(mqtt_frame_read(buf_view(&b), &f), FRAME_OK);
			ck_assert_uint_eq(f.head + f.body, b.len);
		}
	}
}
END_TEST

START_TEST(a_packet_longer_than_127_gets_a_longer_length)
{
	BUF_AUTO struct buf b = BUF_INIT(0);
	struct frame f;

	for (size_t n = 100; n < 20000; n *= 2) {
		size_t packet;

		buf_reset(&b);
		buf_str(&b, "before");
		packet = mqtt_packet_begin(&b, 0x90);
		for (size_t i = 0; i < n; i++)
			buf_char(&b, (char)i);
		mqtt_packet_end(&b, packet);
		ck_assert_int_eq(mqtt_frame_read(slice_from(buf_view(&b), 6), &f), FRAME_OK);
		ck_assert_uint_eq(f.body, n);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(b.data[6 + f.head + i], (char)i);
	}
}
END_TEST

/* clang-format off */
static const struct {
	const char *object, *members;
} natives[] = {
	{ "{\"qos\":1,\"retain\":true,\"dup\":true,\"payloadFormat\":0}", "\"qos\":1,\"retain\":true,\"dup\":true,\"payloadFormat\":0" },
	{ "{\"qos\":2,\"payloadFormat\":1}", "\"qos\":2,\"payloadFormat\":1" },
	{ "{}", "\"qos\":0" },
	{ "{\"qos\":7,\"retain\":\"yes\",\"payloadFormat\":9}", "\"qos\":0" },
};
/* clang-format on */

START_TEST(the_native_part_survives_the_recording)
{
	BUF_AUTO struct buf native = BUF_INIT(0), members = BUF_INIT(0);
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *object = json_parse(&a, slice_str(natives[_i].object), &why, &where);
	struct message m = { .native_of = 1 };

	ck_assert_ptr_nonnull(object);
	protocol_mqtt.native->read(object, &native);
	m.native = buf_view(&native);
	protocol_mqtt.native->write(&m, &members);
	ck_assert_str_eq(buf_cstr(&members), natives[_i].members);
	arena_free(&a);
}
END_TEST

static void send_unreleased(struct client *c, uint16_t id, bool v5)
{
	const char packet[] = { 0x34, (char)(v5 ? 6 : 5), 0, 1, 't', (char)(id >> 8), (char)id, 0 };

	mqtt_client_send(c, slice_of(packet, v5 ? 8 : 7));
}

/* 5 §3.2.2.3.3: 1000 were announced; 3.1.1 announces nothing. */
START_TEST(more_unreleased_than_the_receive_maximum_end_the_connection)
{
	static const char *const connects[] = {
		"a> CONNECT('MQTT' 04 02 0000 'a')\na< CONNACK(00 00)",
		"a> CONNECT('MQTT' 05 02 0000 {1700} 'a')\na< " CONNACK_5,
	};
	struct world w;
	struct client *c;

	mqtt_world_open(&w, NULL, &(struct broker_options){ .unknown = UNKNOWN_RELAY, .now_us = 1 });
	c = mqtt_world_client(&w, 'a');
	mqtt_world_play(&w, "connect", connects[_i]);
	for (uint16_t id = 1; id <= 1000; id++)
		send_unreleased(c, id, _i);
	send_unreleased(c, 1, _i); /* the same again is not one more */
	ck_assert(c->open);
	buf_reset(&c->got);
	send_unreleased(c, 1001, _i);
	mqtt_world_play(&w, "one more", _i ? "a< DISCONNECT(93 {})\na!\n" : "a< PUBREC(03E9)\n");
	mqtt_world_close(&w);
}
END_TEST

SUITE(mqtt_window)
{
	TEST(identifiers_are_never_zero_and_never_twice_in_flight);
	TEST(all_65535_can_be_in_flight_in_order);
	TEST(a_shut_one_is_left_out_of_what_is_sent_again);
	LOOP_TEST(a_variable_byte_integer_survives, 0, ARRAY_SIZE(varints));
	TEST(a_publish_has_the_size_that_was_foretold);
	TEST(a_packet_longer_than_127_gets_a_longer_length);
	LOOP_TEST(the_native_part_survives_the_recording, 0, ARRAY_SIZE(natives));
	LOOP_TEST(more_unreleased_than_the_receive_maximum_end_the_connection, 0, 2);
}
