import assert from 'node:assert/strict';
import test from 'node:test';
import { decode, encode } from '../../play/codec/protobuf.js';
import { Holdings } from '../../play/holdings.js';
import { Wares } from '../../play/world/wares.js';
import { AnswerCode, EntityState } from '../../play/codec/schema.js';
import { wares as made } from '../mock/content.js';
import { Value } from '../mock/value.js';

/** Time that a test moves. */
class Time {
  constructor() {
    this.now = 1000;
    this.timers = new Map();
    this.last = 0;
  }

  after(done, milliseconds) {
    this.timers.set(++this.last, { at: this.now + milliseconds, done });
    return this.last;
  }

  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [key, next] = [...this.timers].sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!next || next.at > end) break;
      this.timers.delete(key);
      this.now = Math.max(this.now, next.at);
      next.done();
    }
    this.now = end;
  }
}

/** Two players side by side, and the server of the small world between them. */
class Stage {
  constructor() {
    this.time = new Time();
    this.bodies = new Map();
    this.connected = new Set();
    this.value = new Value({ bodies: this.bodies, map: {}, add: () => ({}) }, this.connected);
    this.value.definitions = new Map(made.items.map((item) => [item.number, item]));
    this.value.capacity = 20;
    this.ada = this.player(3, 'Ada', 100);
    this.ben = this.player(9, 'Ben', 140);
    this.time.pass(100);
  }

  player(id, name, x) {
    const body = { id, name, kind: 1, x, y: 0, state: 0, isDead: false, goneAt: 0 };
    this.bodies.set(id, body);
    const said = [];
    const kept = new Map();
    const { time } = this;
    const around = {
      now: () => time.now, after: (done, ms) => time.after(done, ms),
      cancel: (key) => time.timers.delete(key),
      store: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) =>
        kept.set(key, value), removeItem: (key) => kept.delete(key) },
    };
    const window = { isOpen: false };
    const app = {
      self: body, target: null, find: (one) => this.bodies.get(one) ?? null,
      world: { isDead: false, slots: this.bodies }, definitions: { wares: new Wares(made) },
      told: { notice: (text) => said.push(text), event: (text) => said.push(text) },
      actions: { nameOf: (one) => one.name }, hands: { meet: () => said.push('walks') },
      hud: { trade: {
        open: () => { window.isOpen = true; }, shut: () => { window.isOpen = false; },
        update: () => {} } },
    };
    const link = { body, session: {}, isDown: false };
    // Over the wire and back, so that only what the protocol has is understood.
    const carry = (type, frame, done) => {
      const copy = decode(type, encode(type, frame));
      if (!link.isDown) time.after(() => link.isDown || done(copy), 20);
    };
    link.send = (frame) => carry('ServerFrame', frame, (copy) => holdings.heard(copy));
    app.connection = { send: (frame) =>
      carry('ClientFrame', frame, (copy) => this.value.request(link, copy.request)) };
    const holdings = new Holdings(app, around);
    this.connected.add(link);
    holdings.loggedIn({ login: id + 100, resumed: false });
    holdings.phase('playing');
    return { app, link, body, holdings, said, window, trades: holdings.trades,
      bag: holdings.bag, has: (definition) => holdings.bag.counts().get(definition) ?? 0 };
  }

  give(player, definition, count) {
    this.value.give(player.link, 0, { definition, count });
    this.time.pass(100);
  }

  /** Both sit at the table. */
  meet() {
    this.ada.trades.ask(this.ben.body);
    this.time.pass(400);
    this.ben.trades.accept();
    this.time.pass(2000);
  }

  lay(player, definition, count) {
    const owned = [...player.bag.items.values()].find((one) => one.definition === definition);
    player.trades.put(owned.item, count);
    this.time.pass(2000);
  }
}

const last = ({ said }) => said.at(-1);

test('one asks, the other comes, both lay, both agree, and it is done', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.give(ada, 2, 5);
  stage.give(ben, 4, 1);
  ada.trades.ask(ben.body);
  assert.ok(ada.window.isOpen);
  assert.match(ada.trades.words, /Ben was asked/);
  time.pass(400);
  assert.equal(ben.trades.invited.name, 'Ada');
  assert.ok(!ben.window.isOpen, 'nobody is interrupted');
  ben.trades.accept();
  time.pass(2000);
  assert.ok(ada.trades.table.isJoined && ben.trades.table.isJoined);
  stage.lay(ada, 2, 3);
  stage.lay(ben, 4, 1);
  ada.trades.pay(10);
  time.pass(2000);
  assert.deepEqual(ben.trades.table.theirs, { goods: [{ definition: 2, count: 3 }], gold: 10 });
  ada.trades.agree();
  time.pass(300);
  assert.match(ada.trades.words, /You agreed/);
  assert.match(ben.trades.words, /Ada agrees. Do you/);
  ben.trades.agree();
  time.pass(300);
  assert.ok(!ada.trades.table && !ben.trades.table && !ada.window.isOpen && !ben.window.isOpen);
  assert.deepEqual([ada.has(2), ada.has(4), ada.bag.gold], [2, 1, 90]);
  assert.deepEqual([ben.has(2), ben.has(4), ben.bag.gold], [3, 0, 110]);
  for (const one of [ada, ben]) assert.ok(one.said.some((text) => /You have traded/.test(text)));
});

