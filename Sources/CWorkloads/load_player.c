#include <string.h>
#include <sys/epoll.h>

#include "load_state.h"
#include "protobuf.h"

enum {
  client_hello = 1, client_login, client_join, client_input, client_probe, client_bye,
  server_welcome = 1, server_logged_in, server_joined, server_snapshot, server_probe_reply,
  server_error, server_bye, server_chat_line, server_notice,
};
enum { message_bytes_max = 64 };

// A ClientFrame of one message: its tag, its length, its bytes, behind the length of the frame.
static void say(struct load *load, struct player *player, int message, const uint8_t *body,
                size_t length) {
  uint8_t *at = stream_room(&player->stream, 4 + 2 + length);
  if (!at) return;
  stream_put_u32(at, (uint32_t)(2 + length));
  at[4] = (uint8_t)(message << 3 | 2);
  at[5] = (uint8_t)length;  // under 128, always
  memcpy(at + 6, body, length);
  load->counts.bytes_out += 4 + 2 + length;
}

void player_log_in(struct load *load, struct player *player) {
  static const uint8_t guest[] = {0x0a, 0x00};  // login.guest with no name: the server gives one
  say(load, player, client_login, guest, sizeof guest);
  player->state = player_logging_in;
  stream_flush(&player->stream);
}

bool player_begin(struct load *load, struct player *player, int index) {
  static const uint8_t hello[] = {0x08, 0x01, 0x12, 0x04, 'l', 'o', 'a', 'd'};
  // So many connections of one address are allowed; the loopback has many addresses.
  int descriptor = stream_connect_from(1 + index / 2000, load->settings.port);
  if (descriptor < 0) return false;
  if (!stream_open(&player->stream, descriptor, load->poll, (uint32_t)index)) return false;
  if (!stream_stamp(&player->stream)) return false;
  say(load, player, client_hello, hello, sizeof hello);
  player_log_in(load, player);
  load->under_way++;
  return true;
}

void player_send_input(struct load *load, struct player *player, uint64_t now) {
  uint8_t body[message_bytes_max], heading[8];
  player_steer(load, player, now);
  uint8_t *end = write_signed(heading, 0x08, player->dx);
  end = write_signed(end, 0x10, player->dy);
  size_t length = (size_t)(end - heading);
  body[0] = 0x08;
  uint8_t *at = write_varint(body + 1, ++player->sent);
  *at++ = 0x12;
  *at++ = (uint8_t)length;
  memcpy(at, heading, length);
  say(load, player, client_input, body, (size_t)(at - body) + length);
  load->counts.inputs_sent++;
  stream_flush(&player->stream);
}

void player_send_probe(struct load *load, struct player *player, uint64_t now) {
  (void)now;  // it may be late by what others have sent since
  uint8_t body[message_bytes_max] = {0x08};
  uint8_t *at = write_varint(body + 1, stream_now());
  say(load, player, client_probe, body, (size_t)(at - body));
  load->counts.probes_sent++;
  stream_flush(&player->stream);
}

// As many as a gateway takes at once. Later ones are refilled at 20 a second.
enum { burst_probes = 36 };
static const uint64_t burst_step = 2000000, burst_pause = 2200000000, burst_patience = 100000000;

// Sends what is due of a burst, and ends it when no reply is to be expected any more.
void player_burst(struct load *load, struct player *player, uint64_t now) {
  struct burst *burst = &player->burst;
  if (burst->due == 0 || now < burst->due) return;
  if (burst->left > 0) {
    burst->left--;
    burst->due = now + (burst->left > 0 ? burst_step : burst_patience);
    player_send_probe(load, player, now);
  } else {
    if (load->is_counting && burst->longest > 0)
      workload_histogram_record(load->burst_gap, burst->longest);
    burst->due = 0;
  }
}

// About a tick before the region hands the player over, a burst begins that outlasts the handoff.
static void begin_burst(struct load *load, struct player *player, uint64_t now) {
  const struct load_settings *settings = &load->settings;
  struct burst *burst = &player->burst;
  if (settings->motion != LOAD_CROSS || now < burst->again_at ||
      player < &load->players[load->wanted - settings->bursting])
    return;
  double beyond = player->scan.x / 256.0 - settings->line;
  if (player->is_past_line) beyond = -beyond;
  if (beyond < 4 || beyond >= 14) return;
  *burst = (struct burst){.left = burst_probes, .due = now, .again_at = now + burst_pause};
}

static void hear_burst(struct player *player, uint64_t now) {
  struct burst *burst = &player->burst;
  if (burst->due == 0) return;
  if (burst->heard && now - burst->heard > burst->longest) burst->longest = now - burst->heard;
  burst->heard = now;
}

void player_send_bye(struct load *load, struct player *player) {
  say(load, player, client_bye, NULL, 0);
  stream_flush(&player->stream);
}

void player_lose(struct load *load, struct player *player) {
  if (player->state == player_away) return;
  if (player->state == player_playing) load->playing--;
  else if (player->state != player_waiting) load->under_way--;
  load->counts.disconnects++;
  player->state = player_away;
  stream_close(&player->stream);
  sight_release(&player->sight);
}

static void hear_logged_in(struct load *load, struct player *player, struct reader reader) {
  uint8_t body[message_bytes_max] = {0x08};
  struct field field;
  while (read_field(&reader, &field))
    if (field.number == 2) player->character = field.value;
  uint8_t *at = write_varint(body + 1, player->character);
  say(load, player, client_join, body, (size_t)(at - body));
  player->state = player_joining;
  stream_flush(&player->stream);
}

