// Explorer: every number at once; where a chosen number comes from; answer boxes on the drawing.
import { choice, make, setText } from "./dom.js";
import { fill, number, operand, reasonFor } from "./numbers.js";
import { reached } from "./program.js";
import { Quiz } from "./quiz.js";
import { Scene } from "./scene.js";

const SHOWN = ["values", "partials", "adjoints", "tangents"];

export class Explorer {
  traits = ["shown", "of", "wrt", "chosen", "answers"];

  constructor(data, program, state) {
    Object.assign(this, { data, program, state });
    this.scene = new Scene(data, (chosen) => state.set("chosen", chosen));
    this.lines = make("div", { class: "cgraph-lines", "aria-live": "polite" });
    this.toggles = SHOWN.map((name) => {
      const box = make("input", { type: "checkbox", onchange: () => this.toggle(name, box.checked) });
      return { name, box, element: make("label", {}, box, ` ${name}`) };
    });
    const named = data.names.map((name, i) => [i, name]).filter(([i, name]) => name && program.nodes[i].constant === null);
    this.of = choice("of", named, state.get("of"), (node) => state.set("of", node));
    this.wrt = choice("with respect to", named, state.get("wrt"), (node) => state.set("wrt", node));
    const tools = make(
      "div",
      { class: "cgraph-tools" },
      ...this.toggles.map(({ element }) => element),
      this.of.element,
      this.wrt.element,
    );
    this.quiz = data.quiz.length ? new Quiz(data, program, this.scene, state) : null;
    this.elements = [tools, this.scene.element, ...(this.quiz ? [this.quiz.element] : []), this.lines];
  }

  toggle(name, on) {
    const shown = this.state.get("shown").filter((other) => other !== name);
    this.state.set("shown", on ? [...shown, name] : shown);
  }

  update(numbers) {
    const [shown, of, wrt] = ["shown", "of", "wrt"].map(this.state.get);
    const adjoints = numbers.run(of, "adjoint").sums;
    const tangents = numbers.run(wrt, "tangent").sums;
    for (const { name, box } of this.toggles) box.checked = shown.includes(name);
    this.of.select.value = of;
    this.wrt.select.value = wrt;
    for (const [name, { element }] of [["adjoints", this.of], ["tangents", this.wrt]]) {
      element.style.visibility = shown.includes(name) ? "" : "hidden"; // its place stays, so that nothing jumps
    }
    this.scene.write({
      values: shown.includes("values") ? numbers.values : [],
      partials: shown.includes("partials") ? numbers.partials : null,
      adjoints: shown.includes("adjoints") ? adjoints : null,
      tangents: shown.includes("tangents") ? tangents : null,
      of,
      wrt,
    });
    const chosen = this.state.get("chosen");
    this.scene.choose(chosen);
    const lines = this.explain({ ...numbers, adjoints, tangents, of, wrt }, chosen, shown);
    lines.forEach((line, i) => {
      if (!this.lines.children[i]) this.lines.append(make("div"));
      setText(this.lines.children[i], line);
    });
    while (this.lines.children.length > lines.length) this.lines.lastChild.remove();
    this.quiz?.update(numbers);
  }

  /** Return the lines that say where the chosen number comes from: in symbols, with numbers put in, the result. */
  explain(numbers, { node, edge }, shown) {
    if (edge !== undefined) return this.explainEdge(numbers, this.program.edges[edge], shown);
    if (node === undefined) return [this.data.phrases.invitation];
    const lines = this.explainValue(numbers, node);
    if (shown.includes("adjoints")) lines.push(...this.explainSum(numbers, node, "adjoint"));
    if (shown.includes("tangents")) lines.push(...this.explainSum(numbers, node, "tangent"));
    return lines;
  }

  explainValue({ values }, node) {
    const { formula, template } = this.data.nodes[node];
    if (!template) return [`${formula} = ${number(values[node])}`, this.data.phrases.leaf];
    const operands = this.program.nodes[node].parents.map((parent) => values[parent]);
    const put = fill(template, Object.fromEntries(operands.map((value, i) => [`x${i}`, value])));
    const lines = [formula, `= ${put}`, `= ${number(values[node])}`];
    const why = reasonFor(this.program.nodes[node].op, operands, values[node]);
    if (why) lines.push(this.data.reasons[why]);
    return lines;
  }

  /** Return what adjoints and tangents differ in: where the sweep starts, its sums, their names, which way it goes. */
  sweep(numbers, quantity) {
    const { names } = this.data;
    return quantity === "adjoint"
      ? {
          start: numbers.of,
          sums: numbers.adjoints,
          name: (node) => `d${names[numbers.of]}/d${names[node]}`,
          giver: (edge) => edge.child,
          taker: (edge) => edge.parent,
        }
      : {
          start: numbers.wrt,
          sums: numbers.tangents,
          name: (node) => `d${names[node]}/d${names[numbers.wrt]}`,
          giver: (edge) => edge.parent,
          taker: (edge) => edge.child,
        };
  }

  /** Explain an adjoint or a tangent: the sum over the edges that lead to its node, of what they bring. */
  explainSum(numbers, node, quantity) {
    const { names, edges, phrases } = this.data;
    const { start, sums, name, giver, taker } = this.sweep(numbers, quantity);
    if (node === start) return [`${name(node)} = 1`, phrases.seed];
    const related = reached(this.program, start, quantity);
    const used = this.program.edges.filter((edge) => taker(edge) === node && related.has(giver(edge)));
    if (!used.length) {
      const [top, bottom] = quantity === "adjoint" ? [start, node] : [node, start];
      return [fill(phrases.independent, { name: name(node), of: names[top], wrt: names[bottom] })];
    }
    const symbols = used.map((edge) => `${name(giver(edge))} · ${edges[edge.index].name}`);
    const put = used.map((edge) => `${operand(sums[giver(edge)])} · ${operand(numbers.partials[edge.index])}`);
    return [`${name(node)} = ${symbols.join(" + ")}`, `= ${put.join(" + ")}`, `= ${number(sums[node])}`];
  }

  explainEdge(numbers, edge, shown) {
    const { name, rule, ends } = this.data.edges[edge.index];
    const lines = [`${ends}: ${name}${rule ? ` = ${rule}` : ""} = ${number(numbers.partials[edge.index])}`];
    if (shown.includes("adjoints")) lines.push(...this.explainContribution(numbers, edge, "adjoint"));
    if (shown.includes("tangents")) lines.push(...this.explainContribution(numbers, edge, "tangent"));
    return lines;
  }

  /** Explain what an edge brings to an adjoint or a tangent; nothing, if the sweep does not take it. */
  explainContribution({ partials, ...numbers }, edge, quantity) {
    const { start, sums, name, giver, taker } = this.sweep(numbers, quantity);
    if (!reached(this.program, start, quantity).has(giver(edge))) return [];
    const [factor, partial] = [sums[giver(edge)], partials[edge.index]];
    const product = `${name(giver(edge))} · ${this.data.edges[edge.index].name}`;
    return [
      fill(this.data.phrases.contribution, { whole: name(taker(edge)), product }),
      `= ${operand(factor)} · ${operand(partial)} = ${number(factor * partial)}`,
    ];
  }
}
