// Linked views beside a drawing: the trace as a table, the listing, the formula. A step lights the same in all.
import { escape, make, setAll, setHtml } from "./dom.js";
import { fill, number, operand } from "./numbers.js";
import { SWEEPS } from "./program.js";

// How tightly an operation's formula holds together; one that is not here encloses its operands by itself.
const BINDING = { add: 1, subtract: 1, multiply: 2, divide: 2, negate: 3, power: 4, square: 4 };
const LONGEST = 24; // leaves of a formula that is still written out

export class Views {
  /** `kinds` are some of "table", "code" and "formula"; `choose` is called with {node} when a row is chosen. */
  constructor(data, program, words, kinds, choose) {
    this.data = data;
    this.program = program;
    this.words = words;
    this.counts = []; // leaves of each node's formula
    this.shown = null;
    this.parts = kinds.map((kind) => ({ kind, body: make("div", { class: `cg-${kind}`, tabindex: 0 }) }));
    const titled = ({ kind, body }) => make("section", {}, make("h4", {}, words.text(`view_${kind}`)), body);
    this.elements = this.parts.map(titled);
    const pick = ({ target }) => {
      const row = target.closest("[data-row]");
      if (row) choose({ node: Number(row.dataset.row) });
    };
    for (const { body } of this.parts) body.addEventListener("click", pick);
  }

  /** `steps` are those of a sweep from `seed`, of which `step` are taken; `lit` says whether the last one is lit. */
  update(numbers, { steps = [], step = steps.length, seed, quantity, chosen, lit = true }) {
    const now = lit ? steps[step - 1] : undefined;
    const about = { numbers, steps, step, now, seed, quantity, chosen: chosen.node };
    for (const { kind, body } of this.parts) this[kind](about, body);
    if (now !== undefined && step !== this.shown) this.parts.forEach(({ body }, i) => follow(body, i === 0));
    this.shown = step;
  }

  mark(node, { now, chosen }, known = true, lit = node === now?.node) {
    return [lit && "now", !known && "todo", node === chosen && "chosen"].filter(Boolean).join(" ");
  }

  /** Write the table that exams draw: a row for each node with its value, then one for each contribution. */
  table(about, body) {
    const { data, words } = this;
    const named = [...(data.order ?? data.nodes.keys())].filter((node) => data.nodes[node].named);
    const rows = named.map((node, i) => this.valueRow(node, about, !data.order || i < about.step));
    if (!data.order) rows.push(...about.steps.map((step, i) => this.sumRow(step, about, i < about.step)));
    if (body.rows?.length !== rows.length) {
      body.rows = rows.map(({ node }) => make("tr", { "data-row": node }, make("td"), make("td")));
      const head = (key) => make("tr", {}, make("th", { colspan: 2, scope: "rowgroup" }, words.text(key)));
      const part = (key, list) => (list.length ? [head(key), ...list] : []);
      const lines = part("table_values", body.rows.slice(0, named.length));
      lines.push(...part("table_sums", body.rows.slice(named.length)));
      body.replaceChildren(make("table", {}, make("tbody", {}, ...lines)));
    }
    rows.forEach(({ css, node, cells }, i) => {
      setAll(body.rows[i], { class: css, "data-row": node });
      cells.forEach((html, k) => setHtml(body.rows[i].cells[k], html));
    });
  }

  valueRow(node, about, known) {
    const { words, data, program } = this;
    const { right, template } = data.nodes[node];
    const operands = program.nodes[node].parents.map((parent, i) => [`x${i}`, about.numbers.values[parent]]);
    const value = number(about.numbers.values[node]);
    const put = known ? [template && fill(template, Object.fromEntries(operands)), value] : [];
    const line = [right && words.math(right), ...put].filter(Boolean).join(" = ");
    const css = this.mark(node, data.order ? about : { chosen: about.chosen }, known);
    return { node, css, cells: [words.name(node), line] };
  }

