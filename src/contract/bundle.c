#include "contract/bundle.h"

#include "base/text.h"
#include "contract/bundle_place.h"

/* Something of another file that a $ref leads to, and where it goes. */
struct home {
	struct node *node;	 /* its address is the key */
	struct home *owner;	 /* it stands inside this one; NULL: inside the main document */
	struct slice pointer;	 /* within the owner, or the whole one */
	const struct node *site; /* the $ref that it takes the place of; NULL: it is a new component */
	const char *section;
	struct slice name;
	enum place_kind place; /* of what stands there */
	unsigned depth;	       /* how many embedded things it stands in */
	bool is_embedding;
};

/* Where a node was met: inside which embedded thing, and where in it. */
struct spot {
	const struct node *node; /* its address is the key */
	struct home *owner;	 /* NULL: the main document */
	struct slice pointer;
};

struct bundler {
	struct contract *contract;
	struct arena *a;
	struct map homes; /* node to struct home */
	struct map spots; /* node to struct spot; of maps and lists */
	struct map names; /* "SECTION/NAME" of components to struct name_use */
	struct home *
		*met; /* all homes, in the order in which they were met; also what has still to be visited */
	size_t n_met, room;
};

/* Names that are taken, and the number to try next. */
struct name_use {
	unsigned next;
};

/* Things that stand in one another, each in the place of a $ref: deeper ones stay where they are. */
enum { DEEPEST_EMBEDDED = 32 };

static struct slice key_of(const struct node *const *n)
{
	return slice_of(n, sizeof(*n));
}

static struct home *home_of(struct bundler *b, const struct node *n)
{
	return map_get(&b->homes, key_of(&n));
}

/* --- references */

static bool is_remote(struct slice file)
{
	return slice_starts(file, SLICE_LIT("http://")) || slice_starts(file, SLICE_LIT("https://"));
}

static bool is_readable(struct slice file)
{
	static const struct slice ends[] = { SLICE_LIT(".json"), SLICE_LIT(".yaml"), SLICE_LIT(".yml"),
					     SLICE_LIT(".avsc") };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (slice_ends(file, ends[i]))
			return true;
	return false;
}

/* What a $ref in the node leads to, if that must be moved or the $ref rewritten; else NULL. */
static struct node *target_of(struct bundler *b, struct node *n)
{
	struct slice ref = node_get_text(n, "$ref");
	struct slice file = slice_first(ref, slice_find(ref, '#'));
	const struct document *main = b->contract->root->in;

	if (!ref.ptr || is_remote(file) || (file.len && !is_readable(file)))
		return NULL;
	if (!file.len && (n->in == main || (ref.len > 1 && ref.ptr[1] != '/')))
		return NULL;
	return library_resolve(&b->contract->library, n);
}

/* The last token of the reference, or the name of its file; in the characters that a component may have. */
static struct slice name_of(struct bundler *b, struct slice ref)
{
	size_t hash = slice_find(ref, '#');
	struct slice rest = slice_from(ref, hash + 1), token = SLICE_NONE, file = slice_first(ref, hash);
	char *name;

	while (slice_split(&rest, '/', &token))
		;
	if (!token.len) {
		while (slice_split(&file, '/', &token))
			;
		token = slice_first(token, slice_find(token, '.'));
	}
	name = arena_strdup(b->a, token.len ? token : SLICE_LIT("embedded"));
	for (char *p = name; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p))
			*p = '-';
	return slice_str(name);
}

/* NULL: the name is free. */
static struct name_use *use_of(struct bundler *b, const char *section, struct slice name)
{
	const struct node *there = node_get(node_get(b->contract->root, "components"), section);
	struct slice key = slice_str(arena_printf(b->a, "%s/%.*s", section, SLICE_FMT(name)));
	struct name_use *use = map_get(&b->names, key);

	if (!use && node_get_slice(there, name)) {
		use = arena_new(b->a, struct name_use);
		use->next = 2;
		map_put(&b->names, key, use);
	}
	return use;
}

static struct slice free_name(struct bundler *b, const char *section, struct slice name)
{
	struct name_use *use = use_of(b, section, name), *made = arena_new(b->a, struct name_use);
	struct slice tried = name;

	while (use && use_of(b, section, tried))
		tried = slice_str(arena_printf(b->a, "%.*s-%u", SLICE_FMT(name), use->next++));
	made->next = 2;
	map_put(&b->names, slice_str(arena_printf(b->a, "%s/%.*s", section, SLICE_FMT(tried))), made);
	return tried;
}

/* --- first walk: what comes in, and where it goes */

static struct slice pointer_below(struct bundler *b, struct slice pointer, struct slice token)
{
	BUF_AUTO struct buf out = BUF_INIT(0);

