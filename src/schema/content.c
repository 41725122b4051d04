/* The table of content types. */
#include "schema/content.h"

#include "schema/content_wire.h"
#include "schema/judge.h"

static const char *const json_types[] = { "application/json", "json", "text/json", "application/x-json",
					  NULL };
static const char *const event_types[] = { "application/cloudevents+json", "application/cloudevents", NULL };
static const char *const batch_types[] = { "application/cloudevents-batch+json",
					   "application/cloudevents-batch", NULL };
static const char *const cbor_types[] = { "application/cbor", "application/x-cbor", NULL };
static const char *const messagepack_types[] = { "application/msgpack", "application/x-msgpack",
						 "application/vnd.msgpack", "application/messagepack", NULL };
static const char *const avro_types[] = { "application/vnd.apache.avro",
					  "application/vnd.apache.avro+binary",
					  "application/avro",
					  "avro/binary",
					  "application/avro-binary",
					  "application/x-avro",
					  NULL };
static const char *const protobuf_types[] = { "application/protobuf", "application/x-protobuf",
					      "application/vnd.google.protobuf",
					      "application/x-google-protobuf", NULL };
static const char *const xml_types[] = { "application/xml", "text/xml", NULL };
static const char *const gzip_types[] = { "application/gzip", "application/x-gzip", NULL };
static const char *const zstd_types[] = { "application/zstd", NULL };
static const char *const bytes_types[] = { "application/octet-stream", NULL };
static const char *const no_types[] = { NULL };

/* Looked through in order; a name is one row's only. */
static const struct content contents[] = {
	{.kind = CONTENT_JSON,
	  .name = "JSON",
	  .keyword = "json",
	  .media_types = json_types,
	  .suffix = "+json" },
	{ .kind = CONTENT_JSON,
	  .event = EVENT_ONE,
	  .name = "CloudEvents",
	  .keyword = "cloudevents",
	  .media_types = event_types },
	{ .kind = CONTENT_JSON,
	  .event = EVENT_BATCH,
	  .name = "CloudEvents batch",
	  .keyword = "cloudevents",
	  .media_types = batch_types },
	{ .kind = CONTENT_WIRE,
	  .name = "CBOR",
	  .keyword = "cbor",
	  .media_types = cbor_types,
	  .suffix = "+cbor",
	  .to_json = cbor_to_json,
	  .from_json = cbor_from_json },
	{ .kind = CONTENT_WIRE,
	  .name = "MessagePack",
	  .keyword = "messagepack",
	  .media_types = messagepack_types,
	  .suffix = "+msgpack",
	  .to_json = messagepack_to_json,
	  .from_json = messagepack_from_json },
	{ .kind = CONTENT_LANGUAGE,
	  .name = "Avro",
	  .keyword = "avro",
	  .media_types = avro_types,
	  .suffix = "+avro" },
	{ .kind = CONTENT_LANGUAGE,
	  .name = "Protobuf",
	  .keyword = "protobuf",
	  .media_types = protobuf_types,
	  .suffix = "+proto" },
	{ .kind = CONTENT_TEXT,
	  .name = "XML",
	  .keyword = "xml",
	  .media_types = xml_types,
	  .suffix = "+xml",
	  .to_json = xml_check },
	{ .kind = CONTENT_COMPRESSED,
	  .name = "gzip",
	  .keyword = "gzip",
	  .media_types = gzip_types,
	  .suffix = "+gzip",
	  .compression = COMPRESSION_GZIP },
	{ .kind = CONTENT_COMPRESSED,
	  .name = "zstd",
	  .keyword = "zstd",
	  .media_types = zstd_types,
	  .suffix = "+zstd",
	  .compression = COMPRESSION_ZSTD },
	{ .kind = CONTENT_OPAQUE,		  .name = "bytes",	   .keyword = "bytes",			       .media_types = bytes_types},
};

/* text/ANYTHING that is no row above. */
static const struct content plain_text = { .kind = CONTENT_TEXT,
					   .name = "text",
					   .keyword = "text",
					   .media_types = no_types,
					   .to_json = text_check };
