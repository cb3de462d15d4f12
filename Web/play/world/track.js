// @ts-check

/** @typedef {{tick: number, x: number, y: number}} Sample in units */

const keptMax = 12;
const jumpUnits = 160;

/** Where somebody was at the latest ticks, to show them in between. */
export class Track {
  /**
   * @param {number} tick
   * @param {number} x
   * @param {number} y
   */
  constructor(tick, x, y) {
    /** @type {Sample[]} */
    this.samples = [{ tick, x, y }];
  }

  get last() {
    return this.samples[this.samples.length - 1];
  }

  /**
   * Only those who moved are told of: whoever was silent stood still until the tick before.
   * @param {number} tick
   * @param {number} x
   * @param {number} y
   * @param {number} [gap] ticks since the one before that was told
   */
  add(tick, x, y, gap = 1) {
    const { samples, last } = this;
    if (tick <= last.tick) {
      [last.x, last.y] = [x, y];
      return;
    }
    if (Math.hypot(x - last.x, y - last.y) > jumpUnits) samples.length = 0;
    else if (tick - last.tick > gap) samples.push({ tick: tick - gap, x: last.x, y: last.y });
    samples.push({ tick, x, y });
    if (samples.length > keptMax) samples.splice(0, samples.length - keptMax);
  }

  /**
   * @param {number} tick with its fraction
   * @returns {{x: number, y: number, isMoving: boolean}}
   */
  at(tick) {
    const { samples, last } = this;
    if (tick >= last.tick) return { x: last.x, y: last.y, isMoving: false };
    for (let index = samples.length - 2; index >= 0; index--) {
      const a = samples[index];
      if (tick < a.tick) continue;
      const b = samples[index + 1];
      const part = (tick - a.tick) / (b.tick - a.tick);
      const isMoving = a.x !== b.x || a.y !== b.y;
      return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, isMoving };
    }
    return { x: samples[0].x, y: samples[0].y, isMoving: false };
  }
}
