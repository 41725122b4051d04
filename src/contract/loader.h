/* What the files of the loader share while one contract is loaded. */
#ifndef CONTRACT_LOADER_H
#define CONTRACT_LOADER_H

#include "contract/contract.h"

/* The versions as bits, so that a table row can name those in which it holds. */
enum {
	V2_0 = 1 << 0,
	V2_1 = 1 << 1,
	V2_2 = 1 << 2,
	V2_3 = 1 << 3,
	V2_4 = 1 << 4,
	V2_5 = 1 << 5,
	V2_6 = 1 << 6,
	V3_0 = 1 << 7,
	V3_1 = 1 << 8,
	V2 = 0x7f,
	V3 = V3_0 | V3_1,
	V_ALL = V2 | V3,
	V2_2_ON = V2 & ~(V2_0 | V2_1),
	V2_3_ON = V2_2_ON & ~V2_2,
	V2_4_ON = V2_3_ON & ~V2_3,
	V2_5_ON = V2_4_ON & ~V2_4,
};

struct loader {
	struct contract *contract;
	struct arena *a;	     /* the contract's */
	struct library *library;     /* the contract's */
	struct diag *d;		     /* borrowed */
	unsigned version;	     /* one bit of those above */
	enum schema_dialect dialect; /* of the schemas that are being loaded */
	struct map schemas;	     /* address of a node to struct compiled */
	struct map turned;	     /* address of a node to struct turned */
	struct map checked;	     /* node and shape to anything: looked at before */
	struct map channels;	     /* resolved node to struct channel */
	struct map merged;	     /* node with traits to struct merged */
	struct map message_ids;	     /* messageId to the node that has it */
	struct judge *judge;	     /* owned; NULL until there is something to judge */
	struct library official;     /* of the official schemas; without diag until one is asked for */
	unsigned depth;		     /* of the checker's recursion */
	size_t merged_members;	     /* by traits, against a limit */
	unsigned merge_depth;
	unsigned looks;		     /* at schemas that lead to others, against a limit */
	unsigned messages_looked_at; /* in oneOf of messages, against a limit */
	bool merge_failed;	     /* a limit was met, and said */
};

/* Room for one more in an arena list of `n`, whose room is always the next power of two. */
static inline void *list_grow(struct arena *a, void *items, size_t n, size_t size)
{
	size_t room = n ? 4 : 0;

	while (room < n)
		room *= 2;
	return arena_grow(a, items, n, &room, size);
}

/* Appends to a list of any owner: LIST_ADD(l->a, ch, messages, m). */
#define LIST_ADD(a, owner, list, item)                                                                       \
	((owner)->list = list_grow((a), (owner)->list, (owner)->n_##list, sizeof(*(owner)->list)),           \
	 (owner)->list[(owner)->n_##list++] = (item))

/* A node's address as a map key; the pointer must stay where it is. */
static inline struct slice node_key(struct node *const *n)
{
	return slice_of(n, sizeof(*n));
}

/* Checks the whole document against the tables of its version; says every error. */
void document_check(struct loader *l);

void load_v2(struct loader *l);
void load_v3(struct loader *l);
void load_operations_v3(struct loader *l);
void load_servers(struct loader *l);

void leave_out(struct loader *l, struct slice channel, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* A channel whose name, address and node are set: parameters, bindings, servers.  False: not to be
 * understood (said). */
bool channel_fill_in(struct loader *l, struct channel *ch);
void channel_add(struct loader *l, struct channel *ch);
void parameters_load(struct loader *l, struct channel *ch);

/* The message at `n` (maybe a $ref) as one of the channel's; the one that is there already when the node is
 * the same and `key` is absent or equal.  NULL: not to be understood (said). */
struct message_model *message_load(struct loader *l, struct channel *ch, struct slice key, struct node *n);

/* The node with its traits merged in; itself when it has none. */
struct node *traits_apply(struct loader *l, struct node *n);

/* The bindings of a node, resolved, by protocol; NULL: none. */
struct node *bindings_load(struct loader *l, struct node *owner);

/* The schema at `n`, compiled once; NULL: cannot be compiled (said). */
struct schema *schema_load(struct loader *l, struct node *n);
/* The same without a look at the values in it; *first: it was not compiled before. */
struct schema *schema_compiled(struct loader *l, struct node *n, bool *first);
/* Is a schemaFormat one that the schema engine reads? */
bool schema_format_is_known(struct slice format);
/* Payload or headers of a message: in 3.x maybe {schemaFormat, schema}.  *node is the schema's node; NULL:
 * none.  False: there is one and it cannot be compiled (said). */
struct described {
	struct slice called[LANGUAGE_NAMES]; /* given; see schema/language.h */
	bool just_looking;		     /* given */
	struct schema *schema;
	struct node *node;
	struct slice format;
	const struct schema_language *language; /* NULL: JSON Schema, or one that is not known */
	const void *wire;
};
bool schema_describe(struct loader *l, struct node *n, struct slice format, struct described *out);
/* What text the schema would have read as something else. */
unsigned schema_reads(struct loader *l, struct node *schema);
bool schema_takes_text(struct loader *l, struct node *schema);
/* Lists headers with types of their own. */
void schema_header_types(struct loader *l, struct message_model *m);
/* The schema at the end of its references; NULL past the limits of how deep and how often one may look. */
struct node *schema_look_at(struct loader *l, struct node *schema, unsigned depth);
/* Visits the properties of an object's schema, those in its allOf too. */
typedef void property_visit(struct loader *l, struct message_model *m, const struct member *property);
void schema_each_property(struct loader *l, struct message_model *m, struct node *schema,
			  property_visit *visit);
/* Looks whether its schemas describe CloudEvents. */
void cloudevents_load(struct loader *l, struct message_model *m);
/* Lists what tells the message from others; name, title and schemas are there. */
void tells_load(struct loader *l, struct message_model *m);

/* "$message.header#/a/b"; says what is wrong with one that is none. */
bool expression_load(struct loader *l, struct node *n, struct expression *out);
bool expression_parse(struct slice text, struct expression *out);
/* The header that it means, when that is one whole header; else absent. */
struct slice expression_header(const struct expression *e);

/* Judges a list of examples of a message, whose payload and headers are described. */
void examples_check(struct loader *l, struct node *examples, const struct described *payload,
		    const struct described *headers);

/* Judges `default` and `examples` of a schema and of those inside it. */
void schema_values_check(struct loader *l, struct node *schema);

void texts_load(struct loader *l, struct node *list, struct slice **out, size_t *n);

#endif
