/* The heap's own names, counted. */
#include "allocations.h"

static size_t allocations;

size_t allocations_counted(void)
{
	return allocations;
}

#if ALLOCATIONS_ARE_COUNTED
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t n);
void *malloc(size_t n);
void *calloc(size_t n, size_t size);
void *realloc(void *old, size_t n);

void *malloc(size_t n)
{
	allocations++;
	return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	allocations++;
	return __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
	allocations++;
	return __libc_realloc(old, n);
}
#endif
