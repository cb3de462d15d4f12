import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { decode } from '../../play/codec/protobuf.js';
import { Belongings } from '../../play/world/belongings.js';
import { Definitions } from '../../play/world/definitions.js';
import { ago, problemOf, readMailbox } from '../../play/world/letters.js';
import {
  deedOf, isInReach, nearest, nearestPlayer, personOf, reachUnits,
} from '../../play/world/reach.js';
import {
  inPieces, inWords, statsInWords, Wares, wholeNumber,
} from '../../play/world/wares.js';
import { Kind, World } from '../../play/world/world.js';
import { wares as made } from '../mock/content.js';

const fixture = (name) => decode('ServerFrame', new Uint8Array(readFileSync(
  new URL(`../../../Tests/Fixtures/wire/v1/${name}.bin`, import.meta.url))));

const told = (version, { gold = 100, item = [], gone = [], full = false, slots = 4 } = {}) =>
  ({ version, gold, item, gone, full, slots });
const apples = (item, count) => ({ item, definition: 2, count });
const full = (version, item, more) => told(version, { item, full: true, ...more });

test('the bag of the fixture', () => {
  const bag = new Belongings();
  bag.take(fixture('ServerBelongings').belongings);
  assert.deepEqual([...bag.items.values()], [{ item: 6, definition: 4, count: 2, slot: 0 }]);
  assert.deepEqual([bag.gold, bag.version, bag.slots, bag.isKnown], [125, 9, 20, true]);
  assert.equal(bag.places().length, 20);
});

test('changes come, have another count, and go; everything keeps its place', () => {
  const bag = new Belongings();
  bag.take(full(1, [apples(5, 1), apples(6, 2)]));
  const change = bag.take(told(2, { gold: 90, item: [apples(6, 5), apples(7, 1)], gone: [5] }));
  assert.deepEqual(bag.places().map((one) => one?.item ?? 0), [7, 6, 0, 0]);
  assert.deepEqual([...change.came], [[2, 3]], 'six apples were three');
  assert.equal(change.gold, -10);
});

test('the first time nothing is said to have come', () => {
  const change = new Belongings().take(full(1, [apples(5, 9)], { gold: 900 }));
  assert.equal(change.came.size, 0);
  assert.equal(change.gold, 0);
});

test('a full bag forgets what it does not name', () => {
  const bag = new Belongings();
  bag.take(full(1, [apples(5, 1), apples(6, 2)]));
  bag.take(full(4, [apples(6, 2)]));
  assert.deepEqual([...bag.items.keys()], [6]);
});

test('a version that skips is a gap; what is older is not taken', () => {
  const bag = new Belongings();
  bag.take(full(1, []));
  assert.equal(bag.take(told(2)).isGap, false);
  const skipped = bag.take(told(4, { item: [apples(5, 1)] }));
  assert.ok(skipped.isTaken && skipped.isGap);
  assert.equal(bag.take(told(3, { gone: [5] })).isTaken, false);
  assert.equal(bag.take(told(4, { gone: [5] })).isTaken, false, 'the same one twice');
  assert.equal(bag.take(full(3, [])).isTaken, false);
  assert.ok(bag.items.has(5));
  assert.equal(bag.take(full(4, [])).isTaken, true);
});

test('before everything was told, and after a join, a change is a gap', () => {
  const bag = new Belongings();
  assert.ok(bag.take(told(7, { item: [apples(5, 1)] })).isGap);
  bag.take(full(7, [apples(5, 1)]));
  bag.stale();
  assert.ok(bag.take(told(8)).isGap);
  assert.ok(bag.take(full(2, [])).isTaken, 'after a join the full bag counts, whatever it says');
});

test('a bag that was told after more than its places shows all', () => {
  const bag = new Belongings();
  bag.take(full(1, [1, 2, 3, 4, 5].map((item) => apples(item, 1)), { slots: 2 }));
  assert.equal(bag.places().filter(Boolean).length, 5);
});

