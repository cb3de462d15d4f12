#include "snapshot_scan.h"

#include <stdlib.h>
#include <string.h>

#include "protobuf.h"

enum { slots_max = 1 << 16 };

void sight_clear(sight *sight) {
  if (sight->known) memset(sight->known, 0, sight->slots / 8);
  sight->visible = 0;
}

void sight_release(sight *sight) {
  free(sight->known);
  free(sight->places);
  *sight = (struct sight){.is_watching = sight->is_watching};
}

static bool grow(sight *sight, uint32_t slot) {
  uint32_t slots = sight->slots ? sight->slots : 256;
  while (slots <= slot) slots *= 2;
  uint64_t *known = realloc(sight->known, slots / 8);
  if (!known) return false;
  memset((uint8_t *)known + sight->slots / 8, 0, (slots - sight->slots) / 8);
  sight->known = known;
  if (sight->is_watching) {
    sight_place *places = realloc(sight->places, slots * sizeof *places);
    if (!places) return false;
    sight->places = places;
  }
  sight->slots = slots;
  return true;
}

static bool is_known(const sight *sight, uint64_t slot) {
  return slot < sight->slots && (sight->known[slot / 64] >> slot % 64 & 1);
}

static bool show(sight *sight, const sight_place *place, uint64_t slot) {
  if (slot >= slots_max || (slot >= sight->slots && !grow(sight, (uint32_t)slot))) return false;
  if (!is_known(sight, slot)) {
    sight->known[slot / 64] |= 1ull << slot % 64;
    sight->visible++;
  }
  if (sight->places) sight->places[slot] = *place;
  return true;
}

static void read_scope(struct reader reader, snapshot_scan *scan) {
  struct field field;
  scan->region = scan->shard = scan->steps = 0;
  scan->origin_x = scan->origin_y = 0;
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 1: scan->region = (uint32_t)field.value; break;
      case 3: scan->origin_x = zigzag(field.value); break;
      case 4: scan->origin_y = zigzag(field.value); break;
      case 5: scan->steps = (uint32_t)field.value; break;
      case 6: scan->shard = (uint32_t)field.value; break;
    }
  }
}

static void read_own(struct reader reader, snapshot_scan *scan) {
  struct field field;
  scan->x = scan->y = 0;
  scan->last_input = scan->applied = scan->gaps = scan->duplicates = scan->sequence = 0;
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 1: scan->x = zigzag(field.value); break;
      case 2: scan->y = zigzag(field.value); break;
      case 3: scan->last_input = field.value; break;
      case 4: scan->applied = field.value; break;
      case 5: scan->gaps = field.value; break;
      case 6: scan->duplicates = field.value; break;
      case 7: scan->sequence = field.value; break;
    }
  }
}

static bool read_appear(struct reader reader, uint64_t now, sight *sight) {
  struct field field;
  uint64_t slot = 0;
  sight_place place = {.shown = now};
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 1: slot = field.value; break;
      case 3: place.x = (uint32_t)field.value; break;
      case 4: place.y = (uint32_t)field.value; break;
    }
  }
  return !reader.is_broken && show(sight, &place, slot);
}

static void read_moves(struct reader *reader, uint64_t now, sight *sight, snapshot_scan *scan,
                       sight_moved moved, void *context) {
  while (reader->at < reader->end) {
    uint64_t slot = read_varint(reader);
    uint32_t x = (uint32_t)read_varint(reader), y = (uint32_t)read_varint(reader);
    if (reader->is_broken) return;
    scan->moved++;
    if (!is_known(sight, slot)) {
      scan->unknown++;
    } else if (sight->places) {
      if (moved) moved(context, &sight->places[slot], x, y);
      sight->places[slot] = (sight_place){.x = x, .y = y, .shown = now};
    }
  }
}

static void read_vanished(struct reader *reader, sight *sight, snapshot_scan *scan) {
  while (reader->at < reader->end) {
    uint64_t slot = read_varint(reader);
    if (reader->is_broken) return;
    scan->vanished++;
    if (is_known(sight, slot)) {
      sight->known[slot / 64] &= ~(1ull << slot % 64);
      sight->visible--;
    } else {
      scan->unknown++;
    }
  }
}

bool snapshot_scan_read(const uint8_t *bytes, size_t length, uint64_t now, sight *sight,
                        snapshot_scan *scan, sight_moved moved, void *context) {
  struct reader reader = {.at = bytes, .end = bytes + length};
  struct field field;
  scan->has_scope = scan->has_own = false;
  scan->appeared = scan->moved = scan->vanished = scan->unknown = 0;
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 1: scan->tick = field.value; break;
      case 2:
        scan->has_scope = true;
        sight_clear(sight);
        read_scope(field.inside, scan);
        break;
      case 3:
        scan->has_own = true;
        read_own(field.inside, scan);
        break;
      case 4:
        scan->appeared++;
        if (!read_appear(field.inside, now, sight)) return false;
        break;
      case 5: read_moves(&field.inside, now, sight, scan, moved, context); break;
      case 6: read_vanished(&field.inside, sight, scan); break;
    }
    if (field.inside.is_broken) return false;
  }
  return !reader.is_broken;
}
