#define _GNU_SOURCE
#include "probes.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "machine.h"
#include "stream.h"

enum { events_max = 256 };

// The first byte of a message is the number and kind of its only field.
enum {
  hello_tag = 0x0A,
  login_tag = 0x12,
  join_tag = 0x1A,
  probe_tag = 0x2A,
  welcome_tag = 0x0A,
  logged_in_tag = 0x12,
  joined_tag = 0x1A,
  probe_reply_tag = 0x2A,
  error_tag = 0x32,
};

struct probes {
  struct stream *clients;
  int count, poll, joined;
  int under_way;
  bool is_counting, is_over;
  uint64_t nonce;
  probes_result result;
};

static size_t put_varint(uint8_t *at, uint64_t value) {
  size_t length = 0;
  for (; value >= 0x80; value >>= 7) at[length++] = (uint8_t)(value | 0x80);
  at[length++] = (uint8_t)value;
  return length;
}

static void send_body(struct stream *stream, const uint8_t *body, size_t length) {
  uint8_t *at = stream_room(stream, 4 + length);
  if (!at) return;
  stream_put_u32(at, (uint32_t)length);
  memcpy(at + 4, body, length);
}

// tag, length, number of field 1
static size_t send_number(struct stream *stream, uint8_t tag, uint64_t number) {
  uint8_t body[16] = {tag, 0, 0x08};
  size_t length = put_varint(body + 3, number);
  body[1] = (uint8_t)(length + 1);
  send_body(stream, body, length + 3);
  return 4 + length + 3;
}

static void send_probe(probes *probes, struct stream *stream) {
  // Large numbers: every probe is equally long.
  size_t bytes = send_number(stream, probe_tag, (UINT64_C(1) << 63) | probes->nonce++);
  if (probes->is_counting) probes->result.bytes_out += bytes;
  probes->under_way++;
}

// The value of a number's field in the message inside a frame; 0 when it is not there.
static uint64_t number_of(const uint8_t *frame, size_t length, uint64_t field) {
  size_t at = 1;
  while (at < length && frame[at] & 0x80) at++;  // the length of the message
  for (at++; at < length;) {
    uint64_t tag = frame[at++], value = 0;
    for (int shift = 0; at < length && shift < 64; shift += 7) {
      value |= (uint64_t)(frame[at] & 0x7F) << shift;
      if (!(frame[at++] & 0x80)) break;
    }
    if (tag == field << 3) return value;
    if ((tag & 7) == 2) at += value;
  }
  return 0;
}

static void received(probes *probes, struct stream *stream, const uint8_t *frame, size_t length) {
  if (length == 0) return;
  switch (frame[0]) {
    case welcome_tag:
      send_body(stream, (const uint8_t[]){login_tag, 2, 0x0A, 0}, 4);
      break;
    case logged_in_tag: {
      uint64_t character = number_of(frame, length, 2);
      if (character) send_number(stream, join_tag, character);
      else stream->is_broken = true;
      break;
    }
    case joined_tag: probes->joined++; break;
    case probe_reply_tag:
      probes->under_way--;
      probes->result.all_round_trips++;
      if (probes->is_counting) {
        probes->result.round_trips++;
        probes->result.bytes_in += 4 + length;
      }
      if (!probes->is_over) send_probe(probes, stream);
      break;
    case error_tag:  // those that are not fatal say why one waits
      if (number_of(frame, length, 4)) stream->is_broken = true;
      break;
    default: break;  // what a player is shown
  }
}

// Until `end`, or until everybody has joined, or until no probe is under way: whatever is awaited.
static int serve(probes *probes, uint64_t end, const int *awaited, int value) {
  struct epoll_event events[events_max];
  for (uint64_t now = stream_now(); now < end; now = stream_now()) {
    if (awaited && *awaited == value) return 0;
    int count = epoll_wait(probes->poll, events, events_max, 10);
    for (int i = 0; i < count; i++) {
      struct stream *stream = events[i].data.ptr;
      if (stream_read(stream)) {
        const uint8_t *frame;
        size_t length;
        while ((frame = stream_frame(stream, &length))) received(probes, stream, frame, length);
      }
      stream_flush(stream);
      if (stream->is_broken) return ECONNRESET;
    }
  }
  return awaited ? ETIMEDOUT : 0;
}

static uint64_t after(double seconds) { return stream_now() + (uint64_t)(seconds * 1e9); }

static uint64_t thread_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

static int greet(probes *probes, int port) {
  static const uint8_t hello[] = {hello_tag, 9, 0x08, 1, 0x12, 5, 'b', 'e', 'n', 'c', 'h'};
  for (int i = 0; i < probes->count; i++) {
    int descriptor = stream_connect(port);
    if (descriptor < 0) return errno;
    if (!stream_open(&probes->clients[i], descriptor, probes->poll, (uint32_t)i)) return errno;
    send_body(&probes->clients[i], hello, sizeof hello);
    stream_flush(&probes->clients[i]);
  }
  return 0;
}

probes *probes_open(int port, int connections, double seconds_max, int *failure) {
  *failure = ENOMEM;
  probes *probes = calloc(1, sizeof *probes);
  if (!probes) return NULL;
  probes->poll = epoll_create1(EPOLL_CLOEXEC);
  probes->clients = calloc((size_t)connections, sizeof *probes->clients);
  if (probes->clients) {
    probes->count = connections;
    for (int i = 0; i < connections; i++) probes->clients[i].descriptor = -1;
    *failure = probes->poll < 0 ? errno : greet(probes, port);
    if (!*failure) *failure = serve(probes, after(seconds_max), &probes->joined, connections);
  }
  if (!*failure) return probes;
  probes_close(probes);
  return NULL;
}

void probes_close(probes *probes) {
  for (int i = 0; i < probes->count; i++) stream_close(&probes->clients[i]);
  if (probes->poll >= 0) close(probes->poll);
  free(probes->clients);
  free(probes);
}

static int measure(probes *probes, const probes_settings *settings) {
  probes_result *result = &probes->result;
  probes->is_over = probes->is_counting = false;
  for (int i = 0; i < probes->count; i++) {
    for (int k = 0; k < settings->outstanding; k++) send_probe(probes, &probes->clients[i]);
    stream_flush(&probes->clients[i]);
  }
  int failure = serve(probes, after(settings->warm_seconds), NULL, 0);
  if (failure) return failure;
  uint64_t start = stream_now(), load = thread_nanoseconds();
  uint64_t gateway = workload_clock_nanoseconds(settings->gateway_clock);
  uint64_t shard = workload_clock_nanoseconds(settings->shard_clock);
  probes->is_counting = true;
  failure = serve(probes, after(settings->seconds), NULL, 0);
  probes->is_counting = false;
  result->seconds = (double)(stream_now() - start) / 1e9;
  result->load_nanoseconds = thread_nanoseconds() - load;
  result->gateway_nanoseconds = workload_clock_nanoseconds(settings->gateway_clock) - gateway;
  result->shard_nanoseconds = workload_clock_nanoseconds(settings->shard_clock) - shard;
  probes->is_over = true;
  return failure ? failure : serve(probes, after(10), &probes->under_way, 0);
}

int probes_run(probes *probes, const probes_settings *settings, probes_result *result) {
  cpu_set_t before;
  sched_getaffinity(0, sizeof before, &before);
  stream_pin(settings->core);
  probes->result = (probes_result){0};
  int failure = measure(probes, settings);
  sched_setaffinity(0, sizeof before, &before);
  *result = probes->result;
  return failure;
}
