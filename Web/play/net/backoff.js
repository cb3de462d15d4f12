// @ts-check

const firstMilliseconds = 1000;
const longestMilliseconds = 10000;

/**
 * How long to wait before the next try: a random time of up to a second first, then twice as long
 * each time, up to ten seconds; spread, so that many clients do not come back in one instant.
 */
export class Backoff {
  /** @param {() => number} random 0 ..< 1 */
  constructor(random) {
    this.random = random;
    this.tries = 0;
  }

  /**
   * @param {number} asked what the server asked for, in milliseconds; 0: nothing
   * @returns {number} milliseconds
   */
  next(asked = 0) {
    const most = Math.min(firstMilliseconds * 2 ** this.tries, longestMilliseconds);
    this.tries++;
    const least = this.tries === 1 ? 0 : most / 2;
    const own = least + this.random() * (most - least);
    return asked > 0 ? asked + this.random() * 500 : own;
  }

  reset() {
    this.tries = 0;
  }
}
