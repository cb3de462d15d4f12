// @ts-check

/** @typedef {{sequence: number, [part: string]: any}} Input an Input message of the protocol */

/** The most that is kept; the gateway keeps as many. */
export const keptMax = 256;

/**
 * Inputs by number, kept until the server has dealt with them, so that they can be sent again
 * after a lost connection: nothing is lost, nothing applied twice.
 */
export class Outbox {
  constructor() {
    /** @type {Input[]} */
    this.kept = [];
    this.next = 1;
  }

  /**
   * Numbers an input; null when too many wait.
   * @param {object} input
   * @returns {Input|null}
   */
  add(input) {
    if (this.kept.length >= keptMax) return null;
    const numbered = { ...input, sequence: this.next++ };
    this.kept.push(numbered);
    return numbered;
  }

  /** @param {number} last the server has dealt with all up to this one */
  acknowledge(last) {
    const first = this.kept.findIndex((input) => input.sequence > last);
    this.kept = first < 0 ? [] : this.kept.slice(first);
    if (this.next <= last) this.next = last + 1;
  }

  /** Forgets everything: another character counts anew. */
  clear() {
    this.kept = [];
    this.next = 1;
  }
}
