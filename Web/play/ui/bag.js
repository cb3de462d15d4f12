// @ts-check
import { inWords, isUsable, statsInWords, wholeNumber } from '../world/wares.js';
import { make, put } from './make.js';
import { description, numberField, pictureOf } from './ware.js';
import { Window } from './window.js';

/** @typedef {import('../world/belongings.js').Owned} Owned */

const columns = 5;

/** What one has: places, and below them what one can do with the chosen one. */
export class Bag extends Window {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super(app, app.element('bag'), 'Bag');
    this.gold = make('p', { className: 'gold' });
    this.places = make(
      'div', { className: 'places', role: 'group', 'aria-label': 'What you have' });
    this.details = make('div', { className: 'details' });
    this.body.append(this.places, this.details, this.gold);
    /** @type {number|bigint|null} */
    this.chosen = null;
    this.shown = '';
    /** @type {number|bigint|null} what the pointer is over, when it is not the chosen one */
    this.looked = null;
    this.places.addEventListener('keydown', (event) => this.key(event));
    this.places.addEventListener('pointerleave', () => this.look(null));
    this.takeDrops();
  }

  /** What is dragged out of the bag lies on the ground. */
  takeDrops() {
    const { canvas } = this.app.scene;
    canvas.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('text/x-pangea-item')) event.preventDefault();
    });
    canvas.addEventListener('drop', (event) => {
      const key = event.dataTransfer?.getData('text/x-pangea-item');
      const owned = this.all().find(({ item }) => String(item) === key);
      if (!owned) return;
      event.preventDefault();
      this.app.holdings.drop(owned.item, owned.count);
    });
  }

  all() {
    return [...this.app.holdings.bag.items.values()];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = /** @type {Record<string, number>} */ ({
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
    })[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...this.places.querySelectorAll('button')];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  }

  show() {
    const { bag, requests } = this.app.holdings;
    const all = bag.places();
    put(this.heading, `Bag, ${bag.items.size} of ${bag.slots || all.length} places`);
    const busy = requests.open.length > 0 ? ' …' : '';
    put(this.gold, bag.isKnown ? `${bag.gold} gold${busy}` : 'Your things are being fetched …');
    if (!this.all().some(({ item }) => item === this.chosen)) this.chosen = null;
    if (!this.all().some(({ item }) => item === this.looked)) this.looked = null;
    this.chosen ??= bag.places().find((one) => one)?.item ?? null;
    this.replace(this.places, ...all.map((owned) => this.place(owned)));
    const shown = `${this.app.hud.shop.isOpen} ${this.stateOfChosen()}`;
    if (shown !== this.shown) this.detail();
    this.shown = shown;
  }

  /** What the details depend on: they are left alone while somebody writes in them. */
  stateOfChosen() {
    const owned = this.all().find(({ item }) => item === this.chosen);
    return owned ? `${owned.item} ${owned.definition} ${owned.count}` : '';
  }

  /** @param {Owned|null} owned */
  place(owned) {
    if (!owned) return make('div', { className: 'place', 'aria-hidden': 'true' });
    const item = this.app.definitions.wares.item(owned.definition);
    const isChosen = owned.item === this.chosen;
    const stats = statsInWords(item).join('. ');
    const button = make(
      'button', {
        type: 'button', className: 'place', draggable: true,
        title: `${item.name} (${item.rarity}). ${item.description} ${stats}`.trim(),
        'aria-label': inWords(item, owned.count), 'aria-pressed': String(isChosen),
      },
      pictureOf(item));
    if (owned.count > 1) {
      button.append(make('span', { className: 'number', 'aria-hidden': 'true' }, `${owned.count}`));
    }
    button.classList.add(item.rarity);
    button.dataset.key = `place ${owned.item}`;
    button.tabIndex = isChosen ? 0 : -1;
    button.addEventListener('click', () => this.choose(owned));
    button.addEventListener('focus', () => this.choose(owned));
    button.addEventListener('dblclick', () => {
      if (isUsable(item)) this.app.holdings.use(owned.item);
    });
    button.addEventListener('pointerenter', () => this.look(owned));
    button.addEventListener('dragstart', (event) => {
      event.dataTransfer?.setData('text/x-pangea-item', String(owned.item));
    });
    return button;
  }

  /** @param {Owned} owned */
  choose(owned) {
    if (this.chosen === owned.item && this.looked === null) return;
    this.looked = null;
    this.chosen = owned.item;
    for (const button of this.places.querySelectorAll('button')) {
      const isChosen = button.dataset.key === `place ${owned.item}`;
      button.setAttribute('aria-pressed', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
    this.detail();
  }

  /**
   * Shows what the pointer is over; what somebody writes for the chosen one stays meanwhile.
   * @param {Owned|null} owned
   */
  look(owned) {
    const looked = owned && owned.item !== this.chosen ? owned.item : null;
    if (looked === this.looked) return;
    this.looked = looked;
    this.detail();
  }

  detail() {
    const shown = this.looked ?? this.chosen;
    const owned = this.all().find(({ item }) => item === shown);
    if (!owned) {
      const text = this.app.holdings.bag.isKnown
        ? 'The bag is empty. Take what lies around with F.' : '';
      return this.replace(this.details, make('p', { className: 'quiet' }, text));
    }
    const item = this.app.definitions.wares.item(owned.definition);
    return this.replace(
      this.details, description(item, owned.count),
      this.looked === null ? this.deeds(owned, item) : '');
  }

  /**
   * @param {Owned} owned
   * @param {import('../world/wares.js').Item} item
   */
  deeds({ item: id, count: most }, item) {
    const { holdings, hud } = this.app;
    const { input, field } = numberField('How many', most, most);
    const count = () => wholeNumber(input.value, most);
    const row = make('div', { className: 'deeds' });
    const add = (/** @type {string} */ name, /** @type {() => void} */ done) => {
      const button = make('button', { type: 'button' }, name);
      button.dataset.key = `deed ${name}`;
      button.setAttribute('aria-label', `${name} ${item.name}`);
      button.addEventListener('click', done);
      row.append(button);
    };
    if (isUsable(item)) add('Use', () => holdings.use(id));
    if (most > 1) row.append(field);
    add('Drop', () => holdings.drop(id, count()));
    const isSold = hud.shop.isOpen && item.sellPrice > 0;
    if (isSold) add('Sell', () => hud.shop.sell(id, count()));
    return row;
  }

  focus() {
    const button = this.places.querySelector('button[tabindex="0"]');
    /** @type {HTMLElement} */ (button ?? this.box.querySelector('.close')).focus();
  }
}
