#ifndef PANGEA_ALLOCATIONS_H
#define PANGEA_ALLOCATIONS_H

#include <stdint.h>

// Whatever is linked with this counts what its threads allocate: malloc and its like are defined
// here, and pass on to the C library.

typedef struct allocation_counter allocation_counter;

// The counter of the calling thread. It may be read from other threads, as long as this one lives.
const allocation_counter *allocation_counter_of_thread(void);
// How often its thread has allocated; growing what it has counts as well.
uint64_t allocation_count(const allocation_counter *counter);

#endif
