// Numbers that have no box on a drawing: each a row with a slider and a text field.
import { make } from "./dom.js";
import { ends, onGrid } from "./inputs.js";
import { number } from "./numbers.js";
import { typed } from "./reading.js";

/**
 * Return a text field for a finite number that `fits`, which is handed to `set`; whatever else is typed is taken back.
 * It is read when left, and on Enter, which JupyterLab keeps from doing that.
 * @param {string} label
 * @param {import("./markup.js").Words} words
 * @param {{ get: () => number, set: (value: number) => void }} how
 * @param {(found: number) => boolean} [fits]
 */
export function numberField(label, words, { get, set }, fits = Number.isFinite) {
  const field = make("input", { type: "text", inputmode: "decimal", class: "cg-number", onchange: take,
    onkeydown: ({ key }) => key === "Enter" && take(), "aria-label": words.text("type_number", { name: label }) });
  function take() {
    const found = typed(field.value);
    if (found != null && fits(found)) set(found + 0);
    else field.value = number(get());
  }
  return field;
}

export class Rows {
  /** Each of `list` has a name, a room [low, high], and `get` and `set` for its number. */
  constructor(list, words) {
    this.rows = list.map(({ name, room, get, set }) => {
      const reach = () => ends(room, get());
      const slide = () => set(onGrid(reach(), Number(range.value)));
      const range = make("input", { type: "range", step: "any", "aria-label": name, oninput: slide });
      const field = numberField(name, words, { get, set });
      return { get, reach, range, field, element: make("div", { class: "cg-row" }, make("i", {}, name), range, field) };
    });
    this.elements = this.rows.map(({ element }) => element);
  }

  update() {
    for (const { get, reach, range, field } of this.rows) {
      const [[low, high], value] = [reach(), get()];
      Object.assign(range, { min: low, max: high, value, ariaValueText: number(value) });
      if (document.activeElement !== field) field.value = number(value);
    }
  }
}

/** Return the rows of a picture's inputs, and of its step `h`. */
export function inputsAndStep({ data, program, state, words }) {
  const inputs = program.inputs.map((node, i) => ({
    name: words.names[node],
    room: data.rooms[i],
    get: () => state.numbers()[i],
    set: (x) => state.move(i, x),
  }));
  const step = { name: "h", room: data.step, get: () => state.get("h"), set: (h) => state.choose("h", h) };
  return new Rows([...inputs, step], words);
}
