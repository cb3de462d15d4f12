// A trace as a flame: spans as bars over time, children below their parents.

/**
 * Bars of a trace: {span, row, left, width}, left and width as parts of the whole. A span whose
 * parent is not there stands as a root; spans of one parent that overlap get rows of their own.
 */
export function flame(spans) {
  if (spans.length === 0) return { bars: [], rows: 0, start: 0, duration: 0 };
  const start = Math.min(...spans.map((span) => span.start_us));
  const end = Math.max(...spans.map((span) => span.start_us + span.duration_us));
  const duration = Math.max(1, end - start);
  const byID = new Map(spans.map((span) => [span.span_id, span]));
  const children = new Map();
  const roots = [];
  for (const span of spans) {
    const parent = byID.get(span.parent_span_id);
    if (!parent || parent === span || isWithin(span, parent, byID)) roots.push(span);
    else children.set(parent.span_id, [...(children.get(parent.span_id) ?? []), span]);
  }
  const ends = [];
  const bars = [];
  const place = (span, atLeast, depth) => {
    let row = atLeast;
    while ((ends[row] ?? -Infinity) > span.start_us) row += 1;
    ends[row] = span.start_us + span.duration_us;
    bars.push({
      span, row, depth, left: (span.start_us - start) / duration,
      width: span.duration_us / duration,
    });
    for (const child of inOrder(children.get(span.span_id) ?? [])) place(child, row + 1, depth + 1);
  };
  for (const root of inOrder(roots)) place(root, 0, 0);
  return { bars, rows: ends.length, start, duration };
}

/** Whether a span is above its own parent: a circle, which a broken trace may have. */
function isWithin(span, parent, byID) {
  const seen = new Set();
  let above = parent;
  while (above && !seen.has(above.span_id)) {
    if (above === span) return true;
    seen.add(above.span_id);
    above = byID.get(above.parent_span_id);
  }
  return false;
}

function inOrder(spans) {
  return [...spans].sort((a, b) => a.start_us - b.start_us || b.duration_us - a.duration_us);
}

/** `region: 0:1,2, players: 31`. */
export function attributes(span) {
  return Object.entries(span.attributes ?? {}).map(([name, value]) => `${name}: ${value}`).join(", ");
}
