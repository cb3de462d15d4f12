// @ts-check
// What lies over the world while one plays.
import { Chat } from './chat.js';
import { Death } from './death.js';
import { Help } from './help.js';
import { make, put } from './make.js';
import { Me } from './me.js';
import { Minimap } from './minimap.js';
import { Numbers } from './numbers.js';
import { Skills } from './skills.js';
import { TargetFrame } from './target.js';

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
    this.lastTold = null;
    this.me = new Me(app);
    this.target = new TargetFrame(app);
    this.menu = this.buildButtons();
    if (matchMedia('(pointer: coarse)').matches) this.useTouch();
  }

  get isClosed() {
    return this.box.hidden;
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
    return entries.map(([label, key, done]) => {
      const button = make('button', { type: 'button', textContent: label });
      if (label === 'Chat') button.classList.add('chat-button');
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
   * @param {import('../world/content.js').WorldMap} map
   * @param {boolean} isElsewhere than before
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
    const { own, told } = this.app.world;
    if (own && own !== this.lastOwn) {
      this.lastOwn = own;
      this.me.show(own);
    }
    if (told && told !== this.lastTold) {
      this.lastTold = told;
      this.skills.heard(told, now);
      this.death.heard(told, now);
    }
    this.target.update();
    this.skills.update(now);
    this.death.update(now);
    this.minimap.update(now);
    this.numbers.update(now);
    if (now - this.wordsAt > wordsMilliseconds) this.describe(now);
  }

  /**
   * The world in words, for those who do not see the canvas.
   * @param {number} now
   */
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
