// A small made-up bundle: grass, stone, water, a wall, creatures and skills.
import { deflateSync, crc32 } from 'node:zlib';

const columns = 64;
const rows = 64;
const crc = crc32 ?? ((bytes) => {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
});

function chunk(type, body) {
  const head = Buffer.concat([Buffer.from(type), body]);
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  head.copy(out, 4);
  out.writeUInt32BE(crc(head), body.length + 8);
  return out;
}

/** Four tiles of 32 pixels beside each other. */
function picture() {
  const colours = [[104, 160, 80], [150, 148, 142], [60, 120, 180], [90, 84, 90]];
  const lines = [];
  for (let y = 0; y < 32; y++) {
    const line = [0];
    for (let x = 0; x < 128; x++) {
      const grain = ((x * 7 + y * 13) ^ (x * y)) % 11;
      line.push(...colours[x >> 5].map((part) => part - grain));
    }
    lines.push(Buffer.from(line));
  }
  const size = Buffer.from([0, 0, 0, 128, 0, 0, 0, 32, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.concat(lines))), chunk('IEND', Buffer.alloc(0)),
  ]);
}

function tileAt(column, row) {
  if (column === 0 || row === 0 || column === columns - 1 || row === rows - 1) return 4;
  if (Math.abs(row - 32) < 2 || Math.abs(column - 32) < 2) return 2;
  if (Math.hypot(column - 48, row - 16) < 6) return 3;
  return 1;
}

export const skills = [
  {
    number: 1, id: 'slash', name: 'Slash', description: 'A quick cut.', icon: 'sword',
    type: 'melee', cooldown: 800, manaCost: 0, range: 64,
  },
  {
    number: 2, id: 'fire', name: 'Fire bolt', description: 'Burns from afar.', icon: 'fire',
    type: 'projectile', cooldown: 1500, manaCost: 6, range: 320,
  },
  {
    number: 3, id: 'mend', name: 'Mend', description: 'Closes wounds.', icon: 'heal', type: 'heal',
    cooldown: 5000, manaCost: 10, range: 0,
  },
  {
    number: 4, id: 'dash', name: 'Dash', description: 'Away in an instant.', icon: 'dash',
    type: 'dash', cooldown: 3000, manaCost: 5, range: 96,
  },
];

const shapes = [['slime', '#58b368'], ['goblin', '#6a9f3b'], ['wolf', '#7d7f8c'],
  ['skeleton', '#d8d2b8'], ['spider', '#4d3b52'], ['bat', '#6b4a7d'], ['boar', '#8a5a3c'],
  ['ghost', '#9fb8d8'], ['golem', '#8d8578'], ['orc', '#7a8f4e']];

export const creatures = shapes.map(([shape, color], index) => ({
  number: index + 1, id: shape, name: shape[0].toUpperCase() + shape.slice(1), level: index + 1,
  appearance: { shape, color, size: shape === 'golem' ? 1.4 : 1 },
}));

/** Things and a shop, as the bundle of real content has them. */
export const wares = {
  bagCapacity: 12,
  items: [
    ['gold_coin', 'Gold Coin', 'currency', 'common', 100000, 0, {}, 'coin', '#e8c14a'],
    ['apple', 'Apple', 'consumable', 'common', 20, 1, { heal: 15 }, 'food', '#c8453a'],
    ['mana_potion', 'Mana Potion', 'consumable', 'uncommon', 20, 15, { mana: 30 }, 'potion',
      '#2c4fb0'],
    ['iron_sword', 'Iron Sword', 'weapon', 'rare', 1, 50, { attack: 25 }, 'sword', '#b9c0c8'],
    ['old_key', 'Old Key', 'quest', 'epic', 1, 0, {}, 'key', '#b08a2e'],
  ].map(([id, name, type, rarity, maxStack, sellPrice, stats, shape, color], index) => ({
    number: index + 1, id, name, description: `It is called ${name}.`, type, rarity, level: 1,
    maxStack, sellPrice, stats, tradable: type !== 'quest', appearance: { shape, color, size: 1 },
  })),
  dialogues: [
    { id: 'welcome', lines: ['Welcome.', 'Mind the slimes.'] },
    { id: 'fruit', lines: ['Apples! Sweet as the orchard.', 'And nobody asks twice.'] },
  ],
  shops: [
    {
      id: 'stall', name: 'The Stall',
      goods: [{ item: 'apple', price: 3 }, { item: 'iron_sword', price: 160 }],
    },
  ],
};

/** The map as the bundle has it, and the lines of its collision for the mock itself. */
export function madeUp() {
  const cells = Buffer.alloc(columns * rows * 2);
  const bits = Buffer.alloc((columns * rows) / 8);
  for (let tile = 0; tile < columns * rows; tile++) {
    const kind = tileAt(tile % columns, Math.floor(tile / columns));
    cells.writeUInt16LE(kind, tile * 2);
    if (kind > 2) bits[tile >> 3] |= 1 << (tile & 7);
  }
  const map = {
    schema: 'pangea.map/1', id: 1, name: 'meadow', columns, rows, tileSize: 32,
    regions: { columns: 2, rows: 2, edge: 1024, viewRadius: 480 },
    collision: bits.toString('base64'), spawns: [{ name: 'middle', x: 1100, y: 1000 }],
    tilesets: [
      { name: 'made', image: 'made.png', columns: 4, tileSize: 32, margin: 0, spacing: 0 },
    ],
    npcs: [{ number: 1, id: 'jonna', name: 'Jonna', shop: 'stall', dialogue: 'fruit', x: 1180, y: 960 },
      { number: 2, id: 'tomas', name: 'Old Tomas', dialogue: 'welcome', x: 1000, y: 960 }],
    chests: [{ number: 1, name: 'a chest', x: 1100, y: 900 }],
    palette: [[], [0, 0, 0], [0, 1, 0], [0, 2, 0], [0, 3, 0]],
    layers: [{ name: 'ground', opacity: 1, above: false, cells: cells.toString('base64') }],
  };
  const manifest = {
    schema: 'pangea.bundle/1', version: '1.0.0', fingerprint: 'made', images: [],
    start: { map: 1, spawn: 'middle' },
    maps: [{ id: 1, name: 'meadow', content: { file: 'map-1.json', sha256: '', bytes: 0 } }],
    definitions: { file: 'definitions.json', sha256: '', bytes: 0 },
  };
  const json = (value) => Buffer.from(JSON.stringify(value));
  return new Map([
    ['manifest.json', json(manifest)], ['map-1.json', json(map)], ['made.png', picture()],
    ['definitions.json', json({ skills, creatures, ...wares })],
  ]);
}
