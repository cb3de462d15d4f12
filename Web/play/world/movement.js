// @ts-check
// How bodies move: the server's rules (Sources/World/Movement), in the same integers, so that what
// a player sees at once is what the server decides. Tests/Fixtures/movement holds the vectors that
// both pass.
import { squareRootRoundedUp } from './root.js';

/**
 * @typedef {import('./grid.js').Position} Position
 * @typedef {import('./grid.js').CollisionGrid} CollisionGrid
 * @typedef {{kind: 'stand'}|{kind: 'heading', dx: number, dy: number}|
 *   {kind: 'target', x: number, y: number}} Motion
 */

/** Half of the square that a body covers, in 1/256 unit. */
export const bodyHalfWidth = 10 * 256;

/** How far a player walks in a tick while the server has not said so, in 1/256 unit. */
export const usualSpeed = 8 * 256;

/** @type {Motion} */
export const standing = Object.freeze({ kind: 'stand' });

/**
 * 0 and never -0, which is another number to those who compare.
 * @param {number} value
 */
const truncate = (value) => Math.trunc(value) || 0;

/**
 * A direction at a speed.
 * @param {number} dx
 * @param {number} dy
 * @param {number} speed
 * @returns {{dx: number, dy: number}}
 */
export function heading(dx, dy, speed) {
  const square = dx * dx + dy * dy;
  if (square === 0) return { dx: 0, dy: 0 };
  const length = squareRootRoundedUp(square * 16777216);
  return {
    dx: truncate((dx * speed * 4096) / length), dy: truncate((dy * speed * 4096) / length),
  };
}

/**
 * A tick's part of the straight way to a place: all of it when it is near enough.
 * @param {Position} target
 * @param {Position} from
 * @param {number} speed
 */
export function toward(target, from, speed) {
  const dx = target.x - from.x;
  const dy = target.y - from.y;
  const square = dx * dx + dy * dy;
  if (square <= speed * speed) return { dx, dy };
  const length = squareRootRoundedUp(square);
  return { dx: truncate((dx * speed) / length), dy: truncate((dy * speed) / length) };
}

/**
 * Moves along x, then along y, each as far as the walls let it.
 * @param {Position} from
 * @param {{dx: number, dy: number}} velocity
 * @param {number} halfWidth
 * @param {CollisionGrid} grid
 * @returns {Position}
 */
export function advance(from, velocity, halfWidth, grid) {
  const x = slide(from.x, velocity.dx, from.y, halfWidth, grid, true);
  return { x, y: slide(from.y, velocity.dy, x, halfWidth, grid, false) };
}

/**
 * Moves one coordinate until the leading edge meets a blocked tile.
 * @param {number} coordinate
 * @param {number} step
 * @param {number} other
 * @param {number} halfWidth
 * @param {CollisionGrid} grid
 * @param {boolean} isHorizontal
 */
function slide(coordinate, step, other, halfWidth, grid, isHorizontal) {
  if (step === 0) return coordinate;
  const lead = step > 0 ? halfWidth - 1 : -halfWidth;
  const ahead = grid.tile(coordinate + step + lead);
  if (ahead === grid.tile(coordinate + lead)) return coordinate + step;
  const first = grid.tile(other - halfWidth);
  const last = grid.tile(other + halfWidth - 1);
  const isBlocked = isHorizontal
    ? grid.isAnyBlocked(ahead, ahead, first, last)
    : grid.isAnyBlocked(first, last, ahead, ahead);
  if (!isBlocked) return coordinate + step;
  return step > 0 ? ahead * grid.tileEdge - halfWidth : (ahead + 1) * grid.tileEdge + halfWidth;
}
