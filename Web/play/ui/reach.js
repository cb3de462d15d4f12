// @ts-check
import { make, put } from './make.js';

/** What the hand would do now, as a button: for fingers, and to know the key. */
export class ReachButton {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLButtonElement} */
    this.button = app.element('reach');
    this.words = make('span');
    this.button.append(this.words, ' ', make('kbd', {}, 'F'));
    this.button.addEventListener('click', () => {
      app.hands.reach();
      app.scene.canvas.focus();
    });
  }

  update() {
    const { hands, holdings, hud } = this.app;
    const { nearest } = hands;
    const isOf = nearest &&
      (hud.shop.keeper?.id === nearest.id || hud.talk.speaker?.id === nearest.id);
    const isShown = Boolean(nearest) && holdings.isOffered && !isOf;
    if (this.button.hidden === isShown) {
      if (!isShown && document.activeElement === this.button) this.app.scene.canvas.focus();
      this.button.hidden = !isShown;
    }
    if (nearest && isShown) put(this.words, hands.deedInWords(nearest));
  }
}
