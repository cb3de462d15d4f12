// @ts-check

/** Steps of a world unit in positions. */
export const one = 256;

/** @typedef {{x: number, y: number}} Position in 1/256 world unit, integers */

/** Which tiles of a map block. Anything outside of it blocks. */
export class CollisionGrid {
  /**
   * @param {number} columns
   * @param {number} rows
   * @param {number} tileUnits edge of a tile in world units
   * @param {Uint8Array} bits one bit per tile, row by row, the lowest of each byte first
   */
  constructor(columns, rows, tileUnits, bits) {
    this.columns = columns;
    this.rows = rows;
    this.tileUnits = tileUnits;
    /** Edge of a tile in 1/256 world unit. */
    this.tileEdge = tileUnits * one;
    this.bits = bits;
  }

  /**
   * @param {string[]} lines `#` blocks
   * @param {number} tileUnits
   */
  static drawn(lines, tileUnits) {
    const columns = lines[0].length;
    const bits = new Uint8Array(Math.ceil((columns * lines.length) / 8));
    lines.forEach((line, row) => {
      for (let column = 0; column < columns; column++) {
        const tile = row * columns + column;
        if (line[column] === '#') bits[tile >> 3] |= 1 << (tile & 7);
      }
    });
    return new CollisionGrid(columns, lines.length, tileUnits, bits);
  }

  /**
   * @param {number} column
   * @param {number} row
   */
  isBlocked(column, row) {
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return true;
    const tile = row * this.columns + column;
    return (this.bits[tile >> 3] & (1 << (tile & 7))) !== 0;
  }

  /**
   * The column or row of a coordinate; -1 left of or above the map.
   * @param {number} coordinate
   */
  tile(coordinate) {
    return coordinate < 0 ? -1 : Math.floor(coordinate / this.tileEdge);
  }

  /**
   * The middle of a tile.
   * @param {number} column
   * @param {number} row
   * @returns {Position}
   */
  centre(column, row) {
    const half = this.tileEdge / 2;
    return { x: column * this.tileEdge + half, y: row * this.tileEdge + half };
  }

  /**
   * Whether any tile of a block blocks; both ends belong to it.
   * @param {number} left
   * @param {number} right
   * @param {number} top
   * @param {number} bottom
   */
  isAnyBlocked(left, right, top, bottom) {
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        if (this.isBlocked(column, row)) return true;
      }
    }
    return false;
  }

  /**
   * Whether a body stands free.
   * @param {Position} at
   * @param {number} halfWidth
   */
  isFree(at, halfWidth) {
    if (at.x < 0 || at.y < 0) return false;
    if (at.x >= this.columns * this.tileEdge || at.y >= this.rows * this.tileEdge) return false;
    return !this.isAnyBlocked(
      this.tile(at.x - halfWidth), this.tile(at.x + halfWidth - 1),
      this.tile(at.y - halfWidth), this.tile(at.y + halfWidth - 1));
  }

  /**
   * The nearest place on the map.
   * @param {Position} at
   * @returns {Position}
   */
  clamped(at) {
    return {
      x: Math.min(Math.max(at.x, 0), this.columns * this.tileEdge - 1),
      y: Math.min(Math.max(at.y, 0), this.rows * this.tileEdge - 1),
    };
  }
}
