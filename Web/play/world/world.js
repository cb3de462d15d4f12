// @ts-check
// What the client knows of the world: whoever is in view, and oneself. Snapshots are differences;
// slots are void with a new scope, entities stay the same over all regions.
import { toText } from '../codec/protobuf.js';
import { EntityState } from '../codec/schema.js';
import { facing } from './facing.js';
import { completed } from './own.js';
import { TickClock } from './tickclock.js';
import { Track } from './track.js';

/**
 * @typedef {object} Entity
 * @property {number|bigint} id
 * @property {number} kind one of Kind
 * @property {string} name
 * @property {number} definition
 * @property {number} level
 * @property {number} health 0 ... 1
 * @property {number} state bits of EntityState
 * @property {number} facing 1/256 turns
 * @property {Track} track
 * @property {number} x shown
 * @property {number} y shown
 * @property {boolean} isMoving
 * @property {number} stride units walked, for the legs
 * @property {number} cameAt milliseconds
 * @property {number} goneAt milliseconds; 0: in view
 * @property {{at: number, skill: number}} gesture the latest skill used
 * @property {number} hurtAt
 */

/** What an entity is. */
export const Kind = Object.freeze({ player: 1, creature: 2, item: 3, npc: 4, chest: 5 });
/** The bit of the state of a chest that was emptied. */
const open = 16;

const lingerMilliseconds = 250;
/** So many who are gone are kept while no frame is drawn, as in a hidden tab. */
const goneMax = 256;
/** The region rests on three ticks in a row at most. */
const gapMax = 4;

export class World {
  constructor() {
    this.clock = new TickClock();
    /** @type {Map<number|bigint, Entity>} */
    this.entities = new Map();
    /** @type {Map<number, Entity>} */
    this.slots = new Map();
    /** @type {any} */
    this.scope = null;
    /** @type {any} */
    this.own = null;
    /** The last state that told vitals. */
    this.told = null;
    this.tick = 0;
    /** Ticks since the snapshot before: more than one when time goes slowly. */
    this.gap = 1;
    this.handoffs = 0;
  }

  /** Another map, or a new connection: nobody is in view. */
  clear() {
    this.entities.clear();
    this.slots.clear();
    this.scope = null;
    this.own = null;
    this.told = null;
    this.clock = new TickClock();
  }

  /**
   * Takes a snapshot; what happened in it is left to the caller.
   * @param {any} snapshot
   * @param {number} now milliseconds
   * @returns {{isNewScope: boolean, shardBefore: number, isHandoff: boolean}}
   */
  apply(snapshot, now) {
    const shardBefore = this.scope?.shard ?? 0;
    const isHandoff = Boolean(
      this.own && snapshot.own && this.own.sequence !== snapshot.own.sequence);
    if (isHandoff) this.handoffs++;
    const gap = snapshot.tick - this.tick;
    this.gap = gap > 1 && gap <= gapMax ? gap : 1;
    this.tick = snapshot.tick;
    this.clock.heard(snapshot.tick, now, this.gap);
    const isNewScope = Boolean(snapshot.scope);
    /** @type {Set<Entity>} */
    const left = new Set();
    if (snapshot.scope) {
      this.scope = snapshot.scope;
      for (const entity of this.slots.values()) left.add(entity);
      this.slots.clear();
    }
    if (snapshot.own) {
      this.own = completed(snapshot.own, this.own);
      if (snapshot.own.healthMax) this.told = snapshot.own;
    }
    for (const message of snapshot.appear) left.delete(this.appear(message, now));
    this.move(snapshot.move);
    for (const slot of snapshot.vanish) {
      const entity = this.slots.get(slot);
      this.slots.delete(slot);
      if (entity) left.add(entity);
    }
    for (const entity of left) entity.goneAt = now;
    if (this.entities.size > 2 * this.slots.size + goneMax) this.prune(now);
    this.vitals(snapshot.vitals);
    return { isNewScope, shardBefore, isHandoff };
  }

