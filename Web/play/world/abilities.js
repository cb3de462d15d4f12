// @ts-check

/** What a server may offer beside walking. @type {readonly string[]} */
const all = ['accounts', 'chat', 'skills'];

/**
 * What this server offers, from `/api/regions`: nothing is shown that it would not understand. A
 * server that does not say offers everything.
 */
export class Abilities {
  constructor() {
    /** @type {Set<string>} */
    this.offered = new Set(all);
  }

  /** @param {unknown} speaks the list in the answer */
  heard(speaks) {
    if (!Array.isArray(speaks)) return;
    this.offered = new Set(all.filter((name) => speaks.includes(name)));
  }

  /** @param {string} name */
  has(name) {
    return this.offered.has(name);
  }

  /**
   * Asks the server; while nothing is known, everything is shown.
   * @param {import('../net/api.js').Api} api
   * @param {Element} body
   */
  async learn(api, body) {
    this.heard((await api.regions()).speaks);
    this.show(body);
  }

  /** Hides what is not offered. @param {Element} body */
  show(body) {
    for (const name of all) body.classList.toggle(`no-${name}`, !this.has(name));
  }
}
