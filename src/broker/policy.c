/* What becomes of a message that breaks the contract: the nearest setting decides, channel before server
 * before the whole. */
#include "broker/core.h"

enum role broker_role(const struct broker *b)
{
	return b->role;
}

enum unknown broker_unknown(const struct broker *b)
{
	return b->unknown;
}

void broker_set_role(struct broker *b, enum role r)
{
	b->role = r;
}

void broker_set_channel_policy(struct broker *b, const struct channel *ch, enum policy p)
{
	struct channel_place *place = broker_place(b, ch);

	if (!place)
		BUG("channel \"%.*s\" is of no contract of this broker", SLICE_FMT(ch->name));
	place->has_policy = true;
	place->policy = p;
}

static struct face_policy *of_face(const struct broker *b, const struct face *f)
{
	for (size_t i = 0; i < b->n_face_policies; i++)
		if (b->face_policies[i].face == f)
			return &b->face_policies[i];
	return NULL;
}

void broker_set_face_policy(struct broker *b, const struct face *f, enum policy p)
{
	struct face_policy *there = of_face(b, f);

	if (!there) {
		b->face_policies = memory_grow(b->face_policies, b->n_face_policies, &b->room_face_policies,
					       sizeof(*there));
		there = &b->face_policies[b->n_face_policies++];
		there->face = f;
	}
	there->policy = p;
}

enum policy broker_face_policy(const struct broker *b, const struct face *f)
{
	const struct face_policy *own = f ? of_face(b, f) : NULL;

	return own ? own->policy : b->policy;
}

enum policy broker_policy(const struct broker *b, const struct message *m)
{
	const struct channel_place *place = m->address->place;

	if (place->has_policy)
		return place->policy;
	return broker_face_policy(b, m->from ? m->from->face : NULL);
}
