// @ts-check
// Oneself, ahead of the server: what was wished is shown at once, and when the server's word
// differs, the ticks since then are walked again from where it says one stood.
import { standing, usualSpeed } from './movement.js';
import { timePercent } from './own.js';
import { Walker } from './walker.js';

/**
 * @typedef {import('./movement.js').Motion} Motion
 * @typedef {import('./grid.js').Position} Position
 * @typedef {{tick: number, at: Position, motion: Motion|null, sequence: number,
 *   path: import('./path.js').Path|null, next: number, going: Motion}} Moment
 *   the own tick, where one stood after it, what was wished at its beginning, and on which way
 */

const tickMilliseconds = 50;
const historyMax = 64;
const aheadMax = 40;
const smoothMilliseconds = 90;
const snapUnits = 220;

export class Prediction {
  /**
   * @param {import('./grid.js').CollisionGrid} grid
   * @param {import('./path.js').Window} window
   */
  constructor(grid, window) {
    this.walker = new Walker(grid, window);
    this.speed = usualSpeed;
    /** How far one may be from the server's word while walking, in 1/256 unit. */
    this.slack = 0;
    /** Own ticks count evenly by the local clock. */
    this.tick = 0;
    this.startedAt = NaN;
    /** Server tick = own tick + offset; known from the latest input that was acknowledged. */
    this.offset = NaN;
    /** @type {Moment[]} */
    this.history = [];
    this.before = { x: 0, y: 0 };
    this.error = { x: 0, y: 0 };
    this.corrections = 0;
    this.isHeld = false;
    /** Corrections one after the other: the way is another one than the server's. */
    this.streak = 0;
    this.serverTick = 0;
    /** @type {Motion} */
    this.known = standing;
  }

  /**
   * The server steps the world more seldom when time goes slowly, and as far as ever in a step: one
   * walks evenly at the speed that comes to the same.
   * @param {{speed?: number, timePercent?: number}} own
   * @param {boolean} [isDead]
   */
  pace(own, isDead = false) {
    this.speed = isDead ? 0 : own.speed || this.speed;
    const percent = timePercent(own);
    this.slack = percent < 100 ? (this.speed * 100) / percent : 0;
  }

  /**
   * Begins anew at a place.
   * @param {Position} at
   * @param {number} now
   * @param {number} tick
   */
  place(at, now, tick) {
    this.walker.at = { ...at };
    this.before = { ...at };
    this.history = [];
    this.startedAt = now - this.tick * tickMilliseconds;
    this.offset = tick - this.tick;
    this.serverTick = tick;
  }

  /**
   * What is wished from the next own tick on. Whoever stood starts at once: the next tick is now.
   * @param {Motion} motion
   * @param {number} sequence
   * @param {number} now
   */
  steer(motion, sequence, now) {
    const isStart = this.walker.motion.kind === 'stand' && motion.kind !== 'stand';
    this.walker.steer(motion);
    this.history.push({ ...this.moment(this.tick + 1), motion, sequence });
    if (!isStart) return;
    this.startedAt = now - (this.tick + 1) * tickMilliseconds;
    this.step();
  }

  /** Stands, whatever was wished: who is dead or elsewhere does not walk on. */
  halt() {
    this.known = standing;
    this.walker.steer(standing);
    this.history = [];
  }

  /**
   * Walks the own ticks that are due.
   * @param {number} now
   */
  advance(now) {
    if (Number.isNaN(this.startedAt)) return;
    const due = Math.floor((now - this.startedAt) / tickMilliseconds);
    if (due - this.tick > 10) this.startedAt = now - (this.tick + 1) * tickMilliseconds;
    while (this.tick < Math.floor((now - this.startedAt) / tickMilliseconds)) this.step();
  }

  /**
   * How it stands now.
   * @param {number} tick
   * @returns {Moment}
   */
  moment(tick) {
    const { at, path, next, motion: going } = this.walker;
    return { tick, at, motion: null, sequence: 0, path, next, going };
  }

  /** @param {Moment} moment */
  record(moment) {
    const { at, path, next, motion: going } = this.walker;
    Object.assign(moment, { at, path, next, going });
  }

  step() {
    this.tick++;
    this.before = this.walker.at;
    this.isHeld = this.tick + this.offset - this.serverTick > aheadMax;
    if (!this.isHeld) this.walker.step(this.speed);
    const wishes = this.history.filter((moment) => moment.motion && moment.tick === this.tick);
    for (const moment of wishes) this.record(moment);
    if (wishes.length === 0) this.history.push(this.moment(this.tick));
    if (this.history.length > historyMax) this.history.splice(0, this.history.length - historyMax);
  }

