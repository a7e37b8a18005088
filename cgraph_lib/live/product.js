// Product: the rectangle of two factors; a nudge of an input moves both sides, and two strips are what it brings.
import { choice, draw, make, setHtml } from "./dom.js";
import { layOut } from "./frame.js";
import { number } from "./numbers.js";
import { inputsAndStep } from "./rows.js";
import { widget } from "./widget.js";

const SIZE = 300;

export class Product {
  static traits = ["h", "wrt"];

  constructor(parts) {
    Object.assign(this, parts);
    const { words, program, state } = parts;
    this.plot = draw("svg", { class: "cg-chart cg-area", viewBox: "-60 -30 440 384", role: "img" });
    this.rows = inputsAndStep(parts);
    this.wrt = choice(words.text("nudge_which"), program.inputs.map((node) => [node, words.names[node]]), (wrt) => state.set({ wrt }));
    this.said = make("div", { class: "cg-explained", "aria-live": "polite" });
    const stage = { element: make("div", { class: "cg-stage" }, this.plot), buttons: "", style: "" };
    this.elements = layOut(stage, { tools: [...this.rows.elements, this.wrt.element], panel: [this.said] });
  }

  update(numbers) {
    const { data, state, words, program } = this;
    const [wrt, h] = [state.get("wrt"), state.get("h")];
    const input = program.inputs.indexOf(wrt);
    const [left, right] = data.factors;
    const at = (node) => numbers.along(input, node)(numbers.inputs[input] + h);
    const [x, y] = [numbers.values[left], numbers.values[right]];
    const [dx, dy] = [at(left) - x, at(right) - y];
    const slope = numbers.run(wrt, "tangent").sums[data.node];
    const names = { product: words.names[data.node], left: words.names[left], right: words.names[right], input: words.names[wrt] };
    const areas = { first: y * dx, second: x * dy, corner: dx * dy, per_first: (y * dx) / h, per_second: (x * dy) / h };
    this.slots = { ...names, ...areas, name: words.derivative(data.node, wrt), x, y, dx, dy, h, slope, value: x * y };
    setHtml(this.plot, [x, y, dx, dy].every(Number.isFinite) ? this.rectangles(this.slots) : "");
    this.plot.setAttribute("aria-label", words.text("product_words", this.slots));
    this.rows.update();
    this.wrt.select.value = wrt;
  }

  rectangles({ x, y, dx, dy, left, right }) {
    const ends = [0, x, x + dx, y, y + dy];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const scale = SIZE / (high - low || 1);
    const [across, down] = [(v) => (v - low) * scale, (v) => (high - v) * scale];
    const area = (css, x0, x1, y0, y1) =>
      `<rect class="${css}" x="${across(Math.min(x0, x1))}" y="${down(Math.max(y0, y1))}" width="${Math.abs(x1 - x0) * scale}" height="${Math.abs(y1 - y0) * scale}"/>`;
    const shrinks = (css, move, side) => `${css}${move * side < 0 ? " shrinks" : ""}`;
    const parts = [area("whole", 0, x, 0, y), area(shrinks("first", dx, y), x, x + dx, 0, y), area(shrinks("second", dy, x), 0, x, y, y + dy), area(shrinks("corner", dx, dy), x, x + dx, y, y + dy)];
    const label = (text, at, height, anchor) => `<text x="${at}" y="${height}" text-anchor="${anchor}">${text}</text>`;
    const { words } = this;
    const side = (name, value) => words.text("side", { name, value: number(value) });
    const axes = `<path class="axis" d="M${across(0)} 0V${SIZE}M0 ${down(0)}H${SIZE}"/>`;
    return `${parts.join("")}${axes}${label(side(left, x), across(x / 2), SIZE + 24, "middle")}${label(side(right, y), -8, down(y / 2) + 5, "end")}`;
  }

  tell() {
    const { words, slots } = this;
    const keys = slots.h ? ["sides", "moves", "first", "second", "corner", "both"] : ["sides"];
    const line = (key) => `<p class="cg-${key}">${words.html(key, slots)}</p>`;
    setHtml(this.said, `<h3>${words.html("product_heading", slots)}</h3>${keys.map(line).join("")}`);
  }
}

export default widget(Product);