test('random changes end in the same bag as everything at once', () => {
  let state = 5;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
  const [bag, truth] = [new Belongings(), new Map()];
  bag.take(full(0, []));
  for (let version = 1; version < 3000; version++) {
    const item = random(30);
    const count = random(4);
    if (count === 0) truth.delete(item);
    else truth.set(item, apples(item, count));
    const change = bag.take(told(version, count ? { item: [apples(item, count)] }
      : { gone: [item] }));
    assert.ok(change.isTaken && !change.isGap);
    const slots = [...bag.items.values()].map(({ slot }) => slot);
    assert.equal(new Set(slots).size, slots.length, 'no two share a place');
  }
  const plain = [...bag.items.values()].map(({ slot, ...one }) => one);
  assert.deepEqual(new Map(plain.map((one) => [one.item, one])), truth);
});

test('what heals best: what makes up for it with the least waste, else the strongest', () => {
  const item = (number, heal, level = 1) =>
    ({ number, id: `i${number}`, type: 'consumable', stats: { heal }, level });
  const wares = new Wares({ items: [item(1, 15), item(2, 50), item(3, 120), item(4, 500, 9)] });
  const bag = [1, 2, 3, 4].map((definition) =>
    ({ item: definition, definition, count: 2, slot: definition }));
  const best = (missing, level = 1) =>
    wares.remedy(bag, 'heal', missing, level)?.owned.item;
  assert.deepEqual([best(10), best(16), best(60), best(400), best(400, 9)], [1, 2, 3, 3, 4]);
  assert.equal(wares.remedy(bag, 'mana', 10, 1), null);
  assert.equal(wares.remedies(bag, 'heal', 1), 6);
});

test('a shop sells what the content knows, and buys what has a price', () => {
  const wares = new Wares({ ...made, shops: [{ id: 's', name: 'S', goods: [
    { item: 'apple', price: 3 }, { item: 'nothing', price: 1 }] }] });
  assert.deepEqual(wares.goods('s').map(({ item, price }) => [item.id, price]), [['apple', 3]]);
  assert.deepEqual(wares.goods('none'), []);
  const owned = [[5, 1], [4, 2], [1, 3]].map(([definition, slot]) =>
    ({ item: slot, definition, count: 1, slot }));
  assert.deepEqual(wares.sellable(owned).map(({ item }) => item.id), ['iron_sword']);
});

test('things in words', () => {
  const wares = new Wares(made);
  assert.equal(inPieces(wares.item(2), 3), '3 × Apple');
  assert.equal(inPieces(wares.item(4), 1), 'Iron Sword');
  assert.equal(inWords(wares.item(2), 3), 'Apple, 3 pieces, common');
  assert.deepEqual(statsInWords(wares.item(2)), ['Heals 15']);
  assert.deepEqual(statsInWords(wares.item(5)), ['Nobody else can have it']);
  assert.equal(wares.item(99).name, 'Something strange', 'content that is newer than the page');
});

test('numbers that players write', () => {
  assert.deepEqual(
    ['3', '3.9', '0', '-4', '99', 'x', ''].map((text) => wholeNumber(text, 10)),
    [3, 3, 1, 1, 10, 1, 1]);
});

const entity = (kind, x, more = {}) =>
  ({ id: x, kind, x, y: 0, definition: 1, state: 0, goneAt: 0, ...more });
const map = { npcs: [{ number: 1, name: 'Jonna', shop: 'stall', x: 0, y: 0 },
  { number: 2, name: 'Tomas', dialogue: 'welcome', x: 0, y: 0 },
  { number: 3, name: 'A guard', x: 0, y: 0 }] };

test('what can be done: items, closed chests, and those who trade', () => {
  assert.equal(deedOf(map, entity(Kind.item, 0)), 'take');
  assert.equal(deedOf(map, entity(Kind.chest, 0)), 'open');
  assert.equal(deedOf(map, entity(Kind.chest, 0, { state: 16 })), null);
  assert.equal(deedOf(map, entity(Kind.npc, 0)), 'trade');
  assert.equal(deedOf(map, entity(Kind.npc, 0, { definition: 2 })), 'talk');
  assert.equal(deedOf(map, entity(Kind.npc, 0, { definition: 3 })), null);
  assert.equal(deedOf(null, entity(Kind.npc, 0)), null);
  for (const kind of [Kind.player, Kind.creature, 6]) {
    assert.equal(deedOf(map, entity(kind, 0)), null, 'never somebody');
  }
  assert.equal(personOf(map, entity(Kind.npc, 0)).name, 'Jonna');
});

