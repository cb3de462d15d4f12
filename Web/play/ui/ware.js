// @ts-check
// A thing as panels show it.
import { drawWare } from '../draw/wares.js';
import { rarityColour, statsInWords } from '../world/wares.js';
import { make } from './make.js';

/** @typedef {import('../world/wares.js').Item} Item */

/** @type {Map<string, HTMLCanvasElement>} */
const painted = new Map();

/**
 * @param {Item} item
 * @returns {HTMLCanvasElement}
 */
export function pictureOf(item) {
  const key = `${item.appearance.shape} ${item.appearance.color}`;
  let original = painted.get(key);
  if (!original) {
    original = make('canvas', { width: 44, height: 44 });
    drawWare(original, item.appearance);
    painted.set(key, original);
  }
  const copy = make('canvas', { width: 44, height: 44, 'aria-hidden': 'true' });
  copy.getContext('2d')?.drawImage(original, 0, 0);
  return copy;
}

/** Its name in the colour of its rarity. @param {Item} item */
export function nameOf(item) {
  const name = make('strong', { className: 'ware' }, item.name);
  name.style.color = rarityColour(item);
  return name;
}

/**
 * All that there is to know of it.
 * @param {Item} item
 * @param {number} count
 */
export function description(item, count) {
  const kind = [item.rarity, item.type, count > 1 ? `${count} pieces` : '']
    .filter(Boolean).join(' · ');
  const stats = statsInWords(item);
  return make(
    'div', { className: 'facts' }, make('p', {}, nameOf(item)),
    make('p', { className: 'quiet' }, kind), make('p', {}, item.description),
    ...(stats.length > 0 ? [make('p', { className: 'quiet' }, stats.join(' · '))] : []));
}

/**
 * A number that a player writes.
 * @param {string} label
 * @param {number} most
 * @param {number} value
 * @param {number} [least]
 */
export function numberField(label, most, value, least = 1) {
  const input = make('input', {
    type: 'number', min: String(least), max: String(most), value: String(value),
    inputMode: 'numeric',
  });
  input.dataset.key = `number ${label}`;
  return { input, field: make('label', { className: 'count' }, label, input) };
}
