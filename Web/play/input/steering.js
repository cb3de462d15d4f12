// @ts-check
// From keys, stick and clicks to one motion, sent when the wish changes and not too often.

/** @typedef {import('../world/movement.js').Motion} Motion */

const leastMilliseconds = 60;

/**
 * @param {Motion|null} a
 * @param {Motion} b
 */
function isSame(a, b) {
  if (!a || a.kind !== b.kind) return false;
  if (a.kind === 'heading' && b.kind === 'heading') return a.dx === b.dx && a.dy === b.dy;
  if (a.kind === 'target' && b.kind === 'target') return a.x === b.x && a.y === b.y;
  return true;
}

export class Steering {
  constructor() {
    /** @type {Set<'left'|'right'|'up'|'down'>} */
    this.keys = new Set();
    this.stick = { x: 0, y: 0 };
    /** @type {{x: number, y: number}|null} where to walk, in 1/256 unit */
    this.goal = null;
    /** @type {Motion|null} what the server was told last; null: nothing yet */
    this.told = { kind: 'stand' };
    this.toldAt = -Infinity;
  }

  /**
   * What the player wants at the moment.
   * @returns {Motion}
   */
  get wish() {
    const { keys, stick } = this;
    const dx = Number(keys.has('right')) - Number(keys.has('left'));
    const dy = Number(keys.has('down')) - Number(keys.has('up'));
    if (dx || dy) return { kind: 'heading', dx: dx * 127, dy: dy * 127 };
    if (Math.hypot(stick.x, stick.y) > 0.25) {
      const angle = (Math.round((Math.atan2(stick.y, stick.x) * 16) / Math.PI) * Math.PI) / 16;
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      return { kind: 'heading', dx: Math.round(x * 127), dy: Math.round(y * 127) };
    }
    if (this.goal) return { kind: 'target', ...this.goal };
    return { kind: 'stand' };
  }

  /**
   * @param {number} x units
   * @param {number} y
   */
  walkTo(x, y) {
    this.goal = { x: Math.round(x * 256), y: Math.round(y * 256) };
  }

  /**
   * The wish when it is to be told now.
   * @param {number} now
   * @returns {Motion|null}
   */
  due(now) {
    if (this.keys.size > 0 || Math.hypot(this.stick.x, this.stick.y) > 0.25) this.goal = null;
    const { wish } = this;
    if (isSame(this.told, wish) || now - this.toldAt < leastMilliseconds) return null;
    return wish;
  }

  /**
   * @param {Motion} motion
   * @param {number} now
   */
  sent(motion, now) {
    this.told = motion;
    this.toldAt = now;
  }

  /** Wants nothing. */
  rest() {
    this.keys.clear();
    this.stick = { x: 0, y: 0 };
    this.goal = null;
  }

  /** The server may not know what was told: say it again. */
  repeat() {
    this.told = null;
  }
}
