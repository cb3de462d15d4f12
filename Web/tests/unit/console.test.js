import assert from 'node:assert/strict';
import test from 'node:test';
import { attributes, flame } from '../../console/logic/flame.js';
import { bytes, micros, span } from '../../console/logic/format.js';
import { add, byNumber, samplesMax, series } from '../../console/logic/history.js';
import { load, loadClass, look, looksMax, maps, sentence, shards } from '../../console/logic/map.js';
import { about, fieldValue, kinds, momentOf, newID, outcome, parts, scope, summary } from '../../console/logic/orders.js';
import { enter, hindrance, may, openRooms, route } from '../../console/logic/rooms.js';
import { Api, ApiError, queryText } from '../../console/net/api.js';
import { Live } from '../../console/net/live.js';

// MARK: Rooms

const superAdmin = { second_factor: true, permissions: ['own_account', 'view_cluster', 'view_audit', 'kick'] };

test('a room is open to those who have its permission alone', () => {
  assert.deepEqual(openRooms(superAdmin).map((room) => room.name), ['map', 'processes', 'audit', 'account']);
  assert.deepEqual(openRooms(null), []);
  assert.equal(enter(superAdmin, '#/players').name, 'map');
  assert.equal(enter(superAdmin, '#/audit').name, 'audit');
  assert.equal(enter({ permissions: [] }, '#/audit'), null);
});

test('what is not granted says why', () => {
  assert.equal(may(superAdmin, 'kick'), true);
  assert.equal(hindrance(superAdmin, 'kick'), '');
  assert.match(hindrance(superAdmin, 'mute'), /permission mute/);
  assert.match(hindrance({ second_factor: false, permissions: ['own_account'] }, 'mute'), /second factor/);
});

test('an address names a room, what is in it and a query', () => {
  const found = route('#/traces/abc?process=shard-1');
  assert.deepEqual([found.name, found.rest, found.query.get('process')], ['traces', ['abc'], 'shard-1']);
  assert.equal(route('').name, '');
});

// MARK: The map

const region = (column, row, more = {}) => ({ id: `0:${column},${row}`, map: 0, column, row, epoch: 1, ...more });

test('regions stand on their maps, in order', () => {
  const status = { regions: [
    { ...region(0, 0), id: '3:0,0', map: 3, players: 4 }, region(2, 1, { players: 2 }), region(0, 0, { players: 1 }), region(1, 0),
  ] };
  const [first, second] = maps(status);
  assert.deepEqual([first.map, first.columns, first.rows, first.players], [0, 3, 2, 3]);
  assert.deepEqual(first.regions.map((one) => one.id), ['0:0,0', '0:1,0', '0:2,1']);
  assert.deepEqual([second.map, second.players], [3, 4]);
});

test('load is the slowest of a hundred ticks against its time', () => {
  assert.equal(load(region(0, 0, { tick_p99_ms: 25 }), 50), 0.5);
  assert.equal(load(region(0, 0), 50), null);
  assert.equal(load(region(0, 0, { tick_p99_ms: 25 }), undefined), null);
  assert.deepEqual([null, 0, 0.5, 0.51, 0.9, 0.91, 7].map(loadClass), ['unknown', 'calm', 'calm', 'busy', 'busy', 'over', 'over']);
});

test('a shard looks the same whoever else is there', () => {
  assert.equal(look('shard-1'), 0);
  assert.equal(look('shard-8'), looksMax - 1);
  assert.equal(look('shard-9'), look('shard-1'));
  assert.equal(look(undefined), null);
  assert.notEqual(look('shard-2'), look('shard-3'));
});

test('a region is told in a sentence', () => {
  assert.equal(
    sentence(region(1, 2, { shard: 'shard-1', planned: 'shard-2', players: 3, ghosts: 1, tick_p99_ms: 5, handoffs_pending: 2 }), 50),
    'Region 0:1,2, on shard-1, 3 players, load 10 %, 1 ghosts, 2 handoffs in flight, planned on shard-2');
  assert.equal(
    sentence(region(1, 2, { shard: 'shard-1', players: 900, time_percent: 50 }), 50),
    'Region 0:1,2, on shard-1, 900 players, load unknown, time at 50 %');
  assert.equal(sentence(region(1, 2), 50), 'Region 0:1,2, on no shard, unknown players, load unknown');
});

