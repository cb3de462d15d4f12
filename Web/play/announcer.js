// @ts-check
// What operators tell players: each once, where its style belongs, and always in the chat too, so
// that what ran past can be read again.
import { toText } from './codec/protobuf.js';
import { AnnouncementStyle } from './codec/schema.js';

/** Ids that are remembered: a player who changes gateways may be told something twice. */
const rememberedMax = 256;
/** Popups that wait behind the one that is open; the oldest goes when there are more. */
const waitingMax = 16;

/**
 * @typedef {object} Surfaces
 * @property {(text: string) => void} line a line of the chat
 * @property {(text: string) => void} scroll runs across the top
 * @property {(text: string, closed: () => void) => void} popup stays until the player closes it
 */

export class Announcer {
  /** @param {Surfaces} surfaces */
  constructor(surfaces) {
    this.surfaces = surfaces;
    /** @type {Set<string>} */
    this.heard = new Set();
    /** @type {string[]} */
    this.waiting = [];
    this.isOpen = false;
  }

  /** @param {{id: Uint8Array, style: number, text: Uint8Array}} message */
  hear(message) {
    const id = Array.from(message.id, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (this.heard.has(id)) return;
    this.heard.add(id);
    if (this.heard.size > rememberedMax) this.heard.delete(this.heard.values().next().value ?? '');
    const text = toText(message.text);
    this.surfaces.line(text);
    if (message.style === AnnouncementStyle.ANNOUNCEMENT_SCROLL) this.surfaces.scroll(text);
    if (message.style === AnnouncementStyle.ANNOUNCEMENT_POPUP) this.popup(text);
  }

  /** One after the other. @param {string} text */
  popup(text) {
    this.waiting.push(text);
    if (this.waiting.length > waitingMax) this.waiting.shift();
    if (!this.isOpen) this.next();
  }

  next() {
    const text = this.waiting.shift();
    this.isOpen = text !== undefined;
    if (text !== undefined) this.surfaces.popup(text, () => this.next());
  }
}
