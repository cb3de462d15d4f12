// @ts-check
import { css, shardColour } from '../draw/palette.js';
import { isDead, Kind } from '../world/world.js';
import { make, put } from './make.js';

const edge = 352;
const everyMilliseconds = 100;
const nearUnits = 1400;
/** @type {Record<number, string>} */
const dotColours = {
  [Kind.player]: '#ffffff', [Kind.creature]: '#ff5a4a', [Kind.item]: '#ffd166',
  [Kind.npc]: '#9fe870', [Kind.chest]: '#d89a50',
};

/** The map in small: near, whole, or none. */
export class Minimap {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.canvas = make(
      'canvas', { width: edge, height: edge, role: 'img', 'aria-label': 'Minimap' });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    this.text = make('p');
    app.element('place').append(this.canvas, this.text);
    /** @type {HTMLCanvasElement|null} */
    this.whole = null;
    /** @type {'near'|'whole'|'none'} */
    this.mode = 'near';
    this.shownAt = 0;
    /** What of the map is drawn: its corner in units, and canvas pixels for a unit. */
    this.drawn = { left: 0, top: 0, scale: 1 };
    this.canvas.addEventListener('pointerdown', (event) => this.walk(event));
  }

  /**
   * A click on the minimap walks there.
   * @param {PointerEvent} event
   */
  walk(event) {
    const box = this.canvas.getBoundingClientRect();
    const { left, top, scale } = this.drawn;
    const x = left + ((event.clientX - box.left) / box.width) * (edge / scale);
    const y = top + ((event.clientY - box.top) / box.height) * (edge / scale);
    this.app.steering.walkTo(x, y);
    event.preventDefault();
  }

  toggle() {
    this.mode = this.mode === 'near' ? 'whole' : this.mode === 'whole' ? 'none' : 'near';
    this.canvas.hidden = this.mode === 'none';
    this.shownAt = 0;
    this.app.told.event(`Minimap: ${this.mode}.`);
  }

  /**
   * Paints the whole map once, a few pixels for each tile.
   * @param {import('../world/content.js').WorldMap} map
   */
  enter(map) {
    const pixels = Math.max(1, Math.min(8, Math.floor(1024 / Math.max(map.columns, map.rows))));
    const canvas = make('canvas', { width: map.columns * pixels, height: map.rows * pixels });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    for (const layer of map.layers) {
      for (let tile = 0; tile < layer.cells.length; tile++) {
        const shown = map.palette[layer.cells[tile]];
        if (!shown || shown.length === 0) continue;
        const set = map.tilesets[shown[0]];
        const size = set.tileSize;
        context.drawImage(
          set.picture, set.margin + (shown[1] % set.columns) * (size + set.spacing),
          set.margin + Math.floor(shown[1] / set.columns) * (size + set.spacing), size, size,
          (tile % map.columns) * pixels, Math.floor(tile / map.columns) * pixels, pixels, pixels);
      }
    }
    this.whole = canvas;
  }

  /** @param {number} now */
  update(now) {
    if (now - this.shownAt < everyMilliseconds) return;
    this.shownAt = now;
    const { app } = this;
    const { players } = app.shards;
    const around = app.world.count(1) + 1;
    put(this.text, players === null ? `${app.joined?.mapName ?? ''} · ${around} near`
      : `${app.joined?.mapName ?? ''} · ${players} online`);
    if (this.mode !== 'none' && app.map && app.self && this.whole) this.draw(app.map, app.self);
  }

  /**
   * @param {import('../world/content.js').WorldMap} map
   * @param {import('../world/world.js').Entity} self
   */
  draw(map, self) {
    const { context, app } = this;
    const [width, height] = [map.columns * map.tileSize, map.rows * map.tileSize];
    const span = this.mode === 'near'
      ? Math.min(nearUnits, width, height) : Math.max(width, height);
    const [left, top] = [this.origin(self.x, span, width), this.origin(self.y, span, height)];
    const scale = edge / span;
    this.drawn = { left, top, scale };
    const part = /** @type {HTMLCanvasElement} */ (this.whole).width / width;
    context.fillStyle = '#14161f';
    context.fillRect(0, 0, edge, edge);
    context.drawImage(
      /** @type {HTMLCanvasElement} */ (this.whole), left * part, top * part, span * part,
      span * part, 0, 0, edge, edge);
    this.drawRegions(map, left, top, scale);
    for (const one of app.world.slots.values()) {
      const colour = dotColours[one.kind];
      if (isDead(one) || !colour) continue;
      const radius = one.id === app.target ? 7 : one.kind === Kind.item ? 3 : 4.5;
      this.dot((one.x - left) * scale, (one.y - top) * scale, radius, colour);
    }
    this.dot((self.x - left) * scale, (self.y - top) * scale, 7, '#ffd166');
  }

  /**
   * @param {number} at
   * @param {number} span
   * @param {number} most
   */
  origin(at, span, most) {
    if (span >= most) return (most - span) / 2;
    return Math.min(Math.max(at - span / 2, 0), most - span);
  }

  /**
   * @param {import('../world/content.js').WorldMap} map
   * @param {number} left
   * @param {number} top
   * @param {number} scale
   */
  drawRegions(map, left, top, scale) {
    const { context, app } = this;
    const { columns, rows, edge: size } = map.regions;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [x, y] = [(column * size - left) * scale, (row * size - top) * scale];
        const shard = app.shards.byRegion.get(row * columns + column) ?? 0;
        if (shard > 0) {
          context.fillStyle = css(shardColour(shard), app.scene.showsBorders ? 0.42 : 0.2);
          context.fillRect(x, y, size * scale, size * scale);
        }
        context.strokeStyle = 'rgba(255,255,255,0.45)';
        context.lineWidth = 1.5;
        context.strokeRect(x, y, size * scale, size * scale);
      }
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {string} colour
   */
  dot(x, y, radius, colour) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = 'rgba(16,14,24,0.9)';
    context.stroke();
  }
}
