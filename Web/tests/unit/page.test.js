import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const play = new URL('../../play/', import.meta.url);
const page = readFileSync(new URL('index.html', play), 'utf8');
const files = readdirSync(play, { recursive: true }).map((file) => file.replaceAll('\\', '/'));

test('the page loads every module at once, not one after the other', () => {
  const links = page.matchAll(/<link rel="modulepreload" href="([^"]+)">/g);
  const loaded = [...links].map(([, at]) => at);
  const modules = files.filter((file) => file.endsWith('.js') && file !== 'main.js');
  assert.deepEqual(loaded.sort(), modules.sort());
});

test('the page keeps to its policy: nothing inline, nothing from elsewhere', () => {
  assert.ok(!/<script(?![^>]*\bsrc=)/.test(page) && !/<style|\sstyle=|\son\w+=/.test(page));
  for (const [, at] of page.matchAll(/(?:href|src)="([^"]+)"/g)) {
    assert.ok(existsSync(new URL(at, play)), at);
  }
  for (const file of files.filter((one) => /\.(js|css)$/.test(one))) {
    const text = readFileSync(new URL(file, play), 'utf8');
    assert.ok(!/https?:\/\//.test(text.replace(/^\s*(\/\/|\*).*$/gm, '')), file);
    assert.ok(!/\beval\(|new Function|innerHTML|setAttribute\('style'/.test(text), file);
  }
});

test('modules are short enough to be read', () => {
  for (const file of files.filter((one) => one.endsWith('.js'))) {
    const lines = readFileSync(new URL(file, play), 'utf8').split('\n');
    const isMade = file === 'codec/schema.js';
    assert.ok(isMade || lines.length <= 301, `${file}: ${lines.length} lines`);
    lines.forEach((line, index) => {
      assert.ok(line.length <= 100 || isMade, `${file}:${index + 1}`);
    });
  }
});

test('every id that the code asks for is on the page', () => {
  for (const file of files.filter((one) => one.endsWith('.js'))) {
    const text = readFileSync(new URL(file, play), 'utf8');
    for (const [, id] of text.matchAll(/(?:element|getElementById)\('([\w-]+)'\)/g)) {
      assert.ok(page.includes(`id="${id}"`), `${file}: ${id}`);
    }
  }
});

test('nothing is offered that the server does not speak', async () => {
  const { Abilities } = await import('../../play/world/abilities.js');
  const abilities = new Abilities();
  assert.ok(abilities.has('chat') && abilities.has('skills') && abilities.has('accounts'));
  abilities.heard(undefined);
  assert.ok(abilities.has('chat'), 'a server that does not say offers everything');
  abilities.heard(['skills', 'flying']);
  assert.deepEqual([...abilities.offered], ['skills']);
  const classes = new Map();
  abilities.show({ classList: { toggle: (name, isOn) => classes.set(name, isOn) } });
  assert.deepEqual(Object.fromEntries(classes), {
    'no-accounts': true, 'no-chat': true, 'no-skills': false,
  });
});
