// @ts-check
// What lies over the world while one plays.
import { Actions } from '../actions.js';
import { Bar } from './bar.js';
import { Chat } from './chat.js';
import { Death } from './death.js';
import { Help } from './help.js';
import { make, put } from './make.js';
import { Minimap } from './minimap.js';
import { Numbers } from './numbers.js';
import { Skills } from './skills.js';

const wordsMilliseconds = 1000;

export class Hud {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('hud');
    this.chat = new Chat(app);
    this.death = new Death(app);
    this.help = new Help(app);
    this.minimap = new Minimap(app);
    this.numbers = new Numbers(app);
    this.skills = new Skills(app);
    this.wordsAt = 0;
    this.lastOwn = null;
    this.buildMe();
    this.buildTarget();
    this.buildButtons();
    if (matchMedia('(pointer: coarse)').matches) this.useTouch();
  }

  get isClosed() {
    return this.box.hidden;
  }

  buildMe() {
    this.name = make('span');
    this.level = make('span');
    this.health = new Bar('health', 'Health');
    this.mana = new Bar('mana', 'Mana');
    this.experience = new Bar('experience', 'Experience');
    this.facts = make('p', { className: 'facts' });
    this.app.element('me').append(
      make('div', { className: 'name' }, this.name, this.level), this.health.element,
      this.mana.element, this.experience.element, this.facts);
  }

  buildTarget() {
    /** @type {HTMLElement} */
    this.targetBox = this.app.element('target');
    this.targetName = make('span');
    this.targetLevel = make('span');
    this.targetHealth = new Bar('health', "The target's health");
    this.targetBox.append(
      make('div', { className: 'name' }, this.targetName, this.targetLevel),
      this.targetHealth.element);
  }

  buildButtons() {
    const { app } = this;
    /** @type {[string, string, () => void][]} */
    const entries = [
      ['Chat', 'Enter', () => this.chat.begin('')],
      ['Borders', 'B', () => app.actions.toggleBorders()],
      ['Map', 'M', () => this.toggleMinimap()],
      ['Help', 'H', () => this.help.toggle()],
      ['Leave', '', () => app.connection.leave()],
    ];
    this.menu = entries.map(([label, key, done]) => {
      const button = make('button', { type: 'button', textContent: label });
      if (key) button.setAttribute('aria-keyshortcuts', key);
      button.addEventListener('click', done);
      app.element('buttons').append(button);
      return button;
    });
  }

  open() {
    if (this.isClosed) this.app.scene.canvas.focus();
    this.box.hidden = false;
  }

  close() {
    this.box.hidden = true;
    if (this.help.isOpen) this.help.toggle();
  }

  /**
   * @param {import('../world/content.js').WorldMap} map @param {boolean} isElsewhere than before
   */
  enter(map, isElsewhere) {
    if (!isElsewhere) return;
    this.skills.build();
    this.minimap.enter(map);
  }

  useTouch() {
    document.body.classList.add('touch');
  }

  focusButtons() {
    this.skills.slots[0]?.button.focus();
    return true;
  }

  toggleMinimap() {
    this.minimap.toggle();
    return true;
  }

  /** @param {boolean} isShown */
  showNumbers(isShown) {
    this.numbers.box.hidden = !isShown;
    document.body.classList.toggle('numbers', isShown);
    this.menu[1].setAttribute('aria-pressed', String(isShown));
  }

  /** @param {number} now */
  update(now) {
    if (this.isClosed) return;
    const { own } = this.app.world;
    if (own && own !== this.lastOwn) {
      this.lastOwn = own;
      this.skills.heard(own, now);
      this.showOwn(own);
      this.death.heard(own, now);
    }
    this.showTarget();
    this.skills.update(now);
    this.death.update(now);
    this.minimap.update(now);
    this.numbers.update(now);
    if (now - this.wordsAt > wordsMilliseconds) this.describe(now);
  }

  /** @param {any} own */
  showOwn(own) {
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
    const state = Actions.inWords(own.state);
    const kills = Number(own.kills) ? `${own.kills} defeated` : '';
    put(this.facts, [kills, state].filter(Boolean).join(' · '));
  }

  showTarget() {
    const { app } = this;
    const target = app.target === null ? null : app.find(app.target);
    const box = /** @type {HTMLElement} */ (this.targetBox);
    if (box.hidden !== !target) box.hidden = !target;
    if (!target) return;
    put(/** @type {HTMLElement} */ (this.targetName), app.actions.nameOf(target));
    const state = Actions.inWords(target.state);
    const level = target.level ? `Level ${target.level}` : '';
    put(/** @type {HTMLElement} */ (this.targetLevel), [level, state].filter(Boolean).join(' · '));
    const percent = Math.ceil(target.health * 100);
    this.targetHealth?.set(percent, 100, `${percent} %`);
  }

  /** The world in words, for those who do not see the canvas. @param {number} now */
  describe(now) {
    this.wordsAt = now;
    const { app } = this;
    if (!app.self || !app.joined) return;
    const count = (/** @type {number} */ n, /** @type {string} */ one) =>
      `${n} ${one}${n === 1 ? '' : 's'}`;
    const place = `${app.joined.mapName}, at ${Math.round(app.self.x)}, ${Math.round(app.self.y)}`;
    const players = count(app.world.count(1), 'player');
    const around = `${players} and ${count(app.world.count(2), 'creature')} in view`;
    put(app.element('surroundings'), `You are in ${place}. ${around}.`);
  }
}
