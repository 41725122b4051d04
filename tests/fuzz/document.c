/* Any bytes, as JSON, as YAML and as what they look like: loaded, walked with every $ref followed, written as
 * JSON and read again, which must give an equal tree. */
#include <stdlib.h>

#include "base/memory.h"
#include "document/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An input may stand for millions of nodes by its aliases: enough is enough. */
enum { MOST_VISITS = 20000, MOST_JSON_BYTES = 1 << 20 };

static void follow_all(struct library *l, struct node *n, unsigned *visits)
{
	if (++*visits > MOST_VISITS)
		return;
	library_resolve(l, n);
	for (size_t i = 0; n->kind == NODE_LIST && i < n->n; i++)
		follow_all(l, n->items[i], visits);
	for (size_t i = 0; n->kind == NODE_MAP && i < n->n; i++) {
		if (node_get_slice(n, n->members[i].key) != n->members[i].value)
			BUG("a member is not found by its key");
		follow_all(l, n->members[i].value, visits);
	}
}

static void read_back(const struct node *n)
{
	BUF_AUTO struct buf json = BUF_INIT(MOST_JSON_BYTES);
	struct arena a = ARENA_INIT;
	const char *why;
	size_t where;
	struct node *again;

	node_write_json(&json, n);
	if (!json.failed) {
		again = json_parse(&a, buf_view(&json), &why, &where);
		if (!again || !node_equal(n, again))
			BUG("what was written reads otherwise: %s at %zu", again ? "not equal" : why, where);
	}
	arena_free(&a);
}

static void load(const char *file, struct slice text)
{
	struct diag d = { 0 };
	struct library l;
	struct document *doc;
	unsigned visits = 0;

	library_init(&l, &d);
	doc = library_load_text(&l, file, text);
	if (doc && doc->root) {
		follow_all(&l, doc->root, &visits);
		read_back(doc->root);
		for (size_t i = 0; i < doc->n_more; i++)
			read_back(doc->more[i]);
	} else if (!d.errors) {
		BUG("a text that cannot be read, and nobody says why");
	}
	library_release(&l);
	diag_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of(data, size);

	load("a.json", text);
	load("a.yaml", text);
	return 0;
}
