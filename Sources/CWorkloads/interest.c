#define _GNU_SOURCE
#include "interest.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct interest_room {
  int count;
  int cells;  // on an edge of the room; a cell's edge is the radius
  float edge, radius_squared, cells_per_unit;
  float *x, *y, *vx, *vy;
  // Sorted by cell.
  float *sorted_x, *sorted_y;
  uint32_t *sorted_id, *cell_of, *start;
  // The lists of this tick and of the last one, one behind the other.
  struct lists {
    uint32_t *ids;
    size_t capacity, used;
    size_t *first;
    int *count;
  } now, before;
  // In which comparison a point was last met.
  uint32_t *mark, comparison;
  uint32_t *changes;  // pairs of observer and point; the top bit of the observer means vanished
  size_t changes_max;
  uint64_t visible, appeared, vanished;
};

static void *array(size_t count, size_t size) { return calloc(count ? count : 1, size); }

interest_room *interest_room_create(int count, const float *x, const float *y, const float *vx,
                                    const float *vy, float edge, float radius) {
  interest_room *room = calloc(1, sizeof *room);
  if (!room) return NULL;
  size_t n = (size_t)count;
  room->count = count;
  room->edge = edge;
  room->radius_squared = radius * radius;
  room->cells_per_unit = 1 / radius;
  room->cells = (int)(edge / radius) + 1;
  room->changes_max = 1 << 20;
  room->x = array(n, sizeof(float));
  room->y = array(n, sizeof(float));
  room->vx = array(n, sizeof(float));
  room->vy = array(n, sizeof(float));
  room->sorted_x = array(n, sizeof(float));
  room->sorted_y = array(n, sizeof(float));
  room->sorted_id = array(n, sizeof(uint32_t));
  room->cell_of = array(n, sizeof(uint32_t));
  room->start = array((size_t)room->cells * (size_t)room->cells + 2, sizeof(uint32_t));
  room->now.first = array(n, sizeof(size_t));
  room->before.first = array(n, sizeof(size_t));
  room->now.count = array(n, sizeof(int));
  room->before.count = array(n, sizeof(int));
  room->mark = array(n, sizeof(uint32_t));
  room->changes = array(room->changes_max * 2, sizeof(uint32_t));
  if (!room->x || !room->y || !room->vx || !room->vy || !room->sorted_x || !room->sorted_y ||
      !room->sorted_id || !room->cell_of || !room->start ||
      !room->now.first || !room->before.first || !room->now.count || !room->before.count ||
      !room->mark || !room->changes) {
    interest_room_destroy(room);
    return NULL;
  }
  memcpy(room->x, x, n * sizeof(float));
  memcpy(room->y, y, n * sizeof(float));
  memcpy(room->vx, vx, n * sizeof(float));
  memcpy(room->vy, vy, n * sizeof(float));
  return room;
}

void interest_room_destroy(interest_room *room) {
  if (!room) return;
  void *arrays[] = {room->x,           room->y,          room->vx,           room->vy,
                    room->sorted_x,    room->sorted_y,   room->sorted_id,    room->cell_of,
                    room->start,       room->now.ids,    room->now.first,    room->now.count,
                    room->before.ids,  room->before.first, room->before.count, room->mark,
                    room->changes};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
  free(room);
}

static void move(interest_room *room) {
  for (int i = 0; i < room->count; i++) {
    float x = room->x[i] + room->vx[i], y = room->y[i] + room->vy[i];
    if (x < 0 || x >= room->edge) {
      room->vx[i] = -room->vx[i];
      x = room->x[i];
    }
    if (y < 0 || y >= room->edge) {
      room->vy[i] = -room->vy[i];
      y = room->y[i];
    }
    room->x[i] = x;
    room->y[i] = y;
  }
}

// A counting sort; afterwards `start[c]` is the first entry of cell c and `start[c + 1]` its end.
static void sort(interest_room *room) {
  size_t cells = (size_t)room->cells * (size_t)room->cells;
  uint32_t *next = room->start + 1;
  memset(room->start, 0, (cells + 2) * sizeof *room->start);
  for (int i = 0; i < room->count; i++) {
    uint32_t cell = (uint32_t)(room->y[i] * room->cells_per_unit) * (uint32_t)room->cells +
                    (uint32_t)(room->x[i] * room->cells_per_unit);
    room->cell_of[i] = cell;
    next[cell + 1]++;
  }
  for (size_t c = 0; c < cells; c++) next[c + 1] += next[c];
  for (int i = 0; i < room->count; i++) {
    uint32_t entry = next[room->cell_of[i]]++;
    room->sorted_id[entry] = (uint32_t)i;
    room->sorted_x[entry] = room->x[i];
    room->sorted_y[entry] = room->y[i];
  }
}

