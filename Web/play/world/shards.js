// @ts-check

const lookMilliseconds = 5000;

/** Which shard simulates which region: from what one walks through, and from /api/regions. */
export class Shards {
  constructor() {
    /** @type {Map<number, number>} by row * columns + column */
    this.byRegion = new Map();
    this.columns = 1;
    this.map = 0;
    /**
     * How many play on the map; null: not known.
     * @type {number|null}
     */
    this.players = null;
  }

  /** @param {{map: number, columns: number}} joined */
  enter({ map, columns }) {
    if (map !== this.map) this.byRegion.clear();
    [this.map, this.columns] = [map, columns];
  }

  /** @param {{region: number, shard: number}} scope */
  seen({ region, shard }) {
    this.byRegion.set(((region >> 8) & 255) * this.columns + (region & 255), shard);
  }

  /** @param {any} answer of /api/regions */
  heard(answer) {
    if (typeof answer?.players === 'number') this.players = answer.players;
    if (!Array.isArray(answer?.regions) || (answer.map !== undefined && answer.map !== this.map)) {
      return;
    }
    for (const { column, row, shard } of answer.regions) {
      if (Number.isInteger(shard)) this.byRegion.set(row * this.columns + column, shard);
    }
  }

  /**
   * Asks again and again, less often while there is no answer.
   * @param {import('../net/api.js').Api} api
   */
  watch(api) {
    let wait = lookMilliseconds;
    const look = async () => {
      try {
        if (this.map > 0 && document.visibilityState === 'visible') this.heard(await api.regions());
        wait = lookMilliseconds;
      } catch {
        wait = Math.min(wait * 2, 60000);
      }
      setTimeout(look, wait);
    };
    setTimeout(look, 500);
  }
}
