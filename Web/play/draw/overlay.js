// @ts-check
// The borders of the regions, and which shard simulates which of them.
import { css, shardColour } from './palette.js';

/**
 * @typedef {import('./camera.js').Camera} Camera
 * @typedef {import('../world/content.js').WorldMap} WorldMap
 * @typedef {{x: number, y: number}} Place
 */

/**
 * The regions on the canvas.
 * @param {Camera} camera
 * @param {WorldMap} map
 * @param {import('../app.js').View} view
 * @param {(column: number, row: number, shard: number, from: Place, to: Place) => void} draw
 */
function eachRegion(camera, map, view, draw) {
  const { edge, columns, rows } = map.regions;
  const { left, right, top, bottom } = camera.bounds();
  for (let row = Math.max(0, Math.floor(top / edge)); row < rows && row * edge < bottom; row++) {
    for (let c = Math.max(0, Math.floor(left / edge)); c < columns && c * edge < right; c++) {
      const shard = view.shards.get(row * columns + c) ?? 0;
      const from = camera.toCanvas(c * edge, row * edge);
      draw(c, row, shard, from, camera.toCanvas((c + 1) * edge, (row + 1) * edge));
    }
  }
}

/**
 * Paints the ground of each shard in its colour, with the borders.
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {WorldMap} map
 * @param {import('../app.js').View} view
 */
export function drawBorders(context, camera, map, view) {
  const { ratio } = camera;
  context.lineWidth = 3 * ratio;
  eachRegion(camera, map, view, (_column, _row, shard, from, to) => {
    if (shard > 0) {
      context.fillStyle = css(shardColour(shard), 0.26);
      context.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
    }
    context.strokeStyle = 'rgba(255,255,255,0.9)';
    context.setLineDash([12 * ratio, 8 * ratio]);
    context.strokeRect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.setLineDash([]);
  });
}

/**
 * Writes into each region's corner which it is and who has it.
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {WorldMap} map
 * @param {import('../app.js').View} view
 * @param {import('./labels.js').Labels} labels
 */
export function drawRegionNames(context, camera, map, view, labels) {
  const { ratio } = camera;
  eachRegion(camera, map, view, (column, row, shard, from, to) => {
    const x = Math.min(Math.max(from.x, 0) + 100 * ratio, to.x - 70 * ratio);
    const y = Math.min(Math.max(from.y, 130 * ratio) + 34 * ratio, to.y - 10 * ratio);
    const owner = shard > 0 ? `shard ${shard}` : 'shard not seen yet';
    labels.draw(context, `region ${column},${row} · ${owner}`, x, y, '#ffffff', 13 * ratio);
  });
}
