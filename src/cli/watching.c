#include "cli/watching.h"

#include <stdlib.h>

#include "base/memory.h"
#include "contract/address.h"
#include "contract/merge.h"
#include "document/source.h"
#include "net/watch.h"

/* Long enough for an editor's several steps, too short to be noticed. */
enum { QUIET_US = 50000 };

/* What came of the last edit of one contract. */
struct attempt {
	bool refused;
	struct buf said; /* the errors that it was refused for */
};

struct watching {
	struct watching_options o;
	struct watch *watch;
	struct diag *diag;	  /* borrowed */
	struct attempt *attempts; /* one per contract */
};

/* --- which files */

/* What came from standard input, or from afar, is no file. */
static bool is_file(const struct map_entry *e)
{
	return e->key.ptr && e->key.len && e->key.ptr[0] == '/';
}

/* As it was named (a link may be turned elsewhere) and as it is. */
static bool watch_files(struct watching *w, const struct contract *c)
{
	const struct map *files = &c->library.by_path;
	bool ok = true;

	for (size_t i = 0; i < files->n_entries; i++) {
		const struct document *doc = files->entries[i].value;

		if (is_file(&files->entries[i]))
			ok &= watch_beside(w->watch, doc->file, w->diag) &&
			      watch_beside(w->watch, files->entries[i].key.ptr, w->diag);
	}
	return ok;
}

