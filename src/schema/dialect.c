/* Which dialect a schema is written in, as metaschema URIs and media types name it. */
#include "base/text.h"
#include "schema/program.h"

static const struct {
	const char *name;
	const char *uri; /* of the metaschema; NULL: none of its own */
} dialects[SCHEMA_DIALECTS] = {
	[DIALECT_ASYNCAPI] = {"AsyncAPI",	   NULL						},
	[DIALECT_DRAFT_04] = { "draft-04",	   "http://json-schema.org/draft-04/schema"	    },
	[DIALECT_DRAFT_06] = { "draft-06",	   "http://json-schema.org/draft-06/schema"	    },
	[DIALECT_DRAFT_07] = { "draft-07",	   "http://json-schema.org/draft-07/schema"	    },
	[DIALECT_DRAFT_2019_09] = { "2019-09",     "https://json-schema.org/draft/2019-09/schema"  },
	[DIALECT_DRAFT_2020_12] = { "2020-12",     "https://json-schema.org/draft/2020-12/schema"  },
	[DIALECT_OPENAPI_3_0] = { "OpenAPI 3.0", NULL					      },
	[DIALECT_OPENAPI_3_1] = { "OpenAPI 3.1", "https://spec.openapis.org/oas/3.1/dialect/base"},
};

const char *schema_dialect_name(enum schema_dialect dialect)
{
	return dialects[dialect].name;
}

/* Without the scheme: people write http and https for one another. */
static struct slice behind_scheme(struct slice uri)
{
	size_t colon = slice_find(uri, ':');
	struct slice scheme = slice_first(uri, colon);

	return slice_is(scheme, "http") || slice_is(scheme, "https") ? slice_from(uri, colon) : uri;
}

bool schema_dialect_of_uri(struct slice uri, enum schema_dialect *out)
{
	struct slice bare = slice_ends(uri, SLICE_LIT("#")) ? slice_first(uri, uri.len - 1) : uri;

	for (unsigned i = 0; i < SCHEMA_DIALECTS; i++)
		if (dialects[i].uri &&
		    slice_eq(behind_scheme(bare), behind_scheme(slice_str(dialects[i].uri)))) {
			*out = i;
			return true;
		}
	return false;
}

/* The value of the parameter `version`: "draft-07" of "application/schema+json; version=draft-07". */
static struct slice version_of(struct slice format)
{
	struct slice part;

	while (slice_split(&format, ';', &part)) {
		size_t sign = slice_find(part, '=');

		if (!slice_eq_ignoring_case(slice_trim(slice_first(part, sign)), SLICE_LIT("version")))
			continue;
		part = slice_trim(slice_from(part, sign + 1));
		if (part.len >= 2 && part.ptr[0] == '"' && part.ptr[part.len - 1] == '"')
			part = slice_of(part.ptr + 1, part.len - 2);
		return part;
	}
	return SLICE_NONE;
}

/* "draft-07", "draft/2020-12", "2020-12": told by how they end.  AsyncAPI names draft-07 only, so that is
 * what an unknown one is read as. */
static enum schema_dialect dialect_of_draft(struct slice version)
{
	static const struct {
		const char *end;
		enum schema_dialect dialect;
	} ends[] = {
		{"2019-09",  DIALECT_DRAFT_2019_09},
		{ "2020-12", DIALECT_DRAFT_2020_12},
		{ "4",       DIALECT_DRAFT_04	},
		{ "6",       DIALECT_DRAFT_06	},
		{ "7",       DIALECT_DRAFT_07	},
	};

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (slice_ends(version, slice_str(ends[i].end)))
			return ends[i].dialect;
	return DIALECT_ASYNCAPI;
}

static enum schema_dialect dialect_of_openapi(struct slice version)
{
	return slice_starts(version, SLICE_LIT("3.1")) || slice_starts(version, SLICE_LIT("3.2"))
		       ? DIALECT_OPENAPI_3_1
		       : DIALECT_OPENAPI_3_0;
}

static enum schema_dialect dialect_of_asyncapi(struct slice version)
{
	(void)version;
	return DIALECT_ASYNCAPI;
}

