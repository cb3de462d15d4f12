// @ts-check

const silenceMilliseconds = 6000;
const probeMilliseconds = 1000;
const sleepMilliseconds = 15000;

/** Probes once a second, measures how long an answer takes, and notices silence. */
export class Heartbeat {
  /**
   * @param {import('./connection.js').Surroundings} around
   * @param {{probe: (nonce: number) => void, silent: () => void,
   *   ping: (milliseconds: number, reply: any) => void}} on
   */
  constructor(around, on) {
    this.around = around;
    this.on = on;
    this.nonce = 0;
    /** @type {Map<number, number>} when each probe was sent */
    this.sent = new Map();
    this.timer = null;
    this.heardAt = 0;
    this.probedAt = 0;
    /** While logging in nobody answers probes. */
    this.probes = false;
  }

  start() {
    this.stop();
    this.heard();
    this.beat();
  }

  stop() {
    this.around.cancel(this.timer);
    this.sent.clear();
    this.probes = false;
  }

  /** Something came. Timers of a hidden tab may sleep: what comes then wakes the probes. */
  heard() {
    this.heardAt = this.around.now();
    if (this.probes && this.heardAt - this.probedAt > sleepMilliseconds) this.probe();
  }

  beat() {
    this.timer = this.around.after(() => {
      if (this.around.now() - this.heardAt > silenceMilliseconds) {
        this.on.silent();
        return;
      }
      if (this.probes) this.probe();
      this.beat();
    }, probeMilliseconds);
  }

  probe() {
    const now = this.around.now();
    this.probedAt = now;
    for (const [nonce, sent] of this.sent) {
      if (now - sent > 2 * probeMilliseconds) this.sent.delete(nonce);
    }
    this.sent.set(++this.nonce, now);
    this.on.probe(this.nonce);
  }

  /** @param {any} reply */
  answered(reply) {
    const sent = this.sent.get(reply.nonce);
    if (sent === undefined) return;
    this.sent.delete(reply.nonce);
    this.on.ping(this.around.now() - sent, reply);
  }
}
