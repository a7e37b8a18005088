// The layers of a network side by side: each unit a tile that shows what it says on the plane, each weight a line.
import { draw, make, setAll, setText } from "./dom.js";
import { number } from "./numbers.js";
import { palette } from "./plane.js";

const [WIDE, HIGH] = [330, 336];
const [LARGEST, GAP, MOST] = [38, 7, 10]; // a tile, between two tiles, units that stand in one column
const NUMBERED = 6; // units whose numbers are written below them
const READ = 16; // between two tiles with a number below each
const EDGE = { unit: 2.6, power: 0.6, least: 0.8, most: 9, core: 0.38 };
const SHARPNESS = 2; // pixels of the canvas for one of the drawing
const COARSE = 2; // of the places on the plane every second is drawn, along both sides

/** Return how wide a line is for a number of that size. */
export function thickness(size) {
  return Math.min(EDGE.most, Math.max(EDGE.least, EDGE.unit * size ** EDGE.power));
}

/** Return the tiles of a layer, in one column, or in a block if there are many. */
function tiles(units, left, room) {
  const columns = units <= MOST ? 1 : Math.ceil(Math.sqrt((units * room) / (HIGH - 40)));
  const rows = Math.ceil(units / columns);
  const gap = columns > 1 ? 3 : units <= NUMBERED ? READ : GAP;
  const size = Math.min(LARGEST, (HIGH - 40) / rows - gap, room / columns - gap);
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
  constructor({ sizes, network, colours }, words) {
    this.words = words;
    this.sizes = sizes;
    this.colours = colours;
    this.side = network.ground?.side ?? 0;
    const units = sizes.split("-").map(Number);
    const wide = units.map((count) => (count <= MOST ? 1 : 2.6));
    const all = wide.reduce((sum, one) => sum + one, 0);
    const lane = (WIDE - 40 * (units.length - 1)) / all;
    let left = 0;
    this.layers = units.map((count, i) => {
      const made = tiles(count, left, lane * wide[i]);
      left += lane * wide[i] + 40;
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
    if (before[0].alone && after[0].alone) {
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

  frame({ x, y, size, alone }, layer) {
    const box = draw("rect", { x, y, width: size, height: size, rx: Math.min(6, size / 4) });
    const cross = draw("path", { class: "cross", d: `M${x} ${y}l${size} ${size}m0 ${-size}l${-size} ${size}` });
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
        const sign = numbers[i] > 0 ? "pos" : numbers[i] < 0 ? "neg" : "zero";
        const width = thickness(size * (relative ? 4 : 1));
        setAll(line, { class: `line ${single ? sign : "all"}`, "stroke-width": width.toFixed(2) });
        setAll(core, { "stroke-width": sign === "neg" && single && width > 2 ? (EDGE.core * width).toFixed(2) : 0 });
      });
    }
    this.frames.forEach((layer, i) => layer.forEach((frame, j) => this.mark(frame, i, j, dead, values)));
    if (ground) this.paint(ground, dead);
  }

  mark({ group, title, value }, layer, unit, dead, values) {
    const hidden = layer > 0 && layer < this.layers.length - 1;
    const gone = hidden && dead[layer - 1][unit];
    group.classList.toggle("dead", Boolean(gone));
    const name = hidden ? `h${layer}` : layer ? "scores" : "X";
    setText(title, this.words.text(gone ? "unit_dead" : "unit", { unit: unit + 1, layer: name }));
    setText(value, values ? number(Number(values[layer][unit].toPrecision(2))) : "");
  }

  /** Paint each tile: an input or a hidden unit from orange to blue, a class in its own colour by its share. */
  paint(ground, dead) {
    const colours = palette(this.element, ["neg", "pos", ...this.colours]);
    const signs = colours.splice(0, 2);
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.layers.forEach((layer, i) => {
      const values = ground[i];
      const units = layer.length;
      const last = i === this.layers.length - 1;
      layer.forEach(({ x, y, size }, unit) => {
        if (!last && i && dead[i - 1][unit]) return;
        const image = this.tile(values, unit, units, last ? [colours[unit % colours.length]] : signs);
        this.small.width = this.small.height = image.width;
        this.small.getContext("2d").putImageData(image, 0, 0);
        const place = [x, y, size, size].map((length) => length * SHARPNESS);
        context.drawImage(this.small, place[0], place[1], place[2], place[3]);
      });
    });
  }

  /** Return the image of one unit over the plane: in one colour from 0 to 1, in two from the lowest to the highest. */
  tile(values, unit, units, colours) {
    const side = Math.ceil(this.side / COARSE);
    const image = new ImageData(side, side);
    let most = 0;
    for (let i = unit; i < values.length; i += units) most = Math.max(most, Math.abs(values[i]));
    const scale = colours.length === 1 ? 1 : 1 / (most || 1);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const value = scale * values[(row * COARSE * this.side + column * COARSE) * units + unit];
        const at = 4 * (row * side + column);
        image.data.set(colours[value < 0 ? 0 : colours.length - 1], at);
        image.data[at + 3] = 255 * Math.min(0.9, 0.9 * Math.abs(value));
      }
    }
    return image;
  }
}
