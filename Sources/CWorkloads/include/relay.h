#ifndef PANGEA_WORKLOADS_RELAY_H
#define PANGEA_WORKLOADS_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "histogram.h"

// The plain-C reference of whatever goes through a gateway: a server, a gateway in front of it that
// brings many connections together on one, and clients. Frames are a 32-bit big-endian length and so
// many bytes; between gateway and server a 32-bit session stands before the bytes.
//
//   relay_load ──TCP──> relay_gateway ──one TCP──> relay_server        (a chain, many on one)
//   relay_load ──TCP──> HAProxy ──one each──> relay_server             (is_behind_gateway false)
//
// Server and gateway run each on a thread of its own, with one epoll loop; whatever they have to
// write goes out in one write a connection and pass of the loop.
//
//   int server_port = 0, port = 0;
//   relay_part *server = relay_server_start(
//       &(relay_server){.core = 0, .is_behind_gateway = true}, &server_port);
//   relay_part *gateway = relay_gateway_start(0, server_port, &port);
//   relay_load_result result = {.round_trip = workload_histogram_create()};
//   int failure = relay_load_run(&(relay_load){.port = port, .connections = 64, .bytes = 32,
//       .outstanding = 16, .core = 1, .warm_seconds = 0.5, .seconds = 2}, &result);
//   relay_part_stop(gateway); relay_part_stop(server);   // in this order

typedef struct relay_part relay_part;

typedef struct relay_server {
  int core;                   // of its thread; -1: any
  bool is_behind_gateway;     // frames carry a session
  // 0: every frame is sent back as it came. Otherwise each session that has ever sent a frame gets
  // frames of `push_bytes` at this rate, all of them in the same pass, and nothing else.
  double pushes_per_second;
  uint32_t push_bytes;
} relay_server;

// Listens on 127.0.0.1. `port`: 0 for any, and what it became. NULL: it could not start.
relay_part *relay_server_start(const relay_server *settings, int *port);
relay_part *relay_gateway_start(int core, int server_port, int *port);

// CPU time of the part so far, by its thread.
uint64_t relay_part_nanoseconds(const relay_part *part);
// Ends its thread, closes its connections, frees it. NULL is allowed.
void relay_part_stop(relay_part *part);

typedef struct relay_load {
  int port;
  int connections;
  uint32_t bytes;             // of a frame, without its length; at least 8
  // So many frames of each connection are under way all the time; 0: frames go out at a rate,
  // spread evenly, whatever comes back.
  int outstanding;
  double frames_per_second;   // of each connection
  int core;                   // of the calling thread meanwhile; -1: any
  double warm_seconds;        // not counted
  double seconds;
  // Read at the start and the end of what is counted, when they are given.
  const relay_part *gateway, *server;
} relay_load;

typedef struct relay_load_result {
  double seconds;             // that were counted
  uint64_t sent, received;    // frames
  uint64_t bytes_received;    // with their lengths
  uint64_t gateway_nanoseconds, server_nanoseconds, load_nanoseconds;  // CPU
  // Nanoseconds from a frame's sending to its coming back; only with `outstanding`. The caller
  // creates it and destroys it; NULL: not wanted.
  workload_histogram *round_trip;
} relay_load_result;

// Connects, runs on the calling thread, closes. 0, or an errno: could not connect, or a connection
// broke (ECONNRESET).
int relay_load_run(const relay_load *settings, relay_load_result *result);

#endif
