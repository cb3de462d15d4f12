// @ts-check
import { isBare } from '../world/goods.js';
import { inWords, wholeNumber } from '../world/wares.js';
import { make, put } from './make.js';
import { Side, TheirSide } from './side.js';
import { nameOf, numberField, pictureOf } from './ware.js';
import { Window } from './window.js';

/**
 * @typedef {import('../world/belongings.js').Owned} Owned
 * @typedef {import('../world/table.js').Table} Table
 * @typedef {{row: HTMLElement, input: HTMLInputElement|null}} Row
 */

const dragged = 'text/x-pangea-item';
const columns = 8;

/** A trade with another player: what both give, one's bag, and the two agreements. */
export class Trade extends Window {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super(app, app.element('trade'), 'Trade');
    this.status = make('p', { className: 'status', role: 'status' });
    this.own = new Side('You give');
    this.their = new TheirSide(app);
    const { input, field } = numberField('Gold', 0, 0, 0);
    this.gold = input;
    input.addEventListener('input', () =>
      app.holdings.trades.pay(wholeNumber(input.value, app.holdings.bag.gold, 0)));
    this.own.box.append(field);
    this.bag = make('div', { className: 'places', role: 'group', 'aria-label': 'Your bag' });
    this.bag.addEventListener('keydown', (event) => this.key(event));
    this.yes = make('button', { type: 'button', className: 'first' });
    this.yes.addEventListener('click', () => app.holdings.trades.agree());
    this.gift = make('button', { type: 'button' }, 'Give for nothing');
    this.gift.addEventListener('click', () => app.holdings.trades.give());
    const no = make('button', { type: 'button' }, 'Cancel');
    no.addEventListener('click', () => this.close());
    this.body.append(
      this.status, make('div', { className: 'sides' }, this.own.box, this.their.box),
      make('h3', {}, 'From your bag'), this.bag,
      make('div', { className: 'deeds' }, this.yes, this.gift, no));
    /** By item. @type {Map<number|bigint, Row>} */
    this.rows = new Map();
    this.chosen = '';
    this.shownBag = '';
    this.takeDrops();
  }

  /** What is dragged onto one's own side is given; what is dragged back to the bag is not. */
  takeDrops() {
    const { trades } = this.app.holdings;
    const take = (/** @type {HTMLElement} */ box, /** @type {(one: Owned) => void} */ done) => {
      box.addEventListener('dragover', (event) => {
        if (event.dataTransfer?.types.includes(dragged)) event.preventDefault();
      });
      box.addEventListener('drop', (event) => {
        const key = event.dataTransfer?.getData(dragged);
        const owned = this.all().find(({ item }) => String(item) === key);
        if (!owned) return;
        event.preventDefault();
        done(owned);
      });
    };
    take(this.own.box, ({ item, count }) => trades.put(item, count));
    take(this.bag, ({ item }) => trades.put(item, 0));
  }

  all() {
    return [...this.app.holdings.bag.items.values()].sort((a, b) => a.slot - b.slot);
  }

  get trades() {
    return this.app.holdings.trades;
  }

  /** The player closes it: that ends the trade. */
  close() {
    if (this.trades.table) this.trades.cancel();
    else super.close();
  }

  /** Nothing is traded any more. */
  shut() {
    super.close();
  }

  /** Makes room for another window; the trade goes on. */
  giveWay() {
    if (!this.isOpen) return;
    super.close();
    this.app.told.notice('The trade goes on: T shows it again.');
  }

  show() {
    const { table } = this.trades;
    if (!table) return;
    put(this.heading, `Trade with ${table.name}`);
    this.showOwn(table);
    this.their.show(table);
    this.showBag(table);
    this.update();
  }

  /** What changes by itself as time goes by. */
  update() {
    const { trades } = this;
    const { table } = trades;
    if (!table || !this.isOpen) return;
    const now = trades.now();
    const [iAgree, theyAgree] = [table.isAgreed(now), table.doTheyAgree(now)];
    put(this.status, trades.words);
    this.status.classList.toggle('warn', Boolean(table.reason || trades.distance));
    this.own.agree(iAgree, 'You agreed');
    this.their.agree(theyAgree, `${table.name} agrees`);
    const own = table.side(this.app.holdings.bag);
    const isTaken = isBare(table.theirs);
    const cannot = Boolean(trades.obstacle);
    put(this.yes, iAgree ? 'Take it back' : 'Agree');
    this.yes.classList.toggle('first', !iAgree);
    this.yes.setAttribute('aria-disabled', String(!iAgree && (isTaken || cannot)));
    this.gift.setAttribute('aria-disabled', String(!isTaken || isBare(own) || cannot));
  }

  /** @param {Table} table */
  showOwn(table) {
    const { bag } = this.app.holdings;
    this.gold.max = String(bag.gold);
    if (document.activeElement !== this.gold) this.gold.value = String(table.gold);
    for (const item of this.rows.keys()) if (!table.mine.has(item)) this.rows.delete(item);
    const rows = [...table.mine].flatMap(([item, count]) => {
      const owned = bag.items.get(item);
      return owned ? [this.ownRow(owned, count)] : [];
    });
    const isOther = rows.length !== this.own.list.children.length ||
      rows.some((row, index) => row !== this.own.list.children[index]);
    if (!isOther && rows.length > 0) return;
    this.replace(this.own.list, ...(rows.length > 0 ? rows
      : [make('p', { className: 'quiet' }, 'Nothing yet: choose from your bag.')]));
  }

  /**
   * @param {Owned} owned
   * @param {number} count on the table
   */
  ownRow(owned, count) {
    const known = this.rows.get(owned.item);
    if (known) {
      const { input } = known;
      if (input) input.max = String(owned.count);
      if (input && document.activeElement !== input) input.value = String(count);
      return known.row;
    }
    const item = this.app.definitions.wares.item(owned.definition);
    const row = make('div', { className: 'row' }, pictureOf(item), nameOf(item));
    const { input } = numberField('', owned.count, count);
    const isStack = owned.count > 1;
    if (isStack) {
      input.setAttribute('aria-label', `How many ${item.name}`);
      input.dataset.key = `pieces ${owned.item}`;
      input.addEventListener('input', () =>
        this.trades.put(owned.item, wholeNumber(input.value, Number(input.max))));
      row.append(input);
    }
    const back = make('button', { type: 'button', className: 'back' }, '×');
    back.setAttribute('aria-label', `Keep ${item.name}`);
    back.dataset.key = `back ${owned.item}`;
    back.addEventListener('click', () => this.trades.put(owned.item, 0));
    row.append(back);
    row.draggable = true;
    row.addEventListener('dragstart', (event) =>
      event.dataTransfer?.setData(dragged, String(owned.item)));
    this.rows.set(owned.item, { row, input: isStack ? input : null });
    return row;
  }

  /** @param {Table} table */
  showBag(table) {
    const all = this.all();
    const key = JSON.stringify(all.map(({ item, definition, count }) =>
      [String(item), definition, count, table.mine.get(item) ?? 0]));
    if (key === this.shownBag && this.bag.children.length > 0) return;
    this.shownBag = key;
    if (!all.some(({ item }) => String(item) === this.chosen)) this.chosen = '';
    if (all.length > 0) this.chosen ||= String(all[0].item);
    this.replace(this.bag, ...(all.length > 0
      ? all.map((owned) => this.place(owned, table.mine.get(owned.item) ?? 0))
      : [make('p', { className: 'quiet' }, 'The bag is empty.')]));
  }

  /**
   * @param {Owned} owned
   * @param {number} laid pieces on the table
   */
  place(owned, laid) {
    const item = this.app.definitions.wares.item(owned.definition);
    const button = make(
      'button', {
        type: 'button', className: `place ${item.rarity}`, draggable: item.tradable,
        title: item.tradable ? `${item.name} (${item.rarity})`
          : `${item.name}: nobody else can have it`,
        'aria-label': inWords(item, owned.count), 'aria-pressed': String(laid > 0),
        'aria-disabled': String(!item.tradable),
      },
      pictureOf(item));
    const number = laid > 0 && laid < owned.count ? `${laid}/${owned.count}`
      : owned.count > 1 ? `${owned.count}` : '';
    if (number) {
      button.append(make('span', { className: 'number', 'aria-hidden': 'true' }, number));
    }
    button.dataset.key = `place ${owned.item}`;
    button.tabIndex = String(owned.item) === this.chosen ? 0 : -1;
    button.addEventListener('focus', () => this.choose(button, owned));
    button.addEventListener('click', () =>
      this.trades.put(owned.item, laid > 0 ? 0 : owned.count));
    button.addEventListener('dragstart', (event) =>
      event.dataTransfer?.setData(dragged, String(owned.item)));
    return button;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Owned} owned
   */
  choose(button, owned) {
    this.chosen = String(owned.item);
    for (const one of this.bag.querySelectorAll('button')) one.tabIndex = one === button ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = /** @type {Record<string, number>} */ ({
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
    })[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...this.bag.querySelectorAll('button')];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  }

  focus() {
    const first = this.bag.querySelector('button[tabindex="0"]');
    /** @type {HTMLElement} */ (first ?? this.gold).focus();
  }
}
