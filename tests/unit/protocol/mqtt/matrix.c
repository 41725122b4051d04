/* Bytes of which every value is tried: fixed headers, flags of CONNECT, options of SUBSCRIBE, reason codes;
 * and every place of a string with every kind of good and bad text.  What is right is said here from the
 * specifications. */
#include "transcript.h"

#include <stdio.h>

#include "base/slice.h"

enum { VALUES = 256, ROW = 16 }; /* so many values are one test */

struct made {
	char title[160], sent[512], back[256];
};

static void play(struct made *m, int version, enum end end)
{
	mqtt_transcript_play(&(struct transcript){
		.title = m->title, .version = version, .sent = m->sent, .back = m->back, .end = end });
}

#define WRITE(to, ...) snprintf(to, sizeof(to), __VA_ARGS__)

/* --- the fixed header */

/* clang-format off */
static const struct {
	const char *name;
	uint8_t type, flags; /* the right ones */
	const char *body_4, *body_5;
} packets[] = {
	{ "PUBACK", 4, 0, "0009", "0009" },
	{ "PUBREC", 5, 0, "0009", "0009" },
	{ "PUBREL", 6, 2, "0009", "0009" },
	{ "PUBCOMP", 7, 0, "0009", "0009" },
	{ "SUBSCRIBE", 8, 2, "0001 'a' 00", "0001 {} 'a' 00" },
	{ "UNSUBSCRIBE", 10, 2, "0001 'a'", "0001 {} 'a'" },
	{ "PINGREQ", 12, 0, "", "" },
	{ "DISCONNECT", 14, 0, "", "" },
	{ "AUTH", 15, 0, "", "" },
};
/* clang-format on */

START_TEST(reserved_flags_of_a_fixed_header_are_as_they_must_be)
{
	size_t packet = (size_t)_i / ROW % ARRAY_SIZE(packets);
	unsigned flags = (unsigned)_i % ROW;
	int version = (size_t)_i / ROW < ARRAY_SIZE(packets) ? 4 : 5;
	struct made m;

	if (flags == packets[packet].flags)
		flags |= 8;
	WRITE(m.title, "%d: %s with flags %u (§2.1.3)", version, packets[packet].name, flags);
	WRITE(m.sent, "%02X(%s)", packets[packet].type << 4 | flags,
	      version == 4 ? packets[packet].body_4 : packets[packet].body_5);
	WRITE(m.back, "%s", version == 4 ? "" : "DISCONNECT(81 {})");
	play(&m, version, CLOSED);
}
END_TEST

START_TEST(flags_of_the_fixed_header_of_connect_are_0)
{
	struct made m;

	WRITE(m.title, "CONNECT with flags %d (§2.1.3)", _i);
	WRITE(m.sent, "1%X('MQTT' %s 02 003C %s 'c')", _i % ROW, _i < ROW ? "04" : "05",
	      _i < ROW ? "" : "{}");
	m.back[0] = '\0';
	play(&m, 0, CLOSED);
}
END_TEST

/* --- Connect Flags */

enum { RESERVED = 1, CLEAN = 2, WILL = 4, WILL_QOS = 0x18, WILL_RETAIN = 0x20, PASSWORD = 0x40, USER = 0x80 };

static bool connect_flags_are_right(unsigned flags, int version)
{
	if (flags & RESERVED || (flags & WILL_QOS) == WILL_QOS)
		return false;
	if (!(flags & WILL) && flags & (WILL_QOS | WILL_RETAIN))
		return false;
	return version == 5 || !(flags & PASSWORD) || flags & USER;
}

START_TEST(connect_flags_say_what_is_in_the_payload)
{
	int version = _i < VALUES / ROW ? 4 : 5;
	struct made m;

	for (unsigned flags = (unsigned)_i * ROW % VALUES, end = flags + ROW; flags < end; flags++) {
		bool right = connect_flags_are_right(flags, version);
		const char *no = version == 4 ? "" : "CONNACK(00 81 {})";
		const char *yes = version == 4 ? CONNACK_4 : CONNACK_5;

		WRITE(m.title, "%d: connect flags 0x%02X (§3.1.2.3 to §3.1.2.9)", version, flags);
		WRITE(m.sent, "CONNECT('MQTT' %02X %02X 003C %s 'c' %s %s %s)", version, flags,
		      version == 5 ? "{}" : "",
		      !(flags & WILL) ? ""
		      : version == 5  ? "{} 'w' 'm'"
				      : "'w' 'm'",
		      flags & USER ? "'u'" : "", flags & PASSWORD ? "'p'" : "");
		WRITE(m.back, "%s", right ? yes : no);
		play(&m, 0, right ? STAYS : CLOSED);
	}
}
END_TEST

