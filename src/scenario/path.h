/* Paths in a scenario are relative to the file that they stand in. */
#ifndef SCENARIO_PATH_H
#define SCENARIO_PATH_H

#include "base/arena.h"

/* The directory of a file; "." for one without. */
const char *path_dir(struct arena *a, const char *file);
/* `path` as seen from where `file` can be named: shortened where that leads to the same file. */
const char *path_beside(struct arena *a, const char *file, struct slice path);

#endif
