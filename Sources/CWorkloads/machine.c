#include "machine.h"

#include <stdio.h>

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
