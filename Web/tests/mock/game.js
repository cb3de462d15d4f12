// A small world in one process that speaks the protocol: enough of everything that the client
// shows. Its walking is the client's own, so that prediction can be compared.
import { encode, toBytes } from '../../play/codec/protobuf.js';
import { EntityState, EventKind, SkillRefusal } from '../../play/codec/schema.js';
import { CollisionGrid } from '../../play/world/grid.js';
import { Walker } from '../../play/world/walker.js';
import { creatures, skills } from './content.js';

const viewUnits = 480;
const respawnTicks = 60;

export class Body {
  constructor(game, id, kind, name, definition, x, y) {
    const { left = 0, top = 0, right, bottom } = game.window;
    this.walker = new Walker(game.grid, { left, top, right, bottom });
    this.walker.at = { x: x * 256, y: y * 256 };
    Object.assign(this, {
      id, kind, name, definition, level: definition || 1, health: 100, mana: 50, deadAt: 0,
      experience: 0, kills: 0, ready: new Map(), state: 0, region: -1, sequence: 1,
    });
  }

  get x() { return this.walker.at.x / 256; }

  get y() { return this.walker.at.y / 256; }

  get isDead() { return this.deadAt > 0; }

  get healthMax() { return 100; }
}

export class Game {
  constructor(map) {
    this.map = map;
    this.grid = new CollisionGrid(
      map.columns, map.rows, map.tileSize, Buffer.from(map.collision, 'base64'));
    this.window = { right: map.columns - 1, bottom: map.rows - 1 };
    this.tick = 34000000000;
    this.bodies = new Map();
    this.ids = 100;
    this.events = [];
    this.seed = 7;
    this.shards = [1, 2];
  }

  random(below) {
    this.seed = (Math.imul(this.seed, 1103515245) + 12345) >>> 0;
    return (this.seed >>> 16) % below;
  }

  add(kind, name, definition, x, y, id = ++this.ids) {
    const body = new Body(this, id, kind, name, definition, x, y);
    this.bodies.set(body.id, body);
    return body;
  }

  /** So many creatures and walkers around a place. */
  crowd(count, x, y) {
    for (let index = 0; index < count; index++) {
      const angle = index * 2.4;
      const far = 60 + 28 * Math.sqrt(index);
      const [cx, cy] = [x + Math.cos(angle) * far, y + Math.sin(angle) * far * 0.7];
      const definition = index % 2 ? 0 : 1 + (index >> 1) % creatures.length;
      const name = definition ? creatures[definition - 1].name : `Walker ${index}`;
      if (this.grid.isFree({ x: Math.round(cx) * 256, y: Math.round(cy) * 256 }, 2560)) {
        const kind = definition ? 2 : 1;
        this.add(kind, name, definition, Math.round(cx), Math.round(cy)).isTame = true;
      }
    }
  }

  regionOf(body) {
    const { edge, columns, rows } = this.map.regions;
    const column = Math.min(columns - 1, Math.floor(body.x / edge));
    const row = Math.min(rows - 1, Math.floor(body.y / edge));
    return (1 << 16) | (row << 8) | column;
  }

  shardOf(region) {
    return this.shards[(region & 255) % this.shards.length];
  }

  step() {
    this.tick++;
    this.events = [];
    for (const body of this.bodies.values()) {
      if (body.isTame && this.tick % 20 === body.id % 20) this.wander(body);
      if (body.isDead && body.isTame && this.tick - body.deadAt > respawnTicks) this.revive(body);
      if (body.isDead) continue;
      const before = { ...body.walker.at };
      body.walker.step(body.isTame ? 768 : 2048);
      body.hasMoved = before.x !== body.walker.at.x || before.y !== body.walker.at.y;
      if (this.tick % 20 === 0) {
        body.mana = Math.min(50, body.mana + 2);
        if (!body.foe) body.health = Math.min(100, body.health + 2);
      }
      const region = this.regionOf(body);
      if (region !== body.region) body.sequence++;
      body.region = region;
    }
    for (const body of this.bodies.values()) if (body.foe) this.fight(body);
  }

  wander(body) {
    if (body.foe || body.isDead) return;
    const turn = this.random(16);
    if (turn > 8) return body.walker.steer({ kind: 'stand' });
    const angle = (turn * Math.PI) / 4;
    const [dx, dy] = [Math.round(Math.cos(angle) * 100), Math.round(Math.sin(angle) * 100)];
    return body.walker.steer({ kind: 'heading', dx, dy });
  }

  fight(body) {
    const foe = this.bodies.get(body.foe);
    if (!foe || foe.isDead || body.isDead || !body.isTame) {
      body.foe = 0;
      return;
    }
    const far = Math.hypot(foe.x - body.x, foe.y - body.y);
    if (far > 36) body.walker.steer({ kind: 'target', ...foe.walker.at });
    else if (this.tick % 24 === body.id % 24) {
      body.walker.steer({ kind: 'stand' });
      this.tell(EventKind.SKILL_USED, body.id, foe.id, 0, 1);
      this.hurt(body, foe, 4 + body.level, 1);
    }
  }

  tell(kind, source, target, amount = 0, skill = 0, only = 0) {
    this.events.push({ kind, source, target, amount, skill, only });
  }

