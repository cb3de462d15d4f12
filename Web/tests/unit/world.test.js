import assert from 'node:assert/strict';
import test from 'node:test';
import { decode, encode, toBytes } from '../../play/codec/protobuf.js';
import { EntityState } from '../../play/codec/schema.js';
import { Steering } from '../../play/input/steering.js';
import { Api, ApiError } from '../../play/net/api.js';
import { Definitions } from '../../play/world/definitions.js';
import { Shards } from '../../play/world/shards.js';
import { World } from '../../play/world/world.js';

const scope = (region, originX, shard) => ({
  region, epoch: 1, originX, originY: 0, steps: 8, shard,
});
const bo = (slot, x) => ({
  slot, entity: 99, x, y: 80, kind: 1, name: toBytes('Bo'), level: 3, health: 255,
});
/** As it comes over the wire, with all its fields. */
const snapshot = (message) =>
  decode('ServerFrame', encode('ServerFrame', { snapshot: message })).snapshot;

test('a snapshot is a difference to the one before', () => {
  const world = new World();
  world.apply(snapshot({ tick: 10, scope: scope(1, 512, 1), appear: [bo(5, 8000)] }), 0);
  const seen = world.entities.get(99);
  assert.deepEqual([seen.track.last.x, seen.track.last.y, seen.name], [1512, 10, 'Bo']);
  const vitals = [5, 51, 3, EntityState.FIGHTING];
  world.apply(snapshot({ tick: 11, move: [5, 8064, 80], vitals }), 50);
  assert.equal(seen.track.last.x, 1520);
  assert.equal(seen.health, 0.2);
  assert.equal(seen.state, EntityState.FIGHTING);
  world.apply(snapshot({ tick: 12, vanish: [5] }), 100);
  assert.equal(world.slots.size, 0);
  world.show(500);
  assert.equal(world.entities.size, 0);
});

test('a server that steps every second tick is shown as evenly as another', () => {
  const world = new World();
  world.apply(snapshot({ tick: 10, scope: scope(1, 0, 1), appear: [bo(5, 800)] }), 0);
  world.apply(snapshot({ tick: 12, move: [5, 816, 80] }), 100);
  assert.equal(world.entities.get(99).track.at(11).x, 101);
  world.apply(snapshot({ tick: 40, move: [5, 832, 80] }), 1500);
  assert.equal(world.entities.get(99).track.at(38).x, 102, 'after a silence it stood');
});

test('vitals that are left out stay as they were told last', () => {
  const world = new World();
  const vitals = { health: 40, healthMax: 100, level: 2, cooldown: [1, 800], speed: 2048, timePercent: 50 };
  world.apply(snapshot({ tick: 10, scope: scope(1, 0, 1), own: { x: 5, ...vitals } }), 0);
  const { told } = world;
  assert.deepEqual(told.cooldown, [1, 800]);
  world.apply(snapshot({ tick: 11, own: { x: 6 } }), 50);
  assert.deepEqual(
    [world.own.x, world.own.health, world.own.speed, world.own.timePercent], [6, 40, 2048, 50]);
  assert.equal(world.told, told);
  world.apply(snapshot({ tick: 12, own: { x: 7, health: 0, healthMax: 100, state: 1 } }), 100);
  assert.deepEqual([world.own.health, world.isDead], [0, true]);
  world.clear();
  assert.equal(world.told, null);
});

test('over a border the same entity stays the same: nobody blinks', () => {
  const world = new World();
  world.apply(snapshot({
    tick: 10, scope: scope(1, 0, 1), appear: [bo(5, 8000)], own: { sequence: 2 },
  }), 0);
  const seen = world.entities.get(99);
  const crossed = world.apply(snapshot({
    tick: 11, scope: scope(2, 1024, 2), appear: [bo(1, 16)], own: { sequence: 3 },
  }), 50);
  assert.deepEqual(crossed, { isNewScope: true, shardBefore: 1, isHandoff: true });
  assert.equal(world.entities.get(99), seen);
  assert.equal(seen.goneAt, 0);
  assert.equal(seen.track.last.x, 1026);
  assert.equal(world.handoffs, 1);
});

test('whoever is not in the new scope is gone; a slot that is not known is passed over', () => {
  const world = new World();
  world.apply(snapshot({ tick: 10, scope: scope(1, 0, 1), appear: [bo(5, 8000)] }), 0);
  world.apply(snapshot({ tick: 11, scope: scope(2, 0, 1), move: [77, 1, 1], vanish: [78] }), 1000);
  world.show(1300);
  assert.equal(world.entities.size, 0);
});

test('keys before stick before goal; told when it changes and not too often', () => {
  const steering = new Steering();
  assert.equal(steering.due(0), null);
  steering.walkTo(2, 3);
  assert.deepEqual(steering.due(100), { kind: 'target', x: 512, y: 768 });
  steering.keys.add('left');
  steering.keys.add('up');
  const motion = steering.due(200);
  assert.deepEqual(motion, { kind: 'heading', dx: -127, dy: -127 });
  assert.equal(steering.goal, null);
  steering.sent(motion, 200);
  assert.equal(steering.due(500), null);
  steering.keys.clear();
  assert.equal(steering.due(230), null);
  assert.deepEqual(steering.due(300), { kind: 'stand' });
  steering.stick = { x: 0.6, y: 0 };
  assert.deepEqual(steering.due(300), { kind: 'heading', dx: 127, dy: 0 });
  steering.rest();
  steering.sent({ kind: 'stand' }, 400);
  assert.equal(steering.due(900), null);
  steering.repeat();
  assert.deepEqual(steering.due(900), { kind: 'stand' });
});

test('which shard has which region is learnt on the way and from the list', () => {
  const shards = new Shards();
  shards.enter({ map: 1, columns: 4 });
  shards.seen({ region: 0x010201, shard: 2 });
  assert.equal(shards.byRegion.get(9), 2);
  shards.heard({ map: 1, players: 7, regions: [{ column: 1, row: 2, shard: 3 }] });
  assert.deepEqual([shards.byRegion.get(9), shards.players], [3, 7]);
  shards.heard({ map: 2, regions: [{ column: 1, row: 2, shard: 5 }] });
  shards.heard(null);
  assert.equal(shards.byRegion.get(9), 3);
  shards.enter({ map: 2, columns: 1 });
  assert.equal(shards.byRegion.size, 0);
});

test('without definitions there are names and shapes all the same', () => {
  const plain = new Definitions({});
  assert.deepEqual(plain.skills.map((skill) => skill.number), [1, 2, 3, 4]);
  assert.deepEqual(plain.creature(7), plain.creature(7));
  const known = new Definitions({
    skills: [{ number: 2, name: 'Fire' }], creatures: [{ number: 7, name: 'Rat', level: 2,
      appearance: { shape: 'rat', color: '#888', size: 1 } }],
  });
  assert.equal(known.skills[1].name, 'Fire');
  assert.equal(known.creature(7).name, 'Rat');
});

test('refusals of the server are told in words, with the time to wait', async () => {
  const api = new Api(async (path, { headers }) => {
    assert.equal(path, '/api/ticket');
    assert.equal(headers.Authorization, 'Bearer t');
    const error = { code: 'rate_limited', message: 'Too many tries.', retry_after_ms: 4200 };
    return { ok: false, status: 429, json: async () => ({ error }) };
  });
  api.token = 't';
  await assert.rejects(api.ticket(1), (error) => error instanceof ApiError &&
    error.message === 'Too many tries. Try again in 5 seconds.');
  const unreachable = new Api(async () => { throw new TypeError('network'); });
  await assert.rejects(unreachable.regions(), /cannot be reached/);
});
