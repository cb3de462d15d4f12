// @ts-check
// What happens for a moment: numbers that rise, things that fly, rings and sparks.

/**
 * @typedef {import('./scene.js').Figure} Figure
 * @typedef {import('./camera.js').Camera} Camera
 * @typedef {{x: number, y: number}} Place
 * @typedef {{text: string, colour: string, size: number, id: number|bigint, place: Place,
 *   at: number, drift: number}} Figures
 * @typedef {{kind: 'bolt'|'slash'|'heal'|'dash'|'level'|'burst', from: Place, to: Place,
 *   target: number|bigint, at: number, lasts: number, colour: string}} Flight
 */

const numberMilliseconds = 1100;
const keptMax = 200;

export class Effects {
  constructor() {
    /** @type {Figures[]} */
    this.numbers = [];
    /** @type {Flight[]} */
    this.flights = [];
  }

  clear() {
    this.numbers = [];
    this.flights = [];
  }

  /** @param {Omit<Figures, 'drift'>} number */
  addNumber(number) {
    if (this.numbers.length >= keptMax) this.numbers.shift();
    const near = this.numbers.filter((other) => other.id === number.id &&
      number.at - other.at < 300).length;
    this.numbers.push({ ...number, drift: (near % 2 ? -1 : 1) * near * 10 });
  }

  /** @param {Flight} flight */
  addFlight(flight) {
    if (this.flights.length >= keptMax) this.flights.shift();
    this.flights.push(flight);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Camera} camera
   * @param {Figure[]} figures
   * @param {number} now
   */
  drawFlights(context, camera, figures, now) {
    this.flights = this.flights.filter((flight) => now - flight.at < flight.lasts);
    for (const flight of this.flights) {
      const part = Math.max(0, (now - flight.at) / flight.lasts);
      const target = figures.find((figure) => figure.entity.id === flight.target);
      const to = target && flight.kind !== 'dash' ? target : flight.to;
      painters[flight.kind](context, camera, { ...flight, to }, part);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Camera} camera
   * @param {Figure[]} figures
   * @param {import('./labels.js').Labels} labels
   * @param {number} now
   * @param {boolean} isCalm
   */
  drawNumbers(context, camera, figures, labels, now, isCalm) {
    this.numbers = this.numbers.filter((number) => now - number.at < numberMilliseconds);
    for (const number of this.numbers) {
      const part = (now - number.at) / numberMilliseconds;
      const figure = figures.find(({ entity }) => entity.id === number.id);
      const place = figure ?? number.place;
      const rise = isCalm ? 26 : 22 + 34 * (1 - (1 - part) ** 2);
      const at = camera.toCanvas(place.x, place.y - rise);
      const grow = isCalm || part > 0.15 ? 1 : 1.4 - part * 2.6;
      context.globalAlpha = Math.min(1, (1 - part) * 2.5);
      const size = Math.round(number.size * camera.ratio * grow);
      const x = at.x + number.drift * camera.ratio;
      labels.draw(context, number.text, x, at.y, number.colour, size);
      context.globalAlpha = 1;
    }
  }
}

/**
 * @type {Record<Flight['kind'], (context: CanvasRenderingContext2D, camera: Camera, flight:
 *   Flight, part: number) => void>}
 */
const painters = {
  bolt(context, camera, { from, to, colour }, part) {
    for (let tail = 0; tail < 5; tail++) {
      const along = Math.max(0, part - tail * 0.06);
      const at = camera.toCanvas(
        from.x + (to.x - from.x) * along, from.y - 8 + (to.y - from.y) * along);
      context.globalAlpha = 0.9 - tail * 0.17;
      context.fillStyle = tail === 0 ? '#fff8dc' : colour;
      context.beginPath();
      context.arc(at.x, at.y, (5.5 - tail * 0.8) * camera.scale, 0, Math.PI * 2);
      context.fill();
    }
    context.globalAlpha = 1;
  },
  slash(context, camera, { from, to, colour }, part) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const at = camera.toCanvas(from.x, from.y - 6);
    context.globalAlpha = 1 - part;
    context.strokeStyle = colour;
    context.lineWidth = (6 - part * 4) * camera.scale;
    context.lineCap = 'round';
    context.beginPath();
    context.arc(at.x, at.y, 26 * camera.scale, angle - 1 + part * 0.9, angle - 0.1 + part * 1.1);
    context.stroke();
    context.globalAlpha = 1;
  },
  heal(context, camera, { to, colour }, part) {
    context.fillStyle = colour;
    for (let spark = 0; spark < 7; spark++) {
      const turn = spark * 0.9 + part * 2;
      const at = camera.toCanvas(
        to.x + Math.cos(turn) * 15, to.y + 8 - part * 36 - (spark % 3) * 5);
      const [long, thin] = [6 * camera.scale, 2 * camera.scale];
      context.globalAlpha = 1 - part;
      context.fillRect(at.x - long / 2, at.y - thin / 2, long, thin);
      context.fillRect(at.x - thin / 2, at.y - long / 2, thin, long);
    }
    context.globalAlpha = 1;
  },
  dash(context, camera, { from, to, colour }, part) {
    const [a, b] = [camera.toCanvas(from.x, from.y), camera.toCanvas(to.x, to.y)];
    context.globalAlpha = 0.5 * (1 - part);
    context.strokeStyle = colour;
    context.lineCap = 'round';
    context.lineWidth = 14 * camera.scale * (1 - part);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
    context.globalAlpha = 1;
  },
  level(context, camera, { to, colour }, part) {
    const at = camera.toCanvas(to.x, to.y + 6);
    context.globalAlpha = 1 - part;
    context.strokeStyle = colour;
    context.lineWidth = 3 * camera.scale;
    for (const offset of [0, 0.2]) {
      const radius = Math.max(0, part - offset) * 60 * camera.scale;
      context.beginPath();
      context.ellipse(at.x, at.y, radius, radius * 0.55, 0, 0, Math.PI * 2);
      context.stroke();
    }
    context.globalAlpha = 1;
  },
  burst(context, camera, { to, colour }, part) {
    context.fillStyle = colour;
    context.globalAlpha = 1 - part;
    for (let spark = 0; spark < 8; spark++) {
      const angle = (spark * Math.PI) / 4;
      const reach = 4 + part * 20;
      const at = camera.toCanvas(
        to.x + Math.cos(angle) * reach, to.y - 8 + Math.sin(angle) * reach);
      const size = 3 * camera.scale * (1 - part);
      context.fillRect(at.x - size / 2, at.y - size / 2, size, size);
    }
    context.globalAlpha = 1;
  },
};
