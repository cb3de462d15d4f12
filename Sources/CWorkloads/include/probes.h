#ifndef PANGEA_WORKLOADS_PROBES_H
#define PANGEA_WORKLOADS_PROBES_H

#include <stdint.h>

// Players that do nothing but probe, each answer followed by the next probe: how many round trips a
// gateway makes in a second. They speak the protocol of docs/protocol.md over TCP.

typedef struct probes probes;

// Logs in so many guests and lets them join. NULL: somebody was refused, or it took longer than
// `seconds_max`; `failure` becomes an errno.
probes *probes_open(int port, int connections, double seconds_max, int *failure);
void probes_close(probes *probes);

typedef struct probes_result {
  double seconds;              // that were counted
  uint64_t round_trips;
  uint64_t all_round_trips;    // also those before and after what is counted
  uint64_t bytes_in, bytes_out;  // with lengths
  uint64_t load_nanoseconds;   // CPU of the calling thread
  uint64_t gateway_nanoseconds, shard_nanoseconds;  // of the threads whose clocks were given
} probes_result;

// Keeps `outstanding` probes of each connection under way; `warm_seconds` are not counted. The
// calling thread runs on `core` meanwhile, anywhere with -1. The clocks are those of
// `workload_thread_clock`, or 0. At the end every probe is answered. 0 or an errno.
typedef struct probes_settings {
  int outstanding, core;
  double warm_seconds, seconds;
  int gateway_clock, shard_clock;
} probes_settings;

int probes_run(probes *probes, const probes_settings *settings, probes_result *result);

#endif
