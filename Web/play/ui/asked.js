// @ts-check
import { make, put } from './make.js';

/** Somebody asks for a trade: a question that takes nothing away from playing. */
export class Asked {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('asked');
    this.words = make('p');
    const yes = make('button', { type: 'button', className: 'first' }, 'Trade ');
    yes.append(make('kbd', {}, 'T'));
    yes.setAttribute('aria-keyshortcuts', 'T');
    yes.addEventListener('click', () => app.holdings.trades.accept());
    const no = make('button', { type: 'button' }, 'No');
    no.addEventListener('click', () => {
      app.holdings.trades.decline();
      app.scene.canvas.focus();
    });
    this.box.append(this.words, make('div', { className: 'pair' }, yes, no));
    app.holdings.watchers.push(() => this.show());
  }

  show() {
    const { invited } = this.app.holdings.trades;
    if (!invited && this.box.contains(document.activeElement)) this.app.scene.canvas.focus();
    this.box.hidden = !invited;
    if (invited) put(this.words, `${invited.name} wants to trade with you.`);
  }
}
