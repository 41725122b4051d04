#include "record/infer_traffic.h"

#include "base/text.h"

/* --- which type a message has */

/* Properties that name the type of a message, the most likely first. */
static const char *const tells[] = { "type",	     "eventType", "event_type", "messageType",
				     "message_type", "msgType",	  "@type",	"$type",
				     "event",	     "kind",	  "action",	"command" };

static bool is_name(struct slice s)
{
	if (!s.len || s.len > SKETCH_TEXT_BYTES)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] <= ' ' || s.ptr[i] == 0x7f)
			return false;
	return true;
}

static void find_tell(const struct traffic *t, const struct node *payload, struct variant *v)
{
	for (size_t i = 0; i < ARRAY_SIZE(tells); i++) {
		struct slice value = node_get_text(payload, tells[i]);

		if (is_name(value) && !slice_is(t->no_tell, tells[i])) {
			v->tell = slice_str(tells[i]);
			v->told = value;
			return;
		}
	}
	for (size_t i = 0; i < payload->n; i++)
		v->signature += slice_hash(payload->members[i].key, 0);
}

/* Without its parameters. */
static struct slice media_type(struct slice content_type)
{
	struct slice type = slice_trim(slice_first(content_type, slice_find(content_type, ';')));

	return type.len ? type : SLICE_NONE;
}

static enum variant_kind kind_of(const struct recorded *r)
{
	const struct node *payload = node_get(r->node, "payload");

	if (!r->payload.len)
		return VARIANT_EMPTY;
	if (payload)
		return payload->kind == NODE_MAP ? VARIANT_OBJECT : VARIANT_JSON;
	return node_get(r->node, "text") ? VARIANT_TEXT : VARIANT_BYTES;
}

static bool may_join(const struct variant *a, const struct variant *b)
{
	return a->kind == b->kind && slice_eq_ignoring_case(a->content_type, b->content_type) &&
	       slice_eq(a->tell, b->tell);
}

static bool is_same(const struct variant *a, const struct variant *b)
{
	return may_join(a, b) && slice_eq(a->told, b->told) && a->signature == b->signature;
}

static struct variant *find(const struct traffic *t, const struct variant *like)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_same(&t->variants[i], like))
			return &t->variants[i];
	return NULL;
}

/* --- joining */

static void join(struct sketches *all, struct variant *v, const struct variant *from)
{
	if (v->payload)
		sketch_merge(all, v->payload, from->payload);
	if (v->headers)
		sketch_merge(all, v->headers, from->headers);
	v->is_joined |= from->is_joined || !slice_eq(v->told, from->told);
	v->n += from->n;
	v->n_in += from->n_in;
	v->n_out += from->n_out;
	v->n_reply_to += from->n_reply_to;
	v->n_correlation += from->n_correlation;
	if (!v->sample.ptr)
		v->sample = from->sample;
}

static void join_at(struct sketches *all, struct traffic *t, size_t keep, size_t go)
{
	join(all, &t->variants[keep], &t->variants[go]);
	t->variants[go] = t->variants[--t->n];
}

static unsigned shared_percent(const struct variant *a, const struct variant *b)
{
	if (!a->payload || !b->payload)
		return 100;
	return sketch_shared_percent(a->payload, b->payload, true);
}

/* The two that are most alike become one.  False: none may. */
static bool join_nearest(struct sketches *all, struct traffic *t)
{
	size_t keep = 0, go = 0;
	unsigned best = 0;

	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i + 1; k < t->n; k++)
			if (may_join(&t->variants[i], &t->variants[k]) &&
			    (!go || shared_percent(&t->variants[i], &t->variants[k]) > best)) {
				best = shared_percent(&t->variants[i], &t->variants[k]);
				keep = i;
				go = k;
			}
	if (go)
		join_at(all, t, keep, go);
	return go > 0;
}

static void forget_tell(struct traffic *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->no_tell.ptr && slice_eq(t->variants[i].tell, t->no_tell))
			t->variants[i].tell = t->variants[i].told = SLICE_NONE;
}

/* So many names of types are none: the property is an ordinary one. */
static bool drop_tell(struct sketches *all, struct traffic *t)
{
	struct slice tell = SLICE_NONE;
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->variants[i].tell.ptr)
			tell = t->variants[i].tell;
	for (size_t i = 0; i < t->n; i++)
		n += tell.ptr && slice_eq(t->variants[i].tell, tell);
	if (n <= TRAFFIC_MESSAGES)
		return false;
	t->no_tell = tell;
	forget_tell(t);
	return join_nearest(all, t);
}

static bool make_room(struct sketches *all, struct traffic *t)
{
	if (t->n < TRAFFIC_VARIANTS || drop_tell(all, t) || join_nearest(all, t))
		return true;
	t->is_full = true;
	return false;
}

static struct variant *find_or_add(struct sketches *all, struct traffic *t, struct variant like)
{
	struct variant *v = find(t, &like);

	if (v)
		return v;
	if (!make_room(all, t))
		return NULL;
	t->variants = arena_grow(all->arena, t->variants, t->n, &t->room, sizeof(*v));
	v = &t->variants[t->n++];
	*v = like;
	return v;
}

/* --- one message */

static bool has_header(struct slice packed, struct slice name)
{
	struct header h;

	while (header_next(&packed, &h))
		if (slice_eq(h.name, name))
			return true;
	return false;
}

