// The drawing on the page: finds the texts of Python's SVG by their classes and changes them in place.
import { make, setText } from "./dom.js";
import { number } from "./numbers.js";

// A drawing shrinks to fit its place down to this scale; below it, it scrolls.
const SMALLEST = 0.75;

export class Scene {
  /** `data` is what page.py sends; `pick` is called with {node} or {edge} when the reader chooses one. */
  constructor(data, pick) {
    this.data = data;
    this.element = make("div", { class: "cgraph-stage" });
    this.element.innerHTML = data.svg; // made by drawing.py, where every text is escaped
    this.svg = this.element.querySelector("svg");
    this.picks = Boolean(pick); // then each node and edge is a button and tells its numbers; else the drawing does
    this.svg.setAttribute("role", pick ? "group" : "img");
    if (pick) this.svg.setAttribute("aria-label", data.phrases.drawing);
    this.svg.style.minWidth = `${SMALLEST * this.svg.getAttribute("width")}px`;
    this.svg.querySelector("title")?.remove(); // as a tooltip over the whole drawing it would only be in the way
    this.texts = data.keys.map((key) => ({
      box: this.find(`node-${key}`),
      value: this.find(`val-${key}`),
      tangent: this.find(`tan-${key}`),
      adjoint: this.find(`adj-${key}`),
      growing: this.find(`growing-${key}`),
    }));
    this.edges = data.edges.map(({ key }) => ({ line: this.find(`edge-${key}`), label: this.find(`part-${key}`) }));
    if (pick) this.makePickable(pick);
  }

  find(name) {
    return this.svg.getElementsByClassName(name)[0] ?? null;
  }

  makePickable(pick) {
    this.texts.forEach(({ box }, node) => box && this.pickable(box, () => pick({ node })));
    this.edges.forEach(({ line, label }, edge) => {
      if (!line) return;
      const hit = line.querySelector(".line").cloneNode();
      hit.setAttribute("class", "hit");
      line.append(hit);
      this.pickable(line, () => pick({ edge }));
      label?.addEventListener("click", () => pick({ edge }));
    });
    // The Tab key comes to the nodes first, then to the edges.
    const lines = this.edges.map(({ line }) => line).filter(Boolean);
    [...this.svg.querySelectorAll(".node")].at(-1).after(...lines);
  }

  pickable(element, chosen) {
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.addEventListener("click", chosen);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        chosen();
      }
    });
  }

  /** Write the numbers; one that is undefined stays blank. */
  write({ values, partials, tangents, adjoints, of, wrt }) {
    const { names, edges } = this.data;
    const words = [];
    const say = (element, text) => {
      words.push(text);
      if (this.picks) element.setAttribute("aria-label", text);
    };
    this.texts.forEach((texts, i) => {
      const line = (top, bottom, value) => (value === undefined ? "" : `d${names[top]}/d${names[bottom]} = ${number(value)}`);
      setText(texts.value, names[i] && values[i] !== undefined ? number(values[i]) : "");
      setText(texts.tangent, tangents ? line(i, wrt, tangents[i]) : "");
      setText(texts.adjoint, adjoints ? line(of, i, adjoints[i]) : "");
      const said = [this.data.nodes[i].formula, texts.value?.textContent, texts.adjoint?.textContent, texts.tangent?.textContent];
      if (texts.box) say(texts.box, said.filter(Boolean).join(", "));
    });
    this.edges.forEach(({ line, label }, i) => {
      const { name, rule } = edges[i];
      const text = partials ? `${name}${rule ? ` = ${rule}` : ""} = ${number(partials[i])}` : "";
      setText(label, text);
      if (line && (text || this.picks)) say(line, text || name);
    });
    if (!this.picks) this.svg.setAttribute("aria-label", words.join("; "));
  }

  /** Light a step: the node it works on, the nodes it reads, the edge it uses, and the sum it has come to. */
  light({ active, reads = [], edge, growing = "" } = {}) {
    this.texts.forEach(({ box, growing: text }, i) => {
      box?.classList.toggle("active", i === active);
      box?.classList.toggle("read", reads.includes(i));
      setText(text, i === active && growing.length <= this.data.longestGrowth ? growing : "");
    });
    this.mark("lit", edge === undefined ? [] : [edge]);
  }

  /** Give some edges, and their labels, a class; take it from the others. */
  mark(name, chosen) {
    this.edges.forEach(({ line, label }, i) => {
      line?.classList.toggle(name, chosen.includes(i));
      label?.parentNode.classList.toggle(name, chosen.includes(i));
    });
  }

  /** Mark what the reader has chosen. */
  choose({ node, edge } = {}) {
    this.texts.forEach(({ box }, i) => box?.classList.toggle("chosen", i === node));
    this.mark("chosen", edge === undefined ? [] : [edge]);
  }
}
