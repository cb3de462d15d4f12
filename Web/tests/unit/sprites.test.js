// Pictures of figures: painted once, a few in a frame.
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** Canvases that count. */
const canvases = [];
let puts = 0;
globalThis.document = /** @type {any} */ ({
  createElement() {
    const canvas = { width: 0, height: 0, getContext: () => ({ putImageData() { puts += 1; } }) };
    canvases.push(canvas);
    return canvas;
  },
});
globalThis.ImageData = /** @type {any} */ (class {});

const { Sprites } = await import('../../play/draw/sprites.js');
const { Pixels } = await import('../../play/draw/pixels.js');

test('a figure has one canvas, whatever it does', () => {
  const sprites = new Sprites();
  const before = canvases.length;
  const seen = new Set();
  for (const facing of [0, 64, 128, 192]) {
    for (let frame = 0; frame < 6; frame++) {
      sprites.begin();
      const { left, top, picture } = sprites.person('Ada', facing, frame);
      seen.add(`${left} ${top}`);
      assert.equal(picture, canvases[before]);
      assert.ok(left + 40 <= picture.width && top + 44 <= picture.height);
    }
  }
  assert.equal(seen.size, 24);
  assert.equal(canvases.length, before + 1);
});

test('what was painted is not painted again', () => {
  const sprites = new Sprites();
  const first = sprites.person('Bea', 0, 1);
  const before = puts;
  assert.equal(sprites.person('Bea', 0, 1), first);
  assert.equal(puts, before);
});

test('one frame paints little: whoever waits is shown as before', () => {
  const sprites = new Sprites();
  sprites.begin();
  const standing = sprites.person('Cid', 0, 0);
  for (let frame = 1; frame < 6; frame++) sprites.person('Cid', 0, frame);
  const before = puts;
  assert.equal(sprites.person('Cid', 64, 0), standing);
  assert.equal(puts, before);
  sprites.begin();
  assert.notEqual(sprites.person('Cid', 64, 0), standing);
  assert.equal(puts, before + 1);
});

test('nobody is without a picture, however many come at once', () => {
  const sprites = new Sprites();
  sprites.begin();
  for (let count = 0; count < 700; count++) {
    assert.ok(sprites.person(`Guest ${count}`, 0, 0).width > 0);
  }
  assert.ok(sprites.sheets.size <= 500);
});

test('a mirrored picture has left and right exchanged', () => {
  const pixels = new Pixels(4, 2);
  pixels.dot(0, 1, [1, 2, 3]);
  const mirrored = pixels.mirrored();
  assert.deepEqual([...mirrored.data.slice((4 + 3) * 4, (4 + 4) * 4)], [1, 2, 3, 255]);
  assert.equal(mirrored.data.filter((value) => value > 0).length, 4);
});
