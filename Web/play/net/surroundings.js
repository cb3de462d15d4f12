// @ts-check
import { Tokens } from './tokens.js';

/** Time, chance, network and memory of a page, for those who are tested without one. */
export function surroundings() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return {
    open: () => new WebSocket(`${scheme}://${location.host}/play`),
    now: () => performance.now(),
    after: (/** @type {() => void} */ done, /** @type {number} */ milliseconds) =>
      setTimeout(done, milliseconds),
    cancel: (/** @type {any} */ timer) => clearTimeout(timer),
    random: Math.random,
    tokens: new Tokens(sessionStorage),
    store: sessionStorage,
  };
}
