// @ts-check
import { make, put } from './make.js';

const everyMilliseconds = 250;

/** What B shows beside the borders: ping, tick, shard, handoffs, traffic, frames. */
export class Numbers {
  /** @param {import('../app.js').App} app */
  constructor(app) {
    this.app = app;
    /** @type {HTMLElement} */
    this.box = app.element('numbers');
    this.shownAt = 0;
    this.bytes = { at: 0, received: 0, sent: 0 };
    this.rates = { received: 0, sent: 0 };
    this.line = make('p', { className: 'now' });
    const list = make('dl');
    /** @type {Record<string, HTMLElement>} */
    this.rows = {};
    for (const name of ['ping', 'tick', 'shard', 'region', 'handoffs', 'corrections', 'in view',
      'received', 'sent', 'figures', 'frames', 'frame gap', 'frame work']) {
      this.rows[name] = make('dd');
      list.append(make('dt', {}, name), this.rows[name]);
    }
    this.box.append(list);
  }

  /**
   * Another shard has one now.
   * @param {boolean} _isHandoff
   */
  crossed(_isHandoff) {
    this.shownAt = 0;
  }

  /** @param {number} now */
  update(now) {
    if (now - this.shownAt < everyMilliseconds) return;
    this.shownAt = now;
    this.measure(now);
    if (this.box.hidden) return;
    const { world, ping, frames, prediction } = this.app;
    const { scope, own } = world;
    if (!scope || !own) return;
    const region = `${scope.region & 255},${(scope.region >> 8) & 255} (epoch ${scope.epoch})`;
    const shown = {
      ping: Number.isNaN(ping) ? '…' : `${ping.toFixed(0)} ms`,
      tick: String(world.tick), shard: String(scope.shard), region,
      handoffs: `${world.handoffs} (${own.sequence} in all)`,
      corrections: `${prediction?.corrections ?? 0} (server ${own.corrections})`,
      'in view': String(world.slots.size),
      received: `${(this.rates.received / 1000).toFixed(1)} kB/s`,
      sent: `${(this.rates.sent / 1000).toFixed(2)} kB/s`,
      figures: String(Math.round(frames.percentile('figures', 0.5))),
      frames: `${frames.perSecond.toFixed(0)} a second`,
      'frame gap': this.times('gap'),
      'frame work': this.times('cost'),
    };
    for (const [name, text] of Object.entries(shown)) put(this.rows[name], text);
  }

  /**
   * Half of the frames took at most the first, all but one in a hundred the second.
   * @param {'gap'|'cost'} what
   */
  times(what) {
    const { frames } = this.app;
    const [half, most] = [0.5, 0.99].map((part) => frames.percentile(what, part).toFixed(1));
    return `${half} / ${most} ms`;
  }

  /** @param {number} now */
  measure(now) {
    const { received, sent } = this.app.connection.bytes;
    const elapsed = (now - this.bytes.at) / 1000;
    if (elapsed < 1) return;
    this.rates = {
      received: (received - this.bytes.received) / elapsed,
      sent: (sent - this.bytes.sent) / elapsed,
    };
    this.bytes = { at: now, received, sent };
  }
}
