/* The AsyncAPI model: what every document, 2.x or 3.x, is turned into on load.  Nothing past the loader knows
 * which version it was.
 *
 * A contract is immutable, counted, and owns everything that it points to, its documents included. */
#ifndef CONTRACT_CONTRACT_H
#define CONTRACT_CONTRACT_H

#include "schema/language.h"
#include "schema/schema.h"

struct channel;
struct content;
struct operation;

struct parameter {
	struct slice name;
	struct slice *values; /* enum; n_values 0: anything */
	size_t n_values;
	struct slice by_default; /* absent: none */
	struct slice *examples;
	size_t n_examples;
	struct schema *schema; /* 2.x; NULL: none */
	struct node *schema_node;
	struct slice location; /* "$message.payload#/user/id"; absent: none */
	unsigned reads;	       /* enum reads, by its schema */
	struct loc at;
};

/* How the text of a header or a parameter is read where its schema wants something else: bits. */
enum reads { READS_TEXT, READS_NUMBER = 1, READS_BOOL = 2, READS_NULL = 4 };

struct typed_name {
	struct slice name;
	unsigned reads; /* enum reads */
};

struct server {
	struct slice name;
	struct slice protocol; /* as the document says: "mqtt", "secure-mqtt", lower case */
	struct slice protocol_version;
	struct slice host;     /* variables filled in; without port */
	uint16_t port;	       /* 0: none given */
	struct slice pathname; /* "" when none */
	struct slice declared; /* host[:port][path] as shown to people, variables filled in */
	struct node *bindings; /* of this server, resolved, by protocol; NULL: none */
	struct node *security; /* as written (list); NULL: none */
	struct node *node;     /* as written, resolved */
	struct loc at;
};

/* A runtime expression: "$message.header#/correlationId" or "$message.payload#/id". */
struct expression {
	bool in_header, in_payload; /* neither: no expression */
	struct slice pointer;	    /* "/correlationId" */
};

/* What tells a message from its siblings: a header or a top-level property of the payload, and the values
 * that mean this message.  The first rank counts most. */
enum tell_rank { TELL_DISCRIMINATOR, TELL_HEADER, TELL_NAME, TELL_CONSTANT, TELL_RANKS };

struct tell {
	enum tell_rank rank;
	bool in_header;
	bool certain; /* the schema allows no other value; else any other says nothing */
	struct slice name;
	struct slice *values; /* in the payload as compact JSON, in a header as text */
	size_t n_values;
};

struct message_model {
	uint16_t id;	   /* its number in the contract, from 1 */
	struct slice name; /* the key in the channel's messages (3.x), name or messageId (2.x) */
	struct slice title;
	struct channel *channel;
	struct slice content_type;     /* the message's own or the default; absent: none said */
	bool content_type_declared;    /* by the message itself */
	const struct content *content; /* the row of content_type (schema/content.h); NULL: none said */
	struct schema *payload;	       /* NULL: anything */
	struct node *payload_node;
	struct slice schema_format;		/* absent: the default */
	const struct schema_language *language; /* that `payload` was turned from; NULL: none, or not known */
	const void *wire;			/* its way to read and write bytes */
	struct schema *headers;			/* NULL: anything */
	struct node *headers_node;
	struct node **examples; /* each {name?, summary?, headers?, payload?} */
	size_t n_examples;
	struct expression correlation;
	struct slice correlation_header; /* the header that it names; absent: none */
	struct slice reply_header;	 /* the header in which a reply's address is expected; absent: none */
	struct node *bindings;
	struct node *source;		 /* resolved: what makes it the same message in another place */
	struct node *node;		 /* the same with its traits merged: for x- hints and lint */
	struct typed_name *header_types; /* headers that their schema wants as other than text */
	size_t n_header_types;
	bool is_event; /* its payload's schema describes a CloudEvents envelope, or a batch of them */
	struct slice event_prefix; /* "ce_" where its headers' schema has ce_specversion; absent: none has */
	struct tell *tells;
	size_t n_tells;
	bool payload_takes_text; /* its schema allows a JSON string */
	unsigned payload_reads;	 /* enum reads: what it has a text read as */
	struct loc at;
};

