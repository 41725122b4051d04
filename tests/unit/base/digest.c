/* SHA-256 against the examples of FIPS 180-4. */
#include "base/digest.h"

#include "suite.h"

static const struct {
	const char *text, *hex;
} rows[] = {
	{"",     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
};

START_TEST(sha256_is_that_of_the_standard)
{
	char hex[SHA256_HEX];

	sha256_hex(slice_str(rows[_i].text), hex);
	ck_assert_str_eq(hex, rows[_i].hex);
}
END_TEST

SUITE(digest)
{
	LOOP_TEST(sha256_is_that_of_the_standard, 0, ARRAY_SIZE(rows));
}