  /**
   * @param {any} message
   * @param {number} now
   * @returns {Entity}
   */
  appear(message, now) {
    const { originX, originY, steps } = this.scope;
    const x = originX + message.x / steps;
    const y = originY + message.y / steps;
    let entity = this.entities.get(message.entity);
    if (entity) entity.track.add(this.tick, x, y, this.gap);
    else {
      entity = {
        id: message.entity, kind: message.kind, name: '', definition: 0, level: 0, health: 1,
        state: 0, facing: message.facing, track: new Track(this.tick, x, y), x, y,
        isMoving: false, stride: 0, cameAt: now, goneAt: 0, gesture: { at: -1e9, skill: 0 },
        hurtAt: -1e9,
      };
      this.entities.set(message.entity, entity);
    }
    entity.goneAt = 0;
    entity.kind = message.kind;
    entity.name = toText(message.name);
    entity.definition = message.definition;
    entity.level = message.level;
    entity.state = message.state;
    const isToldOf = message.health > 0 || message.level > 0;
    entity.health = isToldOf && isAlive(message) ? message.health / 255 : 1;
    this.slots.set(message.slot, entity);
    return entity;
  }

  /** @param {number[]} triples */
  move(triples) {
    const { originX = 0, originY = 0, steps = 8 } = this.scope ?? {};
    for (let index = 0; index + 2 < triples.length; index += 3) {
      const x = originX + triples[index + 1] / steps;
      const y = originY + triples[index + 2] / steps;
      this.slots.get(triples[index])?.track.add(this.tick, x, y, this.gap);
    }
  }

  /** @param {number[]} quadruples */
  vitals(quadruples) {
    for (let index = 0; index + 3 < quadruples.length; index += 4) {
      const entity = this.slots.get(quadruples[index]);
      if (!entity) continue;
      if (isAlive(entity)) entity.health = quadruples[index + 1] / 255;
      entity.level = quadruples[index + 2];
      entity.state = quadruples[index + 3];
    }
  }

  /**
   * Forgets those who are gone.
   * @param {number} now
   */
  prune(now) {
    for (const { id, goneAt } of this.entities.values()) {
      if (goneAt && now - goneAt > lingerMilliseconds) this.entities.delete(id);
    }
  }

  /**
   * Puts everybody where they are shown at this moment.
   * @param {number} now
   */
  show(now) {
    const tick = this.clock.at(now);
    this.prune(now);
    for (const entity of this.entities.values()) {
      const { x, y, isMoving } = entity.track.at(tick);
      const dx = x - entity.x;
      const dy = y - entity.y;
      if (isMoving && Math.abs(dx) + Math.abs(dy) > 0.05) {
        entity.facing = facing(Math.round(dx * 64), Math.round(dy * 64)) ?? entity.facing;
        entity.stride += Math.hypot(dx, dy);
      }
      [entity.x, entity.y, entity.isMoving] = [x, y, isMoving];
    }
  }

  get isDead() {
    return Boolean(this.own && this.own.state & EntityState.DEAD);
  }

  /**
   * How many others of a kind are in view.
   * @param {number} kind
   */
  count(kind) {
    let count = 0;
    for (const entity of this.slots.values()) if (entity.kind === kind) count++;
    return count;
  }
}

/** Whether it has a life to lose: a player or a creature. @param {{kind: number}} entity */
export const isAlive = ({ kind }) => kind === Kind.player || kind === Kind.creature;

/** Of a chest. @param {{state: number}} entity */
export const isOpen = (entity) => (entity.state & open) !== 0;

/** @param {{state: number}} entity */
export const isDead = (entity) => (entity.state & EntityState.DEAD) !== 0;

/** @param {number} state bits of EntityState */
export function stateInWords(state) {
  if (state & EntityState.DEAD) return 'dead';
  if (state & EntityState.FLEEING) return 'fleeing';
  if (state & EntityState.FIGHTING) return 'fighting';
  return state & EntityState.SAFE ? 'safe here' : '';
}

/**
 * Oneself, as one of those in view.
 * @param {number|bigint} id
 * @param {string} name
 * @param {any} own
 * @param {number} now
 * @returns {Entity}
 */
export function oneself(id, name, own, now) {
  const [x, y] = [own.x / 256, own.y / 256];
  return {
    id, kind: 1, name, definition: 0, level: own.level, health: 1, state: 0, facing: own.facing,
    x, y, isMoving: false, stride: 0, cameAt: now, goneAt: 0, hurtAt: -1e9,
    gesture: { at: -1e9, skill: 0 }, track: new Track(0, x, y),
  };
}
