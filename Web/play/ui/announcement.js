// @ts-check
import { make, put } from './make.js';

/** How long a ribbon stays: long enough to be read slowly. */
const ribbonMilliseconds = (/** @type {string} */ text) => 6000 + 90 * text.length;

/** Where announcements are shown. */
export class AnnouncementView {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.ribbon = app.element('ribbon');
    /** @type {HTMLElement} */
    this.box = app.element('announcement');
    this.words = make('p', { id: 'announcement-text' });
    this.button = make('button', { type: 'button', className: 'first' }, 'Close');
    this.button.addEventListener('click', () => this.close());
    this.box.append(
      make('h2', { id: 'announcement-title' }, 'Announcement'), this.words, this.button);
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
      // Nothing is left to be reached behind it, and no key walks meanwhile.
      if (event.key === 'Tab') event.preventDefault();
      event.stopPropagation();
    });
    this.ribbonEnds = 0;
    this.closed = () => {};
    /** @type {Element|null} */
    this.before = null;
  }

  /** @param {string} text */
  line(text) {
    this.app.hud.chat.announce(text);
  }

  /** @param {string} text */
  scroll(text) {
    clearTimeout(this.ribbonEnds);
    this.ribbon.replaceChildren(make('span', {}, text));
    this.ribbon.classList.add('runs');
    this.ribbonEnds = Number(setTimeout(() => {
      this.ribbon.classList.remove('runs');
      this.ribbon.replaceChildren();
    }, ribbonMilliseconds(text)));
  }

  /**
   * @param {string} text
   * @param {() => void} closed
   */
  popup(text, closed) {
    this.closed = closed;
    put(this.words, text);
    if (this.box.hidden) this.before = document.activeElement;
    this.app.steering.keys.clear();
    this.box.hidden = false;
    this.button.focus();
  }

  close() {
    this.box.hidden = true;
    this.closed();
    if (!this.box.hidden) return;
    const { before } = this;
    if (before instanceof HTMLElement && before.isConnected) before.focus();
    else this.app.scene.canvas.focus();
  }
}
