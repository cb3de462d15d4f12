import assert from 'node:assert/strict';
import test from 'node:test';
import { toBytes } from '../../play/codec/protobuf.js';
import { AnswerCode } from '../../play/codec/schema.js';
import { outstandingMax, Requests, waitingMax } from '../../play/net/requests.js';

const memory = () => {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
};

/** A ledger whose time and line are in the test's hands. */
class Bench {
  constructor(store = memory()) {
    Object.assign(this, { time: 0, timers: [], sent: [], ended: [], slow: [], store });
    this.requests = new Requests({
      store,
      now: () => this.time,
      after: (done, milliseconds) => {
        const timer = { done, at: this.time + milliseconds };
        this.timers.push(timer);
        return timer;
      },
      cancel: (timer) => { this.timers = this.timers.filter((one) => one !== timer); },
    }, {
      send: (request) => this.sent.push(request),
      answered: (wish, ended) => this.ended.push([wish, ended.code]),
      slow: (wish, excuse) => this.slow.push(excuse),
    });
  }

  play(login = 3, isResumed = false) {
    this.requests.begin(login, isResumed);
    this.requests.play();
  }

  ask(entity) {
    return this.requests.ask({ pickUp: { entity } });
  }

  answer(number, code = AnswerCode.DONE, { login = 3, againMs = 0, text = '' } = {}) {
    this.requests.heard({ number, login, code, againMs, text: toBytes(text) });
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

  get numbers() { return this.sent.map(({ number }) => number); }
}

test('counts from 1 and says the log-in with each', () => {
  const bench = new Bench();
  bench.play();
  bench.ask(7);
  bench.ask(8);
  assert.deepEqual(bench.sent, [
    { number: 1, login: 3, pickUp: { entity: 7 } }, { number: 2, login: 3, pickUp: { entity: 8 } },
  ]);
});

test('asks again every second with the same number, until it is answered', async () => {
  const bench = new Bench();
  bench.play();
  const asked = bench.ask(7);
  bench.wait(2500);
  assert.deepEqual(bench.numbers, [1, 1, 1]);
  bench.answer(1, AnswerCode.BAG_FULL, { text: 'No.' });
  bench.wait(5000);
  assert.deepEqual(bench.numbers, [1, 1, 1]);
  assert.deepEqual(await asked, { code: AnswerCode.BAG_FULL, text: 'No.' });
});

test('TRY_AGAIN is no answer: the same request, when the server says', () => {
  const bench = new Bench();
  bench.play();
  bench.ask(7);
  bench.wait(100);
  bench.answer(1, AnswerCode.TRY_AGAIN, { againMs: 300 });
  bench.wait(299);
  assert.deepEqual(bench.numbers, [1]);
  bench.wait(1);
  assert.deepEqual(bench.numbers, [1, 1]);
  assert.deepEqual(bench.ended, []);
  bench.answer(1);
  assert.equal(bench.ended.length, 1);
});

test('it is quiet about a short wait and tells once of a long one, with the reason', () => {
  const bench = new Bench();
  bench.play();
  bench.ask(7);
  for (let at = 0; at < 8; at++) {
    bench.answer(1, AnswerCode.TRY_AGAIN, { againMs: 350, text: 'Storage is away.' });
    bench.wait(350);
  }
  assert.deepEqual(bench.slow, [], 'after 2.8 s');
  bench.wait(3000);
  assert.deepEqual(bench.slow, ['Storage is away.']);
});

test('at most so many are under way; the next ones wait, and too many are not taken', async () => {
  const bench = new Bench();
  bench.play();
  for (let entity = 1; entity <= outstandingMax + waitingMax; entity++) bench.ask(entity);
  assert.deepEqual(bench.numbers, [1, 2, 3, 4]);
  assert.equal(await bench.ask(99), null);
  bench.answer(3);
  assert.deepEqual(bench.numbers, [1, 2, 3, 4, 5]);
  assert.equal(bench.sent[4].pickUp.entity, 5);
});

test('answers come in any order, twice, for nobody, and of other log-ins', () => {
  const bench = new Bench();
  bench.play();
  for (const entity of [1, 2, 3]) bench.ask(entity);
  bench.answer(3, AnswerCode.TOO_FAR);
  bench.answer(3);
  bench.answer(17);
  bench.answer(1, AnswerCode.DONE, { login: 2 });
  assert.deepEqual(bench.ended, [[{ pickUp: { entity: 3 } }, AnswerCode.TOO_FAR]]);
  bench.answer(1);
  bench.answer(2);
  assert.deepEqual(bench.ended.map(([wish]) => wish.pickUp.entity), [3, 1, 2]);
});

test('over a lost connection the same numbers are asked for again, under the first log-in', () => {
  const bench = new Bench();
  bench.play();
  bench.ask(7);
  bench.ask(8);
  bench.answer(1);
  bench.requests.pause();
  bench.wait(10000);
  assert.deepEqual(bench.numbers, [1, 2]);
  bench.ask(9);
  assert.deepEqual(bench.numbers, [1, 2], 'nothing is sent while nobody listens');
  bench.play(4, true);
  assert.deepEqual(bench.sent.slice(2), [
    { number: 2, login: 3, pickUp: { entity: 8 } }, { number: 3, login: 3, pickUp: { entity: 9 } },
  ]);
});

test('a reload of the page goes on: numbers, log-in, and what was not answered', () => {
  const before = new Bench();
  const entity = 2n ** 62n + 5n;
  before.play();
  before.ask(7);
  before.ask(entity);
  before.answer(1);
  const after = new Bench(before.store);
  after.play(5, true);
  assert.deepEqual(after.sent, [{ number: 2, login: 3, pickUp: { entity } }]);
  after.ask(9);
  assert.equal(after.sent[1].number, 3);
  after.answer(2);
  assert.equal(after.ended.length, 1);
});

test('another log-in counts anew, and what the old one asked ends without an answer', async () => {
  const bench = new Bench();
  bench.play();
  const asked = bench.ask(7);
  bench.play(9, false);
  assert.equal(await asked, null);
  bench.ask(8);
  assert.deepEqual(bench.sent.at(-1), { number: 1, login: 9, pickUp: { entity: 8 } });
  bench.answer(1, AnswerCode.DONE, { login: 3 });
  assert.deepEqual(bench.ended, []);
});

test('a server that numbers no log-ins is asked nothing', async () => {
  const bench = new Bench();
  bench.play(0);
  assert.equal(await bench.ask(7), null);
  assert.deepEqual(bench.sent, []);
});

test('what the tab remembers may be damaged', () => {
  const damaged = [
    '{', '{}', '{"login":"3","next":"x"}', '{"login":"3","next":2,"open":["zz"]}',
  ];
  for (const kept of damaged) {
    const store = memory();
    store.setItem('pangea.requests', kept);
    const bench = new Bench(store);
    bench.play(6, true);
    bench.ask(7);
    assert.equal(bench.sent.at(-1).login, 6, kept);
    assert.equal(bench.sent.at(-1).number, 1, kept);
  }
});

test('what comes by itself settles the question', async () => {
  const bench = new Bench();
  bench.play();
  const asked = bench.requests.ask({ askBelongings: {} });
  bench.ask(7);
  assert.ok(bench.requests.has('askBelongings'));
  bench.requests.settle('askBelongings');
  assert.equal((await asked).code, AnswerCode.DONE);
  assert.ok(!bench.requests.has('askBelongings'));
  assert.ok(bench.requests.has('pickUp', ({ entity }) => entity === 7));
});

/** A server with a bad line: some frames get lost either way, some come twice. */
function shaken(seed, wishes) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const bench = new Bench();
  const done = new Map();
  const answers = [];
  bench.requests.on.send = (request) => {
    if (random() < 0.3) return;
    const code = random() < 0.2 ? AnswerCode.TRY_AGAIN : AnswerCode.DONE;
    if (!done.has(request.number) && code === AnswerCode.DONE) {
      done.set(request.number, request.pickUp.entity);
    }
    const said = done.has(request.number) ? AnswerCode.DONE : code;
    for (let times = 0; times < 1 + random() * 2; times++) {
      if (random() < 0.7) answers.push([bench.time + random() * 900, request.number, said]);
    }
  };
  bench.play();
  for (let entity = 1; entity <= wishes; entity++) bench.ask(entity);
  for (let round = 0; round < 4000 && bench.requests.open.length > 0; round++) {
    bench.wait(50);
    for (const one of answers.filter(([at]) => at <= bench.time)) {
      answers.splice(answers.indexOf(one), 1);
      bench.answer(one[1], one[2]);
    }
    if (random() < 0.01) {
      bench.requests.pause();
      bench.wait(500);
      bench.play(50 + round, true);
    }
  }
  return { bench, done };
}

test('over a bad line every wish is done once and answered once', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { bench, done } = shaken(seed, 12);
    const wanted = Array.from({ length: 12 }, (_, index) => index + 1);
    assert.deepEqual([...done.values()].sort((a, b) => a - b), wanted, `seed ${seed}`);
    const told = bench.ended.map(([wish]) => wish.pickUp.entity).sort((a, b) => a - b);
    assert.deepEqual(told, wanted, `seed ${seed}`);
  }
});
