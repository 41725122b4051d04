/* Logical types: which type each annotates, and what a decimal may be (Avro 1.11, "Logical Types"). */
#include "schema/avro.h"

const char *const avro_logical_names[AVRO_LOGICALS] = {
	[AVRO_PLAIN] = "",
	[AVRO_DECIMAL] = "decimal",
	[AVRO_UUID] = "uuid",
	[AVRO_DATE] = "date",
	[AVRO_TIME_MILLIS] = "time-millis",
	[AVRO_TIME_MICROS] = "time-micros",
	[AVRO_TIMESTAMP_MILLIS] = "timestamp-millis",
	[AVRO_TIMESTAMP_MICROS] = "timestamp-micros",
	[AVRO_TIMESTAMP_NANOS] = "timestamp-nanos",
	[AVRO_LOCAL_TIMESTAMP_MILLIS] = "local-timestamp-millis",
	[AVRO_LOCAL_TIMESTAMP_MICROS] = "local-timestamp-micros",
	[AVRO_LOCAL_TIMESTAMP_NANOS] = "local-timestamp-nanos",
	[AVRO_DURATION] = "duration",
};

/* What each stands on; `size` of a fixed, 0: any. */
static const struct {
	enum avro_kind first, second;
	size_t size;
} bases[AVRO_LOGICALS] = {
	[AVRO_DECIMAL] = {AVRO_BYTES,   AVRO_FIXED, 0 },
	[AVRO_UUID] = { AVRO_STRING, AVRO_FIXED, 16},
	[AVRO_DATE] = { AVRO_INT,	  AVRO_INT,   0 },
	[AVRO_TIME_MILLIS] = { AVRO_INT,	 AVRO_INT,   0 },
	[AVRO_TIME_MICROS] = { AVRO_LONG,	  AVRO_LONG,  0 },
	[AVRO_TIMESTAMP_MILLIS] = { AVRO_LONG,   AVRO_LONG,  0 },
	[AVRO_TIMESTAMP_MICROS] = { AVRO_LONG,   AVRO_LONG,  0 },
	[AVRO_TIMESTAMP_NANOS] = { AVRO_LONG,   AVRO_LONG,	 0 },
	[AVRO_LOCAL_TIMESTAMP_MILLIS] = { AVRO_LONG,   AVRO_LONG,	0 },
	[AVRO_LOCAL_TIMESTAMP_MICROS] = { AVRO_LONG,   AVRO_LONG,	0 },
	[AVRO_LOCAL_TIMESTAMP_NANOS] = { AVRO_LONG,   AVRO_LONG,  0 },
	[AVRO_DURATION] = { AVRO_FIXED,	AVRO_FIXED, 12},
};

/* floor(log10(2^(8 * size - 1) - 1)), by 0.30102999566 */
int64_t avro_decimal_digits(size_t size)
{
	if (!size)
		return 0;
	if (size > 1 << 20)
		size = 1 << 20;
	return (int64_t)((8 * (uint64_t)size - 1) * 30102999566u / 100000000000u);
}

/* False: what is wrong was said. */
static bool read_decimal(struct avro_parsing *p, const struct node *n, struct avro_type *t)
{
	struct node *precision = node_get(n, "precision"), *scale = node_get(n, "scale");
	int64_t digits = 0, behind = 0, most = avro_decimal_digits(t->size);

	if (!precision || !node_int(precision, &digits) || digits < 1)
		avro_warn(p, precision ? precision : n,
			  "a decimal must have a \"precision\", a whole number from 1; without it the type "
			  "counts as plain %s",
			  avro_kind_names[t->kind]);
	else if (scale && (!node_int(scale, &behind) || behind < 0 || behind > digits))
		avro_warn(p, scale,
			  "the \"scale\" of a decimal must be a whole number from 0 to its precision %lld; "
			  "as it is the type counts as plain %s",
			  (long long)digits, avro_kind_names[t->kind]);
	else if (t->kind == AVRO_FIXED && digits > most)
		avro_warn(
			p, precision,
			"a fixed of %zu bytes holds decimals of at most %lld digits, not %lld; as it is the "
			"type counts as plain fixed",
			t->size, (long long)most, (long long)digits);
	else {
		t->precision = digits;
		t->scale = behind;
		return true;
	}
	return false;
}

static enum avro_logical logical_named(struct slice name)
{
	for (size_t i = AVRO_PLAIN + 1; i < AVRO_LOGICALS; i++)
		if (slice_is(name, avro_logical_names[i]))
			return (enum avro_logical)i;
	return AVRO_PLAIN;
}

static bool stands_on(enum avro_logical logical, const struct avro_type *t)
{
	bool fits = t->kind == bases[logical].first || t->kind == bases[logical].second;

	return fits && (t->kind != AVRO_FIXED || !bases[logical].size || t->size == bases[logical].size);
}

void avro_read_logical(struct avro_parsing *p, const struct node *n, struct avro_type *t)
{
	struct node *given = node_get(n, "logicalType");
	enum avro_logical logical = logical_named(node_text(given));

	if (logical == AVRO_PLAIN) /* "must ignore unknown logical types" */
		return;
	if (!stands_on(logical, t)) {
		enum avro_kind base = bases[logical].first;

		avro_warn(p, given, "the logical type %s needs the type %s%s, not %s: it counts for nothing",
			  avro_logical_names[logical], avro_kind_names[base],
			  base == AVRO_FIXED ? " of size 12" : "", avro_kind_names[t->kind]);
		return;
	}
	if (logical != AVRO_DECIMAL || read_decimal(p, n, t))
		t->logical = logical;
}
