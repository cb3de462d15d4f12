// @ts-check
import { make, put } from './make.js';

/** A bar that fills: health, mana, experience. */
export class Bar {
  /**
   * @param {string} kind a class
   * @param {string} label
   */
  constructor(kind, label) {
    this.fill = make('i');
    this.text = make('b');
    this.element = make(
      'div', { className: `bar ${kind}`, role: 'meter', 'aria-label': label, 'aria-valuemin': '0' },
      this.fill, this.text);
    this.shown = '';
  }

  /**
   * @param {number} value
   * @param {number} most
   * @param {string} [text]
   */
  set(value, most, text = `${value} / ${most}`) {
    const key = `${value} ${most} ${text}`;
    if (key === this.shown) return;
    this.shown = key;
    const part = most > 0 ? Math.min(1, Math.max(0, value / most)) : 0;
    this.fill.style.transform = `scaleX(${part})`;
    put(this.text, text);
    this.element.setAttribute('aria-valuenow', String(value));
    this.element.setAttribute('aria-valuemax', String(most));
    this.element.setAttribute('aria-valuetext', text);
  }
}
