// @ts-check
// What somebody gives in a trade.

/**
 * @typedef {{definition: number, count: number}} Good pieces of a kind
 * @typedef {{goods: Good[], gold: number}} Side
 */

/**
 * The same goods in one order, each kind once.
 * @param {Iterable<Good>} goods
 * @returns {Good[]}
 */
export function gathered(goods) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { definition, count } of goods) {
    counts.set(definition, (counts.get(definition) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b)
    .map(([definition, count]) => ({ definition, count }));
}

/**
 * @param {Side} one
 * @param {Side} other
 */
export const isSame = (one, other) =>
  one.gold === other.gold && JSON.stringify(one.goods) === JSON.stringify(other.goods);

/** @param {Side} side */
export const isBare = ({ goods, gold }) => goods.length === 0 && gold === 0;

/**
 * What there is more or less of than before.
 * @param {Side} before
 * @param {Side} after
 * @returns {Good[]} below 0: less
 */
export function differences(before, after) {
  const less = before.goods.map(({ definition, count }) => ({ definition, count: -count }));
  return gathered([...less, ...after.goods]).filter(({ count }) => count !== 0);
}
