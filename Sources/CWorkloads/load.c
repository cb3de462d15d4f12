#define _GNU_SOURCE
#include "load.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "load_state.h"

// Few events at once: what is due meanwhile is not to be late.
enum { events_max = 32, keep_alive_seconds = 20 };

static void release(load *load) {
  workload_histogram_destroy(load->steady_gap);
  workload_histogram_destroy(load->handoff_gap);
  workload_histogram_destroy(load->round_trip);
  workload_histogram_destroy(load->near_gap);
  workload_histogram_destroy(load->far_gap);
  workload_histogram_destroy(load->burst_gap);
  free(load->players);
  if (load->poll >= 0) close(load->poll);
  free(load);
}

load *load_create(const load_settings *settings) {
  load *load = calloc(1, sizeof *load);
  if (!load) return NULL;
  load->settings = *settings;
  load->random = settings->seed * 2 + 1;
  load->players = calloc((size_t)settings->connections_max, sizeof *load->players);
  load->poll = epoll_create1(EPOLL_CLOEXEC);
  load->steady_gap = workload_histogram_create();
  load->handoff_gap = workload_histogram_create();
  load->round_trip = workload_histogram_create();
  load->near_gap = workload_histogram_create();
  load->far_gap = workload_histogram_create();
  load->burst_gap = workload_histogram_create();
  if (load->players && load->poll >= 0 && load->steady_gap && load->handoff_gap &&
      load->round_trip && load->near_gap && load->far_gap && load->burst_gap) {
    for (int i = 0; i < settings->connections_max; i++) {
      load->players[i].stream.descriptor = -1;
      load->players[i].sight.is_watching = i < settings->watching;
    }
    return load;
  }
  release(load);
  return NULL;
}

void load_destroy(load *load) {
  if (!load) return;
  for (int i = 0; i < load->begun; i++) {
    if (load->players[i].state != player_away) stream_close(&load->players[i].stream);
    sight_release(&load->players[i].sight);
  }
  release(load);
}

void load_change(load *load, const load_settings *settings) {
  int connections = load->settings.connections_max, watching = load->settings.watching;
  bool was_crossing = load->settings.motion == LOAD_CROSS;
  load->settings = *settings;
  load->settings.connections_max = connections;
  load->settings.watching = watching;
  // Who walks to and fro already keeps its height.
  for (int i = 0; i < load->begun && !was_crossing; i++) load->players[i].start_y = 0;
}

int load_playing(const load *load) { return load->playing; }

// The pace begins anew: nothing is made up for.
static void begin_pace(load *load) {
  load->began = stream_now();
  load->inputs_paced = load->probes_paced = 0;
}

// New connections and second tries, as many as are due.
static void log_in(load *load, uint64_t now) {
  const load_settings *settings = &load->settings;
  uint64_t due = (uint64_t)((double)(now - load->joining_since) / 1e9 * settings->logins_per_second);
  while (load->begun < load->wanted && load->logins_paced < due &&
         load->under_way < settings->logins_under_way_max) {
    int index = load->begun++;
    load->logins_paced++;
    if (!player_begin(load, &load->players[index], index)) load->counts.disconnects++;
  }
  if (load->playing + load->under_way >= load->begun) return;
  for (int i = 0; i < load->begun; i++) {
    struct player *player = &load->players[i];
    if (player->state != player_waiting || now < player->retry_at) continue;
    if (load->under_way >= settings->logins_under_way_max) break;
    load->under_way++;
    player_log_in(load, player);
  }
}

typedef void (*player_act)(load *load, struct player *player, uint64_t now);

// Lets `count` players act in turn at a rate each, spread evenly over time.
static void pace(load *load, uint64_t now, int count, double per_second, uint64_t *paced,
                 player_act act) {
  if (count <= 0 || per_second <= 0) return;
  uint64_t due = (uint64_t)((double)(now - load->began) / 1e9 * per_second * count);
  // After a stall of the load itself nobody catches up with more than one act each.
  if (due > *paced + (uint64_t)count) *paced = due - (uint64_t)count;
  for (; *paced < due; ++*paced) {
    struct player *player = &load->players[*paced % (uint64_t)count];
    if (player->state == player_playing && player->has_place) act(load, player, now);
  }
}

