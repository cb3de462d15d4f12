// @ts-check
// Puts the parts together: what the connection brings goes into the world, what the player wants
// goes out, and every frame shows both.
import { toBytes, toText } from './codec/protobuf.js';
import { Scene } from './draw/scene.js';
import { Keyboard } from './input/keyboard.js';
import { Pointer } from './input/pointer.js';
import { Steering } from './input/steering.js';
import { Stick } from './input/stick.js';
import { Api } from './net/api.js';
import { Connection } from './net/connection.js';
import { surroundings } from './net/surroundings.js';
import { Actions } from './actions.js';
import { Frames } from './draw/frames.js';
import { Hands } from './hands.js';
import { Happenings } from './happenings.js';
import { Holdings } from './holdings.js';
import { Hud } from './ui/hud.js';
import { Start } from './ui/start.js';
import { Told } from './ui/told.js';
import { Abilities } from './world/abilities.js';
import { Content } from './world/content.js';
import { Definitions } from './world/definitions.js';
import { planWindow, Prediction } from './world/prediction.js';
import { Shards } from './world/shards.js';
import { oneself, World } from './world/world.js';

/**
 * @typedef {import('./world/world.js').Entity} Entity
 * @typedef {object} View what a frame shows
 * @property {Entity|null} self
 * @property {Iterable<Entity>} entities
 * @property {number|bigint|null} target
 * @property {{x: number, y: number}|null} goal units
 * @property {Map<number, number>} shards by region: row * columns + column
 * @property {Definitions} definitions
 * @property {Map<number|bigint, {text: string, at: number}>} bubbles
 * @property {number} health one's own, 0 ... 1
 * @property {import('./world/content.js').WorldMap|null} map
 * @property {(entity: Entity) => string} nameOf
 * @property {number|bigint|null} nearest the thing that the hand would take
 * @property {number|bigint|null} hovered
 */

const usualHealth = 1;

export class App {
  /** @param {Document} document */
  constructor(document) {
    this.document = document;
    const element = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
    this.element = element;
    this.content = new Content();
    this.definitions = new Definitions();
    this.world = new World();
    this.shards = new Shards();
    this.abilities = new Abilities();
    this.steering = new Steering();
    this.api = new Api((input, init) => fetch(input, init));
    this.scene = new Scene(element('world'));
    this.frames = new Frames();
    this.told = new Told(document);
    /** @type {Prediction|null} */
    this.prediction = null;
    /** @type {Entity|null} */
    this.self = null;
    /** @type {import('./world/content.js').WorldMap|null} */
    this.map = null;
    /** @type {any} */
    this.joined = null;
    /** @type {any} */
    this.player = null;
    /** @type {number|bigint|null} */
    this.target = null;
    /** @type {Map<number|bigint, {text: string, at: number}>} */
    this.bubbles = new Map();
    this.ping = NaN;
    this.hasWalked = false;
    this.shownAt = 0;
    const around = surroundings();
    this.connection = new Connection(around, this.handlers());
    this.holdings = new Holdings(this, around);
    this.hands = new Hands(this);
    this.actions = new Actions(this);
    this.happenings = new Happenings(this);
    this.hud = new Hud(this);
    this.start = new Start(this);
    this.keyboard = new Keyboard(this);
    this.pointer = new Pointer(this);
    this.stick = new Stick(this);
  }

  handlers() {
    return {
      phase: (/** @type {any} */ phase, /** @type {any} */ loss) => this.phase(phase, loss),
      loggedIn: (/** @type {any} */ message) => {
        this.player = { ...message, name: toText(message.name) };
        this.holdings.loggedIn(message);
      },
      joined: (/** @type {any} */ message) => this.join(message),
      snapshot: (/** @type {any} */ message) => this.snapshot(message),
      chatLine: (/** @type {any} */ line) => this.happenings.chatLine(line),
      notice: (/** @type {any} */ notice) => this.happenings.notice(notice),
      announcement: (/** @type {any} */ told) => this.hud.announcer.hear(told),
      value: (/** @type {any} */ frame) => this.holdings.heard(frame),
      trouble: (/** @type {number} */ code, /** @type {string} */ text) =>
        this.happenings.trouble(code, text),
      ping: (/** @type {number} */ milliseconds) => {
        this.ping = Number.isNaN(this.ping) ? milliseconds : this.ping * 0.7 + milliseconds * 0.3;
      },
      renew: () => this.start.renew(),
    };
  }

