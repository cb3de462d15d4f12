#ifndef PANGEA_WORKLOADS_LOAD_H
#define PANGEA_WORKLOADS_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "histogram.h"

// Many players in one thread, over TCP, written from docs/protocol.md alone: they log in as guests,
// join, move, probe, and count what comes. It decodes no more than it counts, because it shall cost
// little beside what it measures.

typedef struct load load;

typedef enum load_motion {
  LOAD_STAND,   // nothing but a probe now and then, so that the connection stays
  LOAD_WANDER,  // straight on, another direction now and then, back at the edges of the area
  LOAD_CROSS,   // to and fro over the line x = `line`, all along the height of the area
} load_motion;

typedef struct load_settings {
  int port;                    // the gateway's TCP port on 127.0.0.1
  int connections_max;         // how many `load_join` may ask for in the end
  double logins_per_second;
  int logins_under_way_max;
  load_motion motion;
  double inputs_per_second;    // of each player; at most 20
  double turn_seconds;         // wandering: mean time until another direction
  // Where they move, in units. With right <= left: the whole map, as `joined` tells it.
  double left, top, right, bottom;
  double line, swing;          // crossing: turn so far past the line
  int probing;                 // how many of the players probe
  double probes_per_second;    // each of them; at most 20
  int bursting;                // crossing: how many, the last ones, probe every 2 ms at the line
  int watching;                // how many of the players keep track of every entity they see
  double near_units;           // watching: what is within this counts as near
  int core;                    // of the calling thread meanwhile; -1: any
  uint64_t seed;
} load_settings;

// What happened during one stretch. Histograms belong to the load and hold until the next stretch;
// all of them in nanoseconds.
typedef struct load_counts {
  double seconds;
  uint64_t bytes_in, bytes_out;    // with lengths, without the headers of TCP
  uint64_t snapshots, snapshot_bytes;
  uint64_t visible, appeared, moved, vanished;  // sums over all snapshots
  uint64_t inputs_sent, inputs_acknowledged;
  uint64_t probes_sent, probes_answered;
  uint64_t handoffs, handoffs_between_shards;
  // Promises that were broken: slots never shown, inputs acknowledged that were not sent,
  // acknowledgements that went back, inputs lost.
  uint64_t unknown_slots, impossible_inputs, inputs_back, inputs_skipped;
  uint64_t errors, notices, disconnects;
  int last_error;                  // its code, 0: none
  uint64_t load_nanoseconds;       // CPU of the load itself
  const workload_histogram *steady_gap;   // between updates of one's own character
  const workload_histogram *handoff_gap;  // the same, when it changed hands in between
  const workload_histogram *round_trip;   // of probes
  const workload_histogram *burst_gap;    // bursting: the longest between two replies, of each burst
  const workload_histogram *near_gap, *far_gap;  // watching: between updates of who moves
} load_counts;

// NULL without memory.
load *load_create(const load_settings *settings);
// Closes every connection: the server keeps the characters for its grace time.
void load_destroy(load *load);

// Logs in until so many play, at most `seconds_max`; those who do move and probe meanwhile. Returns
// how many play then.
int load_join(load *load, int connections, double seconds_max);
// Plays for so long and counts.
void load_run(load *load, double seconds, load_counts *counts);
// From now on everybody plays like this; `connections_max` and `watching` stay as they were.
void load_change(load *load, const load_settings *settings);
// Says bye to everybody and waits for the answers, at most so long.
void load_bye(load *load, double seconds_max);

// How many play now.
int load_playing(const load *load);

#endif
