// StepPlayer: one step after the other, backwards too; the sliders may move at any step.
import { make, setText } from "./dom.js";
import { fill, reasonFor } from "./numbers.js";
import { Scene } from "./scene.js";

const GROWTH = "{before:number} + {contribution:operand} = {after:number}";

export class StepPlayer {
  traits = ["step"];

  constructor(data, program, state) {
    Object.assign(this, { data, program, state });
    this.scene = new Scene(data);
    this.last = data.sentences.length - 1;
    const button = (text, label, onclick) => make("button", { type: "button", "aria-label": label, title: label, onclick }, text);
    this.back = button("◀", "one step back", () => this.go(this.step - 1));
    this.forward = button("▶", "one step forward", () => this.go(this.step + 1));
    this.play = button("play", "play the steps one after the other", () => (this.timer ? this.stop() : this.start()));
    this.scrub = make("input", { type: "range", min: 0, max: this.last, "aria-label": "step" });
    this.scrub.addEventListener("input", () => this.go(Number(this.scrub.value)));
    this.place = make("span", { class: "cgraph-place" });
    this.sentence = make("div", { class: "cgraph-lines", "aria-live": "polite" });
    const bar = make("div", { class: "cgraph-tools" }, this.back, this.forward, this.play, this.scrub, this.place);
    bar.addEventListener("keydown", (event) => this.key(event));
    this.elements = [bar, this.scene.element, this.sentence];
  }

  get step() {
    return this.state.get("step");
  }

  go(step) {
    const next = Math.max(0, Math.min(this.last, step));
    if (next !== this.step) this.state.set("step", next);
  }

  key(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }[event.key];
    if (move === undefined || event.target === this.scrub) return;
    event.preventDefault();
    this.go(this.step + move);
  }

  start() {
    if (this.step === this.last) this.go(0);
    setText(this.play, "pause");
    this.timer = setInterval(() => (this.step === this.last ? this.stop() : this.go(this.step + 1)), 1200);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    setText(this.play, "play");
  }

  close() {
    this.stop();
  }

  update(numbers) {
    const { quantity, seed } = this.data;
    const taken = stepsOf(this.data, this.program, numbers).slice(0, this.step);
    const state = quantity === "value" ? [] : this.zeros(numbers);
    for (const step of taken) state[step.node] = step.after;
    this.scene.write({
      values: quantity === "value" ? state : numbers.values,
      partials: quantity === "value" ? null : numbers.partials,
      adjoints: quantity === "adjoint" ? state : null,
      tangents: quantity === "tangent" ? state : null,
      of: seed,
      wrt: seed,
    });
    const step = taken.at(-1);
    const growing = step?.before === undefined ? "" : fill(GROWTH, step);
    this.scene.light(step && { active: step.node, reads: step.reads, edge: step.edge?.index, growing });
    this.back.disabled = this.step === 0;
    this.forward.disabled = this.step === this.last;
    this.scrub.value = this.step;
    setText(this.place, `step ${this.step} of ${this.last}`);
    setText(this.sentence, sentenceOf(this.data, this.step, step));
  }

  zeros(numbers) {
    const { sums, steps } = numbers.run(this.data.seed, this.data.quantity);
    const changed = new Set(steps.map((step) => step.node));
    return sums.map((sum, i) => (changed.has(i) ? undefined : sum));
  }
}

/** Return the steps of the trace, each with the numbers of its sentence. */
export function stepsOf({ quantity, seed, order }, program, numbers) {
  if (quantity !== "value") {
    return numbers.run(seed, quantity).steps.map((step) => {
      const operands = step.edge && operandsOf(numbers, program.nodes[step.edge.child]);
      return { ...step, multiplier: step.partial, why: whyStep(step), operands };
    });
  }
  const { values } = numbers;
  return order.map((node) => {
    const { parents, op } = program.nodes[node];
    const operands = parents.map((parent) => values[parent]);
    const why = op ? reasonFor(op, operands, values[node]) : "";
    const slots = Object.fromEntries(operands.map((value, i) => [`x${i}`, value]));
    return { node, after: values[node], reads: op ? parents : [], why, ...slots };
  });
}

/** Return why a contribution, or the sum it adds to, is infinite or no number. */
function whyStep({ kind, before, factor, partial, contribution, after }) {
  if (kind !== "accumulate") return "";
  const found = [reasonFor("multiply", [factor, partial], contribution)];
  if (before !== undefined) found.push(reasonFor("add", [before, contribution], after));
  const begins = (why) => why && why !== "nan operand" && why !== "infinite operand";
  return found.find(begins) ?? found.find(Boolean) ?? "";
}

/** Return the values of the operands of a node, by the slots of its templates. */
function operandsOf({ values }, { parents }) {
  return Object.fromEntries(parents.map((parent, i) => [`x${i}`, values[parent]]));
}

/** Return what the last of the first `i` steps did, and the reason if that is an infinity or no number. */
export function sentenceOf({ sentences, reasons, edges }, i, step = {}) {
  const said = fill(sentences[i], step);
  if (step.why) return `${said} ${reasons[step.why]}`;
  const kink = step.edge && edges[step.edge.index].kink;
  const side = (name) => (typeof name === "string" ? step.operands[name] : name);
  if (!kink?.sides.some(([left, right]) => side(left) === side(right))) return said;
  return `${said} ${fill(kink.template, { ...step.operands, multiplier: step.partial })}`;
}
