// The last minutes of every process, for charts: kept by the page, from the live views.

export const samplesMax = 300;

/** A history with one more view; the oldest beyond `samplesMax` are dropped. */
export function add(history, status) {
  const last = history[history.length - 1];
  if (last && status.collected_at <= last.at) return history;
  const sample = { at: status.collected_at, processes: {} };
  for (const node of [...status.shards, ...status.gateways, ...(status.admins ?? [])]) {
    sample.processes[node.name] = {
      cpu: cpuShare(last, node, status.collected_at),
      cpuMs: node.cpu_ms ?? null,
      incarnation: node.incarnation,
      memory: node.memory_bytes ?? null,
      players: node.players ?? node.sessions ?? null,
      tick: null,
    };
  }
  for (const region of status.regions) {
    const process = sample.processes[region.shard];
    if (process && region.tick_p99_ms != null) {
      process.tick = Math.max(process.tick ?? 0, region.tick_p99_ms);
    }
  }
  return [...history, sample].slice(-samplesMax);
}

/** The part of one processor since the view before; null when that is not known. */
function cpuShare(last, node, at) {
  const before = last?.processes[node.name];
  if (!before || before.cpuMs == null || node.cpu_ms == null) return null;
  if (before.incarnation !== node.incarnation) return null;
  const passed = at - last.at;
  return passed > 0 ? Math.max(0, (node.cpu_ms - before.cpuMs) / passed) : null;
}

/** The latest CPU share of a process. */
export function latest(history, name, figure) {
  return history[history.length - 1]?.processes[name]?.[figure] ?? null;
}

/** One line per process that has the figure at all: {name, values}, values as old as `times`. */
export function series(history, figure) {
  const names = new Set(history.flatMap((sample) => Object.keys(sample.processes)));
  const lines = [...names].sort(byNumber).map((name) => ({
    name, values: history.map((sample) => sample.processes[name]?.[figure] ?? null),
  }));
  return {
    times: history.map((sample) => sample.at),
    lines: lines.filter((line) => line.values.some((value) => value != null)),
  };
}

/** shard-2 before shard-10. */
export function byNumber(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}
