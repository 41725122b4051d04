/* Where the references of a schema lead, for those who read schemas beside judging by them. */
#include "schema/program.h"

struct node *schema_ref(const struct schema *s)
{
	return s->ref ? s->ref->node : NULL;
}
