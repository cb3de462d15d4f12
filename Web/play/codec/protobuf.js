// @ts-check
// Protobuf (proto3) by table: the messages are in schema.js.
//
// Integers of 64 bits are numbers while they are exact (below 2^53) and BigInt beyond, so that ids
// and ticks are ordinary numbers and nothing is ever rounded.
import { messages } from './schema.js';

const varint = 0;
const delimited = 2;

/** What a message cannot be read for. */
export class CodecError extends Error {}

/** @param {number|bigint} value */
function writeVarint(/** @type {number[]} */ out, value) {
  if (typeof value === 'bigint') {
    let rest = BigInt.asUintN(64, value);
    while (rest > 127n) {
      out.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    out.push(Number(rest));
    return;
  }
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

const zigzag = (/** @type {number} */ value) => ((value << 1) ^ (value >> 31)) >>> 0;
const unzigzag = (/** @type {number} */ value) => (value >>> 1) ^ -(value & 1);

/**
 * @param {number[]} out
 * @param {string} type
 * @param {any} value
 */
function writeScalar(out, type, value) {
  if (type === 'sint32') writeVarint(out, zigzag(value));
  else if (type === 'bool') out.push(value ? 1 : 0);
  else writeVarint(out, value);
}

/**
 * @param {string} type
 * @param {any} value
 */
const isDefault = (type, value) =>
  value === undefined || value === null ||
  (type === 'bytes' ? value.length === 0 : !Number(value) && typeof value !== 'object');

/**
 * @param {number[]} out
 * @param {number} number
 * @param {ArrayLike<number>} bytes
 */
function writeDelimited(out, number, bytes) {
  writeVarint(out, number * 8 + delimited);
  writeVarint(out, bytes.length);
  for (let index = 0; index < bytes.length; index++) out.push(bytes[index]);
}

/**
 * @param {string} name of the message
 * @param {Record<string, any>} message fields that are missing or 0 are left out
 * @returns {number[]}
 */
function write(name, message) {
  /** @type {number[]} */
  const out = [];
  for (const [key, [field, type, isRepeated]] of Object.entries(messages[name])) {
    const number = Number(key);
    const value = message[field];
    if (isDefault(type, value)) continue;
    if (isRepeated && messages[type]) {
      for (const item of value) writeDelimited(out, number, write(type, item));
    } else if (isRepeated) {
      if (value.length === 0) continue;
      /** @type {number[]} */
      const packed = [];
      for (const item of value) writeScalar(packed, type, item);
      writeDelimited(out, number, packed);
    } else if (messages[type]) {
      writeDelimited(out, number, write(type, value));
    } else if (type === 'bytes') {
      writeDelimited(out, number, value);
    } else {
      writeVarint(out, number * 8 + varint);
      writeScalar(out, type, value);
    }
  }
  return out;
}

/**
 * @param {string} name
 * @param {Record<string, any>} message
 */
export const encode = (name, message) => Uint8Array.from(write(name, message));

/** Reads from a slice of bytes. */
class Reader {
  /**
   * @param {Uint8Array} bytes
   * @param {number} at
   * @param {number} end
   */
  constructor(bytes, at, end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** @returns {number|bigint} */
  varint() {
    let low = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.at >= this.end) throw new CodecError('cut off');
      const byte = this.bytes[this.at++];
      low += (byte & 127) * scale;
      if (byte < 128) return low <= Number.MAX_SAFE_INTEGER ? low : this.exact(count + 1);
      scale *= 128;
    }
    throw new CodecError('a varint of more than 10 bytes');
  }

  /**
   * The varint that ends here, of so many bytes, exactly.
   * @param {number} count
   */
  exact(count) {
    let value = 0n;
    for (let index = 1; index <= count; index++) {
      value = (value << 7n) | BigInt(this.bytes[this.at - index] & 127);
    }
    return BigInt.asUintN(64, value);
  }

  /** The low 32 bits of a varint. */
  small() {
    const value = this.varint();
    return typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : value % 4294967296;
  }

  /** @returns {Reader} */
  slice() {
    const length = Number(this.varint());
    if (length > this.end - this.at) throw new CodecError('longer than its message');
    this.at += length;
    return new Reader(this.bytes, this.at - length, this.at);
  }

  /** @param {string} type */
  scalar(type) {
    if (type === 'uint64') return this.varint();
    if (type === 'sint32') return unzigzag(this.small());
    if (type === 'bool') return Number(this.varint()) !== 0;
    return this.small();
  }

  /** @param {number} wire */
  skip(wire) {
    if (wire === varint) this.varint();
    else if (wire === delimited) this.slice();
    else if (wire === 1 && this.at + 8 <= this.end) this.at += 8;
    else if (wire === 5 && this.at + 4 <= this.end) this.at += 4;
    else throw new CodecError(`wire type ${wire}`);
  }
}

/** @param {string} name */
function empty(name) {
  /** @type {Record<string, any>} */
  const message = {};
  for (const [field, type, isRepeated] of Object.values(messages[name])) {
    message[field] = isRepeated ? []
      : messages[type] ? null
        : type === 'bytes' ? new Uint8Array(0) : type === 'bool' ? false : 0;
  }
  return message;
}

/**
 * @param {string} name
 * @param {Reader} reader
 */
function read(name, reader) {
  const fields = messages[name];
  const message = empty(name);
  while (reader.at < reader.end) {
    const key = reader.small();
    const wire = key & 7;
    const field = fields[key >>> 3];
    if (!field) {
      reader.skip(wire);
      continue;
    }
    const [into, type, isRepeated] = field;
    if (messages[type] || type === 'bytes') {
      if (wire !== delimited) throw new CodecError(`${name}.${into} has wire type ${wire}`);
      const slice = reader.slice();
      const value = type === 'bytes' ? slice.bytes.slice(slice.at, slice.end) : read(type, slice);
      if (isRepeated) message[into].push(value);
      else message[into] = value;
    } else if (isRepeated && wire === delimited) {
      const slice = reader.slice();
      while (slice.at < slice.end) message[into].push(slice.scalar(type));
    } else if (wire === varint) {
      if (isRepeated) message[into].push(reader.scalar(type));
      else message[into] = reader.scalar(type);
    } else throw new CodecError(`${name}.${into} has wire type ${wire}`);
  }
  return message;
}

/**
 * A message with all its fields: those not sent are 0, empty, or null for a message.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {any}
 */
export const decode = (name, bytes) => read(name, new Reader(bytes, 0, bytes.length));

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param {string} text */
export const toBytes = (text) => encoder.encode(text);

/** @param {Uint8Array} bytes */
export const toText = (bytes) => decoder.decode(bytes);
