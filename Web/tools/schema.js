// Writes play/codec/schema.js from Proto/client.proto: `node Web/tools/schema.js`.
//
// The language of that file is small: messages, enums, oneofs, scalars. What else it may come to
// hold is an error here, not a silent hole in the client.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../../Proto/client.proto', import.meta.url);
const target = new URL('../play/codec/schema.js', import.meta.url);
const scalars = new Set(['uint32', 'uint64', 'sint32', 'bool', 'bytes']);

/** @param {string} name */
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * @param {string} proto text of a .proto file
 * @returns {string} the module
 */
export function schemaOf(proto) {
  const tokens = proto.replace(/\/\/.*$/gm, '').match(/"[^"]*"|[\w.]+|[{}=;[\]]/g) ?? [];
  const messages = {};
  const enums = {};
  let at = 0;
  const next = () => tokens[at++];
  const expect = (wanted) => {
    const found = next();
    if (found !== wanted) throw new Error(`expected ${wanted}, found ${found}`);
  };
  const fields = (into) => {
    while (tokens[at] !== '}') {
      let type = next();
      if (type === 'oneof') {
        next();
        expect('{');
        fields(into);
        continue;
      }
      const isRepeated = type === 'repeated';
      if (isRepeated) type = next();
      const name = next();
      expect('=');
      const number = Number(next());
      while (tokens[at] !== ';') at++;
      at++;
      into[number] = [camel(name), type, ...(isRepeated ? [true] : [])];
    }
    at++;
  };
  while (at < tokens.length) {
    const word = next();
    const name = next();
    if (word === 'message') {
      expect('{');
      fields((messages[name] = {}));
    } else if (word === 'enum') {
      expect('{');
      enums[name] = {};
      while (tokens[at] !== '}') {
        const key = next();
        expect('=');
        enums[name][key] = Number(next());
        expect(';');
      }
      at++;
    } else if (word === 'syntax' || word === 'package') {
      while (next() !== ';');
    } else throw new Error(`${word} is not known here`);
  }
  return moduleText(messages, enums);
}

function moduleText(messages, enums) {
  const lines = [
    '// Made from Proto/client.proto by Web/tools/schema.js; do not edit.',
    '',
    '/** Fields by number: name, type, whether repeated. */',
    'export const messages = {',
  ];
  for (const [name, fields] of Object.entries(messages)) {
    lines.push(`  ${name}: {`);
    for (const [number, [field, type, isRepeated]] of Object.entries(fields)) {
      if (!scalars.has(type) && !messages[type] && !enums[type]) throw new Error(`${type}?`);
      const shown = enums[type] ? 'uint32' : type;
      lines.push(`    ${number}: ['${field}', '${shown}'${isRepeated ? ', true' : ''}],`);
    }
    lines.push('  },');
  }
  lines.push('};', '');
  for (const [name, values] of Object.entries(enums)) {
    lines.push(`export const ${name} = Object.freeze({`);
    for (const [key, value] of Object.entries(values)) lines.push(`  ${key}: ${value},`);
    lines.push('});', '');
  }
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, schemaOf(readFileSync(source, 'utf8')));
}