static const struct content unknown = {
	.kind = CONTENT_UNKNOWN, .name = "unknown content", .keyword = "content-type", .media_types = no_types
};

struct slice media_type_of(struct slice content_type)
{
	return slice_trim(slice_first(content_type, slice_find(content_type, ';')));
}

struct slice media_type_parameter(struct slice content_type, const char *name)
{
	struct slice rest = content_type, part;

	slice_split(&rest, ';', &part);
	while (slice_split(&rest, ';', &part)) {
		size_t equals = slice_find(part, '=');
		struct slice value = slice_trim(slice_from(part, equals + 1));

		if (equals == part.len ||
		    !slice_eq_ignoring_case(slice_trim(slice_first(part, equals)), slice_str(name)))
			continue;
		if (value.len > 1 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
			value = slice_of(value.ptr + 1, value.len - 2);
		return value;
	}
	return SLICE_NONE;
}

static bool is_named(const struct content *c, struct slice type)
{
	for (const char *const *name = c->media_types; *name; name++)
		if (slice_eq_ignoring_case(type, slice_str(*name)))
			return true;
	return false;
}

static bool ends_in(struct slice s, struct slice suffix)
{
	return s.len > suffix.len && slice_eq_ignoring_case(slice_from(s, s.len - suffix.len), suffix);
}

const struct content *content_find(struct slice content_type)
{
	struct slice type = media_type_of(content_type);

	for (size_t i = 0; i < ARRAY_SIZE(contents); i++)
		if (is_named(&contents[i], type))
			return &contents[i];
	for (size_t i = 0; i < ARRAY_SIZE(contents); i++)
		if (contents[i].suffix && ends_in(type, slice_str(contents[i].suffix)))
			return &contents[i];
	return slice_eq_ignoring_case(slice_first(type, 5), SLICE_LIT("text/")) ? &plain_text : &unknown;
}

bool content_is_alias(struct slice a, struct slice b)
{
	const struct content *c = content_find(a);

	return is_named(c, media_type_of(a)) && is_named(c, media_type_of(b));
}

const char *content_keyword(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(contents); i++)
		if (slice_is(slice_str(name), contents[i].name))
			return contents[i].keyword;
	return unknown.keyword;
}

void content_list(struct buf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(contents); i++)
		if (contents[i].kind != CONTENT_OPAQUE)
			buf_printf(out, "%s%s", i ? ", " : "", contents[i].name);
	buf_printf(out, ", %s", plain_text.name);
}

/* RFC 9110, 8.4.1, and RFC 8878 for zstd; "x-gzip" is the old name. */
bool content_encoding_find(struct slice name, enum compression *out)
{
	static const struct {
		const char *name;
		enum compression is;
	} encodings[] = {
		{"gzip",	  COMPRESSION_GZIP},
		{ "x-gzip",  COMPRESSION_GZIP},
		{ "deflate", COMPRESSION_ZLIB},
		{ "zstd",	  COMPRESSION_ZSTD},
	};

	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
		if (slice_eq_ignoring_case(name, slice_str(encodings[i].name))) {
			*out = encodings[i].is;
			return true;
		}
	return false;
}

void content_scratch_release(struct content_scratch *s)
{
	buf_release(&s->expanded);
	buf_release(&s->json);
	buf_release(&s->part);
	expander_release(&s->expander);
	arena_free(&s->arena);
}

struct content_scratch *judge_content(struct judge *j)
{
	return &j->content;
}

const struct content *content_said(struct content_scratch *s, struct slice content_type)
{
	if (s->said_is && slice_eq(slice_of(s->said, s->said_length), content_type))
		return s->said_is;
	if (content_type.len > sizeof(s->said))
		return content_find(content_type);
	s->said_is = content_find(content_type);
	s->said_length = content_type.len;
	memcpy(s->said, content_type.ptr, content_type.len);
	return s->said_is;
}