  run() {
    addEventListener('online', () => this.connection.hurry());
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    this.scene.isCalm = calm.matches;
    calm.addEventListener('change', () => { this.scene.isCalm = calm.matches; });
    this.shards.watch(this.api);
    this.abilities.learn(this.api, this.document.body).catch(() => {});
    this.showStart().catch(() => {});
    if (!this.connection.resume()) this.start.open();
    performance.mark('pangea: door');
    const frame = (/** @type {number} */ now) => {
      this.frame(now);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** The place where characters enter, behind the door. */
  async showStart() {
    await this.content.load();
    const map = await this.content.map(this.content.manifest.start.map);
    if (!this.map) this.scene.enter(map);
  }

  /**
   * @param {import('./net/connection.js').Phase} phase
   * @param {import('./net/connection.js').Loss} [loss]
   */
  phase(phase, loss) {
    this.told.phase(phase, loss, this);
    this.holdings.phase(phase);
    if (phase === 'playing') {
      this.steering.repeat();
      this.start.close();
      this.hud.open();
    }
    if (phase === 'idle' || phase === 'ended') {
      this.hud.close();
      this.self = null;
      this.world.clear();
      this.start.open(phase === 'ended' ? loss?.reason : '');
    }
  }

  /** @param {any} message */
  async join(message) {
    this.joined = { ...message, mapName: toText(message.mapName) };
    this.prediction = null;
    const isElsewhere = this.map?.id !== message.map;
    if (isElsewhere) this.world.clear();
    if (isElsewhere || this.self?.id !== message.character) this.self = null;
    if (isElsewhere) this.scene.ground = null;
    this.map = null;
    this.shards.enter(message);
    const map = await this.content.map(message.map).catch((error) => {
      this.told.banner(`The map could not be loaded: ${error.message} Reload the page.`);
      return null;
    });
    if (!map || this.joined.map !== map.id) return;
    this.definitions = new Definitions(this.content.definitions);
    this.map = map;
    this.scene.enter(map);
    this.hud.enter(map, isElsewhere);
  }

  /** @param {any} message */
  snapshot(message) {
    const now = performance.now();
    const { isNewScope, shardBefore, isHandoff } = this.world.apply(message, now);
    if (isNewScope) this.happenings.scope(shardBefore, isHandoff);
    if (message.own) this.reconcile(message, isNewScope, now);
    this.happenings.events(message.event, now);
  }

  /**
   * @param {any} message
   * @param {boolean} isNewScope
   * @param {number} now
   */
  reconcile(message, isNewScope, now) {
    const { tick } = message;
    const { own } = this.world;
    if (!this.map) return;
    const isFirst = !this.prediction;
    const window = planWindow(this.map, this.world.scope?.region ?? 0);
    const prediction = this.prediction ??= new Prediction(this.map.grid, window);
    if (isNewScope) prediction.walker.window = window;
    prediction.pace(own, this.world.isDead);
    if (isFirst) {
      prediction.place({ x: own.x, y: own.y }, now, tick);
      prediction.walker.facing = own.facing;
      this.steering.repeat();
    } else prediction.reconcile({ x: own.x, y: own.y }, tick, own.lastInput, isNewScope);
    if (!this.self) performance.mark('pangea: in the world');
    this.self ??= oneself(this.joined.character, this.player?.name ?? '', own, now);
    this.self.level = own.level;
    this.self.state = own.state;
    this.self.health = own.healthMax ? own.health / own.healthMax : usualHealth;
  }

  /** @param {number} now */
  frame(now) {
    const elapsed = Math.min(250, now - this.shownAt);
    this.shownAt = now;
    const begun = performance.now();
    this.world.show(now);
    if (this.prediction && this.self) this.moveSelf(now, elapsed);
    this.actions.update(now);
    this.hands.update(now);
    this.scene.draw(this.view(), now);
    this.hud.update(now);
    this.frames.add(elapsed, performance.now() - begun, this.scene.figures.length);
  }

  /**
   * @param {number} now
   * @param {number} elapsed
   */
  moveSelf(now, elapsed) {
    const prediction = /** @type {Prediction} */ (this.prediction);
    const self = /** @type {Entity} */ (this.self);
    this.steer(now);
    prediction.advance(now);
    const shown = prediction.shown(now, elapsed);
    self.stride += Math.hypot(shown.x - self.x, shown.y - self.y);
    Object.assign(self, shown);
    const isThere = this.steering.goal && prediction.walker.motion.kind === 'stand' &&
      this.steering.told?.kind === 'target';
    if (isThere) this.steering.goal = null;
  }

  /** Stands still: nobody looks, and no frame would say so later. */
  rest() {
    this.steering.rest();
    this.steering.toldAt = -Infinity;
    this.steer(performance.now());
  }

  /**
   * Tells the server what the player wants now, and does it at once.
   * @param {number} now
   */
  steer(now) {
    if (this.world.isDead) return this.steering.rest();
    const motion = this.steering.due(now);
    if (!motion) return;
    const { kind, ...values } = motion;
    const sequence = this.connection.input({ [kind]: values });
    if (sequence === null) return;
    this.steering.sent(motion, now);
    if (kind !== 'stand' && !this.hasWalked) performance.mark('pangea: walking');
    this.hasWalked ||= kind !== 'stand';
    this.prediction?.steer(motion, sequence, now);
  }

  /** @returns {View} */
  view() {
    const { goal } = this.steering;
    return {
      self: this.self, entities: this.world.entities.values(), target: this.target,
      goal: goal && { x: goal.x / 256, y: goal.y / 256 }, shards: this.shards.byRegion,
      definitions: this.definitions, bubbles: this.bubbles, health: this.self?.health ?? 1,
      map: this.map, nearest: this.hands.nearest?.id ?? null, hovered: this.scene.hovered,
      nameOf: (entity) => this.actions.nameOf(entity),
    };
  }

  /**
   * @param {number|bigint} id
   * @returns {Entity|null}
   */
  find(id) {
    if (this.self && id === this.self.id) return this.self;
    return this.world.entities.get(id) ?? null;
  }

  /** @param {string} name of a guest */
  playAsGuest(name) {
    this.connection.start({ guest: { name: toBytes(name) } });
  }

  /** @param {string} ticket of an account's character */
  playWithTicket(ticket) {
    this.connection.start({ ticket: { ticket: toBytes(ticket) } });
  }
}
