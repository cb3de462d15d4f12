// @ts-check
// Pictures of figures, painted when first needed and kept.
import { looksOf, paintPerson, personSize } from './people.js';
import { creatureSize, paintCreature } from './creatures.js';

const keptMax = 1500;

/**
 * @typedef {{picture: HTMLCanvasElement, footX: number, footY: number, height: number,
 *   scale: number}} Sprite
 */

/** @param {number} facing 1/256 turns @returns {{view: 'down'|'up'|'side', isMirrored: boolean}} */
export function viewOf(facing) {
  const turned = (facing + 32) & 255;
  if (turned < 64) return { view: 'side', isMirrored: false };
  if (turned < 128) return { view: 'down', isMirrored: false };
  if (turned < 192) return { view: 'side', isMirrored: true };
  return { view: 'up', isMirrored: false };
}

export class Sprites {
  constructor() {
    /** @type {Map<string, HTMLCanvasElement>} */
    this.kept = new Map();
  }

  /** @param {string} key @param {() => HTMLCanvasElement} paint */
  get(key, paint) {
    let picture = this.kept.get(key);
    if (picture) return picture;
    if (this.kept.size >= keptMax) this.kept.clear();
    picture = paint();
    this.kept.set(key, picture);
    return picture;
  }

  /** @param {string} name @param {number} facing @param {number} frame @returns {Sprite} */
  person(name, facing, frame) {
    const { view, isMirrored } = viewOf(facing);
    const picture = this.get(`p ${name} ${view} ${isMirrored} ${frame}`, () =>
      paintPerson(looksOf(name), view, frame).toCanvas(isMirrored));
    return { picture, ...personSize, scale: 1 };
  }

  /**
   * @param {import('../world/definitions.js').Creature} creature @param {number} facing
   * @param {number} frame @returns {Sprite}
   */
  creature(creature, facing, frame) {
    const { view, isMirrored } = viewOf(facing);
    const { shape, color, size } = creature.appearance;
    const picture = this.get(`c ${shape} ${color} ${view} ${isMirrored} ${frame}`, () =>
      paintCreature(shape, color, view, frame).toCanvas(isMirrored));
    return { picture, ...creatureSize, scale: Math.min(3, Math.max(0.5, size || 1)) };
  }
}