test('what is changed after a yes has to be agreed to again', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.give(ada, 2, 5);
  stage.meet();
  stage.lay(ada, 2, 5);
  ben.trades.pay(30);
  time.pass(2000);
  ben.trades.agree();
  time.pass(300);
  assert.ok(ada.trades.table.doTheyAgree(time.now));
  ada.trades.put([...ada.bag.items.keys()][0], 1);
  time.pass(600);
  assert.ok(!ben.trades.table.isAgreed(time.now));
  assert.match(ben.trades.words, /Ada changed something: look/);
  assert.match(ben.trades.obstacle, /just changed/, 'nobody agrees by mistake');
  ben.trades.agree();
  time.pass(300);
  assert.match(last(ben), /just changed/);
  time.pass(2000);
  ada.trades.agree();
  time.pass(300);
  assert.deepEqual([ada.has(2), ben.bag.gold], [5, 100], 'the old yes is gone');
  ben.trades.agree();
  time.pass(300);
  assert.deepEqual([ada.has(2), ben.has(2), ada.bag.gold, ben.bag.gold], [4, 1, 130, 70]);
});

test('both agree at the same moment', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.meet();
  ada.trades.pay(1);
  ben.trades.pay(2);
  time.pass(3000);
  stage.value.dealings.proposals.set = function set(key, proposal) {
    // The server knows of a proposal only after both were heard, as two regions do.
    setTimeoutLater(() => Map.prototype.set.call(this, key, proposal));
  };
  const setTimeoutLater = (done) => time.after(done, 30);
  ada.trades.agree();
  ben.trades.agree();
  time.pass(1000);
  assert.deepEqual([ada.bag.gold, ben.bag.gold], [101, 99]);
  assert.ok(!ada.trades.table && !ben.trades.table);
});

test('a gift needs no yes', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.give(ada, 2, 5);
  stage.meet();
  stage.lay(ada, 2, 4);
  ada.trades.agree();
  assert.match(last(ada), /gives nothing yet/);
  ada.trades.give();
  time.pass(300);
  assert.deepEqual([ada.has(2), ben.has(2)], [1, 4]);
  assert.ok(ben.said.some((text) => /Ada gave you something/.test(text)));
  assert.ok(!ada.trades.table && !ben.trades.table);
});

test('a yes that is taken back is none', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.meet();
  ada.trades.pay(5);
  time.pass(2000);
  ben.trades.agree();
  ada.trades.agree();
  assert.match(last(ada), /gives nothing yet/);
  time.pass(300);
  ben.trades.agree();
  assert.match(ben.trades.words, /You took your agreement back/);
  time.pass(600);
  assert.ok(!ada.trades.table.doTheyAgree(time.now));
});

test('how it ends: No, cancel, death, gone, out of reach, silence', () => {
  const ends = [
    [({ ada }) => ada.trades.cancel(), /Ada ended the trade/],
    [({ ada }) => { ada.app.world.isDead = true; }, /Ada ended the trade/],
    [({ ada }) => { ada.body.state = EntityState.DEAD; }, /Ada has died/],
    [({ bodies }) => bodies.delete(3), /Ada is gone/],
    [({ ada }) => { ada.link.isDown = true; }, /Nothing was heard of Ada/],
  ];
  for (const [end, why] of ends) {
    const stage = new Stage();
    stage.meet();
    stage.ben.trades.pay(5);
    stage.time.pass(1000);
    end(stage);
    stage.time.pass(70000);
    assert.equal(stage.ben.trades.table, null);
    assert.ok(stage.ben.said.some((text) => why.test(text)), `${why}: ${stage.ben.said}`);
    assert.equal(stage.ben.bag.gold, 100);
  }
});

