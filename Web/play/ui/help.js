// @ts-check
import { make } from './make.js';

const controls = [
  [['W', 'A', 'S', 'D'], 'walk; the arrow keys too'],
  [['Click'],
    'walk there; hold to follow the pointer; click somebody to target, again to go and strike'],
  [['1', '2', '3', '4'], 'use a skill; Space uses the first; 1 also walks up to the target'],
  [['Tab'], 'next target; with Shift the one before; Esc lets it go'],
  [['F', 'E'], 'take what lies nearest, open a chest, trade, talk; or click it'],
  [['T'], 'trade with the player whom you chose, or the nearest; says yes to who asks'],
  [['5', '6'], 'drink what heals best, what gives mana'],
  [['I'], 'the bag: arrow keys choose; drag a thing into the world to drop it'],
  [['L'], 'letters: read, take what is in them, write'],
  [['Enter'], 'talk to those near; /z text to the zone; /w name text to one, /r answers'],
  [['B'], 'borders of regions, colours of shards, ping, tick, handoffs'],
  [['M'], 'minimap: near, the whole map, none; a click on it walks there'],
  [['Wheel'], 'nearer and further; two fingers on a touch screen'],
  [['F6'], 'go to the buttons of the skills and the menu'],
  [['H', '?'], 'this page; Esc closes it'],
];

/** All controls on one page. */
export class Help {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    /** @type {HTMLDialogElement} */
    this.dialog = app.element('help');
    const list = make('dl');
    for (const [keys, meaning] of controls) {
      const shown = /** @type {string[]} */ (keys).flatMap((key, index) =>
        index ? [' ', make('kbd', {}, key)] : [make('kbd', {}, key)]);
      list.append(make('dt', {}, ...shown), make('dd', {}, /** @type {string} */ (meaning)));
    }
    const touch = 'On a touch screen: the stick walks, a tap on the ground walks there, a tap on ' +
      'somebody targets, a tap on a thing takes it; the buttons on the right are skills and ' +
      'potions.';
    const close = make('button', { className: 'first', type: 'button', textContent: 'Close' });
    close.addEventListener('click', () => this.dialog.close());
    this.dialog.append(
      make('h2', { id: 'help-title' }, 'Controls'), list, make('p', {}, touch), close);
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() === 'h' || event.key === '?') {
        this.dialog.close();
        event.preventDefault();
      }
      event.stopPropagation();
    });
    this.dialog.addEventListener('close', () => app.scene.canvas.focus());
  }

  get isOpen() {
    return this.dialog.open;
  }

  toggle() {
    if (this.isOpen) this.dialog.close();
    else this.dialog.showModal();
    return true;
  }
}
