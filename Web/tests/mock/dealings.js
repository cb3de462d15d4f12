// Trades in the small world: what two show each other, and what both agree to.
import { toBytes } from '../../play/codec/protobuf.js';
import { AnswerCode, TradeStep } from '../../play/codec/schema.js';

const proposalMilliseconds = 30000;

const inOrder = (goods) => JSON.stringify(
  goods.map(({ definition, count }) => ({ definition, count }))
    .sort((a, b) => a.definition - b.definition));

export class Dealings {
  constructor(value) {
    this.value = value;
    /** By the id of who proposes. */
    this.proposals = new Map();
  }

  other(entity) {
    return [...this.value.connected].find(({ body }) => body?.id === entity) ?? null;
  }

  withdraw(from, to) {
    if (this.proposals.get(from)?.entity === to) this.proposals.delete(from);
  }

  /** By kinds; null: one does not have it. */
  goods(player, give) {
    const bag = this.value.bagOf(player);
    const counts = new Map();
    for (const { item, count } of give) {
      const one = bag.items.get(item);
      if (!one || one.count < count) return null;
      counts.set(one.definition, (counts.get(one.definition) ?? 0) + count);
    }
    return [...counts].map(([definition, count]) => ({ definition, count }));
  }

  draft(player, { entity, step, give, giveGold }) {
    const { code } = this.value.near(player, entity, 1);
    const other = this.other(entity);
    if (!other) return AnswerCode.NOT_THERE;
    if (step === TradeStep.TRADE_LAID && code) return code;
    const goods = this.goods(player, give);
    if (!goods) return AnswerCode.NOT_YOURS;
    if (step !== TradeStep.TRADE_STAYS) {
      this.withdraw(player.body.id, entity);
      this.withdraw(entity, player.body.id);
    }
    this.show(other, player, step, goods, giveGold);
    return AnswerCode.DONE;
  }

  show(to, from, step, give = [], giveGold = 0) {
    to.send({
      tradeTable: { entity: from.body.id, name: toBytes(from.body.name), step, give, giveGold },
    });
  }

  trade(player, { entity, give, giveGold, take, takeGold }) {
    const { code } = this.value.near(player, entity, 1);
    const other = this.other(entity);
    if (code || !other) return code ?? AnswerCode.NOT_THERE;
    const goods = this.goods(player, give);
    if (!goods) return AnswerCode.NOT_YOURS;
    if (this.value.bagOf(player).gold < giveGold) return AnswerCode.NOT_ENOUGH_GOLD;
    const isGift = take.length === 0 && Number(takeGold) === 0;
    const theirs = this.proposals.get(entity);
    const isAgreed = theirs?.entity === player.body.id && theirs.until > Date.now() &&
      inOrder(theirs.goods) === inOrder(take) && theirs.giveGold === takeGold &&
      inOrder(theirs.take) === inOrder(goods) && theirs.takeGold === giveGold;
    if (isGift || isAgreed) {
      this.move(player, other, give, giveGold);
      if (isAgreed) this.move(other, player, theirs.give, theirs.giveGold);
      this.proposals.delete(entity);
      this.show(other, player, TradeStep.TRADE_DONE);
      return AnswerCode.DONE;
    }
    const until = Date.now() + proposalMilliseconds;
    this.proposals.set(player.body.id, { entity, give, giveGold, goods, take, takeGold, until });
    other.send({
      tradeOffer: {
        entity: player.body.id, name: toBytes(player.body.name), give: goods, giveGold, take,
        takeGold, expiresMs: proposalMilliseconds,
      },
    });
    return AnswerCode.PROPOSED;
  }

  move(from, to, give, gold) {
    const { value } = this;
    const [giver, taker] = [value.bagOf(from), value.bagOf(to)];
    giver.gold -= gold;
    taker.gold += gold;
    const gone = [];
    const [less, more] = [[], []];
    for (const { item, count } of give) {
      const one = giver.items.get(item);
      more.push(...value.add(taker, one.definition, count));
      const change = value.remove(giver, one, count);
      less.push(...change.item);
      gone.push(...change.gone);
    }
    value.tell(from, less, gone);
    value.tell(to, more);
  }
}
