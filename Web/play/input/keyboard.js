// @ts-check

/** @type {Record<string, 'left'|'right'|'up'|'down'>} by the place of the key */
const directions = {
  KeyW: 'up', ArrowUp: 'up', KeyS: 'down', ArrowDown: 'down', KeyA: 'left', ArrowLeft: 'left',
  KeyD: 'right', ArrowRight: 'right',
};

/** The keys, while one plays and does not write. */
export class Keyboard {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    addEventListener('keydown', (event) => this.down(event));
    addEventListener('keyup', (event) => {
      const direction = directions[event.code];
      if (direction) app.steering.keys.delete(direction);
    });
    addEventListener('blur', () => app.steering.keys.clear());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') app.rest();
    });
  }

  /** @param {KeyboardEvent} event */
  down(event) {
    const { app } = this;
    if (event.ctrlKey || event.altKey || event.metaKey || app.hud.isClosed) return;
    const isWriting = event.target instanceof Element &&
      event.target.matches('input, textarea, select');
    if (app.hud.help.isOpen || isWriting) return;
    const isOnButton = event.target instanceof HTMLButtonElement;
    if (isOnButton && (event.key === 'Enter' || event.key === ' ')) return;
    const isInMenu = event.target instanceof Element &&
      event.target.closest('[role=toolbar], .window, #reach');
    const direction = directions[event.code];
    if (direction) {
      const isScroll = event.target === app.hud.chat.lines && event.code.startsWith('Arrow');
      if (isScroll) return;
      if (!event.repeat) app.steering.keys.add(direction);
      event.preventDefault();
      return;
    }
    if (event.key === 'Tab' && isInMenu) return;
    if (this.command(event)) event.preventDefault();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it means something
   */
  command(event) {
    const { actions, hud } = this.app;
    const skill = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
    if (skill) {
      if (!event.repeat) actions.useSkill(Number(skill));
      return true;
    }
    switch (event.key.toLowerCase()) {
      case 'tab': return actions.targetNext(event.shiftKey);
      case 'enter': return hud.chat.begin('');
      case '/': return hud.chat.begin('/');
      case '5': return event.repeat || this.app.hands.refresh('heal');
      case '6': return event.repeat || this.app.hands.refresh('mana');
      case 'e':
      case 'f': return event.repeat || this.app.hands.reach();
      case 't': return event.repeat || this.app.holdings.trades.begin();
      case 'i': return hud.bag.toggle();
      case 'l': return hud.mail.toggle();
      case 'b': return actions.toggleBorders();
      case 'm': return hud.toggleMinimap();
      case 'h':
      case '?': return hud.help.toggle();
      case ' ': return actions.respawn() || actions.useSkill(1);
      case 'f6': return hud.focusButtons();
      case 'escape': return actions.escape();
      default: return false;
    }
  }
}
