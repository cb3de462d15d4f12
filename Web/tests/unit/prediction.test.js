import assert from 'node:assert/strict';
import test from 'node:test';
import { CollisionGrid } from '../../play/world/grid.js';
import { Prediction } from '../../play/world/prediction.js';
import { Walker } from '../../play/world/walker.js';

const grid = CollisionGrid.drawn([
  '####################', '#..................#', '#..................#', '#......####........#',
  '#......#...........#', '#......#...........#', '#......#....####...#', '#..................#',
  '#..................#', '####################'], 32);
const whole = { left: 0, top: 0, right: 19, bottom: 9 };
const place = grid.centre(3, 5);

/**
 * A server and a client with a network of a given delay between them, in steps of 5 ms. The server
 * steps every so many ticks.
 */
function play({ delay, jitter = 0, wishes, milliseconds, replanAt = -1, every = 1 }) {
  let seed = 42;
  const late = () => delay + (jitter ? (seed = (seed * 16807) % 2147483647) % jitter : 0);
  const server = new Walker(grid, whole);
  server.at = { ...place };
  const client = new Prediction(grid, whole);
  const up = [];
  const down = [];
  const jumps = [];
  let [tick, last, sequence, lastUp, lastDown] = [5000, 0, 0, 0, 0];
  let shown = null;
  for (let now = 0; now < milliseconds; now += 5) {
    while (up.length && up[0].at <= now) {
      const { motion, number } = up.shift();
      server.steer(motion);
      last = number;
    }
    if (now % 50 === 0) tick++;
    if (now % (50 * every) === 0) {
      const isReplanned = now === replanAt;
      if (isReplanned) server.path = null;
      server.step(2048);
      lastDown = Math.max(lastDown, now + late());
      down.push({ at: lastDown, tick, place: { ...server.at }, last, isReplanned });
    }
    while (down.length && down[0].at <= now) {
      const word = down.shift();
      if (shown === null) {
        client.pace({ speed: 2048 / every, timePercent: 100 / every });
        client.place(word.place, now, word.tick);
        shown = client.shown(now, 0);
      } else client.reconcile(word.place, word.tick, word.last, word.isReplanned);
    }
    const wish = wishes.find((one) => one.at === now);
    if (wish && shown) {
      lastUp = Math.max(lastUp, now + late());
      up.push({ at: lastUp, motion: wish.motion, number: ++sequence });
      client.steer(wish.motion, sequence, now);
    }
    if (shown) {
      client.advance(now);
      const next = client.shown(now, 5);
      jumps.push(Math.hypot(next.x - shown.x, next.y - shown.y));
      shown = next;
    }
  }
  return { server, client, jump: Math.max(...jumps), shown };
}

const right = { kind: 'heading', dx: 127, dy: 0 };
const down = { kind: 'heading', dx: 0, dy: 127 };
const stand = { kind: 'stand' };
const walk = [
  { at: 500, motion: right }, { at: 1100, motion: down },
  { at: 1600, motion: { ...right, dy: 127 } }, { at: 2100, motion: stand },
];

for (const [delay, jitter] of [[5, 0], [40, 0], [90, 0], [40, 35]]) {
  test(`${delay} ms away (jitter ${jitter}): both end at the same place, without a jump`, () => {
    const { server, client, jump, shown } = play(
      { delay, jitter, wishes: walk, milliseconds: 4000 });
    assert.deepEqual(client.walker.at, server.at);
    assert.notDeepEqual(server.at, place);
    assert.ok(Math.hypot(shown.x - server.at.x / 256, shown.y - server.at.y / 256) < 0.5);
    assert.ok(jump < 3.5, `a jump of ${jump.toFixed(1)} units in 5 ms; walking is 0.8`);
  });
}

test('a steady walk needs no correction', () => {
  const wishes = [{ at: 500, motion: right }];
  const { client, server } = play({ delay: 60, wishes, milliseconds: 1500 });
  assert.equal(client.corrections, 0);
  assert.ok(client.walker.at.x >= server.at.x);
});

for (const every of [2, 4]) {
  test(`where time runs at ${100 / every} % one walks evenly and ends where the server says`, () => {
    const { server, client, jump, shown } = play(
      { delay: 40, wishes: walk, milliseconds: 5000, every });
    assert.deepEqual(client.walker.at, server.at);
    assert.notDeepEqual(server.at, place);
    assert.ok(Math.hypot(shown.x - server.at.x / 256, shown.y - server.at.y / 256) < 0.5);
    assert.ok(jump < 3.5, `a jump of ${jump.toFixed(1)} units in 5 ms`);
    assert.ok(client.corrections < 12, `${client.corrections} corrections`);
  });
}

test('who is dead does not walk, and walks on at the speed of the place', () => {
  const client = new Prediction(grid, whole);
  client.pace({ speed: 1024, timePercent: 50 });
  assert.deepEqual([client.speed, client.slack], [1024, 2048]);
  client.pace({ speed: 1024, timePercent: 50 }, true);
  assert.deepEqual([client.speed, client.slack], [0, 0]);
  client.pace({ speed: 2048 });
  assert.deepEqual([client.speed, client.slack], [2048, 0]);
});

test('what was wished is seen in the next frame, whatever the delay', () => {
  const client = new Prediction(grid, whole);
  client.place(place, 0, 100);
  client.advance(20);
  client.steer(right, 1, 20);
  client.advance(40);
  assert.ok(client.shown(40, 16).x > place.x / 256 + 2);
});

test('a walk to a place goes the way that the server goes', () => {
  const target = { kind: 'target', ...grid.centre(10, 4) };
  const wishes = [{ at: 500, motion: target }];
  const { client, server } = play({ delay: 50, wishes, milliseconds: 6000 });
  assert.deepEqual(server.at, grid.centre(10, 4));
  assert.deepEqual(client.walker.at, server.at);
});

test('another region that walks one on by a way of its own costs few corrections', () => {
  const target = { kind: 'target', ...grid.centre(10, 4) };
  const wishes = [{ at: 500, motion: target }];
  for (const replanAt of [900, 1200, 1500, 2000]) {
    const { client, server } = play({ delay: 50, wishes, milliseconds: 6000, replanAt });
    assert.deepEqual(client.walker.at, server.at);
    assert.ok(client.corrections <= 8, `${client.corrections} corrections`);
  }
});

test('put elsewhere by the server one is there at once', () => {
  const client = new Prediction(grid, whole);
  client.place(place, 0, 100);
  client.advance(100);
  client.reconcile(grid.centre(15, 2), 102, 0);
  const { x, y } = client.shown(100, 5);
  assert.deepEqual([x * 256, y * 256], [grid.centre(15, 2).x, grid.centre(15, 2).y]);
});

test('a server that is silent is not run away from', () => {
  const client = new Prediction(grid, whole);
  client.place(grid.centre(1, 1), 0, 100);
  client.steer(right, 1, 0);
  for (let now = 0; now < 60000; now += 16) client.advance(now);
  assert.ok(client.isHeld);
});
