// @ts-check
// What the player owns and wishes about it: between the connection and the panels.
import { toBytes } from './codec/protobuf.js';
import { AnswerCode } from './codec/schema.js';
import { kindOf, Requests } from './net/requests.js';
import { Belongings } from './world/belongings.js';
import { readMailbox } from './world/letters.js';
import { inPieces } from './world/wares.js';
import { Trades } from './trades.js';

/** Why something did not happen, when the server does not say it in words of its own. */
const refusals = {
  [AnswerCode.NOT_THERE]: 'Somebody was faster: it is gone.',
  [AnswerCode.NOT_YOURS]: 'That is not yours.',
  [AnswerCode.NOT_ENOUGH]: 'You do not have that many.',
  [AnswerCode.NOT_ENOUGH_GOLD]: 'You do not have enough gold.',
  [AnswerCode.BAG_FULL]: 'The bag is full.',
  [AnswerCode.GOLD_FULL]: 'Nobody can carry more gold.',
  [AnswerCode.TOO_FAR]: 'That is too far away.',
  [AnswerCode.NO_SUCH_NAME]: 'Nobody of that name has an account here.',
  [AnswerCode.MAILBOX_FULL]: 'The mailbox of that name is full.',
  [AnswerCode.NOT_SOLD_HERE]: 'That is not traded here.',
  [AnswerCode.USELESS]: 'That would do nothing now.',
  [AnswerCode.NOT_WHILE_DEAD]: 'The dead do nothing.',
  [AnswerCode.LEVEL_TOO_LOW]: 'You are not experienced enough for that.',
  [AnswerCode.NOT_TRADABLE]: 'Nobody else can have that.',
  [AnswerCode.BAD_REQUEST]: 'That is not possible.',
};

/** @type {Record<string, string>} said when a wish came true and nothing else shows it */
const successes = { sendMail: 'The letter is on its way.' };

export class Holdings {
  /**
   * @param {import('./app.js').App} app
   * @param {import('./net/requests.js').Surroundings} around
   */
  constructor(app, around) {
    this.app = app;
    this.bag = new Belongings();
    /** Null: never asked for. @type {import('./world/letters.js').Letter[]|null} */
    this.letters = null;
    this.requests = new Requests(around, {
      send: (request) => app.connection.send({ request }),
      answered: (wish, ended) => this.answered(wish, ended),
      slow: (wish, excuse) => this.slow(wish, excuse),
    });
    /** @type {(() => void)[]} told when something changed */
    this.watchers = [];
    this.trades = new Trades(app, around, this);
  }

  /** @param {any} message LoggedIn */
  loggedIn(message) {
    if (!message.resumed) {
      this.bag.clear();
      this.letters = null;
      this.trades.clear();
    }
    this.requests.begin(message.login, message.resumed);
    this.changed();
  }

  /** @param {import('./net/connection.js').Phase} phase */
  phase(phase) {
    if (phase !== 'playing') return this.requests.pause();
    this.bag.stale();
    this.requests.play();
    this.askBelongings();
    if (this.letters) this.askMail();
    return undefined;
  }

  /** Whether this server keeps belongings at all. */
  get isOffered() {
    return Boolean(this.requests.login);
  }

  /** @param {any} frame of the server: one of its fields is set */
  heard(frame) {
    const { answer, belongings, mailbox } = frame;
    if (answer) this.requests.heard(answer);
    else if (frame.tradeTable || frame.tradeOffer) this.trades.talk.heard(frame);
    else if (mailbox) {
      this.letters = readMailbox(mailbox);
      this.requests.settle('askMail');
      this.changed();
    } else if (belongings) this.take(belongings);
  }

  /** @param {any} message Belongings */
  take(message) {
    const change = this.bag.take(message);
    if (message.full) this.requests.settle('askBelongings');
    if (change.isGap) this.askBelongings();
    if (!change.isTaken) return;
    this.tell(change);
    this.changed();
  }

  /** What one has got, in one line. @param {import('./world/belongings.js').Change} change */
  tell({ came, gold }) {
    const { wares } = this.app.definitions;
    const got = [...came].map(([definition, count]) => inPieces(wares.item(definition), count));
    if (gold > 0) got.push(`${gold} gold`);
    if (got.length > 0) this.app.told.notice(`+ ${got.join(', ')}`);
  }

  changed() {
    for (const watcher of this.watchers) watcher();
  }

  /**
   * @param {import('./net/requests.js').Wish} wish
   * @param {import('./net/requests.js').Ended} ended
   */
  answered(wish, ended) {
    const { told } = this.app;
    const { code, text } = ended;
    const kind = kindOf(wish);
    if (this.trades.answered(wish, ended)) return this.changed();
    if (code !== AnswerCode.DONE) told.notice(text || this.refusal(code), true);
    else if (text || successes[kind]) told.notice(text || successes[kind]);
    const isOfMail = kind === 'takeMail' || kind === 'sendMail';
    if (kind === 'takeMail' && code === AnswerCode.DONE && this.letters) {
      this.letters = this.letters.filter(({ mail }) => mail !== wish.takeMail.mail);
    }
    if (isOfMail && this.letters) this.askMail();
    return this.changed();
  }

  /** @param {number} code */
  refusal(code) {
    return /** @type {Record<number, string>} */ (refusals)[code] ?? 'That did not work.';
  }

  /**
   * @param {import('./net/requests.js').Wish} wish
   * @param {string} excuse
   */
  slow(wish, excuse) {
    if (wish.tradeDraft || (wish.askBelongings && this.bag.isFresh)) return;
    this.app.told.notice(`${excuse || 'The server takes its time.'} Still trying.`);
  }

  /**
   * @param {import('./net/requests.js').Wish} wish
   * @returns {Promise<boolean>} whether it was done
   */
  async wish(wish) {
    if (!this.isOffered) return false;
    if (this.requests.isFull) {
      this.app.told.notice('One thing after the other: the server has not answered yet.', true);
      return false;
    }
    const { version } = this.bag;
    const asked = this.requests.ask(wish);
    this.changed();
    const ended = await asked;
    const isDone = ended?.code === AnswerCode.DONE;
    // Done before, by a repetition whose news got lost: what came of it is asked for.
    if (isDone && !wish.openChest && this.bag.version === version) this.askBelongings();
    return isDone;
  }

  askBelongings() {
    if (!this.requests.has('askBelongings')) this.requests.ask({ askBelongings: {} });
  }

  askMail() {
    if (!this.requests.has('askMail')) this.requests.ask({ askMail: {} });
  }

  /** @param {number|bigint} item */
  use(item) {
    return this.wish({ useItem: { item } });
  }

  /**
   * @param {number|bigint} item
   * @param {number} count
   */
  drop(item, count) {
    return this.wish({ drop: { item, count } });
  }

  /**
   * @param {import('./world/letters.js').Draft} draft
   */
  send({ to, subject, text, item, count, gold }) {
    return this.wish({
      sendMail: {
        to: toBytes(to), subject: toBytes(subject), text: toBytes(text), item,
        count: item ? count : 0, gold,
      },
    });
  }
}