static void hear_joined(struct load *load, struct player *player, struct reader reader) {
  struct field field;
  uint64_t edge = 0, columns = 0, rows = 0;
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 4: edge = field.value; break;
      case 6: columns = field.value; break;
      case 7: rows = field.value; break;
    }
  }
  load->map_width = (double)(edge * columns);
  load->map_height = (double)(edge * rows);
  if (player->state != player_joining) return;
  player->state = player_playing;
  load->under_way--;
  load->playing++;
}

struct watcher {
  struct load *load;
  const struct player *player;
  uint64_t now;
};

static void watch_move(void *context, const sight_place *before, uint32_t x, uint32_t y) {
  const struct watcher *watcher = context;
  const snapshot_scan *scan = &watcher->player->scan;
  double steps = scan->steps ? scan->steps : 1;
  double dx = scan->origin_x + x / steps - scan->x / 256.0;
  double dy = scan->origin_y + y / steps - scan->y / 256.0;
  double near = watcher->load->settings.near_units;
  if (before->shown == 0) return;
  workload_histogram_record(
      dx * dx + dy * dy <= near * near ? watcher->load->near_gap : watcher->load->far_gap,
      watcher->now - before->shown);
}

// What a snapshot says about oneself, beside what the one before said.
static void compare(struct load *load, struct player *player, const struct snapshot_scan *before,
                    uint64_t now) {
  struct load_counts *counts = &load->counts;
  const struct snapshot_scan *scan = &player->scan;
  if (scan->last_input > player->sent) counts->impossible_inputs++;
  if (scan->last_input < before->last_input) counts->inputs_back++;
  else counts->inputs_acknowledged += scan->last_input - before->last_input;
  if (scan->gaps > before->gaps) counts->inputs_skipped += scan->gaps - before->gaps;
  bool is_handoff = player->has_place && scan->sequence != before->sequence;
  if (is_handoff) {
    counts->handoffs++;
    if (scan->shard != before->shard) counts->handoffs_between_shards++;
  }
  if (load->is_counting && player->has_place)
    workload_histogram_record(
        is_handoff ? load->handoff_gap : load->steady_gap, now - player->updated);
  player->has_place = true;
  player->updated = now;
  begin_burst(load, player, now);
}

static void hear_snapshot(struct load *load, struct player *player, struct reader reader,
                          uint64_t now) {
  struct load_counts *counts = &load->counts;
  struct snapshot_scan before = player->scan, *scan = &player->scan;
  struct watcher watcher = {load, player, now};
  sight_moved moved = load->is_counting && player->sight.is_watching ? watch_move : NULL;
  size_t length = (size_t)(reader.end - reader.at);
  if (!snapshot_scan_read(reader.at, length, now, &player->sight, scan, moved, &watcher)) {
    player->stream.is_broken = true;
    return;
  }
  counts->snapshots++;
  counts->visible += player->sight.visible;
  counts->appeared += scan->appeared;
  counts->moved += scan->moved;
  counts->vanished += scan->vanished;
  counts->unknown_slots += scan->unknown;
  if (scan->has_own) compare(load, player, &before, now);
}

static void hear_probe_reply(struct load *load, struct reader reader, uint64_t now) {
  struct field field;
  uint64_t nonce = 0;
  while (read_field(&reader, &field))
    if (field.number == 1) nonce = field.value;
  load->counts.probes_answered++;
  if (load->is_counting && nonce && nonce <= now)
    workload_histogram_record(load->round_trip, now - nonce);
}

static void hear_error(struct load *load, struct player *player, struct reader reader,
                       uint64_t now) {
  struct field field;
  uint64_t code = 0, retry = 0, is_fatal = 0;
  while (read_field(&reader, &field)) {
    switch (field.number) {
      case 1: code = field.value; break;
      case 3: retry = field.value; break;
      case 4: is_fatal = field.value; break;
    }
  }
  load->counts.errors++;
  load->counts.last_error = (int)code;
  // A log-in that was refused for now is tried again; all else is waited for.
  if (!is_fatal && player->state == player_logging_in) {
    player->state = player_waiting;
    player->retry_at = now + (retry ? retry : 100) * 1000000;
    load->under_way--;
  }
}

void player_hear(struct load *load, struct player *player, uint64_t now) {
  size_t length;
  const uint8_t *frame;
  while ((frame = stream_frame(&player->stream, &length))) {
    struct reader reader = {.at = frame, .end = frame + length};
    struct field message;
    load->counts.bytes_in += 4 + length;
    while (read_field(&reader, &message)) {
      switch (message.number) {
        case server_logged_in: hear_logged_in(load, player, message.inside); break;
        case server_joined: hear_joined(load, player, message.inside); break;
        case server_snapshot:
          load->counts.snapshot_bytes += 4 + length;
          hear_snapshot(load, player, message.inside, now);
          break;
        case server_probe_reply:
          hear_probe_reply(load, message.inside, now);
          hear_burst(player, now);
          break;
        case server_error: hear_error(load, player, message.inside, now); break;
        case server_notice: load->counts.notices++; break;
        case server_bye: player->stream.is_broken = true; break;
      }
    }
    if (reader.is_broken) player->stream.is_broken = true;
  }
}