test('what people say, as far as the content knows it', () => {
  const definitions = new Definitions(made);
  assert.deepEqual(definitions.dialogue('welcome'), ['Welcome.', 'Mind the slimes.']);
  assert.deepEqual(definitions.dialogue('nothing'), []);
  assert.deepEqual(definitions.dialogue(undefined), []);
  assert.deepEqual(new Definitions({}).dialogue('welcome'), [], 'a bundle that is older');
});

test('the nearest within reach that is not asked for already', () => {
  const self = { x: 0, y: 0 };
  const all = [entity(Kind.creature, 1), entity(Kind.item, 60), entity(Kind.item, 20),
    entity(Kind.chest, 10, { state: 16 }), entity(Kind.item, 5, { goneAt: 3 })];
  assert.equal(nearest(all, self, map).x, 20);
  assert.equal(nearest(all, self, map, ({ x }) => x === 20).x, 60);
  assert.equal(nearest([entity(Kind.item, reachUnits + 1)], self, map), null);
  assert.ok(isInReach(self, { x: reachUnits, y: 0 }));
});

test('the nearest other player, for a trade', () => {
  const self = entity(Kind.player, 0);
  const all = [self, entity(Kind.creature, 5), entity(Kind.player, 60), entity(Kind.player, 20),
    entity(Kind.player, 10, { goneAt: 3 }), entity(Kind.player, reachUnits + 1)];
  assert.equal(nearestPlayer(all, self).x, 20);
  assert.equal(nearestPlayer([self], self), null);
});

test('things are no wounded: what a snapshot says of them is no health', () => {
  const world = new World();
  const appear = { slot: 1, entity: 9, x: 0, y: 0, kind: 3, name: new Uint8Array(), facing: 0,
    definition: 2, level: 7, health: 0, state: 0 };
  const nothing = { appear: [], move: [], vanish: [], vitals: [], own: null };
  world.apply({
    ...nothing, tick: 1, appear: [appear],
    scope: { region: 1, epoch: 1, originX: 0, originY: 0, steps: 8, shard: 1 },
  }, 0);
  assert.deepEqual([world.entities.get(9).health, world.entities.get(9).level], [1, 7]);
  world.apply({ ...nothing, tick: 2, vitals: [1, 0, 5, 16] }, 50);
  assert.deepEqual([world.entities.get(9).health, world.entities.get(9).level], [1, 5]);
});

test('letters are read, the newest first', () => {
  const [letter] = readMailbox(fixture('ServerMailbox').mailbox);
  assert.deepEqual(
    [letter.mail, letter.sender, letter.subject, letter.text, letter.gold, letter.sentAt],
    [12, 'Ada', 'Ore', 'Here it is.', 70, 1790000000000]);
  assert.deepEqual(letter.items, [{ item: 6, definition: 4, count: 3 }]);
});

test('a letter that cannot be sent says why', () => {
  const draft = { to: 'Ada', subject: '', text: 'Hi', item: 0, count: 1, gold: 0 };
  assert.equal(problemOf(draft, 0), '');
  assert.match(problemOf({ ...draft, to: '' }, 0), /whom/);
  assert.match(problemOf({ ...draft, gold: 5 }, 4), /gold/);
  assert.match(problemOf({ ...draft, text: '' }, 4), /empty/);
  assert.match(problemOf({ ...draft, subject: 'ü'.repeat(65) }, 4), /subject/);
  assert.match(problemOf({ ...draft, text: 'ü'.repeat(1001) }, 4), /long/);
  assert.equal(problemOf({ ...draft, text: '', gold: 4 }, 4), '');
});

test('how long ago', () => {
  assert.deepEqual([30, 90, 7200, 300000].map((seconds) => ago(seconds * 1000)),
    ['just now', '1 min ago', '2 h ago', '3 days ago']);
});
