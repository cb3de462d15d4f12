// What players own in the small world: every request is done once, under its number, and its
// answer is given again to whoever asks again.
import { toBytes, toText } from '../../play/codec/protobuf.js';
import { AnswerCode } from '../../play/codec/schema.js';
import { Dealings } from './dealings.js';

const reachUnits = 96;
const groundBit = 1n << 62n;
const idOf = (/** @type {number|bigint} */ item) => groundBit | BigInt(item);

export class Value {
  constructor(game, connected) {
    this.game = game;
    this.connected = connected;
    this.items = 0;
    this.mails = 0;
    /** By name. */
    this.mailboxes = new Map();
    this.answers = new Map();
    this.counts = { done: 0, repeated: 0 };
    /** Until then everything is answered TRY_AGAIN. */
    this.stallUntil = 0;
    this.dealings = new Dealings(this);
  }

  /** Puts the map's people and chests where they belong. */
  furnish({ items = [], shops = [], bagCapacity = 20 }) {
    const { npcs = [], chests = [] } = this.game.map;
    this.definitions = new Map(items.map((item) => [item.number, item]));
    this.byID = new Map(items.map((item) => [item.id, item]));
    this.shops = new Map(shops.map((shop) => [shop.id, shop]));
    this.capacity = bagCapacity;
    npcs.forEach(({ number, x, y }) => this.game.add(4, '', number, x, y));
    chests.forEach(({ number, x, y }) => this.game.add(5, '', number, x, y));
    this.game.onDeath = ({ id, x, y }) => this.lay(1 + (id % this.definitions.size), 1, x, y);
  }

  lay(definition, count, x, y, item = ++this.items) {
    const body = this.game.add(3, '', definition, Math.round(x), Math.round(y), idOf(item));
    Object.assign(body, { level: count, item });
  }

  bagOf({ session }) {
    session.bag ??= { version: 1, gold: 100, items: new Map() };
    return session.bag;
  }

  give(player, gold, { definition, count = 1 }) {
    const bag = this.bagOf(player);
    bag.gold += gold;
    const changes = definition ? this.add(bag, definition, count) : [];
    this.tell(player, changes);
  }

  /** Full stacks first, then new places. */
  add(bag, definition, count) {
    const most = this.definitions.get(definition)?.maxStack ?? 1;
    const changed = [];
    for (const one of bag.items.values()) {
      if (one.definition !== definition || count === 0) continue;
      const more = Math.min(count, most - one.count);
      if (more <= 0) continue;
      one.count += more;
      count -= more;
      changed.push(one);
    }
    while (count > 0) {
      const one = { item: ++this.items, definition, count: Math.min(count, most) };
      bag.items.set(one.item, one);
      count -= one.count;
      changed.push(one);
    }
    return changed;
  }

  hasRoom(bag, definition, count) {
    const most = this.definitions.get(definition)?.maxStack ?? 1;
    let room = (this.capacity - bag.items.size) * most;
    for (const one of bag.items.values()) {
      if (one.definition === definition) room += most - one.count;
    }
    return room >= count;
  }

  remove(bag, one, count) {
    one.count -= count;
    if (one.count > 0) return { item: [one], gone: [] };
    bag.items.delete(one.item);
    return { item: [], gone: [one.item] };
  }

  tell(player, item, gone = []) {
    const bag = this.bagOf(player);
    bag.version++;
    player.send({
      belongings: { version: bag.version, gold: bag.gold, item, gone, slots: this.capacity },
    });
  }

  tellAll(player) {
    const { version, gold, items } = this.bagOf(player);
    player.send({
      belongings: { version, gold, item: [...items.values()], full: true, slots: this.capacity },
    });
  }

  request(player, request) {
    const { number, login } = request;
    const key = `${player.body.id} ${login} ${number}`;
    const answer = (code, text = '', againMs = 0) => {
      if (code !== AnswerCode.TRY_AGAIN) this.answers.set(key, [code, text]);
      player.send({ answer: { number, login, code, text: toBytes(text), againMs } });
    };
    if (this.answers.has(key)) {
      this.counts.repeated++;
      return answer(...this.answers.get(key));
    }
    if (Date.now() < this.stallUntil) return answer(AnswerCode.TRY_AGAIN, 'In a moment.', 300);
    const [kind, body] = Object.entries(request).find(
      ([name, value]) => this[`do_${name}`] && value);
    const code = player.body.isDead && !kind.startsWith('ask')
      ? AnswerCode.NOT_WHILE_DEAD : this[`do_${kind}`](player, body);
    if (code === AnswerCode.DONE && !kind.startsWith('ask')) this.counts.done++;
    return answer(code);
  }

  near(player, entity, kind) {
    const body = this.game.bodies.get(entity);
    if (!body || body.kind !== kind) return { code: AnswerCode.NOT_THERE };
    const far = Math.hypot(body.x - player.body.x, body.y - player.body.y);
    return far > reachUnits ? { code: AnswerCode.TOO_FAR } : { body };
  }

  do_tradeDraft(player, draft) {
    return this.dealings.draft(player, draft);
  }

  do_trade(player, trade) {
    return this.dealings.trade(player, trade);
  }

  do_askBelongings(player) {
    this.tellAll(player);
    return AnswerCode.DONE;
  }

  do_pickUp(player, { entity }) {
    const { body, code } = this.near(player, entity, 3);
    if (!body) return code;
    const bag = this.bagOf(player);
    const isGold = this.definitions.get(body.definition)?.type === 'currency';
    if (!isGold && !this.hasRoom(bag, body.definition, body.level)) return AnswerCode.BAG_FULL;
    this.game.bodies.delete(entity);
    if (isGold) bag.gold += body.level;
    this.tell(player, isGold ? [] : this.add(bag, body.definition, body.level));
    return AnswerCode.DONE;
  }

