// @ts-check
// A small picture painted pixel by pixel, so that figures have the grain of the tiles.

/** @typedef {import('./palette.js').Colour} Colour */

export class Pixels {
  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(width * height * 4);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {Colour} colour
   * @param {number} [alpha]
   */
  dot(x, y, colour, alpha = 255) {
    [x, y] = [Math.round(x), Math.round(y)];
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 4;
    this.data[at] = colour[0];
    this.data[at + 1] = colour[1];
    this.data[at + 2] = colour[2];
    this.data[at + 3] = alpha;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} w
   * @param {number} h
   * @param {Colour} colour
   */
  rect(x, y, w, h, colour) {
    for (let row = 0; row < h; row++) {
      for (let column = 0; column < w; column++) this.dot(x + column, y + row, colour);
    }
  }

  /**
   * An ellipse, lighter above and darker below when it is given three colours.
   * @param {number} cx
   * @param {number} cy
   * @param {number} rx
   * @param {number} ry
   * @param {Colour} colour
   * @param {Colour} [light]
   * @param {Colour} [dark]
   */
  ellipse(cx, cy, rx, ry, colour, light = colour, dark = colour) {
    for (let y = Math.floor(cy - ry); y <= cy + ry; y++) {
      for (let x = Math.floor(cx - rx); x <= cx + rx; x++) {
        const [u, v] = [(x - cx) / rx, (y - cy) / ry];
        if (u * u + v * v > 1) continue;
        const slope = u * 0.5 + v;
        this.dot(x, y, slope < -0.55 ? light : slope > 0.6 ? dark : colour);
      }
    }
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @param {Colour} colour
   */
  line(x0, y0, x1, y1, colour) {
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
    for (let step = 0; step <= steps; step++) {
      this.dot(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps, colour);
    }
  }

  /**
   * Draws a line around everything painted.
   * @param {Colour} colour
   */
  outline(colour) {
    const { width, height, data } = this;
    const isPainted = (/** @type {number} */ x, /** @type {number} */ y) =>
      x >= 0 && y >= 0 && x < width && y < height && data[(y * width + x) * 4 + 3] > 0;
    const edge = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (isPainted(x, y)) continue;
        if (isPainted(x - 1, y) || isPainted(x + 1, y) || isPainted(x, y - 1) ||
          isPainted(x, y + 1)) edge.push([x, y]);
      }
    }
    for (const [x, y] of edge) this.dot(x, y, colour);
  }

  /** The first row that holds something. */
  get top() {
    for (let at = 3; at < this.data.length; at += 4) {
      if (this.data[at] > 0) return Math.floor(at / 4 / this.width);
    }
    return 0;
  }

  /**
   * Left and right exchanged.
   * @returns {Pixels}
   */
  mirrored() {
    const { width, height } = this;
    const other = new Pixels(width, height);
    const [from, to] = [new Uint32Array(this.data.buffer), new Uint32Array(other.data.buffer)];
    for (let at = 0; at < from.length; at++) {
      const column = at % width;
      to[at - column + width - 1 - column] = from[at];
    }
    return other;
  }

  /**
   * @param {CanvasRenderingContext2D} context whose pixels there are replaced
   * @param {number} x
   * @param {number} y
   */
  putInto(context, x, y) {
    context.putImageData(new ImageData(this.data, this.width, this.height), x, y);
  }

  /** @returns {HTMLCanvasElement} */
  toCanvas() {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [this.width, this.height];
    this.putInto(/** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')), 0, 0);
    return canvas;
  }
}
