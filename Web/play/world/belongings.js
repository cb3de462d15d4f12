// @ts-check
// What one owns, as the server tells it: everything at once, or what changed.

/**
 * @typedef {object} Owned an item, or a stack of equal ones
 * @property {number|bigint} item
 * @property {number} definition its number in the content; 0: the content no longer has it
 * @property {number} count
 * @property {number} slot of the bag, from 0
 * @typedef {object} Change
 * @property {boolean} isTaken false: older than what is known
 * @property {boolean} isGap something between is missing: everything has to be asked for
 * @property {Map<number, number>} came pieces that are more than before, by definition
 * @property {number} gold more than before; below 0: less
 */

export class Belongings {
  constructor() {
    /** @type {Map<number|bigint, Owned>} */
    this.items = new Map();
    this.gold = 0;
    this.version = 0;
    this.slots = 0;
    /** Whether everything was ever told. */
    this.isKnown = false;
    /** Whether it was told since the latest join. */
    this.isFresh = false;
  }

  /** Another character. */
  clear() {
    this.items.clear();
    Object.assign(this, { gold: 0, version: 0, slots: 0, isKnown: false, isFresh: false });
  }

  /** After a join whatever is told in full counts. */
  stale() {
    this.isFresh = false;
  }

  /**
   * @param {any} message Belongings of the protocol
   * @returns {Change}
   */
  take(message) {
    const version = Number(message.version);
    const isOld = message.full ? this.isFresh && version < this.version
      : this.isKnown && version <= this.version;
    if (isOld) return { isTaken: false, isGap: false, came: new Map(), gold: 0 };
    const isGap = !message.full && (!this.isFresh || version > this.version + 1);
    const wasKnown = this.isKnown;
    const before = this.counts();
    const gold = Number(message.gold) - this.gold;
    this.apply(message);
    this.version = version;
    if (message.full) this.isKnown = this.isFresh = true;
    const came = new Map();
    if (wasKnown) {
      for (const [definition, count] of this.counts()) {
        const more = count - (before.get(definition) ?? 0);
        if (more > 0) came.set(definition, more);
      }
    }
    return { isTaken: true, isGap, came, gold: wasKnown ? gold : 0 };
  }

  /** @param {any} message */
  apply(message) {
    this.gold = Number(message.gold);
    if (message.slots) this.slots = message.slots;
    const named = new Set(message.item.map((/** @type {any} */ one) => one.item));
    if (message.full) {
      for (const item of this.items.keys()) if (!named.has(item)) this.items.delete(item);
    }
    for (const item of message.gone) this.items.delete(item);
    for (const { item, definition, count } of message.item) {
      const known = this.items.get(item);
      if (count === 0) this.items.delete(item);
      else if (known) Object.assign(known, { definition, count });
      else this.items.set(item, { item, definition, count, slot: this.freeSlot() });
    }
  }

  freeSlot() {
    const taken = new Set([...this.items.values()].map(({ slot }) => slot));
    let slot = 0;
    while (taken.has(slot)) slot++;
    return slot;
  }

  /** Pieces by definition. */
  counts() {
    const counts = new Map();
    for (const { definition, count } of this.items.values()) {
      counts.set(definition, (counts.get(definition) ?? 0) + count);
    }
    return counts;
  }

  /**
   * The bag as it is shown: one place after the other.
   * @returns {(Owned|null)[]}
   */
  places() {
    const all = [...this.items.values()];
    const length = Math.max(this.slots, ...all.map(({ slot }) => slot + 1));
    /** @type {(Owned|null)[]} */
    const places = Array(length).fill(null);
    for (const one of all) places[one.slot] = one;
    return places;
  }
}