bool schema_dialect_of_format(struct slice format, enum schema_dialect *out)
{
	static const struct {
		const char *type;
		enum schema_dialect (*of)(struct slice version);
	} types[] = {
		{"application/vnd.aai.asyncapi",	  dialect_of_asyncapi},
		{ "application/vnd.aai.asyncapi+json", dialect_of_asyncapi},
		{ "application/vnd.aai.asyncapi+yaml", dialect_of_asyncapi},
		{ "application/schema+json",	     dialect_of_draft   },
		{ "application/schema+yaml",	     dialect_of_draft   },
		{ "application/vnd.oai.openapi",	 dialect_of_openapi },
		{ "application/vnd.oai.openapi+json",  dialect_of_openapi },
		{ "application/vnd.oai.openapi+yaml",  dialect_of_openapi },
	};
	struct slice type = slice_trim(slice_first(format, slice_find(format, ';')));

	*out = DIALECT_ASYNCAPI;
	if (!format.ptr)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (slice_eq_ignoring_case(type, slice_str(types[i].type))) {
			*out = types[i].of(version_of(format));
			return true;
		}
	return false;
}

/* --- within a program */

static struct slice without_fragment(struct slice uri)
{
	return slice_first(uri, slice_find(uri, '#'));
}

static unsigned vocabularies_of(const struct node *list)
{
	static const struct {
		const char *uri;
		unsigned bits;
		bool only_if_required; /* `false` says nothing */
	} known[] = {
		{"https://json-schema.org/draft/2019-09/vocab/applicator",
		  VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED,						  false},
		{ "https://json-schema.org/draft/2019-09/vocab/validation",	    VOCABULARY_VALIDATION,	   false},
		{ "https://json-schema.org/draft/2019-09/vocab/format",		VOCABULARY_FORMAT_ASSERTION, true },
		{ "https://json-schema.org/draft/2020-12/vocab/applicator",	    VOCABULARY_APPLICATOR,	   false},
		{ "https://json-schema.org/draft/2020-12/vocab/unevaluated",	     VOCABULARY_UNEVALUATED,	     false},
		{ "https://json-schema.org/draft/2020-12/vocab/validation",	    VOCABULARY_VALIDATION,	   false},
		{ "https://json-schema.org/draft/2020-12/vocab/format-assertion", VOCABULARY_FORMAT_ASSERTION,
		  false											      },
	};
	unsigned bits = VOCABULARY_CORE;

	if (!node_is(list, NODE_MAP))
		return VOCABULARY_USUAL;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (node_get_bool(list, known[i].uri, false) ||
		    (node_get(list, known[i].uri) && !known[i].only_if_required))
			bits |= known[i].bits;
	return bits;
}

/* A metaschema of the caller's: its `$vocabulary` counts, and the dialect that it is written in itself. */
enum { METASCHEMA_CHAIN = 8 };

void dialect_settle(struct schema_program *p, const struct node *root, enum schema_dialect *dialect,
		    unsigned *vocabularies)
{
	struct slice uri = node_get_text(root, "$schema");
	const struct node *own = NULL;

	for (unsigned i = 0; uri.len && i < METASCHEMA_CHAIN; i++) {
		const struct node *found;

		if (schema_dialect_of_uri(uri, dialect)) {
			*vocabularies = VOCABULARY_USUAL;
			break;
		}
		found = p->options.documents ? map_get(p->options.documents, without_fragment(uri)) : NULL;
		if (!own)
			own = found;
		uri = node_get_text(found, "$schema");
	}
	if (own)
		*vocabularies = vocabularies_of(node_get(own, "$vocabulary"));
}

enum schema_dialect schema_dialect_at(struct library *l, struct node *n, enum schema_dialect otherwise)
{
	const struct schema_programs *all = l->compiled;
	enum schema_dialect own;

	if (schema_dialect_of_uri(node_get_text(n, "$schema"), &own))
		return own;
	for (size_t i = 0; all && i < PROGRAMS_EACH; i++) {
		struct schema_program *p = all->list[otherwise][i];
		struct resource *in = p ? program_place(p, n, NULL) : NULL;

		if (in)
			return in->dialect;
	}
	return otherwise;
}