	buf_slice(&out, pointer);
	json_pointer_add(&out, token);
	return arena_copy(b->a, buf_view(&out));
}

static struct home *new_home(struct bundler *b, struct node *node)
{
	struct home *h = arena_new(b->a, struct home);

	h->node = node;
	map_put(&b->homes, slice_of(&h->node, sizeof(h->node)), h);
	b->met = arena_grow(b->a, b->met, b->n_met, &b->room, sizeof(*b->met));
	b->met[b->n_met++] = h;
	return h;
}

static void add_component(struct bundler *b, struct home *h, const char *section, struct slice ref)
{
	h->section = section;
	h->name = free_name(b, section, name_of(b, ref));
	h->pointer = pointer_below(b, slice_str(arena_printf(b->a, "/components/%s", section)), h->name);
}

/* `n` is a $ref at that place to something of another file. */
static void move_in(struct bundler *b, struct node *n, struct node *target, enum place_kind place,
		    struct home *owner, struct slice pointer, bool stays)
{
	struct spot *met = map_get(&b->spots, key_of((const struct node *const *)&target));
	const char *section = stays ? NULL : place_section(place, b->contract->asyncapi);
	struct home *h;

	if (target->in == b->contract->root->in || home_of(b, target))
		return;
	if (!met && !section && owner && owner->depth == DEEPEST_EMBEDDED)
		return;
	h = new_home(b, target);
	h->place = place;
	if (met) { /* inside something that is embedded already */
		h->owner = met->owner;
		h->pointer = met->pointer;
		return;
	}
	if (section) {
		add_component(b, h, section, node_get_text(n, "$ref"));
	} else {
		h->owner = owner;
		h->pointer = pointer;
		h->site = n;
		h->depth = owner ? owner->depth + 1 : 1;
	}
}

/* A component turns out to stand inside another thing that comes in: there it stays. */
static void adopt(struct home *h, struct home *owner, struct slice pointer)
{
	if (!h->section || h == owner)
		return;
	h->section = NULL;
	h->owner = owner;
	h->pointer = pointer;
}

/* False: it was here before. */
static bool note_spot(struct bundler *b, struct node *n, struct home *owner, struct slice pointer)
{
	struct home *h = home_of(b, n);
	struct spot *s = map_get(&b->spots, key_of((const struct node *const *)&n));

	if (h)
		adopt(h, owner, pointer);
	if (s)
		return false;
	s = arena_new(b->a, struct spot);
	*s = (struct spot){ n, owner, pointer };
	map_put(&b->spots, slice_of(&s->node, sizeof(s->node)), s);
	return true;
}

/* An entry of these stays where it is: other things refer to it there. */
static bool is_entry(enum place_kind place, struct home *owner, struct slice pointer)
{
	size_t depth = 0;

	for (size_t i = 0; i < pointer.len; i++)
		depth += pointer.ptr[i] == '/';
	if (owner)
		return false;
	return (depth == 3 && slice_starts(pointer, SLICE_LIT("/components/"))) ||
	       (depth == 2 && (place == PLACE_SERVER || place == PLACE_CHANNEL || place == PLACE_OPERATION));
}

static void visit(struct bundler *b, struct node *n, enum place_kind place, struct home *owner,
		  struct slice pointer)
{
	struct node *target;

	if ((n->kind != NODE_MAP && n->kind != NODE_LIST) || place == PLACE_DATA ||
	    !note_spot(b, n, owner, pointer))
		return;
	target = target_of(b, n);
	if (target) {
		move_in(b, n, target, place, owner, pointer, is_entry(place, owner, pointer));
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		struct slice key = n->kind == NODE_MAP ? n->members[i].key : SLICE_NONE;
		struct node *child = n->kind == NODE_MAP ? n->members[i].value : n->items[i];
		struct slice token;

		if (child->kind != NODE_MAP && child->kind != NODE_LIST)
			continue;
		token = key.ptr ? key : slice_str(arena_printf(b->a, "%zu", i));
		visit(b, child, place_below(place, key, b->contract->is_v2), owner,
		      pointer_below(b, pointer, token));
	}
}

static void visit_entries(struct bundler *b, struct node *map, enum place_kind place, struct slice pointer)
{
	for (size_t i = 0; node_is(map, NODE_MAP) && i < map->n; i++) {
		struct member *m = &map->members[i];

		if (target_of(b, m->value))
			visit(b, m->value, place, NULL, pointer_below(b, pointer, m->key));
	}
}

