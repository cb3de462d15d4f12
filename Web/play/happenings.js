// @ts-check
// What the server tells of, turned into pictures and words.
import { toText } from './codec/protobuf.js';
import { ChatChannel, ErrorCode, EventKind, NoticeCode, SkillRefusal } from './codec/schema.js';
import { inWords } from './net/api.js';

const refusals = {
  [SkillRefusal.SKILL_COOLING_DOWN]: 'Not ready yet.',
  [SkillRefusal.SKILL_NO_MANA]: 'Not enough mana.',
  [SkillRefusal.SKILL_OUT_OF_RANGE]: 'Too far away.',
  [SkillRefusal.SKILL_NO_TARGET]: 'No target for this.',
  [SkillRefusal.SKILL_DEAD]: 'The dead do nothing.',
  [SkillRefusal.SKILL_SAFE_ZONE]: 'Nobody fights in a safe place.',
  [SkillRefusal.SKILL_NO_SIGHT]: 'Something is in the way.',
  [SkillRefusal.SKILL_LEVEL]: 'You are not experienced enough.',
  [SkillRefusal.SKILL_NO_DIRECTION]: 'Where to? Walk or point somewhere.',
};

const notices = {
  [NoticeCode.REGION_FULL]: 'The land ahead is full. Stay here or turn around.',
  [NoticeCode.REGION_AWAY]: 'The land ahead is away for a moment. It will be back.',
  [NoticeCode.SERVER_RESTARTED]:
    'The server of this land was restarted. You go on where it knew you.',
  [NoticeCode.MUTED]: 'You may not speak at the moment.',
  [NoticeCode.NOBODY_THERE]: 'Nobody of that name is here.',
  [NoticeCode.CORRECTED]: 'The server put you right.',
  [NoticeCode.SILENCED]: 'A game master has muted you.',
  [NoticeCode.IN_LINE]: 'This part of the world is full. You wait in line.',
};

/** Colours of what skills of a type look like. */
const colours = { melee: '#ffffff', projectile: '#ffb347', heal: '#7dff9a', dash: '#b7e3ff' };

