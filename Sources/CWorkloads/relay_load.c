#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "relay.h"
#include "stream.h"

enum { events_max = 512 };


struct run {
  const relay_load *settings;
  relay_load_result *result;
  struct stream *clients;
  int poll;
  bool is_counting;
  // Paced: frames sent so far by all together.
  uint64_t began, paced;
};

// A frame bears the time at which it was sent.
static void send_one(struct run *run, struct stream *stream, uint64_t now) {
  uint8_t *at = stream_room(stream, 4 + (size_t)run->settings->bytes);
  if (!at) return;
  stream_put_u32(at, run->settings->bytes);
  memset(at + 4, 0, run->settings->bytes);
  memcpy(at + 4, &now, sizeof now);
  if (run->is_counting) run->result->sent++;
}

static void take(struct run *run, struct stream *stream) {
  size_t length;
  const uint8_t *frame;
  uint64_t now = stream_now();
  while ((frame = stream_frame(stream, &length))) {
    if (run->is_counting) {
      run->result->received++;
      run->result->bytes_received += 4 + length;
    }
    if (run->settings->outstanding == 0) continue;
    uint64_t sent;
    memcpy(&sent, frame, sizeof sent);
    if (run->is_counting && run->result->round_trip)
      workload_histogram_record(run->result->round_trip, now - sent);
    send_one(run, stream, now);
  }
  stream_flush(stream);
}

// Sends what is due by now; milliseconds until the next frame is.
static int keep_pace(struct run *run, uint64_t now) {
  const relay_load *settings = run->settings;
  if (settings->outstanding > 0) return 10;
  double rate = settings->frames_per_second * settings->connections / 1e9;
  uint64_t due = (uint64_t)((double)(now - run->began) * rate);
  while (run->paced < due) {
    struct stream *stream = &run->clients[run->paced++ % (uint64_t)settings->connections];
    send_one(run, stream, now);
    stream_flush(stream);
  }
  return 1;
}

static uint64_t thread_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

// Runs until `end`; 0 or an errno.
static int run_until(struct run *run, uint64_t end) {
  struct epoll_event events[events_max];
  for (uint64_t now = stream_now(); now < end; now = stream_now()) {
    int wait = keep_pace(run, now);
    int count = epoll_wait(run->poll, events, events_max, wait);
    for (int i = 0; i < count; i++) {
      struct stream *stream = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) stream_flush(stream);
      if (stream_read(stream)) take(run, stream);
      if (stream->is_broken) return ECONNRESET;
    }
  }
  return 0;
}

static int connect_all(struct run *run) {
  for (int i = 0; i < run->settings->connections; i++) {
    int descriptor = stream_connect(run->settings->port);
    if (descriptor < 0) return errno;
    if (!stream_open(&run->clients[i], descriptor, run->poll, (uint32_t)i)) return errno;
  }
  return 0;
}

static uint64_t spent(const relay_part *part) { return part ? relay_part_nanoseconds(part) : 0; }

static int measure(struct run *run) {
  const relay_load *settings = run->settings;
  relay_load_result *result = run->result;
  run->began = stream_now();
  for (int i = 0; i < settings->connections; i++) {
    for (int k = 0; k < settings->outstanding; k++)
      send_one(run, &run->clients[i], run->began);
    stream_flush(&run->clients[i]);
  }
  int failure = run_until(run, run->began + (uint64_t)(settings->warm_seconds * 1e9));
  if (failure) return failure;
  uint64_t gateway = spent(settings->gateway), server = spent(settings->server);
  uint64_t load = thread_nanoseconds(), start = stream_now();
  run->is_counting = true;
  failure = run_until(run, start + (uint64_t)(settings->seconds * 1e9));
  result->seconds = (double)(stream_now() - start) / 1e9;
  result->gateway_nanoseconds = spent(settings->gateway) - gateway;
  result->server_nanoseconds = spent(settings->server) - server;
  result->load_nanoseconds = thread_nanoseconds() - load;
  return failure;
}

int relay_load_run(const relay_load *settings, relay_load_result *result) {
  workload_histogram *round_trip = result->round_trip;
  *result = (relay_load_result){.round_trip = round_trip};
  if (settings->connections <= 0 || settings->bytes < 8) return EINVAL;
  struct run run = {.settings = settings, .result = result, .poll = epoll_create1(EPOLL_CLOEXEC)};
  run.clients = calloc((size_t)settings->connections, sizeof *run.clients);
  if (!run.clients || run.poll < 0) {
    free(run.clients);
    if (run.poll >= 0) close(run.poll);
    return ENOMEM;
  }
  for (int i = 0; i < settings->connections; i++) run.clients[i].descriptor = -1;
  cpu_set_t before;
  sched_getaffinity(0, sizeof before, &before);
  stream_pin(settings->core);
  int failure = connect_all(&run);
  if (!failure) failure = measure(&run);
  sched_setaffinity(0, sizeof before, &before);
  for (int i = 0; i < settings->connections; i++) stream_close(&run.clients[i]);
  free(run.clients);
  close(run.poll);
  return failure;
}
