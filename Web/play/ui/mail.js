// @ts-check
import { ago, problemOf } from '../world/letters.js';
import { inPieces, wholeNumber } from '../world/wares.js';
import { make, put } from './make.js';
import { Tabs } from './tabs.js';
import { numberField } from './ware.js';
import { Window } from './window.js';

/** Letters: those that wait for one, and those that one writes. */
export class Mail extends Window {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super(app, app.element('mail'), 'Mail');
    /** Letters that are open. @type {Set<number|bigint>} */
    this.read = new Set();
    this.tabs = new Tabs('mail', ['Letters', 'Write'], () => this.show());
    this.body.append(this.tabs.list, this.tabs.page);
    this.to = make('input', { maxLength: 24, autocomplete: 'off', required: true });
    this.subject = make('input', { maxLength: 100, autocomplete: 'off' });
    this.text = make('textarea', { maxLength: 1800, rows: 4 });
    this.item = make('select');
    this.item.addEventListener('change', () => this.fill());
    this.count = numberField('How many', 1, 1);
    this.gold = numberField('Gold', 0, 0, 0);
    this.form = this.buildForm();
  }

  get isGuest() {
    return this.app.start.player.character === undefined;
  }

  open() {
    super.open();
    if (this.isOpen && !this.isGuest) this.app.holdings.askMail();
  }

  show() {
    const { letters } = this.app.holdings;
    const count = letters?.length ?? 0;
    put(this.heading, count > 0 ? `Mail, ${count} letter${count > 1 ? 's' : ''}` : 'Mail');
    if (this.tabs.chosen === 1) {
      this.fill();
      if (!this.tabs.page.contains(this.form)) this.tabs.page.replaceChildren(this.form);
      return;
    }
    const text = this.isGuest
      ? 'Guests get no mail: a letter needs somebody who comes back. Log in with an account to ' +
        'have a mailbox. You can write to others.'
      : letters === null ? 'Your letters are being fetched …' : 'No letter waits for you.';
    const shown = letters?.map((letter) => this.letter(letter)) ?? [];
    this.replace(this.tabs.page, ...(shown.length > 0 ? shown : [make('p', {}, text)]));
  }

  /** @param {import('../world/letters.js').Letter} letter */
  letter(letter) {
    const { wares } = this.app.definitions;
    const { mail } = letter;
    const attached = letter.items.map(
      ({ definition, count }) => inPieces(wares.item(definition), count));
    if (letter.gold > 0) attached.push(`${letter.gold} gold`);
    const what = attached.join(', ');
    const take = make('button', { type: 'button' }, what ? `Take ${what}` : 'Put away');
    take.dataset.key = `take ${mail}`;
    const isAsked = this.app.holdings.requests.has('takeMail', (body) => body.mail === mail);
    take.disabled = isAsked;
    take.addEventListener('click', () => this.app.holdings.wish({ takeMail: { mail } }));
    const summary = make(
      'summary', {}, make('strong', {}, letter.subject || '(no subject)'),
      make('span', { className: 'quiet' }, ` from ${letter.sender}, ` +
        `${ago(Date.now() - letter.sentAt)}${what ? ` · ${what}` : ''}`));
    summary.dataset.key = `letter ${mail}`;
    const details = make(
      'details', { className: 'letter', open: this.read.has(mail) }, summary,
      make('p', { className: 'text' }, letter.text), take);
    details.addEventListener('toggle', () => {
      if (details.open) this.read.add(mail);
      else this.read.delete(mail);
    });
    return details;
  }

  buildForm() {
    const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
      make('label', {}, label, input);
    const send = make('button', { type: 'submit', className: 'first' }, 'Send');
    const form = make(
      'form', {}, field('To', this.to), field('Subject', this.subject),
      field('Text', this.text), field('Attach', this.item),
      make('div', { className: 'pair' }, this.count.field, this.gold.field), send);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send(send);
    });
    return form;
  }

  /** The item that is chosen to go with the letter. */
  get attached() {
    const { bag } = this.app.holdings;
    return [...bag.items.values()].find(({ item }) => String(item) === this.item.value) ?? null;
  }

  /** What of one's things can be sent. */
  fill() {
    const { bag } = this.app.holdings;
    const { wares } = this.app.definitions;
    const chosen = this.item.value;
    const options = [...bag.items.values()].flatMap((owned) => {
      const item = wares.item(owned.definition);
      if (!item.tradable) return [];
      return make('option', { value: String(owned.item) }, inPieces(item, owned.count));
    });
    const key = options.map(({ value, textContent }) => `${value} ${textContent}`).join();
    if (this.item.dataset.options !== key || this.item.options.length === 0) {
      this.item.dataset.options = key;
      this.item.replaceChildren(make('option', { value: '' }, 'nothing'), ...options);
      this.item.value = options.some(({ value }) => value === chosen) ? chosen : '';
    }
    const most = this.attached?.count ?? 1;
    this.count.input.max = String(most);
    this.count.input.disabled = most < 2;
    this.gold.input.max = String(bag.gold);
  }

  /** @param {HTMLButtonElement} button */
  async send(button) {
    const { holdings, told } = this.app;
    const { attached } = this;
    const draft = {
      to: this.to.value.trim(), subject: this.subject.value.trim(), text: this.text.value.trim(),
      item: attached?.item ?? 0, count: wholeNumber(this.count.input.value, attached?.count ?? 1),
      gold: wholeNumber(this.gold.input.value, Number.MAX_SAFE_INTEGER, 0),
    };
    const problem = problemOf(draft, holdings.bag.gold);
    if (problem) return told.notice(problem, true);
    button.disabled = true;
    const isSent = await holdings.send(draft);
    button.disabled = false;
    if (!isSent) return undefined;
    for (const input of [this.subject, this.text]) input.value = '';
    this.item.value = '';
    this.count.input.value = '1';
    this.gold.input.value = '0';
    return this.fill();
  }
}
