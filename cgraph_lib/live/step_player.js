// StepPlayer: one step after the other, backwards too; numbers travel forward, and the inputs may move at any step.
import { ICONS, arrow, button, escape, make, relabel, setHtml, setText } from "./dom.js";
import { ExactNumbers } from "./fractions.js";
import { layOut } from "./frame.js";
import { Flights, motionless } from "./motion.js";
import { fill, number, reasonFor } from "./numbers.js";
import { DrawnPanel } from "./panel.js";
import { Views } from "./views.js";
import { widget } from "./widget.js";

const PACE = 1500; // ms for a step: what travels arrives in the first third, the rest is for reading
const GROWTH = "{before:number} + {contribution:operand} = {after:number}";

export class StepPlayer extends DrawnPanel {
  static traits = ["step", "chosen"];

  constructor(parts) {
    const { data, program, state, words } = parts;
    const choose = (chosen) => state.set({ chosen });
    super(parts, choose);
    this.last = data.sentences.length - 1;
    this.shown = null; // the step on the drawing
    this.travel = false;
    this.timer = null;
    this.flights = new Flights(this.scene);
    this.views = new Views(data, program, words, data.views, choose);
    this.sentence = make("div", { class: "cg-say", "aria-live": "polite" });
    const panel = [this.sentence, ...this.views.elements];
    this.elements = layOut(this.stage, { bar: this.bar(), panel, views: true });
  }

  bar() {
    const { words, last } = this;
    this.back = button(words.text("back"), () => this.go(this.step - 1), ICONS.back);
    this.next = button(words.text("next"), () => this.go(this.step + 1, true), ICONS.next);
    const toggle = () => (this.timer ? this.pause() : this.start());
    this.play = button(words.text("play"), toggle, ICONS.play, { class: "cg-play" });
    const scrub = { type: "range", min: 0, max: last, "aria-label": words.text("step") };
    this.scrub = make("input", { ...scrub, oninput: () => this.go(Number(this.scrub.value)) });
    this.ticks = Array.from({ length: last + 1 }, () => make("i"));
    this.place = make("span", { class: "cg-place" });
    const buttons = make("div", { class: "cg-buttons" }, this.back, this.play, this.next);
    buttons.addEventListener("keydown", (event) => this.key(event));
    const track = make("div", { class: "cg-scrub" }, this.scrub, make("div", {}, ...this.ticks));
    return [buttons, make("div", { class: "cg-scrubbing" }, track, this.place, this.stage.buttons)];
  }

  get step() {
    return Math.min(this.last, this.state.get("step"));
  }

  /** Take the reader to a step; one forward may travel. */
  go(step, travel = false) {
    const to = Math.max(0, Math.min(this.last, step));
    this.travel = travel && to === this.step + 1;
    if (to !== this.step) this.state.set({ step: to });
  }

  key(event) {
    const by = arrow(event);
    if (by) this.go(this.step + by, true);
  }

  start() {
    if (this.step === this.last) this.go(0);
    const next = () => (this.step === this.last ? this.pause() : this.go(this.step + 1, true));
    this.timer = setInterval(next, PACE);
    relabel(this.play, this.words.text("pause"), ICONS.pause);
    next();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    relabel(this.play, this.words.text("play"), ICONS.play);
  }

  close() {
    clearInterval(this.timer);
    this.flights.stop();
  }

  update(floats) {
    const numbers = (this.numbers = this.data.rules ? new ExactNumbers(floats, this.data, this.words) : floats);
    this.flights.stop();
    const { step, scene } = this;
    const steps = (this.steps = stepsOf(this.data, this.program, numbers));
    const now = steps[step - 1];
    const drawn = now?.uses.filter((edge) => scene.edges[edge].line) ?? [];
    const travels = this.travel && step !== this.shown && drawn.length && !motionless();
    this.write(numbers, steps, travels ? step - 1 : step);
    this.inputs.update();
    if (step !== this.shown) {
      scene.mark("lit", [now?.node], now?.uses);
      scene.mark("reads", now?.reads);
      const followed = [now?.node ?? this.program.output, ...(now?.reads ?? [])];
      this.stage.follow(followed.map((node) => scene.nodes[node].place));
    }
    this.travel = false;
    this.shown = step;
    if (travels) this.send(numbers, now, drawn, () => this.write(numbers, steps, step));
  }

  /** Say what the step did, in its sentence and in the views. */
  tell() {
    const { step, words, steps, numbers } = this;
    const { seed, quantity } = this.data;
    const chosen = this.state.get("chosen") ?? {};
    const problem = numbers.problem ? `<br><small>${escape(numbers.problem)}</small>` : "";
    setHtml(this.sentence, words.html(...sentenceOf(this.data, step, steps[step - 1])) + problem);
    this.views.update(numbers, { steps, step, seed, quantity, chosen });
    this.showPlace();
  }

