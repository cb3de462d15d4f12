import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { facing } from '../../play/world/facing.js';
import { CollisionGrid } from '../../play/world/grid.js';
import { advance, heading, toward } from '../../play/world/movement.js';
import { squareRootRoundedUp } from '../../play/world/root.js';
import { Walker } from '../../play/world/walker.js';

const file = new URL('../../../Tests/Fixtures/movement/v1.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8'));

test('the vectors are those that the server passes', () => {
  assert.equal(vectors.version, 1);
  assert.ok(vectors.cases.length >= 12);
});

for (const item of vectors.cases) {
  test(`moves as the server does: ${item.name}`, () => {
    const grid = CollisionGrid.drawn(item.grid, vectors.tile_units);
    let at = { x: item.start[0], y: item.start[1] };
    const found = item.inputs.map((input) => {
      const velocity = input.heading
        ? heading(input.heading[0], input.heading[1], vectors.speed)
        : input.toward
          ? toward({ x: input.toward[0], y: input.toward[1] }, at, vectors.speed)
          : { dx: 0, dy: 0 };
      at = advance(at, velocity, vectors.half_width_units * 256, grid);
      return [at.x, at.y];
    });
    assert.deepEqual(found, item.expected);
  });
}

test('directions: the four, the oblique ones, none', () => {
  assert.deepEqual(
    [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1], [0, 0]]
      .map(([dx, dy]) => facing(dx, dy)),
    [0, 32, 64, 96, 128, 160, 192, 224, null]);
});

test('roots are rounded up', () => {
  for (const n of [0, 1, 2, 3, 4, 5, 99, 100, 101, 2 ** 40, 2 ** 40 + 1, 2 ** 52 - 1]) {
    const root = squareRootRoundedUp(n);
    assert.ok(root * root >= n && (root === 0 || (root - 1) ** 2 < n), String(n));
  }
});

const hall = CollisionGrid.drawn(
  ['........', '........', '..####..', '..#..#..', '..#..#..', '........'], 32);
const whole = { left: 0, top: 0, right: 7, bottom: 5 };
const centre = (column, row) => hall.centre(column, row);

function walked(from, to, ticks) {
  const walker = new Walker(hall, whole);
  walker.at = from;
  walker.steer({ kind: 'target', ...to });
  for (let tick = 0; tick < ticks; tick++) {
    walker.step(2048);
    assert.ok(hall.isFree(walker.at, 2560), `in a wall at ${walker.at.x}, ${walker.at.y}`);
  }
  return walker;
}

test('a walk goes around walls and ends at its target', () => {
  const walker = walked(centre(3, 1), centre(3, 4), 80);
  assert.deepEqual(walker.at, centre(3, 4));
  assert.equal(walker.motion.kind, 'stand');
});

test('a walk into a wall ends beside it', () => {
  const walker = walked(centre(0, 0), centre(2, 2), 60);
  assert.equal(walker.motion.kind, 'stand');
  assert.ok(Math.hypot(walker.at.x - centre(2, 2).x, walker.at.y - centre(2, 2).y) < 2 * 8192);
});

test('a walk off the map ends at its edge', () => {
  assert.equal(walked(centre(1, 1), { x: -9e6, y: centre(1, 1).y }, 60).at.x, 2560);
});
