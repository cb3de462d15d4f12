// Accounts, characters and tickets, in memory: POST /api/… as the gateway answers it.
import { randomBytes } from 'node:crypto';

export class Refusal extends Error {
  constructor(status, code, message, retryAfter = 0) {
    super(message);
    Object.assign(this, { status, code, retryAfter });
  }
}

export class Accounts {
  constructor() {
    this.byName = new Map();
    this.tokens = new Map();
    this.tickets = new Map();
    this.ids = 0;
  }

  answer(path, body, token) {
    if (path === 'register') return this.register(body);
    if (path === 'login') return this.logIn(body);
    const account = this.tokens.get(token);
    if (!account) throw new Refusal(401, 'unauthorized', 'Log in first.');
    if (path === 'characters') return this.create(account, body);
    if (path === 'ticket') return this.ticket(account, body);
    throw new Refusal(404, 'not_found', 'There is nothing here.');
  }

  register({ name, password }) {
    if (this.byName.has(name)) throw new Refusal(409, 'name_taken', 'That name is taken.');
    if (password.length < 8) throw new Refusal(400, 'bad_password', 'The password is too short.');
    this.byName.set(name, { id: ++this.ids, name, password, characters: [], failures: 0 });
    return { account: this.ids, name };
  }

  logIn({ name, password }) {
    const account = this.byName.get(name);
    if (account && account.failures >= 5) {
      throw new Refusal(429, 'rate_limited', 'Too many tries.', 30000);
    }
    if (account?.password !== password) {
      if (account) account.failures++;
      throw new Refusal(401, 'bad_credentials', 'Name or password is wrong.');
    }
    const token = randomBytes(16).toString('hex');
    this.tokens.set(token, account);
    return { token, expires_ms: Date.now() + 3600000, characters: account.characters };
  }

  create(account, { name }) {
    const character = { id: ++this.ids, name, level: 1 };
    account.characters.push(character);
    return character;
  }

  ticket(account, { character }) {
    const found = account.characters.find((one) => one.id === character);
    if (!found) throw new Refusal(404, 'unknown_character', 'You have no such character.');
    const ticket = randomBytes(16).toString('hex');
    this.tickets.set(ticket, found.name);
    return { ticket };
  }

  /** The character's name, once. */
  redeem(ticket) {
    const name = this.tickets.get(ticket) ?? null;
    this.tickets.delete(ticket);
    return name;
  }
}
