// @ts-check
// A trade with another player before it is done: what both have laid on the table, and who has
// agreed to it. Whatever changes takes both agreements back.
import { gathered, isSame } from './goods.js';

/** So many of one's items go into one trade. */
export const portionsMax = 16;
/** After the other one changed something nobody agrees by mistake for so long. */
export const pauseMilliseconds = 1200;
/** So long nothing is heard before one is told. */
export const silenceMilliseconds = 13000;
/** So long nothing is heard before it is over. */
export const silenceMost = 60000;
/** How long an agreement stands, when nobody says. */
const agreedMilliseconds = 30000;

/**
 * @typedef {import('./goods.js').Good} Good
 * @typedef {import('./goods.js').Side} Side
 * @typedef {{item: number|bigint, count: number}} Portion pieces of an item of one's own
 * @typedef {import('./belongings.js').Belongings} Belongings
 * @typedef {import('./belongings.js').Owned} Owned
 */

export class Table {
  /**
   * @param {number|bigint} other the other player
   * @param {string} name
   * @param {number} now milliseconds
   */
  constructor(other, name, now) {
    this.other = other;
    this.name = name;
    /** Pieces by item. @type {Map<number|bigint, number>} */
    this.mine = new Map();
    this.gold = 0;
    /** @type {Side} */
    this.theirs = { goods: [], gold: 0 };
    /** What lay there before it was changed. @type {Side} */
    this.before = this.theirs;
    /** Whether the other one looks at it. */
    this.isJoined = false;
    this.heardAt = now;
    /** When the other one last changed something. */
    this.changedAt = -Infinity;
    /** Until then one's own agreement stands. */
    this.agreedUntil = -Infinity;
    /** Until then the other one's does. */
    this.theyAgreeUntil = -Infinity;
    this.askedAt = this.offeredAt = -Infinity;
    /** How often one asked for just what lies there. */
    this.tries = 0;
    /** The other one has not seen what lies on one's own side. */
    this.isDirty = true;
    /** Why the agreements are gone, until somebody does something. */
    this.reason = '';
  }

  // One's own side.

  /**
   * So many pieces of an item, 0: none of it.
   * @param {number|bigint} item
   * @param {number} count
   * @returns {boolean} whether there was room
   */
  put(item, count) {
    if ((this.mine.get(item) ?? 0) === count) return true;
    if (count > 0 && !this.mine.has(item) && this.mine.size >= portionsMax) return false;
    if (count > 0) this.mine.set(item, count);
    else this.mine.delete(item);
    this.touch();
    return true;
  }

  /** @param {number} gold */
  pay(gold) {
    if (gold === this.gold) return;
    this.gold = gold;
    this.touch();
  }

  /** Something on one's own side changed. @param {string} [reason] */
  touch(reason = '') {
    this.isDirty = true;
    const wasAgreed = this.agreedUntil > -Infinity || this.theyAgreeUntil > -Infinity;
    this.reason = wasAgreed ? reason || 'You changed it: both have to agree again.' : reason;
    this.agreedUntil = this.theyAgreeUntil = -Infinity;
    this.tries = 0;
  }

  /** One's own region is another: it knows of no agreement. @param {number} now */
  crossed(now) {
    const wasAgreed = this.isAgreed(now) || this.doTheyAgree(now);
    this.touch(wasAgreed ? 'You crossed a border: agree again.' : this.reason);
  }

  /**
   * What one has changed: nobody gives what it no longer has.
   * @param {Belongings} bag
   * @returns {boolean} whether something left the table
   */
  prune(bag) {
    let isLess = false;
    for (const [item, count] of this.mine) {
      const most = bag.items.get(item)?.count ?? 0;
      if (count <= most) continue;
      this.put(item, most);
      isLess = true;
    }
    if (this.gold > bag.gold) {
      this.pay(bag.gold);
      isLess = true;
    }
    return isLess;
  }

  /** @returns {Portion[]} */
  portions() {
    return [...this.mine].map(([item, count]) => ({ item, count }));
  }

  /**
   * One's own side as the other one sees it.
   * @param {Belongings} bag
   * @returns {Side}
   */
  side(bag) {
    const goods = [...this.mine].flatMap(([item, count]) => {
      const owned = bag.items.get(item);
      return owned ? [{ definition: owned.definition, count }] : [];
    });
    return { goods: gathered(goods), gold: this.gold };
  }

  /**
   * Puts on the table what the other one wants, as far as one has it.
   * @param {Side} wanted
   * @param {Iterable<Owned>} owned
   */
  fill(wanted, owned) {
    const all = [...owned];
    for (const { definition, count } of wanted.goods) {
      let rest = count;
      for (const one of all.filter((own) => own.definition === definition)) {
        const part = Math.min(rest, one.count);
        if (part > 0) this.put(one.item, part);
        rest -= part;
      }
    }
    this.pay(wanted.gold);
  }

