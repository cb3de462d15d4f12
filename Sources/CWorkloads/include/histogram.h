#ifndef PANGEA_WORKLOADS_HISTOGRAM_H
#define PANGEA_WORKLOADS_HISTOGRAM_H

#include <stdint.h>

// How often values fell where. Below 64 every value has a bucket of its own, above that each power of
// two has 32: a quantile is at most about 3 % above the value that was recorded. Recording takes a few
// instructions and no memory.

typedef struct workload_histogram workload_histogram;

// Empty; NULL without memory.
workload_histogram *workload_histogram_create(void);
void workload_histogram_destroy(workload_histogram *histogram);
void workload_histogram_clear(workload_histogram *histogram);

void workload_histogram_record(workload_histogram *histogram, uint64_t value);
// Adds everything that the other one counted.
void workload_histogram_add(workload_histogram *histogram, const workload_histogram *other);

uint64_t workload_histogram_count(const workload_histogram *histogram);
double workload_histogram_mean(const workload_histogram *histogram);
// The exact largest value; 0 when there is none.
uint64_t workload_histogram_max(const workload_histogram *histogram);
// The end of the bucket that holds the value of this rank, `share` in 0 ... 1; never above the
// largest value; 0 when there is none.
uint64_t workload_histogram_quantile(const workload_histogram *histogram, double share);

#endif
