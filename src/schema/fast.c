/* The one pass answers nothing yet: every message goes to the tape. */
#include "schema/fast.h"
#include "schema/judge.h"
struct fast *fast_compile(struct schema_program *p, struct schema *root)
{
	(void)p;
	(void)root;
	return NULL;
}
bool judge_in_one_pass(const struct schema *s, struct judge *j, struct slice json)
{
	(void)s;
	(void)j;
	(void)json;
	return false;
}
bool json_is_valid(struct judge *j, struct slice json)
{
	return tape_read_all(&j->tape, json) && !j->tape.n_duplicates;
}
