/* Floats and doubles as the shortest JSON that gives the same value back. */
#include <math.h>
#include <stdlib.h>

#include "schema/avro.h"

static bool add_special(struct buf *json, double value)
{
	if (isfinite(value))
		return false;
	buf_str(json, isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
	return true;
}

/* Is it what the text of r / 10^places is read as?  The quotient is rounded once, as the text is. */
static bool gives(double quotient, double value, bool is_float)
{
	return is_float ? (double)(float)quotient == value : quotient == value;
}

/* Up to 6 places behind the point without a detour over text: most numbers that people make. */
static bool add_short(struct buf *json, double value, bool is_float)
{
	static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
	const double most = is_float ? 16777216.0 : 9007199254740992.0;

	for (size_t places = 0; places < ARRAY_SIZE(powers); places++) {
		double scaled = nearbyint(fabs(value) * powers[places]);
		uint64_t whole, unit = (uint64_t)powers[places];

		if (!(scaled < most))
			return false;
		if (!gives(scaled / powers[places], fabs(value), is_float))
			continue;
		whole = (uint64_t)scaled;
		if (signbit(value))
			buf_char(json, '-');
		buf_decimal(json, whole / unit);
		if (places)
			buf_printf(json, ".%0*llu", (int)places, (unsigned long long)(whole % unit));
		return true;
	}
	return false;
}

static void add_long(struct buf *json, double value, bool is_float)
{
	char text[40];
	int most = is_float ? 9 : 17;

	for (int digits = is_float ? 6 : 15; digits <= most; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (gives(strtod(text, NULL), value, is_float))
			break;
	}
	buf_str(json, text);
}

static void add_number(struct buf *json, double value, bool is_float)
{
	if (!add_special(json, value) && !add_short(json, value, is_float))
		add_long(json, value, is_float);
}

void avro_add_double(struct buf *json, double value)
{
	add_number(json, value, false);
}

void avro_add_float(struct buf *json, float value)
{
	add_number(json, (double)value, true);
}
