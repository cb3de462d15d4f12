// @ts-check
// Names, health bars and what is said, above the heads.
import { rarityColour } from '../world/wares.js';
import { isAlive, isDead, Kind } from '../world/world.js';
import { fontFamily } from './labels.js';

/**
 * @typedef {import('./scene.js').Figure} Figure
 * @typedef {import('./camera.js').Camera} Camera
 */

const bubbleMilliseconds = 6000;

/** How high above the feet the plate begins: the same while somebody walks. */
const plateUnits = (/** @type {import('../world/world.js').Entity} */ entity,
  /** @type {import('./sprites.js').Sprite} */ sprite) =>
  (entity.kind === Kind.player ? 35 : Math.ceil((sprite.tall + 3) / 6) * 6) * sprite.scale;

/** @param {number} health 0 ... 1 */
const healthColour = (health) => (health > 0.5 ? '#5fd068' : health > 0.25 ? '#f0c040' : '#ff5a4a');

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {Figure[]} figures
 * @param {import('../app.js').View} view
 * @param {import('./labels.js').Labels} labels
 * @param {number} now
 */
export function drawPlates(context, camera, figures, view, labels, now) {
  const size = 11.5 * camera.ratio;
  /** @type {(() => void)[]} what is said lies over all names */
  const bubbles = [];
  for (const { entity, isSelf, sprite, x, y } of figures) {
    if (entity.goneAt) continue;
    const isTarget = entity.id === view.target;
    const at = camera.toCanvas(x, y + 9 - plateUnits(entity, sprite));
    if (isDead(entity)) continue;
    if (!isAlive(entity)) {
      drawThing(context, entity, at, view, labels, size);
      continue;
    }
    let top = at.y;
    const isBarShown = entity.health < 1 || isTarget || (isSelf && view.health < 1);
    if (isBarShown) {
      drawBar(context, camera, at.x, top, isSelf ? view.health : entity.health);
      top -= 6 * camera.ratio;
    }
    const colour = isSelf ? '#ffe9a8' : entity.kind === 2 ? '#ffb3a6' : '#eaf3ff';
    const name = view.nameOf(entity);
    const text = entity.kind === 2 && entity.level ? `${name} · ${entity.level}` : name;
    if (text) {
      labels.draw(context, text, at.x, top, colour, size);
      top -= size * 1.5;
    }
    const said = view.bubbles.get(entity.id);
    if (said && now - said.at < bubbleMilliseconds) {
      const from = top;
      bubbles.push(() => drawBubble(context, camera, at.x, from, said.text, now - said.at));
    }
  }
  for (const draw of bubbles) draw();
}

/**
 * The people of the place have their names; things only when they are near, or pointed at.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../world/world.js').Entity} entity
 * @param {{x: number, y: number}} at
 * @param {import('../app.js').View} view
 * @param {import('./labels.js').Labels} labels
 * @param {number} size
 */
function drawThing(context, entity, at, view, labels, size) {
  const isNoticed = entity.id === view.hovered || entity.id === view.nearest;
  if (entity.kind !== Kind.npc && !isNoticed) return;
  const { wares } = view.definitions;
  const colour = entity.kind === Kind.npc ? '#c9f2a8'
    : entity.kind === Kind.item ? rarityColour(wares.item(entity.definition)) : '#f0d9a8';
  labels.draw(context, view.nameOf(entity), at.x, at.y, colour, size);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {number} x
 * @param {number} y
 * @param {number} health
 */
function drawBar(context, camera, x, y, health) {
  const { ratio } = camera;
  const [width, height] = [34 * ratio, 5 * ratio];
  const left = Math.round(x - width / 2);
  const top = Math.round(y - height);
  context.fillStyle = 'rgba(16,14,24,0.85)';
  context.fillRect(left - ratio, top - ratio, width + 2 * ratio, height + 2 * ratio);
  context.fillStyle = healthColour(health);
  context.fillRect(left, top, Math.round(width * Math.min(1, health)), height);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} widthMax
 */
function broken(context, text, widthMax) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > widthMax) {
      lines.push(line);
      line = word;
    } else line = longer;
    while (context.measureText(line).width > widthMax && line.length > 4) {
      const part = widthMax / context.measureText(line).width;
      const cut = Math.max(3, Math.floor(line.length * part));
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  return [...lines, line].slice(0, 5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Camera} camera
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} age milliseconds
 */
function drawBubble(context, camera, x, y, text, age) {
  const { ratio } = camera;
  const size = 13 * ratio;
  context.font = `500 ${size}px ${fontFamily}`;
  const lines = broken(context, text, 190 * ratio);
  const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 18 * ratio;
  const height = lines.length * size * 1.3 + 10 * ratio;
  const left = Math.round(x - width / 2);
  const top = Math.round(y - height - 6 * ratio);
  context.globalAlpha = Math.min(1, (bubbleMilliseconds - age) / 600);
  context.fillStyle = 'rgba(252,250,244,0.95)';
  context.strokeStyle = 'rgba(40,30,40,0.9)';
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  context.roundRect(left, top, width, height, 8 * ratio);
  context.moveTo(x - 5 * ratio, top + height);
  context.lineTo(x, top + height + 6 * ratio);
  context.lineTo(x + 5 * ratio, top + height);
  context.fill();
  context.stroke();
  context.fillStyle = '#221a24';
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  lines.forEach((line, index) => {
    context.fillText(line, x, top + 5 * ratio + size * 1.3 * (index + 0.5));
  });
  context.textAlign = 'start';
  context.globalAlpha = 1;
}
