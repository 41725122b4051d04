/* Every property in every packet of a client's: where it may stand, once, twice, torn, and with text that is
 * none.  The tables say it from the specification (5 §2.2.2.2, §3.1 to §3.14), not from our own. */
#include "transcript.h"

#include <stdio.h>

#include "base/slice.h"

/* clang-format off */
static const struct property {
	const char *id, *name, *value, *torn; /* `torn`: the value without its last byte */
	bool text;
} properties[] = {
	{ "01", "Payload Format Indicator", "01", "", false },
	{ "02", "Message Expiry Interval", "00000064", "000000", false },
	{ "03", "Content Type", "'text'", "0004<tex>", true },
	{ "08", "Response Topic", "'r/t'", "0003<r/>", true },
	{ "09", "Correlation Data", "[0102]", "000201", false },
	{ "0B", "Subscription Identifier", "07", "", false },
	{ "11", "Session Expiry Interval", "00000000", "000000", false },
	{ "12", "Assigned Client Identifier", "'x'", "0001", true },
	{ "13", "Server Keep Alive", "003C", "00", false },
	{ "15", "Authentication Method", "'x'", "0001", true },
	{ "16", "Authentication Data", "[00]", "0001", false },
	{ "17", "Request Problem Information", "00", "", false },
	{ "18", "Will Delay Interval", "00000001", "000000", false },
	{ "19", "Request Response Information", "00", "", false },
	{ "1A", "Response Information", "'x'", "0001", true },
	{ "1C", "Server Reference", "'x'", "0001", true },
	{ "1F", "Reason String", "'why'", "0003<wh>", true },
	{ "21", "Receive Maximum", "000A", "00", false },
	{ "22", "Topic Alias Maximum", "0005", "00", false },
	{ "23", "Topic Alias", "0001", "00", false },
	{ "24", "Maximum QoS", "01", "", false },
	{ "25", "Retain Available", "01", "", false },
	{ "26", "User Property", "'k''v'", "'k'0001", false },
	{ "27", "Maximum Packet Size", "00010000", "000100", false },
	{ "28", "Wildcard Subscription Available", "01", "", false },
	{ "29", "Subscription Identifier Available", "01", "", false },
	{ "2A", "Shared Subscription Available", "01", "", false },
};

/* `allowed`: the identifiers that may stand there.  `but`: those among them that lead to `but_code`. */
static const struct place {
	const char *name;
	int version;
	const char *before, *after, *allowed, *ok;
	enum end ok_end;
	const char *refused; /* with the code at %s */
	const char *but, *but_code;
} places[] = {
	{ "CONNECT", 0, "CONNECT('MQTT' 05 02 003C ", " 'c')", "11 15 16 17 19 21 22 26 27", CONNACK_5, STAYS,
	  "CONNACK(00 %s {})", "15 16", "8C 82" },
	{ "a will", 0, "CONNECT('MQTT' 05 06 003C {} 'c' ", " 'w' 'm')", "01 02 03 08 09 18 26", CONNACK_5, STAYS,
	  "CONNACK(00 %s {})", "", "" },
	{ "PUBLISH", 5, "PUBLISH1('a' 0001 ", " <x>)", "01 02 03 08 09 0B 23 26", "PUBACK(0001)", STAYS,
	  "DISCONNECT(%s {})", "0B", "82" },
	{ "PUBACK", 5, "PUBACK(0009 00 ", ")", "1F 26", "", STAYS, "DISCONNECT(%s {})", "", "" },
	{ "PUBREC", 5, "PUBREC(0009 00 ", ")", "1F 26", "PUBREL(0009 92)", STAYS, "DISCONNECT(%s {})", "", "" },
	{ "PUBREL", 5, "PUBREL(0009 00 ", ")", "1F 26", "PUBCOMP(0009 92)", STAYS, "DISCONNECT(%s {})", "", "" },
	{ "PUBCOMP", 5, "PUBCOMP(0009 00 ", ")", "1F 26", "", STAYS, "DISCONNECT(%s {})", "", "" },
	{ "SUBSCRIBE", 5, "SUBSCRIBE(0001 ", " 'a' 00)", "0B 26", "SUBACK(0001 {} 00)", STAYS,
	  "DISCONNECT(%s {})", "", "" },
	{ "UNSUBSCRIBE", 5, "UNSUBSCRIBE(0001 ", " 'a')", "26", "UNSUBACK(0001 {} 11)", STAYS,
	  "DISCONNECT(%s {})", "", "" },
	{ "DISCONNECT", 5, "DISCONNECT(00 ", ")", "11 1C 1F 26", "", CLOSED, "DISCONNECT(%s {})", "", "" },
};

static const struct {
	const char *what, *bytes;
} bad_texts[] = {
	{ "U+0000", "a\\00" },
	{ "a surrogate", "\\ED\\A0\\80" },
	{ "a byte that never is", "\\FF" },
	{ "an overlong form", "\\C0\\AF" },
	{ "a form cut short", "\\E2\\82" },
	{ "a code point past U+10FFFF", "\\F4\\90\\80\\80" },
};
/* clang-format on */

enum { N_PAIRS = ARRAY_SIZE(places) * ARRAY_SIZE(properties) };

static bool among(const char *ids, const struct property *p)
{
	return strstr(ids, p->id) != NULL;
}

struct made {
	char title[160], sent[256], back[128];
};

/* `code` NULL: it is taken. */
static void play(const struct place *at, const char *block, const char *code, struct made *m)
{
	struct transcript t = { .title = m->title, .version = at->version, .sent = m->sent, .back = m->back };

	snprintf(m->sent, sizeof(m->sent), "%s{%s}%s", at->before, block, at->after);
	if (code)
		snprintf(m->back, sizeof(m->back), at->refused, code);
	else
		snprintf(m->back, sizeof(m->back), "%s", at->ok);
	t.end = code ? CLOSED : at->ok_end;
	mqtt_transcript_play(&t);
}

