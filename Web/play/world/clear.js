// @ts-check

/** @typedef {import('./grid.js').Position} Position */

/**
 * Where a line crosses a height, rounded down and up.
 * @param {Position} top
 * @param {Position} bottom
 * @param {number} y
 */
function crossing(top, bottom, y) {
  const down = bottom.y - top.y;
  if (down <= 0) return { low: top.x, high: top.x };
  const across = (bottom.x - top.x) * (y - top.y);
  const low = top.x + Math.floor(across / down);
  return { low, high: across % down === 0 ? low : low + 1 };
}

/**
 * Whether a body that goes straight from one place to another touches no blocked tile: row by row,
 * the columns that it touches there, rounded to the safe side.
 * @param {import('./grid.js').CollisionGrid} grid
 * @param {Position} start
 * @param {Position} end
 * @param {number} halfWidth
 */
export function isClear(grid, start, end, halfWidth) {
  const [top, bottom] = start.y <= end.y ? [start, end] : [end, start];
  const lastRow = grid.tile(bottom.y + halfWidth - 1);
  for (let row = grid.tile(top.y - halfWidth); row <= lastRow; row++) {
    const from = Math.max(top.y, row * grid.tileEdge - halfWidth + 1);
    const to = Math.min(bottom.y, (row + 1) * grid.tileEdge + halfWidth - 1);
    const a = crossing(top, bottom, from);
    const b = crossing(top, bottom, to);
    const isLevel = top.y === bottom.y;
    const low = isLevel ? Math.min(top.x, bottom.x) : Math.min(a.low, b.low);
    const high = isLevel ? Math.max(top.x, bottom.x) : Math.max(a.high, b.high);
    const [left, right] = [grid.tile(low - halfWidth), grid.tile(high + halfWidth - 1)];
    if (grid.isAnyBlocked(left, right, row, row)) return false;
  }
  return true;
}