  // The other side.

  /**
   * The other one shows what it would give.
   * @param {Side} side
   * @param {number} now
   */
  laid(side, now) {
    this.heard(now);
    const wasAgreed = this.isAgreed(now) || this.doTheyAgree(now);
    const isOther = !isSame(side, this.theirs);
    if (isOther) {
      this.before = this.theirs;
      this.changedAt = now;
    }
    this.theirs = side;
    this.isJoined = true;
    this.tries = 0;
    this.agreedUntil = this.theyAgreeUntil = -Infinity;
    if (wasAgreed) {
      this.reason = isOther ? `${this.name} changed something: look, and agree again.`
        : `${this.name} crossed a border or came back: agree again.`;
    } else if (isOther) this.reason = '';
  }

  /**
   * The other one has agreed: it gives that and wants this for it.
   * @param {Side} give
   * @param {Side} take
   * @param {Side} own what lies on one's own side
   * @param {number} lasts milliseconds
   * @param {number} now
   * @returns {boolean} whether it is what lies on the table
   */
  offered(give, take, own, lasts, now) {
    this.heard(now);
    this.offeredAt = now;
    this.isJoined = true;
    if (!isSame(give, this.theirs)) {
      const until = this.agreedUntil;
      this.laid(give, now);
      if (until > now) this.reason = `${this.name} changed something: look, and agree again.`;
    }
    const isAgreed = isSame(take, own);
    this.theyAgreeUntil = isAgreed ? now + lasts : -Infinity;
    if (isAgreed) this.reason = '';
    return isAgreed;
  }

  /**
   * The other one has proposed something: it lies there, and can be agreed to.
   * @param {Side} give
   * @param {Side} take
   * @param {number} until
   * @param {Belongings} bag
   * @param {number} now
   */
  meet(give, take, until, bag, now) {
    this.fill(take, bag.items.values());
    // To show one's own side would be a change.
    if (this.offered(give, take, this.side(bag), until - now, now)) this.isDirty = false;
  }

  /** @param {number} now */
  heard(now) {
    this.heardAt = now;
  }

  /** @param {number} now */
  isSilent(now) {
    return this.isJoined && now - this.heardAt > silenceMilliseconds;
  }

  // Agreements.

  /** One says yes to what lies there. @param {number} now */
  asked(now) {
    this.askedAt = now;
    this.tries++;
    this.reason = '';
  }

  /**
   * The server keeps one's agreement, because the other one has not agreed to the same.
   * @param {number} now
   */
  proposed(now) {
    this.agreedUntil = now + agreedMilliseconds;
    if (this.offeredAt < this.askedAt) this.theyAgreeUntil = -Infinity;
  }

  /** @param {number} now */
  isAgreed(now) {
    return this.agreedUntil > now;
  }

  /** @param {number} now */
  doTheyAgree(now) {
    return this.theyAgreeUntil > now;
  }

  /**
   * Both have agreed at the same moment, so each only heard of the other: one has to say it again.
   * @param {number|bigint} self
   * @param {number} now
   */
  isCrossed(self, now) {
    return this.isAgreed(now) && this.doTheyAgree(now) && self < this.other;
  }

  /**
   * Agreements stand for a while only.
   * @param {number} now
   * @returns {boolean} whether one has ended
   */
  expire(now) {
    const isMine = this.agreedUntil > -Infinity && this.agreedUntil <= now;
    const isTheirs = this.theyAgreeUntil > -Infinity && this.theyAgreeUntil <= now;
    if (isMine) {
      this.agreedUntil = -Infinity;
      this.reason = 'Half a minute is over: agree again.';
    }
    if (isTheirs) this.theyAgreeUntil = -Infinity;
    return isMine || isTheirs;
  }

  /** @param {number} now */
  isPaused(now) {
    return now - this.changedAt < pauseMilliseconds;
  }

  /**
   * How things stand, in a sentence.
   * @param {number} now
   */
  words(now) {
    const { name } = this;
    if (!this.isJoined) return `${name} was asked. Waiting for an answer …`;
    if (this.isSilent(now)) {
      return `Nothing is heard of ${name}: maybe the connection is lost. It may come back.`;
    }
    if (this.reason) return this.reason;
    if (this.isAgreed(now)) return `You agreed. Waiting for ${name} to agree …`;
    if (this.doTheyAgree(now)) return `${name} agrees. Do you?`;
    return 'Put on the table what you give. It is done when both agree.';
  }
}
