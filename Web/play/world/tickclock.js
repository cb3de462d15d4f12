// @ts-check

const tickMilliseconds = 50;

/**
 * Which tick to show: what the server sent, a little late, at an even pace although packets come
 * unevenly. The delay grows with the jitter, between two and five ticks, and with the ticks that
 * the server leaves out when time goes slowly.
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
   * @param {number} [gap] ticks since the one before
   */
  heard(tick, now, gap = 1) {
    const base = now - tick * tickMilliseconds;
    if (Number.isNaN(this.base) || Math.abs(base - this.base) > 1000) {
      this.base = base;
      this.shown = -Infinity;
      return;
    }
    const late = base - this.base;
    this.base += late < 0 ? late * 0.5 : late * 0.02;
    this.jitter += (Math.max(0, late) - this.jitter) * 0.05;
    const wanted = gap + Math.min(4, 1 + (2 * this.jitter) / tickMilliseconds);
    this.delay += (wanted - this.delay) * 0.02 * gap;
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
