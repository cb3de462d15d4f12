// @ts-check
// People, painted by code: everybody's looks follow from the name.
import { hash } from '../world/definitions.js';
import { hsl, shade } from './palette.js';
import { Pixels } from './pixels.js';

/**
 * @typedef {import('./palette.js').Colour} Colour
 * @typedef {'down'|'up'|'side'} View
 * @typedef {object} Looks
 * @property {Colour} skin
 * @property {Colour} hair
 * @property {Colour} shirt
 * @property {Colour} trousers
 * @property {number} hat 0 none, 1 hood, 2 helmet, 3 hat with a feather, 4 long hair
 */

/** @type {Colour[]} */
const skins = [[255, 220, 186], [238, 190, 150], [206, 150, 108], [160, 106, 72], [116, 76, 52]];
/** @type {Colour[]} */
const hairs = [[64, 44, 34], [120, 76, 40], [206, 156, 74], [42, 40, 52], [176, 74, 44],
  [210, 206, 200]];
/** @type {Colour} */
const ink = [38, 28, 36];
/** @type {Colour} */
const steel = [206, 214, 226];

export const personSize = { width: 40, height: 44, footX: 20, footY: 39 };

/**
 * @param {string} name
 * @returns {Looks}
 */
export function looksOf(name) {
  const mark = hash(name);
  const tone = hash(`${name} shirt`);
  return {
    skin: skins[mark % skins.length],
    hair: hairs[(mark >>> 4) % hairs.length],
    shirt: hsl(tone % 360, 0.55, 0.48),
    trousers: hsl((tone >>> 9) % 360, 0.25, 0.32),
    hat: (mark >>> 9) % 5,
  };
}

/**
 * @param {Looks} looks
 * @param {View} view
 * @param {number} frame 0 ... 3 of the walk, 4: swings a sword, 5: lies dead
 */
export function paintPerson(looks, view, frame) {
  const picture = new Pixels(personSize.width, personSize.height);
  if (frame === 5) return lying(picture, looks);
  const lift = frame === 1 ? 1 : frame === 3 ? -1 : 0;
  const bob = frame === 1 || frame === 3 ? -1 : 0;
  legs(picture, looks, view, lift);
  if (view === 'up') arms(picture, looks, view, lift, bob, frame);
  picture.rect(14, 22 + bob, 12, 10, looks.shirt);
  picture.rect(14, 22 + bob, 3, 10, shade(looks.shirt, 1.18));
  picture.rect(23, 23 + bob, 3, 9, shade(looks.shirt, 0.8));
  picture.rect(14, 29 + bob, 12, 2, shade(looks.trousers, 0.7));
  if (view === 'down') picture.rect(19, 29 + bob, 2, 2, [232, 196, 92]);
  head(picture, looks, view, bob);
  if (view !== 'up') arms(picture, looks, view, lift, bob, frame);
  picture.outline(ink);
  return picture;
}

/**
 * @param {Pixels} picture
 * @param {Looks} looks
 * @param {View} view
 * @param {number} lift
 */
function legs(picture, looks, view, lift) {
  const boots = shade(looks.trousers, 0.6);
  if (view === 'side') {
    picture.rect(17 + lift * 2, 31, 4, 6, shade(looks.trousers, 0.85));
    picture.rect(17 + lift * 2, 36, 5, 3, boots);
    picture.rect(18 - lift * 2, 31, 4, 6, looks.trousers);
    picture.rect(18 - lift * 2, 36, 5, 3, boots);
    return;
  }
  const [left, right] = [lift > 0 ? 2 : 0, lift < 0 ? 2 : 0];
  picture.rect(15, 31, 4, 6 - left, looks.trousers);
  picture.rect(15, 36 - left, 4, 3, boots);
  picture.rect(21, 31, 4, 6 - right, looks.trousers);
  picture.rect(21, 36 - right, 4, 3, boots);
}

/**
 * @param {Pixels} picture
 * @param {Looks} looks
 * @param {View} view
 * @param {number} lift
 * @param {number} bob
 * @param {number} frame
 */
