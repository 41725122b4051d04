/* Lists and maps on the tape; shared by the walker's files only. */
#ifndef SCHEMA_WALK_CONTAINERS_H
#define SCHEMA_WALK_CONTAINERS_H

#include "schema/walk.h"

/* One more level: false when judging has to be given up. The level ends with --w->depth. */
bool walk_enter(struct walk *w, const struct schema *s, uint32_t at);
/* Is the member declared, or matched by a pattern? */
bool walk_knows_member(struct walk *w, const struct schema *s, uint32_t key);
bool walk_unevaluated(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame);
bool walk_list(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame);
bool walk_map(struct walk *w, const struct schema *s, uint32_t at, const struct frame *frame);

bool walk_fail(struct walk *w, const struct failure *f);
bool walk_child(struct walk *w, const struct schema *s, uint32_t at, const struct frame *up,
		const char *keyword);
/* Does the text at `at` match?  `s` is who asks. */
bool walk_matches(const struct walk *w, const struct pattern *p, const struct schema *s, uint32_t at);

#endif
