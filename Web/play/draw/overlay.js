// @ts-check
// The borders of the regions, and which shard simulates which of them.
import { css, shardColour } from './palette.js';

/**
 * @param {CanvasRenderingContext2D} context @param {import('./camera.js').Camera} camera
 * @param {import('../world/content.js').WorldMap} map @param {import('../app.js').View} view
 * @param {import('./labels.js').Labels} labels
 */
export function drawBorders(context, camera, map, view, labels) {
  const { edge, columns, rows } = map.regions;
  const { left, right, top, bottom } = camera.bounds();
  const { ratio } = camera;
  context.lineWidth = 3 * ratio;
  for (let row = Math.max(0, Math.floor(top / edge)); row < rows && row * edge < bottom; row++) {
    for (let c = Math.max(0, Math.floor(left / edge)); c < columns && c * edge < right; c++) {
      const shard = view.shards.get(row * columns + c) ?? 0;
      const a = camera.toCanvas(c * edge, row * edge);
      const b = camera.toCanvas((c + 1) * edge, (row + 1) * edge);
      if (shard > 0) {
        context.fillStyle = css(shardColour(shard), 0.26);
        context.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
      }
      context.strokeStyle = 'rgba(255,255,255,0.9)';
      context.setLineDash([12 * ratio, 8 * ratio]);
      context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
      context.setLineDash([]);
      const x = Math.min(Math.max(a.x, 0) + 90 * ratio, b.x - 60 * ratio);
      const y = Math.min(Math.max(a.y, 0) + 120 * ratio, b.y - 20 * ratio);
      const owner = shard > 0 ? `shard ${shard}` : 'shard ?';
      labels.draw(context, `region ${c},${row} · ${owner}`, x, y, '#ffffff', 13 * ratio);
    }
  }
}
