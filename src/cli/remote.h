/* Documents over HTTP, for $refs that lead there: --allow-remote, --offline.
 *
 * What was fetched is kept in $XDG_CACHE_HOME/understudy (or ~/.cache/understudy), by the SHA-256 of its URL.
 * The only file that names libcurl, which is loaded when first needed: it would cost each start 10 ms. */
#ifndef CLI_REMOTE_H
#define CLI_REMOTE_H

#include "cli/options.h"

struct remote;

/* NULL: neither option is given, so nothing is to be fetched. */
struct fetcher *remote_fetcher(struct command_line *cl);
void remote_free(struct remote *r);

#endif
