/* Brings the files of a git revision that a contract may refer to into a temporary folder: what is there
 * (ls-tree), an index of our own (read-tree), and its files (checkout-index).  No shell; the repository's
 * index and work tree stay as they are; symbolic links and submodules are left out. */
#include "cli/diff_revision.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"

extern char **environ;

enum {
	MOST_LISTED_BYTES = 256 << 20,
	MOST_ERROR_BYTES = 4096,
	MOST_FILES = 100000, /* brought out of one revision */
	MOST_BYTES = 4 * LIMIT_DOCUMENT_BYTES,
};

static char *join(const char *fmt, struct slice a, const char *b)
{
	BUF_AUTO struct buf out = BUF_INIT(PATH_MAX);

	buf_printf(&out, fmt, SLICE_FMT(a), b);
	return memory_copy(buf_cstr(&out));
}

/* --- running git */

struct run {
	const struct revision *r;
	struct arena arena;
	char *in, *out, *err; /* files; in may be NULL */
	char **environment;
};

static char *inside(struct run *run, const char *name)
{
	return arena_printf(&run->arena, "%s/%s", run->r->folder, name);
}

/* Ours, with an index of its own and without what a hook would have set. */
static char **make_environment(struct run *run)
{
	size_t n = 0, kept = 0;
	char **list;

	while (environ[n])
		n++;
	list = arena_array(&run->arena, char *, n + 3);
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "GIT_INDEX_FILE=", 15) != 0)
			list[kept++] = environ[i];
	list[kept++] = arena_printf(&run->arena, "GIT_INDEX_FILE=%s/index", run->r->folder);
	list[kept] = arena_strdup(&run->arena, SLICE_LIT("GIT_TERMINAL_PROMPT=0"));
	return list;
}

static bool wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Standard streams are files of the folder.  False: it could not be started, or failed. */
static bool git(struct run *run, const char *const *argv)
{
	posix_spawn_file_actions_t files;
	const char *in = run->in ? run->in : "/dev/null";
	pid_t pid;
	int failed;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, in, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, run->out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addopen(&files, 2, run->err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	failed = posix_spawnp(&pid, "git", &files, NULL, (char *const *)(uintptr_t)argv, run->environment);
	posix_spawn_file_actions_destroy(&files);
	errno = failed;
	return !failed && wait_for(pid);
}

/* At most `most` bytes of a file; false when there are more or it cannot be read. */
static bool read_all(const char *file, size_t most, struct buf *out)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : 1;

	while (got > 0 && out->len <= most) {
		char *to = buf_reserve(out, 65536);

		got = to ? read(fd, to, 65536) : -1;
		out->len += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	return got == 0;
}

static bool fail(struct run *run, struct slice name, struct diag *d)
{
	BUF_AUTO struct buf said = BUF_INIT(0), shown = BUF_INIT(0);
	struct slice line;

	if (errno == ENOENT)
		return diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "git is not installed; \"%.*s\" needs it",
				  SLICE_FMT(name));
	read_all(run->err, MOST_ERROR_BYTES, &said);
	line = slice_first(buf_view(&said), slice_find(buf_view(&said), '\n'));
	printable_add(&shown, line, LIMIT_VALUE_BYTES);
	return diag_error(d, DIAG_FILE, LOC_NONE, "\"%.*s\" cannot be read: no such file, and git says: %s",
			  SLICE_FMT(name), shown.len ? buf_cstr(&shown) : "nothing");
}

/* --- what is wanted of the folder */

static bool is_wanted(struct slice path)
{
	static const char *const ends[] = {
		".yaml", ".yml", ".json", ".avsc", ".proto", ".xsd", ".jsonschema"
	};

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (slice_ends(path, slice_str(ends[i])))
			return true;
	return false;
}

/* One line of ls-tree -l: "100644 blob ID SIZE<TAB>PATH".  Plain files only: a link could lead anywhere. */
static bool read_entry(struct slice entry, struct slice *path, uint64_t *size)
{
	size_t tab = slice_find(entry, '\t');
	struct slice meta = slice_first(entry, tab), part, last = SLICE_NONE;

	*path = slice_from(entry, tab + 1);
	while (slice_split(&meta, ' ', &part))
		last = part;
	return slice_starts(entry, SLICE_LIT("100")) && path->len && number_parse(last, size);
}

/* Writes the list for checkout-index.  `main` is taken whatever it is called. */
static bool choose_files(struct run *run, struct slice main, struct slice name, struct diag *d)
{
	BUF_AUTO struct buf listed = BUF_INIT(0), chosen = BUF_INIT(0);
	struct slice rest, entry;
	uint64_t total = 0, n = 0;
	FILE *out;
	bool found = false;

	if (!read_all(run->out, MOST_LISTED_BYTES, &listed))
		return diag_error(d, DIAG_LIMIT, LOC_NONE, "\"%.*s\": the revision has too many files",
				  SLICE_FMT(name));
	rest = buf_view(&listed);
	while (slice_split(&rest, '\0', &entry)) {
		struct slice path;
		uint64_t size;

		if (!read_entry(entry, &path, &size) || size > LIMIT_DOCUMENT_BYTES ||
		    !(is_wanted(path) || slice_eq(path, main)))
			continue;
		found |= slice_eq(path, main);
		total += size;
		n++;
		buf_slice(&chosen, path);
		buf_char(&chosen, '\0');
	}
	if (!found)
		return diag_error(d, DIAG_FILE, LOC_NONE,
				  "\"%.*s\" cannot be read: the revision has no such plain file",
				  SLICE_FMT(name));
	if (total > MOST_BYTES || n > MOST_FILES)
		return diag_error(d, DIAG_LIMIT, LOC_NONE,
				  "\"%.*s\": the revision has more YAML and JSON than we take out of git",
				  SLICE_FMT(name));
	run->in = inside(run, "list");
	out = fopen(run->in, "we");
	found = out && fwrite(chosen.data, 1, chosen.len, out) == chosen.len;
	return (out && fclose(out) == 0 && found) ||
	       diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "%s cannot be written", run->in);
}

