// @ts-check
// Things, painted by code: a shape from the content, in its colour. The same picture lies on the
// ground and in the bag.
import { colourOf, shade } from './palette.js';
import { Pixels } from './pixels.js';

/** @typedef {import('./palette.js').Colour} Colour */

export const wareSize = { width: 22, height: 22, footX: 11, footY: 20 };

/** @type {Colour} */
const ink = [26, 20, 30];
/** @type {Colour} */
const wood = [124, 84, 48];
/** @type {Colour} */
const glass = [214, 232, 240];
/** @type {Colour} */
const steel = [206, 214, 226];

/**
 * A thick line from the lower left to the upper right.
 * @param {Pixels} p
 * @param {Colour} colour
 * @param {number} from
 * @param {number} to
 * @param {number} [wide]
 */
function slant(p, colour, from, to, wide = 2) {
  for (let at = 0; at < wide; at++) {
    p.line(from + at, 21 - from, to + at, 21 - to, at ? shade(colour, 0.75) : colour);
  }
}

/** @type {Record<string, (p: Pixels, c: Colour) => void>} */
const painters = {
  coin(p, c) {
    for (const [x, y] of [[8, 15], [14, 14], [11, 9]]) {
      p.ellipse(x, y, 4.5, 4, c, shade(c, 1.5), shade(c, 0.7));
      p.rect(x - 1, y - 1, 2, 3, shade(c, 0.6));
    }
  },
  food(p, c) {
    p.ellipse(11, 13, 7, 6, c, shade(c, 1.4), shade(c, 0.75));
    p.line(11, 8, 13, 4, wood);
    p.ellipse(15, 5, 2, 1.4, [98, 160, 70]);
  },
  potion(p, c) {
    p.ellipse(11, 14, 6, 5.5, glass);
    p.ellipse(11, 15, 5, 4.2, c, shade(c, 1.35), shade(c, 0.75));
    p.rect(9, 5, 4, 5, glass);
    p.rect(9, 3, 4, 3, wood);
    p.rect(7, 12, 2, 3, [255, 255, 255]);
  },
  gel(p, c) {
    p.ellipse(11, 15, 8, 5, c, shade(c, 1.35), shade(c, 0.7));
    p.ellipse(10, 10, 5, 4, c, shade(c, 1.5), c);
    p.rect(7, 9, 2, 2, [255, 255, 255]);
  },
  tusk(p, c) {
    for (let at = 0; at < 4; at++) {
      p.line(5 + at, 18 - at, 13 + at, 13 - at, shade(c, 1 - at * 0.08));
      p.line(13 + at, 13 - at, 16, 4, shade(c, 1 - at * 0.08));
    }
  },
  hide(p, c) {
    p.rect(5, 6, 12, 11, c);
    for (const [x, y] of [[3, 4], [15, 4], [3, 15], [15, 15]]) p.rect(x, y, 4, 4, c);
    p.rect(8, 8, 6, 7, shade(c, 1.3));
  },
  wing(p, c) {
    for (let at = 0; at < 5; at++) p.line(4, 6, 7 + at * 3, 17 - at * 2, shade(c, 1 + at * 0.08));
    p.ellipse(9, 10, 5, 3.5, c, shade(c, 1.3), shade(c, 0.8));
    p.line(3, 5, 18, 8, shade(c, 0.6));
  },
  ear(p, c) {
    for (let row = 0; row < 13; row++) p.rect(11 - row / 2, 4 + row, row * 0.8 + 1, 1, c);
    for (let row = 4; row < 11; row++) p.rect(11 - row / 4, 5 + row, row * 0.4, 1, shade(c, 0.65));
  },
  silk(p, c) {
    p.ellipse(11, 11, 7, 7, c, shade(c, 1.2), shade(c, 0.8));
    for (const at of [6, 9, 12, 15]) p.line(5, at + 1, 16, at - 3, shade(c, 0.7));
  },
  gland(p, c) {
    p.ellipse(11, 13, 5.5, 6, c, shade(c, 1.4), shade(c, 0.7));
    p.line(11, 7, 8, 3, shade(c, 0.6));
    p.line(11, 7, 14, 4, shade(c, 0.6));
  },
  chitin(p, c) {
    for (let row = 0; row < 4; row++) {
      p.ellipse(11, 7 + row * 3, 8 - row, 3, c, shade(c, 1.35), shade(c, 0.65));
    }
  },
  bone(p, c) {
    slant(p, c, 6, 15, 3);
    for (const [x, y] of [[5, 14], [8, 17], [14, 5], [17, 8]]) p.ellipse(x, y, 2.2, 2.2, c);
  },
  essence(p, c) {
    p.ellipse(11, 12, 7, 7, shade(c, 0.55));
    p.ellipse(11, 12, 5, 5, c);
    p.ellipse(10, 11, 2.5, 2.5, shade(c, 1.8));
    for (const [x, y] of [[4, 5], [17, 6], [15, 18]]) p.dot(x, y, shade(c, 1.6));
  },
  ore(p, c) {
    p.ellipse(11, 14, 8, 5, c, shade(c, 1.3), shade(c, 0.7));
    p.ellipse(9, 9, 4, 4, shade(c, 0.9), shade(c, 1.3), shade(c, 0.7));
    for (const [x, y] of [[8, 12], [14, 13], [10, 8]]) p.rect(x, y, 2, 2, [226, 180, 110]);
  },
  gem(p, c) {
    for (let row = 0; row < 5; row++) p.rect(8 - row, 5 + row, 6 + row * 2, 1, shade(c, 1.4));
    for (let row = 0; row < 9; row++) p.rect(4 + row * 0.8, 10 + row, 14 - row * 1.6, 1, c);
    p.line(8, 10, 11, 18, shade(c, 0.7));
    p.line(14, 10, 11, 18, shade(c, 0.7));
  },
  dagger(p, c) {
    slant(p, shade(steel, 0.95), 9, 16);
    slant(p, c, 4, 8, 3);
    p.line(7, 10, 11, 14, wood);
  },
  axe(p, c) {
    slant(p, wood, 4, 16);
    p.ellipse(14, 7, 5, 4, c, shade(c, 1.35), shade(c, 0.7));
  },
  bow(p, c) {
    p.line(5, 3, 15, 8, c);
    p.line(6, 3, 16, 8, shade(c, 0.7));
    p.line(15, 8, 18, 17, c);
    p.line(16, 8, 19, 17, shade(c, 0.7));
    p.line(5, 4, 18, 18, [236, 232, 220]);
  },
  sword(p, c) {
    slant(p, c, 7, 18, 3);
    slant(p, wood, 3, 6);
    p.line(4, 11, 10, 17, shade(c, 0.6));
    p.line(5, 11, 10, 16, [216, 178, 90]);
  },
  staff(p, c) {
    slant(p, wood, 3, 15);
    p.ellipse(16, 5, 3.5, 3.5, c, shade(c, 1.6), shade(c, 0.8));
  },
  helmet(p, c) {
    p.ellipse(11, 11, 7, 7, c, shade(c, 1.35), shade(c, 0.75));
    p.rect(4, 12, 15, 4, shade(c, 0.8));
    p.rect(8, 12, 7, 5, ink);
  },
  armor(p, c) {
    p.rect(6, 5, 10, 13, c);
    p.rect(3, 5, 4, 6, shade(c, 1.2));
    p.rect(15, 5, 4, 6, shade(c, 0.8));
    p.rect(9, 4, 4, 3, ink);
    p.line(11, 8, 11, 17, shade(c, 0.65));
  },
  legs(p, c) {
    p.rect(6, 4, 10, 5, c);
    p.rect(6, 9, 4, 9, shade(c, 1.15));
    p.rect(12, 9, 4, 9, shade(c, 0.85));
  },
  boots(p, c) {
    for (const [x, tone] of [[4, 1.15], [12, 0.85]]) {
      p.rect(x, 6, 4, 9, shade(c, tone));
      p.rect(x, 14, 7, 4, shade(c, tone));
    }
  },
  ring(p, c) {
    p.ellipse(11, 13, 6, 6, c, shade(c, 1.4), shade(c, 0.7));
    p.ellipse(11, 13, 3.5, 3.5, [20, 22, 31]);
    p.ellipse(11, 6, 2.5, 2.5, shade(c, 1.7));
  },
  amulet(p, c) {
    p.line(4, 3, 11, 11, [216, 178, 90]);
    p.line(18, 3, 11, 11, [216, 178, 90]);
    p.ellipse(11, 14, 4.5, 4.5, c, shade(c, 1.5), shade(c, 0.7));
  },
  key(p, c) {
    p.ellipse(7, 8, 4.5, 4.5, c, shade(c, 1.4), shade(c, 0.7));
    p.ellipse(7, 8, 2, 2, [20, 22, 31]);
    p.line(10, 11, 17, 18, c);
    p.line(15, 18, 17, 16, c);
    p.line(12, 15, 14, 13, c);
  },
  bundle(p, c) {
    p.ellipse(11, 14, 7, 6, c, shade(c, 1.25), shade(c, 0.7));
    p.rect(8, 5, 6, 4, shade(c, 0.8));
    p.line(7, 9, 15, 9, wood);
  },
};

/** The shapes that have a picture of their own. */
export const shapes = Object.keys(painters);

/**
 * @param {string} shape
 * @param {string} color
 */
export function paintWare(shape, color) {
  const picture = new Pixels(wareSize.width, wareSize.height);
  (painters[shape] ?? painters.bundle)(picture, colourOf(color));
  picture.outline(ink);
  return picture;
}

/**
 * A picture for a page.
 * @param {HTMLCanvasElement} canvas 44 × 44
 * @param {{shape: string, color: string}} appearance
 */
export function drawWare(canvas, { shape, color }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(paintWare(shape, color).toCanvas(), 0, 0, canvas.width, canvas.height);
}
