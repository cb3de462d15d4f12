// @ts-check
// What the player does with the things of the world: takes, opens, trades, drinks.
import { deedOf, isInReach, nearest, personOf } from './world/reach.js';
import { inPieces } from './world/wares.js';
import { Kind } from './world/world.js';

/** @typedef {import('./world/world.js').Entity} Entity */

const walkMilliseconds = 250;

export class Hands {
  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {Entity|null} the nearest thing within reach that something can be done with */
    this.nearest = null;
    /** @type {number|bigint|null} what one walks up to */
    this.goal = null;
    /** Whether one walks up to somebody to trade. */
    this.isMeeting = false;
    this.walkedAt = -Infinity;
  }

  /** Walks up to another player, to trade. @param {Entity} entity */
  meet(entity) {
    this.app.actions.isChasing = false;
    this.goal = entity.id;
    this.isMeeting = true;
  }

  /**
   * @param {Entity} entity
   * @returns {string}
   */
  nameOf(entity) {
    const { definitions, map } = this.app;
    if (entity.kind === Kind.item) {
      return inPieces(definitions.wares.item(entity.definition), entity.level);
    }
    if (entity.kind === Kind.npc) return personOf(map, entity)?.name ?? 'Somebody of this place';
    return 'Chest';
  }

  /** What the hand would do now, in words. @param {Entity} entity */
  deedInWords(entity) {
    const verb = { take: 'Take', open: 'Open', trade: 'Trade with', talk: 'Talk to' }[
      deedOf(this.app.map, entity) ?? 'take'];
    return `${verb} ${entity.kind === Kind.chest ? 'the chest' : this.nameOf(entity)}`;
  }

  /** Whether it was asked for already. @param {Entity} entity */
  isAsked(entity) {
    const isIt = (/** @type {any} */ body) => body.entity === entity.id;
    const { requests } = this.app.holdings;
    return requests.has('pickUp', isIt) || requests.has('openChest', isIt);
  }

  /**
   * A click or a tap: does it, or walks there first.
   * @param {Entity} entity
   */
  reachFor(entity) {
    const { self, map, told } = this.app;
    if (!self) return;
    this.goal = null;
    this.isMeeting = false;
    this.app.actions.isChasing = false;
    if (!deedOf(map, entity)) {
      told.notice(entity.kind === Kind.chest ? 'The chest is empty.'
        : `${this.nameOf(entity)} has nothing to say.`);
    } else if (isInReach(self, entity)) this.act(entity);
    else this.goal = entity.id;
  }

  /** The key: the nearest thing. */
  reach() {
    if (this.nearest) this.act(this.nearest);
    else this.app.told.notice('Nothing is within reach.');
    return true;
  }

  /** @param {Entity} entity within reach */
  act(entity) {
    const { holdings, map, hud, world, told } = this.app;
    if (!holdings.isOffered) return told.notice('This server has no belongings.', true);
    if (world.isDead) return told.notice('The dead do nothing.');
    const deed = deedOf(map, entity);
    if (deed === 'trade') return hud.shop.visit(entity);
    if (deed === 'talk') return this.listen(entity);
    if (this.isAsked(entity)) return undefined;
    if (deed === 'take') holdings.wish({ pickUp: { entity: entity.id } });
    if (deed === 'open') holdings.wish({ openChest: { entity: entity.id } });
    return undefined;
  }

  /** @param {Entity} entity who may have something to say */
  listen(entity) {
    const { definitions, map, hud, told } = this.app;
    if (definitions.dialogue(personOf(map, entity)?.dialogue).length > 0) hud.talk.visit(entity);
    else told.notice(`${this.nameOf(entity)} has nothing to say.`);
  }

  /**
   * Drinks or eats what fits best.
   * @param {'heal'|'mana'} stat
   */
  refresh(stat) {
    const { world, holdings, definitions, told } = this.app;
    const { own } = world;
    if (!own || world.isDead) return true;
    const [have, most] = stat === 'heal' ? [own.health, own.healthMax] : [own.mana, own.manaMax];
    if (most > 0 && have >= most) {
      told.notice(stat === 'heal' ? 'You are not hurt.' : 'Your mana is full.');
      return true;
    }
    const found = definitions.wares.remedy(
      holdings.bag.items.values(), stat, most - have, own.level || 1);
    const isAsked = found && holdings.requests.has(
      'useItem', ({ item }) => item === found.owned.item);
    if (!found) told.notice(`Nothing in the bag ${stat === 'heal' ? 'heals' : 'gives mana'}.`);
    else if (!isAsked) holdings.use(found.owned.item);
    return true;
  }

  /** @param {number} now */
  update(now) {
    const { self, world, map, steering } = this.app;
    this.nearest = self && !world.isDead
      ? nearest(world.slots.values(), self, map, (entity) => this.isAsked(entity)) : null;
    if (this.goal === null || !self) return;
    const entity = this.app.find(this.goal);
    const isOver = !entity || entity.goneAt || world.isDead ||
      !(this.isMeeting || deedOf(map, entity)) || steering.wish.kind === 'heading';
    if (isOver) this.goal = null;
    else if (isInReach(self, entity)) {
      this.goal = null;
      steering.goal = null;
      if (this.isMeeting) this.app.holdings.trades.ask(entity);
      else this.act(entity);
    } else if (now - this.walkedAt > walkMilliseconds) {
      this.walkedAt = now;
      steering.walkTo(entity.x, entity.y);
    }
  }
}
