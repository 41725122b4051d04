/* The entries: one pass first, then the tape when it says "look again". */
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "schema/embedded.h"
#include "schema/fast.h"
#include "schema/judge.h"

struct judge *judge_new(void)
{
	struct judge *j = NEW(struct judge);

	j->tape.seed = random_seed();
	j->walk.matcher = matcher_new();
	return j;
}

void judge_free(struct judge *j)
{
	if (!j)
		return;
	tape_release(&j->tape);
	buf_release(&j->texts);
	content_scratch_release(&j->content);
	free(j->walk.hashes);
	free(j->walk.order);
	free(j->walk.marks);
	matcher_free(j->walk.matcher);
	embedded_release(j->walk.embedded);
	free(j);
}

void judge_reset_walk(struct judge *j)
{
	j->walk.steps = 0;
	j->walk.limit = WALK_UNLIMITED;
	j->walk.n_marks = 0;
}

static bool explain_unreadable(struct judge *j, struct slice json, struct violations *out)
{
	if (out)
		explain_syntax(&j->tape, json, out);
	return false;
}

bool judge_on_tape(const struct schema *s, struct judge *j, struct slice json, struct violations *out)
{
	struct walk w = { .tape = &j->tape, .state = &j->walk, .out = out };
	size_t before = out ? out->n + out->left_out : 0;
	bool ok;

	if (!tape_read_all(&j->tape, json))
		return explain_unreadable(j, json, out);
	if (!out && j->tape.n_duplicates)
		return false;
	judge_reset_walk(j);
	j->walk.steps_most = walk_steps_allowed(j->tape.n);
	explain_duplicates(&w);
	ok = walk(&w, s, 0, NULL);
	if (j->walk.limit)
		explain_limit(&w);
	return ok && !j->walk.limit && (!out || out->n + out->left_out == before);
}

bool schema_accepts(const struct schema *s, struct judge *j, struct slice json)
{
	return judge_in_one_pass(s, j, json) || judge_on_tape(s, j, json, NULL);
}

bool schema_explain(const struct schema *s, struct judge *j, struct slice json, struct violations *out)
{
	return judge_in_one_pass(s, j, json) || judge_on_tape(s, j, json, out);
}

bool schema_pattern_may_begin(const struct schema *s, struct judge *j, struct slice text)
{
	return !s->text || !s->text->pattern || pattern_may_begin(s->text->pattern, j->walk.matcher, text);
}