test('who does not want to says so, and who asks hears it', () => {
  const { ada, ben, time } = new Stage();
  ada.trades.ask(ben.body);
  time.pass(400);
  assert.ok(ben.trades.decline());
  time.pass(300);
  assert.equal(ada.trades.table, null);
  assert.match(last(ada), /Ben does not want to trade/);
  assert.equal(ben.trades.invited, null);
});

test('an invitation stands as long as the other one waits', () => {
  const { ada, ben, time } = new Stage();
  ada.trades.ask(ben.body);
  time.pass(100000);
  assert.ok(ben.trades.invited);
  ada.link.isDown = true;
  time.pass(40000);
  assert.equal(ben.trades.invited, null);
});

test('too far is said, and is over as soon as one is near again', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.meet();
  ben.trades.pay(5);
  time.pass(2000);
  ada.body.x = 500;
  assert.match(ada.trades.words, /Ben is too far away/);
  ada.trades.pay(3);
  time.pass(3000);
  assert.equal(ben.trades.table.theirs.gold, 0, 'nothing is shown over a distance');
  ada.body.x = 120;
  time.pass(3000);
  assert.equal(ben.trades.table.theirs.gold, 3);
  assert.equal(ada.trades.obstacle, '');
});

test('over a border both have to agree again, and nothing is lost on the table', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.meet();
  ada.trades.pay(5);
  ben.trades.pay(6);
  time.pass(2000);
  ada.trades.agree();
  time.pass(300);
  ada.trades.talk.crossed();
  time.pass(600);
  assert.match(ada.trades.words, /You crossed a border/);
  assert.ok(!ben.trades.table.doTheyAgree(time.now));
  assert.deepEqual(ben.trades.table.theirs, { goods: [], gold: 5 });
});

test('a stall of the server delays, and does nothing twice', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.meet();
  ada.trades.pay(5);
  time.pass(2000);
  ada.link.isDown = true;
  ada.trades.give();
  time.pass(3000);
  ada.link.isDown = false;
  time.pass(3000);
  assert.deepEqual([ada.bag.gold, ben.bag.gold], [95, 105]);
  assert.equal(ada.trades.table, null);
});

test('what took the servers too long is asked for anew, unless something changed', () => {
  for (const isChanged of [false, true]) {
    const stage = new Stage();
    const { ada, ben, time, value } = stage;
    stage.meet();
    ada.trades.pay(5);
    time.pass(2000);
    const trade = value.dealings.trade.bind(value.dealings);
    let refusals = 1;
    value.dealings.trade = (...of) => (refusals-- > 0 ? AnswerCode.BAD_REQUEST : trade(...of));
    ada.trades.give();
    if (isChanged) ada.trades.pay(7);
    time.pass(1000);
    assert.equal(ben.bag.gold, isChanged ? 100 : 105);
    refusals = 99;
    if (!isChanged) continue;
    ada.trades.give();
    time.pass(1000);
    assert.match(ada.trades.words, /not possible. Nothing was traded/);
    assert.equal(refusals, 96, 'three times, not for ever');
  }
});

test('what is not one\'s own any more leaves the table', () => {
  const stage = new Stage();
  const { ada, time } = stage;
  stage.give(ada, 2, 5);
  stage.meet();
  stage.lay(ada, 2, 5);
  const [item] = ada.bag.items.keys();
  ada.holdings.drop(item, 3);
  time.pass(1000);
  assert.deepEqual(ada.trades.table.portions(), [{ item, count: 2 }]);
  assert.match(ada.trades.words, /no longer have/);
});

test('nobody else can have some things, and strangers at the table are told to go', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.give(ada, 5, 1);
  stage.meet();
  ada.trades.put([...ada.bag.items.keys()][0], 1);
  assert.match(last(ada), /Nobody else can have that/);
  assert.equal(ada.trades.table.mine.size, 0);
  // Ben's page was loaded anew: it knows of no table.
  ben.trades.table = null;
  time.pass(6000);
  assert.equal(ada.trades.table, null);
  assert.match(last(ada), /Ben ended the trade/);
});

test('a proposal of a client without a table is one that can be met', () => {
  const stage = new Stage();
  const { ada, ben, time } = stage;
  stage.give(ben, 2, 5);
  ada.holdings.wish({
    trade: { entity: 9, give: [], giveGold: 20, take: [{ definition: 2, count: 2 }], takeGold: 0 },
  });
  time.pass(300);
  ben.trades.accept();
  time.pass(2000);
  const { table } = ben.trades;
  assert.deepEqual(table.side(ben.bag), { goods: [{ definition: 2, count: 2 }], gold: 0 });
  ben.trades.agree();
  time.pass(300);
  assert.deepEqual([ada.has(2), ben.bag.gold], [2, 120]);
});
