// @ts-check
// What a player is told who waits in line for a region that is full.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoticeCode } from '../../play/codec/schema.js';
import { Happenings } from '../../play/happenings.js';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {boolean} isAtDoor */
function stage(isAtDoor) {
  /** @type {string[]} */
  const said = [];
  const note = (/** @type {string} */ how) => (/** @type {string} */ text) =>
    said.push(`${how}: ${text}`);
  const app = {
    start: { isOpen: isAtDoor, say: note('door') },
    told: { banner: note('banner'), notice: note('notice'), event: note('heard') },
    hud: { chat: { tell: note('chat') } },
  };
  return { said, happenings: new Happenings(/** @type {any} */ (app)) };
}

test('the place in line stands at the door', () => {
  const { said, happenings } = stage(true);
  for (const place of ['3rd', '2nd']) {
    happenings.notice({ code: NoticeCode.IN_LINE, text: bytes(`You are ${place}.`), againMs: 0 });
  }
  assert.deepEqual(said, [
    'door: You are 3rd.', 'heard: You are 3rd.', 'door: You are 2nd.', 'heard: You are 2nd.',
  ]);
});

test('with the door closed it stands on the banner, which playing takes away', () => {
  const { said, happenings } = stage(false);
  happenings.notice({ code: NoticeCode.IN_LINE, text: bytes('You are 3rd.'), againMs: 0 });
  assert.deepEqual(said, ['banner: You are 3rd.', 'heard: You are 3rd.']);
});

test('before a border it is one notice among others', () => {
  const { said, happenings } = stage(false);
  const text = bytes('The land ahead is full: you are 1st in line.');
  happenings.notice({ code: NoticeCode.REGION_FULL, text, againMs: 0, place: 1 });
  assert.deepEqual(said, ['notice: The land ahead is full: you are 1st in line.']);
});
