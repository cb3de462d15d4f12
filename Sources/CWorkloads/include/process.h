#ifndef PANGEA_WORKLOADS_PROCESS_H
#define PANGEA_WORKLOADS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

// A program that a workload starts beside itself, and what any process cost so far.

typedef struct workload_child workload_child;

// Starts it in a process group of its own, bound to one core (-1: any) as everything that it starts
// itself. What it prints goes to the file. It gets SIGTERM when this process ends. `arguments` begin
// with the program's name and end with NULL. NULL: it could not start.
workload_child *workload_child_start(const char *executable, char *const *arguments,
                                     const char *output, int core);
int workload_child_number(const workload_child *child);
bool workload_child_is_running(const workload_child *child);
// SIGTERM, and SIGKILL for its whole group when that does not help in time; then frees it. The status
// that it ended with, or 256 and the signal.
int workload_child_end(workload_child *child, double seconds_max);

// CPU time of a process with all its threads, in nanoseconds; 0: there is none.
uint64_t workload_process_nanoseconds(int process);
// Its share of the memory that it uses (PSS), in bytes; 0: nobody tells.
uint64_t workload_process_bytes(int process);

#endif
