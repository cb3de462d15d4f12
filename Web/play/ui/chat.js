// @ts-check
import { ChatChannel } from '../codec/schema.js';
import { make } from './make.js';

const linesMax = 200;

/** What is said, and the line to say something. */
export class Chat {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.lines = app.element('chat-lines');
    /** @type {HTMLInputElement} */
    this.input = app.element('chat-text');
    /** @type {string[]} */
    this.said = [];
    this.back = 0;
    /** Who whispered last. */
    this.whisperer = '';
    /** @type {Set<string>} who spoke */
    this.names = new Set();
    app.element('chat-form').addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('focus', () => app.steering.keys.clear());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === 'Escape') this.end();
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const step = event.key === 'ArrowUp' ? 1 : -1;
      this.back = Math.min(this.said.length, Math.max(0, this.back + step));
      this.input.value = this.back ? this.said[this.said.length - this.back] : '';
      event.preventDefault();
    }
  }

  /**
   * Goes to the line.
   * @param {string} text that it begins with
   */
  begin(text) {
    if (!this.app.abilities.has('chat')) return true;
    document.body.classList.add('chatting');
    if (text) this.input.value = text;
    this.input.focus();
    return true;
  }

  end() {
    this.input.value = '';
    this.back = 0;
    document.body.classList.remove('chatting');
    this.input.blur();
    this.app.scene.canvas.focus();
  }

  send() {
    const text = this.input.value.trim();
    if (!text) return this.end();
    if (!this.app.actions.say(text)) return undefined;
    this.said.push(text);
    return this.end();
  }

  /**
   * @param {number} channel
   * @param {string} name
   * @param {string} text
   * @param {string} to
   */
  add(channel, name, text, to) {
    const isWhisper = channel === ChatChannel.CHAT_WHISPER;
    if (isWhisper && !to) this.whisperer = name;
    if (this.names.size >= linesMax) this.names.clear();
    this.names.add(name);
    const who = isWhisper && to ? `to ${to}` : isWhisper ? `${name} whispers`
      : channel === ChatChannel.CHAT_ZONE ? `[zone] ${name}` : name;
    const kind = isWhisper ? 'whisper' : channel === ChatChannel.CHAT_ZONE ? 'zone' : 'near';
    this.append(make('p', { className: kind }, make('strong', {}, `${who}: `), text));
  }

  /**
   * A word of the game itself.
   * @param {string} text
   */
  tell(text) {
    this.append(make('p', { className: 'told' }, text));
  }

  /**
   * A word of those who run the world.
   * @param {string} text
   */
  announce(text) {
    this.append(make('p', { className: 'announced' }, make('strong', {}, 'Announcement: '), text));
  }

  /** @param {HTMLElement} line */
  append(line) {
    const { lines } = this;
    const isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    lines.append(line);
    while (lines.children.length > linesMax) lines.firstElementChild?.remove();
    if (isAtEnd) lines.scrollTop = lines.scrollHeight;
  }
}