  sumRow(step, about, known) {
    const { words, data } = this;
    const { pair } = SWEEPS[about.quantity];
    const [total, source] = [step.node, step.source].map((node) => words.derivative(...pair(about.seed, node)));
    const css = this.mark(step.node, about, known, step === about.now);
    const sum = known ? words.html(`table_${placeOf(step)}`, { ...step, total }) : words.math(total);
    if (!step.edge) return { node: step.node, css, cells: [words.name(step.node), sum] };
    const { name, ends } = data.edges[step.edge.index];
    const put = known ? [words.html("table_product", step), number(step.contribution)] : [];
    const product = [words.math(`${source} · ${name}`), ...put].join(" = ");
    return { node: step.node, css, cells: [words.math(ends), `${product}<br>${sum}`] };
  }

  code(about, body) {
    const lines = this.data.listing.map(({ text, node, nth }) => {
      const lit = about.now && node === about.now.node && nth === (about.now.received ?? null);
      const mark = node == null ? "" : `data-row="${node}" class="${this.mark(node, about, true, lit)}"`;
      return `<span ${mark}>${escape(text)}</span>`;
    });
    setHtml(body, `<pre>${lines.join("\n")}</pre>`);
  }

  formula(about, body) {
    const { words, data, program } = this;
    const { output } = program;
    if (this.leaves(output) > LONGEST) {
      setHtml(body, `<p>${words.html("formula_long")}</p>`);
      return;
    }
    const { values } = about.numbers;
    const done = data.order ? about.steps.slice(0, about.step) : [];
    const known = new Map(done.map(({ node, after }) => [node, number(after)]));
    const symbols = this.written(output, about, (node) => (program.nodes[node].op ? null : words.name(node)));
    const put = this.written(output, about, (node) => {
      if (!program.nodes[node].op) return operand(values[node]);
      return node === output ? null : (known.get(node) ?? null);
    });
    const result = data.order && !known.has(output) ? "" : `<br>= <b>${number(values[output])}</b>`;
    setHtml(body, `<p class="eq">${words.name(output)} = ${symbols}<br>= ${put}${result}</p>`);
  }

  leaves(node) {
    if (!this.counts.length) {
      for (const { parents } of this.program.nodes) {
        this.counts.push(parents.reduce((sum, parent) => sum + this.counts[parent], 0) || 1);
      }
    }
    return this.counts[node];
  }

  /** Return a node's formula, in which those nodes for which `text` has one are written as that text. */
  written(node, about, text) {
    const plain = text(node);
    const span = (inside) => `<span data-row="${node}" class="${this.mark(node, about)}">${inside}</span>`;
    if (plain != null) return span(plain);
    const { parents, op } = this.program.nodes[node];
    const binding = BINDING[op] ?? 0;
    const operands = parents.map((parent, i) => {
      const inner = text(parent) == null ? BINDING[this.program.nodes[parent].op] : undefined;
      const loose = inner !== undefined && (inner < binding || (inner === binding && (i > 0 || inner > 2)));
      return [`x${i}`, loose ? `(${this.written(parent, about, text)})` : this.written(parent, about, text)];
    });
    const write = { number: String, operand: String, literal: escape };
    return span(fill(this.data.nodes[node].template, Object.fromEntries(operands), write));
  }
}

/** Return which of the contributions to its sum a step brings. */
function placeOf({ edge, received, expected }) {
  if (!edge) return "seed";
  if (expected === 1) return "only";
  return received === 1 ? "first" : received === expected ? "last" : "next";
}

/** Scroll a view, and for the `first` one the panel, but never the page, until what is lit can be seen. */
function follow(body, first) {
  const row = body.querySelector(".now");
  if (!row) return;
  for (const place of first ? [body, body.closest(".cg-room")] : [body]) {
    const [inner, outer] = [row.getBoundingClientRect(), place.getBoundingClientRect()];
    const hidden = inner.bottom > outer.bottom || inner.top < outer.top;
    if (hidden) place.scrollTop += inner.top - outer.top - outer.height / 2;
  }
}
