// @ts-check
// What two who trade tell each other by way of the server: what lies on the table, that one is
// still there, that one goes.
import { toText } from './codec/protobuf.js';
import { TradeStep } from './codec/schema.js';
import { gathered } from './world/goods.js';
import { silenceMost } from './world/table.js';
import { isDead } from './world/world.js';

/**
 * @typedef {import('./world/goods.js').Side} Side
 * @typedef {import('./world/table.js').Table} Table
 */

const pulseMilliseconds = 250;
const stayMilliseconds = 4000;
const againMilliseconds = 1000;
/** An invitation of which nothing more is heard is over after so long. */
const inviteMilliseconds = 30000;
/** Somebody out of sight is gone after so long. */
const goneMilliseconds = 6000;

/** @param {any} message of the protocol @returns {Side} */
const sideOf = ({ give, giveGold }) => ({ goods: gathered(give), gold: Number(giveGold) });

export class TradeTalk {
  /** @param {import('./trades.js').Trades} trades */
  constructor(trades) {
    this.trades = trades;
    this.stayedAt = -Infinity;
    /** When one's own side is shown at the earliest. */
    this.layAt = -Infinity;
    this.seenAt = 0;
    this.timer = null;
  }

  /** A table was opened. */
  begin() {
    this.stayedAt = this.seenAt = this.trades.now();
    this.layAt = -Infinity;
    this.pulse();
  }

  /** The other one has not seen one's side: it is shown again in a while. @param {Table} table */
  again(table) {
    table.isDirty = true;
    this.layAt = this.trades.now() + againMilliseconds;
  }

  /** @param {any} frame of the server */
  heard({ tradeTable, tradeOffer }) {
    if (tradeTable) this.shown(tradeTable);
    else this.offered(tradeOffer);
    this.trades.changed();
  }

  /** @param {any} message TradeTable */
  shown(message) {
    const { trades } = this;
    const { entity, step } = message;
    const name = toText(message.name);
    const table = trades.table?.other === entity ? trades.table : null;
    if (step === TradeStep.TRADE_DONE) this.done(table, name);
    else if (step === TradeStep.TRADE_LEFT) this.left(table, entity, name);
    else if (step === TradeStep.TRADE_STAYS) this.stays(table, entity);
    else if (step === TradeStep.TRADE_LAID) {
      if (table) this.laid(table, sideOf(message));
      else this.invite(entity, name, sideOf(message), null);
    }
  }

  /**
   * @param {Table} table
   * @param {Side} side
   */
  laid(table, side) {
    const { trades } = this;
    const wasJoined = table.isJoined;
    table.laid(side, trades.now());
    trades.app.told.event(wasJoined
      ? table.reason || `${table.name} changed something.` : `${table.name} trades with you.`);
  }

  /**
   * @param {Table|null} table
   * @param {number|bigint} entity
   */
  stays(table, entity) {
    const { invited } = this.trades;
    if (table) table.heard(this.trades.now());
    else if (invited?.entity === entity) invited.at = this.trades.now();
    else this.leave(entity);
  }

  /**
   * @param {Table|null} table
   * @param {string} name
   */
  done(table, name) {
    const isTrade = table && table.agreedUntil > -Infinity;
    const text = isTrade ? `You have traded with ${name}.` : `${name} gave you something.`;
    if (table) this.trades.close(text);
    else {
      if (this.trades.invited?.name === name) this.trades.forget('');
      this.trades.app.told.notice(text);
    }
  }

  /**
   * @param {Table|null} table
   * @param {number|bigint} entity
   * @param {string} name
   */
  left(table, entity, name) {
    const { trades } = this;
    if (trades.invited?.entity === entity) trades.forget(`${name} no longer asks for a trade.`);
    if (!table) return;
    trades.close(table.isJoined ? `${name} ended the trade. Nothing was traded.`
      : `${name} does not want to trade now.`);
  }