  do_drop(player, { item, count }) {
    const bag = this.bagOf(player);
    const one = bag.items.get(item);
    if (!one) return AnswerCode.NOT_YOURS;
    if (one.count < count) return AnswerCode.NOT_ENOUGH;
    this.lay(one.definition, count, player.body.x + 24, player.body.y + 10);
    const { item: changed, gone } = this.remove(bag, one, count);
    this.tell(player, changed, gone);
    return AnswerCode.DONE;
  }

  do_useItem(player, { item }) {
    const bag = this.bagOf(player);
    const one = bag.items.get(item);
    if (!one) return AnswerCode.NOT_YOURS;
    const { heal = 0, mana = 0 } = this.definitions.get(one.definition)?.stats ?? {};
    const { body } = player;
    if ((!heal || body.health >= 100) && (!mana || body.mana >= 50)) return AnswerCode.USELESS;
    body.health = Math.min(100, body.health + heal);
    body.mana = Math.min(50, body.mana + mana);
    const { item: changed, gone } = this.remove(bag, one, 1);
    this.tell(player, changed, gone);
    return AnswerCode.DONE;
  }

  shopOf(body) {
    return this.shops.get(this.game.map.npcs[body.definition - 1].shop);
  }

  do_buy(player, { entity, definition, count }) {
    const { body, code } = this.near(player, entity, 4);
    if (!body) return code;
    const id = this.definitions.get(definition)?.id;
    const good = this.shopOf(body)?.goods.find(({ item }) => item === id);
    if (!good) return AnswerCode.NOT_SOLD_HERE;
    const bag = this.bagOf(player);
    if (bag.gold < good.price * count) return AnswerCode.NOT_ENOUGH_GOLD;
    if (!this.hasRoom(bag, definition, count)) return AnswerCode.BAG_FULL;
    bag.gold -= good.price * count;
    this.tell(player, this.add(bag, definition, count));
    return AnswerCode.DONE;
  }

  do_sell(player, { entity, item, count }) {
    const { body, code } = this.near(player, entity, 4);
    if (!body) return code;
    const bag = this.bagOf(player);
    const one = bag.items.get(item);
    if (!one) return AnswerCode.NOT_YOURS;
    const { sellPrice = 0 } = this.definitions.get(one.definition) ?? {};
    if (sellPrice === 0) return AnswerCode.NOT_SOLD_HERE;
    if (one.count < count) return AnswerCode.NOT_ENOUGH;
    bag.gold += sellPrice * count;
    const { item: changed, gone } = this.remove(bag, one, count);
    this.tell(player, changed, gone);
    return AnswerCode.DONE;
  }

  do_openChest(player, { entity }) {
    const { body, code } = this.near(player, entity, 5);
    if (!body) return code;
    if (body.isOpen) return AnswerCode.NOT_THERE;
    body.isOpen = true;
    [2, 3, 4].forEach((definition, index) =>
      this.lay(definition, index + 1, body.x - 24 + index * 24, body.y + 24));
    return AnswerCode.DONE;
  }

  post(name, { sender = 'The keeper', subject = '', text = '', item = [], gold = 0 }) {
    const box = this.mailboxes.get(name) ?? [];
    this.mailboxes.set(name, box);
    box.push({
      mail: ++this.mails, sender: toBytes(sender), subject: toBytes(subject), text: toBytes(text),
      item, gold, sentMs: Date.now(),
    });
    for (const player of this.connected) if (player.body.name === name) this.do_askMail(player);
  }

  do_askMail(player) {
    player.send({ mailbox: { letter: this.mailboxes.get(player.body.name) ?? [] } });
    return AnswerCode.DONE;
  }

  do_sendMail(player, { to, subject, text, item, count, gold }) {
    const bag = this.bagOf(player);
    const name = toText(to);
    const other = [...this.connected].find(({ body }) => body.name === name);
    if (!other || other.session.isGuest) return AnswerCode.NO_SUCH_NAME;
    const one = bag.items.get(item);
    if (item && !one) return AnswerCode.NOT_YOURS;
    if (one && one.count < count) return AnswerCode.NOT_ENOUGH;
    if (bag.gold < gold) return AnswerCode.NOT_ENOUGH_GOLD;
    bag.gold -= gold;
    const attached = one ? [{ item: ++this.items, definition: one.definition, count }] : [];
    const { item: changed, gone } = one ? this.remove(bag, one, count) : { item: [], gone: [] };
    this.tell(player, changed, gone);
    this.post(name, {
      sender: player.body.name, subject: toText(subject), text: toText(text), item: attached, gold,
    });
    return AnswerCode.DONE;
  }

  do_takeMail(player, { mail }) {
    const box = this.mailboxes.get(player.body.name) ?? [];
    const letter = box.find((one) => one.mail === mail);
    if (!letter) return AnswerCode.NOT_THERE;
    const bag = this.bagOf(player);
    if (letter.item.some(({ definition, count }) => !this.hasRoom(bag, definition, count))) {
      return AnswerCode.BAG_FULL;
    }
    box.splice(box.indexOf(letter), 1);
    bag.gold += letter.gold;
    this.tell(player, letter.item.flatMap(({ definition, count }) =>
      this.add(bag, definition, count)));
    this.do_askMail(player);
    return AnswerCode.DONE;
  }
}
