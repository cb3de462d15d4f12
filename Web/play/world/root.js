// @ts-check

/**
 * The smallest integer whose square is at least `n`. Rounded up, so that a direction divided by it
 * never makes anybody faster than allowed. Exact below 2^53: maps of up to 180,000 units.
 * @param {number} n an integer
 */
export function squareRootRoundedUp(n) {
  let root = Math.floor(Math.sqrt(n));
  while (root * root > n) root--;
  while (root * root < n) root++;
  return root;
}
