// The layers of a network side by side: each unit a tile that shows what it says on the plane, each weight a line.
import { draw, make, setAll, setText } from "./dom.js";
import { sign } from "./markup.js";
import { number } from "./numbers.js";
import { palette } from "./plane.js";
import { softmax } from "./trainer.js";

const [WIDE, HIGH] = [330, 336];
const [LARGEST, GAP, MOST] = [38, 7, 10]; // a tile, between two tiles, units that stand in one column
const NUMBERED = 6; // units whose numbers are written below them
const [BETWEEN, FEW] = [40, 0.35]; // two layers; of the room for a tile, what a gap may take
const READ = 16; // between two tiles with a number below each
const EDGE = { unit: 2.6, power: 0.6, least: 0.8, most: 9, core: 0.38 };
const SHARPNESS = 2; // pixels of the canvas for one of the drawing
const COARSE = 2; // of the places on the plane every second is drawn, along both sides

/** Return how wide a line is for a number of that size. */
function thickness(size) {
  return Math.min(EDGE.most, Math.max(EDGE.least, EDGE.unit * size ** EDGE.power));
}

/** Return the radius of a tile's corners. */
function corner(size) {
  return Math.min(6, size / 4);
}

/** Return the tiles of a layer, in one column, or in a block if there are many. */
function tiles(units, left, room, largest) {
  const columns = units <= MOST ? 1 : Math.ceil(Math.sqrt((units * room) / (HIGH - 40)));
  const rows = Math.ceil(units / columns);
  const [across, down] = [columns > 1 ? room / columns : Infinity, (HIGH - 40) / rows];
  const widest = columns > 1 ? 3 : units <= NUMBERED ? READ : GAP;
  const gap = Math.min(widest, FEW * across, FEW * down); // so that a tile of the deepest network is a tile still
  const size = Math.min(largest, 0.9 * room, across - gap, down - gap);
  const top = (HIGH - rows * (size + gap) + gap) / 2;
  const start = left + (room - columns * (size + gap) + gap) / 2;
  return Array.from({ length: units }, (_, i) => {
    const [row, column] = columns === 1 ? [i, 0] : [Math.floor(i / columns), i % columns];
    return { x: start + column * (size + gap), y: top + row * (size + gap), size, alone: columns === 1 };
  });
}

/** Return the path of a line from the right side of a tile, or of a block, to the left side of the next one. */
function curve(from, to) {
  const [x, y, end, up] = [from.x + from.size, from.y + from.size / 2, to.x, to.y + to.size / 2];
  const bend = (end - x) * 0.45;
  return `M${x} ${y}C${x + bend} ${y} ${end - bend} ${up} ${end} ${up}`;
}

/** Return the size of a typical entry: the root of the mean square. */
function typical(array) {
  return Math.sqrt(array.reduce((sum, x) => sum + x * x, 0) / array.length);
}