  /**
   * The server's word.
   * @param {Position} at
   * @param {number} tick
   * @param {number} lastInput
   * @param {boolean} [isReplanned] whether another region walks one now, by a way of its own
   * @returns {boolean} whether one stood elsewhere than shown
   */
  reconcile(at, tick, lastInput, isReplanned = false) {
    this.serverTick = tick;
    const dealtWith = this.history.filter(
      (moment) => moment.sequence > 0 && moment.sequence <= lastInput);
    const latest = dealtWith.at(-1);
    if (latest?.motion) {
      this.offset = tick - latest.tick;
      this.known = latest.motion;
      for (const moment of dealtWith) moment.sequence = 0;
    }
    const waiting = this.history.find((moment) => moment.sequence > 0);
    if (waiting && waiting.tick <= tick - this.offset) this.offset = tick - waiting.tick + 1;
    this.offset = Math.max(this.offset, tick - this.tick);
    const own = tick - this.offset;
    const then = this.history.findLast((moment) => moment.tick <= own);
    const found = then?.at ?? this.walker.at;
    const slack = this.known.kind === 'stand' ? 0 : this.slack;
    const isSame = Math.hypot(found.x - at.x, found.y - at.y) <= slack;
    this.streak = isSame ? 0 : this.streak + 1;
    if (isSame && !isReplanned) return false;
    this.replay(at, own, isReplanned || this.streak % 2 === 0 ? null : then ?? null);
    return true;
  }

  /**
   * Walks again from a place after an own tick.
   * @param {Position} at
   * @param {number} from
   * @param {Moment|null} then whose way is gone on with; null: another way is looked for
   */
  replay(at, from, then) {
    const shown = this.walker.at;
    this.walker.steer(standing);
    this.walker.at = { ...at };
    this.before = this.walker.at;
    this.walker.steer(this.known);
    if (then) this.walker.goOn(then);
    const moments = this.history;
    for (let tick = from + 1; tick <= this.tick; tick++) {
      for (const moment of moments) {
        if (moment.tick === tick && moment.motion) this.walker.steer(moment.motion);
      }
      this.before = this.walker.at;
      this.walker.step(this.speed);
      for (const moment of moments) if (moment.tick === tick) this.record(moment);
    }
    for (const moment of moments) {
      if (moment.tick > this.tick && moment.motion) this.walker.steer(moment.motion);
    }
    const gap = { x: shown.x - this.walker.at.x, y: shown.y - this.walker.at.y };
    if (Math.hypot(gap.x, gap.y) > snapUnits * 256) this.error = { x: 0, y: 0 };
    else this.error = { x: this.error.x + gap.x, y: this.error.y + gap.y };
    this.corrections++;
  }

  /**
   * Where to draw oneself, in units.
   * @param {number} now
   * @param {number} elapsed milliseconds
   */
  shown(now, elapsed) {
    const fade = Math.exp(-elapsed / smoothMilliseconds);
    this.error = { x: this.error.x * fade, y: this.error.y * fade };
    const part = Number.isNaN(this.startedAt)
      ? 1 : Math.min(1, Math.max(0, (now - this.startedAt) / tickMilliseconds - this.tick));
    const { at } = this.walker;
    return {
      x: (this.before.x + (at.x - this.before.x) * part + this.error.x) / 256,
      y: (this.before.y + (at.y - this.before.y) * part + this.error.y) / 256,
      facing: this.walker.facing,
      isMoving: at.x !== this.before.x || at.y !== this.before.y,
    };
  }
}

/**
 * The tiles on which a region plans walks: its own and those within sight of it.
 * @param {import('./content.js').WorldMap} map
 * @param {number} region `map << 16 | row << 8 | column`
 * @returns {import('./path.js').Window}
 */
export function planWindow({ regions, grid }, region) {
  const [column, row] = [region & 255, (region >> 8) & 255];
  const { edge, viewRadius } = regions;
  const tile = (/** @type {number} */ units) => Math.floor(units / grid.tileUnits);
  return {
    left: Math.max(0, tile(column * edge - viewRadius)),
    top: Math.max(0, tile(row * edge - viewRadius)),
    right: Math.min(grid.columns - 1, tile((column + 1) * edge + viewRadius - 1)),
    bottom: Math.min(grid.rows - 1, tile((row + 1) * edge + viewRadius - 1)),
  };
}
