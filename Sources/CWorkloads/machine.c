#define _GNU_SOURCE
#include "machine.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "stream.h"

void workload_machine_time(uint64_t *idle, uint64_t *total) {
  *idle = 0;
  *total = 0;
  FILE *file = fopen("/proc/stat", "re");
  if (!file) return;
  // user nice system idle iowait irq softirq steal
  unsigned long long field[8] = {0};
  if (fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", field, field + 1, field + 2,
             field + 3, field + 4, field + 5, field + 6, field + 7) == 8) {
    *idle = field[3] + field[4];
    for (int i = 0; i < 8; i++) *total += field[i];
  }
  fclose(file);
}

int workload_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
}

void workload_processor_name(char *name, int capacity) {
  name[0] = 0;
  FILE *file = fopen("/proc/cpuinfo", "re");
  if (!file) return;
  char line[256];
  while (!name[0] && fgets(line, sizeof line, file)) {
    char *value = strncmp(line, "model name", 10) ? NULL : strchr(line, ':');
    if (!value) continue;
    for (value++; *value == ' ' || *value == '\t'; value++) {}
    snprintf(name, (size_t)capacity, "%.*s", (int)strcspn(value, "\n"), value);
  }
  fclose(file);
}

void workload_pin_thread(int core) { stream_pin(core); }

int workload_thread_clock(void) {
  clockid_t clock;
  return pthread_getcpuclockid(pthread_self(), &clock) ? 0 : clock;
}

uint64_t workload_clock_nanoseconds(int clock) {
  struct timespec time;
  if (!clock || clock_gettime(clock, &time)) return 0;
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}
