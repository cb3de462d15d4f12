import assert from 'node:assert/strict';
import test from 'node:test';
import { TickClock } from '../../play/world/tickclock.js';
import { Track } from '../../play/world/track.js';

test('between two ticks one is between the two places', () => {
  const track = new Track(10, 0, 0);
  track.add(11, 8, 4);
  assert.deepEqual(track.at(10.5), { x: 4, y: 2, isMoving: true });
  assert.deepEqual(track.at(9), { x: 0, y: 0, isMoving: false });
  assert.deepEqual(track.at(12), { x: 8, y: 4, isMoving: false });
});

test('whoever was not told of stood still until the tick before', () => {
  const track = new Track(10, 0, 0);
  track.add(20, 8, 0);
  assert.equal(track.at(15).x, 0);
  assert.equal(track.at(15).isMoving, false);
  assert.equal(track.at(19).x, 0);
  assert.equal(track.at(19.5).x, 4);
});

test('where time goes slowly one is between the places of ticks that are far apart', () => {
  const track = new Track(10, 0, 0);
  track.add(14, 8, 0, 4);
  assert.equal(track.at(12).x, 4);
  track.add(22, 16, 0, 4);
  assert.deepEqual([track.at(17).x, track.at(20).x], [8, 12]);
  const clock = new TickClock();
  for (let tick = 1000; tick < 1800; tick += 4) clock.heard(tick, tick * 50, 4);
  const shown = clock.at(1799 * 50);
  assert.ok(shown < 1796 && shown > 1792, `${shown}: there is always a later place to go to`);
});

test('a far jump is not glided over', () => {
  const track = new Track(10, 0, 0);
  track.add(11, 900, 0);
  assert.equal(track.at(10.5).x, 900);
});

test('the same tick again puts the place right; old samples go', () => {
  const track = new Track(1, 0, 0);
  track.add(1, 5, 5);
  assert.deepEqual(track.last, { tick: 1, x: 5, y: 5 });
  for (let tick = 2; tick < 100; tick++) track.add(tick, tick, 0);
  assert.ok(track.samples.length <= 12);
});

test('the shown tick runs evenly, behind what came, and never back', () => {
  const clock = new TickClock();
  let seed = 1;
  const jitter = () => (seed = (seed * 16807) % 2147483647) % 30;
  let shown = -Infinity;
  const steps = [];
  for (let now = 0; now < 20000; now += 10) {
    if (now % 50 === 0) clock.heard(1000 + now / 50, now + jitter());
    const tick = clock.at(now + 30);
    if (tick === 0) continue;
    assert.ok(tick >= shown);
    if (now > 5000) steps.push(tick - shown);
    shown = tick;
  }
  const last = 1000 + 19950 / 50;
  assert.ok(last - shown > 0.5 && last - shown < 5.5, `${last - shown} ticks behind`);
  assert.ok(Math.max(...steps) < 0.6, `a step of ${Math.max(...steps)} ticks in 10 ms`);
});

test('a clock that was set, or a server that came back, begins anew', () => {
  const clock = new TickClock();
  clock.heard(1000, 0);
  clock.heard(1001, 50);
  clock.heard(5000, 100);
  assert.ok(Math.abs(clock.at(200) - 5000) < 5);
});
