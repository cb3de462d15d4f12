// @ts-check
// What the player can do besides walking.
import { toBytes } from './codec/protobuf.js';
import { ChatChannel } from './codec/schema.js';
import { isAlive, isDead, Kind } from './world/world.js';

/** @typedef {import('./world/world.js').Entity} Entity */

const chaseMilliseconds = 250;

export class Actions {
  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
    /** Whom the own blows go on to until they fall or one walks away. */
    this.isChasing = false;
    this.chasedAt = -Infinity;
  }

  /** @param {Entity} entity */
  chooseOrStrike(entity) {
    if (!isAlive(entity)) return this.app.hands.reachFor(entity);
    const isAgain = this.app.target === entity.id;
    this.choose(entity);
    this.isChasing = isAgain && entity.kind === 2;
    return undefined;
  }

  /** @param {Entity|null} entity */
  choose(entity) {
    this.app.target = entity?.id ?? null;
    this.isChasing = false;
    if (entity) this.app.told.event(`Target: ${this.nameOf(entity)}.`);
  }

  /** @param {Entity} entity */
  nameOf(entity) {
    if (entity.name) return entity.name;
    if (entity.kind === Kind.player) return 'Somebody';
    return entity.kind === Kind.creature
      ? this.app.definitions.creature(entity.definition).name : this.app.hands.nameOf(entity);
  }

  /**
   * The next one by distance, creatures first.
   * @param {boolean} isBackwards
   */
  targetNext(isBackwards) {
    const { app } = this;
    const { self } = app;
    if (!self) return false;
    const distance = (/** @type {Entity} */ one) => Math.hypot(one.x - self.x, one.y - self.y);
    const near = [...app.world.slots.values()]
      .filter((one) => isAlive(one) && !isDead(one) && one.id !== self.id)
      .sort((a, b) => b.kind - a.kind || distance(a) - distance(b));
    if (near.length === 0) {
      app.told.event('Nobody is near.');
      return true;
    }
    const at = near.findIndex((one) => one.id === app.target);
    const step = isBackwards ? -1 : 1;
    const index = at < 0 ? 0 : (at + step + near.length) % near.length;
    this.choose(near[index]);
    return true;
  }

  /**
   * @param {number} number 1 ... 4
   * @returns {boolean}
   */
  useSkill(number) {
    const { app } = this;
    const { self, definitions, world } = app;
    const skill = definitions.skill(number);
    if (!self || !skill || world.isDead || !app.abilities.has('skills')) return true;
    if (app.hud.skills.refuses(number)) return true;
    let entity = /** @type {number|bigint} */ (0);
    if (skill.type === 'melee' || skill.type === 'projectile') {
      if (!this.currentTarget()) this.nearestCreature(skill.range + 60);
      const target = this.currentTarget();
      if (!target) {
        app.told.notice('Choose a target first: Tab, or click somebody.');
        return true;
      }
      const far = Math.hypot(target.x - self.x, target.y - self.y);
      if (number === 1 && target.kind === 2 && skill.type === 'melee' && far > skill.range) {
        this.isChasing = true;
        return true;
      }
      entity = target.id;
    } else if (skill.type === 'heal') {
      const friend = this.currentTarget();
      entity = friend?.kind === 1 ? friend.id : 0;
    }
    const [dx, dy] = this.direction();
    const sequence = app.connection.input({ useSkill: { skill: number, entity, dx, dy } });
    if (sequence !== null) app.hud.skills.used(number, performance.now());
    return true;
  }

  /** @returns {Entity|null} */
  currentTarget() {
    const found = this.app.target === null ? null : this.app.find(this.app.target);
    return found && !isDead(found) && !found.goneAt ? found : null;
  }

  /** @param {number} reach units */
  nearestCreature(reach) {
    const { self, world } = this.app;
    if (!self) return;
    let best = null;
    let least = reach;
    for (const one of world.slots.values()) {
      if (one.kind !== 2 || isDead(one)) continue;
      const distance = Math.hypot(one.x - self.x, one.y - self.y);
      if (distance < least) [best, least] = [one, distance];
    }
    if (best) this.choose(best);
  }

  /**
   * Where one goes, or looks.
   * @returns {[number, number]}
   */
  direction() {
    const { steering, self } = this.app;
    const { wish } = steering;
    if (wish.kind === 'heading') return [wish.dx, wish.dy];
    const angle = ((self?.facing ?? 64) * Math.PI) / 128;
    return [Math.round(Math.cos(angle) * 127), Math.round(Math.sin(angle) * 127)];
  }

  /** @returns {boolean} whether one was dead */
  respawn() {
    const { app } = this;
    if (!app.world.isDead) return false;
    if (app.hud.death.wait <= 0) {
      app.connection.input({ respawn: {} });
      app.hud.death.asked();
    }
    return true;
  }

  /**
   * What is written in the chat: `/z`, `/w name`, `/r`, or just said.
   * @param {string} text
   */
  say(text) {
    const { app } = this;
    const zone = /^\/z(?:one)?\s+(.+)$/s.exec(text);
    if (zone) return this.send(ChatChannel.CHAT_ZONE, zone[1]);
    const whisper = /^\/(?:w|whisper|r)\s/.test(text) && this.addressee(text);
    if (whisper) return this.send(ChatChannel.CHAT_WHISPER, whisper.text, whisper.to);
    if (/^\/(?:h|help|\?)$/.test(text)) {
      app.hud.help.toggle();
      return true;
    }
    if (text.startsWith('/')) {
      app.hud.chat.tell(
        '/z text: to the whole zone. /w name text: to one. /r text: answers a whisper.');
      return false;
    }
    return this.send(ChatChannel.CHAT_NEAR, text);
  }

  /**
   * To whom a whisper goes: `/w name text`, where a known name may have spaces, as may one in
   * quotes; `/r text` answers.
   * @param {string} line
   * @returns {{to: string, text: string}|null}
   */
  addressee(line) {
    const [, command, rest] = /^\/(\S+)\s+(.+)$/s.exec(line) ?? [];
    if (!rest) return null;
    const { chat } = this.app.hud;
    if (command === 'r') return chat.whisperer ? { to: chat.whisperer, text: rest } : null;
    const inView = [...this.app.world.slots.values()].map(({ name }) => name);
    const known = [...inView, ...chat.names]
      .filter((name) => rest.toLowerCase().startsWith(`${name.toLowerCase()} `))
      .sort((a, b) => b.length - a.length)[0];
    if (known) return { to: known, text: rest.slice(known.length + 1) };
    const [, quoted, word, text] = /^(?:"([^"]+)"|(\S+))\s+(.+)$/s.exec(rest) ?? [];
    return text ? { to: quoted ?? word, text } : null;
  }

  /**
   * @param {number} channel
   * @param {string} text
   * @param {string} [to]
   */
  send(channel, text, to = '') {
    const bytes = toBytes(text.trim());
    if (bytes.length === 0) return false;
    if (bytes.length > 240) {
      this.app.hud.chat.tell('That is too long to say at once.');
      return false;
    }
    if (this.app.connection.phase !== 'playing') {
      this.app.hud.chat.tell('Not connected: nobody would hear it.');
      return false;
    }
    this.app.connection.send({ say: { channel, text: bytes, to: toBytes(to) } });
    return true;
  }

  toggleBorders() {
    const { app } = this;
    app.scene.showsBorders = !app.scene.showsBorders;
    app.hud.showNumbers(app.scene.showsBorders);
    const shard = app.world.scope?.shard;
    app.told.event(app.scene.showsBorders
      ? `Borders are shown.${shard ? ` You are on shard ${shard}.` : ''}` : 'Borders are hidden.');
    return true;
  }

  escape() {
    const { app } = this;
    this.isChasing = false;
    app.hands.goal = null;
    if (app.hud.closeWindow() || app.holdings.trades.decline()) return true;
    if (app.target !== null) app.target = null;
    else app.steering.rest();
    return true;
  }

  /**
   * Forgets a target that is gone; goes on striking the one that is chased.
   * @param {number} now
   */
  update(now) {
    const { app } = this;
    if (app.target === null) return;
    const found = app.find(app.target);
    if (!found || found.goneAt) app.target = null;
    else if (this.isChasing) this.chase(found, now);
  }

  /**
   * Walks up to a creature and strikes it, until it falls or the player does something else.
   * @param {Entity} target
   * @param {number} now
   */
  chase(target, now) {
    const { self, steering, definitions, hud, world } = this.app;
    if (!self || world.isDead || isDead(target) || steering.wish.kind === 'heading') {
      this.isChasing = false;
      return;
    }
    const range = definitions.skill(1)?.range ?? 48;
    const isNear = Math.hypot(target.x - self.x, target.y - self.y) < range * 0.8;
    if (isNear) {
      if (steering.goal) steering.goal = null;
      if (hud.skills.isReady(1)) this.useSkill(1);
    } else if (now - this.chasedAt > chaseMilliseconds) {
      this.chasedAt = now;
      steering.walkTo(target.x, target.y);
    }
  }
}