/* Of headers of the same name the first counts. */
static void add_headers(struct sketches *all, struct sketch *s, struct slice packed)
{
	struct slice rest = packed, before = slice_first(packed, 0);
	struct header h;
	unsigned n = 0;

	sketch_add_map(s);
	while (header_next(&rest, &h)) {
		struct sketch *member = NULL;

		if (++n > TRAFFIC_HEADERS) {
			s->is_unknown = true;
			return;
		}
		if (!has_header(before, h.name))
			member = sketch_add_member(all, s, h.name);
		if (member)
			sketch_add_text(all, member, h.value);
		before = slice_first(packed, packed.len - rest.len);
	}
}

static void add_native(struct traffic *t, const struct node *mqtt)
{
	int64_t qos;

	if (!mqtt)
		return;
	t->n_native++;
	t->n_retained += node_get_bool(mqtt, "retain", false);
	if (!node_int(node_get(mqtt, "qos"), &qos))
		qos = 0;
	if (qos >= 0 && qos <= 2)
		t->n_qos[qos]++;
}

static struct variant *variant_for(struct sketches *all, struct traffic *t, const struct recorded *r)
{
	struct variant like = { .kind = kind_of(r) }, *v;

	like.content_type = media_type(r->content_type);
	if (like.kind == VARIANT_OBJECT)
		find_tell(t, node_get(r->node, "payload"), &like);
	v = find_or_add(all, t, like);
	if (v && !v->n) {
		v->told = arena_copy(all->arena, v->told);
		v->content_type = arena_copy(all->arena, v->content_type);
		v->payload = sketch_new(all);
		v->headers = sketch_new(all);
	}
	return v;
}

void traffic_add(struct sketches *all, struct traffic *t, const struct recorded *r)
{
	struct variant *v = variant_for(all, t, r);

	t->n_messages++;
	add_native(t, node_get(r->node, "mqtt"));
	if (!v)
		return;
	v->n++;
	*(r->origin.ptr && !slice_is(r->origin, "client") ? &v->n_out : &v->n_in) += 1;
	v->n_reply_to += r->reply_to.ptr != NULL;
	v->n_correlation += r->correlation.ptr != NULL;
	if (v->headers)
		add_headers(all, v->headers, r->headers);
	if (v->kind > VARIANT_JSON)
		return;
	if (v->payload)
		sketch_add(all, v->payload, node_get(r->node, "payload"), 0);
	if (!v->sample.ptr && r->payload.len <= TRAFFIC_SAMPLE_BYTES)
		v->sample = arena_copy(all->arena, r->payload);
}

/* --- all of one channel */

void traffic_merge(struct sketches *all, struct traffic *t, struct traffic *from)
{
	if (from->no_tell.ptr)
		t->no_tell = from->no_tell;
	forget_tell(t);
	from->no_tell = t->no_tell;
	forget_tell(from);
	t->is_full |= from->is_full;
	for (size_t i = 0; i < from->n; i++) {
		struct variant *v = find(t, &from->variants[i]);

		if (v)
			join(all, v, &from->variants[i]);
		else
			find_or_add(all, t, from->variants[i]);
	}
	t->n_messages += from->n_messages;
	t->n_retained += from->n_retained;
	t->n_native += from->n_native;
	for (size_t i = 0; i < ARRAY_SIZE(t->n_qos); i++)
		t->n_qos[i] += from->n_qos[i];
}

/* Does one always have what the other never has?  Then the names tell real types. */
static bool has_its_own(const struct sketch *a, const struct sketch *b)
{
	for (size_t i = 0; i < a->n_properties; i++)
		if (a->properties[i].n == a->n_map && !sketch_property(b, a->properties[i].name))
			return true;
	return false;
}

static bool differ(const struct variant *a, const struct variant *b)
{
	if (!a->payload || !b->payload)
		return false;
	if (a->tell.ptr)
		return has_its_own(a->payload, b->payload) || has_its_own(b->payload, a->payload);
	return shared_percent(a, b) <= 50;
}

void traffic_settle(struct sketches *all, struct traffic *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i + 1; k < t->n;)
			if (may_join(&t->variants[i], &t->variants[k]) &&
			    !differ(&t->variants[i], &t->variants[k])) {
				join_at(all, t, i, k);
				k = i + 1; /* what it was not like before, it may be now */
			} else {
				k++;
			}
	while (t->n > TRAFFIC_MESSAGES && join_nearest(all, t))
		;
}

static unsigned sketch_kinds(const struct sketch *s)
{
	return (s->n_list > 0) | (s->n_text > 0) << 1 | (s->n_integer + s->n_number > 0) << 2 |
	       (s->n_bool > 0) << 3;
}

static unsigned alike(const struct variant *a, const struct variant *b, bool strictly)
{
	if (!may_join(a, b))
		return 0;
	if (a->kind > VARIANT_JSON)
		return 1;
	if (!a->payload || !b->payload)
		return 0;
	if (a->kind == VARIANT_JSON)
		return (sketch_kinds(a->payload) & sketch_kinds(b->payload)) != 0;
	if (strictly)
		return sketch_shared_percent(a->payload, b->payload, false) >= 80 ? 2 : 0;
	return sketch_shared_percent(a->payload, b->payload, true) > 50 ? 2 : 0;
}

unsigned traffic_alike(const struct traffic *a, const struct traffic *b, bool strictly)
{
	unsigned best = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++) {
			unsigned now = alike(&a->variants[i], &b->variants[k], strictly);

			best = now > best ? now : best;
		}
	return best;
}