static bool file_differs(const struct document *doc)
{
	struct arena a = ARENA_INIT;
	struct source_error error;
	struct slice text;
	bool same = source_read(&a, doc->file, false, &text, &error);

	if (same && slice_starts(text, SLICE_LIT("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	same = same && slice_eq(text, doc->source);
	arena_free(&a);
	return !same;
}

static bool files_differ(const struct contract *c)
{
	const struct map *files = &c->library.by_path;

	for (size_t i = 0; i < files->n_entries; i++)
		if (is_file(&files->entries[i]) && file_differs(files->entries[i].value))
			return true;
	return false;
}

/* --- what is said */

static size_t channels_missing(const struct contract *in, const struct contract *of)
{
	size_t n = 0;

	for (size_t i = 0; i < of->n_channels; i++) {
		const struct channel *ch = of->channels[i];

		n += ch->address.ptr ? !contract_channel_at(in, ch->address)
				     : !contract_channel(in, ch->name);
	}
	return n;
}

static void say_reloaded(struct watching *w, const struct contract *from, const struct contract *to)
{
	BUF_AUTO struct buf line = BUF_INIT(0);
	size_t added = channels_missing(from, to), removed = channels_missing(to, from);

	buf_printf(&line, "reloaded %s (%.*s", to->file, SLICE_FMT(from->version));
	if (!slice_eq(from->version, to->version))
		buf_printf(&line, " -> %.*s", SLICE_FMT(to->version));
	buf_str(&line, "): ");
	if (added)
		buf_printf(&line, "%zu channel%s added", added, added == 1 ? "" : "s");
	if (removed)
		buf_printf(&line, "%s%zu %sremoved", added ? ", " : "", removed,
			   added	  ? ""
			   : removed == 1 ? "channel "
					  : "channels ");
	if (!added && !removed)
		buf_str(&line, "the same channels");
	console_say(w->o.console, buf_cstr(&line));
}

/* The same errors again, of an edit elsewhere in the folder, are not said again. */
static bool says_something_new(struct attempt *a, const struct diag *said)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	bool news;

	for (size_t i = 0; i < said->n; i++)
		if (said->findings[i].severity == SEVERITY_ERROR)
			buf_printf(&text, "%s:%u:%u %s\n", said->findings[i].at.file,
				   said->findings[i].at.line, said->findings[i].at.col,
				   said->findings[i].text);
	news = !slice_eq(buf_view(&text), buf_view(&a->said));
	buf_reset(&a->said);
	buf_slice(&a->said, buf_view(&text));
	return news;
}

static void say_errors(const struct diag *said)
{
	for (size_t i = 0; i < said->n; i++)
		if (said->findings[i].severity == SEVERITY_ERROR)
			diag_print(stderr, &said->findings[i]);
}

static void refuse(struct watching *w, size_t k, const struct diag *said)
{
	struct attempt *a = &w->attempts[k];
	const struct contract *c = w->o.contracts->list[k];

	if (says_something_new(a, said) || !a->refused) {
		say_errors(said);
		fprintf(stderr,
			"%s is not reloaded: it has %u error%s; the mock goes on with %.*s as it was\n",
			c->file, said->errors, said->errors == 1 ? "" : "s", SLICE_FMT(c->version));
	}
	a->refused = true;
}

/* --- an edit */

/* The contract as it is now; NULL: it has not changed, or not for the better. */
static struct contract *edited(struct watching *w, size_t k)
{
	struct contracts *all = w->o.contracts;
	struct attempt *a = &w->attempts[k];
	struct diag said = { 0 };
	struct contract *c;

	if (!a->refused && !files_differ(all->list[k]))
		return NULL;
	c = contracts_load_one(w->o.cl, w->o.cl->args[k], &said);
	if (c)
		watch_files(w, c);
	if (!c || said.errors > all->errors[k]) {
		refuse(w, k, &said);
		contract_drop(c);
		c = NULL;
	} else if (said.errors && says_something_new(a, &said)) {
		say_errors(&said);
	}
	if (c)
		all->errors[k] = said.errors;
	diag_release(&said);
	return c;
}

static void say_notes(struct watching *w, struct buf *notes)
{
	struct slice rest = buf_view(notes), line;

	while (slice_split(&rest, '\n', &line) && line.len) {
		BUF_AUTO struct buf text = BUF_INIT(0);

		buf_slice(&text, line);
		console_say(w->o.console, buf_cstr(&text));
	}
}

/* Puts those that there are in the place of the old ones. */
static void swap(struct watching *w, struct contract **next)
{
	struct contracts *all = w->o.contracts;
	BUF_AUTO struct buf notes = BUF_INIT(0);

	for (size_t k = 0; k < all->n; k++) {
		struct contract *old = all->list[k];

		if (!next[k])
			continue;
		all->list[k] = next[k];
		next[k] = old;
		w->attempts[k].refused = false;
	}
	instance_reload(w->o.instance, w->o.options, &notes);
	for (size_t k = 0; k < all->n; k++) {
		if (next[k])
			say_reloaded(w, next[k], all->list[k]);
		contract_drop(next[k]);
	}
	say_notes(w, &notes);
}

/* Edits that are fine, each alone, may contradict another contract. */
static bool agree(struct watching *w, struct contract **next)
{
	struct contracts *all = w->o.contracts;
	struct contract **list = memory_new(all->n * sizeof(struct contract *));
	struct diag said = { 0 };
	bool ok;

	for (size_t k = 0; k < all->n; k++)
		list[k] = next[k] ? next[k] : all->list[k];
	ok = contracts_disagree(list, all->n, &said) <= all->disagreements;
	if (ok)
		all->disagreements = said.errors;
	for (size_t k = 0; !ok && k < all->n; k++) {
		if (next[k])
			refuse(w, k, &said);
		contract_drop(next[k]);
	}
	diag_release(&said);
	free(list);
	return ok;
}

static void on_changed(void *arg)
{
	struct watching *w = arg;
	size_t n = w->o.contracts->n;
	struct contract **next = memory_new(n * sizeof(struct contract *));
	bool any = false;

	for (size_t k = 0; k < n; k++) {
		next[k] = edited(w, k);
		any |= next[k] != NULL;
	}
	if (any && agree(w, next))
		swap(w, next);
	free(next);
}

struct watching *watching_start(struct loop *l, const struct watching_options *o, struct diag *d)
{
	struct watching *w = NEW(struct watching);
	bool ok;

	w->o = *o;
	w->diag = d;
	w->attempts = memory_new(o->contracts->n * sizeof(*w->attempts));
	w->watch = watch_new(l, QUIET_US, on_changed, w, d);
	ok = w->watch != NULL;
	for (size_t k = 0; ok && k < o->contracts->n; k++)
		ok = watch_files(w, o->contracts->list[k]);
	if (!ok) {
		watching_stop(w);
		return NULL;
	}
	on_changed(w); /* what was edited before it was watched */
	return w;
}

void watching_stop(struct watching *w)
{
	if (!w)
		return;
	watch_free(w->watch);
	for (size_t k = 0; k < w->o.contracts->n; k++)
		buf_release(&w->attempts[k].said);
	free(w->attempts);
	free(w);
}
