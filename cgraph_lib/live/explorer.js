// Explorer: every number at once, and where a chosen one comes from; answer boxes on the drawing.
import { choice, escape, make, same, setHtml } from "./dom.js";
import { ExactNumbers } from "./fractions.js";
import { Explanation } from "./explain.js";
import { DrawnPanel } from "./panel.js";
import { Quiz } from "./quiz.js";
import { layOut } from "./frame.js";
import { Views } from "./views.js";
import { widget } from "./widget.js";

export class Explorer extends DrawnPanel {
  static traits = ["shown", "of", "wrt", "chosen", "attempts"];

  constructor(parts) {
    const { data, program, state, words } = parts;
    const choose = (chosen) => same(chosen, state.get("chosen")) || state.set({ chosen });
    super(parts, choose);
    this.quiz = new Quiz(data, program, this.scene, state, words);
    this.views = new Views(data, program, words, data.views, choose);
    this.explanation = make("div", { class: "cg-explained", "aria-live": "polite" });
    const hint = ({ target }) => this.hint(target.closest("[data-edge]"));
    this.explanation.addEventListener("pointerover", hint);
    this.explanation.addEventListener("pointerleave", () => this.hint(null));
    const panel = [this.quiz.element, this.explanation, ...this.views.elements];
    this.elements = layOut(this.stage, { tools: this.tools(), panel, views: data.views.length > 0 });
  }

  tools() {
    const { data, state, words } = this;
    this.toggles = data.kinds.map((kind) => {
      const box = make("input", { type: "checkbox", onchange: () => this.toggle(kind, box.checked) });
      return { kind, box, element: make("label", {}, box, make("span", {}, words.text(`show_${kind}`))) };
    });
    /** @type {[number, string][]} */
    const named = data.variables.map((i) => [i, data.names[i]]);
    this.lists = Object.entries({ adjoints: "of", tangents: "wrt" })
      .filter(([kind]) => data.kinds.includes(kind))
      .map(([kind, end]) => ({ kind, end, ...choice(words.text(end), named, (node) => state.set({ [end]: node })) }));
    return [...(this.toggles.length > 1 ? this.toggles : []), ...this.lists].map(({ element }) => element);
  }

  toggle(kind, on) {
    const others = this.state.get("shown").filter((other) => other !== kind);
    this.state.set({ shown: on ? [...others, kind] : others });
  }

  /** Fade all edges but one, while the pointer is over its description. */
  hint(row) {
    const own = row && Number(row.dataset.edge);
    this.scene.mark("dim", [], row ? [...this.program.edges.keys()].filter((edge) => edge !== own) : []);
  }

  /** Return what is shown, and the nodes that adjoints and tangents speak about. */
  chosen() {
    const [shown, of, wrt] = ["shown", "of", "wrt"].map((name) => this.state.get(name));
    return { has: (kind) => shown.includes(kind), of, wrt };
  }

  update(floats) {
    const numbers = (this.numbers = this.data.rules ? new ExactNumbers(floats, this.data, this.words) : floats);
    const { has, of, wrt } = this.chosen();
    const tabs = (quantity, seed) =>
      numbers.run(seed, quantity).sums.map((value) => ({ kind: value === undefined ? "wait" : "done", value }));
    const shown = {
      values: has("values") ? numbers.values : [],
      partials: has("partials") ? numbers.partials : [],
      adjoint: { of, tabs: has("adjoints") ? tabs("adjoint", of) : [] },
      tangent: { of: wrt, tabs: has("tangents") ? tabs("tangent", wrt) : [] },
    };
    this.scene.write(this.quiz.mask(shown, numbers));
    this.scene.svg.classList.toggle("no-partials", !has("partials"));
    this.inputs.update();
  }

  /** Return the edges that bring something to the sums of a node. */
  bringing(node, seeds) {
    const known = Object.entries(seeds).filter(([, seed]) => seed !== undefined);
    const steps = known.flatMap(([quantity, seed]) => this.numbers.run(seed, quantity).steps);
    return steps.filter((step) => step.edge && step.node === node).map(({ edge }) => edge.index);
  }

  /** Say where the chosen number comes from, judge the answers, and write the views. */
  tell() {
    const { numbers } = this;
    const { has, of, wrt } = this.chosen();
    for (const { kind, box } of this.toggles) box.checked = has(kind);
    for (const { kind, end, select, element } of this.lists) {
      select.value = this.state.get(end);
      element.style.visibility = has(kind) ? "" : "hidden"; // its place stays, so that nothing jumps
    }
    const seeds = { adjoint: has("adjoints") ? of : undefined, tangent: has("tangents") ? wrt : undefined };
    const chosen = this.state.get("chosen") ?? {};
    const problem = numbers.problem ? `<p>${escape(numbers.problem)}</p>` : "";
    this.quiz.update();
    const explanation = new Explanation(this.data, this.program, this.words, numbers, seeds);
    setHtml(this.explanation, problem + (this.quiz.isOpen ? "" : explanation.about(chosen))); // it holds the answers
    this.scene.mark("chosen", [chosen.node], [chosen.edge, ...this.bringing(chosen.node, seeds)]);
    const { steps } = has("adjoints") ? numbers.run(of, "adjoint") : { steps: [] };
    this.views.update(numbers, { steps, seed: of, quantity: "adjoint", lit: false, chosen });
  }
}

export default widget(Explorer);
