/* Which folder the files of a document belong to: a $ref may go anywhere in the project, not out of it. */
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "document/library.h"

static char *dir_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	size_t n = slash ? (size_t)(slash - file) + (slash == file) : 0;
	struct arena a = ARENA_INIT;
	char *dir = realpath(n ? arena_strdup(&a, slice_of(file, n)) : ".", NULL);

	arena_free(&a);
	if (dir)
		return dir;
	dir = memory_new(2);
	dir[0] = '.';
	return dir;
}

static bool holds_git(const char *dir)
{
	BUF_AUTO struct buf path = BUF_INIT(0);

	buf_printf(&path, "%s/.git", dir);
	return access(buf_cstr(&path), F_OK) == 0;
}

/* Cuts `dir` down to the nearest folder with a .git.  False, and as it was: there is none below "/". */
static bool cut_to_git(char *dir)
{
	size_t n = strlen(dir);

	for (size_t end = n; end > 1;) {
		char cut = dir[end];

		dir[end] = '\0';
		if (holds_git(dir))
			return true;
		dir[end] = cut;
		do
			end--;
		while (end && dir[end] != '/');
	}
	return false;
}

bool dir_holds(const char *dir, const char *path)
{
	size_t n = strlen(dir);

	if (n && dir[n - 1] == '/')
		n--; /* "/" itself */
	return strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

char *project_dir(const char *file)
{
	char *dir = dir_of(file), *here;

	if (cut_to_git(dir))
		return dir;
	here = realpath(".", NULL);
	if (!here || !strcmp(here, "/") || !dir_holds(here, dir)) {
		free(here);
		return dir;
	}
	free(dir);
	return here;
}

bool library_allow_dir(struct library *l, const char *dir)
{
	char *real = realpath(dir, NULL);

	if (!real)
		return false;
	l->dirs = arena_grow(&l->arena, l->dirs, l->n_dirs, &l->room_dirs, sizeof(*l->dirs));
	l->dirs[l->n_dirs++] = arena_strdup(&l->arena, slice_str(real));
	free(real);
	return true;
}
