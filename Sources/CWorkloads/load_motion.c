#include <math.h>

#include "load_state.h"

// xorshift64*: good enough for directions.
static double random_share(struct load *load) {
  load->random ^= load->random >> 12;
  load->random ^= load->random << 25;
  load->random ^= load->random >> 27;
  return (double)((load->random * 2685821657736338717ull) >> 11) / 9007199254740992.0;
}

static void turn(struct load *load, struct player *player, double seconds) {
  double angle = random_share(load) * 2 * 3.14159265358979323846;
  player->dx = (int8_t)lround(127 * cos(angle));
  player->dy = (int8_t)lround(127 * sin(angle));
  // Somewhere between half the mean time and one and a half.
  player->turn_at = seconds + load->settings.turn_seconds * (0.5 + random_share(load));
}

struct area {
  double left, top, right, bottom;
};

static struct area area_of(const struct load *load) {
  const struct load_settings *settings = &load->settings;
  if (settings->right > settings->left)
    return (struct area){settings->left, settings->top, settings->right, settings->bottom};
  return (struct area){0, 0, load->map_width, load->map_height};
}

static int8_t away(int8_t part, double place, double low, double high) {
  double margin = 24;  // two ticks of walking, and half a body
  if (place < low + margin && part < 0) return (int8_t)-part;
  if (place > high - margin && part > 0) return (int8_t)-part;
  return part;
}

static void wander(struct load *load, struct player *player, double seconds) {
  struct area area = area_of(load);
  double x = player->scan.x / 256.0, y = player->scan.y / 256.0;
  double span = area.right - area.left + area.bottom - area.top;
  double off = fmax(fmax(area.left - x, x - area.right), fmax(area.top - y, y - area.bottom));
  if (off > 0 && off < span * 100) {
    // Outside: straight to the middle.
    double dx = (area.left + area.right) / 2 - x, dy = (area.top + area.bottom) / 2 - y;
    double length = hypot(dx, dy);
    player->dx = (int8_t)lround(127 * dx / length);
    player->dy = (int8_t)lround(127 * dy / length);
    player->turn_at = 0;
    return;
  }
  if (seconds >= player->turn_at) turn(load, player, seconds);
  player->dx = away(player->dx, x, area.left, area.right);
  player->dy = away(player->dy, y, area.top, area.bottom);
}

static void cross(struct load *load, struct player *player) {
  const struct load_settings *settings = &load->settings;
  struct area area = area_of(load);
  double x = player->scan.x / 256.0, y = player->scan.y / 256.0;
  if (player->start_y == 0) {
    // Its own height from now on: near where it entered, somewhere between its neighbours.
    double rows = (area.bottom - area.top) / 16;
    player->start_y = y + rows * (random_share(load) - 0.5);
    if (player->start_y < area.top + 24) player->start_y = area.top + 24;
    if (player->start_y > area.bottom - 24) player->start_y = area.bottom - 24;
    player->is_past_line = random_share(load) < 0.5;
  }
  if (x > settings->line + settings->swing) player->is_past_line = true;
  if (x < settings->line - settings->swing) player->is_past_line = false;
  double dy = player->start_y - y;
  // First to its own height, walking up and down meanwhile; then straight across.
  player->dy = (int8_t)(fabs(dy) > 16 ? (dy > 0 ? 127 : -127) : 0);
  player->dx = player->is_past_line ? -127 : 127;
}

void player_steer(struct load *load, struct player *player, uint64_t now) {
  if (load->settings.motion == LOAD_CROSS) cross(load, player);
  else wander(load, player, (double)now / 1e9);
}
