/* What library.c and ref.c share. */
#ifndef DOCUMENT_LIBRARY_H
#define DOCUMENT_LIBRARY_H

#include "document/document.h"
#include "document/source.h"

/* The document at `path`, loaded now or before and named `file` in messages.  NULL: *error says why. */
struct document *library_open(struct library *l, const char *path, const char *file, bool by_user,
			      struct source_error *error);
/* The same of text from elsewhere, under the name `url`. */
struct document *library_add_remote(struct library *l, const char *url, struct slice text,
				    struct source_error *error);
/* One that was loaded under that very name, or NULL. */
struct document *library_find(struct library *l, const char *key);
/* The real path of the project that `file` belongs to: the nearest folder above it with a .git; without one
 * the current directory when the file lies in it (and it is not "/"), else the file's own folder.  Owned by
 * the caller. */
char *project_dir(const char *file);
/* Is the path that directory, or in it?  Both real. */
bool dir_holds(const char *dir, const char *path);

#endif
