// @ts-check
// The ground and what stands above it, painted once in pieces and then copied.

/** @typedef {import('../world/content.js').WorldMap} WorldMap */

const pieceTiles = 16;
const piecesMax = 48;

export class Ground {
  /** @param {WorldMap} map */
  constructor(map) {
    this.map = map;
    /** @type {Map<string, HTMLCanvasElement|null>} in the order of their last use */
    this.pieces = new Map();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import('./camera.js').Camera} camera
   * @param {boolean} isAbove what is drawn over the figures
   */
  draw(context, camera, isAbove) {
    const edge = pieceTiles * this.map.tileSize;
    const { left, right, top, bottom } = camera.bounds();
    const pieces = (/** @type {number} */ tiles) => Math.ceil(tiles / pieceTiles);
    const lastColumn = Math.min(Math.floor(right / edge), pieces(this.map.columns) - 1);
    const lastRow = Math.min(Math.floor(bottom / edge), pieces(this.map.rows) - 1);
    context.imageSmoothingEnabled = camera.scale < 1;
    for (let row = Math.max(0, Math.floor(top / edge)); row <= lastRow; row++) {
      for (let column = Math.max(0, Math.floor(left / edge)); column <= lastColumn; column++) {
        const piece = this.piece(column, row, isAbove);
        if (!piece) continue;
        const from = camera.toCanvas(column * edge, row * edge);
        const to = camera.toCanvas((column + 1) * edge, (row + 1) * edge);
        const [x, y] = [Math.round(from.x), Math.round(from.y)];
        context.drawImage(piece, x, y, Math.round(to.x) - x, Math.round(to.y) - y);
      }
    }
  }

  /**
   * @param {number} column
   * @param {number} row
   * @param {boolean} isAbove
   */
  piece(column, row, isAbove) {
    const key = `${column} ${row} ${isAbove}`;
    let piece = this.pieces.get(key);
    if (piece === undefined) piece = this.paint(column, row, isAbove);
    else this.pieces.delete(key);
    this.pieces.set(key, piece);
    if (this.pieces.size > piecesMax) this.pieces.delete(this.pieces.keys().next().value ?? '');
    return piece;
  }

  /**
   * Null when there is nothing.
   * @param {number} column
   * @param {number} row
   * @param {boolean} isAbove
   */
  paint(column, row, isAbove) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = pieceTiles * this.map.tileSize;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.imageSmoothingEnabled = false;
    let count = 0;
    for (const layer of this.map.layers) {
      if (layer.above !== isAbove) continue;
      context.globalAlpha = layer.opacity;
      for (let y = 0; y < pieceTiles; y++) {
        for (let x = 0; x < pieceTiles; x++) {
          const [c, r] = [column * pieceTiles + x, row * pieceTiles + y];
          if (c >= this.map.columns || r >= this.map.rows) continue;
          if (this.paintTile(context, layer.cells[r * this.map.columns + c], x, y)) count++;
        }
      }
    }
    return count > 0 ? canvas : null;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} cell
   * @param {number} x
   * @param {number} y
   */
  paintTile(context, cell, x, y) {
    const shown = this.map.palette[cell];
    if (!shown || shown.length === 0) return false;
    const [index, tile, turn] = shown;
    const set = this.map.tilesets[index];
    const size = set.tileSize;
    const edge = this.map.tileSize;
    const sx = set.margin + (tile % set.columns) * (size + set.spacing);
    const sy = set.margin + Math.floor(tile / set.columns) * (size + set.spacing);
    const half = edge / 2;
    context.setTransform(1, 0, 0, 1, x * edge + half, y * edge + half);
    if (turn & 1) context.scale(-1, 1);
    if (turn & 2) context.scale(1, -1);
    if (turn & 4) context.transform(0, 1, 1, 0, 0, 0);
    context.drawImage(set.picture, sx, sy, size, size, -half, -half, edge, edge);
    return true;
  }
}
