// @ts-check
// What the player is told in words: notices for a while, a banner while something is wrong, and a
// quiet region for those who listen instead of look.
import { ErrorCode } from '../codec/schema.js';
import { inWords } from '../net/api.js';
import { make, put } from './make.js';

const noticeMilliseconds = 4500;
const noticesMax = 3;
const eventsMax = 12;

export class Told {
  /** @param {Document} document */
  constructor(document) {
    this.notices = /** @type {HTMLElement} */ (document.getElementById('notices'));
    this.bannerBox = /** @type {HTMLElement} */ (document.getElementById('banner'));
    this.events = /** @type {HTMLElement} */ (document.getElementById('events'));
    this.wasLost = false;
  }

  /**
   * @param {string} text
   * @param {boolean} [isWarning]
   */
  notice(text, isWarning = false) {
    for (const old of this.notices.children) if (old.textContent === text) old.remove();
    const line = make('p', { className: isWarning ? 'warn' : '' }, text);
    this.notices.append(line);
    while (this.notices.children.length > noticesMax) this.notices.firstElementChild?.remove();
    setTimeout(() => line.remove(), noticeMilliseconds);
  }

  /**
   * For those who listen.
   * @param {string} text
   */
  event(text) {
    this.events.append(make('p', {}, text));
    while (this.events.children.length > eventsMax) this.events.firstElementChild?.remove();
  }

  /**
   * Empty: nothing is wrong.
   * @param {string} text
   * @param {HTMLButtonElement} [button]
   */
  banner(text, button) {
    this.bannerBox.hidden = text === '';
    put(this.bannerBox, text);
    if (button) this.bannerBox.append(button);
  }

  /**
   * @param {import('../net/connection.js').Phase} phase
   * @param {import('../net/connection.js').Loss|undefined} loss
   * @param {import('../app.js').App} app
   */
  phase(phase, loss, app) {
    if (phase === 'playing') {
      this.banner('');
      if (this.wasLost) this.notice('You are back.');
      this.wasLost = false;
    } else if (phase === 'lost') {
      this.wasLost = true;
      const now = make('button', { type: 'button', textContent: 'Try now' });
      now.addEventListener('click', () => app.connection.hurry());
      const wait = inWords(loss?.retryMilliseconds ?? 0);
      const why = loss?.code === ErrorCode.SHUTTING_DOWN
        ? 'The server restarts; your character waits.'
        : loss?.code === ErrorCode.FULL ? 'The server is full.'
          : loss?.reason || 'The connection was lost.';
      this.banner(`${why} Trying again in ${wait}.`, now);
    } else if (phase === 'ended') {
      this.wasLost = false;
      this.banner('');
    } else if (this.wasLost || !app.start.isOpen) this.banner('Connecting …');
  }
}
