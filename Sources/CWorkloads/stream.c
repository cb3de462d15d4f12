#define _GNU_SOURCE
#include "stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { read_bytes = 1 << 17, frame_bytes_max = 1 << 24 };

uint64_t stream_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

void stream_pin(int core) {
  if (core < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((unsigned)core, &set);
  sched_setaffinity(0, sizeof set, &set);
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int stream_listen(int *port) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  struct sockaddr_in address = loopback(*port);
  socklen_t length = sizeof address;
  if (bind(descriptor, (struct sockaddr *)&address, length) || listen(descriptor, 4096) ||
      getsockname(descriptor, (struct sockaddr *)&address, &length)) {
    close(descriptor);
    return -1;
  }
  *port = ntohs(address.sin_port);
  return descriptor;
}

int stream_connect(int port) { return stream_connect_from(1, port); }

int stream_connect_from(int host, int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  struct sockaddr_in own = loopback(0), address = loopback(port);
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + (uint32_t)host);
  // The port is chosen when it connects: an address has as many of them for each destination.
  int on = 1;
  setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (bind(descriptor, (struct sockaddr *)&own, sizeof own) ||
      connect(descriptor, (struct sockaddr *)&address, sizeof address)) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

static bool watch(struct stream *stream, int operation) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = stream};
  if (stream->waits_to_write) event.events |= EPOLLOUT;
  return epoll_ctl(stream->poll, operation, stream->descriptor, &event) == 0;
}

bool stream_open(struct stream *stream, int descriptor, int poll, uint32_t number) {
  *stream = (struct stream){.descriptor = descriptor, .poll = poll, .number = number};
  int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  return watch(stream, EPOLL_CTL_ADD);
}

void stream_close(struct stream *stream) {
  if (stream->descriptor >= 0) close(stream->descriptor);
  free(stream->in.bytes);
  free(stream->out.bytes);
  *stream = (struct stream){.descriptor = -1, .is_broken = true};
}

static uint8_t *room(struct stream_buffer *buffer, size_t count) {
  if (buffer->start == buffer->end) buffer->start = buffer->end = 0;
  if (buffer->end + count > buffer->capacity && buffer->start > 0) {
    memmove(buffer->bytes, buffer->bytes + buffer->start, buffer->end - buffer->start);
    buffer->end -= buffer->start;
    buffer->start = 0;
  }
  if (buffer->end + count > buffer->capacity) {
    size_t capacity = (buffer->end + count) * 2;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) return NULL;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
  }
  return buffer->bytes + buffer->end;
}

bool stream_stamp(struct stream *stream) {
  int on = 1;
  stream->is_stamped =
      setsockopt(stream->descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
  return stream->is_stamped;
}

static uint64_t nanoseconds(struct timespec time) {
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

// When the last byte of what was read came in, by the kernel's stamp if there is one: on the clock
// of the day, so it is its age that counts.
static uint64_t arrival(struct msghdr *message) {
  uint64_t now = stream_now();
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPNS) continue;
    struct timespec stamp, today;
    memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    clock_gettime(CLOCK_REALTIME, &today);
    uint64_t age = nanoseconds(today) - nanoseconds(stamp);
    return age < now && nanoseconds(stamp) < nanoseconds(today) ? now - age : now;
  }
  return now;
}

static ssize_t receive(struct stream *stream, uint8_t *bytes, size_t count) {
  if (!stream->is_stamped) return recv(stream->descriptor, bytes, count, 0);
  union {
    struct cmsghdr aligned;
    uint8_t bytes[CMSG_SPACE(sizeof(struct timespec))];
  } stamps;
  struct iovec area = {.iov_base = bytes, .iov_len = count};
  struct msghdr message = {.msg_iov = &area,
                           .msg_iovlen = 1,
                           .msg_control = &stamps,
                           .msg_controllen = sizeof stamps};
  ssize_t received = recvmsg(stream->descriptor, &message, 0);
  if (received > 0) stream->arrived = arrival(&message);
  return received;
}

// Everything is read into one scratch area first: a connection keeps memory of its own only for the
// piece of a frame that is not whole yet.
size_t stream_read(struct stream *stream) {
  static _Thread_local uint8_t scratch[read_bytes];
  ssize_t count;
  do count = receive(stream, scratch, sizeof scratch);
  while (count < 0 && errno == EINTR);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
  uint8_t *at = count > 0 ? room(&stream->in, (size_t)count) : NULL;
  if (!at) {
    stream->is_broken = true;
    return 0;
  }
  memcpy(at, scratch, (size_t)count);
  stream->in.end += (size_t)count;
  return (size_t)count;
}

uint8_t *stream_room(struct stream *stream, size_t count) {
  uint8_t *at = room(&stream->out, count);
  if (at) stream->out.end += count;
  else stream->is_broken = true;
  return at;
}

size_t stream_flush(struct stream *stream) {
  struct stream_buffer *out = &stream->out;
  size_t written = 0;
  while (out->start < out->end && !stream->is_broken) {
    ssize_t count =
        send(stream->descriptor, out->bytes + out->start, out->end - out->start, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (count < 0) {
      stream->is_broken = true;
      break;
    }
    out->start += (size_t)count;
    written += (size_t)count;
  }
  bool waits = out->start < out->end && !stream->is_broken;
  if (waits != stream->waits_to_write && !stream->is_broken) {
    stream->waits_to_write = waits;
    if (!watch(stream, EPOLL_CTL_MOD)) stream->is_broken = true;
  }
  return written;
}

const uint8_t *stream_frame(struct stream *stream, size_t *length) {
  struct stream_buffer *in = &stream->in;
  if (in->end - in->start < 4) return NULL;
  uint32_t count = stream_get_u32(in->bytes + in->start);
  if (count > frame_bytes_max) {
    stream->is_broken = true;
    return NULL;
  }
  if (in->end - in->start - 4 < count) return NULL;
  const uint8_t *frame = in->bytes + in->start + 4;
  in->start += 4 + (size_t)count;
  *length = count;
  return frame;
}
