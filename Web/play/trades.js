// @ts-check
// Trades with other players: what one does at the table, and how it ends.
import { AnswerCode, TradeStep } from './codec/schema.js';
import { isInReach, nearestPlayer } from './world/reach.js';
import { isBare } from './world/goods.js';
import { Table } from './world/table.js';
import { isDead, Kind } from './world/world.js';
import { TradeTalk } from './tradetalk.js';

/**
 * @typedef {import('./world/world.js').Entity} Entity
 * @typedef {import('./world/goods.js').Side} Side
 * @typedef {object} Invitation
 * @property {number|bigint} entity
 * @property {string} name
 * @property {number} at milliseconds, when it was last heard
 * @property {Side} side what the other one would give
 * @property {Side|null} wanted what it wants for that, when it has agreed to that already
 * @property {number} until when it no longer does
 */

const triesMost = 3;

export class Trades {
  /**
   * @param {import('./app.js').App} app
   * @param {import('./net/requests.js').Surroundings} around
   * @param {import('./holdings.js').Holdings} holdings
   */
  constructor(app, around, holdings) {
    this.app = app;
    this.around = around;
    this.holdings = holdings;
    /** @type {Table|null} */
    this.table = null;
    /** @type {Invitation|null} who asks for a trade */
    this.invited = null;
    this.talk = new TradeTalk(this);
  }

  now() {
    return this.around.now();
  }

  changed() {
    this.holdings.changed();
  }

  /** The key: says yes to who asks, else asks whom one has chosen, else who is nearest. */
  begin() {
    if (this.table) this.app.hud.trade.open();
    else if (this.invited) this.accept();
    else {
      const { self, world } = this.app;
      const chosen = this.app.target === null ? null : this.app.find(this.app.target);
      const other = chosen?.kind === Kind.player ? chosen
        : self && nearestPlayer(world.slots.values(), self);
      if (other) this.ask(other);
      else this.app.told.notice('Nobody to trade with is near.');
    }
    return true;
  }

  /** Asks another player for a trade; walks up to it first. @param {Entity} entity */
  ask(entity) {
    const { app } = this;
    if (!this.holdings.isOffered) return app.told.notice('This server has no belongings.', true);
    if (app.world.isDead) return app.told.notice('The dead do nothing.');
    if (isDead(entity)) return app.told.notice(`${app.actions.nameOf(entity)} is dead.`);
    if (!app.self || !isInReach(app.self, entity)) return app.hands.meet(entity);
    if (this.invited?.entity === entity.id) return this.accept();
    if (this.table?.other !== entity.id) {
      this.end('');
      this.open(new Table(entity.id, app.actions.nameOf(entity), this.now()));
    } else app.hud.trade.open();
    return undefined;
  }

  /** @param {Table} table */
  open(table) {
    this.table = table;
    this.talk.begin();
    this.app.hud.trade.open();
  }

  /** Says yes to who asks. */
  accept() {
    const { invited, app } = this;
    if (!invited) return undefined;
    const entity = app.find(invited.entity);
    if (!entity || entity.goneAt) return this.forget(`${invited.name} is gone.`);
    if (!app.self || !isInReach(app.self, entity)) return app.hands.meet(entity);
    this.invited = null;
    this.end('');
    const table = new Table(invited.entity, invited.name, this.now());
    table.laid(invited.side, this.now());
    const { side, wanted, until } = invited;
    if (wanted) table.meet(side, wanted, until, this.holdings.bag, this.now());
    return this.open(table);
  }

  /** @returns {boolean} whether somebody asked */
  decline() {
    const { invited } = this;
    if (!invited) return false;
    this.talk.leave(invited.entity);
    this.forget('');
    return true;
  }

  /** @param {string} text why nobody asks any more */
  forget(text) {
    this.invited = null;
    if (text) this.app.told.notice(text);
    this.changed();
  }

  /**
   * So many pieces of an item on the table, 0: none.
   * @param {number|bigint} item
   * @param {number} count
   */
  put(item, count) {
    const { table } = this;
    const owned = this.holdings.bag.items.get(item);
    if (!table || !owned) return;
    const { tradable } = this.app.definitions.wares.item(owned.definition);
    if (!tradable && count > 0) this.app.told.notice('Nobody else can have that.', true);
    else if (!table.put(item, Math.min(count, owned.count))) {
      this.app.told.notice('No more goes into one trade.', true);
    }
    this.changed();
  }

  /** @param {number} gold */
  pay(gold) {
    this.table?.pay(Math.min(gold, this.holdings.bag.gold));
    this.changed();
  }

  /** Why one does not get at the other one; empty: one does. */
  get distance() {
    const { app, table } = this;
    const entity = table && app.find(table.other);
    if (!app.self || !table) return 'There is no trade.';
    if (!entity || entity.goneAt) return `${table.name} is out of sight.`;
    return isInReach(app.self, entity) ? ''
      : `${table.name} is too far away. Go closer to trade.`;
  }

