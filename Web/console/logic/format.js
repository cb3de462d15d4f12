// Figures as people read them.

export function bytes(count) {
  if (count == null) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** The two largest units of a span in milliseconds: `3 h 12 min`. */
export function span(milliseconds) {
  if (milliseconds == null) return "–";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  let rest = Math.floor(milliseconds / 1000);
  const words = [];
  for (const [name, size] of [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]]) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${name}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ");
}

/** Microseconds of a trace. */
export function micros(count) {
  if (count == null) return "–";
  if (count < 1000) return `${count} µs`;
  if (count < 1e6) return `${(count / 1000).toFixed(count < 1e4 ? 2 : 1)} ms`;
  return `${(count / 1e6).toFixed(2)} s`;
}

export function number(value) {
  return value == null ? "–" : value.toLocaleString("en");
}

export function milliseconds(value) {
  return value == null ? "–" : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

/** A moment in the reader's own time: `2026-11-21 23:59:01`. */
export function moment(ms) {
  if (ms == null) return "–";
  const at = new Date(ms);
  const two = (value) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `
    + `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `super_admin` as `super admin`. */
export function words(name) {
  return String(name ?? "").replaceAll("_", " ");
}
