import assert from 'node:assert/strict';
import test from 'node:test';
import { decode, encode, toBytes } from '../../play/codec/protobuf.js';
import { ErrorCode } from '../../play/codec/schema.js';
import { Backoff } from '../../play/net/backoff.js';
import { Connection } from '../../play/net/connection.js';
import { Outbox, keptMax } from '../../play/net/outbox.js';
import { Tokens } from '../../play/net/tokens.js';

const store = () => {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
};

/** A connection whose time, chance and network are in the test's hands. */
class Bench {
  constructor({ renew = async () => null } = {}) {
    this.time = 0;
    this.timers = [];
    this.sockets = [];
    this.phases = [];
    this.troubles = [];
    this.announcements = [];
    this.tokens = new Tokens(store());
    const nothing = () => {};
    this.connection = new Connection({
      open: () => {
        const socket = { readyState: 0, sent: [], close() { this.isClosed = true; } };
        socket.send = (bytes) => socket.sent.push(decode('ClientFrame', bytes));
        this.sockets.push(socket);
        return socket;
      },
      now: () => this.time,
      after: (done, milliseconds) => {
        const timer = { done, at: this.time + milliseconds };
        this.timers.push(timer);
        return timer;
      },
      cancel: (timer) => { this.timers = this.timers.filter((one) => one !== timer); },
      random: () => 0.5,
      tokens: this.tokens,
    }, {
      phase: (phase, loss) => this.phases.push([phase, loss]),
      loggedIn: nothing, joined: nothing, snapshot: nothing, chatLine: nothing, notice: nothing,
      announcement: (message) => this.announcements.push(message), ping: nothing, renew, trouble: (code) => this.troubles.push(code),
    });
  }

  get socket() { return this.sockets.at(-1); }

  get sent() { return this.socket.sent; }

  get phase() { return this.connection.phase; }

  open() {
    this.socket.readyState = 1;
    this.socket.onopen();
  }

  hear(frame) {
    const bytes = encode('ServerFrame', frame);
    this.socket.onmessage({ data: bytes.buffer });
  }

  refuse(code, more = {}) {
    this.hear({ error: { code, message: toBytes('no'), ...more } });
  }

  wait(milliseconds) {
    const until = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.time = next.at;
      next.done();
    }
    this.time = until;
  }

  logIn(mark, { lastInput = 0, resumed = false } = {}) {
    this.hear({
      loggedIn: {
        account: 1, character: 9, name: toBytes('Ada'), resumed, lastInput,
        resumeToken: new Uint8Array(32).fill(mark),
      },
    });
    this.hear({ joined: { character: 9, map: 1 } });
  }

  snapshot(lastInput) {
    this.hear({ snapshot: { tick: 1, own: { x: 1, y: 1, lastInput } } });
  }

  play() {
    this.connection.start({ guest: { name: toBytes('Ada') } });
    this.open();
    this.logIn(1);
    this.snapshot(0);
  }

  /** Loses the connection and opens the next one. */
  break() {
    const { length } = this.sockets;
    this.socket.onclose();
    while (this.sockets.length === length) this.wait(100);
    this.open();
  }
}

const inputs = (sent) => sent.filter((frame) => frame.input).map((frame) => frame.input.sequence);

test('greets, logs in, joins, plays', () => {
  const bench = new Bench();
  bench.play();
  assert.deepEqual(
    bench.sent.map((frame) => Object.keys(frame).find((key) => frame[key])),
    ['hello', 'login', 'join']);
  assert.equal(bench.sent[2].join.character, 9);
  assert.equal(bench.phase, 'playing');
});

test('before the first snapshot no input is numbered', () => {
  const bench = new Bench();
  bench.connection.start({ guest: { name: toBytes('') } });
  bench.open();
  bench.logIn(1);
  assert.equal(bench.connection.input({ stand: {} }), null);
  bench.snapshot(17);
  assert.equal(bench.connection.input({ stand: {} }), 18);
});

test('a lost connection comes back with the token and sends what was not acknowledged', () => {
  const bench = new Bench();
  bench.play();
  for (let count = 0; count < 5; count++) bench.connection.input({ heading: { dx: 1, dy: 0 } });
  bench.snapshot(2);
  bench.break();
  assert.deepEqual([...bench.sent[1].login.resume.token], Array(32).fill(1));
  bench.logIn(2, { lastInput: 2, resumed: true });
  assert.deepEqual(inputs(bench.sent), [], 'not before the snapshot says what arrived');
  bench.snapshot(3);
  assert.deepEqual(inputs(bench.sent), [4, 5]);
  assert.equal(bench.connection.input({ stand: {} }), 6);
});

test('waits longer each time, spread, and at most ten seconds', () => {
  const low = new Backoff(() => 0);
  const high = new Backoff(() => 0.999);
  const waits = Array.from({ length: 8 }, () => [low.next(), high.next()]);
  assert.equal(waits[0][0], 0);
  assert.ok(waits[0][1] < 1000);
  waits.slice(1).forEach(([least, most], index) => {
    assert.ok(least >= Math.min(5000, 1000 * 2 ** index) && most <= 10000);
  });
});

