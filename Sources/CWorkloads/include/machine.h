#ifndef PANGEA_WORKLOADS_MACHINE_H
#define PANGEA_WORKLOADS_MACHINE_H

#include <stdint.h>

// What all processors together did since the machine started, in the kernel's ticks. Both are 0
// where the kernel does not tell.
void workload_machine_time(uint64_t *idle, uint64_t *total);

// How many processors this process may use.
int workload_processors(void);

// What the kernel calls the processor; empty where it does not tell.
void workload_processor_name(char *name, int capacity);

// Binds the calling thread to one processor, where there is one of that number.
void workload_pin_thread(int core);

// The clock that counts the CPU time of the calling thread, to be read from other threads; 0 where
// there is none.
int workload_thread_clock(void);
// What such a clock counts; 0 for clock 0.
uint64_t workload_clock_nanoseconds(int clock);

#endif
