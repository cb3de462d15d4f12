// @ts-check
import { differences } from '../world/goods.js';
import { inPieces } from '../world/wares.js';
import { make, put } from './make.js';
import { nameOf, pictureOf } from './ware.js';

/**
 * @typedef {import('../world/wares.js').Item} Item
 * @typedef {import('../world/table.js').Table} Table
 */

/** One side of a trade: what lies there, and whether it is agreed to. */
export class Side {
  /** @param {string} title */
  constructor(title) {
    this.heading = make('h3', {}, title);
    this.mark = make('p', { className: 'mark' });
    this.list = make('div', { className: 'laid' });
    this.box = make('section', { className: 'side' }, this.heading, this.mark, this.list);
  }

  /**
   * @param {boolean} isAgreed
   * @param {string} text
   */
  agree(isAgreed, text) {
    put(this.mark, isAgreed ? `✓ ${text}` : 'Not agreed yet');
    this.box.classList.toggle('agreed', isAgreed);
  }
}

/** The other one's side; what has changed there is marked. */
export class TheirSide extends Side {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super('');
    this.app = app;
    this.gold = make('p', { className: 'gold' });
    this.box.append(this.gold);
    this.shown = '';
  }

  /** @param {Table} table */
  show(table) {
    const { theirs, before } = table;
    const key = JSON.stringify([theirs, before, String(table.other)]);
    if (key === this.shown) return;
    this.shown = key;
    put(this.heading, `${table.name} gives`);
    const { wares } = this.app.definitions;
    const isFirst = before.goods.length === 0 && before.gold === 0;
    const changes = new Map(
      isFirst ? []
        : differences(before, theirs).map(({ definition, count }) => [definition, count]));
    const rows = theirs.goods.map(({ definition, count }) =>
      this.row(wares.item(definition), count, changes.get(definition) ?? 0));
    for (const [definition, count] of changes) {
      if (theirs.goods.some((good) => good.definition === definition)) continue;
      const text = `Taken out: ${inPieces(wares.item(definition), -count)}`;
      rows.push(make('p', { className: 'change' }, text));
    }
    put(this.gold, theirs.gold > 0 ? `${theirs.gold} gold` : 'No gold');
    if (!isFirst && theirs.gold !== before.gold) {
      this.gold.append(make('span', { className: 'change' }, ` was ${before.gold}`));
    }
    this.list.replaceChildren(
      ...(rows.length > 0 ? rows : [make('p', { className: 'quiet' }, 'Nothing yet.')]));
  }

  /**
   * @param {Item} item
   * @param {number} count
   * @param {number} change
   */
  row(item, count, change) {
    const name = make('span', {}, nameOf(item), count > 1 ? ` × ${count}` : '');
    const row = make(
      'div', { className: 'row', title: `${item.name} (${item.rarity}). ${item.description}` },
      pictureOf(item), name);
    if (change !== 0) {
      const text = change === count ? 'new' : `was ${count - change}`;
      row.append(make('span', { className: 'change' }, text));
    }
    return row;
  }
}
