// @ts-check
// The door: as a guest, or with an account and one of its characters.
import { toBytes } from '../codec/protobuf.js';
import { make, put } from './make.js';

const storeKey = 'pangea.player';

export class Start {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('start');
    this.error = app.element('start-error');
    /**
     * Who plays in this tab, to come back as.
     * @type {{guest?: string, character?: number|string, token?: string}}
     */
    this.player = this.recall();
    app.api.token = this.player.token ?? null;
    app.element('guest-name').value = this.player.guest ?? '';
    this.on('guest', (form) => this.guest(form));
    this.on('login', (form, submitter) => this.account(form, submitter));
    this.on('character', (form) => this.create(form));
    app.element('back').addEventListener('click', () => this.showDoors());
    this.box.hidden = true;
  }

  /**
   * @param {string} id
   * @param {(values: FormData, submitter: string) => Promise<void>|void} done
   */
  on(id, done) {
    /** @type {HTMLFormElement} */
    const form = this.app.element(id);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const buttons = [...form.querySelectorAll('button')];
      const submitter = /** @type {HTMLButtonElement|null} */ (event.submitter)?.value ?? '';
      const values = new FormData(form);
      this.say('');
      for (const button of buttons) button.disabled = true;
      try {
        await done(values, submitter);
      } catch (error) {
        this.say(error instanceof Error ? error.message : String(error));
      } finally {
        for (const button of buttons) button.disabled = false;
      }
    });
  }

  /** @param {string} [reason] why one is here again */
  open(reason = '') {
    this.box.hidden = false;
    this.say(reason);
    this.showDoors();
  }

  get isOpen() {
    return !this.box.hidden;
  }

  close() {
    this.box.hidden = true;
  }

  /** @param {string} text */
  say(text) {
    put(this.error, text);
  }

  showDoors() {
    this.app.element('doors').hidden = false;
    this.app.element('characters').hidden = true;
    if (this.isOpen) this.app.element('guest-name').focus();
  }

  /** @param {FormData} values */
  guest(values) {
    const name = String(values.get('name') ?? '').trim();
    this.remember({ guest: name });
    this.app.playAsGuest(name);
    this.say('Connecting …');
  }

  /**
   * @param {FormData} values
   * @param {string} submitter
   */
  async account(values, submitter) {
    const [name, password] = [String(values.get('name')).trim(), String(values.get('password'))];
    if (submitter === 'register') await this.app.api.register(name, password);
    const characters = await this.app.api.logIn(name, password);
    this.showCharacters(characters ?? []);
  }

  /** @param {{id: number|string, name: string, level: number}[]} characters */
  showCharacters(characters) {
    const list = this.app.element('character-list');
    list.replaceChildren(...characters.map((character) => {
      const button = make(
        'button', { type: 'button' }, make('span', {}, character.name),
        make('span', {}, `level ${character.level ?? 1}`));
      button.addEventListener('click', () => this.play(character.id));
      return make('li', {}, button);
    }));
    this.app.element('doors').hidden = true;
    this.app.element('characters').hidden = false;
    (list.querySelector('button') ?? this.app.element('character-name')).focus();
  }

  /** @param {FormData} values */
  async create(values) {
    const character = await this.app.api.createCharacter(String(values.get('name')).trim());
    await this.play(character.id);
  }

  /** @param {number|string} character */
  async play(character) {
    try {
      const ticket = await this.app.api.ticket(character);
      this.remember({ character, token: this.app.api.token ?? undefined });
      this.app.playWithTicket(ticket);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Another log-in when the session is over; null: the player is asked.
   * @returns {Promise<import('../net/connection.js').Login|null>}
   */
  async renew() {
    const { guest, character } = this.player;
    if (character !== undefined) {
      const ticket = await this.app.api.ticket(character).catch(() => null);
      return ticket ? { ticket: { ticket: toBytes(ticket) } } : null;
    }
    if (guest === undefined) return null;
    this.app.told.notice('Your guest was away too long and is gone. You begin anew.', true);
    return { guest: { name: toBytes(guest) } };
  }

  /** @returns {{guest?: string, character?: number|string, token?: string}} */
  recall() {
    try {
      return JSON.parse(sessionStorage.getItem(storeKey) ?? '{}');
    } catch {
      return {};
    }
  }

  /** @param {{guest?: string, character?: number|string, token?: string}} player */
  remember(player) {
    this.player = player;
    sessionStorage.setItem(storeKey, JSON.stringify(player));
  }
}