START_TEST(a_field_that_its_connect_flag_does_not_announce_is_one_too_many)
{
	static const struct {
		unsigned flags;
		const char *fields;
	} rows[] = {
		{CLEAN,			   "'u'"	       },
		{ CLEAN | USER,			"'u' 'p'"	  },
		{ CLEAN | WILL,			"'w' 'm' 'u'"    },
		{ CLEAN | WILL | USER,	       "'w' 'm' 'u' 'p'"},
		{ CLEAN | USER,			""		   },
		{ CLEAN | USER | PASSWORD,	   "'u'"		 },
		{ CLEAN | WILL,			"'w'"	      },
		{ CLEAN | WILL,			""		   },
		{ CLEAN | WILL | USER | PASSWORD, "'w' 'm' 'u'"	},
	};
	struct made m;

	WRITE(m.title, "3.1.1: flags 0x%02X with %s (3.1.1 §3.1.3)", rows[_i].flags, rows[_i].fields);
	WRITE(m.sent, "CONNECT('MQTT' 04 %02X 003C 'c' %s)", rows[_i].flags, rows[_i].fields);
	m.back[0] = '\0';
	play(&m, 0, CLOSED);
}
END_TEST

/* --- Subscription Options */

/* NULL: granted; else the code. */
static const char *options_fault(unsigned options, int version)
{
	if (version == 4)
		return options > 2 ? "" : NULL;
	if (options & 0xc0)
		return "DISCONNECT(81 {})";
	return (options & 3) == 3 || (options & 0x30) == 0x30 ? "DISCONNECT(82 {})" : NULL;
}

START_TEST(subscription_options_are_within_their_bits)
{
	int version = _i < VALUES / ROW ? 4 : 5;
	struct made m;

	for (unsigned options = (unsigned)_i * ROW % VALUES, end = options + ROW; options < end; options++) {
		const char *fault = options_fault(options, version);

		WRITE(m.title, "%d: subscription options 0x%02X (§3.8.3)", version, options);
		WRITE(m.sent, "SUBSCRIBE(0001 %s 'a' %02X)", version == 5 ? "{}" : "", options);
		if (fault)
			WRITE(m.back, "%s", fault);
		else
			WRITE(m.back, "SUBACK(0001 %s %02X)", version == 5 ? "{}" : "", options & 3);
		play(&m, version, fault ? CLOSED : STAYS);
	}
}
END_TEST

/* --- reason codes */

/* clang-format off */
static const struct {
	const char *name, *codes; /* that a client may send */
	const char *ok;
	enum end end;
} answers[] = {
	{ "PUBACK(0009 ", "00 10 80 83 87 90 91 97 99", "", STAYS },
	{ "PUBREC(0009 ", "00 10 80 83 87 90 91 97 99", NULL, STAYS },
	{ "PUBREL(0009 ", "00 92", "PUBCOMP(0009 92)", STAYS },
	{ "PUBCOMP(0009 ", "00 92", "", STAYS },
	{ "DISCONNECT(", "00 04 80 81 82 83 90 93 94 95 96 97 98 99", "", CLOSED },
};
/* clang-format on */

START_TEST(reason_codes_are_those_of_their_packet)
{
	size_t packet = (size_t)_i * ROW / VALUES;
	struct made m;
	char hex[8];

	for (unsigned code = (unsigned)_i * ROW % VALUES, end = code + ROW; code < end; code++) {
		bool right;

		WRITE(hex, "%02X", code);
		right = strstr(answers[packet].codes, hex) != NULL;
		WRITE(m.title, "5: %s%s) (5 §2.4)", answers[packet].name, hex);
		WRITE(m.sent, "%s%s)", answers[packet].name, hex);
		if (!right)
			WRITE(m.back, "DISCONNECT(82 {})");
		else if (answers[packet].ok)
			WRITE(m.back, "%s", answers[packet].ok);
		else /* PUBREC */
			WRITE(m.back, "%s", code < 0x80 ? "PUBREL(0009 92)" : "");
		play(&m, 5, right ? answers[packet].end : CLOSED);
	}
}
END_TEST

/* --- strings */

