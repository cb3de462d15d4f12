#ifndef PANGEA_WORKLOADS_LOAD_STATE_H
#define PANGEA_WORKLOADS_LOAD_STATE_H

#include "load.h"
#include "snapshot_scan.h"
#include "stream.h"

enum player_state { player_away, player_waiting, player_logging_in, player_joining, player_playing };

struct player {
  struct stream stream;
  enum player_state state;
  uint64_t retry_at;  // waiting: log in again then
  uint64_t character;
  uint64_t sent;      // the last input's number
  int8_t dx, dy;
  bool has_place, is_past_line;
  double turn_at, start_y;
  uint64_t updated;   // when the last update of one's own character came
  struct snapshot_scan scan;
  struct sight sight;
  // Probes in close succession: how many are left, when the next one is due and the next burst may
  // begin; the last reply and the longest time between two.
  struct burst {
    int left;
    uint64_t due, again_at, heard, longest;
  } burst;
};

struct load {
  struct load_settings settings;
  struct player *players;
  int wanted, begun, under_way, playing;
  int poll;
  double map_width, map_height;  // units
  uint64_t random;
  // When the pacing began, and how many were sent since then by all together.
  uint64_t began;
  uint64_t logins_paced, inputs_paced, probes_paced;
  uint64_t joining_since;
  bool is_counting;
  struct load_counts counts;
  workload_histogram *steady_gap, *handoff_gap, *round_trip, *near_gap, *far_gap, *burst_gap;
};

// load_player.c: what one player says and hears.
bool player_begin(struct load *load, struct player *player, int index);
void player_log_in(struct load *load, struct player *player);
void player_send_input(struct load *load, struct player *player, uint64_t now);
void player_send_probe(struct load *load, struct player *player, uint64_t now);
void player_burst(struct load *load, struct player *player, uint64_t now);
void player_send_bye(struct load *load, struct player *player);
void player_hear(struct load *load, struct player *player, uint64_t now);
void player_lose(struct load *load, struct player *player);

// load_motion.c: where it goes. Sets `dx` and `dy`.
void player_steer(struct load *load, struct player *player, uint64_t now);

#endif
