// Answer boxes on the drawing: type a number into its place, judged at once, with a hint that names the wrong edge.
import { make, setText } from "./dom.js";
import { fill } from "./numbers.js";
import { agrees, digits, isShort, typed } from "./reading.js";

export class Quiz {
  constructor(data, program, scene, state) {
    Object.assign(this, { data, program, state });
    this.element = make("div", { class: "cgraph-lines cgraph-quiz", "aria-live": "polite" });
    this.boxes = data.quiz.map((question, i) => {
      const text = scene.find(question.class);
      const input = make("input", { type: "text", inputmode: "decimal", "aria-label": question.name, placeholder: "?" });
      input.value = state.get("answers")[i] ?? "";
      input.addEventListener("change", () => {
        const answers = [...state.get("answers")];
        answers[i] = input.value;
        state.set("answers", answers);
      });
      input.addEventListener("keydown", (event) => event.stopPropagation()); // the notebook's own keys must not act
      const holder = document.createElementNS("http://www.w3.org/2000/svg", "foreignObject");
      const middle = question.kind !== "adjoints"; // an adjoint stands beside its box, the others about a point
      for (const [name, value] of Object.entries({
        x: Number(text.getAttribute("x")) - (middle ? 46 : 0),
        y: Number(text.getAttribute("y")) - 16,
        width: 92,
        height: 24,
      })) {
        holder.setAttribute(name, value);
      }
      holder.append(make("span", { class: `cgraph-answer ${middle ? "middle" : ""}` }, make("span", {}, question.prefix), input));
      scene.svg.querySelector("g").append(holder); // not inside the node, which is a button itself
      text.style.visibility = "hidden";
      return { text, input, holder };
    });
  }

  update(numbers) {
    const answers = this.state.get("answers");
    const lines = this.data.quiz.map((question, i) => {
      const answer = answers[i] ?? "";
      const { input } = this.boxes[i];
      if (document.activeElement !== input) input.value = answer;
      const known = question.kind === "adjoints" ? numbers.run(question.of, "adjoint").sums : numbers[question.kind];
      const [truth, found] = [known[question.index], typed(answer)];
      const verdict = answer.trim() === "" ? "open" : found !== null && agrees(found, truth) ? "right" : "wrong";
      input.className = verdict;
      input.setAttribute("aria-invalid", String(verdict === "wrong"));
      if (verdict === "open") return "";
      const phrase = { name: question.name, truth };
      if (verdict === "right") return fill(this.data.phrases.right, phrase);
      if (found !== null && isShort(found, truth)) {
        return fill(this.data.phrases.short, { name: question.name, digits: digits(truth) });
      }
      return `${fill(this.data.phrases.wrong, phrase)} ${this.hint(question, found, numbers.partials, known)}`;
    });
    setText(this.element, lines.filter(Boolean).join("\n"));
  }

  /** Return a hint that names the edge where the answer goes wrong, as far as the number tells. */
  hint({ kind, index }, answer, partials, adjoints) {
    const { phrases, edges } = this.data;
    if (answer === null) return phrases.unread;
    if (kind !== "adjoints") return phrases[`hint_${kind}`];
    const used = this.program.from[index].filter((edge) => adjoints[edge.child] !== undefined);
    const total = adjoints[index];
    for (const edge of used) {
      const [partial, factor] = [partials[edge.index], adjoints[edge.child]];
      const names = { edge: edges[edge.index].ends, partial: edges[edge.index].name };
      const others = total - factor * partial;
      if (used.length > 1 && agrees(answer, others)) return fill(phrases.missing, names);
      if (factor !== 1 && agrees(answer, others + partial)) return fill(phrases.no_factor, names);
      if (partial !== 1 && agrees(answer, others + factor)) return fill(phrases.no_partial, names);
      if (agrees(answer, others - factor * partial)) return fill(phrases.sign, names);
    }
    return fill(phrases.sum, { edges: used.map((edge) => edges[edge.index].ends).join(", ") });
  }
}