export class NetworkView {
  /**
   * @param {any} data
   * @param {import("./markup.js").Words} words
   */
  constructor({ sizes, network, colours, images }, words) {
    this.words = words;
    this.sizes = sizes;
    this.colours = colours;
    this.side = network.ground?.side ?? 0;
    this.images = network.ground ? null : images;
    this.units = sizes.split("-").map(Number);
    const units = this.images ? [1, ...this.units.slice(1)] : this.units; // an image is one tile
    const wide = units.map((count, i) => (this.images && !i ? 1.6 : count <= MOST ? 1 : 2.6));
    const all = wide.reduce((sum, one) => sum + one, 0);
    const between = Math.min(BETWEEN, WIDE / 2 / (units.length - 1));
    const lane = (WIDE - between * (units.length - 1)) / all;
    let left = 0;
    this.layers = units.map((count, i) => {
      const made = tiles(count, left, lane * wide[i], this.images && !i ? 2 * LARGEST : LARGEST);
      left += lane * wide[i] + between;
      return made;
    });
    this.lines = this.layers.slice(1).map((layer, i) => this.wires(this.layers[i], layer, `W${i + 1}`));
    const look = { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" };
    const drawn = this.lines.flatMap(({ parts }) => parts.flatMap(({ line, core }) => [line, core]));
    const below = draw("svg", look, ...drawn);
    this.canvas = make("canvas", { width: WIDE * SHARPNESS, height: HIGH * SHARPNESS, "aria-hidden": "true" });
    this.frames = this.layers.map((layer, i) => layer.map((tile) => this.frame(tile, i)));
    this.above = draw("svg", { viewBox: look.viewBox, role: "img" }, ...this.frames.flat().map(({ group }) => group));
    this.element = make("div", { class: "cg-net" }, below, this.canvas, this.above);
    this.small = make("canvas", {});
  }

  /** Return the lines between two layers: one for each weight, or one for all if a layer is a block. */
  wires(before, after, name) {
    const path = (from, to) => {
      const d = curve(from, to);
      return { line: draw("path", { class: "line", d }), core: draw("path", { class: "core", d }) };
    };
    if (before[0].alone && after[0].alone && before.length * after.length === this.count(name)) {
      return { name, single: true, parts: before.flatMap((from) => after.map((to) => path(from, to))) };
    }
    const block = (layer) => {
      const [first, last] = [layer[0], layer.at(-1)];
      const right = Math.max(...layer.map(({ x, size }) => x + size));
      return { x: first.x, y: (first.y + last.y) / 2, size: first.size, right };
    };
    const [from, to] = [block(before), block(after)];
    return { name, single: false, parts: [path({ ...from, x: from.right - from.size }, to)] };
  }

  /** Return how many weights a layer has. */
  count(name) {
    const layer = Number(name.slice(1));
    return this.units[layer - 1] * this.units[layer];
  }

  frame({ x, y, size, alone }, layer) {
    const box = draw("rect", { x, y, width: size, height: size, rx: corner(size) });
    const [inset, across] = [0.3 * corner(size), size - 0.6 * corner(size)];
    const strokes = `M${x + inset} ${y + inset}l${across} ${across}m0 ${-across}l${-across} ${across}`;
    const cross = draw("path", { class: "cross", d: strokes });
    const title = draw("title");
    const value = draw("text", { x: x + size / 2, y: y + size + 11 });
    const room = alone && this.layers[layer].length <= NUMBERED;
    return { group: draw("g", { class: "unit" }, title, box, cross, ...(room ? [value] : [])), title, value };
  }

  /** Show the weights, or their derivatives, and how each unit answers. */
  update({ arrays, relative, ground, dead, values }) {
    for (const { name, single, parts } of this.lines) {
      const numbers = single ? arrays[name] : [typical(arrays[name])];
      const unit = relative ? Math.max(...arrays[name].map(Math.abs)) || 1 : 1;
      parts.forEach(({ line, core }, i) => {
        const size = Math.abs(numbers[i]) / unit;
        const width = thickness(size * (relative ? 4 : 1));
        setAll(line, { class: `line ${single ? sign(numbers[i]) : "all"}`, "stroke-width": width.toFixed(2) });
        setAll(core, { "stroke-width": numbers[i] < 0 && single && width > 2 ? (EDGE.core * width).toFixed(2) : 0 });
      });
    }
    const lines = this.words.text(relative ? "derivatives" : "weights");
    setAll(this.above, { "aria-label": this.words.text("network_label", { sizes: this.sizes, lines }) });
    this.frames.forEach((layer, i) => layer.forEach((frame, j) => this.mark(frame, i, j, dead, values)));
    if (ground) this.paint((layer, unit) => this.answer(ground[layer], layer, unit), dead);
    else this.paint((layer, unit) => this.picture(layer, unit, arrays.W1, values), dead);
  }

  mark({ group, title, value }, layer, unit, dead, values) {
    const hidden = layer > 0 && layer < this.layers.length - 1;
    const gone = hidden && dead[layer - 1][unit];
    group.classList.toggle("dead", Boolean(gone));
    const name = hidden ? `h${layer}` : layer ? "scores" : "X";
    setText(title, this.words.text(gone ? "unit_dead" : "unit", { unit: unit + 1, layer: name }));
    const known = values && !(this.images && !layer);
    setText(value, known ? number(Number(values[layer][unit].toPrecision(2))) : "");
  }

  /** Paint each tile, but for those of dead units, with what `made` returns for it. */
  paint(made, dead) {
    this.palette = palette(this.element, ["neg", "pos", "ink", ...this.colours]);
    const context = this.canvas.getContext("2d");
    context.imageSmoothingEnabled = !this.images;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.layers.forEach((layer, i) =>
      layer.forEach(({ x, y, size }, unit) => {
        const gone = i > 0 && i < this.layers.length - 1 && dead[i - 1][unit];
        const image = gone ? null : made(i, unit);
        if (!image) return;
        Object.assign(this.small, { width: image.width, height: image.height });
        this.small.getContext("2d").putImageData(image, 0, 0);
        const [left, top, side] = [x, y, size].map((length) => length * SHARPNESS);
        context.save();
        context.beginPath();
        context.roundRect(left, top, side, side, corner(size) * SHARPNESS);
        context.clip();
        context.drawImage(this.small, left, top, side, side);
        context.restore();
      }),
    );
  }

  /** Return what a unit answers at each place of the plane; that of a class is its share, in its own colour. */
  answer(values, layer, unit) {
    const [neg, pos, , ...own] = this.palette;
    const units = this.layers[layer].length;
    const side = Math.ceil(this.side / COARSE);
    const each = (i) => values[(Math.floor(i / side) * COARSE * this.side + (i % side) * COARSE) * units + unit];
    const colour = own[unit % own.length];
    const last = layer === this.layers.length - 1;
    return last ? tinted(side, side, each, colour, colour, 1) : tinted(side, side, each, neg, pos);
  }

  /** Return the example that is followed, the weights of a first hidden unit as an image, or the share of a class. */
  picture(layer, unit, weights, values) {
    const [neg, pos, ink, ...own] = this.palette;
    const { rows, columns } = this.images;
    if (!layer) return values && tinted(columns, rows, (i) => values[0][i], ink, ink);
    if (layer === 1) return tinted(columns, rows, (i) => weights[i * this.units[1] + unit], neg, pos);
    if (layer < this.layers.length - 1 || !values) return null;
    const colour = own[unit % own.length];
    return tinted(1, 1, () => softmax(values[layer], values[layer].length)[unit], colour, colour, 1);
  }
}

/** Return an image of numbers in two colours, the deeper the larger; `most` is the largest unless it is given. */
function tinted(columns, rows, each, negative, positive, most = 0) {
  const image = new ImageData(columns, rows);
  const numbers = Array.from({ length: columns * rows }, (_, i) => each(i));
  const largest = most || Math.max(...numbers.map(Math.abs)) || 1;
  numbers.forEach((x, i) => {
    image.data.set(x < 0 ? negative : positive, 4 * i);
    image.data[4 * i + 3] = 255 * 0.9 * Math.min(1, Math.abs(x) / largest);
  });
  return image;
}
