#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "stream.h"

enum { events_max = 512, connections_max = 65536 };

struct relay_part {
  pthread_t thread;
  int poll, listener, waker, core;
  atomic_bool is_stopping;
  // Of the gateway: the one connection to the server. Of the server: unused.
  struct stream *server;
  relay_server settings;
  // By number, which is the session of a gateway's clients.
  struct stream *streams[connections_max];
  uint32_t count;
  struct stream *dirty[connections_max];
  uint32_t dirty_count;
  // Of a server that pushes: who wants frames, by the session, and through which connection.
  struct stream **audience;
  uint64_t next_push;
};

// Markers of what the poll reports beside connections.
static const char listener_mark, waker_mark;

static bool watch(int poll, int descriptor, const void *mark) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = (void *)mark};
  return epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

static void touch(relay_part *part, struct stream *stream) {
  if (stream->is_dirty) return;
  stream->is_dirty = true;
  part->dirty[part->dirty_count++] = stream;
}

// Appends a frame; `session` stands before its bytes when it is not NULL.
static void append(relay_part *part, struct stream *to, const uint32_t *session,
                   const uint8_t *bytes, size_t length) {
  size_t head = session ? 8 : 4;
  uint8_t *at = stream_room(to, head + length);
  if (!at) return;
  stream_put_u32(at, (uint32_t)(length + head - 4));
  if (session) stream_put_u32(at + 4, *session);
  if (bytes) memcpy(at + head, bytes, length);
  else memset(at + head, 0, length);
  touch(part, to);
}

static struct stream *adopt(relay_part *part, int descriptor) {
  struct stream *stream = part->count < connections_max ? malloc(sizeof *stream) : NULL;
  if (!stream || !stream_open(stream, descriptor, part->poll, part->count)) {
    free(stream);
    close(descriptor);
    return NULL;
  }
  part->streams[part->count++] = stream;
  return stream;
}

static void serve(relay_part *part, struct stream *from) {
  size_t length;
  const uint8_t *frame;
  while ((frame = stream_frame(from, &length))) {
    if (part->settings.pushes_per_second <= 0) {
      append(part, from, NULL, frame, length);
      continue;
    }
    bool has_session = part->settings.is_behind_gateway && length >= 4;
    uint32_t session = has_session ? stream_get_u32(frame) : from->number;
    if (session < connections_max) part->audience[session] = from;
  }
}

static void relay(relay_part *part, struct stream *from) {
  size_t length;
  const uint8_t *frame;
  while ((frame = stream_frame(from, &length))) {
    if (from != part->server) {
      append(part, part->server, &from->number, frame, length);
    } else if (length >= 4) {
      uint32_t session = stream_get_u32(frame);
      struct stream *client = session < part->count ? part->streams[session] : NULL;
      if (client && !client->is_broken) append(part, client, NULL, frame + 4, length - 4);
    }
  }
}

static void push(relay_part *part) {
  bool has_session = part->settings.is_behind_gateway;
  for (uint32_t session = 0; session < connections_max; session++) {
    struct stream *to = part->audience[session];
    if (to && !to->is_broken)
      append(part, to, has_session ? &session : NULL, NULL, part->settings.push_bytes);
  }
}

// Milliseconds until the next push, after doing those that are due; -1: none ever.
static int keep_pace(relay_part *part) {
  if (!part->audience) return -1;
  uint64_t interval = (uint64_t)(1e9 / part->settings.pushes_per_second), now = stream_now();
  if (part->next_push == 0) part->next_push = now + interval;
  if (now >= part->next_push) {
    push(part);
    part->next_push += interval;
    if (part->next_push < now) part->next_push = now + interval;
  }
  return (int)((part->next_push - now) / 1000000) + 1;
}

static void flush(relay_part *part) {
  for (uint32_t i = 0; i < part->dirty_count; i++) {
    part->dirty[i]->is_dirty = false;
    if (!part->dirty[i]->is_broken) stream_flush(part->dirty[i]);
  }
  part->dirty_count = 0;
}

static void handle(relay_part *part, const struct epoll_event *event) {
  if (event->data.ptr == &waker_mark) return;
  if (event->data.ptr == &listener_mark) {
    int descriptor = accept4(part->listener, NULL, NULL, SOCK_CLOEXEC);
    if (descriptor >= 0) adopt(part, descriptor);
    return;
  }
  struct stream *stream = event->data.ptr;
  if (stream->is_broken) return;
  if (event->events & EPOLLOUT) touch(part, stream);
  if (!(event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  if (stream_read(stream)) {
    if (part->server) relay(part, stream);
    else serve(part, stream);
  } else if (stream->is_broken) {
    epoll_ctl(part->poll, EPOLL_CTL_DEL, stream->descriptor, NULL);
  }
}

static void *run(void *context) {
  relay_part *part = context;
  struct epoll_event events[events_max];
  stream_pin(part->core);
  while (!atomic_load_explicit(&part->is_stopping, memory_order_relaxed)) {
    int wait = keep_pace(part);
    flush(part);
    int count = epoll_wait(part->poll, events, events_max, wait);
    for (int i = 0; i < count; i++) handle(part, &events[i]);
    flush(part);
  }
  return NULL;
}

static void release(relay_part *part) {
  for (uint32_t i = 0; i < part->count; i++) {
    stream_close(part->streams[i]);
    free(part->streams[i]);
  }
  if (part->listener >= 0) close(part->listener);
  if (part->waker >= 0) close(part->waker);
  if (part->poll >= 0) close(part->poll);
  free(part->audience);
  free(part);
}

static relay_part *create(int core, int *port) {
  relay_part *part = calloc(1, sizeof *part);
  if (!part) return NULL;
  part->core = core;
  part->poll = epoll_create1(EPOLL_CLOEXEC);
  part->listener = stream_listen(port);
  part->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (part->poll >= 0 && part->listener >= 0 && part->waker >= 0 &&
      watch(part->poll, part->listener, &listener_mark) &&
      watch(part->poll, part->waker, &waker_mark))
    return part;
  release(part);
  return NULL;
}

static relay_part *start(relay_part *part) {
  if (pthread_create(&part->thread, NULL, run, part) == 0) return part;
  release(part);
  return NULL;
}

relay_part *relay_server_start(const relay_server *settings, int *port) {
  relay_part *part = create(settings->core, port);
  if (!part) return NULL;
  part->settings = *settings;
  if (settings->pushes_per_second > 0) {
    part->audience = calloc(connections_max, sizeof *part->audience);
    if (!part->audience) {
      release(part);
      return NULL;
    }
  }
  return start(part);
}

relay_part *relay_gateway_start(int core, int server_port, int *port) {
  relay_part *part = create(core, port);
  if (!part) return NULL;
  int descriptor = stream_connect(server_port);
  if (descriptor >= 0) part->server = adopt(part, descriptor);
  if (!part->server) {
    release(part);
    return NULL;
  }
  return start(part);
}

uint64_t relay_part_nanoseconds(const relay_part *part) {
  clockid_t clock;
  struct timespec time;
  if (pthread_getcpuclockid(part->thread, &clock) || clock_gettime(clock, &time)) return 0;
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

void relay_part_stop(relay_part *part) {
  if (!part) return;
  atomic_store(&part->is_stopping, true);
  uint64_t one = 1;
  ssize_t written = write(part->waker, &one, sizeof one);
  (void)written;
  pthread_join(part->thread, NULL);
  release(part);
}
