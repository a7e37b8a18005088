// Where a number comes from: in symbols, with numbers put in, as bars, and as a slope.
import { unbroken } from "./markup.js";
import { number, operand, reasonFor } from "./numbers.js";
import { bar, Frame } from "./plot.js";
import { SWEEPS } from "./program.js";
import { ends } from "./inputs.js";

const NUDGE = 0.01;
const QUANTITIES = ["adjoint", "tangent"];

export class Explanation {
  /** `seeds` holds the node that adjoints speak about, and that of tangents; undefined for those that are not shown. */
  constructor(data, program, words, numbers, seeds) {
    this.data = data;
    this.program = program;
    this.words = words;
    this.numbers = numbers;
    this.seeds = seeds;
  }

  about({ node, edge }) {
    if (edge !== undefined) return this.aboutEdge(this.program.edges[edge]);
    return node === undefined ? `<p>${this.words.html("invitation")}</p>` : this.aboutNode(node);
  }

  section(key, slots, body) {
    return `<section><h4>${this.words.html(key, slots)}</h4>${body}</section>`;
  }

  aboutNode(node) {
    const { data, program, words } = this;
    const { formula, template } = data.nodes[node];
    const { constant } = program.nodes[node];
    const kind = template ? "" : ` <small>${words.html(constant == null ? "input" : "constant")}</small>`;
    const parts = [`<h3>${words.math(formula)}${kind}</h3>`, this.value(node)];
    if (constant != null) return [...parts, `<p>${words.html("constant_stays")}</p>`].join("");
    parts.push(...QUANTITIES.map((quantity) => this.sum(node, quantity)));
    if (this.seeds.adjoint !== undefined && program.inputs.includes(node)) parts.push(this.slope(node));
    return parts.join("");
  }

  value(node) {
    const { formula, template } = this.data.nodes[node];
    const { values } = this.numbers;
    const { parents, op, constant } = this.program.nodes[node];
    const value = values[node];
    const say = (line, more = "") => this.section("value", {}, `<p class="eq">${line}</p>${more}`);
    if (!template) return say(this.words.html(constant == null ? "you_set" : "fixed", { value }));
    const operands = parents.map((parent) => values[parent]);
    const put = [template, Object.fromEntries(operands.map((x, i) => [`x${i}`, x]))];
    const why = reasonFor(op, operands, value);
    const line = this.words.html("worked", { formula, numbers: put, value });
    return say(line, why && `<p>${this.words.html(this.data.reasons[why])}</p>`);
  }

  /** Explain an adjoint or a tangent: the sum, over the edges that lead to its node, of what they bring. */
  sum(node, quantity) {
    const { words, data, numbers } = this;
    const seed = this.seeds[quantity];
    if (seed === undefined) return "";
    const { pair } = SWEEPS[quantity];
    const name = (other) => words.derivative(...pair(seed, other));
    const [top, bottom] = pair(seed, node).map((i) => words.names[i]);
    const say = (body) => this.section(`${quantity}_heading`, { top, bottom }, body);
    if (node === seed) return say(`<p>${words.html("itself", { name: name(node) })}</p>`);
    const { sums, steps } = numbers.run(seed, quantity);
    const used = steps.filter((step) => step.edge && step.node === node).sort((x, y) => x.edge.index - y.edge.index);
    if (!used.length) return say(`<p>${words.html("independent", { name: name(node), of: top, wrt: bottom })}</p>`);
    const symbols = used.map(({ source, edge }) => `${name(source)} · ${data.edges[edge.index].name}`);
    const totals = used.reduce((list, { contribution }) => [...list, list.at(-1) + Number(contribution)], [0]);
    const scale = [Math.min(...totals), Math.max(...totals)];
    const rows = used.map(({ edge, factor, multiplier, contribution }, i) => {
      const product = `${operand(factor)} × ${operand(multiplier)} =`;
      const drawn = bar(totals[i], totals[i + 1], scale);
      const ends = words.math(data.edges[edge.index].ends);
      return row(ends, product, number(contribution), drawn, `data-edge="${edge.index}"`);
    });
    const all = row(words.html("in_all"), "", number(sums[node]), bar(0, totals.at(-1), scale), 'class="all"');
    const equation = `${words.math(name(node))} = ${symbols.map((term) => unbroken(words.math(term))).join(" + ")}`;
    const terms = [...rows, used.length > 1 ? all : ""].join("");
    return say(`<p class="eq">${equation}</p><table class="terms">${terms}</table>`);
  }

  /** Show the output against an input: the adjoint is the slope of that curve. */
  slope(node) {
    const { data, program, words, numbers } = this;
    const [seed, input] = [this.seeds.adjoint, program.inputs.indexOf(node)];
    const along = numbers.along(input, seed);
    const [y, slope] = [numbers.values[seed], numbers.run(seed, "adjoint").sums[node]].map(Number);
    const x = numbers.inputs[input];
    const frame = new Frame(along, ends(data.rooms[input], x), [300, 112], [y]);
    if (!frame.drawable) return "";
    const names = { input: words.names[node], output: words.names[seed] };
    const nudge = { ...names, nudge: NUDGE, moved: along(x + NUDGE) - y, slope };
    const point = Number.isFinite(y) ? `<circle cx="${frame.x(x)}" cy="${frame.y(y)}" r="5"/>` : "";
    const parts = [frame.axes(names.input, names.output), frame.curve(), frame.tangent(x, y, slope, 0.2), point];
    const drawn = `<svg class="plot" viewBox="-6 -18 312 150" aria-hidden="true">${parts.join("")}</svg>`;
    return this.section("slope", {}, `${drawn}<p>${words.html("nudge", nudge)}</p>`);
  }

  aboutEdge({ index, parent, child }) {
    const { data, words, numbers } = this;
    const { name, rule, ends } = data.edges[index];
    const names = { name, rule, ends, parent: words.names[parent], child: words.names[child] };
    const slots = { ...names, partial: numbers.partials[index] };
    const heading = `<h3>${words.math(ends)}</h3>`;
    if (!data.kinds.includes("partials")) return `${heading}<p>${words.html("reads", slots)}</p>`;
    const partial = words.html(rule ? "partial_rule" : "partial", slots);
    const own = `<p class="eq">${partial}</p><p>${words.html("held", slots)}</p>`;
    const gives = QUANTITIES.map((quantity) => this.contribution(quantity, index, name));
    return [heading, this.section("partial_heading", slots, own), ...gives].join("");
  }

  /** Explain what an edge brings to an adjoint or a tangent; nothing, if the sweep does not take it. */
  contribution(quantity, index, partial) {
    const { words, numbers } = this;
    const seed = this.seeds[quantity];
    if (seed === undefined) return "";
    const { sums, steps } = numbers.run(seed, quantity);
    const step = steps.find(({ edge }) => edge?.index === index);
    if (!step) return "";
    const name = (node) => words.derivative(...SWEEPS[quantity].pair(seed, node));
    const slots = { ...step, above: name(step.source), partial, total: name(step.node), sum: sums[step.node] };
    const body = `<p class="eq">${words.html("contribution", slots)}</p><p>${words.html("share", slots)}</p>`;
    return this.section(`${quantity}_passes`, {}, body);
  }
}

function row(what, product, result, drawn, attributes) {
  const cells = `<td class="eq">${product}</td><td class="n">${result}</td><td>${drawn}</td>`;
  return `<tr ${attributes}><th scope="row">${what}</th>${cells}</tr>`;
}
