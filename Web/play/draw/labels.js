// @ts-check
// Text on the world: painted once, outlined, and copied.

const keptMax = 600;

export const fontFamily = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';

export class Labels {
  constructor() {
    /** @type {Map<string, HTMLCanvasElement>} */
    this.kept = new Map();
    const canvas = document.createElement('canvas');
    this.measure = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  }

  /**
   * @param {string} text
   * @param {string} colour
   * @param {number} size pixels of the canvas
   * @param {boolean} [isBold]
   */
  get(text, colour, size, isBold = true) {
    const key = `${size} ${colour} ${isBold} ${text}`;
    const known = this.kept.get(key);
    if (known) return known;
    if (this.kept.size >= keptMax) this.kept.delete(this.kept.keys().next().value ?? '');
    const font = `${isBold ? 600 : 400} ${size}px ${fontFamily}`;
    this.measure.font = font;
    const edge = Math.ceil(size / 5) + 1;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(this.measure.measureText(text).width) + 2 * edge;
    canvas.height = Math.ceil(size * 1.3) + 2 * edge;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.font = font;
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = size / 4;
    context.strokeStyle = 'rgba(16,14,24,0.9)';
    context.strokeText(text, edge, canvas.height / 2);
    context.fillStyle = colour;
    context.fillText(text, edge, canvas.height / 2);
    this.kept.set(key, canvas);
    return canvas;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {string} text
   * @param {number} x its middle
   * @param {number} y its lower edge
   * @param {string} colour
   * @param {number} size
   */
  draw(context, text, x, y, colour, size) {
    const picture = this.get(text, colour, Math.round(size));
    context.drawImage(picture, Math.round(x - picture.width / 2), Math.round(y - picture.height));
  }
}
