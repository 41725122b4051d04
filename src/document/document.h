/* Loads YAML and JSON files into trees, once each, and follows $ref between them.
 *
 * Nothing in a file is trusted: size, depth, node count and alias expansion are bounded (base/limits.h), and
 * every complaint carries file:line:col.  JSON (a file that begins with { or [ and parses, or ends in .json)
 * goes through our own reader, YAML through libyaml.
 *
 * A *.proto file is one string, its whole text, for whoever reads that language.
 *
 * What is lenient on purpose: a key that comes twice is an error, and the first one stays; an unknown YAML
 * tag is a warning; .inf and .nan are text, as JSON cannot say them; `<<` merges as in YAML 1.1; a key is
 * its text as written (200, true). */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "base/map.h"
#include "document/node.h"

/* A document's source has this many zero bytes behind it. */
enum { DOCUMENT_PADDING = 32 };

struct document {
	const char *file;    /* owned by the arena; as the user would type it */
	struct slice source; /* owned by the arena: the bytes, 32 zero bytes behind */
	struct node *root;   /* in `tree`; NULL when the text could not be read */
	struct node **more;  /* YAML streams of several documents: those after the first; in `tree` */
	size_t n_more;
	bool is_json;
	struct arena arena; /* the document itself, its name and source */
	struct arena tree;  /* its nodes; empty when root is NULL */
};

/* Where documents come from that a $ref names by an http(s) URL: this folder does no network I/O. */
struct fetcher {
	/* Its text, borrowed for the fetcher's life.  What is wrong with it (static, or as long), to be read
	 * behind "points to 'URL', "; NULL: nothing. */
	const char *(*fetch)(struct fetcher *f, const char *url, struct slice *text);
};

/* The files of one contract (or of one scenario), each loaded once. */
struct library {
	struct map by_path; /* real path to struct document */
	struct diag *diag;  /* borrowed; told of every error */
	size_t n_nodes;	    /* in all documents, against LIMIT_DOCUMENT_NODES */
	char *root_dir;	    /* owned; real path of the first file's project: $ref may not leave it */
	char **dirs;	    /* real paths of others that it may lead into; in `arena` */
	size_t n_dirs, room_dirs;
	bool allow_outside;	 /* it may lead anywhere */
	struct fetcher *fetcher; /* borrowed; NULL: a $ref may not leave this machine */
	struct map said;	 /* the bad $ref that were said already */
	struct arena arena;	 /* the keys of both maps */
	void *compiled;		 /* what schema/ made of its documents: set there, released before them */
	void (*release_compiled)(void *compiled);
};

void library_init(struct library *l, struct diag *d);
void library_release(struct library *l);
/* Frees what schema/ made of its documents, and nothing else. */
void library_forget_compiled(struct library *l);

/* A $ref may lead into `dir` too.  False: there is no such directory. */
bool library_allow_dir(struct library *l, const char *dir);

/* The document of a file, loaded now or before; "-" is standard input, named "<stdin>"
 * and standing in the current directory.  Pipes are read, devices not.  Owned by the library.  NULL when it
 * cannot be read at all (said already); a document with root NULL when its text is broken (said already). */
struct document *library_load(struct library *l, const char *file);
/* The same from memory, under the name `file`. */
struct document *library_load_text(struct library *l, const char *file, struct slice text);

/* The node that `n` stands for: itself, or, when it is a map with "$ref", what that leads to, chains
 * followed. Relative files are found from the file that `n` stood in.  NULL when it leads nowhere, in a
 * circle or where it may not: said already, once per $ref.  A pointer with a '/' that should have been ~1 is
 * said and followed all the same. */
struct node *library_resolve(struct library *l, struct node *n);
/* One reference text, as if it stood in `at`. */
struct node *library_resolve_text(struct library *l, struct slice ref, const struct node *at);

/* One JSON value from memory into `a`, without a document (a scenario's captured payload, a recording's
 * line). NULL on bad JSON, with the reason in *why (static) and its byte offset in *where. */
struct node *json_parse(struct arena *a, struct slice text, const char **why, size_t *where);
/* The same from YAML: one document. */
struct node *yaml_parse(struct arena *a, struct slice text, struct diag *d, const char *file);

#endif
