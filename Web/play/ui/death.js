// @ts-check
import { EntityState } from '../codec/schema.js';
import { make, put } from './make.js';

/** The screen of the dead. */
export class Death {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('death');
    this.text = make('p');
    this.button = make('button', { type: 'button', className: 'first' });
    this.button.addEventListener('click', () => app.actions.respawn());
    this.box.append(make('h2', { id: 'death-title' }, 'You died'), this.text, this.button);
    this.readyAt = 0;
    this.wait = 0;
    this.killer = '';
  }

  /** @param {string} killer */
  by(killer) {
    this.killer = killer;
  }

  asked() {
    this.readyAt = performance.now() + 1500;
  }

  /**
   * @param {any} own
   * @param {number} now
   */
  heard(own, now) {
    const isDead = (own.state & EntityState.DEAD) !== 0;
    if (isDead && this.box.hidden) {
      this.box.hidden = false;
      const by = this.killer ? `${this.killer} was stronger. ` : '';
      put(this.text, `${by}You wake up in the nearest town.`);
      this.button.focus();
    } else if (!isDead && !this.box.hidden) {
      this.box.hidden = true;
      this.killer = '';
      this.app.scene.canvas.focus();
    }
    if (own.respawnMs > 0) this.readyAt = now + own.respawnMs;
  }

  /** @param {number} now */
  update(now) {
    this.wait = Math.max(0, this.readyAt - now);
    if (this.box.hidden) return;
    const seconds = Math.ceil(this.wait / 1000);
    put(this.button, seconds > 0 ? `Return in ${seconds} s` : 'Return (Space)');
    this.button.setAttribute('aria-disabled', String(seconds > 0));
  }
}
