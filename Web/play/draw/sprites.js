// @ts-check
// Pictures of figures, painted when first needed and kept.
import { looksOf, paintPerson, personSize } from './people.js';
import { creatureSize, paintCreature } from './creatures.js';
import { chestSize, folkSize, paintChest, paintFolk } from './folk.js';
import { paintWare, wareSize } from './wares.js';

const keptMax = 1500;

/**
 * @typedef {{picture: HTMLCanvasElement, tall: number}} Painted tall: pixels above the feet
 * @typedef {Painted & {footX: number, footY: number, scale: number}} Sprite
 */

/**
 * @param {number} facing 1/256 turns
 * @returns {{view: 'down'|'up'|'side', isMirrored: boolean}}
 */
export function viewOf(facing) {
  const turned = (facing + 32) & 255;
  if (turned < 64) return { view: 'side', isMirrored: false };
  if (turned < 128) return { view: 'down', isMirrored: false };
  if (turned < 192) return { view: 'side', isMirrored: true };
  return { view: 'up', isMirrored: false };
}

export class Sprites {
  constructor() {
    /** @type {Map<string, Painted>} */
    this.kept = new Map();
  }

  /**
   * @param {string} key
   * @param {() => import('./pixels.js').Pixels} paint
   * @param {boolean} isMirrored
   * @param {number} footY
   */
  get(key, paint, isMirrored, footY) {
    const known = this.kept.get(key);
    if (known) return known;
    if (this.kept.size >= keptMax) this.kept.clear();
    const pixels = paint();
    const painted = { picture: pixels.toCanvas(isMirrored), tall: footY - pixels.top };
    this.kept.set(key, painted);
    return painted;
  }

  /**
   * @param {string} name
   * @param {number} facing
   * @param {number} frame
   * @returns {Sprite}
   */
  person(name, facing, frame) {
    const { view, isMirrored } = viewOf(facing);
    const painted = this.get(
      `p ${name} ${view} ${isMirrored} ${frame}`, () => paintPerson(looksOf(name), view, frame),
      isMirrored, personSize.footY);
    return { ...painted, footX: personSize.footX, footY: personSize.footY, scale: 1 };
  }

  /**
   * @param {import('../world/definitions.js').Creature} creature
   * @param {number} facing
   * @param {number} frame
   * @returns {Sprite}
   */
  creature(creature, facing, frame) {
    const { view, isMirrored } = viewOf(facing);
    const { shape, color, size } = creature.appearance;
    const { footX, footY } = creatureSize;
    const painted = this.get(
      `c ${shape} ${color} ${view} ${isMirrored} ${frame}`,
      () => paintCreature(shape, color, view, frame), isMirrored, footY);
    return { ...painted, footX, footY, scale: Math.min(3, Math.max(0.5, size || 1)) };
  }

  /**
   * A thing on the ground.
   * @param {{shape: string, color: string, size?: number}} appearance
   * @returns {Sprite}
   */
  ware({ shape, color, size }) {
    const { footX, footY } = wareSize;
    const painted = this.get(`w ${shape} ${color}`, () => paintWare(shape, color), false, footY);
    return { ...painted, footX, footY, scale: Math.min(2, Math.max(0.5, size || 1)) * 0.8 };
  }

  /**
   * Somebody of the place.
   * @param {string} name
   * @param {boolean} isTrader
   * @returns {Sprite}
   */
  folk(name, isTrader) {
    const { footX, footY } = folkSize;
    const paint = () => paintFolk(name, isTrader);
    return { ...this.get(`f ${name} ${isTrader}`, paint, false, footY), footX, footY, scale: 1 };
  }

  /**
   * @param {boolean} isOpen
   * @returns {Sprite}
   */
  chest(isOpen) {
    const { footX, footY } = chestSize;
    return {
      ...this.get(`k ${isOpen}`, () => paintChest(isOpen), false, footY), footX, footY, scale: 1,
    };
  }
}