static void act(load *load, uint64_t now) {
  const load_settings *settings = &load->settings;
  bool stands = settings->motion == LOAD_STAND;
  int probing = settings->probing < load->begun ? settings->probing : load->begun;
  if (!stands)
    pace(load, now, load->wanted, settings->inputs_per_second, &load->inputs_paced,
         player_send_input);
  if (probing > 0 && settings->probes_per_second > 0)
    pace(load, now, probing, settings->probes_per_second, &load->probes_paced, player_send_probe);
  else if (stands)
    pace(load, now, load->wanted, 1.0 / keep_alive_seconds, &load->probes_paced,
         player_send_probe);
  for (int i = load->wanted - settings->bursting; i < load->wanted && !stands; i++)
    if (load->players[i].state == player_playing) player_burst(load, &load->players[i], now);
}

static void listen_to_all(load *load, int wait) {
  struct epoll_event events[events_max];
  int count = epoll_wait(load->poll, events, events_max, wait);
  for (int i = 0; i < count; i++) {
    struct player *player = events[i].data.ptr;
    if (events[i].events & EPOLLOUT) stream_flush(&player->stream);
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR) && stream_read(&player->stream))
      player_hear(load, player, player->stream.arrived);
    if (player->stream.is_broken) player_lose(load, player);
  }
}

static cpu_set_t pin(const load *load) {
  cpu_set_t before;
  CPU_ZERO(&before);
  sched_getaffinity(0, sizeof before, &before);
  stream_pin(load->settings.core);
  return before;
}

static uint64_t thread_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

static void play_until(load *load, uint64_t end) {
  for (uint64_t now = stream_now(); now < end; now = stream_now()) {
    log_in(load, now);
    act(load, now);
    listen_to_all(load, 1);
  }
}

int load_join(load *load, int connections, double seconds_max) {
  cpu_set_t before = pin(load);
  uint64_t start = stream_now(), end = start + (uint64_t)(seconds_max * 1e9);
  int most = load->settings.connections_max;
  load->wanted = connections < most ? connections : most;
  load->joining_since = start;
  load->logins_paced = 0;
  begin_pace(load);
  for (uint64_t now = start; now < end && load->playing < load->wanted; now = stream_now())
    play_until(load, now + 20000000);
  sched_setaffinity(0, sizeof before, &before);
  return load->playing;
}

static void clear(load *load) {
  workload_histogram_clear(load->steady_gap);
  workload_histogram_clear(load->handoff_gap);
  workload_histogram_clear(load->round_trip);
  workload_histogram_clear(load->near_gap);
  workload_histogram_clear(load->far_gap);
  workload_histogram_clear(load->burst_gap);
  load->counts = (load_counts){0};
}

void load_run(load *load, double seconds, load_counts *counts) {
  cpu_set_t before = pin(load);
  clear(load);
  begin_pace(load);
  load->is_counting = true;
  uint64_t cpu = thread_nanoseconds(), start = stream_now();
  play_until(load, start + (uint64_t)(seconds * 1e9));
  load->counts.seconds = (double)(stream_now() - start) / 1e9;
  load->counts.load_nanoseconds = thread_nanoseconds() - cpu;
  load->is_counting = false;
  sched_setaffinity(0, sizeof before, &before);
  *counts = load->counts;
  counts->steady_gap = load->steady_gap;
  counts->handoff_gap = load->handoff_gap;
  counts->round_trip = load->round_trip;
  counts->near_gap = load->near_gap;
  counts->far_gap = load->far_gap;
  counts->burst_gap = load->burst_gap;
}

void load_bye(load *load, double seconds_max) {
  cpu_set_t before = pin(load);
  uint64_t end = stream_now() + (uint64_t)(seconds_max * 1e9);
  int left = load->begun;
  for (int i = 0; i < left; i++)
    if (load->players[i].state != player_away) player_send_bye(load, &load->players[i]);
  while (load->playing + load->under_way > 0 && stream_now() < end) listen_to_all(load, 10);
  sched_setaffinity(0, sizeof before, &before);
}
