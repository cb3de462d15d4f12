// @ts-check
// Wishes about what one owns. Each has a number for ever: it is sent again until it is answered,
// over lost connections and a reload of the page too, and is never done twice.
import { decode, encode, toText } from '../codec/protobuf.js';
import { AnswerCode } from '../codec/schema.js';

/** So many are under way at once; the next ones wait. */
export const outstandingMax = 4;
/** So many wait; one more is not taken. */
export const waitingMax = 16;
const repeatMilliseconds = 1000;
const leastMilliseconds = 100;
const slowMilliseconds = 3000;
const storeKey = 'pangea.requests';

/**
 * @typedef {Record<string, any>} Wish a field of the protocol's Request: `{pickUp: {…}}`
 * @typedef {{code: number, text: string}} Ended how a wish ended
 * @typedef {object} Entry
 * @property {number} number 0: it waits for its turn
 * @property {Wish} wish
 * @property {number} askedAt
 * @property {number} dueAt when it is sent again
 * @property {string} excuse why it lasts, as the server said
 * @property {boolean} isSlow the player was told that it lasts
 * @property {(ended: Ended|null) => void} done
 * @typedef {object} Surroundings
 * @property {() => number} now milliseconds
 * @property {(done: () => void, milliseconds: number) => any} after
 * @property {(timer: any) => void} cancel
 * @property {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} store
 * @typedef {object} Handlers
 * @property {(request: Record<string, any>) => void} send
 * @property {(wish: Wish, ended: Ended) => void} answered
 * @property {(wish: Wish, excuse: string) => void} slow it lasts longer than one likes to wait
 */

/** @param {Wish} wish */
export const kindOf = (wish) => Object.keys(wish)[0];

/** @param {Uint8Array} bytes */
const toHex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param {string} hex */
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export class Requests {
  /**
   * @param {Surroundings} around
   * @param {Handlers} on
   */
  constructor(around, on) {
    this.around = around;
    this.on = on;
    /** @type {number|bigint} of the first log-in of the session */
    this.login = 0;
    /** The number of the next one. */
    this.next = 1;
    /** @type {Entry[]} */
    this.open = [];
    /** @type {Entry[]} */
    this.waiting = [];
    this.isPlaying = false;
    this.timer = null;
  }

  /**
   * Logged in. A session that goes on keeps its numbers; another one counts anew, and nobody will
   * answer what the old one asked.
   * @param {number|bigint} login
   * @param {boolean} isResumed
   */
  begin(login, isResumed) {
    this.isPlaying = false;
    if (isResumed && this.login) return;
    if (isResumed && this.recall()) return;
    const left = [...this.open, ...this.waiting];
    this.open = [];
    this.waiting = [];
    this.login = login;
    this.next = 1;
    this.keep();
    for (const entry of left) entry.done(null);
  }

  /** Joined: what is not answered is sent again. */
  play() {
    this.isPlaying = true;
    const now = this.around.now();
    for (const entry of this.open) Object.assign(entry, { dueAt: now, askedAt: now });
    this.work();
  }

  /** The connection is away; everything is kept. */
  pause() {
    this.isPlaying = false;
    this.around.cancel(this.timer);
  }

  /**
   * Wishes something. Settles with how it ended, or null when nobody will say or too much waits.
   * @param {Wish} wish
   * @returns {Promise<Ended|null>}
   */
  ask(wish) {
    return new Promise((done) => {
      if (!this.login || this.waiting.length >= waitingMax) return done(null);
      const now = this.around.now();
      this.waiting.push({
        number: 0, wish, askedAt: now, dueAt: now, excuse: '', isSlow: false, done,
      });
      return this.work();
    });
  }

  /** Whether the next wish would not even find a place to wait. */
  get isFull() {
    return this.waiting.length >= waitingMax;
  }

  /**
   * Whether such a wish is under way.
   * @param {string} kind
   * @param {(body: any) => boolean} [isIt]
   */
  has(kind, isIt = () => true) {
    return [...this.open, ...this.waiting].some(({ wish }) => wish[kind] && isIt(wish[kind]));
  }

  /** @param {any} answer */
  heard(answer) {
    if (answer.login !== this.login) return;
    const entry = this.open.find(({ number }) => number === answer.number);
    if (!entry) return;
    const text = toText(answer.text);
    if (answer.code === AnswerCode.TRY_AGAIN) {
      const wait = Math.max(leastMilliseconds, answer.againMs || repeatMilliseconds);
      entry.dueAt = this.around.now() + wait;
      entry.excuse = text;
      this.work();
    } else this.end(entry, { code: answer.code, text });
  }

  /**
   * What was asked has come by itself.
   * @param {string} kind
   */
  settle(kind) {
    for (const entry of this.open.filter(({ wish }) => wish[kind])) {
      this.end(entry, { code: AnswerCode.DONE, text: '' });
    }
  }

  /**
   * @param {Entry} entry
   * @param {Ended} ended
   */
  end(entry, ended) {
    this.open = this.open.filter((one) => one !== entry);
    this.keep();
    this.on.answered(entry.wish, ended);
    entry.done(ended);
    this.work();
  }

  /** Sends what is due and sets the clock for what comes next. */
  work() {
    if (!this.isPlaying) return;
    const now = this.around.now();
    while (this.open.length < outstandingMax && this.waiting.length > 0) {
      const entry = /** @type {Entry} */ (this.waiting.shift());
      entry.number = this.next++;
      entry.dueAt = now;
      this.open.push(entry);
      this.keep();
    }
    for (const entry of this.open) {
      if (entry.dueAt <= now) {
        entry.dueAt = now + repeatMilliseconds;
        this.on.send({ number: entry.number, login: this.login, ...entry.wish });
      }
      if (entry.isSlow || now - entry.askedAt < slowMilliseconds) continue;
      entry.isSlow = true;
      this.on.slow(entry.wish, entry.excuse);
    }
    this.around.cancel(this.timer);
    if (this.open.length === 0) return;
    const next = Math.min(...this.open.map(({ dueAt }) => dueAt));
    this.timer = this.around.after(() => this.work(), Math.max(1, next - now));
  }

  /** The tab remembers the numbers and what is not answered, or a reload would count anew. */
  keep() {
    const open = this.open.map(({ number, wish }) =>
      toHex(encode('Request', { number, login: this.login, ...wish })));
    const { login, next } = this;
    this.around.store.setItem(
      storeKey, JSON.stringify({ login: String(login), next, open }));
  }

  /** @returns {boolean} whether the tab remembered a session */
  recall() {
    try {
      const kept = JSON.parse(this.around.store.getItem(storeKey) ?? '{}');
      const login = BigInt(kept.login ?? 0);
      if (login === 0n || !Number.isSafeInteger(kept.next)) return false;
      this.login = login <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(login) : login;
      this.next = kept.next;
      const now = this.around.now();
      this.open = kept.open.map((/** @type {string} */ hex) => {
        const { number, login: _, ...wishes } = decode('Request', fromHex(hex));
        const [kind, body] = Object.entries(wishes).find(([, value]) => value) ?? ['', null];
        return {
          number, wish: { [kind]: body }, askedAt: now, dueAt: now, excuse: '', isSlow: false,
          done: () => {},
        };
      });
      return true;
    } catch {
      return false;
    }
  }
}
