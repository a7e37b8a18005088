// The answers to a question as a list: one of them is chosen, or all of them one after the other.
import { make } from "./dom.js";

let count = 0; // of groups on this page: radio buttons of one name belong together

export class Options {
  constructor({ kind, options, labels }, say, changed) {
    this.options = options;
    this.many = kind === "order";
    this.order = [];
    const name = `cg-options-${++count}`;
    const type = this.many ? "checkbox" : "radio";
    this.inputs = options.map((option, i) =>
      make("input", { type, name, value: i, onchange: () => this.choose(i, changed) }),
    );
    this.marks = options.map(() => make("span", { class: "cg-mark", "aria-hidden": "true" }));
    const rows = options.map((option, i) => {
      const text = make("span");
      text.innerHTML = labels[i]; // made by Python, where all text is escaped
      return make("label", { class: "cg-option" }, this.inputs[i], text, this.marks[i]);
    });
    const role = this.many ? "group" : "radiogroup";
    this.element = make("div", { class: "cg-options", role, "aria-label": say("options") }, ...rows);
  }

  choose(i, changed) {
    if (this.many) this.order = this.inputs[i].checked ? [...this.order, i] : this.order.filter((other) => other !== i);
    this.mark();
    changed();
  }

  /** Write beside each box which place it has in the order. */
  mark() {
    const place = (i) => (this.order.includes(i) ? String(this.order.indexOf(i) + 1) : "");
    if (this.many) this.marks.forEach((mark, i) => mark.replaceChildren(place(i)));
  }

  get guess() {
    if (this.many) return this.order.length === this.options.length ? this.order.map((i) => this.options[i]) : null;
    return this.options[this.inputs.findIndex((input) => input.checked)] ?? null;
  }

  show(guess, state) {
    if (guess != null) {
      const chosen = [guess].flat().map((option) => this.options.indexOf(option));
      if (this.many) this.order = chosen;
      this.inputs.forEach((input, i) => (input.checked = chosen.includes(i)));
    }
    for (const input of this.inputs) {
      input.disabled = Boolean(state);
      input.parentElement.className = `cg-option ${input.checked ? state : ""}`;
    }
    this.mark();
  }

  clear() {
    this.order = [];
    for (const input of this.inputs) input.checked = false;
    this.mark();
  }
}
