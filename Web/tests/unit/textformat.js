// Reads protobuf's text format as far as the fixtures use it.
import { messages } from '../../play/codec/schema.js';

const escapes = { n: 10, r: 13, t: 9, '"': 34, "'": 39, '\\': 92 };

function unquote(token) {
  const raw = Buffer.from(token.slice(1, -1), 'utf8');
  const out = [];
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] !== 92) {
      out.push(raw[at]);
      continue;
    }
    const rest = raw.subarray(at + 1, at + 4).toString('latin1');
    const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
    const hex = /^x[0-9a-fA-F]{1,2}/.exec(rest)?.[0];
    if (octal) out.push(parseInt(octal, 8));
    else if (hex) out.push(parseInt(hex.slice(1), 16));
    else out.push(escapes[rest[0]]);
    at += (octal ?? hex ?? ' ').length;
  }
  return Uint8Array.from(out);
}

const number = (token) => {
  const exact = BigInt(token.startsWith('-') ? token.slice(1) : token);
  const value = token.startsWith('-') ? -exact : exact;
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value);
};

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The message that a text says, with only the fields that it names. */
export function parse(name, text, enums) {
  const bare = text.replace(/^\s*#.*$/gm, '');
  const tokens = bare.match(/"(?:[^"\\]|\\.)*"|[-\w]+|[{}:[\],]/g) ?? [];
  let at = 0;
  const scalar = (token) =>
    token.startsWith('"') ? unquote(token)
      : token === 'true' ? true
        : token === 'false' ? false
          : enums[token] ?? number(token);
  const message = (type) => {
    const fields = Object.values(messages[type]);
    const out = {};
    while (at < tokens.length && tokens[at] !== '}') {
      const field = fields.find(([key]) => key === camel(tokens[at]));
      if (!field) throw new Error(`${type} has no ${tokens[at]}`);
      at++;
      if (tokens[at] === ':') at++;
      const values = [];
      if (tokens[at] === '[') {
        while (tokens[at] !== ']') values.push(scalar(tokens[++at])), at++;
        at++;
      } else if (tokens[at] === '{') {
        at++;
        values.push(message(field[1]));
        at++;
      } else values.push(scalar(tokens[at++]));
      if (field[2]) (out[field[0]] ??= []).push(...values);
      else out[field[0]] = values[0];
    }
    return out;
  };
  return message(name);
}
