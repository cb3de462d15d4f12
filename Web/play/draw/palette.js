// @ts-check
// Colours as [red, green, blue], and names for them.

/** @typedef {[number, number, number]} Colour */

/**
 * @param {number} hue degrees
 * @param {number} saturation 0 ... 1
 * @param {number} light 0 ... 1
 */
export function hsl(hue, saturation, light) {
  const part = (/** @type {number} */ n) => {
    const k = (n + hue / 30) % 12;
    const a = saturation * Math.min(light, 1 - light);
    return Math.round(255 * (light - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return /** @type {Colour} */ ([part(0), part(8), part(4)]);
}

/**
 * @param {string} text `#rgb`, `#rrggbb` or `hsl(h s% l%)`
 * @returns {Colour}
 */
export function colourOf(text) {
  const tone = /^hsl\((\d+) (\d+)% (\d+)%\)$/.exec(text);
  if (tone) return hsl(Number(tone[1]), Number(tone[2]) / 100, Number(tone[3]) / 100);
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1] ?? '8a8a8a';
  const wide = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
  const part = (/** @type {number} */ at) => parseInt(wide.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/**
 * @param {Colour} colour
 * @param {number} factor below 1 darker, above 1 lighter
 * @returns {Colour}
 */
export const shade = (colour, factor) => /** @type {Colour} */ (
  colour.map((part) => Math.round(
    factor <= 1 ? part * factor : part + (255 - part) * Math.min(1, factor - 1))));

/**
 * @param {Colour} colour
 * @param {number} [alpha]
 */
export const css = (colour, alpha = 1) => `rgba(${colour.join(',')},${alpha})`;

const shards = [[214, 96, 64], [64, 132, 220], [86, 176, 84], [190, 100, 200], [222, 176, 56],
  [60, 180, 180], [230, 120, 160], [140, 140, 90]];

/**
 * The colour of a shard's ground in the overlay.
 * @param {number} shard
 * @returns {Colour}
 */
export const shardColour = (shard) => /** @type {Colour} */ (
  shards[(shard + shards.length - 1) % shards.length]);