struct block {
  int left, right, top, bottom;
};

static struct block around(const interest_room *room, int column, int row) {
  return (struct block){column > 0 ? column - 1 : 0, column < room->cells - 1 ? column + 1 : column,
                        row > 0 ? row - 1 : 0, row < room->cells - 1 ? row + 1 : row};
}

// Makes room for the lists of all observers of a cell, however much of the block they see.
static void reserve(interest_room *room, struct block block, size_t observers) {
  size_t candidates = 0;
  for (int r = block.top; r <= block.bottom; r++)
    candidates += room->start[r * room->cells + block.right + 1] -
                  room->start[r * room->cells + block.left];
  size_t needed = room->now.used + observers * candidates + 1;
  if (needed <= room->now.capacity) return;
  room->now.capacity = needed * 2;
  room->now.ids = realloc(room->now.ids, room->now.capacity * sizeof *room->now.ids);
  if (!room->now.ids) abort();
}

static int list(const interest_room *room, uint32_t entry, struct block block, uint32_t *out) {
  float x = room->sorted_x[entry], y = room->sorted_y[entry];
  int found = 0;
  for (int r = block.top; r <= block.bottom; r++) {
    uint32_t end = room->start[r * room->cells + block.right + 1];
    for (uint32_t e = room->start[r * room->cells + block.left]; e < end; e++) {
      float dx = room->sorted_x[e] - x, dy = room->sorted_y[e] - y;
      // Without a branch: it would be guessed wrong every third time.
      out[found] = room->sorted_id[e];
      found += dx * dx + dy * dy <= room->radius_squared;
    }
  }
  return found;
}

static void change(interest_room *room, uint32_t observer, uint32_t point, size_t *count) {
  size_t at = (*count)++ % room->changes_max;
  room->changes[2 * at] = observer;
  room->changes[2 * at + 1] = point;
}

static void compare(interest_room *room, uint32_t observer, size_t *changes) {
  const uint32_t *now = room->now.ids + room->now.first[observer];
  const uint32_t *before = room->before.ids + room->before.first[observer];
  int now_count = room->now.count[observer], before_count = room->before.count[observer];
  uint32_t was_seen = ++room->comparison, is_seen = ++room->comparison;
  for (int k = 0; k < before_count; k++) room->mark[before[k]] = was_seen;
  for (int k = 0; k < now_count; k++) {
    if (room->mark[now[k]] != was_seen) {
      change(room, observer, now[k], changes);
      room->appeared++;
    } else {
      room->mark[now[k]] = is_seen;
    }
  }
  for (int k = 0; k < before_count; k++) {
    if (room->mark[before[k]] == was_seen) {
      change(room, observer | 0x80000000u, before[k], changes);
      room->vanished++;
    }
  }
}

void interest_room_step(interest_room *room) {
  move(room);
  sort(room);
  room->visible = room->appeared = room->vanished = 0;
  room->now.used = 0;
  size_t changes = 0;
  for (int row = 0; row < room->cells; row++) {
    for (int column = 0; column < room->cells; column++) {
      uint32_t first = room->start[row * room->cells + column];
      uint32_t end = room->start[row * room->cells + column + 1];
      struct block block = around(room, column, row);
      reserve(room, block, end - first);
      for (uint32_t entry = first; entry < end; entry++) {
        uint32_t observer = room->sorted_id[entry];
        int found = list(room, entry, block, room->now.ids + room->now.used);
        room->now.first[observer] = room->now.used;
        room->now.count[observer] = found;
        room->now.used += (size_t)found;
        room->visible += (uint64_t)found;
        compare(room, observer, &changes);
      }
    }
  }
  struct lists lists = room->now;
  room->now = room->before;
  room->before = lists;
}

uint64_t interest_room_visible(const interest_room *room) { return room->visible; }
uint64_t interest_room_appeared(const interest_room *room) { return room->appeared; }
uint64_t interest_room_vanished(const interest_room *room) { return room->vanished; }

uint64_t workload_thread_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
