// An admin process that stands in for a real one: `node Web/tests/mock/admin.js [PORT] [FOLDER]`.
// Its world is made up and moves; log in as anybody of `roles`, with `a long password` and the code 123456.
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml', css: 'text/css; charset=utf-8' };
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
  + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const all = ['own_account', 'view_cluster', 'view_players', 'view_operations', 'view_audit', 'view_traces',
  'announce', 'kick', 'mute', 'teleport', 'set_attributes', 'give_items', 'undo_operation', 'trace_control',
  'log_control', 'manage_staff'];
export const roles = {
  super_admin: all,
  read_only: ['own_account', 'view_cluster', 'view_players', 'view_operations', 'view_traces'],
};
const hex = (number) => number.toString(16).padStart(32, '0');

class World {
  constructor() {
    this.operations = [];
    this.announcements = [];
    this.muted = new Map();
    this.gone = new Set();
    this.second = 0;
    this.count = 0;
  }

  status() {
    this.second += 1;
    const regions = [];
    for (const [map, columns, rows] of [[0, 6, 4], [1, 3, 2]]) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          const at = row * columns + column + map * 3;
          const shard = `shard-${1 + Math.floor((at + (this.second > 6 && at === 7 ? 6 : 0)) / 6) % 5}`;
          const heat = Math.abs(Math.sin(at * 1.7 + this.second / 9));
          regions.push({
            id: `${map}:${column},${row}`, map, column, row, planned: shard, epoch: 4 + at,
            ...(map === 1 && at === 4 ? {} : {
              shard, players: Math.round(heat * 40), ghosts: Math.round(heat * 9), tick: 1000 + this.second * 20,
              tick_p50_ms: heat * 9, tick_p99_ms: heat * heat * 52, tick_max_ms: heat * 60,
              handoffs_pending: (at + this.second) % 7 === 0 ? 2 : 0,
            }),
          });
        }
      }
    }
    const node = (name, number) => ({
      name, alive: true, incarnation: 77, address: `10.0.0.${number}:7700`, uptime_ms: 86_400_000 + this.second * 1000,
      memory_bytes: 180_000_000 + number * 9_000_000, cpu_ms: this.second * 90 * number,
    });
    const handoffs = { started: 40 + this.second, completed: 39 + this.second, refused: 1, cross_shard: 12 };
    const shards = [1, 2, 3, 4, 5].map((number) => ({
      ...node(`shard-${number}`, number), regions: 6, handoffs,
      players: regions.filter((one) => one.shard === `shard-${number}`).reduce((sum, one) => sum + one.players, 0),
    }));
    const players = shards.reduce((sum, one) => sum + one.players, 0);
    return {
      schema: 'pangea.cluster/1', collected_at: Date.now(), tick_budget_ms: 50, shards, regions,
      gateways: [1, 2].map((number) => ({ ...node(`gateway-${number}`, 6 + number), sessions: players / 2, connections: players / 2 })),
      admins: [node('admin-1', 9)], unreachable: this.second % 20 > 16 ? ['gateway-2'] : [],
      totals: { shards: 5, gateways: 2, regions: regions.length, regions_without_shard: 1, players, sessions: players, connections: players, handoffs },
    };
  }

  players({ after = 0, limit = 50, search = '' }) {
    const names = ['Ada', 'Björn', 'Chen', 'Dalia', 'Eszter', 'Femi', 'Goran', 'Hana', 'Ivo', 'Jūratė'];
    const found = Array.from({ length: 130 }, (_, index) => ({
      character: index + 1, account: 500 + index, name: `${names[index % 10]} ${index + 1}`,
      gateway: `gateway-${1 + (index % 2)}`, region: `0:${index % 6},${index % 4}`, shard: `shard-${1 + (index % 5)}`,
      since_ms: 1_790_000_000_000 + index * 60_000, connected: index % 9 !== 4,
      ...(this.muted.has(index + 1) ? { muted_ms: 3_500_000 } : {}),
    })).filter((one) => !this.gone.has(one.character))
      .filter((one) => !search || one.name.toLowerCase().includes(search.toLowerCase()));
    const rest = found.filter((one) => one.character > Number(after));
    const players = rest.slice(0, Number(limit));
    return {
      schema: 'pangea.players/1', players, total: found.length, unreachable: [],
      ...(rest.length > players.length ? { next: players.at(-1).character } : {}),
    };
  }

  operate(kind, { scope = '', reason = '', id, ...payload }, undoOf) {
    const known = this.operations.find((one) => one.id === id);
    if (known) return known;
    this.count += 1;
    const nodes = ['gateway-1', 'gateway-2', 'shard-1', 'shard-2', 'shard-3'];
    const made = {
      id: id ?? hex(this.count), kind, scope, payload, actor: 'super_admin', reason, issued_at: Date.now(),
      deadline: Date.now() + 10_000, can_be_undone: ['mute', 'unmute'].includes(kind), state: 'open', reached: 0, outcomes: { asked: 5 },
      ...(undoOf ? { undo_of: undoOf.id } : {}),
      receipts: nodes.map((name) => ({ node: name, incarnation: 77, outcome: 'asked', reached: 0, changed_at: Date.now() })),
    };
    this.operations.unshift(made);
    const subject = Number(scope.split('/')[1]);
    if (kind === 'mute') this.muted.set(subject, made.id);
    if (kind === 'kick') this.gone.add(subject);
    if (undoOf || kind === 'unmute') this.muted.delete(subject);
    const players = kind === 'announce' ? 60 : 1;
    setTimeout(() => made.receipts.forEach((one) => {
      const isGateway = one.node.startsWith('gateway') && (players > 1 || one.node === 'gateway-1');
      Object.assign(one, isGateway ? { outcome: 'applied', reached: players } : { outcome: 'nothing_to_do' });
      made.reached += one.reached;
    }), 500);
    setTimeout(() => { made.state = 'done'; }, 900);
    return made;
  }
}

