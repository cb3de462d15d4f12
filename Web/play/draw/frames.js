// @ts-check

const keptMax = 600;

/** How evenly frames come, and what they cost. */
export class Frames {
  constructor() {
    /** @type {{gap: number, cost: number, figures: number}[]} */
    this.kept = [];
  }

  /**
   * @param {number} gap milliseconds since the frame before
   * @param {number} cost
   * @param {number} figures
   */
  add(gap, cost, figures) {
    this.kept.push({ gap, cost, figures });
    if (this.kept.length > keptMax) this.kept.shift();
  }

  /**
   * @param {'gap'|'cost'|'figures'} what
   * @param {number} part 0 ... 1
   */
  percentile(what, part) {
    if (this.kept.length === 0) return 0;
    const sorted = this.kept.map((frame) => frame[what]).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  }

  get perSecond() {
    const time = this.kept.slice(-60).reduce((sum, frame) => sum + frame.gap, 0);
    return time > 0 ? (Math.min(60, this.kept.length) * 1000) / time : 0;
  }
}
