// @ts-check
import { isDead, Kind, stateInWords } from '../world/world.js';
import { Bar } from './bar.js';
import { make, put } from './make.js';

/** Whom one has chosen. */
export class TargetFrame {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('target');
    this.name = make('span');
    this.level = make('span');
    this.health = new Bar('health', "The target's health");
    this.trade = make('button', { type: 'button', className: 'trade' }, 'Trade ');
    this.trade.append(make('kbd', {}, 'T'));
    this.trade.setAttribute('aria-keyshortcuts', 'T');
    this.trade.addEventListener('click', () => {
      const target = app.target === null ? null : app.find(app.target);
      if (target) app.holdings.trades.ask(target);
    });
    this.box.append(
      make('div', { className: 'name' }, this.name, this.level), this.health.element, this.trade);
  }

  update() {
    const { app, box } = this;
    const target = app.target === null ? null : app.find(app.target);
    if (box.hidden !== !target) box.hidden = !target;
    if (!target) return;
    const isTrader = target.kind === Kind.player && target.id !== app.self?.id && !isDead(target);
    this.trade.hidden = !isTrader || !app.holdings.isOffered;
    put(this.name, app.actions.nameOf(target));
    const level = target.level ? `Level ${target.level}` : '';
    put(this.level, [level, stateInWords(target.state)].filter(Boolean).join(' · '));
    const percent = Math.ceil(target.health * 100);
    this.health.set(percent, 100, `${percent} %`);
  }
}
