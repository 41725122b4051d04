/* `discriminator`: which value of its property names which branch of oneOf or anyOf.
 *
 * OpenAPI 3.0 and 3.1: by `mapping`, else by the name of the schema that the branch refers to.  A branch
 * whose property is constant is named by that constant.  Where every branch has a name of its own, the named
 * one alone judges; else, and in AsyncAPI (a property's name, no mapping), it is only the one whose reasons
 * are given. */
#include "schema/keywords.h"

enum { CONSTANT_DEPTH = 4, CONSTANT_LOOKS = 10000 };

struct choosing {
	struct schema_program *program;
	struct schema *schema;
	struct choice *choice;
	const struct node *mapping; /* NULL */
	struct node **targets;	    /* where each of its values leads; NULL: only its text tells */
	size_t room_names;
	unsigned looks; /* at schemas, for constants */
	bool ambiguous; /* one name for two branches */
};

static void add_name(struct choosing *c, struct slice name, size_t branch)
{
	struct choice *choice = c->choice;

	for (size_t i = 0; i < choice->n_names; i++)
		if (slice_eq(choice->names[i].name, name)) {
			c->ambiguous |= choice->names[i].branch != branch;
			return;
		}
	choice->names = arena_grow(&c->program->arena, choice->names, choice->n_names, &c->room_names,
				   sizeof(*choice->names));
	choice->names[choice->n_names++] = (struct choice_name){ name, branch };
}

/* The constants of the property, said by the branch itself or by what it is made of.  False: none. */
static bool add_constants(struct choosing *c, struct node *branch, size_t index, unsigned depth)
{
	struct node *property, *values, *all = node_get(branch, "allOf");
	struct slice ref = node_get_text(branch, "$ref");
	bool found = false;

	if (!branch || depth == CONSTANT_DEPTH || ++c->looks > CONSTANT_LOOKS)
		return false;
	if (ref.ptr && add_constants(c, program_look_up(c->program, c->schema, ref), index, depth + 1))
		return true;
	property = node_get_slice(node_get(branch, "properties"), c->choice->property);
	values = node_get(property, "enum");
	if (node_is(node_get(property, "const"), NODE_TEXT)) {
		add_name(c, node_get_text(property, "const"), index);
		return true;
	}
	for (size_t i = 0; node_is(values, NODE_LIST) && i < values->n; i++)
		if (node_is(values->items[i], NODE_TEXT)) {
			add_name(c, values->items[i]->text, index);
			found = true;
		}
	for (size_t i = 0; node_is(all, NODE_LIST) && i < all->n && !found; i++)
		found = add_constants(c, all->items[i], index, depth + 1);
	return found;
}

/* "Dog" of "#/components/schemas/Dog" and of "schemas/Dog.yaml". */
static struct slice last_name(struct slice ref)
{
	size_t at = ref.len, hash = slice_find(ref, '#');

	while (at && ref.ptr[at - 1] != '/' && ref.ptr[at - 1] != '#')
		at--;
	ref = slice_from(ref, at);
	return at <= hash ? slice_first(ref, slice_find(ref, '.')) : ref;
}

/* References within the document; what leads out of it counts by its text. */
static struct node *local_target(struct choosing *c, struct slice ref)
{
	return slice_starts(ref, SLICE_LIT("#")) ? program_look_up(c->program, c->schema, ref) : NULL;
}

static void find_targets(struct choosing *c)
{
	if (!node_is(c->mapping, NODE_MAP))
		c->mapping = NULL;
	if (!c->mapping)
		return;
	c->targets = arena_array(&c->program->arena, struct node *, c->mapping->n + 1);
	for (size_t i = 0; i < c->mapping->n; i++)
		c->targets[i] = local_target(c, node_text(c->mapping->members[i].value));
}

static void add_mapped(struct choosing *c, struct slice ref, size_t branch)
{
	struct node *there = c->mapping ? local_target(c, ref) : NULL;

	for (size_t i = 0; c->mapping && i < c->mapping->n; i++) {
		struct slice target = node_text(c->mapping->members[i].value);

		if (slice_eq(target, ref) || slice_eq(target, last_name(ref)) ||
		    (there && there == c->targets[i]))
			add_name(c, c->mapping->members[i].key, branch);
	}
}

/* OpenAPI 3.0.3, "Discriminator Object": a mapped name counts "rather than the default (implicit) value".
 * True: every branch has a name. */