/* clang-format off */
static const struct {
	const char *where;
	int version; /* that the packet is of */
	bool first;  /* it is the CONNECT itself */
	const char *sent; /* with the string at %s */
	const char *back;
} places[] = {
	{ "a client id", 4, true, "CONNECT('MQTT' 04 02 003C '%s')", CONNACK_4 },
	{ "a client id", 5, true, "CONNECT('MQTT' 05 02 003C {} '%s')", CONNACK_5 },
	{ "a will topic", 4, true, "CONNECT('MQTT' 04 06 003C 'c' '%s' 'm')", CONNACK_4 },
	{ "a will topic", 5, true, "CONNECT('MQTT' 05 06 003C {} 'c' {} '%s' 'm')", CONNACK_5 },
	{ "a user name", 4, true, "CONNECT('MQTT' 04 82 003C 'c' '%s')", CONNACK_4 },
	{ "a user name", 5, true, "CONNECT('MQTT' 05 82 003C {} 'c' '%s')", CONNACK_5 },
	{ "a topic name", 4, false, "PUBLISH1('%s' 0001 <x>)", "PUBACK(0001)" },
	{ "a topic name", 5, false, "PUBLISH1('%s' 0001 {} <x>)", "PUBACK(0001)" },
	{ "a filter", 4, false, "SUBSCRIBE(0001 '%s' 01)", "SUBACK(0001 01)" },
	{ "a filter", 5, false, "SUBSCRIBE(0001 {} '%s' 01)", "SUBACK(0001 {} 01)" },
	{ "a filter to unsubscribe from", 4, false, "UNSUBSCRIBE(0001 '%s')", "UNSUBACK(0001)" },
	{ "a filter to unsubscribe from", 5, false, "UNSUBSCRIBE(0001 {} '%s')", "UNSUBACK(0001 {} 11)" },
	{ "the name of a group", 5, false, "SUBSCRIBE(0001 {} '$share/%s/a' 01)", "SUBACK(0001 {} 01)" },
};

static const struct {
	const char *what, *bytes;
	bool good;
} texts[] = {
	{ "U+0000", "a\\00b", false },
	{ "the surrogate U+D800", "\\ED\\A0\\80", false },
	{ "the surrogate U+DFFF", "\\ED\\BF\\BF", false },
	{ "a pair of surrogates (CESU-8)", "\\ED\\A0\\BD\\ED\\B8\\80", false },
	{ "0xFF", "a\\FF", false },
	{ "a byte that only continues", "\\80", false },
	{ "an overlong U+0000", "\\C0\\80", false },
	{ "an overlong slash", "\\E0\\80\\AF", false },
	{ "a form cut short at the end", "a\\E2\\82", false },
	{ "a form cut short in the middle", "\\E2\\82a", false },
	{ "a code point past U+10FFFF", "\\F4\\90\\80\\80", false },
	{ "a form of five bytes", "\\F8\\88\\80\\80\\80", false },
	{ "U+FEFF", "\\EF\\BB\\BFa", true },
	{ "the non-character U+FFFF", "\\EF\\BF\\BF", true },
	{ "the non-character U+FDD0", "\\EF\\B7\\90", true },
	{ "a control character", "a\\01\\7F", true },
	{ "a C1 control character", "\\C2\\85", true },
	{ "U+10FFFD", "\\F4\\8F\\BF\\BD", true },
	{ "letters of two, three and four bytes", "\\C3\\A4\\E2\\82\\AC\\F0\\9F\\98\\80", true },
};
/* clang-format on */

START_TEST(strings_are_utf_8)
{
	size_t place = (size_t)_i / ARRAY_SIZE(texts), text = (size_t)_i % ARRAY_SIZE(texts);
	int version = places[place].version;
	struct made m;

	WRITE(m.title, "%d: %s in %s (3.1.1 §1.5.3, 5 §1.5.4)", version, texts[text].what,
	      places[place].where);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	WRITE(m.sent, places[place].sent, texts[text].bytes);
#pragma GCC diagnostic pop
	if (texts[text].good)
		WRITE(m.back, "%s", places[place].back);
	else
		WRITE(m.back, "%s",
		      version == 4	    ? ""
		      : places[place].first ? "CONNACK(00 81 {})"
					    : "DISCONNECT(81 {})");
	play(&m, places[place].first ? 0 : version, texts[text].good ? STAYS : CLOSED);
}
END_TEST

SUITE(mqtt_matrix)
{
	LOOP_TEST(reserved_flags_of_a_fixed_header_are_as_they_must_be, 0, 2 * ROW * ARRAY_SIZE(packets));
	LOOP_TEST(flags_of_the_fixed_header_of_connect_are_0, 1, ROW);
	LOOP_TEST(flags_of_the_fixed_header_of_connect_are_0, ROW + 1, 2 * ROW);
	LOOP_TEST(connect_flags_say_what_is_in_the_payload, 0, 2 * VALUES / ROW);
	LOOP_TEST(a_field_that_its_connect_flag_does_not_announce_is_one_too_many, 0, 9);
	LOOP_TEST(subscription_options_are_within_their_bits, 0, 2 * VALUES / ROW);
	LOOP_TEST(reason_codes_are_those_of_their_packet, 0, (int)ARRAY_SIZE(answers) * VALUES / ROW);
	LOOP_TEST(strings_are_utf_8, 0, ARRAY_SIZE(places) * ARRAY_SIZE(texts));
}
