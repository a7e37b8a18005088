// A number from a wide range as a slider whose positions are 1, 1.5, 2, 3, 5, 7, 10, ..., with a field for any other.
import { make, setAll } from "./dom.js";
import { number } from "./numbers.js";
import { numberField } from "./rows.js";

const DIGITS = [1, 1.5, 2, 3, 5, 7];

/** Return the positions of a slider between two powers of ten. */
export function positions(low, high) {
  const found = [];
  for (let power = low; power <= high; power++) found.push(...DIGITS.map((digit) => Number(`${digit}e${power}`)));
  return found.slice(0, found.length - DIGITS.length + 1);
}

/** Return the place of the position nearest to a number, by its factor. */
export function nearest(list, value) {
  const far = list.map((x) => (x === value ? 0 : Math.abs(Math.log(x / value))));
  const best = far.reduce((place, each, i) => (each < far[place] ? i : place), 0);
  return value > 0 ? best : 0;
}

export class Measure {
  /**
   * @param {string} label
   * @param {number[]} list the positions
   * @param {{ get: () => number, set: (value: number) => void }} how
   * @param {import("./markup.js").Words} words
   */
  constructor(label, list, { get, set }, words) {
    this.get = get;
    this.list = list;
    const slide = () => set(list[Number(this.range.value)]);
    const range = { type: "range", min: 0, max: list.length - 1, step: 1, "aria-label": label, oninput: slide };
    this.range = make("input", range);
    this.field = numberField(label, words, { get, set }, (found) => Number.isFinite(found) && found >= 0);
    this.element = make("label", { class: "cg-measure" }, make("span", {}, label), this.range, this.field);
  }

  update() {
    const value = this.get();
    setAll(this.range, { "aria-valuetext": number(value) });
    this.range.value = String(nearest(this.list, value));
    if (document.activeElement !== this.field) this.field.value = number(value);
  }
}
