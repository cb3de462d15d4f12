// @ts-check
import { timePercent } from '../world/own.js';
import { stateInWords } from '../world/world.js';
import { Bar } from './bar.js';
import { make, put } from './make.js';

/** Oneself in numbers: name, level, health, mana, experience, who was defeated. */
export class Me {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.name = make('span');
    this.level = make('span');
    this.health = new Bar('health', 'Health');
    this.mana = new Bar('mana', 'Mana');
    this.experience = new Bar('experience', 'Experience');
    this.facts = make('p', { className: 'facts' });
    this.time = make('p', { className: 'time', role: 'status', hidden: true });
    app.element('me').append(
      make('div', { className: 'name' }, this.name, this.level), this.health.element,
      this.mana.element, this.experience.element, this.facts, this.time);
  }

  /** @param {any} own */
  show(own) {
    put(this.name, this.app.self?.name ?? '');
    put(this.level, own.level ? `Level ${own.level}` : '');
    this.health.element.hidden = !own.healthMax;
    this.mana.element.hidden = !own.manaMax;
    this.experience.element.hidden = !own.level;
    this.health.set(own.health, own.healthMax);
    this.mana.set(own.mana, own.manaMax);
    const next = Number(own.experienceNext);
    const text = next ? `${own.experience} / ${next} xp` : 'highest level';
    this.experience.set(next ? Number(own.experience) : 1, next || 1, text);
    const kills = Number(own.kills) ? `${own.kills} defeated` : '';
    put(this.facts, [kills, stateInWords(own.state)].filter(Boolean).join(' · '));
    this.facts.hidden = this.facts.textContent === '';
    const percent = timePercent(own);
    this.time.hidden = percent === 100;
    put(this.time, percent === 100
      ? '' : `⏳ Time runs at ${percent} % here: the place is crowded.`);
  }
}
