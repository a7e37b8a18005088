// Product: the rectangle of two factors; a nudge of an input moves both sides, and two strips are what it brings.
import { Chart } from "./chart.js";
import { choice, escape, setAll, setHtml } from "./dom.js";
import { number } from "./numbers.js";
import { widget } from "./widget.js";

const LARGEST = 320;
const [LEFT, TOP, RIGHT, BOTTOM] = [96, 12, 16, 40]; // of the picture around the rectangle

export class Product extends Chart {
  static traits = ["h", "wrt"];

  constructor(parts) {
    const { words, program, state } = parts;
    /** @type {[number, string][]} */
    const inputs = program.inputs.map((node) => [node, words.names[node]]);
    const wrt = choice(words.text("nudge_which"), inputs, (wrt) => state.set({ wrt }));
    super(parts, "cg-area", [wrt.element]);
    this.wrt = wrt;
  }

  paint(numbers) {
    const { data, state, words, program } = this;
    const [wrt, h] = [state.get("wrt"), state.get("h")];
    const input = program.inputs.indexOf(wrt);
    const [left, right] = data.factors;
    const at = (node) => numbers.along(input, node)(numbers.inputs[input] + h);
    const [x, y] = [numbers.values[left], numbers.values[right]];
    const [dx, dy] = [at(left) - x, at(right) - y];
    const slope = numbers.run(wrt, "tangent").sums[data.node];
    const [product, first, second, nudged] = [data.node, left, right, wrt].map((node) => words.names[node]);
    const names = { product, left: first, right: second, input: nudged };
    const areas = { first: y * dx, second: x * dy, corner: dx * dy, per_first: (y * dx) / h, per_second: (x * dy) / h };
    this.slots = { ...names, ...areas, name: words.derivative(data.node, wrt), x, y, dx, dy, h, slope, value: x * y };
    const size = Math.min(LARGEST, this.wide - LEFT - RIGHT);
    const shift = `translate(${(this.wide - size + LEFT - RIGHT) / 2} ${TOP})`;
    const drawn = [x, y, dx, dy].every(Number.isFinite) ? this.rectangles(this.slots, size) : "";
    setAll(this.plot, { height: size + TOP + BOTTOM, "aria-label": words.text("product_words", this.slots) });
    setHtml(this.plot, `<g transform="${shift}">${drawn}</g>`);
    this.wrt.select.value = String(wrt);
  }

  rectangles({ x, y, dx, dy, left, right }, size) {
    const ends = [0, x, x + dx, y, y + dy];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const scale = size / (high - low || 1);
    const [across, down] = [(v) => (v - low) * scale, (v) => (high - v) * scale];
    const area = (css, x0, x1, y0, y1, gain = 0) => {
      const place = `x="${across(Math.min(x0, x1))}" y="${down(Math.max(y0, y1))}"`;
      const sides = `width="${Math.abs(x1 - x0) * scale}" height="${Math.abs(y1 - y0) * scale}"`;
      return `<rect class="${css}${gain < 0 ? " shrinks" : ""}" ${place} ${sides}/>`;
    };
    const strips = [area("first", x, x + dx, 0, y, y * dx), area("second", 0, x, y, y + dy, x * dy)];
    const parts = [area("whole", 0, x, 0, y), ...strips, area("corner", x, x + dx, y, y + dy, dx * dy)];
    const label = (name, value, at, height, anchor) => {
      const text = this.words.text("side", { name, value: number(value) });
      return `<text x="${at}" y="${height}" text-anchor="${anchor}">${escape(text)}</text>`;
    };
    parts.push(`<path class="axis" d="M${across(0)} 0V${size}M0 ${down(0)}H${size}"/>`);
    parts.push(label(left, x, across(x / 2), size + 24, "middle"), label(right, y, -8, down(y / 2) + 5, "end"));
    return parts.join("");
  }

  tell() {
    const { words, slots } = this;
    const keys = slots.h ? ["sides", "moves", "first", "second", "corner", "both"] : ["sides"];
    const line = (key) => `<p class="cg-${key}">${words.html(key, slots)}</p>`;
    setHtml(this.said, `<h3>${words.html("product_heading", slots)}</h3>${keys.map(line).join("")}`);
  }
}

export default widget(Product);
