import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { decode, toText } from '../../play/codec/protobuf.js';
import { TradeStep } from '../../play/codec/schema.js';
import { Belongings } from '../../play/world/belongings.js';
import { differences, gathered, isBare, isSame } from '../../play/world/goods.js';
import {
  pauseMilliseconds, portionsMax, silenceMilliseconds, Table,
} from '../../play/world/table.js';

const bag = (...items) => {
  const made = new Belongings();
  made.take({
    version: 1, gold: 50, full: true, gone: [], slots: 20,
    item: items.map(([item, definition, count]) => ({ item, definition, count })),
  });
  return made;
};
const side = (goods, gold = 0) => ({
  goods: goods.map(([definition, count]) => ({ definition, count })), gold,
});
const joined = (goods = [], gold = 0) => {
  const table = new Table(9, 'Ben', 0);
  table.laid(side(goods, gold), 0);
  return table;
};

test('the table of the fixture', () => {
  const { tradeTable } = decode('ServerFrame', new Uint8Array(readFileSync(
    new URL('../../../Tests/Fixtures/wire/v1/ServerTradeTable.bin', import.meta.url))));
  assert.deepEqual(
    [tradeTable.entity, toText(tradeTable.name), tradeTable.step, tradeTable.giveGold],
    [34, 'Ada', TradeStep.TRADE_LAID, 5]);
  assert.deepEqual(gathered(tradeTable.give), [{ definition: 4, count: 2 }]);
});

test('goods are one list, whatever stacks they come from', () => {
  const goods = gathered([[4, 2], [2, 1], [4, 3]].map(([definition, count]) =>
    ({ definition, count })));
  assert.ok(isSame({ goods, gold: 3 }, side([[2, 1], [4, 5]], 3)));
  assert.ok(!isSame({ goods, gold: 3 }, side([[2, 1], [4, 5]], 4)));
  assert.ok(isBare(side([])) && !isBare(side([], 1)));
});

test('what one lays is seen by kinds, and never more than one has', () => {
  const table = joined();
  const own = bag([1, 4, 5], [2, 4, 3], [3, 7, 1]);
  table.put(1, 2);
  table.put(2, 3);
  table.put(3, 1);
  table.pay(20);
  assert.deepEqual(table.side(own), side([[4, 5], [7, 1]], 20));
  assert.ok(!table.prune(own));
  assert.ok(table.prune(bag([1, 4, 1], [3, 7, 1])), 'somebody took of it');
  assert.deepEqual(table.portions(), [{ item: 1, count: 1 }, { item: 3, count: 1 }]);
  table.put(1, 0);
  assert.deepEqual(table.portions(), [{ item: 3, count: 1 }]);
});

test('why the agreements are gone is said until something else changes', () => {
  const table = joined([[4, 2]]);
  table.proposed(2);
  table.laid(side([[4, 2]]), 10);
  table.laid(side([[4, 2]]), 11);
  table.crossed(12);
  assert.match(table.words(13), /Ben crossed a border/);
  table.laid(side([[4, 3]]), 14);
  assert.match(table.words(15), /Put on the table/);
});

test('only so much goes into one trade', () => {
  const table = joined();
  for (let item = 1; item <= portionsMax; item++) assert.ok(table.put(item, 1));
  assert.ok(!table.put(99, 1));
  assert.ok(table.put(1, 2), 'more of what lies there does');
});

test('whatever changes takes both agreements back, and says why', () => {
  const changes = [
    [(table) => table.put(1, 1), /You changed/], [(table) => table.pay(3), /You changed/],
    [(table) => table.laid(side([[4, 1]]), 10), /Ben changed something/],
    [(table) => table.laid(side([[4, 2]]), 10), /crossed a border or came back/],
    [(table) => table.crossed(10), /You crossed/],
  ];
  for (const [change, why] of changes) {
    const table = joined([[4, 2]]);
    table.put(5, 1);
    table.asked(1);
    table.proposed(2);
    assert.match(table.words(3), /You agreed. Waiting for Ben/);
    change(table);
    assert.ok(!table.isAgreed(11) && !table.doTheyAgree(11));
    assert.match(table.words(11), why);
  }
});

test('the other one agrees to just that, or to something that lies there no more', () => {
  const table = joined([[4, 2]], 5);
  table.pay(7);
  assert.ok(table.offered(side([[4, 2]], 5), side([], 7), side([], 7), 30000, 100));
  assert.ok(table.doTheyAgree(101));
  assert.match(table.words(101), /Ben agrees. Do you/);
  assert.ok(!table.offered(side([[4, 2]], 5), side([], 6), side([], 7), 30000, 200));
  assert.ok(!table.doTheyAgree(201), 'it was about six gold');
});

test('an offer of something else than was shown is what lies there from now on', () => {
  const table = joined([[4, 2]]);
  table.proposed(50);
  assert.ok(table.offered(side([[4, 1]]), side([]), side([]), 30000, 100));
  assert.deepEqual(table.theirs, side([[4, 1]]));
  assert.ok(!table.isAgreed(101), 'one agreed to two');
  assert.ok(table.isPaused(100 + pauseMilliseconds - 1) && !table.isPaused(100 + pauseMilliseconds));
});

test('agreements end', () => {
  const table = joined([[4, 2]]);
  table.asked(0);
  table.proposed(0);
  assert.ok(!table.expire(29999) && table.isAgreed(29999));
  table.heard(29000);
  assert.ok(table.expire(30000) && !table.isAgreed(30000));
  assert.match(table.words(30000), /Half a minute/);
  assert.ok(!table.expire(30001), 'once');
});

test('both agree at the same moment: one of them says it again, once', () => {
  const [low, high] = [new Table(9, 'Ben', 0), new Table(3, 'Ada', 0)];
  for (const table of [low, high]) {
    table.laid(side([]), 0);
    table.pay(5);
    table.asked(10);
    table.offered(side([]), side([], 5), side([], 5), 30000, 20);
    table.proposed(30);
  }
  assert.ok(low.isCrossed(3, 40) && !high.isCrossed(9, 40));
  low.asked(40);
  low.proposed(50);
  assert.ok(!low.isCrossed(3, 60), 'the other one no longer proposes it');
});

test('ids beyond 2^53 are compared as numbers', () => {
  const table = new Table(2n ** 60n, 'Ben', 0);
  table.offered(side([]), side([]), side([]), 30000, 5);
  table.proposed(5);
  assert.ok(table.isCrossed(7, 6));
});

test('what the other one changed is shown piece by piece', () => {
  const table = joined([[4, 5], [7, 1]]);
  table.laid(side([[4, 2], [9, 3]]), 10);
  assert.deepEqual(
    differences(table.before, table.theirs).map(({ definition, count }) => [definition, count]),
    [[4, -3], [7, -1], [9, 3]]);
});

test('what is wanted is laid from several stacks, as far as one has it', () => {
  const own = bag([1, 4, 5], [2, 4, 3], [3, 7, 1]);
  const table = joined();
  table.fill(side([[4, 6], [8, 2]], 9), own.items.values());
  assert.deepEqual(table.side(own), side([[4, 6]], 9));
});

test('waiting, silence, and what is to be done, in words', () => {
  const table = new Table(9, 'Ben', 0);
  assert.match(table.words(silenceMilliseconds * 2), /Ben was asked/);
  table.laid(side([]), 100);
  assert.match(table.words(101), /Put on the table/);
  assert.match(table.words(101 + silenceMilliseconds), /Nothing is heard of Ben/);
  table.heard(20000);
  assert.match(table.words(20001), /Put on the table/);
});
