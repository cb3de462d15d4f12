// @ts-check
import { stateInWords } from '../world/world.js';
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
    this.box.append(
      make('div', { className: 'name' }, this.name, this.level), this.health.element);
  }

  update() {
    const { app, box } = this;
    const target = app.target === null ? null : app.find(app.target);
    if (box.hidden !== !target) box.hidden = !target;
    if (!target) return;
    put(this.name, app.actions.nameOf(target));
    const level = target.level ? `Level ${target.level}` : '';
    put(this.level, [level, stateInWords(target.state)].filter(Boolean).join(' · '));
    const percent = Math.ceil(target.health * 100);
    this.health.set(percent, 100, `${percent} %`);
  }
}
