// A server that stands in for a cluster: `node Web/tests/mock/server.js [PORT] [BUNDLE]`.
// POST /mock/… makes happen what a test wants: cut, restart, notice, kill, crowd, delay.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { toBytes } from '../../play/codec/protobuf.js';
import { ErrorCode } from '../../play/codec/schema.js';
import { Accounts, Refusal } from './accounts.js';
import { creatures, madeUp, skills, wares } from './content.js';
import { Game } from './game.js';
import { Players } from './players.js';
import { Socket } from './websocket.js';

const types = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml',
  css: 'text/css; charset=utf-8', json: 'application/json', png: 'image/png',
};
const policy = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; " +
  "style-src 'self'";
const play = new URL('../../play/', import.meta.url);

/** The bundle in a folder, with made-up definitions where it has none. */
function bundleIn(folder) {
  const files = new Map();
  const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));
  const { file: own } = manifest.definitions ?? {};
  for (const { file } of [...manifest.maps.map((map) => map.content), ...manifest.images]) {
    files.set(file, readFileSync(`${folder}/${file}`));
  }
  if (own) files.set(own, readFileSync(`${folder}/${own}`));
  else {
    files.set('definitions.json', Buffer.from(JSON.stringify({ skills, creatures, ...wares })));
    manifest.definitions = { file: 'definitions.json' };
  }
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return files;
}

function firstMap(files) {
  const manifest = JSON.parse(files.get('manifest.json').toString());
  return JSON.parse(files.get(manifest.maps[0].content.file).toString());
}

function definitionsIn(files) {
  const { definitions } = JSON.parse(files.get('manifest.json').toString());
  return JSON.parse(files.get(definitions.file).toString());
}

/** Starts it; `close` ends it. */
export function serve({ port = 0, bundle = '' } = {}) {
  const files = bundle ? bundleIn(bundle) : madeUp();
  const game = new Game(firstMap(files));
  const accounts = new Accounts();
  const players = new Players(game, accounts);
  players.value.furnish(definitionsIn(files));
  const state = { isDown: false };

  const commands = {
    cut: () => players.connected.forEach((player) => player.socket.cut()),
    restart: ({ milliseconds = 1500 }) => {
      for (const player of players.connected) {
        players.refuse(player, ErrorCode.SHUTTING_DOWN, 'The gateway stops.', {
          fatal: true, retryAfterMs: milliseconds,
        });
      }
    },
    down: ({ isDown }) => { state.isDown = isDown; },
    forget: () => players.sessions.clear(),
    notice: ({ code, text = '' }) => players.connected.forEach((player) =>
      player.send({ notice: { code, text: toBytes(text), againMs: 3000 } })),
    kill: () => players.connected.forEach((player) =>
      game.hurt({ id: 0, isTame: true }, player.body, 1000, 0)),
    hurt: ({ amount }) => players.connected.forEach((player) =>
      game.hurt({ id: 0, isTame: true }, player.body, amount, 0)),
    crowd: ({ count }) => {
      const [player] = players.connected;
      const { x, y } = player?.body ?? game.map.spawns[0];
      game.crowd(count, x, y);
    },
    place: ({ x, y }) => players.connected.forEach((player) => {
      player.body.walker.at = { x: x * 256, y: y * 256 };
    }),
    delay: ({ milliseconds }) => { players.delayMilliseconds = milliseconds; },
    lay: ({ definition, count = 1, x, y }) => {
      const [player] = players.connected;
      const at = player?.body ?? game.map.spawns[0];
      players.value.lay(definition, count, at.x + (x ?? 30), at.y + (y ?? 20));
    },
    give: ({ gold = 0, ...item }) => players.connected.forEach((player) =>
      players.value.give(player, gold, item)),
    stall: ({ milliseconds }) => { players.value.stallUntil = Date.now() + milliseconds; },
    letter: (letter) => players.connected.forEach((player) =>
      players.value.post(player.body.name, letter)),
    counts: () => ({
      ...players.inputs, value: players.value.counts, players: players.connected.size,
    }),
  };

  const answer = (path, body, token) => {
    if (path === '/api/regions') {
      const { columns, rows, edge } = game.map.regions;
      const regions = Array.from({ length: columns * rows }, (_, index) => {
        const [column, row] = [index % columns, Math.floor(index / columns)];
        const region = (game.map.id << 16) | (row << 8) | column;
        return { region, column, row, shard: game.shardOf(region), epoch: 3 };
      });
      return {
        map: game.map.id, columns, rows, regionEdge: edge, players: players.connected.size, regions,
      };
    }
    if (path.startsWith('/api/')) return accounts.answer(path.slice(5), body, token);
    const command = commands[path.slice('/mock/'.length)];
    if (!command) throw new Refusal(404, 'not_found', 'There is nothing here.');
    return command(body) ?? {};
  };

  const server = createServer(async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://mock');
    const send = (status, type, body) => {
      reply.writeHead(status, {
        'Content-Type': type, 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy,
      });
      reply.end(body);
    };
    if (pathname.startsWith('/api/') || pathname.startsWith('/mock/')) {
      let text = '';
      for await (const part of request) text += part;
      try {
        const token = request.headers.authorization?.replace(/^Bearer /, '');
        const found = answer(pathname, text ? JSON.parse(text) : {}, token);
        return send(200, types.json, JSON.stringify(found));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { code, message, retryAfter } = error;
        return send(error.status, types.json, JSON.stringify({
          error: { code, message, retry_after_ms: retryAfter },
        }));
      }
    }
    const type = types[pathname.split('.').pop()] ?? types.html;
    if (pathname.startsWith('/content/')) {
      const file = files.get(pathname.slice('/content/'.length));
      return file ? send(200, type, file) : send(404, types.html, 'not found');
    }
    try {
      const name = pathname === '/' ? 'index.html' : pathname.slice(1);
      if (name.includes('..')) throw new Error('outside');
      return send(200, type, readFileSync(new URL(name, play)));
    } catch {
      return send(404, types.html, 'not found');
    }
  });
  server.on('upgrade', (request, stream) => {
    if (state.isDown) stream.destroy();
    else players.connect(new Socket(request, stream));
  });
  const timer = setInterval(() => players.step(), 50);
  return new Promise((done) => {
    server.listen(port, '127.0.0.1', () => done({
      port: server.address().port,
      game,
      players,
      close: () => {
        clearInterval(timer);
        server.close();
        server.closeAllConnections();
      },
    }));
  });
}

if (process.argv[1]?.endsWith('mock/server.js')) {
  const { port } = await serve({ port: Number(process.argv[2] ?? 0), bundle: process.argv[3] });
  console.log(`http://127.0.0.1:${port}/`);
}