/* "./orders.yaml" as counted from the repository's root; any other path is counted from there already. */
static struct slice full_path(struct run *run, const char *rev, struct slice path)
{
	const char *const argv[] = {
		"git", "ls-tree", "-z", "--full-name", rev, "--", arena_strdup(&run->arena, path), NULL
	};
	BUF_AUTO struct buf listed = BUF_INIT(0);
	struct slice line;

	if (!slice_starts(path, SLICE_LIT("./")) && !slice_starts(path, SLICE_LIT("../")))
		return path;
	if (!git(run, argv) || !read_all(run->out, PATH_MAX, &listed))
		return path;
	line = slice_first(buf_view(&listed), slice_find(buf_view(&listed), '\0'));
	line = slice_from(line, slice_find(line, '\t') + 1);
	return line.len ? arena_copy(&run->arena, line) : path;
}

static bool bring_out(struct run *run, const char *rev, struct slice main, struct slice name, struct diag *d)
{
	const char *prefix = arena_printf(&run->arena, "--prefix=%s/tree/", run->r->folder);
	const char *work = arena_printf(&run->arena, "--work-tree=%s/tree", run->r->folder);
	const char *const list[] = { "git", "ls-tree", "-r", "-l", "-z", "--full-tree", rev, NULL };
	const char *const index[] = { "git", "read-tree", rev, NULL };
	const char *const files[] = { "git", work, "checkout-index", "-q", "-z", "--stdin", prefix, NULL };

	if (!git(run, list))
		return fail(run, name, d);
	if (!choose_files(run, main, name, d))
		return false;
	return (git(run, index) && git(run, files)) || fail(run, name, d);
}

/* --- names */

/* mkdir fails where anything of that name is there already, so that nobody can lay a trap. */
static bool make_folder(struct revision *r, struct diag *d)
{
	const char *base = getenv("TMPDIR");
	char *real = realpath(base && *base ? base : "/tmp", NULL), *tree, *mark, name[40];

	snprintf(name, sizeof(name), "understudy-diff-%016" PRIx64, random_seed());
	r->folder = join("%.*s/%s", slice_str(real ? real : "/tmp"), name);
	tree = join("%.*s/%s", slice_str(r->folder), "tree");
	mark = join("%.*s/%s", slice_str(tree), ".git"); /* makes it a project: a $ref stays in it */
	free(real);
	if (mkdir(r->folder, 0700) != 0 || mkdir(tree, 0700) != 0 || mkdir(mark, 0700) != 0) {
		diag_error(d, DIAG_ENVIRONMENT, LOC_NONE, "the temporary folder %s cannot be made: %s",
			   r->folder, strerror(errno));
		free(r->folder);
		r->folder = NULL;
	}
	free(mark);
	free(tree);
	return r->folder != NULL;
}

/* What is behind the last slash. */
static struct slice last_part(struct slice path)
{
	while (slice_find(path, '/') < path.len)
		path = slice_from(path, slice_find(path, '/') + 1);
	return path;
}

static bool open_revision(struct revision *r, struct slice name, size_t colon, struct diag *d)
{
	struct slice path = slice_from(name, colon + 1), base = last_part(path);
	struct run run = { .r = r };
	const char *rev;
	bool ok;

	if (!base.len)
		return diag_error(d, DIAG_FILE, LOC_NONE,
				  "\"%.*s\": a revision and a file are expected, such as main:orders.yaml",
				  SLICE_FMT(name));
	if (!make_folder(r, d))
		return false;
	run.out = inside(&run, "out");
	run.err = inside(&run, "err");
	run.environment = make_environment(&run);
	rev = arena_strdup(&run.arena, slice_first(name, colon));
	path = full_path(&run, rev, path);
	r->revision = join("%.*s%s", slice_first(name, colon), ":");
	r->typed = join("%.*s%s", slice_first(name, name.len - base.len), "");
	r->within = join("%.*s%s", slice_first(path, path.len - base.len), "");
	r->file = join("%.*s/tree/%s", slice_str(r->folder), arena_strdup(&run.arena, path));
	ok = bring_out(&run, rev, path, name, d);
	arena_free(&run.arena);
	return ok;
}

bool revision_open(struct revision *r, struct slice name, struct diag *d)
{
	size_t colon = slice_find(name, ':');
	char *file = join("%.*s%s", name, "");
	bool ok = true;

	*r = (struct revision){ 0 };
	/* A revision that begins with a dash would be an option to git. */
	if (colon < name.len && colon > 0 && name.ptr[0] != '-' && access(file, F_OK) != 0)
		ok = open_revision(r, slice_str(file), colon, d);
	else
		r->file = memory_copy(file);
	free(file);
	if (!ok)
		revision_release(r);
	return ok;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void revision_release(struct revision *r)
{
	if (r->folder)
		nftw(r->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(r->folder);
	free(r->file);
	free(r->typed);
	free(r->within);
	free(r->revision);
	*r = (struct revision){ 0 };
}

const char *revision_shown(const struct revision *r, const char *file, struct arena *a)
{
	size_t n = r->folder ? strlen(r->folder) : 0, within;

	if (!n || !file || strncmp(file, r->folder, n) != 0 || strncmp(file + n, "/tree/", 6) != 0)
		return file;
	file += n + 6;
	within = strlen(r->within);
	if (strncmp(file, r->within, within) == 0)
		return arena_printf(a, "%s%s", r->typed, file + within);
	return arena_printf(a, "%s%s", r->revision, file);
}
