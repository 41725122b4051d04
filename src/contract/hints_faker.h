/* "person.firstName" to the words of a property that looks like one: "first name". */
#ifndef CONTRACT_HINTS_FAKER_H
#define CONTRACT_HINTS_FAKER_H

#include "base/slice.h"

/* NULL: there is no such faker.  "": anything of the right type. */
const char *faker_words(struct slice name);
/* The one meant, or absent. */
struct slice faker_nearest(struct slice name);
/* The i-th name; NULL past the last. */
const char *faker_name(size_t i);

#endif