  /** @param {any} message TradeOffer */
  offered(message) {
    const { trades } = this;
    const give = sideOf(message);
    const take = { goods: gathered(message.take), gold: Number(message.takeGold) };
    const name = toText(message.name);
    const { table } = trades;
    if (table?.other !== message.entity) {
      return this.invite(message.entity, name, give, take, message.expiresMs);
    }
    const own = table.side(trades.holdings.bag);
    const agrees = table.offered(give, take, own, message.expiresMs, trades.now());
    if (!agrees) return undefined;
    trades.app.told.event(`${name} agrees.`);
    return trades.cross(table);
  }

  /**
   * @param {number|bigint} entity
   * @param {string} name
   * @param {Side} side
   * @param {Side|null} wanted
   * @param {number} [lasts] milliseconds, of what is wanted
   */
  invite(entity, name, side, wanted, lasts = 0) {
    const { trades } = this;
    const isNew = trades.invited?.entity !== entity;
    const now = trades.now();
    trades.invited = { entity, name, at: now, side, wanted, until: now + lasts };
    if (isNew) trades.app.told.event(`${name} wants to trade with you: T says yes, Escape no.`);
    this.pulse();
  }

  /** One's own region is another, or came back: it knows of no agreement. */
  crossed() {
    const { table } = this.trades;
    if (!table) return;
    table.crossed(this.trades.now());
    this.trades.changed();
  }

  /** Says that one is not at the table. @param {number|bigint} entity */
  leave(entity) {
    this.trades.holdings.requests.ask({
      tradeDraft: { entity, step: TradeStep.TRADE_LEFT },
    });
  }

  /** As time goes by: tells the other one what changed, or that one is still there. */
  pulse() {
    const { trades } = this;
    const { around } = trades;
    around.cancel(this.timer);
    if (!trades.table && !trades.invited) return;
    this.timer = around.after(() => this.pulse(), pulseMilliseconds);
    const now = trades.now();
    if (trades.invited && now - trades.invited.at > inviteMilliseconds) trades.decline();
    if (!trades.table) return;
    this.tend(trades.table, now);
    trades.app.hud.trade.update();
  }

  /**
   * @param {Table} table
   * @param {number} now
   */
  tend(table, now) {
    const { trades } = this;
    const { holdings, app } = trades;
    if (table.expire(now)) trades.changed();
    if (holdings.bag.isFresh && table.prune(holdings.bag)) {
      table.reason = 'You no longer have all that lay there.';
      trades.changed();
    }
    if (!holdings.requests.isPlaying) return;
    const entity = app.find(table.other);
    if (entity && !entity.goneAt) this.seenAt = now;
    const why = app.world.isDead ? 'You have died.'
      : entity && isDead(entity) ? `${table.name} has died.`
        : now - this.seenAt > goneMilliseconds ? `${table.name} is gone.`
          : table.isJoined && now - table.heardAt > silenceMost
            ? `Nothing was heard of ${table.name} for a minute.` : '';
    if (why) trades.end(`${why} Nothing was traded.`);
    else this.tell(table, now);
  }

  /**
   * @param {Table} table
   * @param {number} now
   */
  tell(table, now) {
    const { trades } = this;
    const { requests } = trades.holdings;
    const isWaiting = requests.isFull || requests.has('trade') ||
      requests.has('tradeDraft', ({ entity }) => entity === table.other);
    if (isWaiting) return;
    const entity = table.other;
    if (table.isDirty && now >= this.layAt && !trades.distance) {
      table.isDirty = false;
      this.stayedAt = now;
      this.layAt = now + pulseMilliseconds;
      const draft = { entity, give: table.portions(), giveGold: table.gold };
      requests.ask({ tradeDraft: { ...draft, step: TradeStep.TRADE_LAID } });
      trades.changed();
    } else if (now - this.stayedAt >= stayMilliseconds) {
      this.stayedAt = now;
      requests.ask({ tradeDraft: { entity, step: TradeStep.TRADE_STAYS } });
    }
  }
}