test('a server that stops says when to come back', () => {
  const bench = new Bench();
  bench.play();
  bench.refuse(ErrorCode.SHUTTING_DOWN, { fatal: true, retryAfterMs: 42000 });
  assert.equal(bench.phase, 'lost');
  bench.wait(41900);
  assert.equal(bench.sockets.length, 1);
  bench.wait(1000);
  assert.equal(bench.sockets.length, 2);
});

test('a token that was refused gives way to the older one, then to a new log-in', async () => {
  const bench = new Bench({ renew: async () => ({ guest: { name: toBytes('Ada') } }) });
  bench.play();
  bench.break();
  bench.hear({
    loggedIn: { character: 9, resumeToken: new Uint8Array(32).fill(2), resumed: true },
  });
  bench.break();
  assert.deepEqual(bench.sent[1].login.resume.token[0], 2);
  bench.refuse(ErrorCode.BAD_TOKEN);
  assert.deepEqual(bench.sent[2].login.resume.token[0], 1);
  bench.refuse(ErrorCode.BAD_TOKEN);
  await new Promise((done) => setImmediate(done));
  assert.ok(bench.sent[3].login.guest);
});

test('without another log-in the session ends in words', async () => {
  const bench = new Bench();
  bench.play();
  bench.break();
  bench.refuse(ErrorCode.BAD_TOKEN);
  await new Promise((done) => setImmediate(done));
  assert.equal(bench.phase, 'ended');
});

test('taken over by another window it does not fight for the character', () => {
  const bench = new Bench();
  bench.play();
  bench.refuse(ErrorCode.TAKEN_OVER, { fatal: true });
  bench.wait(120000);
  assert.equal(bench.sockets.length, 1);
  assert.equal(bench.phase, 'ended');
});

test('sent away by an operator it does not come back by itself, nor after a reload', () => {
  const bench = new Bench();
  bench.play();
  bench.refuse(ErrorCode.KICKED, { fatal: true });
  bench.wait(120000);
  assert.equal(bench.sockets.length, 1);
  assert.deepEqual(bench.phases.at(-1), ['ended', { reason: 'no', code: ErrorCode.KICKED }]);
  assert.equal(bench.connection.resume(), false);
});

test('announcements are handed on', () => {
  const bench = new Bench();
  bench.play();
  bench.hear({ announcement: { id: new Uint8Array(16), style: 3, text: toBytes('hear') } });
  assert.equal(bench.announcements.length, 1);
  assert.equal(bench.announcements[0].style, 3);
});

test('a full gateway is asked again on the same connection', () => {
  const bench = new Bench();
  bench.connection.start({ guest: { name: toBytes('Ada') } });
  bench.open();
  bench.refuse(ErrorCode.FULL, { retryAfterMs: 3000 });
  bench.wait(2900);
  assert.equal(bench.sent.filter((frame) => frame.login).length, 1);
  bench.wait(200);
  assert.equal(bench.sent.filter((frame) => frame.login).length, 2);
});

test('a gap in the numbers, or too many at once: all that is kept is sent again', () => {
  for (const code of [ErrorCode.BAD_INPUT, ErrorCode.RATE_LIMITED]) {
    const bench = new Bench();
    bench.play();
    for (let count = 0; count < 3; count++) bench.connection.input({ stand: {} });
    bench.refuse(code, { retryAfterMs: 500 });
    bench.wait(600);
    assert.deepEqual(inputs(bench.sent), [1, 2, 3, 1, 2, 3]);
  }
});

test('silence is a lost connection; probes keep it from being silent', () => {
  const bench = new Bench();
  bench.play();
  for (let second = 0; second < 30; second++) {
    bench.wait(1000);
    bench.snapshot(0);
  }
  assert.equal(bench.phase, 'playing');
  assert.ok(bench.sent.filter((frame) => frame.probe).length >= 25);
  bench.wait(8000);
  assert.equal(bench.sockets[0].isClosed, true);
});

test('what cannot be read ends the connection, not the page', () => {
  const bench = new Bench();
  bench.play();
  bench.socket.onmessage({ data: Uint8Array.from([0x22, 0x50, 1]).buffer });
  assert.equal(bench.phase, 'lost');
});

test('leaving says so and forgets the token', () => {
  const bench = new Bench();
  bench.play();
  const { sent } = bench;
  bench.connection.leave();
  assert.ok(sent.at(-1).bye);
  assert.equal(bench.connection.resume(), false);
});

test('the outbox keeps so many and no more', () => {
  const outbox = new Outbox();
  for (let count = 0; count < keptMax; count++) assert.ok(outbox.add({}));
  assert.equal(outbox.add({}), null);
  outbox.acknowledge(keptMax - 1);
  assert.equal(outbox.kept.length, 1);
  assert.equal(outbox.add({}).sequence, keptMax + 1);
});