  /** Why one cannot agree to what lies there; empty: one can. */
  get obstacle() {
    const { table } = this;
    if (!table || this.distance) return this.distance;
    if (table.isPaused(this.now())) return `${table.name} has just changed something: look.`;
    return table.isDirty || this.isBusy ? 'One moment …' : '';
  }

  /** How things stand, in a sentence. */
  get words() {
    return this.distance || (this.table?.words(this.now()) ?? '');
  }

  /** Whether the server has yet to answer something that counts. */
  get isBusy() {
    const { requests } = this.holdings;
    const isIt = (/** @type {any} */ { entity }) => entity === this.table?.other;
    return requests.has('trade', isIt) || requests.has(
      'tradeDraft', (body) => isIt(body) && body.step === TradeStep.TRADE_LAID);
  }

  /** Says yes to what lies there, or takes the yes back. */
  agree() {
    const { table, app } = this;
    if (!table) return;
    if (table.isAgreed(this.now())) {
      table.touch('You took your agreement back.');
      this.changed();
    } else if (isBare(table.theirs)) app.told.notice(`${table.name} gives nothing yet.`, true);
    else if (this.obstacle) app.told.notice(this.obstacle, true);
    else this.send(table, table.theirs);
  }

  /** Gives what lies on one's own side, for nothing. */
  give() {
    const { table, app } = this;
    if (!table) return;
    if (isBare(table.side(this.holdings.bag))) app.told.notice('You give nothing yet.', true);
    else if (!isBare(table.theirs)) app.told.notice(`${table.name} gives something for it.`, true);
    else if (this.obstacle) app.told.notice(this.obstacle, true);
    else this.send(table, table.theirs);
  }

  /**
   * @param {Table} table
   * @param {Side} theirs what one takes: just that, or it is not done
   */
  send(table, theirs) {
    table.asked(this.now());
    this.holdings.wish({
      trade: {
        entity: table.other, give: table.portions(), giveGold: table.gold, take: theirs.goods,
        takeGold: theirs.gold,
      },
    });
  }

  /** Both have said yes at the same moment: one says it again. @param {Table} table */
  cross(table) {
    const self = this.app.self?.id ?? 0;
    if (table.isCrossed(self, this.now()) && !this.isBusy) this.send(table, table.theirs);
  }

  /**
   * How a wish of ours ended.
   * @param {import('./net/requests.js').Wish} wish
   * @param {import('./net/requests.js').Ended} ended
   * @returns {boolean} whether nothing more is to be said
   */
  answered({ trade, tradeDraft }, ended) {
    const table = this.table?.other === (trade ?? tradeDraft)?.entity ? this.table : null;
    if (tradeDraft) return this.laid(table, tradeDraft, ended);
    if (!trade) return false;
    if (!table) return ended.code === AnswerCode.PROPOSED;
    return this.traded(table, trade, ended);
  }

  /**
   * @param {Table|null} table
   * @param {any} draft
   * @param {import('./net/requests.js').Ended} ended
   */
  laid(table, { step }, { code, text }) {
    if (!table || step !== TradeStep.TRADE_LAID || code === AnswerCode.DONE) return true;
    this.talk.again(table);
    if (code === AnswerCode.NOT_THERE || code === AnswerCode.TOO_FAR) return true;
    table.reason = text || this.holdings.refusal(code);
    this.holdings.askBelongings();
    return true;
  }

  /**
   * @param {Table} table
   * @param {any} trade
   * @param {import('./net/requests.js').Ended} ended
   */
  traded(table, trade, { code, text }) {
    const { name } = table;
    if (code === AnswerCode.PROPOSED) {
      table.proposed(this.now());
      this.cross(table);
    } else if (code === AnswerCode.DONE) {
      const isGift = trade.take.length === 0 && Number(trade.takeGold) === 0;
      this.close(isGift ? `You gave it to ${name}.` : `You have traded with ${name}.`);
    } else if (code === AnswerCode.BAD_REQUEST && table.tries > 0 && table.tries < triesMost) {
      // It took the servers too long, and is not done: asked for anew, nothing has changed since.
      this.send(table, table.theirs);
    } else {
      const isGone = code === AnswerCode.NOT_THERE;
      const why = isGone ? `${name} was not to be found for a moment.`
        : text || this.holdings.refusal(code);
      table.reason = `${why} Nothing was traded.`;
      this.app.told.event(table.reason);
    }
    return true;
  }

  /** The player ends it. */
  cancel() {
    this.end('You ended the trade. Nothing was traded.');
  }

  /** Ends it, and says so to the other one. @param {string} text */
  end(text) {
    const { table } = this;
    if (!table) return;
    this.talk.leave(table.other);
    this.close(text);
  }

  /** Nobody trades any more. @param {string} text why */
  close(text) {
    this.table = null;
    if (text) this.app.told.notice(text);
    this.app.hud.trade.shut();
    this.changed();
  }

  /** Another character, or none. */
  clear() {
    this.invited = null;
    if (this.table) this.close('');
  }
}
