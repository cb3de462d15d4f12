// @ts-check

/**
 * The resume tokens of this tab. The older one counts until the first join of the newer session,
 * so a lost answer costs nobody the character.
 */
export class Tokens {
  /** @param {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} store */
  constructor(store) {
    this.store = store;
  }

  /**
   * The tokens to try, the latest first.
   * @returns {Uint8Array[]}
   */
  all() {
    const text = this.store.getItem('pangea.resume') ?? '';
    return text.split(' ').filter((hex) => /^[0-9a-f]{64}$/.test(hex)).map((hex) =>
      Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
  }

  /** @param {Uint8Array[]} tokens */
  put(tokens) {
    const hex = tokens.map((token) =>
      Array.from(token, (byte) => byte.toString(16).padStart(2, '0')).join(''));
    if (hex.length === 0) this.store.removeItem('pangea.resume');
    else this.store.setItem('pangea.resume', hex.join(' '));
  }

  /**
   * A new session began with the token used, if any.
   * @param {Uint8Array} latest
   */
  renewed(latest) {
    this.put([latest, ...this.all().slice(0, 1)]);
  }

  /** The new session is joined: the older token is void. */
  settled() {
    this.put(this.all().slice(0, 1));
  }

  /**
   * The latest one does not count.
   * @returns {boolean} whether an older one is left
   */
  refused() {
    this.put(this.all().slice(1));
    return this.all().length > 0;
  }

  clear() {
    this.put([]);
  }
}
