// FormulaBox: a text field above an Explorer. Python reads the formula, once the reader pauses.
import { make, setText } from "./dom.js";
import { Explorer } from "./explorer.js";
import { widget } from "./widget.js";

const PAUSE = 350; // ms without a key
const PATIENCE = 4000; // ms until the field says that nothing has answered

export class FormulaBox extends Explorer {
  static traits = [...Explorer.traits, "error", "text", "read"];

  /** Return what stands above the picture, and stays while the picture changes. */
  static header(state, words) {
    const field = make("input", { type: "text", class: "cg-formula", spellcheck: "false", autocomplete: "off" });
    const message = make("pre", { role: "alert" });
    const hint = make("p", {}, words.text("formula_hint"));
    const below = make("div", { class: "cg-below" }, message, hint);
    const say = (problem) => {
      setText(message, problem);
      hint.hidden = Boolean(problem);
    };
    field.value = state.get("text");
    let pause, patience;
    const heard = () => clearTimeout(patience);
    field.addEventListener("input", () => {
      clearTimeout(pause);
      heard();
      pause = setTimeout(() => {
        state.set({ text: field.value });
        patience = setTimeout(() => say(words.text("waiting")), PATIENCE);
      }, PAUSE);
    });
    field.addEventListener("keydown", (event) => event.stopPropagation());
    return {
      elements: [make("label", { class: "cg-formula-label" }, make("span", {}, words.text("formula")), field), below],
      update() {
        if (document.activeElement !== field) field.value = state.get("text");
        if (state.get("read") === state.get("text")) heard();
        say(state.get("error"));
      },
      close() {
        clearTimeout(pause);
        heard();
      },
    };
  }
}

export default widget(FormulaBox);
