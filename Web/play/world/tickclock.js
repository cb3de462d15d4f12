// @ts-check

const tickMilliseconds = 50;

/**
 * Which tick to show: what the server sent, a little late, at an even pace although packets come
 * unevenly. The delay grows with the jitter, between two and five ticks.
 */
export class TickClock {
  constructor() {
    /** Milliseconds of the local clock at tick 0, for the packets that were fastest. */
    this.base = NaN;
    this.delay = 2.5;
    this.jitter = 0;
    this.shown = -Infinity;
  }

  /**
   * @param {number} tick
   * @param {number} now milliseconds
   */
  heard(tick, now) {
    const base = now - tick * tickMilliseconds;
    if (Number.isNaN(this.base) || Math.abs(base - this.base) > 1000) {
      this.base = base;
      this.shown = -Infinity;
      return;
    }
    const late = base - this.base;
    this.base += late < 0 ? late * 0.5 : late * 0.02;
    this.jitter += (Math.max(0, late) - this.jitter) * 0.05;
    const wanted = Math.min(5, Math.max(2, 2 + (2 * this.jitter) / tickMilliseconds));
    this.delay += (wanted - this.delay) * 0.02;
  }

  /**
   * The tick to show, with its fraction; never goes back.
   * @param {number} now
   */
  at(now) {
    if (Number.isNaN(this.base)) return 0;
    const tick = (now - this.base) / tickMilliseconds - this.delay;
    this.shown = Math.max(this.shown, tick);
    return this.shown;
  }
}
