// @ts-check

/** The eighth of a circle, 0 ... 32 of 256, whose tangent is index / 64. */
const eighth = [
  0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 9, 10,
  11, 11, 12, 12, 13, 13, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19,
  20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 25, 26, 26, 27, 27,
  27, 28, 28, 29, 29, 29, 30, 30, 30, 31, 31, 31, 32, 32,
];

/**
 * The direction of a vector in 1/256 of a turn: 0 is right, 64 is down. Integers only, as on the
 * server. Null for the vector that has no direction.
 * @param {number} dx
 * @param {number} dy
 * @returns {number|null}
 */
export function facing(dx, dy) {
  const width = Math.abs(dx);
  const height = Math.abs(dy);
  const long = Math.max(width, height);
  if (long === 0) return null;
  const tangent = Math.floor((Math.min(width, height) * 64 + Math.floor(long / 2)) / long);
  let angle = height > width ? 64 - eighth[tangent] : eighth[tangent];
  if (dx < 0) angle = 128 - angle;
  if (dy < 0) angle = -angle;
  return angle & 255;
}