/* Entries first: what is an entry already needs no other place. */
static void visit_all(struct bundler *b)
{
	static const char *const lists[] = { "servers", "channels", "operations" };
	struct node *root = b->contract->root, *components = node_get(root, "components");
	bool is_v2 = b->contract->is_v2;

	for (size_t i = 0; node_is(components, NODE_MAP) && i < components->n; i++) {
		struct slice key = components->members[i].key;
		enum place_kind section = place_below(PLACE_COMPONENTS, key, is_v2);

		visit_entries(b, components->members[i].value, place_below(section, SLICE_LIT("*"), is_v2),
			      pointer_below(b, SLICE_LIT("/components"), key));
	}
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		enum place_kind section = place_below(PLACE_ROOT, slice_str(lists[i]), is_v2);

		visit_entries(b, node_get(root, lists[i]), place_below(section, SLICE_LIT("*"), is_v2),
			      pointer_below(b, SLICE_LIT(""), slice_str(lists[i])));
	}
	visit(b, root, PLACE_ROOT, NULL, SLICE_LIT(""));
	/* What is met goes to the end of the list. */
	for (size_t i = 0; i < b->n_met; i++)
		visit(b, b->met[i]->node, b->met[i]->place, b->met[i], SLICE_LIT(""));
}

/* --- second walk: the copy */

static void add_path(struct buf *out, const struct home *owner, struct slice pointer)
{
	if (owner)
		add_path(out, owner->owner, owner->pointer);
	buf_slice(out, pointer);
}

/* Where the target will be; false: it is not known. */
static bool add_place(struct bundler *b, struct buf *out, struct node *target)
{
	struct home *h = home_of(b, target);
	struct spot *s = map_get(&b->spots, key_of((const struct node *const *)&target));

	if (!h && !s)
		return false;
	buf_char(out, '#');
	add_path(out, h ? h->owner : s->owner, h ? h->pointer : s->pointer);
	return true;
}

static struct node *copy(struct bundler *b, struct node *n, enum place_kind place);

static struct node *new_ref(struct bundler *b, struct node *n, struct node *target)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct node *out = node_copy(b->a, n);

	if (add_place(b, &text, target))
		node_set(b->a, out, SLICE_LIT("$ref"),
			 node_new_text(b->a, buf_view(&text), node_get(n, "$ref")));
	return out;
}

static struct node *embed(struct bundler *b, struct home *h, enum place_kind place)
{
	struct node *out;

	h->is_embedding = true;
	out = copy(b, h->node, place);
	h->is_embedding = false;
	/* Its own base would lead the references that are written anew astray. */
	if (place == PLACE_SCHEMA && node_get_text(out, "$id").ptr) {
		out = node_copy(b->a, out);
		node_unset(out, SLICE_LIT("$id"));
	}
	return out;
}

static struct node *copy(struct bundler *b, struct node *n, enum place_kind place)
{
	struct node *target, *out;
	struct home *h;

	if ((n->kind != NODE_MAP && n->kind != NODE_LIST) || place == PLACE_DATA)
		return n;
	target = target_of(b, n);
	h = target ? home_of(b, target) : NULL;
	if (h && h->site == n && !h->is_embedding)
		return embed(b, h, place);
	if (target)
		return new_ref(b, n, target);
	out = node_copy(b->a, n);
	for (size_t i = 0; i < n->n; i++) {
		struct slice key = n->kind == NODE_MAP ? n->members[i].key : SLICE_NONE;
		enum place_kind below = place_below(place, key, b->contract->is_v2);

		if (n->kind == NODE_MAP)
			out->members[i].value = copy(b, n->members[i].value, below);
		else
			out->items[i] = copy(b, n->items[i], below);
	}
	return out;
}

/* The member without a line: what stands at that line elsewhere is not about it. */
static void set_new(struct bundler *b, struct node *map, struct slice key, struct node *value)
{
	node_set(b->a, map, key, value);
	map->members[map->n - 1].line = 0;
}

static struct node *section_of(struct bundler *b, struct node *map, const char *key)
{
	struct node *section = node_get(map, key);

	if (!section) {
		section = node_new(b->a, NODE_MAP, NULL);
		section->in = b->contract->root->in;
		set_new(b, map, slice_str(key), section);
	}
	return section;
}

struct node *bundle(struct contract *c, struct arena *a, size_t *embedded)
{
	struct bundler b = { .contract = c, .a = a };
	struct node *out = c->root;

	visit_all(&b);
	*embedded = b.homes.count;
	if (*embedded)
		out = copy(&b, c->root, PLACE_ROOT);
	for (size_t i = 0; i < b.n_met; i++) {
		struct home *h = b.met[i];

		if (h->section)
			set_new(&b, section_of(&b, section_of(&b, out, "components"), h->section), h->name,
				embed(&b, h, h->place));
	}
	map_release(&b.homes);
	map_release(&b.spots);
	map_release(&b.names);
	return out;
}
