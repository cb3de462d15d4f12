// The regions of the cluster as maps to be drawn.

/** Shares of the time of a tick above which a region is busy, and too busy. */
const busyAbove = 0.5;
const overAbove = 0.9;

/** The part of its time that the slowest of a hundred ticks takes; null while nobody reports it. */
export function load(region, budget) {
  return region.tick_p99_ms == null || !(budget > 0) ? null : region.tick_p99_ms / budget;
}

/** `calm`, `busy`, `over` or `unknown`. */
export function loadClass(share) {
  if (share == null) return "unknown";
  if (share > overAbove) return "over";
  return share > busyAbove ? "busy" : "calm";
}

/** Every map with its regions, in the order of their numbers, and the extent of each. */
export function maps(status) {
  const found = new Map();
  for (const region of status.regions) {
    if (!found.has(region.map)) {
      found.set(region.map, { map: region.map, columns: 0, rows: 0, players: 0, regions: [] });
    }
    const one = found.get(region.map);
    one.columns = Math.max(one.columns, region.column + 1);
    one.rows = Math.max(one.rows, region.row + 1);
    one.players += region.players ?? 0;
    one.regions.push(region);
  }
  const order = (a, b) => a.row - b.row || a.column - b.column;
  for (const one of found.values()) one.regions.sort(order);
  return [...found.values()].sort((a, b) => a.map - b.map);
}

export const looksMax = 8;

/**
 * The look of a shard, one of `looksMax` colours with a pattern each. It goes by the number in the
 * name, so that a shard looks the same to everybody and on every day.
 */
export function look(shard) {
  if (!shard) return null;
  const found = /(\d+)$/.exec(shard);
  return found ? (Number(found[1]) - 1 + looksMax) % looksMax : 0;
}

/** A region in one sentence, for those who do not see the map. */
export function sentence(region, budget) {
  const share = load(region, budget);
  const parts = [
    `Region ${region.id}`,
    region.shard ? `on ${region.shard}` : "on no shard",
    `${region.players ?? "unknown"} players`,
    share == null ? "load unknown" : `load ${Math.round(share * 100)} %`,
  ];
  if (region.ghosts) parts.push(`${region.ghosts} ghosts`);
  if (region.handoffs_pending) parts.push(`${region.handoffs_pending} handoffs in flight`);
  if (region.time_percent < 100) parts.push(`time at ${region.time_percent} %`);
  if (region.planned && region.planned !== region.shard) parts.push(`planned on ${region.planned}`);
  return parts.join(", ");
}

/** Shards of the status that have regions or a lease, with what they carry. */
export function shards(status) {
  return status.shards.map((shard) => {
    const own = status.regions.filter((region) => region.shard === shard.name);
    const slowest = own.reduce((most, region) => Math.max(most, region.tick_p99_ms ?? 0), 0);
    return { ...shard, look: look(shard.name), owned: own.length, slowest: own.length ? slowest : null };
  });
}
