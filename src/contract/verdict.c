/* Which message of a contract one conforms to: the fast answer, without reasons. */
#include "contract/verdict.h"

#include "contract/cloudevents.h"
#include "contract/judged.h"
#include "contract/location.h"
#include "contract/told.h"

static bool is_one_of(struct slice value, const struct slice *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(list[i], value))
			return true;
	return n == 0;
}

bool parameter_fits(const struct address_match *match, size_t i, struct judge *j)
{
	const struct parameter *p = channel_parameter(match->channel, match->names[i]);
	struct scratch s;
	bool fits;

	if (!p || !is_one_of(match->values[i], p->values, p->n_values))
		return !p;
	if (!p->schema)
		return true;
	scratch_init(&s);
	scratch_typed(&s, match->values[i], p->reads);
	fits = schema_accepts(p->schema, j, scratch_json(&s)) && !s.failed;
	scratch_release(&s);
	return fits;
}

static bool parameters_fit(const struct address_match *match, struct judge *j)
{
	for (size_t i = 0; match && i < match->n; i++)
		if (!parameter_fits(match, i, j))
			return false;
	return true;
}

/* No payload at all stands for null. */
static bool accepts_nothing(const struct message_model *m, struct judge *j)
{
	static const char null[4 + SCHEMA_PADDING] = "null";

	return schema_accepts(m->payload, j, slice_of(null, 4));
}

static bool payload_fits(const struct message_model *m, struct judge *j, const struct judged *what)
{
	struct opened o;

	payload_open(judge_content(j), m, what, &o);
	if (cloudevents_is_envelope(m, &o))
		return cloudevents_judge(m, j, &o, m->at, NULL);
	if (!m->payload)
		return !content_must_be_whole(m) ||
		       (o.form != OPENED_BROKEN && (o.form != OPENED_JSON || json_is_valid(j, o.json)));
	if (o.form == OPENED_JSON)
		return schema_accepts(m->payload, j, o.json);
	return o.form == OPENED_OPAQUE || (o.form == OPENED_NOTHING && accepts_nothing(m, j));
}

static bool headers_fit(const struct message_model *m, struct judge *j, const struct judged *what)
{
	struct scratch s;
	bool fits;

	if (!what->has_headers || !cloudevents_judge_headers(m, what, m->at, NULL))
		return !what->has_headers;
	if (!m->headers)
		return true;
	scratch_init(&s);
	scratch_headers(&s, m, what);
	fits = schema_accepts(m->headers, j, scratch_json(&s)) && !s.failed;
	scratch_release(&s);
	return fits;
}

static bool fits(const struct message_model *m, struct judge *j, const struct judged *what)
{
	return content_fit(judge_content(j), m, what) == CONTENT_FITS && payload_fits(m, j, what) &&
	       headers_fit(m, j, what) && locations_fit(m, j, what);
}

/* The one that it is told to be comes first: the others mostly fail, and failing costs more. */
struct message_model *verdict_match(struct message_model *const *candidates, size_t n, struct judge *j,
				    const struct judged *m, bool *any)
{
	bool parameters = parameters_fit(m->match, j);
	size_t first = n;

	*any = n == 0 && parameters && locations_fit(NULL, j, m);
	if (!parameters)
		return NULL;
	if (told(candidates, n, j, m, &first) && fits(candidates[first], j, m))
		return candidates[first];
	for (size_t i = 0; i < n; i++)
		if (i != first && fits(candidates[i], j, m))
			return candidates[i];
	return NULL;
}
