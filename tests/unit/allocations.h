/* How often the heap was asked, for tests of paths that must not ask. */
#ifndef TESTS_ALLOCATIONS_H
#define TESTS_ALLOCATIONS_H

#include <stddef.h>

/* Where a sanitizer has taken the heap's names over nothing is counted. */
#if defined(__SANITIZE_ADDRESS__)
#define ALLOCATIONS_ARE_COUNTED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ALLOCATIONS_ARE_COUNTED 0
#endif
#endif
#ifndef ALLOCATIONS_ARE_COUNTED
#define ALLOCATIONS_ARE_COUNTED 1
#endif

size_t allocations_counted(void);

#endif
