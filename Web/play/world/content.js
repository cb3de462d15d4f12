// @ts-check
// The content bundle: maps with collision and art, definitions of skills and creatures.
import { CollisionGrid } from './grid.js';

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {number} opacity
 * @property {boolean} above
 * @property {Uint16Array} cells
 * @typedef {object} WorldMap
 * @property {number} id
 * @property {string} name
 * @property {number} columns
 * @property {number} rows
 * @property {number} tileSize
 * @property {{columns: number, rows: number, edge: number, viewRadius: number}} regions
 * @property {{name: string, x: number, y: number}[]} spawns where characters enter
 * @property {CollisionGrid} grid
 * @property {import('./reach.js').Person[]} [npcs] who belongs to the place
 * @property {{tileSize: number, columns: number, margin: number, spacing: number,
 *   picture: ImageBitmap}[]} tilesets
 * @property {number[][]} palette
 * @property {Layer[]} layers
 */

/** @param {string} text base64 */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function get(path) {
  const reply = await fetch(path);
  if (!reply.ok) throw new Error(`${path} is not there (${reply.status}).`);
  return reply;
}

export class Content {
  constructor() {
    /** @type {any} */
    this.manifest = null;
    /** @type {Map<number, Promise<WorldMap>>} */
    this.maps = new Map();
    /** @type {Map<string, Promise<ImageBitmap>>} */
    this.pictures = new Map();
    this.definitions = { skills: [], creatures: [] };
  }

  /** Reads the manifest anew: maps already loaded stay while their files are the same. */
  async load() {
    const manifest = await (await get('/content/manifest.json')).json();
    if (manifest.fingerprint !== this.manifest?.fingerprint) this.maps.clear();
    this.manifest = manifest;
    const file = manifest.definitions?.file ?? manifest.definitions;
    if (file) {
      this.definitions = await (await get(`/content/${file}`)).json().catch(() => this.definitions);
    }
  }

  /**
   * @param {number} id
   * @returns {Promise<WorldMap>}
   */
  map(id) {
    const known = this.maps.get(id);
    if (known) return known;
    const loading = this.loadMap(id);
    this.maps.set(id, loading);
    loading.catch(() => this.maps.delete(id));
    return loading;
  }

  /** @param {number} id */
  async loadMap(id) {
    if (!this.manifest) await this.load();
    let entry = this.manifest.maps.find((/** @type {any} */ map) => map.id === id);
    if (!entry) {
      await this.load();
      entry = this.manifest.maps.find((/** @type {any} */ map) => map.id === id);
    }
    if (!entry) throw new Error(`The content has no map ${id}.`);
    const file = await (await get(`/content/${entry.content.file}`)).json();
    const bits = bytesOf(file.collision);
    return {
      ...file,
      grid: new CollisionGrid(file.columns, file.rows, file.tileSize, bits),
      layers: file.layers.map((/** @type {any} */ layer) => ({
        ...layer, cells: new Uint16Array(bytesOf(layer.cells).buffer),
      })),
      tilesets: await Promise.all(file.tilesets.map(async (/** @type {any} */ set) => ({
        ...set, picture: await this.picture(set.image),
      }))),
    };
  }

  /**
   * @param {string} file
   * @returns {Promise<ImageBitmap>}
   */
  picture(file) {
    let picture = this.pictures.get(file);
    if (!picture) {
      picture = get(`/content/${file}`).then((reply) => reply.blob()).then(createImageBitmap);
      this.pictures.set(file, picture);
    }
    return picture;
  }
}
