#ifndef PANGEA_WORKLOADS_INTEREST_H
#define PANGEA_WORKLOADS_INTEREST_H

#include <stdint.h>

// The plain-C reference of workload W5: points that move in a square room and bounce off its walls,
// the exact list of what each sees within a radius, and what came into and went out of each list.

typedef struct interest_room interest_room;

// Places and velocities of `count` points in world units; all are copied. NULL without memory.
interest_room *interest_room_create(int count, const float *x, const float *y, const float *vx,
                                    const float *vy, float edge, float radius);
void interest_room_destroy(interest_room *room);

// One tick: move, sort into cells, list, compare with the lists of the last tick.
void interest_room_step(interest_room *room);

// Pairs in sight, and differences, of the last tick.
uint64_t interest_room_visible(const interest_room *room);
uint64_t interest_room_appeared(const interest_room *room);
uint64_t interest_room_vanished(const interest_room *room);

// CPU time of the calling thread.
uint64_t workload_thread_nanoseconds(void);

#endif
