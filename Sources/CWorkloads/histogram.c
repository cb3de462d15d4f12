#include "histogram.h"

#include <stdlib.h>
#include <string.h>

// A value is its power of two and the five bits after the top one.
enum { fine_bits = 5, fine = 1 << fine_bits, buckets = (64 - fine_bits + 1) * fine };

struct workload_histogram {
  uint64_t count, max;
  double sum;
  uint64_t of[buckets];
};

workload_histogram *workload_histogram_create(void) {
  return calloc(1, sizeof(workload_histogram));
}

void workload_histogram_destroy(workload_histogram *histogram) { free(histogram); }

void workload_histogram_clear(workload_histogram *histogram) {
  memset(histogram, 0, sizeof *histogram);
}

static unsigned bucket_of(uint64_t value) {
  if (value < fine) return (unsigned)value;
  unsigned shift = 63u - (unsigned)__builtin_clzll(value) - fine_bits;
  return (shift << fine_bits) + (unsigned)(value >> shift);
}

// The largest value that falls into a bucket.
static uint64_t end_of(unsigned bucket) {
  if (bucket < 2 * fine) return bucket;
  unsigned shift = (bucket >> fine_bits) - 1;
  uint64_t first = (uint64_t)(bucket - (shift << fine_bits)) << shift;
  return first + ((1ull << shift) - 1);
}

void workload_histogram_record(workload_histogram *histogram, uint64_t value) {
  histogram->of[bucket_of(value)]++;
  histogram->count++;
  histogram->sum += (double)value;
  if (value > histogram->max) histogram->max = value;
}

void workload_histogram_add(workload_histogram *histogram, const workload_histogram *other) {
  for (unsigned i = 0; i < buckets; i++) histogram->of[i] += other->of[i];
  histogram->count += other->count;
  histogram->sum += other->sum;
  if (other->max > histogram->max) histogram->max = other->max;
}

uint64_t workload_histogram_count(const workload_histogram *histogram) { return histogram->count; }

double workload_histogram_mean(const workload_histogram *histogram) {
  return histogram->count ? histogram->sum / (double)histogram->count : 0;
}

uint64_t workload_histogram_max(const workload_histogram *histogram) { return histogram->max; }

uint64_t workload_histogram_quantile(const workload_histogram *histogram, double share) {
  if (histogram->count == 0) return 0;
  double wanted = share * (double)histogram->count;
  uint64_t rank = wanted < 1 ? 1 : (uint64_t)wanted;
  if ((double)rank < wanted) rank++;
  if (rank > histogram->count) rank = histogram->count;
  uint64_t seen = 0;
  for (unsigned i = 0; i < buckets; i++) {
    seen += histogram->of[i];
    if (seen >= rank) {
      uint64_t end = end_of(i);
      return end < histogram->max ? end : histogram->max;
    }
  }
  return histogram->max;
}
