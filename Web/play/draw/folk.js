// @ts-check
// Who and what belongs to a place, painted by code: its people in long coats, and its chests.
import { hash } from '../world/definitions.js';
import { hsl, shade } from './palette.js';
import { Pixels } from './pixels.js';

/** @typedef {import('./palette.js').Colour} Colour */

export const folkSize = { width: 40, height: 48, footX: 20, footY: 43 };
export const chestSize = { width: 36, height: 34, footX: 18, footY: 30 };

/** @type {Colour} */
const ink = [34, 26, 34];
/** @type {Colour} */
const gold = [240, 196, 84];
/** @type {Colour[]} */
const skins = [[255, 220, 186], [238, 190, 150], [206, 150, 108], [160, 106, 72], [116, 76, 52]];

/**
 * Somebody of the place: a long coat and a wide hat, which nobody wears who comes and goes. Those
 * who trade wear an apron.
 * @param {string} name
 * @param {boolean} isTrader
 */
export function paintFolk(name, isTrader) {
  const p = new Pixels(folkSize.width, folkSize.height);
  const mark = hash(`folk ${name}`);
  const coat = hsl(mark % 360, 0.4, 0.36);
  const skin = skins[(mark >>> 9) % skins.length];
  for (let row = 0; row < 22; row++) {
    const half = 6 + row * 0.22;
    p.rect(20 - half, 21 + row, half * 2, 1, row > 19 ? shade(coat, 0.7) : coat);
    p.rect(20 - half, 21 + row, 3, 1, shade(coat, 1.25));
    p.rect(18 + half, 21 + row, 2, 1, shade(coat, 0.75));
  }
  for (const x of [11, 26]) {
    p.rect(x, 23, 4, 9, shade(coat, 0.85));
    p.rect(x, 31, 4, 3, skin);
  }
  if (isTrader) {
    p.rect(15, 26, 10, 13, [236, 228, 208]);
    p.rect(15, 33, 10, 1, [196, 184, 160]);
    p.line(15, 26, 17, 21, [236, 228, 208]);
    p.line(24, 26, 22, 21, [236, 228, 208]);
  } else p.rect(13, 31, 14, 2, gold);
  p.ellipse(20, 15, 6.5, 6.5, skin, shade(skin, 1.1), shade(skin, 0.85));
  p.rect(17, 15, 2, 2, ink);
  p.rect(22, 15, 2, 2, ink);
  if (mark & 4096) p.rect(16, 18, 9, 4, hsl(30, 0.2, 0.3 + ((mark >>> 13) % 5) / 10));
  const hat = shade(coat, 0.65);
  p.ellipse(20, 10, 11, 2.6, hat, shade(hat, 1.3), hat);
  p.ellipse(20, 7, 6, 4.5, hat, shade(hat, 1.3), hat);
  p.rect(14, 8, 13, 2, gold);
  p.outline(ink);
  return p;
}

/** @param {boolean} isOpen */
export function paintChest(isOpen) {
  const p = new Pixels(chestSize.width, chestSize.height);
  /** @type {Colour} */
  const wood = [138, 90, 48];
  /** @type {Colour} */
  const iron = [150, 152, 162];
  p.rect(5, 17, 26, 13, wood);
  for (const y of [21, 25]) p.rect(5, y, 26, 1, shade(wood, 0.7));
  if (isOpen) {
    p.rect(5, 4, 26, 7, shade(wood, 0.7));
    p.rect(5, 4, 26, 2, shade(wood, 1.1));
    p.rect(6, 11, 24, 7, [30, 20, 18]);
  } else {
    p.ellipse(18, 16, 13, 7, wood, shade(wood, 1.3), wood);
    p.rect(5, 16, 26, 2, shade(wood, 0.55));
  }
  for (const x of [7, 26]) p.rect(x, isOpen ? 17 : 11, 3, isOpen ? 13 : 19, iron);
  p.rect(16, isOpen ? 17 : 15, 5, 6, gold);
  p.rect(18, isOpen ? 19 : 17, 1, 2, ink);
  p.outline(ink);
  return p;
}
