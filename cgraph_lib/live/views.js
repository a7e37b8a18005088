// Linked views beside a drawing: the trace as a table, the listing, the formula. One step lights the same in all of them.
import { escape, make, setHtml } from "./dom.js";
import { number, operand } from "./numbers.js";
import { fill } from "./numbers.js";

const LONGEST = 60; // leaves of a formula that is still written out

export class Views {
  /** `kinds` are some of "table", "code" and "formula"; `choose` is called with {node} when a row is chosen. */
  constructor(data, program, words, kinds, choose) {
    Object.assign(this, { data, program, words, kinds });
    this.parts = kinds.map((kind) => ({ kind, body: make("div", { class: `cg-${kind}` }) }));
    this.elements = this.parts.map(({ kind, body }) => make("section", {}, make("h4", {}, words.text(`view_${kind}`)), body));
    const pick = ({ target }) => {
      const row = target.closest("[data-row]");
      if (row) choose({ node: Number(row.dataset.row) });
    };
    for (const { body } of this.parts) body.addEventListener("click", pick);
  }

  /** `steps` and `step` are those of a StepPlayer; without them everything is known and nothing is lit. */
  update(numbers, { steps = [], step = steps.length, chosen }) {
    const now = steps[step - 1];
    const about = { numbers, steps, step, now, chosen: chosen?.node };
    for (const { kind, body } of this.parts) {
      if (setHtml(body, this[kind](about))) follow(body);
    }
  }

  mark(node, { now, chosen }, lit = node === now?.node) {
    return `data-row="${node}" class="${[lit && "now", node === chosen && "chosen"].filter(Boolean).join(" ")}"`;
  }

  /** Return the table that exams draw: a row for each node with its value, then one for each contribution. */
  table(about) {
    const { data, program, words } = this;
    const forward = data.quantity === "value";
    const { values } = about.numbers;
    const row = (attributes, ...cells) => `<tr ${attributes}><td>${cells.join("</td><td>")}</td></tr>`;
    const rows = (data.order ?? program.nodes.keys().toArray()).map((node, i) => {
      const { formula, template } = data.nodes[node];
      const known = !forward || i < about.step;
      const slots = Object.fromEntries(program.nodes[node].parents.map((parent, k) => [`x${k}`, values[parent]]));
      const put = template && known ? fill(template, slots) : "";
      return row(this.mark(node, forward ? about : { chosen: about.chosen }), words.math(formula), put, known ? number(values[node]) : "");
    });
    const sums = (data.quantity && !forward ? about.steps : []).map((step, i) => {
      const [known, lit] = [i < about.step, step === about.now];
      const { name, symbols } = data.rows[i];
      const put = !known ? "" : step.edge ? `${operand(step.factor)} · ${operand(step.partial)} = ${number(step.contribution)}` : "";
      return row(this.mark(step.node, about, lit), words.math(symbols), put, known ? `${number(step.after)}${step.unfinished ? " + …" : ""}` : "");
    });
    const head = (key) => `<thead><tr>${["what", "with", "result"].map((part) => `<th scope="col">${words.html(`${key}_${part}`)}</th>`).join("")}</tr></thead>`;
    const part = (key, rows) => (rows.length ? `<table>${head(key)}<tbody>${rows.join("")}</tbody></table>` : "");
    return part("values", rows) + part("sums", sums);
  }

  code(about) {
    const lines = this.data.listing.map(({ text, node, nth }) => {
      const lit = about.now && node === about.now.node && nth === (about.now.nth ?? null);
      return node === null ? `<span>${escape(text)}</span>` : `<span ${this.mark(node, about, lit)}>${escape(text)}</span>`;
    });
    return `<pre tabindex="0">${lines.join("\n")}</pre>`;
  }

  formula(about) {
    const { output } = this.program;
    if (this.leaves(output) > LONGEST) return `<p>${this.words.html("formula_long")}</p>`;
    const known = new Map(this.data.quantity === "value" ? about.steps.slice(0, about.step).map(({ node, after }) => [node, after]) : []);
    const { values } = about.numbers;
    const symbols = this.written(output, about, (node) => this.words.name(node), true);
    const put = this.written(output, about, (node) => number(this.program.nodes[node].op && !known.has(node) ? NaN : values[node]), true, known);
    const result = this.data.quantity === "value" && !known.has(output) ? "" : `<br>= <b>${number(values[output])}</b>`;
    return `<p class="eq">${this.words.name(output)} = ${symbols}<br>= ${put}${result}</p>`;
  }

  leaves(node) {
    this.counts ??= this.program.nodes.reduce((counts, { parents }) => [...counts, parents.reduce((sum, i) => sum + counts[i], 0) || 1], []);
    return this.counts[node];
  }

  /** Return a node's formula over leaves, with those nodes that are `known` already written as numbers. */
  written(node, about, leaf, outermost = false, known = new Map()) {
    const { template } = this.data.nodes[node];
    const span = (inside) => `<span ${this.mark(node, about)}>${inside}</span>`;
    if (!template || (known.has(node) && !outermost)) return span(template ? number(known.get(node)) : leaf(node));
    const slots = Object.fromEntries(this.program.nodes[node].parents.map((parent, i) => [`x${i}`, parent]));
    const inside = (parent) => this.written(parent, about, leaf, false, known);
    const compound = (parent) => this.data.nodes[parent].template && !known.has(parent);
    const enclosed = (parent) => (compound(parent) || about.numbers.values[parent] < 0 ? `(${inside(parent)})` : inside(parent));
    return span(fill(template, slots, { number: inside, operand: enclosed, literal: escape }));
  }
}

/** Scroll a view, never the page, until what is lit can be seen. */
function follow(body) {
  const [row, room] = [body.querySelector(".now"), body.closest(".cg-room")];
  if (!row || room.scrollHeight <= room.clientHeight) return;
  const [inner, outer] = [row.getBoundingClientRect(), room.getBoundingClientRect()];
  if (inner.bottom > outer.bottom || inner.top < outer.top) room.scrollTop += inner.top - outer.top - outer.height / 2;
}