test('shards carry what the regions say', () => {
  const [first, second] = shards({
    shards: [{ name: 'shard-1' }, { name: 'shard-2' }],
    regions: [region(0, 0, { shard: 'shard-1', tick_p99_ms: 3 }), region(1, 0, { shard: 'shard-1', tick_p99_ms: 9 })],
  });
  assert.deepEqual([first.owned, first.slowest, second.owned, second.slowest], [2, 9, 0, null]);
});

// MARK: History

function view(at, cpu, more = {}) {
  return {
    collected_at: at, gateways: [], admins: [], regions: [region(0, 0, { shard: 'shard-1', tick_p99_ms: 7 })],
    shards: [{ name: 'shard-1', cpu_ms: cpu, memory_bytes: 5, players: 2, incarnation: 1, ...more }],
  };
}

test('the share of a processor is what was used between two views', () => {
  let history = add([], view(1000, 100));
  assert.equal(history[0].processes['shard-1'].cpu, null);
  history = add(history, view(2000, 600));
  assert.equal(history[1].processes['shard-1'].cpu, 0.5);
  assert.equal(history[1].processes['shard-1'].tick, 7);
  history = add(history, view(3000, 10, { incarnation: 2 }));
  assert.equal(history[2].processes['shard-1'].cpu, null, 'another run begins anew');
  assert.equal(add(history, view(3000, 20)), history, 'the same moment twice is one');
});

test('only the last minutes are kept', () => {
  let history = [];
  for (let at = 1; at <= samplesMax + 5; at += 1) history = add(history, view(at, at));
  assert.equal(history.length, samplesMax);
  assert.equal(history[0].at, 6);
});

test('a process that came later has gaps before', () => {
  const later = view(2000, 1);
  later.shards.push({ name: 'shard-10', memory_bytes: 9 }, { name: 'shard-2', memory_bytes: 8 }, { name: 'shard-3' });
  const { times, lines } = series(add(add([], view(1000, 1)), later), 'memory');
  assert.deepEqual(times, [1000, 2000]);
  assert.deepEqual(lines, [
    { name: 'shard-1', values: [5, 5] }, { name: 'shard-2', values: [null, 8] }, { name: 'shard-10', values: [null, 9] },
  ]);
  assert.ok(byNumber('shard-2', 'shard-10') < 0);
});

// MARK: Figures

test('figures are read by people', () => {
  assert.deepEqual([0, 1023, 1536, 200 << 20].map(bytes), ['0 B', '1023 B', '1.5 KiB', '200 MiB']);
  assert.deepEqual([12, 61_000, 3_600_000, 90_061_000].map(span), ['12 ms', '1 min 1 s', '1 h', '1 d 1 h']);
  assert.deepEqual([7, 1234, 23_456, 2_000_000].map(micros), ['7 µs', '1.23 ms', '23.5 ms', '2.00 s']);
  assert.equal(bytes(undefined), '–');
});

// MARK: Orders

test('scopes are written as the API takes them', () => {
  assert.deepEqual(scope('everybody', 'x'), { scope: 'everybody' });
  assert.deepEqual(scope('map', ' 07 '), { scope: 'map/7' });
  assert.deepEqual(scope('region', '0:1,2'), { scope: 'region/0:1,2' });
  assert.deepEqual(scope('character', '12'), { scope: 'character/12' });
  for (const [kind, value] of [['map', ''], ['map', '-1'], ['region', '0:1'], ['region', '0:1,2;'], ['account', '1e3'], ['nobody', '1']]) {
    assert.ok(scope(kind, value).wrong, `${kind} ${value}`);
  }
  assert.deepEqual(parts('region/0:1,2'), ['region', '0:1,2']);
  assert.deepEqual(parts(null), ['everybody', '']);
  assert.equal(about('character/12'), 'character 12');
});

