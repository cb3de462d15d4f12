// @ts-check
import { drawWare } from '../draw/wares.js';
import { make, put } from './make.js';

const kinds = /** @type {const} */ ([
  { stat: 'heal', key: '5', name: 'Heal', color: '#d94f4f', does: 'Drinks what heals best' },
  { stat: 'mana', key: '6', name: 'Mana', color: '#4f7fd9', does: 'Drinks what gives mana' },
]);

/** Two buttons beside the skills: what heals, and what gives mana. */
export class Potions {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.slots = kinds.map(({ stat, key, name, color, does }) => {
      const icon = make('canvas', { width: 44, height: 44, 'aria-hidden': 'true' });
      drawWare(icon, { shape: 'potion', color });
      const number = make('span', { className: 'number', 'aria-hidden': 'true' });
      const button = make(
        'button', { type: 'button', title: does, 'aria-keyshortcuts': key, className: 'potion' },
        icon, number, make('span', { className: 'key', 'aria-hidden': 'true' }, key),
        make('span', { className: 'label', 'aria-hidden': 'true' }, name));
      button.addEventListener('click', () => app.hands.refresh(stat));
      return { stat, button, number, does };
    });
    app.holdings.watchers.push(() => this.show());
  }

  /** Puts them beside the skills. @param {HTMLElement} box */
  build(box) {
    box.append(...this.slots.map(({ button }) => button));
    this.show();
  }

  show() {
    const { holdings, definitions, world } = this.app;
    const items = [...holdings.bag.items.values()];
    for (const { stat, button, number, does } of this.slots) {
      const count = definitions.wares.remedies(items, stat, world.own?.level || 1);
      button.hidden = !holdings.isOffered;
      put(number, String(count));
      button.setAttribute('aria-label', `${does}. You have ${count}.`);
      button.setAttribute('aria-disabled', String(count === 0));
    }
  }
}
