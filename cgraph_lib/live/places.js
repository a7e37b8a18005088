// A place on a drawing as the answer: an edge, a box, or all boxes one after the other.
import { draw, make, pressed, setAll } from "./dom.js";

export class Places {
  constructor({ kind, options, places, drawing, width }, say, changed) {
    this.options = options;
    this.say = say;
    this.changed = changed;
    this.kind = kind;
    this.chosen = [];
    this.closed = false;
    this.element = make("div", { class: "cg-places", style: `--w: ${width}` });
    this.element.innerHTML = drawing; // made by picture/, where all text is escaped
    const attribute = kind === "edge" ? "data-edge" : "data-node";
    this.parts = places.map((place) => [...this.element.querySelectorAll(`[${attribute}="${place}"]`)]);
    this.faces = this.parts.map((parts) => parts.at(-1).querySelector(".body, rect"));
    this.parts.forEach((parts, i) => this.makeButton(parts, i));
    setAll(this.element.firstElementChild, { role: "group", "aria-label": say("options") });
  }

  /** The face of a box or pill is a stop of the Tab key and says what it is; all parts take the pointer. */
  makeButton(parts, i) {
    setAll(this.faces[i], { tabindex: 0, role: "button", "aria-pressed": "false" });
    for (const part of parts) {
      part.classList.add("place");
      part.addEventListener("click", () => this.choose(i));
      for (const text of part.querySelectorAll("text")) text.setAttribute("aria-hidden", "true");
    }
    pressed(this.faces[i], () => this.choose(i));
  }

  choose(i) {
    if (this.closed) return;
    if (this.kind !== "order") this.chosen = [i];
    else if (this.chosen.at(-1) === i) this.chosen.pop();
    else if (!this.chosen.includes(i)) this.chosen.push(i);
    this.mark();
    this.changed();
  }

  get guess() {
    const all = this.chosen.length === this.options.length;
    if (this.kind === "order") return all ? this.chosen.map((i) => this.options[i]) : null;
    return this.options[this.chosen[0]] ?? null;
  }

  show(guess, state) {
    if (guess != null) this.chosen = [guess].flat().map((option) => this.options.indexOf(option));
    this.closed = Boolean(state);
    this.element.classList.toggle("closed", this.closed);
    this.mark();
  }

  clear() {
    this.chosen = [];
    this.mark();
  }

  mark() {
    this.parts.forEach((parts, i) => {
      const place = this.chosen.indexOf(i);
      for (const part of parts) part.classList.toggle("chosen", place >= 0);
      const counted = this.kind === "order" && place >= 0;
      const label = this.say(counted ? "ordered" : `place_${this.kind}`, { name: this.options[i], count: place + 1 });
      setAll(this.faces[i], { "aria-pressed": place >= 0, "aria-label": label, "aria-disabled": this.closed });
      if (this.kind === "order") this.number(parts.at(-1), counted ? place + 1 : 0);
    });
  }

  /** Pin a number to the corner of a box, or take it away. */
  number(box, count) {
    box.querySelector(".cg-count")?.remove();
    if (!count) return;
    const body = box.querySelector(".body");
    const [x, y] = ["x", "y"].map((name) => Number(body.getAttribute(name)));
    const mark = [draw("circle", { r: 12 }), draw("text", { y: 5 }, String(count))];
    box.append(draw("g", { class: "cg-count", transform: `translate(${x + 4} ${y + 4})` }, ...mark));
  }
}
