// @ts-check
// What is known of skills and creatures by their numbers, with names to fall back on.
import { Wares } from './wares.js';

/**
 * @typedef {object} Skill
 * @property {number} number
 * @property {string} name
 * @property {string} description
 * @property {string} icon
 * @property {'melee'|'projectile'|'heal'|'dash'} type
 * @property {number} cooldown milliseconds
 * @property {number} manaCost
 * @property {number} range units
 * @typedef {object} Creature
 * @property {string} name
 * @property {number} level
 * @property {{shape: string, color: string, size: number}} appearance
 */

/** @type {Skill[]} */
const usualSkills = [
  {
    number: 1, name: 'Strike', description: 'Hits whoever stands close.', icon: 'sword',
    type: 'melee', cooldown: 800, manaCost: 0, range: 56,
  },
  {
    number: 2, name: 'Bolt', description: 'Flies at a target.', icon: 'bolt',
    type: 'projectile', cooldown: 1500, manaCost: 5, range: 300,
  },
  {
    number: 3, name: 'Mend', description: 'Heals you.', icon: 'heal', type: 'heal',
    cooldown: 6000, manaCost: 10, range: 0,
  },
  {
    number: 4, name: 'Dash', description: 'Carries you ahead.', icon: 'dash', type: 'dash',
    cooldown: 4000, manaCost: 5, range: 128,
  },
];

/** What a creature looks like when the content does not say. */
const shapes = ['slime', 'goblin', 'wolf', 'bat', 'spider', 'skeleton', 'boar', 'wisp'];

/**
 * @param {string} text
 * @returns {number} 32 bits that differ for different texts
 */
export function hash(text) {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  }
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}

export class Definitions {
  /** @param {Record<string, any>} found in the bundle */
  constructor(found = {}) {
    const skills = Array.isArray(found.skills) ? found.skills : [];
    const creatures = Array.isArray(found.creatures) ? found.creatures : [];
    /** @type {Skill[]} the four of the bar */
    this.skills = usualSkills.map((usual) => ({
      ...usual, ...skills.find((skill) => skill.number === usual.number),
    }));
    /** @type {Map<number, Creature>} */
    this.creatures = new Map(creatures.map((creature) => [creature.number, creature]));
    this.wares = new Wares(found);
    /** @type {Map<string, string[]>} */
    this.dialogues = new Map((Array.isArray(found.dialogues) ? found.dialogues : [])
      .map(({ id, lines }) => [id, lines]));
    /** @type {Map<number, Skill>} */
    this.all = new Map([...this.skills, ...skills].map((skill) => [skill.number, skill]));
  }

  /**
   * @param {number} number
   * @returns {Creature}
   */
  creature(number) {
    const known = this.creatures.get(number);
    if (known?.appearance) return known;
    const mark = hash(`creature ${number}`);
    return {
      name: known?.name ?? 'Creature',
      level: known?.level ?? 1,
      appearance: {
        shape: shapes[mark % shapes.length], color: `hsl(${(mark >>> 8) % 360} 45% 50%)`, size: 1,
      },
    };
  }

  /**
   * What is said, line by line; nothing when the content does not know it.
   * @param {string|undefined} id
   * @returns {string[]}
   */
  dialogue(id) {
    return this.dialogues.get(id ?? '') ?? [];
  }

  /** @param {number} number */
  skill(number) {
    return this.all.get(number);
  }
}
