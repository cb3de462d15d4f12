// @ts-check

/** The stick on a touch screen. */
export class Stick {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    /** @type {HTMLElement} */
    const base = app.element('stick');
    const knob = /** @type {HTMLElement} */ (base.firstElementChild);
    const put = (/** @type {number} */ x, /** @type {number} */ y) => {
      app.steering.stick = { x, y };
      knob.style.transform = `translate(${x * 36}px, ${y * 36}px)`;
    };
    const follow = (/** @type {PointerEvent} */ event) => {
      const box = base.getBoundingClientRect();
      const x = (event.clientX - box.left - box.width / 2) / (box.width / 2);
      const y = (event.clientY - box.top - box.height / 2) / (box.height / 2);
      const length = Math.max(1, Math.hypot(x, y));
      put(x / length, y / length);
    };
    base.addEventListener('pointerdown', (event) => {
      base.setPointerCapture(event.pointerId);
      app.hud.useTouch();
      follow(event);
    });
    base.addEventListener('pointermove', (event) => {
      if (base.hasPointerCapture(event.pointerId)) follow(event);
    });
    for (const kind of ['pointerup', 'pointercancel']) base.addEventListener(kind, () => put(0, 0));
  }
}