/* The code that a lone property leads to; NULL: none. */
static const char *answer_to(const struct place *at, const struct property *p, char code[3])
{
	const char *found = strstr(at->but, p->id);

	if (!among(at->allowed, p))
		return "81";
	if (!found)
		return NULL;
	snprintf(code, 3, "%.2s", at->but_code + (found - at->but));
	return code;
}

START_TEST(each_property_stands_where_it_may)
{
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(properties)];
	const struct property *p = &properties[(size_t)_i % ARRAY_SIZE(properties)];
	char block[64], code[3];
	struct made m;

	snprintf(m.title, sizeof(m.title), "5: %s in %s (5 §2.2.2.2)", p->name, at->name);
	snprintf(block, sizeof(block), "%s %s", p->id, p->value);
	play(at, block, answer_to(at, p, code), &m);
}
END_TEST

/* Where it may not stand at all that is found first. */
START_TEST(only_user_properties_may_come_twice)
{
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(properties)];
	const struct property *p = &properties[(size_t)_i % ARRAY_SIZE(properties)];
	bool is_user = !strcmp(p->id, "26");
	char block[128];
	struct made m;

	snprintf(m.title, sizeof(m.title), "5: %s twice in %s (5 §2.2.2.2)", p->name, at->name);
	snprintf(block, sizeof(block), "%s %s %s %s", p->id, p->value, p->id, p->value);
	play(at, block, is_user ? NULL : "82", &m);
}
END_TEST

START_TEST(a_property_that_is_cut_short_is_malformed)
{
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(properties)];
	const struct property *p = &properties[(size_t)_i % ARRAY_SIZE(properties)];
	char block[64];
	struct made m;

	snprintf(m.title, sizeof(m.title), "5: %s cut short in %s (5 §2.2.2)", p->name, at->name);
	snprintf(block, sizeof(block), "%s %s", p->id, p->torn);
	play(at, block, "81", &m);
}
END_TEST

START_TEST(text_in_a_property_is_utf_8)
{
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(properties)];
	const struct property *p = &properties[(size_t)_i % ARRAY_SIZE(properties)];
	char block[64];
	struct made m;

	for (size_t i = 0; i < ARRAY_SIZE(bad_texts); i++) {
		snprintf(m.title, sizeof(m.title), "5: %s with %s in %s (5 §1.5.4)", p->name,
			 bad_texts[i].what, at->name);
		snprintf(block, sizeof(block), "%s '%s'", p->id, bad_texts[i].bytes);
		play(at, block, "81", &m);
	}
}
END_TEST

/* Name and value alike; row i, place by place. */
START_TEST(both_strings_of_a_user_property_are_utf_8)
{
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(bad_texts)];
	const char *bytes = bad_texts[(size_t)_i % ARRAY_SIZE(bad_texts)].bytes;
	char block[64];
	struct made m;

	snprintf(m.title, sizeof(m.title), "5: user property with %s in %s (5 §1.5.7)",
		 bad_texts[(size_t)_i % ARRAY_SIZE(bad_texts)].what, at->name);
	snprintf(block, sizeof(block), "26 '%s' 'v'", bytes);
	play(at, block, "81", &m);
	snprintf(block, sizeof(block), "26 'k' '%s'", bytes);
	play(at, block, "81", &m);
}
END_TEST

START_TEST(a_property_length_is_in_its_shortest_form_and_within_the_packet)
{
	static const struct {
		const char *what, *block;
	} bad[] = {
		{"longer than it has to be",	      "8000"	     },
		{ "of five bytes",			   "FFFFFFFF7F"},
		{ "larger than what is left",	      "7F"	   },
		{ "of an identifier that there is not", "02 7E00"	  },
		{ "of an identifier in two bytes",	   "03 A60000" },
		{ "of identifier 0",		     "02 0000"   },
	};
	const struct place *at = &places[(size_t)_i / ARRAY_SIZE(bad)];
	char title[160], sent[256], back[64];
	struct transcript t = {
		.title = title, .version = at->version, .sent = sent, .back = back, .end = CLOSED
	};

	snprintf(title, sizeof(title), "5: property length %s in %s (5 §2.2.2.1)",
		 bad[(size_t)_i % ARRAY_SIZE(bad)].what, at->name);
	snprintf(sent, sizeof(sent), "%s %s %s", at->before, bad[(size_t)_i % ARRAY_SIZE(bad)].block,
		 at->after);
	snprintf(back, sizeof(back), at->refused, "81");
	mqtt_transcript_play(&t);
}
END_TEST

SUITE(mqtt_properties)
{
	LOOP_TEST(each_property_stands_where_it_may, 0, N_PAIRS);
	for (int i = 0; i < N_PAIRS; i++) {
		const struct property *p = &properties[(size_t)i % ARRAY_SIZE(properties)];

		if (!among(places[(size_t)i / ARRAY_SIZE(properties)].allowed, p))
			continue;
		LOOP_TEST(only_user_properties_may_come_twice, i, i + 1);
		LOOP_TEST(a_property_that_is_cut_short_is_malformed, i, i + 1);
		if (p->text)
			LOOP_TEST(text_in_a_property_is_utf_8, i, i + 1);
	}
	LOOP_TEST(both_strings_of_a_user_property_are_utf_8, 0, ARRAY_SIZE(places) * ARRAY_SIZE(bad_texts));
	LOOP_TEST(a_property_length_is_in_its_shortest_form_and_within_the_packet, 0, ARRAY_SIZE(places) * 6);
}
