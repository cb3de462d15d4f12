// @ts-check

/** What the server refused, in words for a person. */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} retryMilliseconds
   */
  constructor(code, message, retryMilliseconds) {
    super(message);
    this.code = code;
    this.retryMilliseconds = retryMilliseconds;
  }
}

/** @param {number} milliseconds */
export const inWords = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  return `${Math.ceil(seconds / 60)} minutes`;
};

/** Accounts and characters, over HTTP. */
export class Api {
  /** @param {typeof fetch} request */
  constructor(request) {
    this.request = request;
    /** @type {string|null} */
    this.token = null;
  }

  /**
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async call(path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    let reply;
    try {
      reply = await this.request(`/api/${path}`, {
        method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body),
      });
    } catch {
      throw new ApiError('unreachable', 'The server cannot be reached. Try again.', 0);
    }
    const answer = await reply.json().catch(() => null);
    if (reply.ok && answer) return answer;
    const error = answer?.error ?? {};
    const wait = Number(error.retry_after_ms) || 0;
    const text = error.message ?? `The server answered ${reply.status}.`;
    const again = wait > 0 ? ` Try again in ${inWords(wait)}.` : '';
    throw new ApiError(error.code ?? String(reply.status), text + again, wait);
  }

  /**
   * @param {string} name
   * @param {string} password
   */
  register(name, password) {
    return this.call('register', { name, password });
  }

  /**
   * @param {string} name
   * @param {string} password
   * @returns {Promise<{id: number|string, name: string, level: number}[]>} the characters
   */
  async logIn(name, password) {
    this.token = null;
    const answer = await this.call('login', { name, password });
    this.token = answer.token;
    return answer.characters;
  }

  /**
   * @param {string} name
   * @returns {Promise<{id: number|string, name: string}>}
   */
  createCharacter(name) {
    return this.call('characters', { name });
  }

  /**
   * @param {number|string} character
   * @returns {Promise<string>}
   */
  async ticket(character) {
    return (await this.call('ticket', { character })).ticket;
  }

  regions() {
    return this.call('regions');
  }
}