  /** Show which node is chosen, and how far the run has come. */
  showPlace() {
    const { step, last } = this;
    this.scene.mark("chosen", [(this.state.get("chosen") ?? {}).node]);
    this.back.disabled = step === 0;
    this.next.disabled = step === last;
    this.scrub.value = String(step);
    this.scrub.ariaValueText = this.words.text("place", { step, last });
    setText(this.place, this.scrub.ariaValueText);
    this.ticks.forEach((tick, i) => tick.classList.toggle("past", i <= step));
  }

  /** Let the step's numbers travel along its edges: operands up into a value, a contribution to its sum. */
  send({ values }, now, edges, land) {
    for (const edge of edges) {
      const { parent } = this.program.edges[edge];
      const [before, after] = now.edge ? [now.factor, now.contribution] : [values[parent], values[parent]];
      this.flights.send(edge, this.data.quantity === "adjoint", before, after, now.edge ? undefined : "value");
    }
    const { [this.data.quantity]: tab, value } = this.scene.nodes[now.node];
    this.flights.arrive(land, tab?.group ?? value);
  }

  /** Write what is known after this many steps. */
  write(numbers, steps, taken) {
    const { quantity, seed } = this.data;
    const done = steps.slice(0, taken);
    if (quantity === "value") {
      const values = [];
      for (const { node, after } of done) values[node] = after;
      this.scene.write({ values });
      return;
    }
    const expected = new Map(steps.map(({ node, expected }) => [node, expected]));
    // A node that the sweep never reaches has its 0 from the start.
    const start = (value, node) => (expected.has(node) ? { expected: expected.get(node) } : { kind: "done", value });
    const tabs = numbers.run(seed, quantity).sums.map(start);
    for (const step of done) tabs[step.node] = sumTab(step, step === done.at(-1), (value) => this.scene.brief(value));
    this.scene.write({ ...numbers, [quantity]: { of: seed, tabs } });
  }
}

/** Return a node's tab after a step that has added to its sum. */
export function sumTab({ before, contribution, after, received, expected }, latest, brief = number) {
  const progress = { value: after, received, expected };
  if (received < expected) return { kind: "part", ...progress, growing: [`${brief(after)} + …`, "… + …"] };
  const sum = latest && before != null ? [fill(GROWTH, { before, contribution, after })] : [];
  return { kind: "done", ...progress, growing: sum };
}

/**
 * Return the steps of the trace, each with the numbers of its sentence, the edges it uses and the nodes it reads.
 * @param {any} data
 * @param {import("./types").Program} program
 * @param {import("./types").Computed} numbers
 * @returns {any[]}
 */
export function stepsOf({ quantity, seed, order }, program, { values, run }) {
  const operandsOf = ({ parents }) => Object.fromEntries(parents.map((parent, i) => [`x${i}`, values[parent]]));
  if (quantity !== "value") {
    return run(seed, quantity).steps.map((step) => {
      const { edge, source } = step;
      if (!edge) return { ...step, uses: [], reads: [], why: "" };
      const operands = operandsOf(program.nodes[edge.child]);
      return { ...step, uses: [edge.index], reads: [source], operands, why: whyStep(step) };
    });
  }
  return order.map((node) => {
    const { parents, op } = program.nodes[node];
    const why = op ? reasonFor(op, parents.map((parent) => values[parent]), values[node]) : "";
    const uses = program.into[node].map(({ index }) => index);
    return { node, after: values[node], reads: op ? parents : [], uses, why, ...operandsOf(program.nodes[node]) };
  });
}

/**
 * Return why a contribution, or the sum it adds to, is infinite or no number.
 * @param {import("./types").Step} step
 */
function whyStep(step) {
  const { kind, before, factor, multiplier, contribution, after } = step;
  if (kind !== "accumulate") return "";
  const found = [reasonFor("multiply", [factor, multiplier], contribution)];
  if (before !== undefined) found.push(reasonFor("add", [before, contribution], after));
  const begins = (why) => why && why !== "nan operand" && why !== "infinite operand";
  return found.find(begins) ?? found.find(Boolean) ?? "";
}

/**
 * Return the template of what the last of the first `i` steps did, with a remark if there is one, and its numbers.
 * @param {any} data
 * @param {number} i
 * @param {any} step
 * @returns {[import("./types").Template, any]}
 */
export function sentenceOf({ sentences, reasons, edges }, i, step = {}) {
  /** @returns {[import("./types").Template, any]} */
  const both = (remark, slots) => {
    const parts = { sentence: asTemplate(sentences[i]), remark: asTemplate(remark) };
    return [["{sentence} {remark}", parts], slots];
  };
  if (step.why) return both(reasons[step.why], step);
  const kink = step.edge && edges[step.edge.index].kink;
  const side = (name) => (typeof name === "string" ? step.operands[name] : name);
  if (!kink?.sides.some(([left, right]) => Number(side(left)) === Number(side(right)))) return [sentences[i], step];
  return both(kink.template, { ...step, ...step.operands });
}

/** @returns {[string, any]} */
function asTemplate(sentence) {
  return typeof sentence === "string" ? [sentence, {}] : sentence;
}

export default widget(StepPlayer);
