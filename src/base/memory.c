#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void memory_exhausted(void)
{
	fputs("understudy: out of memory\n", stderr);
	abort();
}

void *memory_new(size_t bytes)
{
	void *out = calloc(1, bytes ? bytes : 1);

	if (!out)
		memory_exhausted();
	return out;
}

void *memory_resize(void *old, size_t bytes)
{
	void *out = realloc(old, bytes ? bytes : 1);

	if (!out)
		memory_exhausted();
	return out;
}

char *memory_copy(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(memory_new(n), s, n);
}

void *memory_grow(void *items, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return items;
	*room = *room ? *room * 2 : 8;
	return memory_resize(items, *room * size);
}

void bug_at(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "understudy: BUG at %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