struct channel {
	uint16_t id;	      /* its number in the contract, from 1 */
	struct slice name;    /* the id: key in `channels` */
	struct slice address; /* "orders/{region}"; absent: unknown until runtime (3.x null) */
	struct parameter *parameters;
	size_t n_parameters;
	bool has_locations; /* at least one of them has */
	struct message_model **messages;
	size_t n_messages;
	struct server **servers; /* limited to these; n_servers 0: all of the contract */
	size_t n_servers;
	struct operation **operations;
	size_t n_operations;
	struct node *bindings;
	struct node *node; /* resolved */
	struct contract *contract;
	struct loc at;
};

enum action { ACTION_SEND, ACTION_RECEIVE }; /* from the described application's side, as AsyncAPI 3 */

struct reply {
	struct expression address; /* dynamic: where the request says; neither flag: none */
	struct channel *channel;   /* NULL: none given */
	struct message_model **messages;
	size_t n_messages;
	struct loc at;
};

struct operation {
	struct slice name;
	enum action action;
	struct channel *channel;
	struct message_model *
		*messages; /* the subset that this operation uses; all of the channel if unsaid */
	size_t n_messages;
	struct reply *reply; /* NULL: none */
	struct node *bindings;
	struct node *source;  /* resolved */
	struct node *node;    /* the same with its traits merged */
	struct slice keyword; /* "send", "receive"; 2.x: "publish", "subscribe" */
	struct loc at;
};

/* What was left out because of an error, so that `serve` can say it. */
struct left_out {
	struct slice channel;
	struct loc at;
	const char *why;
};

struct contract {
	struct arena arena;
	struct library library; /* its documents; its diag is gone after the load (NULL) */
	unsigned users;
	const char *file;
	struct slice title, version; /* info.title, info.version */
	struct slice asyncapi;	     /* "2.6.0" */
	char sha256[65];	     /* of the main file, hex; "" when only checked */
	struct slice default_content_type;
	struct server **servers;
	size_t n_servers;
	struct channel **channels;
	size_t n_channels;
	struct operation **operations;
	size_t n_operations;
	struct message_model **messages; /* [id - 1] */
	size_t n_messages;
	struct left_out *left_out;
	size_t n_left_out;
	struct node *root;	    /* for x- hints and lint */
	bool only_checked;	    /* contract_options */
	bool content_asserts;	    /* contract_options */
	bool is_v2;		    /* only for showing the keyword to people */
	struct map names;	    /* name to channel, then address to channel */
	struct map literals;	    /* address without parameters to channel */
	struct channel **templates; /* the others, those with the longest literal part first */
	size_t n_templates;
};

/* Loads a file ("-": standard input) and says every error and warning in `d`.  With errors it gives what is
 * still understood; NULL only when nothing is (unreadable, no asyncapi version, no map at the root). */
struct contract *contract_load(const char *file, struct diag *d);
/* The same, otherwise than usual. */
struct contract_options {
	bool allow_outside;	  /* a $ref may leave the project (document/document.h) for anywhere */
	const struct slice *dirs; /* borrowed: it may leave it for these directories */
	size_t n_dirs;
	struct fetcher *fetcher; /* borrowed until it is loaded; NULL: nothing is fetched */
	bool only_checked; /* no message will be judged or recorded: schemas are not made fast, and there is
			      no digest */
	bool content_asserts; /* schema_options: what strings hold is judged */
};
struct contract *contract_load_with(const char *file, const struct contract_options *o, struct diag *d);
struct contract *contract_load_text(const char *file, struct slice text, struct diag *d);
/* Frees what its schemas were compiled to, of a contract that was only checked: it can be looked at from here
 * on, but nothing can be judged by it. */
void contract_forget_schemas(struct contract *c);
struct contract *contract_use(struct contract *c); /* one more user */
void contract_drop(struct contract *c);		   /* frees with the last */

/* Finding by name; NULL: there is none. */
struct channel *contract_channel(const struct contract *c, struct slice name_or_address);
struct message_model *channel_message(const struct channel *ch, struct slice name);
struct operation *contract_operation(const struct contract *c, struct slice name);
struct server *contract_server(const struct contract *c, struct slice name);
struct parameter *channel_parameter(const struct channel *ch, struct slice name);

/* What stands in a binding where the specification allows a value or a schema: the value itself, references
 * followed. */
struct node *contract_resolve(const struct contract *c, struct node *n);
/* The schema that stands there, compiled now or before; NULL: it is a plain value, or no schema.  Lives as
 * long as the contract. */
struct schema *contract_binding_schema(const struct contract *c, struct node *n);

/* The protocol that a channel's bindings name when the document declares no server; absent: none does. */
struct slice contract_binding_protocol(const struct contract *c);

#endif
