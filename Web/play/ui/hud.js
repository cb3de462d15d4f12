// @ts-check
// What lies over the world while one plays.
import { Announcer } from '../announcer.js';
import { AnnouncementView } from './announcement.js';
import { Asked } from './asked.js';
import { Bag } from './bag.js';
import { Chat } from './chat.js';
import { Death } from './death.js';
import { Help } from './help.js';
import { Mail } from './mail.js';
import { make, put } from './make.js';
import { Me } from './me.js';
import { Minimap } from './minimap.js';
import { Numbers } from './numbers.js';
import { Potions } from './potions.js';
import { ReachButton } from './reach.js';
import { Shop } from './shop.js';
import { Skills } from './skills.js';
import { Talk } from './talk.js';
import { TargetFrame } from './target.js';
import { Trade } from './trade.js';

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
    this.potions = new Potions(app);
    this.reach = new ReachButton(app);
    this.bag = new Bag(app);
    this.shop = new Shop(app);
    this.mail = new Mail(app);
    this.talk = new Talk(app);
    this.trade = new Trade(app);
    this.asked = new Asked(app);
    this.announcer = new Announcer(new AnnouncementView(app));
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

  get windows() {
    return [this.mail, this.talk, this.shop, this.trade, this.bag];
  }

  /** Closes the uppermost window. @returns {boolean} whether one was open */
  closeWindow() {
    const open = this.windows.find((window) => window.isOpen);
    open?.close();
    return open !== undefined;
  }

  /**
   * On a small screen there is one window at a time.
   * @param {import('./window.js').Window} one
   */
  makeRoom(one) {
    const isSmall = matchMedia('(max-width: 900px)').matches;
    for (const window of this.windows) {
      const isOneOf = (/** @type {any[]} */ ...all) => all.includes(window) && all.includes(one);
      const isInTheWay = isSmall || window === this.mail || one === this.mail ||
        isOneOf(this.trade, this.shop, this.talk);
      if (window !== one && isInTheWay) window.giveWay();
    }
  }

  buildButtons() {
    const { app } = this;
    /** @type {[string, string, () => void][]} */
    const entries = [
      ['Chat', 'Enter', () => this.chat.begin('')],
      ['Bag', 'I', () => this.bag.toggle()],
      ['Mail', 'L', () => this.mail.toggle()],
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
    for (const window of this.windows) window.close();
  }

  /**
   * @param {import('../world/content.js').WorldMap} map
   * @param {boolean} isElsewhere than before
   */
  enter(map, isElsewhere) {
    if (!isElsewhere) return;
    this.skills.build();
    this.potions.build(this.skills.box);
    this.app.holdings.changed();
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
    const button = this.menu.find(({ textContent }) => textContent === 'Borders');
    button?.setAttribute('aria-pressed', String(isShown));
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
    this.shop.update();
    this.talk.update();
    this.reach.update();
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
    const near = app.hands.nearest;
    const reach = near ? ` Within reach: ${app.hands.deedInWords(near)}, key F.` : '';
    put(app.element('surroundings'), `You are in ${place}. ${around}.${reach}`);
  }
}
