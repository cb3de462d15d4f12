// @ts-check
// Pictures of figures, painted when first needed and kept: a sheet for everybody.
import { looksOf, paintPerson, personSize } from './people.js';
import { creatureSize, paintCreature } from './creatures.js';
import { chestSize, folkSize, paintChest, paintFolk } from './folk.js';
import { paintWare, wareSize } from './wares.js';

/** Of those that were needed first one is thrown away when another is needed. */
const sheetsMax = 500;
/** In one frame; whoever waits is shown as painted before, a few frames long. */
const paintsPerFrameMax = 6;
const frames = 6;
const rows = ['down', 'up', 'side', 'mirrored'];

/**
 * @typedef {{width: number, height: number, footX: number, footY: number}} Size of a picture
 *
 * @typedef {object} Sprite a part of a sheet
 * @property {HTMLCanvasElement} picture
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} footX
 * @property {number} footY
 * @property {number} tall pixels above the feet
 * @property {number} scale
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

/** Everything of one figure on one canvas: a row for each side of it, a column for each frame. */
class Sheet {
  /**
   * @param {Size} size
   * @param {number} columns
   * @param {number} lines
   * @param {number} scale
   */
  constructor(size, columns, lines, scale) {
    this.size = size;
    this.columns = columns;
    this.scale = scale;
    this.picture = document.createElement('canvas');
    [this.picture.width, this.picture.height] = [size.width * columns, size.height * lines];
    this.context = /** @type {CanvasRenderingContext2D} */ (this.picture.getContext('2d'));
    /** @type {(Sprite|undefined)[]} by row and column */
    this.sprites = new Array(columns * lines);
    /** @type {Sprite|undefined} */
    this.first = undefined;
  }

  /**
   * @param {number} at
   * @param {import('./pixels.js').Pixels} pixels
   * @returns {Sprite}
   */
  paint(at, pixels) {
    const { width, height, footX, footY } = this.size;
    const left = (at % this.columns) * width;
    const top = Math.floor(at / this.columns) * height;
    pixels.putInto(this.context, left, top);
    const sprite = {
      picture: this.picture, left, top, width, height, footX, footY, tall: footY - pixels.top,
      scale: this.scale,
    };
    this.sprites[at] = sprite;
    this.first ??= sprite;
    return sprite;
  }

  /**
   * What comes nearest to a picture that is not painted: another of the same side.
   * @param {number} at
   */
  near(at) {
    const row = at - (at % this.columns);
    for (let column = 0; column < this.columns; column++) {
      const sprite = this.sprites[row + column];
      if (sprite) return sprite;
    }
    return this.first;
  }
}

export class Sprites {
  constructor() {
    /** @type {Map<string, Sheet>} */
    this.sheets = new Map();
    this.paintsLeft = paintsPerFrameMax;
  }

  /** A frame begins: a little may be painted again. */
  begin() { this.paintsLeft = paintsPerFrameMax; }

  /**
   * @param {string} key
   * @param {Size} size
   * @param {number} scale
   * @param {boolean} isSingle whether there is one picture only
   */
  sheet(key, size, scale, isSingle) {
    const known = this.sheets.get(key);
    if (known) return known;
    if (this.sheets.size >= sheetsMax) this.sheets.delete(this.sheets.keys().next().value ?? '');
    const sheet = new Sheet(size, isSingle ? 1 : frames, isSingle ? 1 : rows.length, scale);
    this.sheets.set(key, sheet);
    return sheet;
  }

  /**
   * @param {Sheet} sheet
   * @param {number} at
   * @param {() => import('./pixels.js').Pixels} paint
   * @returns {Sprite}
   */
  get(sheet, at, paint) {
    const painted = sheet.sprites[at] ?? (this.paintsLeft > 0 ? undefined : sheet.near(at));
    if (painted) return painted;
    this.paintsLeft -= 1;
    return sheet.paint(at, paint());
  }

  /**
   * Somebody who turns and walks.
   * @param {Sheet} sheet
   * @param {number} facing
   * @param {number} frame
   * @param {(view: 'down'|'up'|'side') => import('./pixels.js').Pixels} paint
   */
  turned(sheet, facing, frame, paint) {
    const { view, isMirrored } = viewOf(facing);
    const row = rows.indexOf(isMirrored ? 'mirrored' : view);
    return this.get(
      sheet, row * frames + frame, () => (isMirrored ? paint(view).mirrored() : paint(view)));
  }

  /**
   * @param {string} name
   * @param {number} facing
   * @param {number} frame
   */
  person(name, facing, frame) {
    const sheet = this.sheet(`p ${name}`, personSize, 1, false);
    return this.turned(sheet, facing, frame, (view) => paintPerson(looksOf(name), view, frame));
  }

  /**
   * @param {import('../world/definitions.js').Creature} creature
   * @param {number} facing
   * @param {number} frame
   */
  creature(creature, facing, frame) {
    const { shape, color, size } = creature.appearance;
    const scale = Math.min(3, Math.max(0.5, size || 1));
    const sheet = this.sheet(`c ${shape} ${color} ${scale}`, creatureSize, scale, false);
    return this.turned(sheet, facing, frame, (view) => paintCreature(shape, color, view, frame));
  }

  /**
   * A thing on the ground.
   * @param {{shape: string, color: string, size?: number}} appearance
   */
  ware({ shape, color, size }) {
    const scale = Math.min(2, Math.max(0.5, size || 1)) * 0.8;
    const sheet = this.sheet(`w ${shape} ${color} ${scale}`, wareSize, scale, true);
    return this.get(sheet, 0, () => paintWare(shape, color));
  }

  /**
   * Somebody of the place.
   * @param {string} name
   * @param {boolean} isTrader
   */
  folk(name, isTrader) {
    const sheet = this.sheet(`f ${name} ${isTrader}`, folkSize, 1, true);
    return this.get(sheet, 0, () => paintFolk(name, isTrader));
  }

  /** @param {boolean} isOpen */
  chest(isOpen) {
    const sheet = this.sheet(`k ${isOpen}`, chestSize, 1, true);
    return this.get(sheet, 0, () => paintChest(isOpen));
  }
}