  hurt(source, target, amount, skill) {
    if (target.isDead) return;
    const dealt = Math.min(target.health, amount);
    target.health -= dealt;
    this.tell(EventKind.DAMAGE, source.id, target.id, dealt, skill);
    if (target.health > 0) {
      target.foe = source.id;
      return;
    }
    target.deadAt = this.tick;
    if (target.kind === 2) this.onDeath?.(target);
    target.walker.steer({ kind: 'stand' });
    this.tell(EventKind.DEATH, source.id, target.id);
    if (source.isTame) return;
    source.kills++;
    source.experience += 40;
    this.tell(EventKind.EXPERIENCE, 0, source.id, 40, 0, source.id);
    this.tell(EventKind.KILL, source.id, target.id, 0, 0, source.id);
    if (source.experience < 100) return;
    source.experience -= 100;
    source.level++;
    this.tell(EventKind.LEVEL_UP, 0, source.id, source.level);
  }

  useSkill(body, { skill: number, entity, dx, dy }) {
    const skill = skills.find((one) => one.number === number);
    const target = this.bodies.get(entity);
    const refuse = (why) => this.tell(EventKind.SKILL_REFUSED, 0, body.id, why, number, body.id);
    if (!skill) return refuse(SkillRefusal.SKILL_UNKNOWN);
    if (body.isDead) return refuse(SkillRefusal.SKILL_DEAD);
    if ((body.ready.get(number) ?? 0) > this.tick) return refuse(SkillRefusal.SKILL_COOLING_DOWN);
    if (body.mana < skill.manaCost) return refuse(SkillRefusal.SKILL_NO_MANA);
    const isAtSomebody = skill.type === 'melee' || skill.type === 'projectile';
    if (isAtSomebody && (!target || target.isDead)) return refuse(SkillRefusal.SKILL_NO_TARGET);
    if (isAtSomebody && Math.hypot(target.x - body.x, target.y - body.y) > skill.range) {
      return refuse(SkillRefusal.SKILL_OUT_OF_RANGE);
    }
    body.mana -= skill.manaCost;
    body.ready.set(number, this.tick + skill.cooldown / 50);
    this.tell(EventKind.SKILL_USED, body.id, target?.id ?? 0, 0, number);
    if (isAtSomebody) return this.hurt(body, target, 18 + this.random(8), number);
    if (skill.type === 'heal') {
      const amount = Math.min(30, 100 - body.health);
      body.health += amount;
      return this.tell(EventKind.HEAL, body.id, body.id, amount, number);
    }
    for (let step = 0; step < 6; step++) {
      body.walker.steer({ kind: 'heading', dx, dy });
      body.walker.step(4096);
    }
    return body.walker.steer({ kind: 'stand' });
  }

  revive(body) {
    Object.assign(body, { deadAt: 0, health: 100, foe: 0 });
    this.tell(EventKind.RESPAWN, 0, body.id);
  }

  stateOf(body) {
    return (body.isDead ? EntityState.DEAD : 0) | (body.foe ? EntityState.FIGHTING : 0) |
      (body.isOpen ? 16 : 0);
  }

  /** What a player sees now, as the difference to what it saw before. */
  snapshot(player) {
    const { body } = player;
    const region = body.region;
    const { edge } = this.map.regions;
    const isNew = player.scope !== region;
    const frame = { tick: this.tick, appear: [], move: [], vanish: [], vitals: [], event: [] };
    const [column, row] = [region & 255, (region >> 8) & 255];
    if (isNew) {
      player.scope = region;
      player.slots = new Map();
      player.seen = new Map();
      frame.scope = {
        region, epoch: 3, originX: (column - 1) * edge, originY: (row - 1) * edge, steps: 8,
        shard: this.shardOf(region),
      };
    }
    const at = (one) => [
      Math.round((one.x - (column - 1) * edge) * 8), Math.round((one.y - (row - 1) * edge) * 8)];
    for (const one of this.bodies.values()) {
      const isInView = one !== body && Math.hypot(one.x - body.x, one.y - body.y) < viewUnits;
      const slot = player.slots.get(one.id);
      const vitals = [Math.round(one.health * 2.55), one.level, this.stateOf(one)];
      if (isInView && slot === undefined) {
        const fresh = (player.free = (player.free ?? 0) + 1) % 60000;
        player.slots.set(one.id, fresh);
        const [x, y] = at(one);
        frame.appear.push({
          slot: fresh, entity: one.id, x, y, kind: one.kind, name: toBytes(one.name),
          facing: one.walker.facing, definition: one.definition, level: one.level,
          health: vitals[0], state: vitals[2],
        });
      } else if (isInView) {
        if (one.hasMoved) frame.move.push(slot, ...at(one));
        if (player.seen.get(one.id) !== vitals.join()) frame.vitals.push(slot, ...vitals);
      } else if (slot !== undefined) {
        frame.vanish.push(slot);
        player.slots.delete(one.id);
      }
      player.seen.set(one.id, vitals.join());
    }
    for (const [id, slot] of player.slots) {
      if (this.bodies.has(id)) continue;
      frame.vanish.push(slot);
      player.slots.delete(id);
    }
    frame.event = this.events.filter((event) => !event.only || event.only === body.id);
    frame.own = this.own(player);
    return encode('ServerFrame', { snapshot: frame });
  }

  own(player) {
    const { body } = player;
    return {
      x: body.walker.at.x, y: body.walker.at.y, lastInput: player.lastInput,
      applied: player.lastInput, sequence: body.sequence, facing: body.walker.facing,
      health: body.health, healthMax: 100, mana: body.mana, manaMax: 50, level: body.level,
      experience: body.experience, experienceNext: 100, kills: body.kills,
      state: this.stateOf(body), speed: 2048,
      respawnMs: body.isDead ? Math.max(0, (respawnTicks - this.tick + body.deadAt) * 50) : 0,
      cooldown: [...body.ready].flatMap(([number, tick]) =>
        tick > this.tick ? [number, (tick - this.tick) * 50] : []),
    };
  }
}
