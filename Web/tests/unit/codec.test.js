import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { CodecError, decode, encode, toBytes, toText } from '../../play/codec/protobuf.js';
import * as schema from '../../play/codec/schema.js';
import { schemaOf } from '../../tools/schema.js';
import { parse } from './textformat.js';

const fixtures = new URL('../../../Tests/Fixtures/wire/v1/', import.meta.url);
const enums = Object.assign({}, ...Object.values(schema).filter((part) => Object.isFrozen(part)));
const names = readdirSync(fixtures)
  .filter((file) => /^(Server|Client).*\.bin$/.test(file))
  .map((file) => file.slice(0, -4));

/** Compares only what the text names: a decoded message also holds the fields that are 0. */
function matches(found, wanted, path) {
  for (const [key, value] of Object.entries(wanted)) {
    const at = `${path}.${key}`;
    if (value instanceof Uint8Array) assert.deepEqual(found[key], value, at);
    else if (Array.isArray(value)) {
      assert.equal(found[key].length, value.length, at);
      value.forEach((item, index) => {
        if (typeof item === 'object') matches(found[key][index], item, `${at}[${index}]`);
        else assert.equal(found[key][index], item, at);
      });
    } else if (typeof value === 'object') matches(found[key], value, at);
    else assert.equal(found[key], value, at);
  }
}

test('there are fixtures of both directions', () => {
  assert.ok(names.filter((name) => name.startsWith('Server')).length >= 8);
  assert.ok(names.filter((name) => name.startsWith('Client')).length >= 8);
});

for (const name of names) {
  const type = name.startsWith('Server') ? 'ServerFrame' : 'ClientFrame';
  const bytes = new Uint8Array(readFileSync(new URL(`${name}.bin`, fixtures)));
  test(`${name} says what its text says`, () => {
    const text = readFileSync(new URL(`${name}.txt`, fixtures), 'utf8');
    matches(decode(type, bytes), parse(type, text, enums), name);
  });
  test(`${name} is written with the same bytes`, () => {
    assert.deepEqual(encode(type, decode(type, bytes)), bytes);
  });
  test(`${name} cut off anywhere is refused or another message, never a hang`, () => {
    for (let length = 0; length < bytes.length; length++) {
      try {
        decode(type, bytes.slice(0, length));
      } catch (error) {
        assert.ok(error instanceof CodecError);
      }
    }
  });
}

test('numbers keep every bit', () => {
  const nonces = [0, 1, 127, 128, 2 ** 32, 2 ** 53 - 1, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
  for (const nonce of nonces) {
    const frame = decode('ClientFrame', encode('ClientFrame', { probe: { nonce } }));
    assert.equal(frame.probe.nonce, nonce);
  }
  for (const x of [0, 1, -1, 127, -128, 2 ** 31 - 1, -(2 ** 31)]) {
    const frame = decode('ClientFrame', encode('ClientFrame', { input: { target: { x, y: x } } }));
    assert.deepEqual(frame.input.target, { x, y: x });
  }
});

test('unknown fields of every wire type are passed over', () => {
  const known = encode('ClientFrame', { bye: { reason: toBytes('x') } });
  const strange = [0xf8, 1, 1, 0xf9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xfa, 1, 1, 7, 0xfd, 1, 0, 0, 0, 0];
  const frame = decode('ClientFrame', Uint8Array.from([...strange, ...known]));
  assert.equal(toText(frame.bye.reason), 'x');
});

test('garbage never ends in anything but a refusal', () => {
  let seed = 1;
  for (let round = 0; round < 20000; round++) {
    const bytes = Uint8Array.from({ length: round % 40 }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed >>> 24;
    });
    try {
      decode('ServerFrame', bytes);
    } catch (error) {
      assert.ok(error instanceof CodecError, String(error));
    }
  }
});

test('the schema is that of client.proto', () => {
  const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
  assert.equal(read('../../play/codec/schema.js'), schemaOf(read('../../../Proto/client.proto')));
});
