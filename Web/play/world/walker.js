// @ts-check
// A body with a motion, tick by tick, as the region moves it (Simulation+Movement.swift).
import { facing } from './facing.js';
import { advance, bodyHalfWidth, heading, standing, toward } from './movement.js';
import { plan } from './path.js';
import { squareRootRoundedUp } from './root.js';

/**
 * @typedef {import('./grid.js').Position} Position
 * @typedef {import('./movement.js').Motion} Motion
 */

const stallsMax = 3;

/** One's own body between two words of the server. */
export class Walker {
  /**
   * @param {import('./grid.js').CollisionGrid} grid
   * @param {import('./path.js').Window} window the tiles that the region plans on
   */
  constructor(grid, window) {
    this.grid = grid;
    this.window = window;
    /** @type {Position} */
    this.at = { x: 0, y: 0 };
    this.facing = 64;
    /** @type {Motion} */
    this.motion = standing;
    /** @type {import('./path.js').Path|null} */
    this.path = null;
    this.next = 0;
    this.stalls = 0;
  }

  /** @param {Motion} motion */
  steer(motion) {
    if (motion.kind === 'target' && this.motion.kind === 'target' &&
      motion.x === this.motion.x && motion.y === this.motion.y) return;
    this.motion = motion;
    this.path = null;
    this.next = 0;
    this.stalls = 0;
    if (motion.kind === 'heading') this.facing = facing(motion.dx, motion.dy) ?? this.facing;
  }

  /**
   * Goes on along the way of another moment, when it leads to the same place.
   * @param {{path: import('./path.js').Path|null, next: number, going: Motion}} then
   */
  goOn({ path, next, going }) {
    const { motion } = this;
    if (motion.kind !== 'target' || going.kind !== 'target') return;
    if (motion.x !== going.x || motion.y !== going.y) return;
    [this.path, this.next] = [path, next];
  }

  /**
   * One tick.
   * @param {number} speed in 1/256 unit
   */
  step(speed) {
    const { motion } = this;
    if (motion.kind === 'heading') {
      this.at = advance(this.at, heading(motion.dx, motion.dy, speed), bodyHalfWidth, this.grid);
    } else if (motion.kind === 'target') this.walk(motion, speed);
  }

  /**
   * @param {Position} target
   * @param {number} speed
   */
  walk(target, speed) {
    if (!this.path) {
      this.path = plan(this.grid, this.window, this.at, target, bodyHalfWidth);
      this.next = 0;
      if (this.path.corners.length === 0) return this.steer(standing);
    }
    const { corners, isComplete } = this.path;
    const start = this.at;
    let left = speed;
    while (left > 0 && this.next < corners.length) {
      const corner = corners[this.next];
      const velocity = toward(corner, this.at, left);
      const square = (corner.x - this.at.x) ** 2 + (corner.y - this.at.y) ** 2;
      this.facing = facing(velocity.dx, velocity.dy) ?? this.facing;
      this.at = advance(this.at, velocity, bodyHalfWidth, this.grid);
      if (this.at.x !== corner.x || this.at.y !== corner.y) break;
      this.next++;
      left -= Math.min(left, squareRootRoundedUp(square));
    }
    if (this.next === corners.length) {
      if (isComplete) this.steer(standing);
      else this.path = null;
    } else if (this.at.x === start.x && this.at.y === start.y) {
      if (++this.stalls >= stallsMax) this.steer(standing);
    }
  }
}
