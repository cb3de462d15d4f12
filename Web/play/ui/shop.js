// @ts-check
import { deedOf, isInReach, personOf } from '../world/reach.js';
import { wholeNumber } from '../world/wares.js';
import { make, put } from './make.js';
import { Tabs } from './tabs.js';
import { description, nameOf, numberField, pictureOf } from './ware.js';
import { Window } from './window.js';

/** @typedef {import('../world/wares.js').Item} Item */

const countMax = 99;

/** What somebody of the place sells, and buys. */
export class Shop extends Window {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super(app, app.element('shop'), 'Shop');
    /** @type {import('../world/world.js').Entity|null} */
    this.keeper = null;
    this.shop = '';
    const { input, field } = numberField('How many', countMax, 1);
    this.input = input;
    this.input.addEventListener('input', () => this.show());
    this.gold = make('p', { className: 'gold' });
    this.greeting = make('p', { className: 'greeting' });
    this.tabs = new Tabs('shop', ['Buy', 'Sell'], () => this.show());
    this.body.append(this.greeting, this.tabs.list, field, this.tabs.page, this.gold);
  }

  /** @param {import('../world/world.js').Entity} entity who keeps a shop, within reach */
  visit(entity) {
    const { map, definitions } = this.app;
    this.keeper = entity;
    this.shop = personOf(map, entity)?.shop ?? '';
    const name = definitions.wares.shops.get(this.shop)?.name;
    put(this.heading, name ?? this.app.hands.nameOf(entity));
    const [greeting = ''] = definitions.dialogue(personOf(map, entity)?.dialogue);
    put(this.greeting, greeting);
    this.greeting.hidden = greeting === '';
    this.input.value = '1';
    this.tabs.choose(0);
    if (this.isOpen) this.focus();
    else this.open();
  }

  close() {
    this.keeper = null;
    super.close();
    this.app.holdings.changed();
  }

  /** Nobody trades over a distance. */
  update() {
    if (!this.keeper) return;
    const { self, map, world } = this.app;
    const entity = this.app.find(this.keeper.id);
    const isThere = self && entity && deedOf(map, entity) === 'trade' && isInReach(self, entity);
    if (isThere && !world.isDead) return;
    this.app.told.notice(`You left ${this.heading.textContent}.`);
    this.close();
  }

  get count() {
    return wholeNumber(this.input.value, countMax);
  }

  /**
   * @param {number|bigint} item
   * @param {number} count
   */
  sell(item, count) {
    if (this.keeper) this.app.holdings.wish({ sell: { entity: this.keeper.id, item, count } });
  }

  /** @param {Item} item */
  buy(item) {
    if (!this.keeper) return;
    const { count } = this;
    this.app.holdings.wish({
      buy: { entity: this.keeper.id, definition: item.number, count },
    });
  }

  show() {
    const { holdings, definitions } = this.app;
    const { bag, requests } = holdings;
    put(this.gold, `You have ${bag.gold} gold${requests.open.length > 0 ? ' …' : ''}`);
    const rows = this.tabs.chosen === 0
      ? definitions.wares.goods(this.shop).map(({ item, price }) => this.good(item, price))
      : definitions.wares.sellable(bag.items.values()).map(({ owned, item }) => {
        const count = Math.min(this.count, owned.count);
        return this.row(
          item, owned.count, `sell ${owned.item}`, `Sell ${count > 1 ? count : ''}`,
          item.sellPrice * count, true, () => this.sell(owned.item, count));
      });
    const nothing = this.tabs.chosen === 0
      ? 'Nothing is sold here.' : 'You have nothing that is bought here.';
    this.replace(this.tabs.page, ...(rows.length > 0 ? rows : [make('p', {}, nothing)]));
  }

  /**
   * @param {Item} item
   * @param {number} price of one
   */
  good(item, price) {
    const { count } = this;
    const isEnough = this.app.holdings.bag.gold >= price * count;
    return this.row(
      item, 1, `buy ${item.id}`, `Buy ${count > 1 ? count : ''}`, price * count, isEnough,
      () => this.buy(item));
  }

  /**
   * @param {Item} item
   * @param {number} count
   * @param {string} key
   * @param {string} verb
   * @param {number} price
   * @param {boolean} isEnough
   * @param {() => void} done
   */
  row(item, count, key, verb, price, isEnough, done) {
    const button = make(
      'button', {
        type: 'button', 'aria-label': `${verb.trim()} ${item.name} for ${price} gold`,
        'aria-disabled': String(!isEnough),
      }, `${verb.trim()} · ${price} g`);
    button.dataset.key = key;
    button.addEventListener('click', () => {
      if (isEnough) done();
      else this.app.told.notice('You do not have enough gold.', true);
    });
    const facts = description(item, count);
    facts.firstElementChild?.replaceChildren(nameOf(item));
    return make('div', { className: 'row' }, pictureOf(item), facts, button);
  }
}
