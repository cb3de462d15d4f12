// @ts-check
// The connection to the world: greets, logs in, joins, plays, and comes back when it is lost.
// docs/protocol.md says what comes in which order. Time, chance and the socket are handed in.
import { CodecError, decode, encode, toBytes, toText } from '../codec/protobuf.js';
import { ErrorCode } from '../codec/schema.js';
import { Backoff } from './backoff.js';
import { Heartbeat } from './heartbeat.js';
import { Outbox } from './outbox.js';

/**
 * @typedef {'idle'|'connecting'|'joining'|'playing'|'lost'|'ended'} Phase
 * @typedef {{guest: {name: Uint8Array}}|{ticket: {ticket: Uint8Array}}} Login
 * @typedef {{reason: string, code?: number, retryMilliseconds?: number}} Loss
 * @typedef {object} Handlers
 * @property {(phase: Phase, loss?: Loss) => void} phase
 * @property {(message: any) => void} loggedIn
 * @property {(message: any) => void} joined
 * @property {(message: any, bytes: number) => void} snapshot
 * @property {(message: any) => void} chatLine
 * @property {(message: any) => void} notice
 * @property {(message: any) => void} announcement
 * @property {(frame: any) => void} value an answer, belongings or a mailbox
 * @property {(code: number, text: string, retryMilliseconds: number) => void} trouble
 * @property {(milliseconds: number, reply: any) => void} ping
 * @property {() => Promise<Login|null>} renew a fresh log-in when the session is over
 * @typedef {object} Surroundings
 * @property {() => WebSocket} open
 * @property {() => number} now milliseconds
 * @property {(done: () => void, milliseconds: number) => any} after
 * @property {(timer: any) => void} cancel
 * @property {() => number} random
 * @property {import('./tokens.js').Tokens} tokens
 */

/** Errors after which the client does not come back by itself. */
const final = new Set([ErrorCode.BAD_VERSION, ErrorCode.TAKEN_OVER, ErrorCode.KICKED]);

export class Connection {
  /**
   * @param {Surroundings} around
   * @param {Handlers} on
   */
  constructor(around, on) {
    this.around = around;
    this.on = on;
    this.outbox = new Outbox();
    this.backoff = new Backoff(around.random);
    /** @type {Phase} */
    this.phase = 'idle';
    /** @type {WebSocket|null} */
    this.socket = null;
    /** @type {Login|null} */
    this.login = null;
    this.isCaughtUp = false;
    this.bytes = { received: 0, sent: 0 };
    this.timer = null;
    this.heartbeat = new Heartbeat(around, {
      probe: (nonce) => this.send({ probe: { nonce } }),
      silent: () => this.lost('The server does not answer.'),
      ping: on.ping,
    });
  }

  /**
   * Plays as somebody new.
   * @param {Login} login
   */
  start(login) {
    this.around.tokens.clear();
    this.outbox.clear();
    this.login = login;
    this.connect();
  }

  /** Goes on with the session of this tab; false when there is none. */
  resume() {
    if (this.around.tokens.all().length === 0) return false;
    this.login = null;
    this.connect();
    return true;
  }

  /** Ends the session: the character leaves at once. */
  leave() {
    if (this.phase !== 'idle') this.send({ bye: { reason: toBytes('the player left') } });
    this.around.tokens.clear();
    this.drop();
    this.change('idle');
  }

  /** Tries now instead of later. */
  hurry() {
    if (this.phase === 'lost') this.connect();
  }

  /**
   * @param {Phase} phase
   * @param {Loss} [loss]
   */
  change(phase, loss) {
    this.phase = phase;
    this.on.phase(phase, loss);
  }

  connect() {
    this.drop();
    this.change('connecting');
    const socket = this.around.open();
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => this.greet();
    socket.onmessage = (event) => {
      if (this.socket === socket) this.received(new Uint8Array(event.data));
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lost('The connection was lost.');
    };
    this.heartbeat.start();
  }

