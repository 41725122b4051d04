/* The types that come with protobuf, as their sources have them (comments left out), and their JSON forms. */
#include "schema/proto.h"

#define HEAD "syntax = \"proto3\"; package google.protobuf;"

static const struct {
	const char *import, *source;
} files[] = {
	{"google/protobuf/timestamp.proto",
	  HEAD "message Timestamp { int64 seconds = 1; int32 nanos = 2; }"									   },
	{ "google/protobuf/duration.proto",   HEAD "message Duration { int64 seconds = 1; int32 nanos = 2; }"				    },
	{ "google/protobuf/field_mask.proto", HEAD "message FieldMask { repeated string paths = 1; }"					      },
	{ "google/protobuf/empty.proto",	 HEAD "message Empty {}"									 },
	{ "google/protobuf/any.proto",
	  HEAD "import 'google/protobuf/wrappers.proto';" /* what is made for an Any is a StringValue */
	       "message Any { string type_url = 1; bytes value = 2; }"									},
	{ "google/protobuf/struct.proto",
	  HEAD "message Struct { map<string, Value> fields = 1; }"
	       "message Value { oneof kind { NullValue null_value = 1; double number_value = 2;"
	       " string string_value = 3; bool bool_value = 4; Struct struct_value = 5;"
	       " ListValue list_value = 6; } }"
	       "enum NullValue { NULL_VALUE = 0; }"
	       "message ListValue { repeated Value values = 1; }"									     },
	{ "google/protobuf/wrappers.proto",   HEAD "message DoubleValue { double value = 1; }"
						 "message FloatValue { float value = 1; }"
						 "message Int64Value { int64 value = 1; }"
						 "message UInt64Value { uint64 value = 1; }"
						 "message Int32Value { int32 value = 1; }"
						 "message UInt32Value { uint32 value = 1; }"
						 "message BoolValue { bool value = 1; }"
						 "message StringValue { string value = 1; }"
						 "message BytesValue { bytes value = 1; }"	   },
 /* Only names options, which are skipped. */
	{ "google/protobuf/descriptor.proto", "syntax = \"proto2\"; package google.protobuf;"
					      "message FileOptions { extensions 1000 to max; }"
					      "message MessageOptions { extensions 1000 to max; }"
					      "message FieldOptions { extensions 1000 to max; }"
					      "message OneofOptions { extensions 1000 to max; }"
					      "message ExtensionRangeOptions { extensions 1000 to max; }"
					      "message EnumOptions { extensions 1000 to max; }"
					      "message EnumValueOptions { extensions 1000 to max; }"
					      "message ServiceOptions { extensions 1000 to max; }"
					      "message MethodOptions { extensions 1000 to max; }"},
};

struct slice proto_built_in(struct slice import)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (slice_is(import, files[i].import))
			return slice_str(files[i].source);
	return SLICE_NONE;
}

static const struct {
	const char *full_name;
	enum proto_form form;
} forms[] = {
	{"google.protobuf.Timestamp",    FORM_TIMESTAMP },
	  { "google.protobuf.Duration",	FORM_DURATION  },
	{ "google.protobuf.FieldMask",   FORM_FIELD_MASK},
	  { "google.protobuf.Any",	   FORM_ANY	    },
	{ "google.protobuf.Struct",	    FORM_STRUCT	},
	  { "google.protobuf.Value",	     FORM_VALUE	},
	{ "google.protobuf.ListValue",   FORM_LIST	 },
	  { "google.protobuf.DoubleValue", FORM_WRAPPER	},
	{ "google.protobuf.FloatValue",	FORM_WRAPPER   },
	  { "google.protobuf.Int64Value",  FORM_WRAPPER   },
	{ "google.protobuf.UInt64Value", FORM_WRAPPER   },
	  { "google.protobuf.Int32Value",  FORM_WRAPPER   },
	{ "google.protobuf.UInt32Value", FORM_WRAPPER   },
	  { "google.protobuf.BoolValue",	 FORM_WRAPPER   },
	{ "google.protobuf.StringValue", FORM_WRAPPER   },
	  { "google.protobuf.BytesValue",  FORM_WRAPPER   },
};

/* Is it ours, and not somebody's own that only has the name? */
static bool is_built_in(const struct proto_symbol *s)
{
	return s && s->file && !s->file->node;
}

void proto_set_forms(struct proto_pool *p)
{
	const struct proto_symbol *null_value = map_get(&p->symbols, SLICE_LIT("google.protobuf.NullValue"));

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct proto_symbol *s = map_get(&p->symbols, slice_str(forms[i].full_name));

		if (is_built_in(s) && s->message)
			s->message->form = forms[i].form;
	}
	if (is_built_in(null_value) && null_value->enumeration)
		null_value->enumeration->is_null = true;
}
