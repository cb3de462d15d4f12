// @ts-check
// Letters as they are read and written.
import { toBytes, toText } from '../codec/protobuf.js';

const subjectBytesMax = 128;
const textBytesMax = 2000;

/**
 * @typedef {object} Letter
 * @property {number|bigint} mail
 * @property {string} sender
 * @property {string} subject
 * @property {string} text
 * @property {{item: number|bigint, definition: number, count: number}[]} items
 * @property {number} gold
 * @property {number} sentAt milliseconds since 1970
 * @typedef {object} Draft
 * @property {string} to
 * @property {string} subject
 * @property {string} text
 * @property {number|bigint} item 0: none
 * @property {number} count
 * @property {number} gold
 */

/**
 * @param {any} mailbox of the protocol
 * @returns {Letter[]} the newest first
 */
export function readMailbox(mailbox) {
  return mailbox.letter.map((/** @type {any} */ letter) => ({
    mail: letter.mail, sender: toText(letter.sender), subject: toText(letter.subject),
    text: toText(letter.text), items: letter.item, gold: Number(letter.gold),
    sentAt: Number(letter.sentMs),
  })).reverse();
}

/**
 * Why a letter cannot be sent as it is; empty: it can.
 * @param {Draft} draft
 * @param {number} gold that one has
 */
export function problemOf(draft, gold) {
  if (!draft.to) return 'To whom? Write a name.';
  if (toBytes(draft.subject).length > subjectBytesMax) return 'The subject is too long.';
  if (toBytes(draft.text).length > textBytesMax) return 'The letter is too long.';
  if (draft.gold > gold) return 'You do not have that much gold.';
  if (!draft.subject && !draft.text && !draft.item && draft.gold === 0) {
    return 'The letter is empty.';
  }
  return '';
}

/**
 * How long ago, in words.
 * @param {number} milliseconds
 */
export function ago(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
