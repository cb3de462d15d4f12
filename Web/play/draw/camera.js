// @ts-check

/** What of the world is on the canvas. */
export class Camera {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.width = 1;
    this.height = 1;
    this.ratio = 1;
    /** Pixels of the page for a unit, as wished. */
    this.zoom = 1.5;
  }

  /** Pixels of the canvas for a unit. */
  get scale() {
    return this.zoom * this.ratio;
  }

  /** @param {HTMLCanvasElement} canvas */
  fit(canvas) {
    this.ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(canvas.clientWidth * this.ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * this.ratio));
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
    }
    [this.width, this.height] = [width, height];
  }

  /** @param {number} factor */
  zoomBy(factor) {
    this.zoom = Math.min(4, Math.max(0.75, this.zoom * factor));
  }

  /**
   * Looks at a place, staying on the map.
   * @param {number} x
   * @param {number} y
   * @param {{width: number, height: number}} [map] in units
   */
  lookAt(x, y, map) {
    if (map) {
      const [w, h] = [this.width / this.scale / 2, this.height / this.scale / 2];
      x = map.width > 2 * w ? Math.min(Math.max(x, w), map.width - w) : map.width / 2;
      y = map.height > 2 * h ? Math.min(Math.max(y, h), map.height - h) : map.height / 2;
    }
    [this.x, this.y] = [x, y];
  }

  /** Where the map's corner is on the canvas; not on whole pixels, or oneself would tremble. */
  get left() {
    return this.width / 2 - this.x * this.scale;
  }

  get top() {
    return this.height / 2 - this.y * this.scale;
  }

  /**
   * What is seen, in units.
   * @param {number} [margin]
   */
  bounds(margin = 0) {
    const [w, h] = [this.width / this.scale / 2 + margin, this.height / this.scale / 2 + margin];
    return { left: this.x - w, right: this.x + w, top: this.y - h, bottom: this.y + h };
  }

  /**
   * @param {number} x of the page
   * @param {number} y
   * @returns {{x: number, y: number}} units
   */
  toWorld(x, y) {
    return {
      x: (x * this.ratio - this.left) / this.scale, y: (y * this.ratio - this.top) / this.scale,
    };
  }

  /**
   * @param {number} x units
   * @param {number} y
   * @returns {{x: number, y: number}} canvas pixels
   */
  toCanvas(x, y) {
    return { x: this.left + x * this.scale, y: this.top + y * this.scale };
  }
}