/** One tick with its phases, one of them spread over two processes. */
function trace(number) {
  const start = 1_790_000_000_000_000 + number * 50_000;
  const ids = [...Array(8).keys()].map((index) => (number * 16 + index + 1).toString(16).padStart(16, '0'));
  const span = (index, parent, name, process, from, took, attributes) => ({
    span_id: ids[index], ...(parent == null ? {} : { parent_span_id: ids[parent] }), name, process,
    start_us: start + from, duration_us: took, attributes,
  });
  const scale = 1 + number;
  return [
    span(0, null, 'tick', 'shard-1', 0, 5_000 * scale, { region: '0:1,2', players: 31 }),
    span(1, 0, 'inputs', 'shard-1', 0, 700 * scale), span(2, 0, 'step', 'shard-1', 700 * scale, 2_600 * scale, { entities: 240 }),
    span(3, 2, 'creatures', 'shard-1', 900 * scale, 1_100 * scale), span(4, 2, 'combat', 'shard-1', 2_000 * scale, 900 * scale),
    span(5, 0, 'snapshots', 'shard-1', 3_300 * scale, 1_400 * scale, { clients: 31 }),
    span(6, 0, 'handoff', 'shard-1', 4_700 * scale, 300 * scale, { to: '0:2,2' }), span(7, 6, 'take', 'shard-2', 4_800 * scale, 1_900 * scale),
  ];
}

const text = { type: 'string' };
const document = {
  paths: Object.fromEntries([
    ['announce', 'announce', { scope: text, style: { enum: ['line', 'scroll', 'popup'] }, text }],
    ['kick', 'kick', { scope: text, message: text }], ['mute', 'mute', { scope: text, seconds: { type: 'integer', minimum: 1 } }],
    ['teleport', 'teleport', { scope: text, map: { type: 'integer' }, x: { type: 'number' }, y: { type: 'number' } }],
  ].map(([name, permission, properties]) => [`/api/operations/${name}`, { post: {
    summary: `To ${name}.`, 'x-permission': permission,
    requestBody: { content: { 'application/json': { schema: { properties: { ...properties, reason: text, id: text }, required: Object.keys(properties) } } } },
  } }])),
};

class Refusal extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    Object.assign(this, { status, code });
  }
}

