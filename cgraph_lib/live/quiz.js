// Answer boxes on the drawing: a number typed into its place is judged at once; a hint names the wrong edge.
import { make, setAll, setHtml } from "./dom.js";
import { SWEEPS } from "./program.js";
import { agrees, digits, isShort, typed } from "./reading.js";

const QUANTITIES = { adjoints: "adjoint", tangents: "tangent" };

export class Quiz {
  constructor(data, program, scene, state, words) {
    this.data = data;
    this.program = program;
    this.scene = scene;
    this.state = state;
    this.words = words;
    this.element = make("div", { class: "cg-judged", "aria-live": "polite" });
    this.element.hidden = !data.quiz.length;
    this.boxes = data.quiz.map((question, i) => this.box(question, i));
  }

  /** Return a text field in the place of a number: in a card, over a tab, or over a pill. */
  box(question, i) {
    const { geometry, sheet } = this.scene;
    const [x, y] = this.place(question) ?? [-1e4, 0]; // out of sight with the closed group that holds it
    const placeholder = question.kind === "values" ? "?" : `${question.name} = ?`;
    const look = { type: "text", inputmode: "decimal", class: "cg-answer" };
    const field = make("input", { ...look, "aria-label": question.name, placeholder });
    field.style.cssText = `left: ${(100 * x) / geometry.width}%; top: ${(100 * y) / geometry.height}%`;
    field.addEventListener("change", () => this.answer(i, field.value));
    field.addEventListener("keydown", (event) => event.stopPropagation()); // the drawing's own keys must not act
    sheet.append(field);
    return field;
  }

  /** Return the middle of a question's place on the drawing. */
  place({ kind, index }) {
    if (kind === "partials") return this.scene.edges[index].route?.pill;
    if (!this.scene.nodes[index].place) return undefined;
    const { x, top, tab, body, bottom, under, track } = this.scene.nodes[index].place;
    const value = track ? body + 50 : bottom + (this.scene.geometry.dense ? 5.5 : -1.5); // there the field ends
    return [x, { values: value, adjoints: top + tab / 2, tangents: bottom + under / 2 }[kind]];
  }

  /** Return what is shown at these numbers without what is asked; answers are judged at them from now on. */
  mask(shown, numbers) {
    this.numbers = numbers;
    for (const { kind, index, of } of this.data.quiz) {
      if (kind in QUANTITIES) {
        const tab = shown[QUANTITIES[kind]];
        if (tab.of === of) tab.tabs[index] = {};
      } else {
        shown[kind] = shown[kind].map((number, i) => (i === index ? undefined : number));
      }
    }
    return shown;
  }

  answer(i, text) {
    const inputs = this.state.numbers();
    const attempt = { text, right_at: null };
    const truth = this.truth(this.data.quiz[i], this.numbers);
    const found = typed(text, truth);
    if (found != null && agrees(found, truth)) attempt.right_at = inputs;
    this.state.set({ attempts: this.state.get("attempts").map((other, j) => (j === i ? attempt : other)) });
  }

  known({ kind, of }, numbers) {
    return kind in QUANTITIES ? numbers.run(of, QUANTITIES[kind]).sums : numbers[kind];
  }

  truth(question, numbers) {
    return Number(this.known(question, numbers)[question.index]);
  }

  update() {
    this.isOpen = false; // until each answer has been right
    const lines = this.data.quiz.map((question, i) => {
      const attempt = this.state.get("attempts")[i];
      const [verdict, slots] = this.verdict(question, attempt, this.numbers);
      this.isOpen ||= !["right", "was_right"].includes(verdict);
      const field = this.boxes[i];
      if (document.activeElement !== field) field.value = attempt.text;
      const state = { right: "right", was_right: "past", open: "open", short: "past" }[verdict] ?? "wrong";
      setAll(field, { class: `cg-answer ${question.kind} ${state}`, "aria-invalid": state === "wrong" });
      const facts = { name: question.name, answer: attempt.text, ...slots };
      return verdict === "open" ? "" : `<p class="${state}">${this.words.html(verdict, facts)}</p>`;
    });
    setHtml(this.element, lines.join("") || `<p>${this.words.html("quiz")}</p>`);
  }

  /**
   * Return the sentence for an attempt, and what fills its slots.
   * @returns {[string, object?]}
   */
  verdict(question, { text, right_at: at }, numbers) {
    if (text.trim() === "") return ["open"];
    const truth = this.truth(question, numbers);
    const found = typed(text, truth);
    if (found == null) return ["unread_answer"];
    if (agrees(found, truth)) return ["right", { truth: this.known(question, numbers)[question.index] }];
    const moved = (at ?? []).map((x, i) => [this.program.inputs[i], x]).filter(([, x], i) => x !== numbers.inputs[i]);
    if (moved.length) {
      const inputs = moved.map(([node, x]) => this.words.text("at", { name: this.words.names[node], x })).join(", ");
      return ["was_right", { inputs }];
    }
    if (isShort(found, truth)) return ["short", { digits: digits(truth) }];
    return question.kind in QUANTITIES ? this.hint(question, found, numbers) : [`wrong_${question.kind}`];
  }

  /**
   * Return a hint that names the edge where a sum goes wrong, as far as the number tells.
   * @returns {[string, object?]}
   */
  hint(question, answer, numbers) {
    const { giver, side, pair } = SWEEPS[QUANTITIES[question.kind]];
    const sums = this.known(question, numbers).map((sum) => sum && Number(sum));
    const { index, of } = question;
    if (index === of) return ["itself_is"];
    const used = this.program[side][index].filter((edge) => sums[edge[giver]] !== undefined);
    const total = sums[index];
    const name = (node) => this.words.derivative(...pair(of, node));
    const terms = used.map((edge) => `${name(edge[giver])} · ${this.data.edges[edge.index].name}`);
    if (!used.length) return ["independent_is"];
    for (const edge of used) {
      const [partial, factor] = [Number(numbers.partials[edge.index]), sums[edge[giver]]];
      const others = total - factor * partial;
      const { ends, name: partialName } = this.data.edges[edge.index];
      const slots = { edge: ends, partial: partialName, factor: name(edge[giver]) };
      if (used.length > 1 && agrees(answer, others)) return ["missing", slots];
      if (factor !== 1 && agrees(answer, others + partial)) return ["no_factor", slots];
      if (partial !== 1 && agrees(answer, others + factor)) return ["no_partial", slots];
      if (agrees(answer, others - factor * partial)) return ["sign", slots];
    }
    return ["sum", { terms: terms.join(" + ") }];
  }
}
