// @ts-check
// The way around what is in the way, as the server finds it (Sources/World/Path): A* over tiles,
// eight directions, no cutting of corners, ties broken alike.
import { isClear } from './clear.js';

/**
 * @typedef {import('./grid.js').Position} Position
 * @typedef {import('./grid.js').CollisionGrid} CollisionGrid
 * @typedef {{left: number, top: number, right: number, bottom: number}} Window tiles, both ends in
 * @typedef {{corners: Position[], isComplete: boolean}} Path
 * @typedef {{cost: number, left: number, node: number}} Item of the heap
 */

const nodesMax = 4096;
const cornersMax = 8;
const steps = [
  [1, 0, 10], [-1, 0, 10], [0, 1, 10], [0, -1, 10], [1, 1, 14], [-1, 1, 14], [1, -1, 14],
  [-1, -1, 14],
];

/** Tiles by cost, then by what is left, then by number. */
class Heap {
  constructor() {
    /** @type {Item[]} */
    this.items = [];
  }

  /**
   * @param {Item} a
   * @param {Item} b
   */
  static before(a, b) {
    return a.cost - b.cost || a.left - b.left || a.node - b.node;
  }

  /** @param {Item} item */
  push(item) {
    const { items } = this;
    let child = items.push(item) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (Heap.before(items[child], items[parent]) >= 0) return;
      [items[child], items[parent]] = [items[parent], items[child]];
      child = parent;
    }
  }

  pop() {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (!last || items.length === 0) return first;
    items[0] = last;
    for (let parent = 0; ;) {
      let child = 2 * parent + 1;
      if (child >= items.length) return first;
      if (child + 1 < items.length && Heap.before(items[child + 1], items[child]) < 0) child++;
      if (Heap.before(items[child], items[parent]) >= 0) return first;
      [items[child], items[parent]] = [items[parent], items[child]];
      parent = child;
    }
  }
}

/**
 * @param {number} column
 * @param {number} row
 * @param {number[]} goal
 */
function estimate(column, row, goal) {
  const across = Math.abs(column - goal[0]);
  const down = Math.abs(row - goal[1]);
  return 10 * Math.max(across, down) + 4 * Math.min(across, down);
}

/**
 * Where a body stands at a target: there, or in the nearest free tile when that is in a wall.
 * @param {CollisionGrid} grid
 * @param {Position} wished
 * @param {number} halfWidth
 */
function nearestStand(grid, wished, halfWidth) {
  const target = grid.clamped(wished);
  if (grid.isFree(target, halfWidth)) return target;
  const column = grid.tile(target.x);
  const row = grid.tile(target.y);
  const inside = (/** @type {number} */ tile, /** @type {number} */ near) =>
    Math.min(
      Math.max(near, tile * grid.tileEdge + halfWidth),
      (tile + 1) * grid.tileEdge - halfWidth);
  let best = target;
  let least = Infinity;
  for (let r = row - 2; r <= row + 2; r++) {
    for (let c = column - 2; c <= column + 2; c++) {
      if (grid.isBlocked(c, r)) continue;
      const x = inside(c, target.x);
      const y = inside(r, target.y);
      for (const place of [{ x: target.x, y }, { x, y: target.y }, { x, y }]) {
        if (!grid.isFree(place, halfWidth)) continue;
        const square = (place.x - target.x) ** 2 + (place.y - target.y) ** 2;
        if (square < least) [best, least] = [place, square];
      }
    }
  }
  return best;
}

/**
 * @param {CollisionGrid} grid
 * @param {number} column
 * @param {number} row
 * @param {number[]} step
 */
function isOpen(grid, column, row, [dx, dy]) {
  if (grid.isBlocked(column + dx, row + dy)) return false;
  if (dx === 0 || dy === 0) return true;
  return !grid.isBlocked(column + dx, row) && !grid.isBlocked(column, row + dy);
}

/**
 * Runs A*: the tiles from the start to the goal, or to the nearest to it that was found.
 * @param {CollisionGrid} grid
 * @param {Window} window
 * @param {number[]} from
 * @param {number[]} goal
 */
function explore(grid, window, from, goal) {
  const width = window.right - window.left + 1;
  const nodeOf = (/** @type {number} */ c, /** @type {number} */ r) =>
    (r - window.top) * width + c - window.left;
  /** @type {Map<number, {cost: number, step: number[]|null, isClosed: boolean}>} */
  const nodes = new Map();
  const origin = nodeOf(from[0], from[1]);
  nodes.set(origin, { cost: 0, step: null, isClosed: false });
  let best = origin;
  let bestLeft = estimate(from[0], from[1], goal);
  let looked = 0;
  const open = new Heap();
  open.push({ cost: bestLeft, left: bestLeft, node: origin });
  for (let item = open.pop(); item; item = open.pop()) {
    const node = /** @type {{cost: number, isClosed: boolean}} */ (nodes.get(item.node));
    if (node.isClosed) continue;
    node.isClosed = true;
    looked++;
    if (item.left < bestLeft) [best, bestLeft] = [item.node, item.left];
    if (item.left === 0 || looked >= nodesMax) break;
    const column = window.left + (item.node % width);
    const row = window.top + Math.floor(item.node / width);
    for (const step of steps) {
      const [c, r] = [column + step[0], row + step[1]];
      if (c < window.left || c > window.right || r < window.top || r > window.bottom) continue;
      const cost = node.cost + step[2];
      const known = nodes.get(nodeOf(c, r));
      if (known && (known.isClosed || known.cost <= cost)) continue;
      if (!isOpen(grid, column, row, step)) continue;
      nodes.set(nodeOf(c, r), { cost, step, isClosed: false });
      const left = estimate(c, r, goal);
      open.push({ cost: cost + left, left, node: nodeOf(c, r) });
    }
  }
  const trail = [];
  for (let node = best; ;) {
    trail.push([window.left + (node % width), window.top + Math.floor(node / width)]);
    const step = nodes.get(node)?.step;
    if (!step) break;
    node -= step[1] * width + step[0];
  }
  return { trail: trail.reverse(), isAtGoal: bestLeft === 0, isCut: looked >= nodesMax };
}

/**
 * Plans a walk; without corners when nothing nearer to the target can be reached.
 * @param {CollisionGrid} grid
 * @param {Window} window
 * @param {Position} start
 * @param {Position} target
 * @param {number} halfWidth
 * @returns {Path}
 */
export function plan(grid, window, start, target, halfWidth) {
  const goal = nearestStand(grid, target, halfWidth);
  if (isClear(grid, start, goal, halfWidth)) {
    return { corners: goal.x === start.x && goal.y === start.y ? [] : [goal], isComplete: true };
  }
  const goalTile = [grid.tile(goal.x), grid.tile(goal.y)];
  const found = explore(grid, window, [grid.tile(start.x), grid.tile(start.y)], goalTile);
  if (found.trail.length === 1 && !found.isAtGoal) return { corners: [], isComplete: false };
  const trail = found.trail.map(([column, row]) => grid.centre(column, row));
  if (found.isAtGoal) trail.push(goal);
  /** @type {Position[]} */
  const corners = [];
  let anchor = start;
  for (let next = 0; next < trail.length; next++) {
    if (corners.length >= cornersMax) return { corners, isComplete: false };
    while (next + 1 < trail.length && isClear(grid, anchor, trail[next + 1], halfWidth)) next++;
    anchor = trail[next];
    corners.push(anchor);
  }
  return { corners, isComplete: !found.isCut };
}
