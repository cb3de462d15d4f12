// @ts-check

const followMilliseconds = 200;

/** Mouse and fingers on the world: walk there, or choose whoever stands there. */
export class Pointer {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    this.walksSince = -Infinity;
    /** @type {Map<number, {x: number, y: number}>} */
    this.down = new Map();
    const { canvas } = app.scene;
    canvas.addEventListener('pointerdown', (event) => this.begin(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    for (const kind of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(kind, (event) => {
        this.down.delete(/** @type {PointerEvent} */ (event).pointerId);
      });
    }
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('wheel', (event) => {
      app.scene.camera.zoomBy(Math.exp(-event.deltaY / 600));
      event.preventDefault();
    }, { passive: false });
  }

  /** @param {PointerEvent} event */
  begin(event) {
    const { app } = this;
    if (event.pointerType === 'touch') app.hud.useTouch();
    if (!app.self || app.hud.isClosed) return;
    app.scene.canvas.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    app.scene.canvas.focus({ preventScroll: true });
    if (this.down.size > 1) return;
    const found = app.scene.pick(event.clientX, event.clientY);
    if (found) {
      this.down.clear();
      app.actions.chooseOrStrike(found);
    } else this.walk(event);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.down.get(event.pointerId);
    if (!before) {
      const { canvas } = this.app.scene;
      const isMouse = event.pointerType === 'mouse';
      const found = isMouse && this.app.scene.pick(event.clientX, event.clientY);
      canvas.style.cursor = found ? 'pointer' : 'default';
      this.app.scene.hovered = found ? found.id : null;
      return;
    }
    if (this.down.size === 2) return this.pinch(event, before);
    if (performance.now() - this.walksSince > followMilliseconds) this.walk(event);
  }

  /**
   * @param {PointerEvent} event
   * @param {{x: number, y: number}} before
   */
  pinch(event, before) {
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1] ?? before;
    const wide = (/** @type {{x: number, y: number}} */ at) =>
      Math.max(20, Math.hypot(at.x - other.x, at.y - other.y));
    const now = { x: event.clientX, y: event.clientY };
    this.app.scene.camera.zoomBy(wide(now) / wide(before));
    this.down.set(event.pointerId, now);
  }

  /** @param {PointerEvent} event */
  walk(event) {
    this.walksSince = performance.now();
    this.app.actions.isChasing = false;
    this.app.hands.goal = null;
    const { x, y } = this.app.scene.camera.toWorld(event.clientX, event.clientY);
    this.app.steering.walkTo(x, y);
  }
}