function arms(picture, looks, view, lift, bob, frame) {
  const sleeve = shade(looks.shirt, 0.9);
  if (frame === 4) {
    const x = view === 'side' ? 25 : 26;
    picture.rect(x, 22, 6, 3, sleeve);
    picture.rect(x + 5, 22, 2, 3, looks.skin);
    picture.line(x + 7, 20, x + 7, 27, [120, 80, 44]);
    picture.line(x + 7, 9, x + 7, 20, steel);
    picture.line(x + 8, 10, x + 8, 20, shade(steel, 0.75));
    picture.rect(x + 5, 20, 6, 1, [226, 184, 72]);
    if (view !== 'side') picture.rect(11, 23, 3, 7, sleeve);
    return;
  }
  if (view === 'side') {
    picture.rect(18 - lift * 2, 23 + bob, 4, 6, sleeve);
    picture.rect(18 - lift * 2, 29 + bob, 4, 2, looks.skin);
    return;
  }
  for (const [x, swing] of [[11, lift], [26, -lift]]) {
    picture.rect(x, 23 + bob, 3, 6 + swing, sleeve);
    picture.rect(x, 29 + bob + swing, 3, 2, looks.skin);
  }
}

/**
 * @param {Pixels} picture
 * @param {Looks} looks
 * @param {View} view
 * @param {number} bob
 */
function head(picture, looks, view, bob) {
  const y = 14 + bob;
  const dark = shade(looks.skin, 0.85);
  picture.ellipse(19.5, y, 8, 7.5, looks.skin, looks.skin, dark);
  const { hair } = looks;
  if (looks.hat === 4) picture.rect(11, y, view === 'up' ? 17 : 3, 9, hair);
  if (looks.hat === 4 && view === 'down') picture.rect(26, y, 3, 9, hair);
  if (view === 'up') picture.ellipse(19.5, y, 8, 7.5, hair, shade(hair, 1.2), shade(hair, 0.85));
  else {
    picture.ellipse(19.5, y - 3.5, 8.2, 5, hair, shade(hair, 1.2), hair);
    if (view === 'side') picture.ellipse(14, y - 0.5, 3.5, 6, hair, hair, shade(hair, 0.85));
    else {
      picture.rect(12, y - 3, 2, 6, hair);
      picture.rect(26, y - 3, 2, 6, hair);
    }
    for (const x of view === 'side' ? [24] : [16, 22]) {
      picture.rect(x, y + 1, 2, 3, ink);
      picture.dot(x, y + 1, [255, 255, 255]);
    }
    if (view === 'down') picture.rect(18, y + 5, 3, 1, shade(looks.skin, 0.7));
  }
  hat(picture, looks, view, y);
}

/**
 * @param {Pixels} picture
 * @param {Looks} looks
 * @param {View} view
 * @param {number} y
 */
function hat(picture, looks, view, y) {
  const { hat: kind, shirt } = looks;
  if (kind === 1) {
    picture.ellipse(19.5, y - 4, 9, 5, shirt, shade(shirt, 1.2), shade(shirt, 0.85));
    picture.rect(10, y - 3, 3, 8, shade(shirt, 0.85));
    if (view === 'down') picture.rect(27, y - 3, 3, 8, shade(shirt, 0.85));
  } else if (kind === 2) {
    picture.ellipse(19.5, y - 4, 8.6, 5, steel, [240, 244, 250], shade(steel, 0.75));
    picture.rect(11, y - 2, 18, 2, shade(steel, 0.6));
    picture.rect(19, y - 10, 2, 7, [196, 60, 54]);
  } else if (kind === 3) {
    picture.ellipse(19.5, y - 6, 7, 4, shirt, shade(shirt, 1.2), shirt);
    picture.rect(9, y - 4, 22, 2, shade(shirt, 0.7));
    picture.line(27, y - 5, 31, y - 12, [240, 240, 232]);
    picture.line(28, y - 5, 32, y - 11, [210, 214, 220]);
  }
}

/**
 * @param {Pixels} picture
 * @param {Looks} looks
 */
function lying(picture, looks) {
  picture.rect(14, 32, 12, 6, looks.shirt);
  picture.rect(25, 33, 9, 4, looks.trousers);
  picture.ellipse(10, 34.5, 5.5, 5, looks.hair);
  picture.ellipse(11, 35.5, 4.5, 4, looks.skin);
  picture.line(11, 34, 13, 36, ink);
  picture.line(13, 34, 11, 36, ink);
  picture.outline(ink);
  return picture;
}
