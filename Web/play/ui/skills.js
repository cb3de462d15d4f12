// @ts-check
import { drawIcon } from '../draw/icons.js';
import { make, put } from './make.js';

/** The four skills, with what each waits for. */
export class Skills {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('skills');
    /** @type {{number: number, button: HTMLButtonElement, veil: HTMLElement, wait: HTMLElement,
     *   readyAt: number, guessedUntil: number, cooldown: number}[]} */
    this.slots = [];
  }

  /** Shows the skills that the content knows. */
  build() {
    this.box.replaceChildren();
    this.slots = this.app.definitions.skills.map((skill) => {
      const icon = make('canvas', { width: 44, height: 44, 'aria-hidden': 'true' });
      drawIcon(icon, skill.icon, skill.type);
      const veil = make('span', { className: 'veil', 'aria-hidden': 'true' });
      const wait = make('span', { className: 'wait', 'aria-hidden': 'true' });
      const cost = skill.manaCost > 0 ? ` ${skill.manaCost} mana.` : '';
      const button = make(
        'button', {
          type: 'button', title: `${skill.name}: ${skill.description}${cost}`,
          'aria-label': `Skill ${skill.number}, ${skill.name}. ${skill.description}${cost}`,
          'aria-keyshortcuts': String(skill.number),
        },
        icon, veil, wait,
        make('span', { className: 'key', 'aria-hidden': 'true' }, String(skill.number)),
        make('span', { className: 'label', 'aria-hidden': 'true' }, skill.name));
      button.addEventListener('click', () => this.app.actions.useSkill(skill.number));
      this.box.append(button);
      return {
        number: skill.number, button, veil, wait, readyAt: 0, guessedUntil: 0,
        cooldown: skill.cooldown,
      };
    });
  }

  /**
   * What the server says of the waits.
   * @param {any} own
   * @param {number} now
   */
  heard(own, now) {
    const waits = new Map();
    for (let index = 0; index + 1 < own.cooldown.length; index += 2) {
      waits.set(own.cooldown[index], own.cooldown[index + 1]);
    }
    for (const slot of this.slots) {
      const wait = waits.get(slot.number);
      if (wait !== undefined) {
        slot.readyAt = now + wait;
        slot.guessedUntil = 0;
        slot.cooldown = Math.max(slot.cooldown, wait);
      } else if (now > slot.guessedUntil) slot.readyAt = Math.min(slot.readyAt, now);
    }
  }

  /**
   * Shown at once; the server's word comes later.
   * @param {number} number
   * @param {number} now
   */
  used(number, now) {
    const slot = this.slots.find((one) => one.number === number);
    if (!slot) return;
    slot.guessedUntil = now + 400;
    slot.readyAt = now + Math.min(slot.cooldown, 400);
    slot.button.classList.add('used');
    setTimeout(() => slot.button.classList.remove('used'), 120);
  }

  /** @param {number} number */
  refused(number) {
    const slot = this.slots.find((one) => one.number === number);
    if (slot) slot.guessedUntil = 0;
  }

  /**
   * Whether a skill may be used, as far as the client knows.
   * @param {number} number
   */
  isReady(number) {
    const slot = this.slots.find((one) => one.number === number);
    return slot !== undefined && slot.readyAt <= performance.now();
  }

  /**
   * Whether it is of no use to ask the server; tells why.
   * @param {number} number
   */
  refuses(number) {
    const slot = this.slots.find((one) => one.number === number);
    const wait = (slot?.readyAt ?? 0) - performance.now();
    if (wait > 250) this.app.told.notice('Not ready yet.');
    return wait > 250;
  }

  /** @param {number} now */
  update(now) {
    const { own } = this.app.world;
    for (const slot of this.slots) {
      const wait = Math.max(0, slot.readyAt - now);
      const part = slot.cooldown > 0 ? Math.min(1, wait / slot.cooldown) : 0;
      slot.veil.style.transform = `scaleY(${part.toFixed(3)})`;
      put(slot.wait, wait > 900 ? String(Math.ceil(wait / 1000)) : '');
      const cost = this.app.definitions.skill(slot.number)?.manaCost ?? 0;
      const isShort = own?.manaMax > 0 && own.mana < cost;
      const isOff = String(wait > 0 || isShort || this.app.world.isDead);
      if (slot.button.getAttribute('aria-disabled') !== isOff) {
        slot.button.setAttribute('aria-disabled', isOff);
      }
    }
  }
}