test('ids are 32 hexadecimal digits and never twice the same', () => {
  assert.match(newID(), /^[0-9a-f]{32}$/);
  assert.notEqual(newID(), newID());
});

test('what became of an operation is summed up', () => {
  const operation = { state: 'open', reached: 1, receipts: [
    { node: 'gateway-1', outcome: 'applied' }, { node: 'gateway-2', outcome: 'unreachable', detail: 'silent' }, { node: 'shard-1', outcome: 'asked' },
  ] };
  assert.equal(summary(operation), '1 player reached; 2 of 3 processes answered; not done at gateway-2 so far.');
  assert.equal(outcome(operation.receipts[1]), 'unreachable: silent');
});

test('the kinds of operations are those of the document', () => {
  const [kick] = kinds({ paths: {
    '/api/operations': { get: {} }, '/api/operations/{id}/undo': { post: {} },
    '/api/operations/kick': { post: {
      summary: 'End sessions.', 'x-permission': 'kick',
      requestBody: { content: { 'application/json': { schema: {
        properties: { reason: {}, message: {}, id: {}, scope: {} }, required: ['scope'] } } } },
    } },
  } });
  assert.deepEqual([kick.name, kick.permission], ['kick', 'kick']);
  assert.deepEqual(kick.fields.map((field) => [field.name, field.isRequired]), [['scope', true], ['message', false], ['reason', false]]);
});

test('fields are sent as their shapes want them', () => {
  assert.equal(fieldValue({ type: 'integer' }, '7'), 7);
  assert.equal(fieldValue({ type: 'string' }, ''), undefined);
  assert.equal(fieldValue({ type: 'boolean' }, false), false);
  assert.deepEqual(fieldValue({ type: 'array' }, '[1]'), [1]);
  assert.equal(momentOf(''), null);
  assert.equal(momentOf('2026-11-21T12:00'), new Date(2026, 10, 21, 12).getTime());
});

// MARK: Traces

const bar = (id, parent, start, took) => ({ span_id: id, parent_span_id: parent, name: id, process: 'p', start_us: start, duration_us: took });

test('children stand below their parents, and nothing lies over another', () => {
  const { bars, rows, duration } = flame([bar('c', 'b', 120, 20), bar('a', undefined, 100, 100), bar('b', 'a', 110, 60), bar('d', 'a', 150, 50)]);
  const at = Object.fromEntries(bars.map((one) => [one.span.span_id, one]));
  assert.equal(duration, 100);
  assert.deepEqual(['a', 'b', 'c', 'd'].map((id) => at[id].depth), [0, 1, 2, 1]);
  assert.deepEqual([at.b.left, at.b.width], [0.1, 0.6]);
  assert.ok(at.b.row > at.a.row && at.c.row > at.b.row);
  assert.notEqual(at.d.row, at.b.row, 'they overlap');
  assert.ok(rows >= 3);
});

test('spans without a parent, circles and nothing at all are drawn, too', () => {
  assert.deepEqual(flame([]).bars, []);
  assert.equal(flame([bar('x', 'gone', 5, 0)]).bars[0].depth, 0);
  const circle = flame([bar('a', 'b', 0, 5), bar('b', 'a', 0, 5), bar('c', 'c', 0, 5)]);
  assert.equal(circle.bars.length, 3);
  assert.equal(attributes({ attributes: { region: '0:1,2', players: 3 } }), 'region: 0:1,2, players: 3');
});

// MARK: The API

function answering(status, body) {
  const asked = [];
  const api = new Api((path, options) => {
    asked.push({ path, ...options });
    if (status === 0) return Promise.reject(new TypeError('refused'));
    return Promise.resolve({ ok: status < 300, status, json: async () => { if (body === undefined) throw new SyntaxError('none'); return body; } });
  });
  return { api, asked };
}