export class Happenings {
  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.app = app;
  }

  /**
   * Another region, the same one restored, or everything shown anew to a client that was behind.
   * @param {number} shardBefore
   * @param {boolean} isHandoff
   */
  scope(shardBefore, isHandoff) {
    const { app } = this;
    const { scope } = app.world;
    app.shards.seen(scope);
    if (isHandoff || scope.shard !== shardBefore) app.holdings.trades.talk.crossed();
    if (shardBefore === 0 || scope.shard === shardBefore) return;
    const text = `now on shard ${scope.shard}`;
    if (app.scene.showsBorders) app.told.notice(text);
    else app.told.event(text);
    app.hud.numbers.crossed(isHandoff);
  }

  /**
   * @param {any[]} events
   * @param {number} now
   */
  events(events, now) {
    for (const event of events) this.event(event, now);
  }

  /**
   * @param {any} event
   * @param {number} now
   */
  event(event, now) {
    const { app } = this;
    const isMine = (/** @type {any} */ id) => app.self !== null && id === app.self.id;
    const target = app.find(event.target);
    switch (event.kind) {
      case EventKind.SKILL_USED: return this.skillUsed(event, now);
      case EventKind.DAMAGE:
        if (target) target.hurtAt = now;
        this.number(event, `${event.amount}`, isMine(event.target) ? '#ff7a6b' : '#fff1b8', now);
        return this.say(event, isMine, `hits`, `for ${event.amount}`);
      case EventKind.HEAL:
        return this.number(event, `+${event.amount}`, '#7dff9a', now);
      case EventKind.DEATH: return this.death(event, isMine, now);
      case EventKind.RESPAWN:
        if (isMine(event.target)) app.told.event('You live again.');
        return undefined;
      case EventKind.LEVEL_UP: return this.levelUp(event, isMine, now);
      case EventKind.EXPERIENCE:
        return this.number(
          { ...event, target: app.self?.id ?? 0 }, `+${event.amount} xp`, '#ffd166', now, 13);
      case EventKind.SKILL_REFUSED:
        app.hud.skills.refused(event.skill);
        app.told.notice(refusals[event.amount] ?? 'That does not work now.');
        return undefined;
      case EventKind.KILL:
        app.told.event(`You defeated ${this.name(event.target)}.`);
        return undefined;
      default: return undefined;
    }
  }

  /** @param {number|bigint} id */
  name(id) {
    const found = this.app.find(id);
    return found ? this.app.actions.nameOf(found) : 'somebody';
  }

  /** Blows that concern oneself, in words. */
  say(/** @type {any} */ event, /** @type {any} */ isMine, /** @type {string} */ verb,
    /** @type {string} */ rest) {
    if (isMine(event.target)) {
      this.app.told.event(`${this.name(event.source)} ${verb} you ${rest}.`);
    } else if (isMine(event.source)) {
      this.app.told.event(`You hit ${this.name(event.target)} ${rest}.`);
    }
  }

  /**
   * @param {any} event
   * @param {string} text
   * @param {string} colour
   * @param {number} now
   * @param {number} [size]
   */
  number(event, text, colour, now, size = 18) {
    const target = this.app.find(event.target);
    if (!target) return;
    const place = { x: target.x, y: target.y };
    this.app.scene.effects.addNumber({ text, colour, size, id: target.id, place, at: now });
  }

  /**
   * @param {any} event
   * @param {number} now
   */
  skillUsed(event, now) {
    const { app } = this;
    const source = app.find(event.source);
    if (!source) return;
    source.gesture = { at: now, skill: event.skill };
    const target = app.find(event.target);
    const type = app.definitions.skill(event.skill)?.type ?? 'melee';
    const angle = (source.facing * Math.PI) / 128;
    const ahead = { x: source.x + Math.cos(angle) * 100, y: source.y + Math.sin(angle) * 100 };
    const from = { x: source.x, y: source.y };
    const to = target ? { x: target.x, y: target.y } : type === 'heal' ? from : ahead;
    const far = Math.hypot(to.x - from.x, to.y - from.y);
    const kinds = { melee: 'slash', projectile: 'bolt', heal: 'heal', dash: 'dash' };
    const lasts = type === 'projectile' ? Math.max(120, far * 1.9) : type === 'heal' ? 900 : 260;
    app.scene.effects.addFlight({
      kind: /** @type {any} */ (kinds[type]), from, to, at: now, lasts, colour: colours[type],
      target: target?.id ?? (type === 'heal' ? source.id : 0),
    });
  }

  /**
   * @param {any} event
   * @param {(id: any) => boolean} isMine
   * @param {number} now
   */
  death(event, isMine, now) {
    const { app } = this;
    const target = app.find(event.target);
    if (target) {
      const place = { x: target.x, y: target.y };
      app.scene.effects.addFlight({
        kind: 'burst', from: place, to: place, target: target.id, at: now, lasts: 500,
        colour: '#d8d4e8',
      });
    }
    if (isMine(event.target)) {
      app.prediction?.halt();
      app.hud.death.by(event.source ? this.name(event.source) : '');
    } else if (app.target === event.target) app.target = null;
  }

  /**
   * @param {any} event
   * @param {(id: any) => boolean} isMine
   * @param {number} now
   */
  levelUp(event, isMine, now) {
    const { app } = this;
    const target = app.find(event.target);
    if (!target) return;
    const place = { x: target.x, y: target.y };
    app.scene.effects.addFlight({
      kind: 'level', from: place, to: place, target: target.id, at: now, lasts: 1200,
      colour: '#ffd166',
    });
    if (isMine(event.target)) app.told.notice(`Level ${event.amount}!`);
  }

  /** @param {any} line */
  chatLine(line) {
    const { app } = this;
    const [name, text, to] = [toText(line.name), toText(line.text), toText(line.to)];
    app.hud.chat.add(line.channel, name, text, to);
    if (line.channel !== ChatChannel.CHAT_NEAR) return;
    app.bubbles.set(line.character, { text, at: performance.now() });
    if (app.bubbles.size > 200) app.bubbles.delete(app.bubbles.keys().next().value ?? 0);
  }

  /** @param {any} notice */
  notice(notice) {
    const { app } = this;
    const said = toText(notice.text) || notices[notice.code] || 'Something happened.';
    const again = notice.againMs > 0 ? ` Better in ${inWords(notice.againMs)}.` : '';
    if (notice.code === NoticeCode.IN_LINE) {
      // Stays until one is in, or stands elsewhere in line.
      if (app.start.isOpen) app.start.say(said);
      else app.told.banner(said);
      app.told.event(said);
      return;
    }
    const isQuiet = notice.code === NoticeCode.CORRECTED;
    if (isQuiet) app.told.event(said);
    else app.told.notice(said + again, true);
    const aboutTalk = [NoticeCode.NOBODY_THERE, NoticeCode.MUTED, NoticeCode.SILENCED];
    if (aboutTalk.includes(notice.code)) app.hud.chat.tell(said);
  }

  /**
   * An error that does not end the connection.
   * @param {number} code
   * @param {string} text
   */
  trouble(code, text) {
    const { told, start } = this.app;
    if (code === ErrorCode.BAD_INPUT) return;
    const words = {
      [ErrorCode.FULL]: 'There is no room at the moment. You wait in line.',
      [ErrorCode.UNAVAILABLE]: 'The land is away for a moment. You go on when it is back.',
    };
    const said = words[code] ?? (text || 'That did not work.');
    if (start.isOpen) start.say(said);
    else told.notice(said, true);
  }
}
