// @ts-check
// Pictures of skills, painted by code.
import { hash } from '../world/definitions.js';
import { hsl, shade } from './palette.js';
import { Pixels } from './pixels.js';

/** @typedef {import('./palette.js').Colour} Colour */

/** @type {Colour} */
const steel = [214, 222, 234];
/** @type {Colour} */
const ink = [26, 20, 30];

/** @type {Record<string, (p: Pixels, c: Colour) => void>} */
const painters = {
  melee(p, c) {
    for (const offset of [-1, 0, 1]) {
      p.line(6 + offset, 16, 16 + offset, 5, offset ? shade(steel, 0.8) : steel);
    }
    p.line(4, 13, 9, 18, c);
    p.line(4, 14, 8, 18, shade(c, 0.7));
    p.line(3, 19, 5, 17, [120, 80, 44]);
  },
  projectile(p, c) {
    for (let tail = 0; tail < 4; tail++) {
      const radius = 1.5 + tail * 0.6;
      p.ellipse(5 + tail * 2, 17 - tail * 2, radius, radius, shade(c, 0.6 + tail * 0.12));
    }
    p.ellipse(14, 8, 5, 5, c, shade(c, 1.6), shade(c, 0.8));
    p.ellipse(13, 7, 2, 2, [255, 250, 220]);
  },
  heal(p, c) {
    p.rect(9, 3, 4, 16, c);
    p.rect(3, 9, 16, 4, c);
    p.rect(9, 3, 2, 16, shade(c, 1.4));
    p.rect(3, 9, 16, 1, shade(c, 1.4));
  },
  dash(p, c) {
    for (const [x, tone] of [[3, 0.6], [8, 0.85], [13, 1.2]]) {
      p.line(x, 4, x + 5, 11, shade(c, tone));
      p.line(x + 1, 4, x + 6, 11, shade(c, tone));
      p.line(x, 18, x + 5, 11, shade(c, tone));
      p.line(x + 1, 18, x + 6, 11, shade(c, tone));
    }
  },
};

const hues = { melee: 45, projectile: 22, heal: 130, dash: 200 };

/**
 * @param {HTMLCanvasElement} canvas 44 × 44
 * @param {string} icon
 * @param {'melee'|'projectile'|'heal'|'dash'} type
 */
export function drawIcon(canvas, icon, type) {
  const picture = new Pixels(22, 22);
  const hue = (hues[type] ?? 0) + (hash(icon || type) % 30) - 15;
  (painters[type] ?? painters.melee)(picture, hsl((hue + 360) % 360, 0.75, 0.6));
  picture.outline(ink);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture.toCanvas(), 0, 0, 44, 44);
}