static bool name_branches(struct choosing *c, const struct node *branches)
{
	bool all = true;

	for (size_t i = 0; i < branches->n; i++) {
		struct slice ref = node_get_text(branches->items[i], "$ref");
		size_t before = c->choice->n_names;

		if (ref.ptr)
			add_mapped(c, ref, i);
		if (c->choice->n_names == before && !add_constants(c, branches->items[i], i, 0) && ref.ptr)
			add_name(c, last_name(ref), i);
		all &= c->choice->n_names > before;
	}
	return all;
}

static void put(struct choosing *c, struct node *map, const char *key, struct node *value)
{
	node_set(&c->program->arena, map, slice_str(key), value);
}

/* {"required": [property], "properties": {property: {"enum": names}}} */
static struct node *guard_node(struct choosing *c, struct node *names)
{
	struct arena *a = &c->program->arena;
	const struct node *at = c->schema->node;
	struct node *guard = node_new(a, NODE_MAP, at), *properties = node_new(a, NODE_MAP, at);
	struct node *value = node_new(a, NODE_MAP, at), *required = node_new(a, NODE_LIST, at);

	put(c, value, "enum", names);
	node_set(a, properties, c->choice->property, value);
	node_append(a, required, node_new_text(a, c->choice->property, at));
	put(c, guard, "required", required);
	put(c, guard, "properties", properties);
	return guard;
}

/* The branch's own part of the deal, as a schema: the one pass then needs no rule of its own. */
static struct schema *guard_of(struct choosing *c, size_t branch)
{
	struct schema_program *p = c->program;
	struct node *names = node_new(&p->arena, NODE_LIST, c->schema->node);

	for (size_t i = 0; i < c->choice->n_names; i++)
		if (c->choice->names[i].branch == branch)
			node_append(&p->arena, names,
				    node_new_text(&p->arena, c->choice->names[i].name, c->schema->node));
	return names->n ? program_child(p, c->schema, guard_node(c, names)) : NULL;
}

static void make_choice(struct choosing *c, const struct node *branches)
{
	bool all;

	find_targets(c);
	all = name_branches(c, branches);
	if (!c->choice->n_names)
		return;
	c->choice->decides = all && !c->ambiguous && c->schema->in->dialect != DIALECT_ASYNCAPI;
	c->choice->guards = arena_array(&c->program->arena, struct schema *, branches->n);
	for (size_t i = 0; i < branches->n; i++)
		c->choice->guards[i] = guard_of(c, i);
	c->schema->logic->choice = c->choice;
}

void read_discriminator(struct schema_program *p, struct schema *s, struct node *value,
			const struct keyword *k)
{
	static const char *const keywords[] = { "oneOf", "anyOf" };
	bool is_name = s->in->dialect == DIALECT_ASYNCAPI && node_is(value, NODE_TEXT);
	struct choosing c = { .program = p, .schema = s, .mapping = node_get(value, "mapping") };
	struct slice property = is_name ? value->text : node_get_text(value, "propertyName");

	if (s->in->dialect != DIALECT_ASYNCAPI &&
	    !keyword_must_be(p, s, value, k, property.ptr, "an object with the key \"propertyName\""))
		return;
	for (size_t i = 0; property.ptr && i < ARRAY_SIZE(keywords); i++) {
		struct node *branches = node_get(s->node, keywords[i]);

		if (!node_is(branches, NODE_LIST))
			continue;
		c.choice = arena_new(&p->arena, struct choice);
		c.choice->property = property;
		c.choice->keyword = keywords[i];
		c.choice->of = i ? &logic_of(p, s)->any : &logic_of(p, s)->one;
		make_choice(&c, branches);
		return;
	}
}

const struct choice_name *choice_find(const struct choice *c, struct slice name)
{
	for (size_t i = 0; i < c->n_names; i++)
		if (slice_eq(c->names[i].name, name))
			return &c->names[i];
	return NULL;
}

struct node *schema_branch_guard(const struct schema *s, const char *keyword, size_t branch)
{
	const struct choice *c;

	while (s->only_ref)
		s = s->ref;
	c = s->logic ? s->logic->choice : NULL;
	if (!c || !c->decides || strcmp(c->keyword, keyword) != 0 || branch >= c->of->n || !c->guards[branch])
		return NULL;
	return c->guards[branch]->node;
}
