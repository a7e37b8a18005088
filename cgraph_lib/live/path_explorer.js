// PathExplorer: every path is a strand on the drawing and a ribbon with its factors beside it; what arrives adds up.
import { draw, make, setAll, setHtml, setText } from "./dom.js";
import { layOut } from "./frame.js";
import { number, operand } from "./numbers.js";
import { DrawnPanel } from "./panel.js";
import { widget } from "./widget.js";

const COLOURS = 6;
const WIDEST = 36; // px of a bundle
const UNITS = [9, 6, 4, 3, 2, 1.5, 1, 0.6, 0.4, 0.25, 0.1, 0.04];
const MOST_STRANDS = 8; // on the drawing at once; of more, the one that is pointed at
const GAP = 2.5;

export class PathExplorer extends DrawnPanel {
  static traits = ["path"];

  constructor(parts) {
    super(parts);
    const { data, program, words } = parts;
    this.rows = data.paths.map((path, i) => this.row(path, i));
    const strands = data.paths.length <= MOST_STRANDS ? data.paths.keys() : [];
    this.strands = [...strands].flatMap((path) => this.strandsOf(path));
    this.numberStrands();
    this.columns = draw("svg", { class: "cg-columns", viewBox: "0 0 300 116", "aria-hidden": "true" });
    this.sum = make("p", { class: "eq", "aria-live": "polite" });
    const on = new Set(data.paths.flatMap(({ edges }) => edges));
    const all = program.edges.map(({ index }) => index);
    if (this.strands.length) this.scene.mark("on", [], all.filter((edge) => on.has(edge)));
    this.scene.mark("off", [], all.filter((edge) => !on.has(edge)));
    const heading = make("h3");
    setHtml(heading, words.html(data.heading));
    const label = { role: "group", "aria-label": words.text(data.heading) };
    const list = make("div", { class: "cg-paths", ...label }, ...this.rows.map(({ element }) => element));
    const costs = make("div", { class: "cg-costs" });
    if (data.costs) setHtml(costs, this.costs());
    const panel = [heading, list, this.columns, this.sum, costs];
    this.elements = layOut(this.stage, { panel });
  }

  colour(path) {
    return `var(--cg-r${path % COLOURS})`;
  }

  row({ text }, i) {
    const ribbon = draw("svg", { class: "cg-ribbon", viewBox: "0 0 270 36", "aria-hidden": "true" });
    const parts = { product: make("b"), ribbon };
    const disc = make("span", { class: "cg-disc" }, String(i + 1));
    const head = make("span", {}, disc, make("span", { class: "cg-way" }, text), parts.product);
    const choose = () => this.state.set({ path: this.state.get("path") === i ? null : i });
    const look = { type: "button", class: "cg-path", style: `--own: ${this.colour(i)}` };
    const element = make("button", { ...look, onclick: choose }, head, ribbon);
    element.addEventListener("pointerenter", () => this.light(i));
    element.addEventListener("pointerleave", () => this.light(this.state.get("path")));
    return { element, ...parts };
  }

  /** A path has two strands on each edge, below the pill and above: a factor changes the width there. */
  strandsOf(path) {
    const layer = this.scene.find("strands");
    return this.data.paths[path].edges.flatMap((edge, k) => {
      const { line, route } = this.scene.edges[edge];
      const strand = (d, stroke) => layer.appendChild(draw("path", { class: "strand", d, stroke }));
      const lines = (d) => [strand(d, this.colour(path)), strand(d, "var(--cg-paper)")]; // with a core, if negative
      const half = (end, i) => ({ path, edge, reached: k + i, half: i, lines: lines(route[end]) });
      return line ? ["low", "high"].map(half) : [];
    });
  }

  /** Number the strands where they leave: colour alone would not tell them apart. */
  numberStrands() {
    const leaving = new Map();
    for (const { path, edge, reached, half } of this.strands) {
      if (reached === 0 && half === 0) leaving.set(edge, [...(leaving.get(edge) ?? []), path]);
    }
    for (const [edge, paths] of leaving) {
      const [[x, y], text] = [this.scene.edges[edge].route.start, paths.map((path) => path + 1).join(", ")];
      const width = 11 + 8 * text.length;
      const fill = paths.length > 1 ? "var(--cg-ink)" : this.colour(paths[0]);
      const disc = draw("rect", { x: x - width / 2, y: y - 14, width, height: 19, rx: 9.5, fill });
      this.scene.svg.append(draw("g", { class: "cg-leaving" }, disc, draw("text", { x, y: y + 0.5 }, text)));
    }
  }

  /** Show one path and fade the others; none shows all. */
  light(path) {
    const { edges } = this.data.paths[path] ?? {};
    for (const strand of this.strands) {
      for (const line of strand.lines) line.classList.toggle("dim", edges !== undefined && strand.path !== path);
    }
    const off = this.program.edges.map(({ index }) => index).filter((edge) => edges && !edges.includes(edge));
    this.scene.mark("dim", [], off);
    this.scene.mark("path", [], edges ?? []);
    this.rows.forEach(({ element }, i) => setAll(element, { "aria-pressed": i === this.state.get("path") }));
  }

  update({ values, partials }) {
    this.running = this.data.paths.map(({ edges }) =>
      edges.reduce((list, edge) => [...list, list.at(-1) * partials[edge]], [1]),
    );
    this.scene.write({ values, partials, widths: !this.strands.length });
    this.inputs.update();
    this.writeStrands(this.running);
  }

