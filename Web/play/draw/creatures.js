// @ts-check
// Creatures, painted by code: a shape from the content, in its colour.
import { hash } from '../world/definitions.js';
import { colourOf, shade } from './palette.js';
import { Pixels } from './pixels.js';

/**
 * @typedef {import('./palette.js').Colour} Colour
 * @typedef {import('./people.js').View} View
 * @typedef {{view: View, step: number, frame: number, isStriking: boolean}} Pose
 *   step: -1, 0 or 1 of the walk
 */

export const creatureSize = { width: 48, height: 48, footX: 24, footY: 42 };

/** @type {Colour} */
const ink = [34, 26, 34];
/** @type {Colour} */
const white = [246, 244, 236];
/** @type {Colour} */
const bone = [228, 222, 200];

/**
 * @param {Pixels} p
 * @param {number} x
 * @param {number} y
 * @param {View} view
 * @param {Colour} [iris]
 */
function eyes(p, x, y, view, iris = ink) {
  if (view === 'up') return;
  for (const at of view === 'side' ? [x + 3] : [x - 4, x + 2]) {
    p.rect(at, y, 3, 3, white);
    p.rect(at + 1, y + 1, 2, 2, iris);
  }
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 */
function blob(p, c, { view, step, isStriking }) {
  const squash = isStriking ? 3 : step;
  p.ellipse(24, 33 + squash, 14 + squash, 10 - squash, c, shade(c, 1.25), shade(c, 0.75));
  p.ellipse(18, 28 + squash, 3, 2, shade(c, 1.6));
  eyes(p, 24, 30 + squash, view);
  const mouth = 1 + (isStriking ? 3 : 0);
  if (view !== 'up') p.rect(view === 'side' ? 27 : 22, 36 + squash, 5, mouth, ink);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 * @param {string} kind
 */
function humanoid(p, c, { view, step, isStriking }, kind) {
  const isThin = kind === 'skeleton';
  const cloth = shade(kind === 'goblin' ? [122, 84, 52] : c, isThin ? 0.5 : 0.7);
  const limb = isThin ? 2 : 4;
  const sway = view === 'side' ? step * 2 : 0;
  p.rect(18 + sway, 33, limb, 9 - (step > 0 ? 2 : 0), shade(c, 0.8));
  p.rect(26 - sway, 33, limb, 9 - (step < 0 ? 2 : 0), shade(c, 0.8));
  if (isThin) {
    for (let row = 0; row < 4; row++) p.rect(18, 23 + row * 3, 12, 1, bone);
    p.rect(23, 22, 2, 12, bone);
  } else {
    p.rect(17, 22, 14, 12, cloth);
    p.rect(17, 22, 4, 12, shade(cloth, 1.2));
    p.rect(17, 30, 14, 2, shade(cloth, 0.6));
  }
  const raised = isStriking ? -8 : 0;
  p.rect(13, 23 + step, limb, 9, c);
  p.rect(31, 23 - step + raised, limb, 9, c);
  if (isStriking) p.line(34, 6, 34, 16, [150, 150, 160]);
  p.line(33 + (isThin ? 0 : 1), 32 + raised, 33 + (isThin ? 0 : 1), 18 + raised, [96, 66, 40]);
  p.ellipse(24, 15, 9, 8, c, shade(c, 1.2), shade(c, 0.8));
  if (kind === 'goblin') {
    for (const side of [-1, 1]) {
      p.line(24 + side * 9, 14, 24 + side * 15, 9, c);
      p.line(24 + side * 9, 15, 24 + side * 14, 11, shade(c, 0.8));
      p.line(24 + side * 9, 16, 24 + side * 12, 14, shade(c, 0.8));
    }
  }
  if (kind === 'brute') for (const x of [16, 31]) p.line(x, 8, x + (x < 24 ? -3 : 3), 3, bone);
  eyes(p, 24, 13, view, isThin ? [180, 40, 40] : ink);
  if (view === 'up') return;
  if (kind === 'brute') for (const x of [20, 27]) p.rect(x, 18, 1, 3, white);
  p.rect(21, 20, view === 'side' ? 8 : 6, 1, ink);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 * @param {string} kind
 */
function beast(p, c, { view, step, isStriking }, kind) {
  const dark = shade(c, 0.72);
  const lunge = isStriking ? 3 : 0;
  if (view === 'side') {
    for (const [x, swing] of [[13, step], [18, -step], [29, step], [34, -step]]) {
      p.rect(x + swing * 2, 33, 3, 9, dark);
    }
    p.ellipse(24, 29, 14, 7, c, shade(c, 1.2), dark);
    p.ellipse(38 + lunge, 24, 7, 6, c, shade(c, 1.2), dark);
    p.rect(42 + lunge, 25, 5, 4, shade(c, 0.9));
    p.rect(46 + lunge, 25, 1, 2, ink);
    if (kind === 'wolf') {
      p.rect(34 + lunge, 15, 3, 5, c);
      p.rect(39 + lunge, 15, 3, 5, dark);
      p.line(10, 26, 3, 20 + step, c);
      p.line(10, 27, 3, 22 + step, dark);
    } else p.line(43 + lunge, 29, 46 + lunge, 25, white);
    p.rect(39 + lunge, 22, 2, 2, kind === 'wolf' ? [250, 210, 70] : ink);
    return;
  }
  for (const [x, lift] of [[16, Math.max(0, step)], [28, Math.max(0, -step)]]) {
    p.rect(x, 33, 4, 9 - lift * 2, dark);
  }
  p.ellipse(24, 29, 10, 9, c, shade(c, 1.2), dark);
  const y = view === 'up' ? 20 : 24 + lunge;
  p.ellipse(24, y, 8, 7, c, shade(c, 1.2), dark);
  for (const x of [17, 28]) p.rect(x, y - 10, 3, 5, dark);
  eyes(p, 24, y - 2, view, kind === 'wolf' ? [160, 110, 20] : ink);
  if (view === 'up') return p.line(24, 30, 24 + step * 3, 40, dark);
  p.ellipse(24, y + 4, 3.5, 2.5, shade(c, 1.35));
  p.rect(23, y + 3, 3, 2, ink);
  if (kind !== 'wolf') for (const x of [19, 28]) p.rect(x, y + 3, 1, 4, white);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 */
function flyer(p, c, { view, frame, isStriking }) {
  const up = frame % 2 === 0 ? -6 : 5;
  for (const side of [-1, 1]) {
    for (let row = 0; row < 5; row++) {
      p.line(24 + side * 5, 22 + row, 24 + side * (20 - row * 2), 20 + up + row, shade(c, 0.75));
    }
  }
  p.ellipse(24, 23 + (isStriking ? 3 : 0), 7, 7, c, shade(c, 1.25), shade(c, 0.7));
  for (const x of [18, 27]) p.rect(x, 13, 3, 5, c);
  eyes(p, 24, 20, view, [190, 40, 40]);
  if (view === 'down') for (const x of [22, 26]) p.rect(x, 26, 1, 3, white);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 */
function spider(p, c, { view, step }) {
  for (const side of [-1, 1]) {
    for (let leg = 0; leg < 4; leg++) {
      const lift = (leg + (step > 0 ? 1 : 0)) % 2 === 0 ? -2 : 1;
      const knee = 24 + side * (12 + leg);
      p.line(24 + side * 6, 30 + leg * 2, knee, 23 + leg * 4 + lift, shade(c, 0.6));
      p.line(knee, 23 + leg * 4 + lift, 24 + side * (16 + leg), 33 + leg * 3, shade(c, 0.6));
    }
  }
  p.ellipse(24, view === 'up' ? 35 : 27, 10, 8, c, shade(c, 1.25), shade(c, 0.7));
  p.ellipse(24, view === 'up' ? 27 : 35, 6, 5, c, shade(c, 1.1), shade(c, 0.7));
  if (view !== 'up') for (const x of [20, 23, 26, 28]) p.rect(x, 33, 2, 2, [220, 60, 60]);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 */
function ghost(p, c, { view, step, frame }) {
  p.ellipse(24, 22, 11, 12, shade(c, 1.3), shade(c, 1.6), c);
  p.rect(13, 22, 23, 12, shade(c, 1.15));
  for (let x = 13; x < 36; x++) {
    const fringe = 36 + Math.round(2.5 * Math.sin(x * 0.9 + frame * 1.6)) + step;
    p.rect(x, 34, 1, fringe - 33, shade(c, 1.05));
  }
  eyes(p, 24, 20, view, [60, 40, 110]);
}

/**
 * @param {Pixels} p
 * @param {Colour} c
 * @param {Pose} pose
 */
function golem(p, c, { view, step, isStriking }) {
  p.rect(15, 34, 7, 8 - Math.max(0, step) * 2, shade(c, 0.7));
  p.rect(26, 34, 7, 8 - Math.max(0, -step) * 2, shade(c, 0.7));
  p.rect(12, 18, 24, 17, c);
  p.rect(12, 18, 24, 4, shade(c, 1.2));
  p.rect(30, 22, 6, 13, shade(c, 0.75));
  p.rect(5, 20 + step, 7, 15, shade(c, 0.9));
  p.rect(36, (isStriking ? 8 : 20) - step, 7, 15, shade(c, 0.8));
  p.rect(17, 8, 14, 11, c);
  p.rect(17, 8, 14, 3, shade(c, 1.2));
  p.line(20, 24, 26, 31, shade(c, 0.5));
  if (view !== 'up') for (const x of [20, 26]) p.rect(x, 12, 3, 3, [255, 190, 70]);
}

/**
 * Words that a shape may hold, and who paints it.
 * @type {[RegExp, (p: Pixels, c: Colour, pose: Pose) => void][]}
 */
const painters = [
  [/slime|blob|ooze|jelly/, blob],
  [/goblin|imp|kobold|gnome/, (p, c, pose) => humanoid(p, c, pose, 'goblin')],
  [/skeleton|bone|undead|zombie|lich/, (p, c, pose) => humanoid(p, c, pose, 'skeleton')],
  [/orc|troll|ogre|brute|yeti|bandit|cultist|human/,
    (p, c, pose) => humanoid(p, c, pose, 'brute')],
  [/wolf|dog|fox|cat|rat/, (p, c, pose) => beast(p, c, pose, 'wolf')],
  [/boar|bear|deer|beast|pig|ram|crab|scorpion|lizard/,
    (p, c, pose) => beast(p, c, pose, 'boar')],
  [/bat|bird|crow|hawk|wasp|bee|dragon|fly/, flyer],
  [/spider|beetle|bug/, spider],
  [/ghost|wisp|spirit|wraith|elemental|shade/, ghost],
  [/golem|stone|rock|treant|ent|construct/, golem],
];

/** Whoever has a shape that nobody knows still looks like something, always the same. */
function painterOf(/** @type {string} */ shape) {
  const known = painters.find(([words]) => words.test(shape));
  return (known ?? painters[hash(shape) % painters.length])[1];
}

/**
 * @param {string} shape
 * @param {string} colour
 * @param {View} view
 * @param {number} frame 0 ... 3 of the walk, 4: strikes, 5: lies dead
 */
export function paintCreature(shape, colour, view, frame) {
  const picture = new Pixels(creatureSize.width, creatureSize.height);
  const step = frame === 1 ? 1 : frame === 3 ? -1 : 0;
  painterOf(shape)(picture, colourOf(colour), { view, step, frame, isStriking: frame === 4 });
  picture.outline(ink);
  return frame === 5 ? fallen(picture) : picture;
}

/**
 * The figure flat on the ground and grey.
 * @param {Pixels} upright
 */
function fallen(upright) {
  const picture = new Pixels(upright.width, upright.height);
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const at = (y * upright.width + x) * 4;
      if (upright.data[at + 3] === 0) continue;
      const grey = (upright.data[at] + upright.data[at + 1] + upright.data[at + 2]) / 3;
      const mixed = [0, 1, 2].map((part) => Math.round((upright.data[at + part] + grey * 2) / 3));
      picture.dot(x, 28 + y / 3, /** @type {Colour} */ (mixed));
    }
  }
  return picture;
}
