#ifndef PANGEA_WORKLOADS_PROTOBUF_H
#define PANGEA_WORKLOADS_PROTOBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Just enough of protobuf's wire format to write what a load says and to read what it counts.

struct reader {
  const uint8_t *at, *end;
  bool is_broken;
};

struct field {
  uint32_t number;
  uint64_t value;        // of a varint
  struct reader inside;  // of a length-delimited field
};

static inline uint64_t read_varint(struct reader *reader) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
    uint8_t byte = *reader->at++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  reader->is_broken = true;
  reader->at = reader->end;
  return 0;
}

static inline int32_t zigzag(uint64_t value) {
  return (int32_t)((uint32_t)value >> 1) ^ -(int32_t)(value & 1);
}

// The next field; false at the end, or when what follows is none.
static inline bool read_field(struct reader *reader, struct field *field) {
  if (reader->at >= reader->end) return false;
  uint64_t tag = read_varint(reader);
  field->number = (uint32_t)(tag >> 3);
  field->value = 0;
  field->inside = (struct reader){0};
  uint64_t count = 0;
  switch (tag & 7) {
    case 0: field->value = read_varint(reader); return !reader->is_broken;
    case 1: count = 8; break;
    case 2: count = read_varint(reader); break;
    case 5: count = 4; break;
    default: reader->is_broken = true;
  }
  if (reader->is_broken || count > (uint64_t)(reader->end - reader->at)) {
    reader->is_broken = true;
    return false;
  }
  field->inside = (struct reader){.at = reader->at, .end = reader->at + count};
  reader->at += count;
  return true;
}

static inline uint8_t *write_varint(uint8_t *at, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *at++ = (uint8_t)(value | 0x80);
  *at++ = (uint8_t)value;
  return at;
}

static inline uint8_t *write_signed(uint8_t *at, uint8_t tag, int32_t value) {
  if (value == 0) return at;
  *at++ = tag;
  return write_varint(at, (uint32_t)value << 1 ^ (uint32_t)(value >> 31));
}

#endif
