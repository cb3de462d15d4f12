// @ts-check
// What lies or stands within reach, and what one can do with it.
import { isOpen, Kind } from './world.js';

/** How far a hand reaches, in units. */
export const reachUnits = 96;

/**
 * @typedef {import('./world.js').Entity} Entity
 * @typedef {object} Person of a map
 * @property {number} number
 * @property {string} name
 * @property {string} [shop]
 * @property {string} [dialogue]
 * @property {number} x
 * @property {number} y
 */

/**
 * @param {{x: number, y: number}} one
 * @param {{x: number, y: number}} other
 */
export const isInReach = (one, other) =>
  Math.hypot(one.x - other.x, one.y - other.y) <= reachUnits;

/**
 * The NPC of a map that an entity is.
 * @param {{npcs?: Person[]}|null} map
 * @param {Entity} entity
 * @returns {Person|null}
 */
export function personOf(map, entity) {
  if (entity.kind !== Kind.npc) return null;
  return map?.npcs?.find(({ number }) => number === entity.definition) ?? null;
}

/**
 * @param {{npcs?: Person[]}|null} map
 * @param {Entity} entity
 * @returns {'take'|'open'|'trade'|'talk'|null} nothing: one can only look at it
 */
export function deedOf(map, entity) {
  if (entity.goneAt) return null;
  if (entity.kind === Kind.item) return 'take';
  if (entity.kind === Kind.chest) return isOpen(entity) ? null : 'open';
  const person = personOf(map, entity);
  return person?.shop ? 'trade' : person?.dialogue ? 'talk' : null;
}

/**
 * The nearest thing within reach that something can be done with.
 * @param {Iterable<Entity>} entities
 * @param {{x: number, y: number}} self
 * @param {{npcs?: Person[]}|null} map
 * @param {(entity: Entity) => boolean} isPassed what is asked for already
 * @returns {Entity|null}
 */
export function nearest(entities, self, map, isPassed = () => false) {
  let best = null;
  let least = reachUnits;
  for (const entity of entities) {
    const distance = Math.hypot(entity.x - self.x, entity.y - self.y);
    if (distance > least || !deedOf(map, entity) || isPassed(entity)) continue;
    [best, least] = [entity, distance];
  }
  return best;
}

/**
 * The nearest other player within reach.
 * @param {Iterable<Entity>} entities
 * @param {Entity} self
 * @returns {Entity|null}
 */
export function nearestPlayer(entities, self) {
  const far = (/** @type {Entity} */ one) => Math.hypot(one.x - self.x, one.y - self.y);
  const all = [...entities].filter((one) =>
    one.kind === Kind.player && one.id !== self.id && !one.goneAt && isInReach(self, one));
  return all.sort((a, b) => far(a) - far(b))[0] ?? null;
}