/** Starts it; `close` ends it. */
export function serve({ port = 0, folder = new URL('../../dist/console/', import.meta.url).pathname } = {}) {
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`)]));
  const world = new World();
  const sessions = new Map();
  const lines = new Set();
  const timer = setInterval(() => {
    const event = `event: cluster\ndata: ${JSON.stringify(world.status())}\n\n`;
    for (const line of lines) {
      if (sessions.has(line.session)) line.response.write(event);
      else line.response.end('event: over\ndata: {}\n\n');
    }
  }, 1000);

  const routes = {
    'GET /api/session': (session) => session,
    'DELETE /api/session': (session, _, __, key) => {
      sessions.delete(key);
      return { closed: 1 };
    },
    'GET /api/cluster': () => world.status(),
    'GET /api/players': (_, query) => world.players(query),
    'GET /api/operations': () => ({ operations: world.operations.slice(0, 25) }),
    'GET /api/announcements': () => ({ announcements: world.announcements }),
    'POST /api/announcements': (_, __, body) => {
      const made = {
        id: hex(900 + world.announcements.length), scope: body.scope, payload: { style: body.style, text: body.text }, actor: 'super_admin',
        created_at: Date.now(), starts_at: body.at ?? Date.now(), next_at: body.at ?? Date.now(), every_seconds: body.every_seconds, occurrences: 0, missed: 0,
      };
      world.announcements.unshift(made);
      return made;
    },
    'GET /api/openapi.json': () => document,
    'GET /api/roles': () => ({ roles }),
    'GET /api/staff': () => ({ staff: Object.keys(roles).map((role, index) => ({ id: index + 1, name: role, role, disabled: false, second_factor: index === 0, created_ms: 1_790_000_000_000 })) }),
    'GET /api/audit': () => ({
      rows: world.operations.map((one, index) => ({
        id: world.operations.length - index, at_ms: one.issued_at, actor: one.actor, role: 'super_admin', address: '10.1.1.1',
        action: `operation.${one.kind}`, target: one.scope, operation: one.id, details: { reason: one.reason }, hash: one.id.repeat(2),
      })),
      head: { id: 3, hash: hex(3).repeat(2) },
    }),
    'GET /api/audit/chain': () => ({ whole: true, rows: 3, checked_ms: Date.now(), faults: [] }),
    'GET /api/traces': (_, query) => ({
      schema: 'pangea.traces/1', unreachable: ['shard-3'],
      traces: [3, 2, 1, 0].filter(() => !query.process || query.process === 'shard-1').map((number) => ({
        trace_id: hex(number + 1), name: 'tick', kind: 'tick', process: 'shard-1', region: '0:1,2', start_us: 1_790_000_000_000_000 + number * 50_000,
        duration_us: 5_000 * (1 + number) , spans: 8, over_budget: number > 2,
      })),
    }),
  };

  function answer(method, url, body, session, key) {
    const query = Object.fromEntries(url.searchParams);
    const found = routes[`${method} ${url.pathname}`];
    if (found) return found(session, query, body, key);
    const [, , area, id, verb] = url.pathname.split('/');
    if (area === 'operations' && method === 'POST' && !verb) {
      if (!session.permissions.includes(id)) throw new Refusal(403, 'forbidden', `Your role does not have the permission ${id}.`);
      return world.operate(id, body);
    }
    if (area === 'operations') {
      const one = world.operations.find((operation) => operation.id === id);
      if (!one) throw new Refusal(404, 'not_found', 'There is nothing here.');
      if (!verb) return one;
      if (one.undone_by) throw new Refusal(409, 'conflict', 'It was taken back before.');
      const undo = world.operate('undo', { scope: one.scope, kind: one.kind }, one);
      Object.assign(one, { undone_by: undo.id, can_be_undone: false });
      return undo;
    }
    if (area === 'announcements' && verb === 'cancel') {
      const one = world.announcements.find((row) => row.id === id);
      delete one.next_at;
      return Object.assign(one, { cancelled_at: Date.now() });
    }
    if (area === 'traces') return { schema: 'pangea.trace/1', spans: trace(parseInt(id, 16) - 1), unreachable: [] };
    throw new Refusal(404, 'not_found', 'There is nothing here.');
  }

  function send(response, status, value, headers = {}) {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
    response.end(`${JSON.stringify(value)}\n`);
  }

  async function handle(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/') return response.writeHead(307, { Location: '/console/' }).end();
    if (url.pathname.startsWith('/console/')) {
      const name = url.pathname.slice(9) || 'index.html';
      if (!files.has(name)) return send(response, 404, { error: { code: 'not_found', message: 'There is nothing here.' } });
      return response.writeHead(200, { 'Content-Type': types[name.split('.').pop()], 'Content-Security-Policy': policy }).end(files.get(name));
    }
    let sent = '';
    for await (const part of request) sent += part;
    const body = sent ? JSON.parse(sent) : {};
    const key = /pangea-admin=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    if (request.method === 'POST' && url.pathname === '/api/session') {
      if (!roles[body.user] || body.password !== 'a long password') throw new Refusal(401, 'bad_credentials', 'The name or the password is wrong.');
      if (body.code !== '123456') throw new Refusal(401, body.code ? 'bad_code' : 'code_needed', body.code ? 'The code is wrong.' : 'Send a code, too.');
      const session = { user: body.user, role: body.user, permissions: roles[body.user], second_factor: true, csrf_token: `token-${sessions.size}` };
      const value = `s${sessions.size}`;
      sessions.set(value, session);
      return send(response, 200, session, { 'Set-Cookie': `pangea-admin=${value}; Path=/; HttpOnly; SameSite=Strict` });
    }
    const session = sessions.get(key);
    if (!session) throw new Refusal(401, 'unauthorized', 'Log in first.');
    if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf_token) throw new Refusal(403, 'csrf_token_needed', 'Send the token, too.');
    if (url.pathname === '/api/live') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      const line = { session: key, response };
      lines.add(line);
      request.on('close', () => lines.delete(line));
      return response.write(`event: cluster\ndata: ${JSON.stringify(world.status())}\n\n`);
    }
    return send(response, 200, answer(request.method, url, body, session, key));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => send(response, error.status ?? 500, { error: { code: error.code ?? 'failed', message: error.message } }));
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}`, sessions,
      close: () => {
        clearInterval(timer);
        server.closeAllConnections();
        server.close();
      },
    }));
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { url } = await serve({ port: Number(process.argv[2] ?? 0), folder: process.argv[3] });
  console.log(url);
}