  /** Forgets the socket, and every timer that stood for it. */
  drop() {
    this.around.cancel(this.timer);
    this.heartbeat.stop();
    const { socket } = this;
    this.socket = null;
    this.isCaughtUp = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** @param {Record<string, any>} frame */
  send(frame) {
    if (this.socket?.readyState !== 1) return;
    const bytes = encode('ClientFrame', frame);
    this.bytes.sent += bytes.length;
    this.socket.send(bytes);
  }

  greet() {
    this.send({ hello: { version: 1, client: toBytes('pangea-web') } });
    this.logIn();
  }

  logIn() {
    const [token] = this.around.tokens.all();
    if (token) this.send({ login: { resume: { token } } });
    else if (this.login) this.send({ login: this.login });
    else this.renew();
  }

  /** The session is over: asks for another log-in. */
  async renew() {
    const { socket } = this;
    const login = await this.on.renew();
    if (this.socket !== socket) return;
    if (!login) return this.end('The session is over. Log in again.', ErrorCode.BAD_TOKEN);
    this.login = login;
    this.outbox.clear();
    this.send({ login });
  }

  /** @param {Uint8Array} bytes */
  received(bytes) {
    this.bytes.received += bytes.length;
    this.heartbeat.heard();
    let frame;
    try {
      frame = decode('ServerFrame', bytes);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      return this.lost('The server said something unreadable.');
    }
    if (frame.snapshot) this.snapshot(frame.snapshot, bytes.length);
    else if (frame.loggedIn) this.loggedIn(frame.loggedIn);
    else if (frame.joined) this.joined(frame.joined);
    else if (frame.probeReply) this.heartbeat.answered(frame.probeReply);
    else if (frame.chatLine) this.on.chatLine(frame.chatLine);
    else if (frame.notice) this.on.notice(frame.notice);
    else if (frame.announcement) this.on.announcement(frame.announcement);
    else if (frame.error) this.error(frame.error);
    else this.on.value(frame);
  }

  loggedIn(message) {
    this.around.tokens.renewed(message.resumeToken);
    if (!message.resumed) this.outbox.clear();
    this.outbox.acknowledge(message.lastInput);
    this.on.loggedIn(message);
    this.change('joining');
    this.send({ join: { character: message.character } });
  }

  joined(message) {
    this.around.tokens.settled();
    this.backoff.reset();
    this.heartbeat.probes = true;
    this.on.joined(message);
    if (this.phase !== 'playing') this.change('playing');
  }

  /** The first snapshot says which inputs arrived before; the rest is sent again. */
  snapshot(message, bytes) {
    if (message.own) this.outbox.acknowledge(message.own.lastInput);
    if (!this.isCaughtUp && message.own) {
      this.isCaughtUp = true;
      this.sendKept();
    }
    this.on.snapshot(message, bytes);
  }

  sendKept() {
    for (const input of this.outbox.kept) this.send({ input });
  }

  /**
   * Numbers and sends an input; null when too many wait or nobody plays.
   * @param {object} input
   * @returns {number|null}
   */
  input(input) {
    if (this.phase !== 'playing' || !this.isCaughtUp) return null;
    const numbered = this.outbox.add(input);
    if (!numbered) return null;
    this.send({ input: numbered });
    return numbered.sequence;
  }

  error({ code, message, retryAfterMs, fatal }) {
    const text = toText(message);
    if (code === ErrorCode.BAD_TOKEN && this.phase === 'connecting') return this.badToken(fatal);
    if (code === ErrorCode.BAD_NAME && this.phase === 'connecting') return this.end(text, code);
    if (fatal) {
      if (code === ErrorCode.KICKED) this.around.tokens.clear();
      if (final.has(code)) return this.end(text, code);
      if (code === ErrorCode.UNKNOWN_CHARACTER) this.around.tokens.clear();
      return this.lost(text, code, retryAfterMs);
    }
    this.on.trouble(code, text, retryAfterMs);
    if (this.phase === 'connecting') {
      this.later(() => this.logIn(), retryAfterMs || 1000);
    } else if (this.phase === 'playing') {
      const isDropped = code === ErrorCode.BAD_INPUT || code === ErrorCode.RATE_LIMITED;
      if (isDropped) this.later(() => this.sendKept(), retryAfterMs || 250);
    }
  }

  /** The latest token does not count: the older one, else another log-in. */
  badToken(isFatal) {
    const isLeft = this.around.tokens.refused();
    if (isFatal) this.lost('The session is over.');
    else if (isLeft) this.logIn();
    else this.renew();
  }

  /**
   * @param {() => void} done
   * @param {number} milliseconds
   */
  later(done, milliseconds) {
    this.around.cancel(this.timer);
    this.timer = this.around.after(done, milliseconds);
  }

  /**
   * @param {string} reason
   * @param {number} [code]
   * @param {number} [retryAfter]
   */
  lost(reason, code, retryAfter = 0) {
    this.drop();
    const wait = this.backoff.next(retryAfter);
    this.later(() => this.connect(), wait);
    this.change('lost', { reason, code, retryMilliseconds: wait });
  }

  /**
   * @param {string} reason
   * @param {number} code
   */
  end(reason, code) {
    this.drop();
    this.change('ended', { reason, code });
  }
}
