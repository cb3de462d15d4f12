// @ts-check
import { make } from './make.js';

/** A panel over the world that opens and closes; one plays on behind it. */
export class Window {
  /**
   * @param {import('../app.js').App} app
   * @param {HTMLElement} box
   * @param {string} title
   */
  constructor(app, box, title) {
    this.app = app;
    this.box = box;
    this.heading = make('h2', { id: `${box.id}-title` }, title);
    const close = make('button', { type: 'button', className: 'close' }, '×');
    close.setAttribute('aria-label', 'Close');
    close.addEventListener('click', () => this.close());
    this.body = make('div', { className: 'body' });
    box.append(make('header', {}, this.heading, close), this.body);
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.close();
      event.stopPropagation();
    });
    app.holdings.watchers.push(() => { if (this.isOpen) this.show(); });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
    return true;
  }

  open() {
    if (!this.app.holdings.isOffered) {
      this.app.told.notice('This server has no belongings.', true);
      return;
    }
    this.app.hud.makeRoom(this);
    this.app.steering.keys.clear();
    this.box.hidden = false;
    this.show();
    this.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.app.scene.canvas.focus();
  }

  /** Makes room for another one. */
  giveWay() {
    this.close();
  }

  /** Paints what is in it. */
  show() {}

  focus() {
    const first = this.body.querySelector('button:not([tabindex="-1"]), input');
    /** @type {HTMLElement} */ (first ?? this.box.querySelector('.close')).focus();
  }

  /**
   * Puts other content into the body; the focus stays on what has the same `data-key`.
   * @param {HTMLElement} into
   * @param {(Node|string)[]} content
   */
  replace(into, ...content) {
    const active = document.activeElement;
    const key = active instanceof HTMLElement && into.contains(active) ? active.dataset.key : null;
    into.replaceChildren(...content);
    if (key === null) return;
    const again = [...into.querySelectorAll('[data-key]')].find((one) =>
      /** @type {HTMLElement} */ (one).dataset.key === key);
    if (again instanceof HTMLElement) again.focus();
    else this.focus();
  }
}