test('what changes something carries the token, what looks does not', async () => {
  const { api, asked } = answering(200, {});
  api.token = 'secret';
  await api.get('/api/cluster', { a: 1, b: '', c: null });
  await api.post('/api/operations/kick', { scope: 'character/1' });
  assert.equal(asked[0].path, '/api/cluster?a=1');
  assert.equal(asked[0].headers['X-CSRF-Token'], undefined);
  assert.equal(asked[1].headers['X-CSRF-Token'], 'secret');
  assert.equal(asked[1].headers['Content-Type'], 'application/json');
  assert.equal(asked[1].body, '{"scope":"character/1"}');
  assert.equal(queryText({ search: 'a b&c' }), '?search=a+b%26c');
});

test('a refusal is the sentence of the API', async () => {
  const { api } = answering(409, { error: { code: 'conflict', message: 'It was taken back before.', retry_after_ms: 5 } });
  await assert.rejects(api.get('/x'), (error) => error instanceof ApiError
    && error.message === 'It was taken back before.' && error.code === 'conflict' && error.retryAfter === 5);
});

test('silence and answers of others have sentences, too', async () => {
  await assert.rejects(answering(0).api.get('/x'), /does not answer/);
  await assert.rejects(answering(502).api.get('/x'), /answered 502/);
  await assert.rejects(answering(200).api.get('/x'), /answered 200/);
});

test('a session that is over is told once and for all', async () => {
  const { api } = answering(401, { error: { code: 'unauthorized', message: 'The session is over: log in again.' } });
  const told = [];
  api.onOver = (error) => told.push(error.message);
  await assert.rejects(api.get('/x'));
  assert.deepEqual(told, ['The session is over: log in again.']);
  const wrong = answering(401, { error: { code: 'bad_credentials', message: 'Wrong.' } });
  wrong.api.onOver = () => assert.fail('a wrong password ends nothing');
  await assert.rejects(wrong.api.post('/api/session', {}));
});

// MARK: The live line

class Source extends EventTarget {
  readyState = 0;
  close() { this.readyState = 2; }
  say(kind, data) { this.dispatchEvent(Object.assign(new Event(kind), { data })); }
}

function bench(lasts = true) {
  const told = { sources: [], news: [], waits: [], looks: 0 };
  const live = new Live(
    () => { told.sources.push(new Source()); return told.sources.at(-1); },
    async () => { told.looks += 1; return lasts; }, (news) => told.news.push(news), (run, ms) => told.waits.push({ run, ms }));
  return { live, told };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('views are told as they come', () => {
  const { told } = bench();
  told.sources[0].say('open');
  told.sources[0].say('cluster', '{"collected_at":1}');
  told.sources[0].say('cluster', 'half a');
  assert.deepEqual(told.news, [{ state: 'open' }, { state: 'open', status: { collected_at: 1 } }]);
});

test('a lost line is left to the browser, a refused one is asked about', async () => {
  const { told } = bench();
  told.sources[0].say('error');
  await soon();
  assert.deepEqual([told.news.at(-1).state, told.looks], ['lost', 0]);
  told.sources[0].readyState = 2;
  told.sources[0].say('error');
  await soon();
  assert.deepEqual([told.looks, told.waits.length, told.sources.length], [1, 1, 1]);
  told.waits[0].run();
  assert.equal(told.sources.length, 2);
  told.sources[1].readyState = 2;
  told.sources[1].say('error');
  await soon();
  assert.ok(told.waits[1].ms > told.waits[0].ms, 'each time later');
});

test('without a session there is no further line', async () => {
  const { told } = bench(false);
  told.sources[0].say('over', '{}');
  await soon();
  assert.deepEqual([told.sources[0].readyState, told.looks, told.waits.length], [2, 1, 0]);
});

test('a closed line stays closed', async () => {
  const { live, told } = bench();
  told.sources[0].readyState = 2;
  told.sources[0].say('error');
  live.close();
  await soon();
  assert.deepEqual([told.waits.length, told.sources.length], [0, 1]);
});
