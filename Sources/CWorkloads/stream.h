#ifndef PANGEA_WORKLOADS_STREAM_H
#define PANGEA_WORKLOADS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the load and the relay share: connections on the loopback that never block, with frames of a
// 32-bit big-endian length and so many bytes.

// Bytes between `start` and `end`.
struct stream_buffer {
  uint8_t *bytes;
  size_t start, end, capacity;
};

struct stream {
  int descriptor, poll;
  uint32_t number;
  bool waits_to_write, is_dirty, is_broken, is_stamped;
  uint64_t arrived;  // stamped: when what was read last came in, by stream_now
  struct stream_buffer in, out;
};

uint64_t stream_now(void);  // nanoseconds of the monotonic clock
void stream_pin(int core);  // the calling thread; nothing when `core` is negative

int stream_listen(int *port);  // on 127.0.0.1, the port is chosen; -1: failed
int stream_connect(int port);  // waits until it is through; -1: failed
// The same from the address 127.0.0.`host`.
int stream_connect_from(int host, int port);

// Makes the descriptor non-blocking and adds it to the poll; false: failed.
bool stream_open(struct stream *stream, int descriptor, int poll, uint32_t number);
void stream_close(struct stream *stream);

// From now on the kernel notes when something comes in, however late it is read; false: it does not.
bool stream_stamp(struct stream *stream);

// Reads what is there, once; the count, 0 for nothing now. Sets `is_broken` at the end.
size_t stream_read(struct stream *stream);
// Room for so many bytes at the end of what is to be written; NULL without memory.
uint8_t *stream_room(struct stream *stream, size_t count);
// Writes what can be written now, and asks the poll to say when there is room for the rest.
size_t stream_flush(struct stream *stream);

// The next whole frame that was read, or NULL.
const uint8_t *stream_frame(struct stream *stream, size_t *length);

static inline void stream_put_u32(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 24);
  at[1] = (uint8_t)(value >> 16);
  at[2] = (uint8_t)(value >> 8);
  at[3] = (uint8_t)value;
}

static inline uint32_t stream_get_u32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#endif
