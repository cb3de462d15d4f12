// @ts-check
import { deedOf, isInReach, personOf } from '../world/reach.js';
import { make, put } from './make.js';
import { Window } from './window.js';

/** What somebody of the place says, line by line. */
export class Talk extends Window {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    super(app, app.element('talk'), 'Talk');
    /** @type {import('../world/world.js').Entity|null} */
    this.speaker = null;
    /** @type {string[]} */
    this.lines = [];
    this.said = 0;
    this.words = make('div', { className: 'words', role: 'log', 'aria-label': 'What is said' });
    this.more = make('button', { type: 'button', className: 'first' });
    this.more.addEventListener('click', () => this.next());
    this.body.append(this.words, make('div', { className: 'deeds' }, this.more));
  }

  /** @param {import('../world/world.js').Entity} entity who has something to say, within reach */
  visit(entity) {
    const { map, definitions, hands } = this.app;
    this.speaker = entity;
    this.lines = definitions.dialogue(personOf(map, entity)?.dialogue);
    this.said = Math.min(1, this.lines.length);
    put(this.heading, hands.nameOf(entity));
    if (this.isOpen) this.show();
    else this.open();
    this.more.focus();
  }

  /** The next line; after the last one it is over. */
  next() {
    if (this.said >= this.lines.length) return this.close();
    this.said++;
    this.show();
    return this.words.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }

  show() {
    const lines = this.lines.slice(0, this.said);
    if (this.words.children.length > lines.length) this.words.replaceChildren();
    for (const [index, line] of lines.entries()) {
      const known = this.words.children[index];
      if (known) put(known, line);
      else this.words.append(make('p', {}, line));
    }
    put(this.more, this.said < this.lines.length ? 'Go on' : 'Goodbye');
  }

  close() {
    this.speaker = null;
    super.close();
  }

  /** Nobody talks over a distance. */
  update() {
    if (!this.speaker) return;
    const { self, map } = this.app;
    const entity = this.app.find(this.speaker.id);
    const isThere = self && entity && deedOf(map, entity) && isInReach(self, entity);
    if (!isThere || this.app.world.isDead) this.close();
  }

  focus() {
    this.more.focus();
  }
}
