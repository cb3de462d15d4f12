#ifndef PANGEA_WORKLOADS_MACHINE_H
#define PANGEA_WORKLOADS_MACHINE_H

#include <stdint.h>

// What all processors together did since the machine started, in the kernel's ticks. Both are 0
// where the kernel does not tell.
void workload_machine_time(uint64_t *idle, uint64_t *total);

#endif
