/* Tells programs that the mock accepts connections, and where. */
#ifndef CLI_READY_FILE_H
#define CLI_READY_FILE_H

#include "api/instance.h"

/* Written whole: a reader never sees half of it.  False with an error in `d`. */
bool ready_file_write(const char *file, const struct instance *i, struct diag *d);

/* "UNDERSTUDY_URL_PRODUCTION=mqtt://127.0.0.1:1883", one per declared server, ends with NULL; in `a`. */
const char *const *ready_environment(const struct instance *i, struct arena *a, struct diag *d);

/* {"pid":…,"servers":[…]} */
void ready_json(struct buf *out, const struct instance *i);

#endif
