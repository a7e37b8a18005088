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
    super(parts, "plot cg-area", [wrt.element]);
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
    const names = { product, left: first, right: second, input: nudged, step: "h" };
    const areas = { first: y * dx, second: x * dy, corner: dx * dy, per_first: (y * dx) / h, per_second: (x * dy) / h };
    this.slots = { ...names, ...areas, name: words.derivative(data.node, wrt), x, y, dx, dy, h, slope, value: x * y };
    const size = Math.min(LARGEST, this.wide - LEFT - RIGHT);
    const shift = `translate(${(this.wide - size + LEFT - RIGHT) / 2} ${TOP})`;
    const drawn = [x, y, dx, dy].every(Number.isFinite) ? this.rectangles(this.slots, size) : "";
    setAll(this.plot, { height: size + TOP + BOTTOM, "aria-label": words.text("product_words", this.slots) });
    setHtml(this.plot, `<g transform="${shift}">${drawn}</g>`);
    this.wrt.select.value = String(wrt);
  }

  rectangles({ x, y, dx, dy, product, left, right }, size) {
    const ends = [0, x, x + dx, y, y + dy];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const scale = size / (high - low || 1);
    const [across, down] = [(v) => (v - low) * scale, (v) => (high - v) * scale];
    const label = (name, value, at, height, anchor = "middle") => {
      const text = `${name && `${escape(name)}<tspan class="n"> = </tspan>`}<tspan class="n">${number(value)}</tspan>`;
      return `<text x="${at}" y="${height}" text-anchor="${anchor}">${text}</text>`;
    };
    const area = (css, x0, x1, y0, y1, gain, name = "") => {
      const [wide, high] = [Math.abs(x1 - x0) * scale, Math.abs(y1 - y0) * scale];
      const place = `x="${across(Math.min(x0, x1))}" y="${down(Math.max(y0, y1))}" width="${wide}" height="${high}"`;
      const text = label(name, gain, across((x0 + x1) / 2), down((y0 + y1) / 2) + 5);
      const shown = wide > 8 * (name.length + number(gain).length + 2) && high > 20 ? text : "";
      return `<g class="${css}${gain < 0 ? " shrinks" : ""}"><rect ${place}/>${shown}</g>`;
    };
    const strips = [area("first", x, x + dx, 0, y, y * dx), area("second", 0, x, y, y + dy, x * dy)];
    const parts = [area("whole", 0, x, 0, y, x * y, product), ...strips];
    parts.push(area("corner", x, x + dx, y, y + dy, dx * dy));
    parts.push(label(left, x, across(x / 2), size + 24), label(right, y, -8, down(y / 2) + 5, "end"));
    return parts.join("");
  }

  tell() {
    const keys = this.slots.h ? ["sides", "moves", "first", "second", "corner", "both"] : ["sides"];
    this.say("product_heading", keys, { first: "r0", second: "r1", corner: "r3" });
  }
}

export default widget(Product);
