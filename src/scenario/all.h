/* Checks of which every one is made, whatever the others say. */
#ifndef SCENARIO_ALL_H
#define SCENARIO_ALL_H

#include <stdbool.h>
#include <stddef.h>

/* All of them are done, so that each can say what is wrong; true when none said no. */
#define ALL(...) all_true((const bool[]){ __VA_ARGS__ }, sizeof((const bool[]){ __VA_ARGS__ }) / sizeof(bool))
static inline bool all_true(const bool *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!list[i])
			return false;
	return true;
}

#endif
