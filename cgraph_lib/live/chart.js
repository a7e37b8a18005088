// A panel that draws its own picture instead of the graph, with a row for each number that can be moved.
import { draw, make, setHtml } from "./dom.js";
import { layOut } from "./frame.js";
import { Panel } from "./panel.js";
import { inputsAndStep } from "./rows.js";

export class Chart extends Panel {
  /**
   * @param {import("./types").Parts} parts
   * @param {string} css
   * @param {HTMLElement[]} [tools] that stand behind the rows
   */
  constructor(parts, css, tools = []) {
    super(parts);
    this.plot = draw("svg", { class: `cg-chart ${css}`, role: "img" });
    /** @type {any} */
    this.slots = {}; // of its sentences
    this.wide = 560; // in pixels of the page, so that text and lines keep their size
    this.watch = new ResizeObserver(([{ contentRect }]) => this.fit(contentRect.width));
    this.watch.observe(this.plot);
    this.rows = inputsAndStep(parts);
    this.explanation = make("div", { class: "cg-explained", "aria-live": "polite" });
    const stage = { element: make("div", { class: "cg-stage" }, this.plot), buttons: "", style: "" };
    this.elements = layOut(stage, { tools: [...this.rows.elements, ...tools], panel: [this.explanation] });
  }

  /** Draw for a place of another width. */
  fit(wide) {
    if (wide === this.wide || wide === 0) return;
    this.wide = wide;
    if (this.numbers) this.paint(this.numbers);
  }

  update(numbers) {
    this.numbers = numbers;
    this.rows.update();
    this.paint(numbers);
  }

  /**
   * Draw what these numbers give.
   * @param {any} numbers
   */
  paint(numbers) {
    throw new Error(`Nothing draws ${numbers}.`);
  }

  /**
   * Write a heading, and a line for each key; a line about a part of the drawing is marked in that part's colour.
   * @param {string} heading
   * @param {string[]} keys
   * @param {Record<string, string>} colours
   */
  say(heading, keys, colours) {
    const { words, slots } = this;
    const look = (key) => (colours[key] ? ` style="--own: var(--cg-${colours[key]})"` : "");
    const lines = keys.map((key) => `<p${look(key)}>${words.html(key, slots)}</p>`);
    setHtml(this.explanation, `<h3>${words.html(heading, slots)}</h3>${lines.join("")}`);
  }

  close() {
    this.watch.disconnect();
  }
}
