#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

struct allocation_counter {
  _Atomic uint64_t count;
};

// Part of the executable's own thread-local storage: reaching it allocates nothing.
static _Thread_local struct allocation_counter counter;

// What the C library does behind its own malloc.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void count(void) {
  uint64_t sum = atomic_load_explicit(&counter.count, memory_order_relaxed);
  atomic_store_explicit(&counter.count, sum + 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || alignment & (alignment - 1) || !alignment) return EINVAL;
  count();
  void *memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

const allocation_counter *allocation_counter_of_thread(void) { return &counter; }

uint64_t allocation_count(const allocation_counter *counter) {
  return atomic_load_explicit(&counter->count, memory_order_relaxed);
}
