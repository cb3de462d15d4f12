// Connections to the small world: greeting, log-in, inputs, chat, coming back.
import { decode, encode, toBytes, toText } from '../../play/codec/protobuf.js';
import { ChatChannel, ErrorCode, NoticeCode } from '../../play/codec/schema.js';
import { randomBytes } from 'node:crypto';
import { Value } from './value.js';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

export class Players {
  constructor(game, accounts) {
    this.game = game;
    this.accounts = accounts;
    /** By resume token. */
    this.sessions = new Map();
    this.connected = new Set();
    this.delayMilliseconds = 0;
    this.inputs = { applied: 0, repeated: 0 };
    this.value = new Value(game, this.connected);
    this.logins = 0;
  }

  connect(socket) {
    const player = { socket, session: null };
    const send = (frame) => socket.send(encode('ServerFrame', frame));
    player.send = send;
    socket.onmessage = (bytes) => {
      const take = () => this.received(player, decode('ClientFrame', bytes));
      if (this.delayMilliseconds > 0) setTimeout(take, this.delayMilliseconds);
      else take();
    };
    socket.onclose = () => this.connected.delete(player);
  }

  refuse(player, code, message, { fatal = false, retryAfterMs = 0 } = {}) {
    player.send({ error: { code, message: toBytes(message), fatal, retryAfterMs } });
    if (fatal) player.socket.close();
  }

  received(player, frame) {
    if (frame.hello) {
      player.send({
        welcome: {
          version: 1, tickHz: 20, serverTimeMs: Date.now(), frameBytesMax: 4096,
          inputsPerSecondMax: 20, graceSeconds: 30, server: toBytes('mock'),
          contentVersion: toBytes('1.0.0'),
        },
      });
    } else if (frame.login) this.logIn(player, frame.login);
    else if (frame.join) this.join(player);
    else if (frame.input) this.input(player, frame.input);
    else if (frame.probe) {
      player.send({ probeReply: { nonce: frame.probe.nonce, tick: this.game.tick, region: 1 } });
    } else if (frame.say) this.say(player, frame.say);
    else if (frame.request) this.value.request(player, frame.request);
    else if (frame.bye) {
      player.send({ bye: { reason: toBytes('goodbye') } });
      if (player.session) this.leave(player.session);
      player.socket.close();
    }
  }

  logIn(player, login) {
    let session;
    let resumed = false;
    if (login.resume) {
      session = this.sessions.get(hex(login.resume.token));
      if (!session) return this.refuse(player, ErrorCode.BAD_TOKEN, 'The session is over.');
      resumed = true;
      for (const other of this.connected) {
        if (other.session !== session || other === player) continue;
        this.refuse(other, ErrorCode.TAKEN_OVER, 'A newer log-in plays.', { fatal: true });
      }
    } else {
      const name = login.ticket
        ? this.accounts.redeem(toText(login.ticket.ticket)) : toText(login.guest.name);
      if (name === null) return this.refuse(player, ErrorCode.BAD_TOKEN, 'The ticket is void.');
      if (name.length === 1) return this.refuse(player, ErrorCode.BAD_NAME, 'That is no name.');
      const [spawn] = this.game.map.spawns;
      const body = this.game.add(1, name || `Guest ${this.game.ids}`, 0, spawn.x, spawn.y);
      session = { body, lastInput: 0, tokens: [], isGuest: !login.ticket };
    }
    const token = randomBytes(32);
    session.tokens.push(hex(token));
    this.sessions.set(hex(token), session);
    player.session = session;
    player.body = session.body;
    return player.send({
      loggedIn: {
        account: 1, character: session.body.id, name: toBytes(session.body.name),
        resumeToken: token, lastInput: session.lastInput, resumed, login: ++this.logins,
      },
    });
  }

  join(player) {
    const { session } = player;
    if (!session) return this.refuse(player, ErrorCode.OUT_OF_ORDER, 'Log in first.');
    const older = session.tokens.splice(0, session.tokens.length - 1);
    for (const token of older) this.sessions.delete(token);
    const { id, name, regions } = this.game.map;
    player.scope = -1;
    player.first = true;
    this.connected.add(player);
    return player.send({
      joined: {
        character: session.body.id, map: id, mapName: toBytes(name), regionEdge: regions.edge,
        viewRadius: regions.viewRadius, columns: regions.columns, rows: regions.rows,
        unitsToSteps: 256,
      },
    });
  }

  leave(session) {
    this.game.bodies.delete(session.body.id);
    for (const token of session.tokens) this.sessions.delete(token);
  }

  input(player, input) {
    const { session, body } = player;
    if (!session) return;
    if (input.sequence <= session.lastInput) {
      this.inputs.repeated++;
      return;
    }
    if (!player.first && input.sequence !== session.lastInput + 1) {
      this.refuse(player, ErrorCode.BAD_INPUT, 'A number was left out.');
      return;
    }
    player.first = false;
    session.lastInput = input.sequence;
    this.inputs.applied++;
    if (input.useSkill) this.game.useSkill(body, input.useSkill);
    if (input.respawn && body.isDead) {
      this.game.revive(body);
      const [spawn] = this.game.map.spawns;
      body.walker.at = { x: spawn.x * 256, y: spawn.y * 256 };
    }
    if (body.isDead) return;
    if (input.heading) body.walker.steer({ kind: 'heading', ...input.heading });
    else if (input.target) body.walker.steer({ kind: 'target', ...input.target });
    else if (input.stand) body.walker.steer({ kind: 'stand' });
  }

  say(player, { channel, text, to }) {
    const { body } = player;
    const line = { channel, character: body.id, name: toBytes(body.name), text };
    const everybody = [...this.connected];
    if (channel === ChatChannel.CHAT_WHISPER) {
      const other = everybody.find((one) => one.body.name === toText(to));
      if (!other) return player.send({ notice: { code: NoticeCode.NOBODY_THERE } });
      other.send({ chatLine: line });
      return player.send({ chatLine: { ...line, to } });
    }
    for (const one of everybody) one.send({ chatLine: line });
    return undefined;
  }

  /** One tick for everybody. */
  step() {
    this.game.step();
    for (const player of this.connected) {
      player.lastInput = player.session.lastInput;
      player.socket.send(this.game.snapshot(player));
    }
  }
}
