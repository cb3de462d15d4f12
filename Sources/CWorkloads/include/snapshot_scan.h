#ifndef PANGEA_WORKLOADS_SNAPSHOT_SCAN_H
#define PANGEA_WORKLOADS_SNAPSHOT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads of a snapshot what a load counts, without building it: docs/protocol.md, "Snapshots".

// Where an entity was last shown, for clients that watch how often each is.
typedef struct sight_place {
  uint32_t x, y;
  uint64_t shown;  // nanoseconds; 0: never
} sight_place;

// What a client sees: the slots of its scope. All zero at the beginning.
typedef struct sight {
  uint64_t *known;      // a bit for each slot
  sight_place *places;  // for each slot, when `is_watching`
  uint32_t slots;       // how many there is room for
  uint32_t visible;     // how many are known
  bool is_watching;
} sight;

void sight_clear(sight *sight);    // of a new scope
void sight_release(sight *sight);  // its memory

typedef struct snapshot_scan {
  uint64_t tick;
  bool has_scope, has_own;
  uint32_t region, shard;
  int32_t origin_x, origin_y;  // units
  uint32_t steps;              // of a unit, in coordinates of entities
  int32_t x, y;                // of one's own character, in 1/256 unit
  uint64_t last_input, applied, gaps, duplicates, sequence;
  uint32_t appeared, moved, vanished;
  // Slots that `move` and `vanish` name and nobody appeared in: the server is wrong.
  uint32_t unknown;
} snapshot_scan;

// Told of each entity that moved, before its place changes.
typedef void (*sight_moved)(void *context, const sight_place *before, uint32_t x, uint32_t y);

// Reads a `Snapshot` message; what it does not have is left as it was in `scan`, except the counts,
// `has_scope` and `has_own`. `moved` may be NULL. False: it is no snapshot, or there is no memory.
bool snapshot_scan_read(const uint8_t *bytes, size_t length, uint64_t now, sight *sight,
                        snapshot_scan *scan, sight_moved moved, void *context);

#endif