  tell({ partials, run }) {
    const { data, running, words } = this;
    const [start, end] = data.ends;
    const products = running.map((list) => list.at(-1));
    const total = products.length ? add(products) : run(end, "adjoint").sums[start];
    this.rows.forEach((row, i) => this.writeRow(row, data.paths[i].edges.map((edge) => partials[edge]), running[i], i));
    if (products.length) this.writeColumns(products, total);
    const terms = products.map((product, i) => (i ? operand(product) : number(product))).join(" + ");
    const key = products.length > 1 ? "sum_of_paths" : products.length ? "one_path" : total ? "sum_of_many" : "no_path";
    setHtml(this.sum, words.html(key, { name: data.derivative, terms, total }));
    this.light(this.state.get("path"));
  }

  /** One unit serves all widths, so that they can be compared and added. */
  writeStrands(running) {
    const bundles = new Map(this.strands.map(({ edge, half }) => [`${edge} ${half}`, []]));
    for (const strand of this.strands) bundles.get(`${strand.edge} ${strand.half}`).push(strand);
    const size = ({ path, reached }) => Math.abs(running[path][reached]);
    const widest = Math.max(1, ...[...bundles.values()].map((list) => add(list.map(size))));
    const unit = UNITS.find((u) => u * widest <= WIDEST) ?? WIDEST / widest;
    this.thick = (value) => (Math.abs(value) > 0 ? Math.max(1.5, Math.min(WIDEST, Math.abs(value) * unit)) : 2);
    for (const list of bundles.values()) {
      const all = list.reduce((sum, strand) => sum + this.thick(size(strand)) + GAP, -GAP);
      list.reduce((x, strand) => this.writeStrand(strand, running[strand.path][strand.reached], x), -all / 2);
      if (list[0].half) this.scene.thicken(this.scene.edges[list[0].edge], undefined, all);
    }
  }

  writeStrand({ lines }, value, x) {
    const width = this.thick(value);
    lines.forEach(({ style }, core) => {
      const inner = value < 0 ? Math.max(1, width * 0.38) : 0;
      style.transform = `translateX(${(x + width / 2).toFixed(1)}px)`;
      style.strokeWidth = `${core ? inner : width}px`;
      style.strokeDasharray = value === 0 ? "4 5" : "";
    });
    return x + width + GAP;
  }

  writeRow({ product, ribbon }, factors, running, path) {
    const shown = factors.length < 4 ? factors.map(operand).join(" × ") : "";
    setText(product, `${factors.length > 1 ? shown : ""} = ${number(running.at(-1))}`.trim());
    const step = 250 / running.length;
    const blocks = running.map((value, k) => {
      const thick = this.thick(value);
      return block(10 + k * step, 18 - thick / 2, step + 0.5, thick, value, this.colour(path));
    });
    const pills = factors.map((factor, k) => {
      const [x, text] = [10 + (k + 1) * step, `×${operand(Number(factor.toPrecision(2)))}`];
      const width = text.length * 7.5 + 10;
      const chip = `<rect class="chip" x="${x - width / 2}" y="8" width="${width}" height="20" rx="10"/>`;
      return `${chip}<text x="${x}" y="22.5">${text}</text>`;
    });
    setHtml(ribbon, blocks.join("") + (factors.length < 6 ? pills.join("") : ""));
  }

  /** Stack the products to their sum. */
  writeColumns(products, total) {
    const sums = products.reduce((list, product) => [...list, list.at(-1) + product], [0]);
    const [low, high] = [Math.min(...sums), Math.max(...sums)];
    const scale = Math.min(30, 60 / Math.max(high - low, 1e-300));
    const wide = Math.min(60, 280 / (products.length + 1));
    const y = (value) => 78 - (value - low) * scale;
    const column = (k, from, to, colour, label) => {
      const [upper, lower] = [Math.min(y(from), y(to)), Math.max(y(from), y(to))];
      const text = (label, height) => `<text x="${2 + (k + 0.5) * wide}" y="${height}">${label}</text>`;
      const size = wide < 30 ? "" : text(number(to - from), to < from ? lower + 15 : upper - 4);
      const bar = block(8 + k * wide, upper, wide - 12, Math.max(1.5, lower - upper), to - from, colour);
      return bar + size + (wide < 46 ? "" : text(label, 112));
    };
    const label = (k) => this.words.text("column", { number: k + 1 });
    const each = products.map((_, k) => column(k, sums[k], sums[k + 1], this.colour(k), label(k)));
    if (products.length > 1) each.push(column(products.length, 0, total, "var(--cg-ink)", this.words.text("all")));
    setHtml(this.columns, Number.isFinite(high - low) ? `<path class="axis" d="M2 ${y(0)}h296"/>${each.join("")}` : "");
  }

  costs() {
    const [head, ...rows] = this.data.costs;
    const cell = (tag) => (text) => `<${tag}>${this.words.math(String(text))}</${tag}>`;
    const line = (cells, tag) => `<tr>${cells.map(cell(tag)).join("")}</tr>`;
    const body = rows.map((row) => line(row, "td")).join("");
    const caption = `<caption>${this.words.html("costs")}</caption>`;
    return `<table>${caption}<thead>${line(head, "th")}</thead><tbody>${body}</tbody></table>`;
  }
}

function add(numbers) {
  return numbers.reduce((sum, x) => sum + x, 0);
}

function block(x, y, width, height, value, colour) {
  const look = value < 0 ? `fill="var(--cg-paper)" stroke="${colour}" stroke-width="2"` : `fill="${colour}"`;
  return `<rect x="${x}" y="${y}" width="${Math.max(1, width)}" height="${height}" ${look}/>`;
}

export default widget(PathExplorer);
