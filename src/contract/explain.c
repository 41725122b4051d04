/* Why a message conforms to none: the reasons of the candidate that came nearest. */
#include "contract/verdict.h"

#include "base/limits.h"
#include "base/text.h"
#include "contract/cloudevents.h"
#include "contract/judged.h"
#include "contract/location.h"
#include "contract/told.h"

static void add(struct violations *out, const char *keyword, struct loc at, struct slice value,
		const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void add(struct violations *out, const char *keyword, struct loc at, struct slice value,
		const char *fmt, ...)
{
	BUF_AUTO struct buf text = BUF_INIT(LIMIT_FINDING_BYTES), quoted = BUF_INIT(0);
	struct violation v = {
		.keyword = keyword, .at = at, .instance = SLICE_LIT(""), .schema = SLICE_LIT("")
	};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	if (value.ptr)
		json_string_add(&quoted, slice_first(value, LIMIT_VALUE_BYTES / 8));
	v.value = value.ptr ? buf_view(&quoted) : SLICE_NONE;
	v.text = buf_view(&text);
	violations_add(out, &v);
}

/* --- address parameters */

static void list_values(struct buf *out, const struct parameter *p)
{
	for (size_t i = 0; i < p->n_values && i < 8; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", SLICE_FMT(p->values[i]));
	if (p->n_values > 8)
		buf_str(out, ", ...");
}

static void explain_parameter(const struct address_match *match, size_t i, struct violations *out)
{
	const struct parameter *p = channel_parameter(match->channel, match->names[i]);
	BUF_AUTO struct buf instance = BUF_INIT(0), schema = BUF_INIT(0),
			    text = BUF_INIT(LIMIT_FINDING_BYTES);
	BUF_AUTO struct buf value = BUF_INIT(0), shown = BUF_INIT(0);
	struct violation v = { .keyword = "parameter", .at = p->at };

	json_pointer_add(&instance, p->name);
	buf_slice(&schema, buf_view(&instance));
	buf_str(&schema, p->n_values ? "/enum" : "/schema");
	printable_add(&shown, match->values[i], 64);
	buf_printf(&text, "address parameter %.*s must ", SLICE_FMT(p->name));
	if (p->n_values) {
		buf_str(&text, "be one of ");
		list_values(&text, p);
	} else {
		buf_str(&text, "conform to its schema");
	}
	buf_printf(&text, " (got \"%s\")", buf_cstr(&shown));
	json_string_add(&value, slice_first(match->values[i], LIMIT_VALUE_BYTES / 8));
	v.instance = buf_view(&instance);
	v.schema = buf_view(&schema);
	v.value = buf_view(&value);
	v.text = buf_view(&text);
	violations_add(out, &v);
}

static void explain_parameters(const struct address_match *match, struct judge *j, struct violations *out)
{
	for (size_t i = 0; match && i < match->n; i++)
		if (!parameter_fits(match, i, j))
			explain_parameter(match, i, out);
}

/* --- one candidate */

static struct loc place_of(const struct message_model *m)
{
	return m->payload_node ? node_loc(m->payload_node) : m->at;
}

/* What the content type must be, and why it is not. */
static void content_type_text(struct buf *out, enum content_fit fit, const struct message_model *m,
			      struct slice said)
{
	BUF_AUTO struct buf shown = BUF_INIT(0);

	printable_add(&shown, said, 64);
	if (fit == CONTENT_OTHER_TYPE) {
		buf_printf(out, "content type must be %.*s (got %s)", SLICE_FMT(m->content_type),
			   buf_cstr(&shown));
	} else if (fit == CONTENT_OTHER_CHARSET) {
		buf_printf(out, "content type must not name another charset than utf-8 (got %s)",
			   buf_cstr(&shown));
	} else {
		buf_printf(out, "content type %s is none that the schema could judge; known are ",
			   buf_cstr(&shown));
		content_list(out);
	}
}

static void explain_content_type(const struct message_model *m, struct judge *j, const struct judged *what,
				 struct violations *out)
{
	enum content_fit fit = content_fit(judge_content(j), m, what);
	struct node *n = node_get(m->node, "contentType");
	BUF_AUTO struct buf text = BUF_INIT(0);

	if (fit == CONTENT_FITS)
		return;
	content_type_text(&text, fit, m, what->content_type);
	add(out, "content-type", n ? node_loc(n) : m->at, what->content_type, "%s", buf_cstr(&text));
}

/* A text that is no JSON has no keyword that it breaks: the message's place stands for it. */
static void explain_json(const struct message_model *m, struct judge *j, struct slice json,
			 struct violations *out)
{
	size_t before = out->n;

	schema_explain(m->payload, j, json, out);
	for (size_t i = before; i < out->n; i++)
		if (!out->list[i].at.line)
			out->list[i].at = place_of(m);
}

static void explain_nothing(const struct message_model *m, struct judge *j, const struct judged *what,
			    struct violations *out)
{
	static const char null[4 + SCHEMA_PADDING] = "null";

	if (!schema_accepts(m->payload, j, slice_of(null, 4)))
		add(out, "json", place_of(m), SLICE_NONE, "payload is %s",
		    what->payload.ptr ? "empty" : "absent");
}

static void explain_broken(const struct message_model *m, const struct opened *o, struct violations *out)
{
	BUF_AUTO struct buf where = BUF_INIT(0);

	if (o->why.instance.len)
		buf_printf(&where, "%.*s, ", SLICE_FMT(o->why.instance));
	add(out, o->keyword, place_of(m), SLICE_NONE, "payload is not %s: %s (%sbyte %zu)", o->what,
	    o->why.text, buf_cstr(&where), o->why.at);
}

/* Without a schema there is only one thing that can be wrong with it. */
static void explain_unjudged(const struct message_model *m, struct judge *j, const struct opened *o,
			     struct violations *out)
{
	if (!content_must_be_whole(m))
		return;
	if (o->form == OPENED_BROKEN)
		explain_broken(m, o, out);
	else if (o->form == OPENED_JSON && !json_is_valid(j, o->json))
		add(out, "json", place_of(m), SLICE_NONE, "payload is not JSON");
}

static void explain_payload(const struct message_model *m, struct judge *j, const struct judged *what,
			    struct violations *out)
{
	struct opened o;

	out->root_name = "payload";
	payload_open(judge_content(j), m, what, &o);
	if (cloudevents_is_envelope(m, &o))
		cloudevents_judge(m, j, &o, place_of(m), out);
	else if (!m->payload)
		explain_unjudged(m, j, &o, out);
	else if (o.form == OPENED_BROKEN)
		explain_broken(m, &o, out);
	else if (o.form == OPENED_NOTHING)
		explain_nothing(m, j, what, out);
	else if (o.form == OPENED_JSON)
		explain_json(m, j, o.json, out);
}

static void explain_headers(const struct message_model *m, struct judge *j, const struct judged *what,
			    struct violations *out)
{
	struct scratch s;

	if (what->has_headers)
		cloudevents_judge_headers(m, what, m->at, out);
	if (!m->headers || !what->has_headers)
		return;
	out->root_name = "headers";
	scratch_init(&s);
	scratch_headers(&s, m, what);
	if (s.failed)
		add(out, "header", m->at, SLICE_NONE, "headers are too large to be judged");
	else
		schema_explain(m->headers, j, scratch_json(&s), out);
	scratch_release(&s);
	out->root_name = "payload";
}

/* --- which candidate it was meant to be */

/* A property that tells messages apart: right in one that fails elsewhere says more than any count. */
struct score {
	size_t which;	       /* candidate */
	unsigned wrong, right; /* tells */
	size_t violations;
};

static bool is_constant(const struct tell *t)
{
	return !t->in_header && t->certain && t->n_values == 1;
}

static bool is_tell(const struct message_model *m, struct slice instance)
{
	for (size_t i = 0; i < m->n_tells; i++)
		if (is_constant(&m->tells[i]) && instance.len == m->tells[i].name.len + 1 &&
		    slice_eq(slice_from(instance, 1), m->tells[i].name))
			return true;
	return false;
}

static unsigned count_constants(const struct message_model *m)
{
	unsigned n = 0;

	for (size_t i = 0; i < m->n_tells; i++)
		n += is_constant(&m->tells[i]);
	return n;
}

static bool is_about_value(const struct violation *v)
{
	return slice_is(slice_str(v->keyword), "const") || slice_is(slice_str(v->keyword), "enum") ||
	       slice_is(slice_str(v->keyword), "type");
}

/* A tell that is required and absent is as wrong as one with another value. */
static unsigned absent_tells(unsigned n_tells, const struct violations *found)
{
	unsigned n = 0;

	for (size_t i = 0; i < found->n; i++)
		n += slice_is(slice_str(found->list[i].keyword), "required") &&
		     found->list[i].instance.len == 0;
	return n < n_tells ? n : n_tells;
}

static struct score score_of(const struct message_model *m, struct judge *j, const struct judged *what)
{
	struct violations found = { .max = LIMIT_VIOLATIONS };
	unsigned n_tells = count_constants(m), absent;
	struct score s = { 0 };

	explain_payload(m, j, what, &found);
	for (size_t i = 0; i < found.n; i++)
		s.wrong += is_about_value(&found.list[i]) && is_tell(m, found.list[i].instance);
	absent = absent_tells(n_tells, &found);
	if (n_tells > s.wrong + absent)
		s.right = n_tells - s.wrong - absent;
	explain_headers(m, j, what, &found);
	explain_content_type(m, j, what, &found);
	s.wrong += content_fit(judge_content(j), m, what) == CONTENT_OTHER_TYPE;
	s.violations = found.n + found.left_out;
	violations_release(&found);
	return s;
}

static bool is_nearer(const struct score *a, const struct score *b)
{
	if (!a->wrong != !b->wrong)
		return !a->wrong;
	if (!a->right != !b->right)
		return a->right != 0;
	return a->violations < b->violations;
}

/* What came nearest, first; the one that it is told to be before all. */
struct ranking {
	struct score list[1 + LIMIT_RUNNERS_UP];
	size_t n;
};

static void rank(struct ranking *r, const struct score *s, bool is_told)
{
	size_t at = is_told ? 0 : r->n;

	while (!is_told && at && is_nearer(s, &r->list[at - 1]))
		at--;
	if (at == ARRAY_SIZE(r->list))
		return;
	if (r->n < ARRAY_SIZE(r->list))
		r->n++;
	memmove(&r->list[at + 1], &r->list[at], (r->n - at - 1) * sizeof(*s));
	r->list[at] = *s;
}

static void say_runners_up(struct violations *out, struct message_model *const *candidates,
			   const struct ranking *r)
{
	out->runners_up = arena_array(&out->arena, struct runner_up, r->n);
	for (size_t i = 1; i < r->n; i++)
		out->runners_up[out->n_runners_up++] = (struct runner_up){
			.message = arena_copy(&out->arena, candidates[r->list[i].which]->name),
			.violations = r->list[i].violations,
		};
}

static void say_told(struct violations *out, const struct tell *t)
{
	if (t)
		out->told_by = slice_str(arena_printf(
			&out->arena, t->in_header ? "headers.%.*s" : "payload.%.*s", SLICE_FMT(t->name)));
}

static struct message_model *meant_of(struct message_model *const *candidates, size_t n, struct judge *j,
				      const struct judged *m, struct ranking *r, const struct tell **by)
{
	size_t which = n;

	r->n = 0;
	*by = told(candidates, n, j, m, &which);
	for (size_t i = 0; n > 1 && i < n; i++) {
		struct score s;

		if (i == which)
			continue;
		s = score_of(candidates[i], j, m);
		s.which = i;
		rank(r, &s, false);
	}
	if (*by)
		rank(r, &(struct score){ .which = which }, true);
	return n < 2 ? (n ? candidates[0] : NULL) : candidates[r->list[0].which];
}

void verdict_explain(struct message_model *const *candidates, size_t n, struct judge *j,
		     const struct judged *m, struct message_model **nearest, struct violations *out)
{
	struct ranking r;
	const struct tell *by;
	size_t payload;
	struct message_model *best = meant_of(candidates, n, j, m, &r, &by);

	*nearest = best;
	explain_parameters(m->match, j, out);
	if (!best) {
		locations_explain(NULL, j, m, out);
		return;
	}
	explain_content_type(best, j, m, out);
	explain_payload(best, j, m, out);
	payload = out->n;
	explain_headers(best, j, m, out);
	for (size_t i = payload; i < out->n; i++)
		out->list[i].in_headers = true;
	locations_explain(best, j, m, out);
	if (!out->n || n < 2)
		return;
	say_told(out, by);
	say_runners_up(out, candidates, &r);
}
