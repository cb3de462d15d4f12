import assert from 'node:assert/strict';
import test from 'node:test';
import { Announcer } from '../../play/announcer.js';
import { decode, encode, toBytes } from '../../play/codec/protobuf.js';
import { AnnouncementStyle } from '../../play/codec/schema.js';

/** An announcer, and what it showed where. */
function bench() {
  const told = { lines: [], ribbons: [], popups: [] };
  const announcer = new Announcer({
    line: (text) => told.lines.push(text),
    scroll: (text) => told.ribbons.push(text),
    popup: (text, closed) => told.popups.push({ text, closed }),
  });
  const hear = (number, text, style = AnnouncementStyle.ANNOUNCEMENT_LINE) => {
    const id = new Uint8Array(16).fill(number % 256);
    id[0] = number >> 8;
    const frame = encode('ServerFrame', { announcement: { id, style, text: toBytes(text) } });
    announcer.hear(decode('ServerFrame', frame).announcement);
  };
  return { told, hear };
}

test('an announcement is shown once, whatever its style', () => {
  const { told, hear } = bench();
  hear(1, 'one');
  hear(1, 'one');
  hear(2, 'two ä', AnnouncementStyle.ANNOUNCEMENT_SCROLL);
  hear(2, 'two ä', AnnouncementStyle.ANNOUNCEMENT_SCROLL);
  hear(3, 'three', AnnouncementStyle.ANNOUNCEMENT_POPUP);
  hear(3, 'three', AnnouncementStyle.ANNOUNCEMENT_POPUP);
  assert.deepEqual(told.lines, ['one', 'two ä', 'three']);
  assert.deepEqual(told.ribbons, ['two ä']);
  assert.deepEqual(told.popups.map(({ text }) => text), ['three']);
});

test('a style of a later server is a line', () => {
  const { told, hear } = bench();
  hear(1, 'new', 9);
  assert.deepEqual(told, { lines: ['new'], ribbons: [], popups: [] });
});

test('popups wait until the one before is closed', () => {
  const { told, hear } = bench();
  for (const number of [1, 2, 3]) hear(number, `${number}`, AnnouncementStyle.ANNOUNCEMENT_POPUP);
  assert.deepEqual(told.popups.map(({ text }) => text), ['1']);
  told.popups[0].closed();
  told.popups[1].closed();
  told.popups[2].closed();
  assert.deepEqual(told.popups.map(({ text }) => text), ['1', '2', '3']);
  hear(4, '4', AnnouncementStyle.ANNOUNCEMENT_POPUP);
  assert.equal(told.popups.at(-1).text, '4');
});

test('what is remembered and what waits is bounded', () => {
  const { told, hear } = bench();
  for (let number = 1; number <= 400; number++) {
    hear(number, `${number}`, AnnouncementStyle.ANNOUNCEMENT_POPUP);
  }
  hear(399, 'again', AnnouncementStyle.ANNOUNCEMENT_POPUP);
  assert.equal(told.lines.length, 400);
  for (let closed = 0; closed < told.popups.length; closed++) told.popups[closed].closed();
  assert.equal(told.popups.length, 17);
  assert.equal(told.popups.at(-1).text, '400');
});
