// Curve: the output against one input; a point and a step to drag, the secant over that step, and the tangent.
import { Chart } from "./chart.js";
import { dragging, setAll, setHtml } from "./dom.js";
import { ends, onGrid } from "./inputs.js";
import { sign } from "./markup.js";
import { number } from "./numbers.js";
import { Frame } from "./plot.js";
import { widget } from "./widget.js";

const [LEFT, TOP, RIGHT, BOTTOM] = [72, 26, 16, 28]; // of the picture around the window on the curve

export class Curve extends Chart {
  static traits = ["h"];

  constructor(parts) {
    super(parts, "plot");
    this.input = this.program.inputs.indexOf(this.data.wrt);
    this.plot.addEventListener("pointerdown", (event) => this.drag(event));
  }

  /** Return how large the window on the curve is, in pixels. */
  get size() {
    const width = this.wide - LEFT - RIGHT;
    return [width, Math.min(320, Math.max(200, 0.6 * width))];
  }

  /** Drag the point along the curve, or the other end of the secant. */
  drag(event) {
    const { data, state, plot, input } = this;
    const place = plot.getBoundingClientRect();
    const reach = ends(data.rooms[input], state.numbers()[input]);
    const at = ({ clientX }) => {
      const part = (clientX - place.x - LEFT) / this.size[0];
      return onGrid(reach, reach[0] + part * (reach[1] - reach[0]));
    };
    const [x, h] = [state.numbers()[input], state.get("h")];
    const far = Math.abs(at(event) - x - h) < Math.abs(at(event) - x) && h !== 0;
    const step = (to) => state.choose("h", Number((to - state.numbers()[input]).toPrecision(12)));
    const move = (now) => (far ? step(at(now)) : state.move(input, at(now)));
    move(event);
    dragging(plot, event, move);
  }

  paint(numbers) {
    const { data, state, words, input, size } = this;
    const { of, wrt } = data;
    const along = numbers.along(input, of);
    const [x, y, h] = [numbers.inputs[input], numbers.values[of], state.get("h")];
    const slope = numbers.run(of, "adjoint").sums[wrt];
    const end = along(x + h);
    const frame = new Frame(along, ends(data.rooms[input], x), size, [y]);
    const names = { input: words.names[wrt], output: words.names[of] };
    const secant = (end - y) / h;
    const slopes = { slope, secant, apart: secant - slope };
    this.slots = { ...names, ...slopes, step: "h", name: words.derivative(of, wrt), x, y, run: h, rise: end - y };
    const lines = [frame.curve(), frame.tangent(x, y, slope, 1), h ? frame.line("secant", x, y, secant, 1) : ""];
    const window = `<svg width="${size[0]}" height="${size[1]}">${lines.join("")}</svg>`;
    const parts = [frame.axes(names.input, names.output), Number.isFinite(y) ? this.guides(frame, x, y) : "", window];
    if (h) parts.push(this.triangle(frame, x, y, h, end, slope));
    const dot = (at, height, css) => `<circle class="${css}" cx="${frame.x(at)}" cy="${frame.y(height)}" r="7"/>`;
    if (Number.isFinite(y)) parts.push(h && Number.isFinite(end) ? dot(x + h, end, "end") : "", dot(x, y, "point"));
    setAll(this.plot, { height: size[1] + TOP + BOTTOM, "aria-label": words.text("curve_words", this.slots) });
    setHtml(this.plot, frame.drawable ? `<g transform="translate(${LEFT} ${TOP})">${parts.join("")}</g>` : "");
  }

  /** Return where the point stands on both axes, with its numbers there. */
  guides(frame, x, y) {
    const [across, up] = [frame.x(x), frame.y(y)];
    const place = `x="${Math.min(across, frame.width - 50)}" y="${frame.height + 18}"`;
    const below = `<text class="n" ${place} text-anchor="middle">${number(x)}</text>`;
    const beside = `<text class="n" x="-8" y="${up + 5}" text-anchor="end">${number(y)}</text>`;
    return `<path class="axis" stroke-dasharray="2 4" d="M0 ${up}H${across}V${frame.height}"/>${below}${beside}`;
  }

  /** Return run and rise, and the gap that the tangent leaves at the end of the secant. */
  triangle(frame, x, y, h, end, slope) {
    if (![end, slope].every(Number.isFinite)) return "";
    const [right, foot, top] = [frame.x(x + h), frame.y(y), frame.y(end)];
    const sides = `<path class="sides" d="M${frame.x(x)} ${foot}H${right}V${top}"/>`;
    const gap = `<path class="gap" d="M${right} ${frame.y(y + h * slope)}V${top}"/>`;
    const middle = `x="${(frame.x(x) + right) / 2}" y="${foot + (end < y ? -7 : 18)}" text-anchor="middle"`;
    const run = `<text class="n" ${middle}>${number(h)}</text>`;
    return `${sides}${gap}${run}<text class="n" x="${right + 8}" y="${(foot + top) / 2 + 5}">${number(end - y)}</text>`;
  }

  tell() {
    const { run, slope } = this.slots;
    const secant = run ? ["secant", "apart"] : ["no_secant"];
    this.say("curve_heading", ["point", "tangent", ...secant], { tangent: sign(slope), secant: "r2", apart: "r3" });
  }
}

export default widget(Curve);
