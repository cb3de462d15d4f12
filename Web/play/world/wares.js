// @ts-check
// What things are: in words, for what they are good, and who sells them.

/**
 * @typedef {object} Item
 * @property {number} number
 * @property {string} id
 * @property {string} name
 * @property {string} description
 * @property {string} type
 * @property {string} rarity
 * @property {number} level
 * @property {number} maxStack
 * @property {number} sellPrice
 * @property {boolean} tradable
 * @property {Record<string, number>} stats
 * @property {{shape: string, color: string, size?: number}} appearance
 * @typedef {{id: string, name: string, goods: {item: string, price: number}[]}} Shop
 * @typedef {import('./belongings.js').Owned} Owned
 */

/** What is told of a thing that the content does not know. @type {Item} */
const strange = {
  number: 0, id: '', name: 'Something strange', description: 'Nobody here knows what it is.',
  type: 'material', rarity: 'common', level: 1, maxStack: 1, sellPrice: 0, tradable: false,
  stats: {}, appearance: { shape: 'bundle', color: '#9a9aa8' },
};

export const rarityColours = {
  common: '#dcdae4', uncommon: '#79df7f', rare: '#7fb4ff', epic: '#d29bff', legendary: '#ffb54a',
};

export const rarities = Object.keys(rarityColours);

/** @param {Item} item */
export const rarityColour = (item) =>
  /** @type {Record<string, string>} */ (rarityColours)[item.rarity] ?? rarityColours.common;

export class Wares {
  /** @param {{items?: any[], shops?: any[]}} [found] in the bundle */
  constructor(found = {}) {
    const items = Array.isArray(found.items) ? found.items : [];
    /** @type {Map<number, Item>} */
    this.items = new Map(items.map((item) => [item.number, {
      ...strange, ...item, stats: item.stats ?? {},
      appearance: item.appearance ?? strange.appearance,
    }]));
    /** @type {Map<string, Item>} */
    this.byID = new Map([...this.items.values()].map((item) => [item.id, item]));
    /** @type {Map<string, Shop>} */
    this.shops = new Map(
      (Array.isArray(found.shops) ? found.shops : []).map((shop) => [shop.id, shop]));
  }

  /**
   * @param {number} number
   * @returns {Item}
   */
  item(number) {
    return this.items.get(number) ?? strange;
  }

  /**
   * What a shop sells, with what each costs.
   * @param {string} shop
   * @returns {{item: Item, price: number}[]}
   */
  goods(shop) {
    const all = this.shops.get(shop)?.goods ?? [];
    return all.flatMap(({ item, price }) => {
      const found = this.byID.get(item);
      return found ? [{ item: found, price }] : [];
    });
  }

  /**
   * What of a bag a shop buys.
   * @param {Iterable<Owned>} owned
   * @returns {{owned: Owned, item: Item}[]}
   */
  sellable(owned) {
    return [...owned].map((one) => ({ owned: one, item: this.item(one.definition) }))
      .filter(({ item }) => item.sellPrice > 0)
      .sort((a, b) => a.owned.slot - b.owned.slot);
  }

  /**
   * What serves best: of those that make up for what is missing the weakest, else the strongest.
   * @param {Iterable<Owned>} owned
   * @param {'heal'|'mana'} stat
   * @param {number} missing
   * @param {number} level one's own
   * @returns {{owned: Owned, item: Item}|null}
   */
  remedy(owned, stat, missing, level) {
    const fit = [...owned].map((one) => ({ owned: one, item: this.item(one.definition) }))
      .filter(({ item }) => isUsable(item) && item.stats[stat] > 0 && item.level <= level)
      .sort((a, b) => a.item.stats[stat] - b.item.stats[stat] || a.owned.slot - b.owned.slot);
    return fit.find(({ item }) => item.stats[stat] >= missing) ?? fit.at(-1) ?? null;
  }

  /**
   * How many pieces could serve.
   * @param {Iterable<Owned>} owned
   * @param {'heal'|'mana'} stat
   * @param {number} level
   */
  remedies(owned, stat, level) {
    let count = 0;
    for (const one of owned) {
      const item = this.item(one.definition);
      if (isUsable(item) && item.stats[stat] > 0 && item.level <= level) count += one.count;
    }
    return count;
  }
}

/** @param {Item} item */
export const isUsable = ({ type, stats }) =>
  type === 'consumable' && ((stats.heal ?? 0) > 0 || (stats.mana ?? 0) > 0);

const statNames = { attack: 'attack', defense: 'defence', health: 'health', speed: 'speed' };

/**
 * @param {Item} item
 * @returns {string[]} what it does, one by one
 */
export function statsInWords(item) {
  const lines = [];
  for (const [stat, value] of Object.entries(item.stats)) {
    if (stat === 'heal') lines.push(`Heals ${value}`);
    else if (stat === 'mana') {
      lines.push(item.type === 'consumable' ? `Gives back ${value} mana` : `+${value} mana`);
    } else if (stat === 'durability') lines.push(`Durability ${value}`);
    else lines.push(`+${value} ${/** @type {any} */ (statNames)[stat] ?? stat}`);
  }
  if (item.level > 1) lines.push(`From level ${item.level}`);
  if (!item.tradable) lines.push('Nobody else can have it');
  return lines;
}

/**
 * @param {Item} item
 * @param {number} count
 */
export const inPieces = (item, count) => (count > 1 ? `${count} × ${item.name}` : item.name);

/**
 * A thing in one sentence, for those who listen.
 * @param {Item} item
 * @param {number} count
 */
export const inWords = (item, count) =>
  `${item.name}${count > 1 ? `, ${count} pieces` : ''}, ${item.rarity}`;

/**
 * A whole number that a player wrote, within bounds.
 * @param {string} text
 * @param {number} most
 * @param {number} [least]
 */
export function wholeNumber(text, most, least = 1) {
  const value = Math.floor(Number(text));
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}
