// @ts-check
// One frame of the world.
import { personOf } from '../world/reach.js';
import { rarityColour } from '../world/wares.js';
import { isDead, isOpen, Kind } from '../world/world.js';
import { Camera } from './camera.js';
import { Effects } from './effects.js';
import { Ground } from './ground.js';
import { Labels } from './labels.js';
import { drawBorders, drawRegionNames } from './overlay.js';
import { drawPlates } from './plates.js';
import { Sprites } from './sprites.js';

/**
 * @typedef {import('../world/world.js').Entity} Entity
 * @typedef {object} Figure somebody as drawn
 * @property {Entity} entity
 * @property {number} x
 * @property {number} y
 * @property {boolean} isSelf
 * @property {import('./sprites.js').Sprite} sprite
 */

const gestureMilliseconds = 260;
const strideUnits = 14;

export class Scene {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext('2d', { alpha: false }));
    this.camera = new Camera();
    this.sprites = new Sprites();
    this.labels = new Labels();
    this.effects = new Effects();
    /** @type {Ground|null} */
    this.ground = null;
    this.showsBorders = false;
    this.isCalm = false;
    /** @type {Figure[]} */
    this.figures = [];
    /** @type {number|bigint|null} whom the pointer is over */
    this.hovered = null;
  }

  /** @param {import('../world/content.js').WorldMap} map */
  enter(map) {
    if (this.ground?.map !== map) this.ground = new Ground(map);
    this.effects.clear();
  }

  /**
   * @param {import('../app.js').View} view what there is to see
   * @param {number} now
   */
  draw(view, now) {
    const { context, camera, ground } = this;
    camera.fit(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#14161f';
    context.fillRect(0, 0, camera.width, camera.height);
    if (!ground) return;
    const { columns, rows, tileSize } = ground.map;
    const eye = view.self ?? this.wander(ground.map, now);
    camera.lookAt(eye.x, eye.y, { width: columns * tileSize, height: rows * tileSize });
    ground.draw(context, camera, false);
    if (this.showsBorders) drawBorders(context, camera, ground.map, view);
    this.sprites.begin();
    this.figures = this.arrange(view, now);
    this.drawMarks(view, now);
    for (const figure of this.figures) this.drawShadow(figure, view);
    for (const figure of this.figures) this.drawFigure(figure, now);
    this.effects.drawFlights(context, camera, this.figures, now);
    ground.draw(context, camera, true);
    if (this.showsBorders) drawRegionNames(context, camera, ground.map, view, this.labels);
    drawPlates(context, camera, this.figures, view, this.labels, now);
    this.effects.drawNumbers(context, camera, this.figures, this.labels, now, this.isCalm);
    if (view.self && !this.isCalm) this.drawHurt(now - view.self.hurtAt);
  }

  /**
   * A red rim for a moment.
   * @param {number} age milliseconds since the blow
   */
  drawHurt(age) {
    if (age > 300) return;
    const { context, camera } = this;
    const rim = context.createRadialGradient(
      camera.width / 2, camera.height / 2, Math.min(camera.width, camera.height) * 0.35,
      camera.width / 2, camera.height / 2, Math.max(camera.width, camera.height) * 0.62);
    rim.addColorStop(0, 'rgba(190,20,20,0)');
    rim.addColorStop(1, `rgba(190,20,20,${0.45 * (1 - age / 300)})`);
    context.fillStyle = rim;
    context.fillRect(0, 0, camera.width, camera.height);
  }

  /**
   * Where to look while nobody plays: slowly around the first place.
   * @param {import('../world/content.js').WorldMap} map
   * @param {number} now
   */
  wander(map, now) {
    const { x = 0, y = 0 } = map.spawns[0] ?? {};
    if (this.isCalm) return { x, y };
    return { x: x + Math.sin(now / 23000) * 500, y: y + Math.cos(now / 17000) * 300 };
  }

  /**
   * Those on the canvas, from the back to the front.
   * @param {import('../app.js').View} view
   * @param {number} now
   */
  arrange(view, now) {
    const { left, right, top, bottom } = this.camera.bounds(64);
    const figures = [];
    const everybody = [...view.entities, view.self];
    for (const entity of everybody) {
      if (!entity || entity.x < left || entity.x > right || entity.kind > Kind.chest) continue;
      if (entity.y < top || entity.y > bottom) continue;
      const isSelf = entity === view.self;
      figures.push({
        entity, x: entity.x, y: entity.y, isSelf, sprite: this.spriteOf(entity, view, now),
      });
    }
    return figures.sort((a, b) => Number(isDead(b.entity)) - Number(isDead(a.entity)) || a.y - b.y);
  }

  /**
   * @param {Entity} entity
   * @param {import('../app.js').View} view
   * @param {number} now
   */
  spriteOf(entity, view, now) {
    switch (entity.kind) {
      case Kind.item:
        return this.sprites.ware(view.definitions.wares.item(entity.definition).appearance);
      case Kind.npc:
        return this.sprites.folk(view.nameOf(entity), Boolean(personOf(view.map, entity)?.shop));
      case Kind.chest: return this.sprites.chest(isOpen(entity));
      default: break;
    }
    let frame = entity.isMoving ? Math.floor(entity.stride / strideUnits) % 4 : 0;
    if (now - entity.gesture.at < gestureMilliseconds) frame = 4;
    if (isDead(entity)) frame = 5;
    if (entity.kind !== 2) return this.sprites.person(entity.name, entity.facing, frame);
    const creature = view.definitions.creature(entity.definition);
    const isFlying = /bat|wisp|ghost/.test(creature.appearance.shape);
    if (isFlying && frame < 4) frame = Math.floor(now / 140 + Number(entity.id) * 0.7) % 4;
    return this.sprites.creature(creature, entity.facing, frame);
  }

  /**
   * The ring under the target, and where one walks to.
   * @param {import('../app.js').View} view
   * @param {number} now
   */
  drawMarks(view, now) {
    const { context, camera } = this;
    const target = this.figures.find((figure) => figure.entity.id === view.target);
    const pulse = this.isCalm ? 0 : Math.sin(now / 180);
    context.lineWidth = 2 * camera.ratio;
    if (target && !target.isSelf) {
      const at = camera.toCanvas(target.x, target.y + 7);
      const radius = (15 + pulse) * camera.scale * target.sprite.scale;
      context.strokeStyle = target.entity.kind === 2 ? '#ff6a5a' : '#8fe0ff';
      context.beginPath();
      context.ellipse(at.x, at.y, radius, radius * 0.5, 0, 0, Math.PI * 2);
      context.stroke();
    }
    if (!view.goal) return;
    const at = camera.toCanvas(view.goal.x, view.goal.y);
    context.strokeStyle = 'rgba(255,255,255,0.85)';
    for (const size of [5 + pulse, 10 + pulse * 2]) {
      context.beginPath();
      const radius = size * camera.scale;
      context.ellipse(at.x, at.y, radius, radius * 0.55, 0, 0, Math.PI * 2);
      context.stroke();
    }
  }

  /**
   * A shadow; what is worth more than usual shines.
   * @param {Figure} figure
   * @param {import('../app.js').View} view
   */
  drawShadow({ x, y, sprite, entity }, view) {
    if (isDead(entity)) return;
    const { context, camera } = this;
    const at = camera.toCanvas(x, y + 8);
    const isNoticed = entity.id === this.hovered || entity.id === view.nearest;
    const isItem = entity.kind === Kind.item;
    const radius = (isItem ? 9 : 10) * camera.scale * sprite.scale * (isNoticed ? 1.25 : 1);
    const item = isItem ? view.definitions.wares.item(entity.definition) : null;
    const isRare = item !== null && item.rarity !== 'common';
    context.fillStyle = isRare ? `${rarityColour(item)}70`
      : isNoticed && entity.kind > Kind.creature ? 'rgba(255,236,170,0.5)' : 'rgba(12,16,28,0.32)';
    context.beginPath();
    context.ellipse(at.x, at.y, radius, radius * 0.42, 0, 0, Math.PI * 2);
    context.fill();
  }

  /**
   * @param {Figure} figure
   * @param {number} now
   */
  drawFigure({ x, y, sprite, entity }, now) {
    const { context, camera } = this;
    const scale = camera.scale * sprite.scale;
    const hop = entity.kind === Kind.item && !this.isCalm
      ? Math.abs(Math.sin(now / 500 + Number(BigInt(entity.id) & 63n))) * 2.5 : 0;
    const at = camera.toCanvas(x, y + 9 - hop);
    const { picture, left, top, width, height, footX, footY } = sprite;
    const came = Math.min(1, (now - entity.cameAt) / 200);
    const gone = entity.goneAt ? Math.max(0, 1 - (now - entity.goneAt) / 250) : 1;
    context.globalAlpha = Math.min(came, gone);
    context.imageSmoothingEnabled = false;
    const shake = !this.isCalm && now - entity.hurtAt < 120 ? Math.sin(now) * 2 * camera.ratio : 0;
    context.drawImage(
      picture, left, top, width, height,
      Math.round(at.x - footX * scale + shake), Math.round(at.y - footY * scale),
      Math.round(width * scale), Math.round(height * scale));
    context.globalAlpha = 1;
  }

  /**
   * Whoever is drawn at a place of the page.
   * @param {number} pageX
   * @param {number} pageY
   * @returns {Entity|null}
   */
  pick(pageX, pageY) {
    const { x, y } = this.camera.toWorld(pageX, pageY);
    let best = null;
    let least = Infinity;
    for (const { entity, sprite, isSelf, x: fx, y: fy } of this.figures) {
      if (isSelf || entity.goneAt) continue;
      const [dx, dy] = [Math.abs(x - fx), y - (fy + 9)];
      const tall = Math.max(22, sprite.tall * sprite.scale);
      if (dx > 15 * Math.max(1, sprite.scale) || dy > 6 || dy < -tall) continue;
      const distance = dx + Math.abs(dy + tall / 2);
      if (distance < least) [best, least] = [entity, distance];
    }
    return best;
  }
}
